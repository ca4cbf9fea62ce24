"""The tokens without which no wording of time stands: a month, a unit, a number. Where none is near, none is
looked for; most of a text is passed over so."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rashomon.reading.times.tries import Node, Slot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# Slots by how rare their words are; those that are not here stand for digits.
_RANKS = {
    0: ("month", "anymonth", "month2"),
    1: ("weekday", "wd", "dayperiod", "season", "holiday", "decade", "compound"),
    2: ("unit", "cal", "day_unit", "clock_unit"),
    4: ("period", "half", "zone"),
    6: ("century", "h", "mm", "plus", "minus"),
    7: ("n", "k", "ord", "dayord", "hourord", "monthord", "dayword", "hourword", "minuteword", "yearword"),
    9: ("place", "end"),
}
_RANK = {name: rank for rank, names in _RANKS.items() for name in names}
_DIGITS = 3
_SIGN = 8
_LONGEST = 12  # letters; longer words are no rarer
_AHEAD = 24  # tokens; no wording is longer before its core


def cores_of(parts: Sequence[str | Slot], digits: Collection[str], numbers: Collection[str]) -> Iterator[str]:
    """The tokens of which a wording has one for certain: those of its rarest part, no number if it can be."""
    rarest = min(parts, key=lambda part: _rank(part, numbers))
    if isinstance(rarest, str):
        yield rarest
    elif rarest.name == "x":
        for slot, _ in _every_slot(rarest.inner):
            if _RANK.get(slot.name, _DIGITS) < _DIGITS:
                yield from cores_of([slot], digits, numbers)
    else:
        if rarest.digits:
            yield from digits
        yield from _rarest_words(rarest.inner, rarest.firsts, numbers)


def near_cores(
    words: Sequence[str], places: Sequence[int], first: int, last: int, cores: frozenset[str]
) -> list[int]:
    """Those of the places from which a wording can reach a token without which there is no time."""
    found = [*(index for index in range(first, last) if words[index] in cores), last + _AHEAD + 1]
    return [index for index in places if found[bisect_left(found, index)] <= index + _AHEAD]


def _rank(part: str | Slot, numbers: Collection[str]) -> float:
    if isinstance(part, Slot):
        return 2 if part.name == "x" else _RANK.get(part.name, _DIGITS)
    if not part.isalpha() or part in numbers:
        return _SIGN
    return 5 - min(len(part), _LONGEST) / 4


def _every_slot(node: Node | None) -> Iterator[tuple[Slot, Node]]:
    if node is None:
        return
    for slot, after in node.slots.values():
        yield slot, after
        yield from _every_slot(after)
    for after in node.words.values():
        yield from _every_slot(after)


def _rarest_words(
    node: Node | None, firsts: frozenset[str] | None, numbers: Collection[str]
) -> Iterator[str]:
    """The longest token of every phrase of a trie; the first ones where there is no trie."""
    if node is None:
        yield from firsts or ()
        return
    for word, after in node.words.items():
        yield from _longest_words(after, word, numbers)


def _longest_words(node: Node, longest: str, numbers: Collection[str]) -> Iterator[str]:
    if node.ends:
        yield longest
    for word, after in node.words.items():
        longer = max(word, longest, key=lambda one: (one not in numbers, len(one)))
        yield from _longest_words(after, longer, numbers)
