"""What pages other than the dossier's share: the head, the foot, sources, and words with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.accounts import spoken
from rashomon.report.markup import Mark, Markup, marked, tag
from rashomon.report.page import PROMISE, head_of
from rashomon.report.view import letter, reasons, web_address
from rashomon.report.words import called, language_name, one_line, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Article, Evidence, MadeBy, Value


def page(title: str, made_by: MadeBy, *main: Markup | None) -> str:
    """A self-contained HTML page without script, safe for hostile text, under the dossier page's policy.

    Args:
        title: in plain text.
        made_by: which program and weights, for the foot.
        main: what stands between head and foot.
    """
    head = head_of(title, "page.css", "sheet.css")
    by = f"Made by Rashomon {made_by.rashomon}; encoder {made_by.encoder}; tagger {made_by.tagger}."
    body = tag(
        "body",
        tag("a", "To the report", href="#report", class_="skip"),
        tag("header", tag("p", "Rashomon", class_="wordmark"), class_="masthead"),
        tag("main", *main, id="report"),
        tag("footer", tag("p", PROMISE), tag("p", by, class_="quiet")),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def letters(articles: Iterable[Article]) -> dict[str, str]:
    """A letter for each article, by its id: A, B, C…"""
    return {article.id: letter(index) for index, article in enumerate(articles)}


def source(article: Article, mark: str) -> Markup:
    """An article as a reader meets it: letter, outlet, language, date and title; a link where it is safe."""
    name: Markup = tag("bdi", called(article))
    address = web_address(article.url)
    title = one_line(article.title or "")
    known = [language_name(article.language), when(one_line(article.published or "")) or "date unknown"]
    linked = tag("a", name, href=address, rel="noopener noreferrer nofollow") if address else name
    return tag(
        "div",
        tag("p", tag("span", mark, class_="letter"), linked, class_="outlet"),
        tag("p", ", ".join(known), class_="quiet"),
        tag("p", title, class_="title", **spoken(title, article.language)) if title else None,
        class_="source",
    )


def words(item: Evidence, language: str, values: Iterable[tuple[Value, Sequence[str]]]) -> Markup:
    """The words of some evidence, with the values in it marked by their classes."""
    marks = [
        Mark(value.start - item.start, value.end - item.start, tuple(classes))
        for value, classes in values
        if value.article == item.article and item.start <= value.start < value.end <= item.end
    ]
    return tag("blockquote", marked(item.quote, marks), **spoken(item.quote, language))


def because(why: str) -> list[str]:
    """A sentence on what parts accounts; what it quotes runs in its own direction."""
    return [tag("bdi", piece) if foreign else piece for piece, foreign in reasons(why)]


def tally(counts: Iterable[tuple[int, str, str, str]]) -> Markup:
    """How many of each kind: number, sign, words, class; each leads to the first of its kind."""
    entries = [
        tag(
            "li",
            tag("span", sign, class_="sign", aria_hidden="true"),
            tag("strong", f"{number:,}"),
            tag("span", meaning),
            class_=kind,
        )
        for number, sign, meaning, kind in counts
    ]
    return tag("ul", *entries, class_="tally counts")
