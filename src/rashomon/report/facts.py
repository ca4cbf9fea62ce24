"""The tables of a page: who, where, when, how many, who said what, and the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.accounts import claim_id, spoken, word_link
from rashomon.report.markup import Markup, join, tag
from rashomon.report.rows import country_of, moments, names_of, quantity_rows, speakers, time_rows, told_at
from rashomon.report.view import sign
from rashomon.report.words import language_name, one_line, when

if TYPE_CHECKING:
    from rashomon.model import Claim, Entity, EntityMention, Quantity, Quotation, Time
    from rashomon.report.rows import Row
    from rashomon.report.view import View

LINKS = 60


def facts(shown: View, story: str) -> Markup:
    """All tables of a story; those without a row are left out."""
    tables = [
        _entities(shown, story, "People", "person"),
        _entities(shown, story, "Organisations", "organisation"),
        _entities(shown, story, "Places", "place"),
        _rows(shown, story, "When", ("Time", "EDTF", "In the words"), time_rows(shown.story.times)),
        _rows(
            shown,
            story,
            "How many",
            ("Quantity", "Of", "In the words"),
            quantity_rows(shown.story.quantities),
        ),
        _quotations(shown, story),
        _timeline(shown, story),
    ]
    return tag("section", *(table for table in tables if table), class_="facts", id=f"{story}-facts")


def _entities(shown: View, story: str, heading: str, kind: str) -> Markup | None:
    entities = [entity for entity in shown.story.entities if entity.type == kind]
    entities.sort(key=lambda entity: -len(entity.mentions))
    rows = [_entity(shown, story, entity) for entity in entities]
    return _table(heading, ("Name", "Names given, with language and count", "In"), rows)


def _entity(shown: View, story: str, entity: Entity) -> Markup:
    names = [
        tag("li", tag("bdi", text), tag("span", f" {given}", class_="quiet"))
        for text, given in names_of(entity).items()
    ]
    known = [country_of(entity)] if country_of(entity) else []
    if entity.latitude is not None and entity.longitude is not None:
        known.append(f"{_degrees(entity.latitude, 'NS')} {_degrees(entity.longitude, 'EW')}")
    return tag(
        "tr",
        tag(
            "th",
            tag("bdi", one_line(entity.name)),
            tag("p", ", ".join(known), class_="quiet") if known else None,
            scope="row",
        ),
        tag("td", tag("ul", *names, class_="names")),
        tag("td", _mentions(shown, story, entity.mentions), class_="in"),
    )


def _degrees(value: float, signs: str) -> str:
    return f"{abs(value):.2f}° {signs[0] if value >= 0 else signs[1]}"


def _mentions(shown: View, story: str, mentions: tuple[EntityMention, ...]) -> Markup:
    """Per article its letter, which leads to the first mention, and a number for each further one."""
    groups: dict[str, list[EntityMention]] = {}
    for mention in mentions[:LINKS]:
        groups.setdefault(mention.article, []).append(mention)
    parts = []
    for article, group in groups.items():
        first, *others = group
        links = [word_link(shown, story, article, first.start, first.end)]
        links += [
            word_link(shown, story, article, other.start, other.end, str(number))
            for number, other in enumerate(others, 2)
        ]
        parts.append(tag("span", join(links, " ")))
    if len(mentions) > LINKS:
        parts.append(tag("span", f"and {len(mentions) - LINKS:,} more", class_="quiet"))
    return join(parts, " ")


def _rows(shown: View, story: str, heading: str, names: tuple[str, ...], rows: list[Row]) -> Markup | None:
    made = [
        tag(
            "tr",
            tag("th", row.what or row.code, scope="row"),
            tag("td", tag("code", row.code) if heading == "When" else tag("bdi", row.code)),
            tag("td", tag("ul", *(_said(shown, story, span) for span in row.spans), class_="names")),
        )
        for row in rows
    ]
    return _table(heading, names, made)


def _said(shown: View, story: str, span: Time | Quantity) -> Markup:
    language = shown.source(span.article).article.language
    words = tag("span", f"“{one_line(span.text)}”", **spoken(span.text, language))
    return tag("li", words, " ", word_link(shown, story, span.article, span.start, span.end))


def _table(heading: str, names: tuple[str, ...], rows: list[Markup]) -> Markup | None:
    if not rows:
        return None
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in names)))
    table = tag("div", tag("table", head, tag("tbody", *rows)), class_="scroll")
    return _folded(heading, len(rows), table)


def _folded(heading: str, size: int, inside: Markup) -> Markup:
    title = tag("summary", tag("h2", heading, " ", tag("span", f"{size:,}", class_="quiet")))
    return tag("details", title, inside, open=True)


def _quotations(shown: View, story: str) -> Markup | None:
    groups = speakers(shown)
    if not groups:
        return None
    made = [
        tag(
            "section",
            tag("h3", tag("bdi", name)),
            tag(
                "div",
                *(_quotation(shown, story, quotation) for quotation in quotations),
                class_="beside evidence",
            ),
        )
        for name, quotations in groups
    ]
    return _folded("Who said what", len(shown.story.quotations), join(made))


def _quotation(shown: View, story: str, same: tuple[Quotation, ...]) -> Markup:
    first = same[0]
    words = one_line(first.text)
    kind = "direct" if first.direct else "reported"
    language = shown.source(first.article).article.language
    quote = tag("blockquote", words, class_=kind, **spoken(words, language))
    return tag("figure", quote, tag("figcaption", *(_said_by(shown, story, said) for said in same)))


def _said_by(shown: View, story: str, quotation: Quotation) -> Markup:
    source = shown.source(quotation.article)
    known = f"{language_name(source.article.language)}, {'direct' if quotation.direct else 'reported'}"
    speaker = [", ", tag("bdi", f"“{one_line(quotation.speaker_text)}”")] if quotation.speaker_text else []
    return tag(
        "span",
        word_link(shown, story, quotation.article, quotation.start, quotation.end),
        tag("bdi", source.label),
        tag("span", known, *speaker, class_="quiet"),
        class_="by",
    )


def _timeline(shown: View, story: str) -> Markup | None:
    if not shown.story.timeline:
        return None
    entries = [_moment(shown, story, moment, groups) for moment, groups in moments(shown)]
    return _folded("Timeline", len(entries), tag("ol", *entries, class_="timeline"))


def _moment(shown: View, story: str, moment: str, groups: list[tuple[Claim, ...]]) -> Markup:
    lines = [_told(shown, story, moment, group) for group in groups]
    return tag("li", tag("p", when(moment), class_="when", title=moment), tag("ul", *lines))


def _told(shown: View, story: str, moment: str, group: tuple[Claim, ...]) -> Markup:
    """Claims on much the same words: the words of the first, then the numbers of the others."""
    first, *others = group
    links = [
        tag("a", str(shown.numbers[claim.id]), href=f"#{claim_id(story, shown.numbers[claim.id])}")
        for claim in others
    ]
    also = tag("span", " and ", join(links, ", "), class_="quiet") if links else None
    text, language = told_at(shown, first, moment)
    words = tag("span", one_line(text), **spoken(text, language))
    yet = tag("span", " foreseen", class_="quiet") if first.id in shown.foreseen else None
    return tag("li", _number(shown, story, first), tag("span", words, yet, also))


def _number(shown: View, story: str, claim: Claim) -> Markup:
    return tag(
        "a",
        f"{sign(claim)} {shown.numbers[claim.id]}",
        href=f"#{claim_id(story, shown.numbers[claim.id])}",
        class_=f"number {claim.verdict}",
    )
