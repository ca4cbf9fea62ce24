"""A checked text as one HTML page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.model import Evidence
from rashomon.report.accounts import PARTING
from rashomon.report.checked_words import HEADINGS, SIGNS, alike_contradictions, verdict_words
from rashomon.report.groups import alike
from rashomon.report.markup import Markup, tag
from rashomon.report.sheet import because, letters, page, source, tally, words
from rashomon.report.words import called, count, language_name, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.comparing.checking.checked import Check, CheckedStatement, Contradiction
    from rashomon.model import Article, Value

SHOWN = 3  # reports that are quoted at once for one statement; the others are folded away


def render(check: Check) -> str:
    """A text with what reports make of each of its statements, as one page that needs no other file.

    Args:
        check: what checking made of it.

    Returns:
        str: HTML without script, safe for hostile text, encodable as UTF-8.
    """
    title = one_line(check.text.title or "") or called(check.text)
    verdicts = [statement.verdict for statement in check.statements]
    marks = letters(check.articles)
    told = f"{count(len(check.articles), 'report')} from {count(check.origins, 'independent origin')}"
    known = {article.id: article for article in check.articles}
    return page(
        f"{title}, checked",
        check.made_by,
        tag(
            "header",
            tag("h1", tag("bdi", title)),
            tag("p", f"{count(len(verdicts), 'statement')}, held against {told}.", class_="lead"),
            tally((verdicts.count(v), SIGNS[v], words, v) for v, words in HEADINGS.items() if v in verdicts),
            class_="head",
        ),
        tag("ol", *(_statement(check, s, known, marks) for s in check.statements), class_="checked"),
        tag(
            "section",
            tag("h2", "The reports"),
            tag("div", *(source(article, marks[article.id]) for article in check.articles), class_="beside"),
            class_="reports",
        ),
    )


def _statement(
    check: Check, statement: CheckedStatement, known: dict[str, Article], marks: dict[str, str]
) -> Markup:
    own = Evidence(check.text.id, statement.start, statement.end, statement.quote)
    judged = statement.verdict not in ("nothing", "supported")
    values = [(value.value, ("value", "borne" if value.origins else "missing")) for value in statement.values]
    borne = [_figure(same, known, marks) for same in alike(statement.supported_by)]
    against = [_contradiction(same, known, marks) for same in alike_contradictions(statement.contradicted_by)]
    related = [_figure(same, known, marks) for same in alike(statement.related)]
    return tag(
        "li",
        tag("span", SIGNS[statement.verdict], class_="sign", aria_hidden="true"),
        words(own, check.text.language, values if judged else ()),
        tag("p", verdict_words(statement), class_="verdict-words"),
        *_folded(against),
        tag("p", "Bears it out", class_="label") if against and borne else None,
        *_folded(borne),
        tag("p", *because(statement.why), class_="why") if statement.why else None,
        tag("p", "Related", class_="quiet") if related else None,
        tag("div", *related, class_="beside evidence") if related else None,
        class_=statement.verdict,
        id=statement.id,
    )


def _folded(figures: list[Markup]) -> Iterable[Markup]:
    if figures:
        yield tag("div", *figures[:SHOWN], class_="beside evidence")
    if figures[SHOWN:]:
        summary = tag("summary", f"and {len(figures) - SHOWN:,} more")
        yield tag("details", summary, tag("div", *figures[SHOWN:], class_="beside evidence"))


def _contradiction(same: Sequence[Contradiction], known: dict[str, Article], marks: dict[str, str]) -> Markup:
    first = same[0]
    parting = [(value, PARTING) for value in first.values]
    why = tag("p", *because(first.why), class_="why")
    return tag("div", why, _figure([found.evidence for found in same], known, marks, parting))


def _figure(
    same: Sequence[Evidence],
    known: dict[str, Article],
    marks: dict[str, str],
    values: Iterable[tuple[Value, tuple[str, ...]]] = (),
) -> Markup:
    captions = [_caption(known[item.article], marks) for item in same]
    quote = words(same[0], known[same[0].article].language, values)
    return tag("figure", quote, tag("figcaption", *captions))


def _caption(article: Article, marks: dict[str, str]) -> Markup:
    return tag(
        "span",
        tag("span", marks[article.id], class_="letter"),
        tag("bdi", called(article)),
        tag("span", language_name(article.language), class_="quiet"),
        class_="by",
    )
