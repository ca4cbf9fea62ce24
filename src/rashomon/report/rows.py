"""What a story's facts come to, a row each: times, figures, who says what, and when what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.times import edtf
from rashomon.report.words import bounds, country_name, one_line, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.model import Claim, Entity, Quantity, Quotation, Time
    from rashomon.report.view import View


class Row(Struct, frozen=True):
    """One line of a table of facts: what, in which words, and where (article, start, end)."""

    what: str
    code: str
    texts: tuple[str, ...]
    spans: tuple[Time | Quantity, ...]


def names_of(entity: Entity) -> dict[str, str]:
    """Every name of an entity, with the languages that give it and how often: "en ×2, vi ×1"."""
    found: dict[str, list[str]] = {}
    for name in entity.names:
        found.setdefault(one_line(name.text), []).append(f"{one_line(name.language)}\u00a0×{name.count}")
    return {text: ", ".join(counts) for text, counts in found.items()}


def country_of(entity: Entity) -> str:
    """The name of an entity's country, empty where it is unknown or the entity itself."""
    name = country_name(entity.country) if entity.country else ""
    names = {entity.name.casefold(), *(given.text.casefold() for given in entity.names)}
    return "" if name.casefold() in names else name


def time_rows(times: Iterable[Time]) -> list[Row]:
    """Times of one value in one row, in the order of their values."""
    groups: dict[tuple[str, str, int], list[Time]] = {}
    for time in times:
        groups.setdefault((time.type, time.value, time.weekday or 0), []).append(time)
    rank = {"date": 0, "time": 0, "interval": 1, "duration": 2, "set": 3}
    rows = sorted(groups.items(), key=lambda group: (rank[group[0][0]], *group[0]))
    return [
        Row(when(value, weekday or None), value, _texts(spans), tuple(spans))
        for (_, value, weekday), spans in rows
    ]


def quantity_rows(quantities: Iterable[Quantity]) -> list[Row]:
    """Quantities of one value that count the same in one row, in the order they are first told in."""
    groups: dict[tuple[str, str], list[Quantity]] = {}
    for item in quantities:
        unit = one_line(item.unit) if item.unit else None
        what = bounds(item.low, item.high, approximate=item.approximate, unit=unit)
        if item.whole is not None:
            what += f" of {bounds(item.whole, item.whole)}"
        groups.setdefault((what, one_line(item.of or "")), []).append(item)
    return [Row(what, of, _texts(spans), tuple(spans)) for (what, of), spans in groups.items()]


def speakers(shown: View) -> list[tuple[str, list[tuple[Quotation, ...]]]]:
    """Who is quoted, in the order they are first quoted in; those not named come last.

    Quotations of the same words, as copies give them, stand together.
    """
    groups: dict[str, dict[tuple[str, bool], list[Quotation]]] = {}
    for quotation in shown.story.quotations:
        entity = shown.entities.get(quotation.speaker or "")
        name = one_line(entity.name if entity else quotation.speaker_text or "")
        words = one_line(quotation.text), quotation.direct
        groups.setdefault(name, {}).setdefault(words, []).append(quotation)
    unnamed = groups.pop("", None)
    if unnamed:
        groups["Speaker not named"] = unnamed
    return [(name, [tuple(same) for same in quotations.values()]) for name, quotations in groups.items()]


def moments(shown: View) -> list[tuple[str, list[tuple[Claim, ...]]]]:
    """The timeline: of each time its claims, those on much the same words together, and as they are shown."""
    claims = {claim.id: claim for claim in shown.story.claims}
    order = shown.numbers
    found = []
    for entry in shown.story.timeline:
        groups: dict[str, list[Claim]] = {}
        for name in sorted((name for name in entry.claims if name in claims), key=lambda name: order[name]):
            groups.setdefault(shown.heads[name], []).append(claims[name])
        found.append((entry.when, [tuple(group) for group in groups.values()]))
    return found


def told_at(shown: View, claim: Claim, moment: str) -> tuple[str, str]:
    """The words of a claim that give a moment, and their language: those it is shown by, where they do."""
    giving = {
        piece.quote: shown.source(piece.article).article.language
        for piece in claim.evidence
        for value in claim.values
        if value.type == "time"
        and (value.article, True) == (piece.article, piece.start <= value.start < piece.end)
        and edtf.compatible(value.value, moment)
    }
    if claim.text in giving or not giving:
        return claim.text, claim.language
    return min(giving.items(), key=lambda told: told[1] != claim.language)


def _texts(spans: Iterable[Time | Quantity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one_line(span.text) for span in spans))
