"""What accounts count differently: the things that are counted, and what each account gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.groups import sides
from rashomon.report.words import amount_bounds, cut, one_line
from rashomon.web.charts.told import Moment, moment_of
from rashomon.web.view.differences import OF_PEOPLE
from rashomon.web.view.marks import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Claim, Value
    from rashomon.web.view.accounts import Place
    from rashomon.web.view.claims import Shower

WORDS = 110  # code points of a claim


class Given(Struct, frozen=True):
    """A value that an account gives, and when it was published."""

    value: Value
    place: Place
    moment: Moment | None
    copy: bool


def things(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Differing claims on figures, those on one thing together: of one kind, with a figure in common."""
    things: list[tuple[set[tuple[str, str]], list[Claim]]] = []
    for claim in claims:
        if not claim.difference or claim.difference.on != "quantity":
            continue
        kind = claim.difference.kind
        told = {(value.article, value.value) for side in sides(claim) for value in side.values}
        joined = [
            thing
            for thing in things
            if thing[0] & told and _kind(thing[1][0]) == kind and _units(thing[1][0]) == _units(claim)
        ]
        things = [thing for thing in things if thing not in joined]
        held = told.union(*(one for one, _ in joined))
        things.append((held, [*(earlier for _, same in joined for earlier in same), claim]))
    found = [same for _, same in things]
    order = {claim.id: place for place, claim in enumerate(claims)}
    rank = {kind: place for place, kind in enumerate(OF_PEOPLE)}

    def place(same: list[Claim]) -> tuple[int, int]:
        return rank.get(_kind(same[0]) or "", len(rank)), min(order[claim.id] for claim in same)

    return sorted(found, key=place)


def values_given(shower: Shower, claims: Sequence[Claim]) -> list[Given]:
    """What each account gives, once, in the order of telling; those without a time last."""
    values: dict[tuple[str, str], Value] = {}
    for claim in claims:
        for side in sides(claim):
            for value in side.values:
                values.setdefault((value.article, value.value), value)
    found = []
    for value in values.values():
        place = shower.place(value.article, value.start, value.end)
        if place and value.type == "quantity" and bounds_of(value) != (None, None):
            found.append((value, place, moment_of(place.account.told)))
    found.sort(key=_telling)
    seen: set[tuple[str, str]] = set()
    made = []
    for value, place, moment in found:
        key = (value.value, place.account.origin)
        made.append(Given(value, place, moment, key in seen))
        seen.add(key)
    return made


def words_of(shower: Shower, claims: Sequence[Claim]) -> Words | None:
    """The shortest words that give one of the values, in the reader's language where there are such."""
    found = []
    for claim in claims:
        for item in (item for side in sides(claim) if side.values for item in side.evidence):
            language = shower.languages.get(item.article, "")
            foreign = language.split("-")[0] != shower.reader.language
            found.append((foreign, len(item.quote), item.quote, language))
    if not found:
        return None
    _, _, quote, language = min(found)
    return words(cut(one_line(quote), WORDS), language)


def bounds_of(value: Value) -> tuple[float | None, float | None]:
    low, high, _ = amount_bounds(value.value)
    return low, high


def _kind(claim: Claim) -> str | None:
    return claim.difference.kind if claim.difference else None


def _units(claim: Claim) -> set[str]:
    return {value.unit or "" for value in (claim.difference.values if claim.difference else ())}


def _telling(one: tuple[Value, Place, Moment | None]) -> tuple[bool, str, int, str]:
    _, place, moment = one
    letter = place.account.letter
    return moment is None, moment.start.isoformat() if moment else "", len(letter), letter
