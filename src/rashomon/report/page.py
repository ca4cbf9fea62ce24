"""A document as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from rashomon.report.accounts import account_id, accounts, spoken, word_link
from rashomon.report.facts import facts
from rashomon.report.markup import Markup, tag
from rashomon.report.page_claims import claims
from rashomon.report.view import HEADINGS, SIGNS, VERDICTS, sure, view, web_address
from rashomon.report.witnesses import Shared, shared
from rashomon.report.words import count, cut, language_name, listed, one_line, when

if TYPE_CHECKING:
    from rashomon.model import Document
    from rashomon.report.view import Source, View

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
PASSAGES = 40  # that are quoted for one reason why articles are one witness
PASSAGE_LENGTH = 240
PROMISE = "Rashomon says who says what and how many independent origins stand behind it, never who is right."


def render(document: Document) -> str:
    """A document as one self-contained HTML page.

    Args:
        document (Document): what a run made.

    Returns:
        str: HTML without script, safe for hostile text: everything foreign is escaped, only http and https
        addresses become links, and the page's own policy forbids it to load anything. It can be encoded as
        UTF-8.
    """
    views = [view(document, story) for story in document.stories]
    titles = [_title(shown) for shown in views]
    name = titles[0] if len(titles) == 1 else f"{count(len(titles), 'story', 'stories')}"
    head = head_of(name, "page.css")
    body = tag(
        "body",
        tag("a", "To the report", href="#report", class_="skip"),
        tag("header", tag("p", "Rashomon", class_="wordmark"), _contents(views), class_="masthead"),
        tag("main", *(_story(shown, index) for index, shown in enumerate(views, 1)), id="report"),
        _footer(document),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def head_of(title: str, *styles: str) -> Markup:
    """The head of a page that may load nothing: its title in plain text, and its style sheets."""
    style = "".join((files("rashomon.report") / name).read_text("utf-8") for name in styles)
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title} · Rashomon"),
        tag("style", Markup(style)),
    )


def _contents(views: list[View]) -> Markup | None:
    if len(views) == 1:
        return None
    if not views:
        return tag("p", "No story: no article could be compared.")
    entries = [
        tag(
            "li",
            tag("a", tag("bdi", _title(shown)), href=f"#s{index}"),
            tag("span", f" {_sizes(shown)}", class_="quiet"),
        )
        for index, shown in enumerate(views, 1)
    ]
    return tag("nav", tag("ol", *entries), class_="contents", aria_label="Stories")


def _story(shown: View, index: int) -> Markup:
    story = f"s{index}"
    return tag(
        "section",
        _head(shown, story),
        _sources(shown, story),
        *(claims(shown, story, verdict) for verdict in VERDICTS),
        accounts(shown, story),
        facts(shown, story),
        id=story,
        class_="story pair" if len(shown.sources) == 2 else "story",
    )


def _head(shown: View, story: str) -> Markup:
    title = _title(shown)
    language = next(
        (source.article.language for source in shown.sources.values() if source.article.title == title), None
    )
    told = listed([language_name(code) for code in shown.story.languages])
    tally = [
        tag(
            "a",
            tag("span", SIGNS[verdict], class_="sign", aria_hidden="true"),
            tag("strong", f"{sure(shown, verdict):,}"),
            tag("span", HEADINGS[verdict]),
            href=f"#{story}-{verdict}",
            class_=verdict,
        )
        for verdict in VERDICTS
    ]
    return tag(
        "header",
        tag("h1", title, **spoken(title, language)),
        tag("p", f"{_sizes(shown)}, in {told}.", class_="lead"),
        tag("nav", *tally, class_="tally", aria_label="Claims by verdict"),
        class_="head",
    )


def _sources(shown: View, story: str) -> Markup:
    rows = [_source_row(source, story) for source in shown.sources.values()]
    names = ("", "Outlet", "Title", "Language", "Published", "Origin")
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    return tag(
        "section",
        tag("h2", "Sources"),
        tag("div", tag("table", head, tag("tbody", *rows)), class_="scroll"),
        _shared(shown, story),
        tag("p", "A letter leads to an article's words, a number to a claim.", class_="quiet"),
        class_="sources",
        id=f"{story}-sources",
    )


def _shared(shown: View, story: str) -> Markup | None:
    """Which articles are one witness, each with the words that say so behind it."""
    found = shared(shown)
    return tag("ul", *(_sharing(shown, story, one) for one in found), class_="shared") if found else None


def _sharing(shown: View, story: str, one: Shared) -> Markup:
    texts = {article: source.article for article, source in shown.sources.items()}
    known = [passage for passage in one.passages if passage.article in texts]
    if not known:
        return tag("li", one.why)
    rows = []
    for passage in known[:PASSAGES]:
        article = texts[passage.article]
        words = cut(one_line(article.text[passage.start : passage.end]), PASSAGE_LENGTH)
        link = word_link(shown, story, passage.article, passage.start, passage.end)
        rows.append(tag("li", link, " ", tag("span", f"“{words}”", **spoken(words, article.language))))
    if len(known) > PASSAGES:
        rows.append(tag("li", f"and {len(known) - PASSAGES:,} more", class_="quiet"))
    summary = tag("summary", one.why, tag("span", f" {count(len(known), 'passage')}", class_="quiet"))
    return tag("li", tag("details", summary, tag("ul", *rows)))


def _source_row(source: Source, story: str) -> Markup:
    article = source.article
    title = one_line(article.title or "")
    address = web_address(article.url)
    published = one_line(article.published or "")
    shown_title = tag("span", title or "Untitled", **spoken(title, article.language))
    origin = f"same as {source.copies}" if source.copies else "its own"
    return tag(
        "tr",
        tag("td", tag("a", source.letter, href=f"#{account_id(story, source)}", class_="letter")),
        tag("th", tag("bdi", source.label), scope="row"),
        tag("td", tag("a", shown_title, href=address, rel="noopener noreferrer nofollow"))
        if address
        else tag("td", shown_title),
        tag("td", language_name(article.language)),
        tag("td", when(published) or "unknown", title=published or None),
        tag("td", origin, class_="copied" if source.copies else None),
    )


def _footer(document: Document) -> Markup:
    made = document.made_by
    by = f"Made by Rashomon {made.rashomon}; encoder {made.encoder}; tagger {made.tagger}."
    return tag("footer", tag("p", PROMISE), tag("p", by, class_="quiet"))


def _title(shown: View) -> str:
    return one_line(shown.story.title) or "Untitled"


def _sizes(shown: View) -> str:
    articles = count(len(shown.story.articles), "article")
    return f"{articles} from {count(shown.story.origins, 'independent origin')}"
