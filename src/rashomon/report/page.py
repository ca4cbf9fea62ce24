"""A document as one HTML page that needs nothing else: no script, no font, no picture from elsewhere."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from rashomon.report.accounts import (
    account_id,
    accounts,
    claim_id,
    evidence_figure,
    spoken,
    word_link,
)
from rashomon.report.facts import facts
from rashomon.report.markup import Markup, join, tag
from rashomon.report.view import SIGNS, VERDICTS, alike, by_article, families, sides, view, web_address
from rashomon.report.words import count, language_name, listed, one_line, when

if TYPE_CHECKING:
    from rashomon.model import Claim, Document, Verdict
    from rashomon.report.view import Side, Source, View

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
HEADINGS: dict[Verdict, str] = {
    "agree": "Origins agree",
    "differ": "Origins differ",
    "single": "Only one says",
}
EXPLAINED: dict[Verdict, str] = {
    "agree": "Told by several independent origins, with nothing that parts them.",
    "differ": "Told by several, who part on a figure, a time, a name or the words themselves.",
    "single": "Told by one origin alone. That makes it neither true nor false.",
}

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
    style = (files("rashomon.report") / "page.css").read_text("utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{name} · Rashomon"),
        tag("style", Markup(style)),
    )
    body = tag(
        "body",
        tag("a", "To the report", href="#report", class_="skip"),
        tag("header", tag("p", "Rashomon", class_="wordmark"), _contents(views), class_="masthead"),
        tag("main", *(_story(shown, index) for index, shown in enumerate(views, 1)), id="report"),
        _footer(document),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


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
        *(_claims(shown, story, verdict) for verdict in VERDICTS),
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
            tag("strong", f"{len(shown.claims[verdict]):,}"),
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
        tag("p", "A letter leads to an article's words, a number to a claim.", class_="quiet"),
        class_="sources",
        id=f"{story}-sources",
    )


def _source_row(source: Source, story: str) -> Markup:
    article = source.article
    title = one_line(article.title or "")
    address = web_address(article.url)
    published = one_line(article.published or "")
    shown_title = tag("span", title or "Untitled", **spoken(title, article.language))
    origin = f"same as {listed(list(source.copies))}" if source.copies else "its own"
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


def _claims(shown: View, story: str, verdict: Verdict) -> Markup:
    claims = shown.claims[verdict]
    heading = tag(
        "h2",
        tag("span", SIGNS[verdict], class_="sign", aria_hidden="true"),
        f" {HEADINGS[verdict]} ",
        tag("span", f"{len(claims):,}", class_="quiet"),
    )
    if not claims:
        only = shown.story.origins < 2 and verdict != "single"
        body = tag("p", "There is one origin only." if only else "Nothing.", class_="quiet")
    elif verdict == "single":
        body = join(_alone(shown, story, article, group) for article, group in by_article(claims).items())
    elif verdict == "differ":
        body = tag("ol", *(_difference(shown, story, claim) for claim in claims), class_="claims")
    else:
        members = (_agreement(shown, story, head, behind) for head, behind in families(claims))
        body = tag("ol", *members, class_="claims")
    explained = tag("p", EXPLAINED[verdict], class_="quiet") if claims else None
    return tag("section", heading, explained, body, id=f"{story}-{verdict}", class_=f"verdict {verdict}")


def _agreement(shown: View, story: str, claim: Claim, behind: tuple[Claim, ...] = ()) -> Markup:
    figures = [evidence_figure(shown, story, claim, group) for group in alike(claim.evidence, claim.text)]
    backing = _backing("agree", count(claim.origins, "independent origin"))
    others = [_agreement(shown, story, other) for other in behind]
    summary = tag("summary", f"{count(len(behind), 'more claim')} on much the same words")
    more = tag("details", summary, tag("ol", *others, class_="claims"), class_="behind") if behind else None
    return _claim(shown, story, claim, backing, tag("div", *figures, class_="beside evidence"), more)


def _backing(verdict: Verdict, words: str) -> Markup:
    return tag("p", tag("span", SIGNS[verdict], class_="sign"), f" {words}", class_="backing")


def _difference(shown: View, story: str, claim: Claim) -> Markup:
    why = one_line(claim.difference.why) if claim.difference else ""
    on = f"on {claim.difference.on}, " if claim.difference else ""
    backing = _backing("differ", f"{on}{count(claim.origins, 'independent origin')}")
    parts = sides(claim)
    told = {item for side in parts for item in side.evidence}
    untold = alike(item for item in claim.evidence if item not in told)
    rest = [evidence_figure(shown, story, claim, group) for group in untold]
    return _claim(
        shown,
        story,
        claim,
        tag("p", why or "The accounts part.", class_="why"),
        backing,
        tag("div", *(_side(shown, story, claim, side) for side in parts), class_="beside sides"),
        tag("p", "Also told by", class_="quiet") if rest else None,
        tag("div", *rest, class_="beside evidence") if rest else None,
    )


def _side(shown: View, story: str, claim: Claim, side: Side) -> Markup:
    figures = [evidence_figure(shown, story, claim, group, side.values) for group in alike(side.evidence)]
    if not side.values:
        return tag("div", *figures, class_="side")
    told = {item.article for item in side.evidence}
    words = [tag("bdi", f"“{words}”") for words in side.words if words != side.value]
    return tag(
        "div",
        tag("p", tag("bdi", side.value), class_="value-given"),
        tag("p", join(words, ", "), class_="words-given") if words else None,
        tag("p", count(shown.origins(value.article for value in side.values), "origin"), class_="quiet"),
        *figures,
        *(
            tag("p", word_link(shown, story, value.article, value.start, value.end))
            for value in side.values
            if value.article not in told
        ),
        class_="side",
    )


def _claim(shown: View, story: str, claim: Claim, *children: Markup | None) -> Markup:
    anchor = claim_id(story, shown.numbers[claim.id])
    number = str(shown.numbers[claim.id])
    link = tag("a", number, href=f"#{anchor}", class_="number", title=f"Claim {claim.id}")
    return tag("li", link, *children, id=anchor, class_=f"claim {claim.verdict}")


def _alone(shown: View, story: str, article: str, claims: list[Claim]) -> Markup:
    source = shown.source(article)
    items = [_single(shown, story, article, claim) for claim in claims]
    summary = tag(
        "summary",
        tag("span", source.letter, class_="letter"),
        tag("bdi", source.label),
        tag("span", f" {len(claims):,}", class_="quiet"),
    )
    return tag("details", summary, tag("ol", *items, class_="alone"), open=True)


def _single(shown: View, story: str, article: str, claim: Claim) -> Markup:
    links = [word_link(shown, story, item.article, item.start, item.end) for item in claim.evidence]
    copied = " same origin" if any(item.article != article for item in claim.evidence) else None
    return _claim(
        shown,
        story,
        claim,
        tag("p", one_line(claim.text), **spoken(claim.text, claim.language)),
        tag("p", join(links, " "), copied, class_="quiet"),
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
