"""The accounts of a page side by side, their words marked and tied to the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.markup import Mark, Markup, join, marked, tag
from rashomon.report.view import SIGNS, VERDICTS, sign, web_address
from rashomon.report.words import language_name, one_line, right_to_left, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Claim, Evidence, Value, Verdict
    from rashomon.report.view import Source, View

MEANING: dict[Verdict, str] = {
    "agree": "origins agree",
    "differ": "origins differ",
    "single": "only one says",
}
GIVEN = ("value",)
AGREED = ("value", "agreed")
PARTING = ("value", "parting")


def account_id(story: str, source: Source) -> str:
    """The anchor of an account."""
    return f"{story}-{source.letter}"


def claim_id(story: str, number: int) -> str:
    """The anchor of a claim."""
    return f"{story}-claim-{number}"


def words_id(story: str, source: Source, start: int, end: int) -> str:
    """The anchor of some words of an account."""
    return f"{account_id(story, source)}-{start}-{end}"


def spoken(words: str, language: str | None) -> dict[str, str | None]:
    """The attributes that say in which language and direction words run."""
    known = language if language and language != "und" else ""
    return {"lang": known, "dir": "rtl" if right_to_left(words) else "ltr"}


def word_link(
    shown: View, story: str, article: str, start: int, end: int, label: str | None = None
) -> Markup:
    """A link to the words of an account; its letter, unless a label is given."""
    source = shown.source(article)
    if article not in shown.sources:
        return tag("span", label or source.letter)
    return tag(
        "a",
        label or source.letter,
        href=f"#{words_id(story, source, start, end)}",
        class_=None if label else "letter",
        title=f"To the words in {source.label}",
    )


def evidence_figure(
    shown: View, story: str, claim: Claim, group: Sequence[Evidence], parting: Sequence[Value] = ()
) -> Markup:
    """Evidence in the same words, with the values in it, those that part it from others, and who says it."""
    first = group[0]
    source = shown.source(first.article)
    values = [
        *((value, AGREED if value.agrees else GIVEN) for value in claim.values),
        *((value, PARTING) for value in parting),
    ]
    marks = [
        Mark(value.start - first.start, value.end - first.start, classes)
        for value, classes in values
        if value.article == first.article and first.start <= value.start < value.end <= first.end
    ]
    quote = tag("blockquote", marked(first.quote, marks), **spoken(first.quote, source.article.language))
    captions = [_caption(shown, story, item) for item in group]
    return tag("figure", quote, tag("figcaption", *captions))


def _caption(shown: View, story: str, item: Evidence) -> Markup:
    source = shown.source(item.article)
    return tag(
        "span",
        word_link(shown, story, item.article, item.start, item.end),
        tag("bdi", source.label),
        tag("span", language_name(source.article.language), class_="quiet"),
        class_="by",
    )


def accounts(shown: View, story: str) -> Markup:
    """Every article of a story with the words that the claims stand on."""
    legend = [
        tag(
            "li",
            tag(
                "mark",
                tag("span", SIGNS[verdict], class_="sign"),
                f" {MEANING[verdict]}",
                class_=f"said {verdict}",
            ),
        )
        for verdict in VERDICTS
    ]
    grey = tag("li", tag("mark", "page furniture, not compared", class_="furniture"))
    return tag(
        "section",
        tag("h2", "The accounts side by side"),
        tag("ul", *legend, grey, class_="legend"),
        tag("div", *(_account(shown, story, source) for source in shown.sources.values()), class_="columns"),
        id=f"{story}-accounts",
        class_="accounts",
    )


def _account(shown: View, story: str, source: Source) -> Markup:
    article = source.article
    title = one_line(article.title or "")
    address = web_address(article.url)
    known = [language_name(article.language), when(one_line(article.published or "")) or "date unknown"]
    if source.copies:
        known.append(f"same origin as {source.copies}")
    name = tag("bdi", source.label)
    return tag(
        "article",
        tag(
            "header",
            tag(
                "p",
                tag("span", source.letter, class_="letter"),
                tag("a", name, href=address, rel="noopener noreferrer nofollow") if address else name,
                class_="outlet",
            ),
            tag("p", ", ".join(known), class_="quiet"),
            tag("h3", title, **spoken(title, article.language)) if title else None,
        ),
        tag(
            "div",
            marked(article.text, _marks(shown, story, source)),
            class_="text",
            **spoken(article.text, article.language),
        ),
        id=account_id(story, source),
        class_="account",
    )


def _marks(shown: View, story: str, source: Source) -> list[Mark]:
    """Page furniture, evidence with its claims' numbers, and every word that a table points to."""
    article = source.article
    marks = [Mark(start, end, ("furniture",)) for start, end in article.boilerplate]
    told: dict[tuple[int, int], list[Claim]] = {}
    for verdict in VERDICTS:
        for claim in shown.claims[verdict]:
            for item in claim.evidence:
                if item.article == article.id:
                    told.setdefault((item.start, item.end), []).append(claim)
            for value in claim.difference.values if claim.difference else ():
                if value.article == article.id:
                    place = (value.start, value.end)
                    marks.append(Mark(*place, PARTING, words_id(story, source, *place)))
    for place, claims in told.items():
        marks.append(_told(shown, story, source, place, claims))
    marks.extend(
        Mark(start, end, ("fact",), words_id(story, source, start, end))
        for start, end in _facts(shown, article.id)
    )
    return marks


def _facts(shown: View, article: str) -> list[tuple[int, int]]:
    story = shown.story
    spans = [(time.article, time.start, time.end) for time in story.times]
    spans += [(quantity.article, quantity.start, quantity.end) for quantity in story.quantities]
    spans += [(quotation.article, quotation.start, quotation.end) for quotation in story.quotations]
    for sharing in story.shared:
        spans += [(passage.article, passage.start, passage.end) for passage in sharing.passages]
    for entity in story.entities:
        spans += [(mention.article, mention.start, mention.end) for mention in entity.mentions]
    return [(start, end) for name, start, end in spans if name == article]


def _told(shown: View, story: str, source: Source, place: tuple[int, int], claims: list[Claim]) -> Mark:
    verdicts = {claim.verdict for claim in claims}
    strongest = next(verdict for verdict in ("differ", "agree", "single") if verdict in verdicts)
    # Claims on much the same words stand together; one number leads to all of them.
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(shown.heads[claim.id], claim)
    notes = [
        tag(
            "a",
            f"{sign(claim)}{shown.numbers[claim.id]}",
            href=f"#{claim_id(story, shown.numbers[claim.id])}",
            class_=claim.verdict,
            aria_label=f"claim {shown.numbers[claim.id]}, {MEANING[claim.verdict]}",
        )
        for claim in first.values()
    ]
    after = tag("sup", join(notes, " "))
    return Mark(*place, ("said", strongest), words_id(story, source, *place), after)
