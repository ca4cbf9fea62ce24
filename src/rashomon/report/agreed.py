"""On what the accounts of a claim agree: each distinct thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.times import edtf
from rashomon.report.groups import normalised
from rashomon.report.words import amount_bounds, one_line

if TYPE_CHECKING:
    from rashomon.model import Claim, Value
    from rashomon.report.view import View

RANK = {"time": 0, "quantity": 1, "place": 3, "name": 2}


class Agreed(Struct, frozen=True):
    """A thing that origins agree on: its value in words, how the articles put it, and where."""

    words: str
    texts: tuple[str, ...]
    values: tuple[Value, ...]


def agreed(shown: View, claim: Claim) -> tuple[Agreed, ...]:
    """What the origins of a claim agree on: times and figures first, then names.

    Values that can be true at once are one thing. It is shown as precisely as two origins give it, else as
    the vaguer of them does.
    """
    groups: dict[tuple[str, str, str], list[Value]] = {}
    for value in claim.values:
        if value.agrees:
            groups.setdefault((value.type, value.value, value.unit or ""), []).append(value)
    told = list(groups.values())
    told.sort(key=lambda group: _rank(shown, group))
    things: list[list[Value]] = []
    for group in told:
        thing = next((thing for thing in things if _one_thing(group[0], thing[0])), None)
        if thing is None:
            things.append(list(group))
        else:
            thing.extend(group)
    things.sort(key=lambda thing: (RANK[thing[0].type], thing[0].type == "time" and _lasts(thing[0])))
    # "Seven months" may be read as a length of time and as a figure: a reader needs it once.
    named: dict[str, list[Value]] = {}
    for thing in things:
        named.setdefault(_words(shown, claim, thing), []).extend(thing)
    return tuple(
        Agreed(words, tuple(dict.fromkeys(one_line(value.text) for value in values)), tuple(values))
        for words, values in named.items()
    )


def _rank(shown: View, group: list[Value]) -> tuple[bool, int, int]:
    """Which of several compatible values stands for them all: the least, best told and most precise."""
    origins = shown.origins(value.article for value in group)
    precise = _precision(group[0])
    return origins < 2, -precise if origins > 1 else precise, -origins


def _precision(value: Value) -> int:
    if value.type == "time":
        return 2 * sum(letter.isdigit() for letter in value.value) + value.value.endswith("Z")
    low, high, about = amount_bounds(value.value) if value.type == "quantity" else (None, None, False)
    return 2 * (low is not None) + 2 * (high is not None) + (not about)


def _one_thing(one: Value, other: Value) -> bool:
    if one.type != other.type or (one.unit or "") != (other.unit or ""):
        return False
    if one.type == "time":
        return _lasts(one) == _lasts(other) and edtf.compatible(one.value, other.value)
    if one.type == "quantity":
        low, high, _ = amount_bounds(one.value)
        its_low, its_high, _ = amount_bounds(other.value)
        return (low, high) == (its_low, its_high)
    return one.value == other.value


def _lasts(value: Value) -> bool:
    return value.value.startswith("P")


def _words(shown: View, claim: Claim, thing: list[Value]) -> str:
    """A thing in words; a figure with what it counts, rather in the claim's language than in another."""
    words = normalised(thing[0])
    if thing[0].type != "quantity" or thing[0].unit:
        return words
    counted = [value for value in thing if value.of]
    counted.sort(key=lambda value: shown.source(value.article).article.language != claim.language)
    return f"{words} {one_line(counted[0].of or '')}" if counted else words
