"""Two articles passage by passage as one HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.accounts import AGREED, GIVEN, PARTING
from rashomon.report.markup import Markup, tag
from rashomon.report.sheet import because, letters, page, source, tally, words
from rashomon.report.view import SIGNS
from rashomon.report.words import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.comparing.passages import Comparison, Passage
    from rashomon.model import Article, Value, Verdict

MEANING: dict[Verdict, str] = {"agree": "both tell", "differ": "they part", "single": "only one says"}

COPIED = "One copies the other, or both one report: they are one witness."


def render(comparison: Comparison) -> str:
    """Two articles side by side, in the order of the first, as one page that needs no other file.

    Args:
        comparison: what comparing made of them.

    Returns:
        str: HTML without script, safe for hostile text, encodable as UTF-8.
    """
    one, other = comparison.articles
    verdicts = [passage.verdict for passage in comparison.passages]
    title = f"{called(one)} and {called(other)}"
    marks = letters(comparison.articles)
    heads = tag(
        "li",
        tag("div", source(one, marks[one.id]), class_="cell"),
        tag("span", class_="sign"),
        tag("div", source(other, marks[other.id]), class_="cell"),
        class_="two heads",
    )
    copied = (
        "One copies the other, or both one report: they are one witness." if comparison.origins < 2 else None
    )
    return page(
        title,
        comparison.made_by,
        tag(
            "header",
            tag("h1", tag("bdi", called(one)), " and ", tag("bdi", called(other))),
            tag("p", f"Passage by passage, in the order of {marks[one.id]}.", class_="lead"),
            tag("p", copied, class_="lead") if copied else None,
            tally((verdicts.count(v), SIGNS[v], meaning, v) for v, meaning in MEANING.items()),
            class_="head",
        ),
        tag(
            "ol",
            heads,
            *(_passage(passage, comparison.articles) for passage in comparison.passages),
            class_="pairs",
        ),
    )


def _passage(passage: Passage, articles: tuple[Article, Article]) -> Markup:
    why = [tag("p", *because(difference.why), class_="because") for difference in passage.differences]
    sign = tag("span", SIGNS[passage.verdict], class_="sign", role="img", aria_label=MEANING[passage.verdict])
    one, other = (_cell(passage, article, index) for index, article in enumerate(articles))
    return tag("li", *why, tag("div", one, sign, other, class_="two"), class_=passage.verdict, id=passage.id)


def _cell(passage: Passage, article: Article, index: int) -> Markup:
    told = [item for item in passage.evidence if item.article == article.id]
    quotes = [words(item, article.language, _values(passage)) for item in told]
    mark = tag("span", "AB"[index], class_="letter") if quotes else None
    return tag("div", mark, *quotes, class_="cell")


def _values(passage: Passage) -> Iterator[tuple[Value, tuple[str, ...]]]:
    for value in passage.values:
        yield value, AGREED if value.agrees else GIVEN
    for difference in passage.differences:
        for value in difference.values:
            yield value, PARTING
