"""The tokens without which no wording of time stands: a month, a unit, a number. Where none is near, none is
looked for; most of a text is passed over so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.tries import Node, Slot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rashomon.reading.times.words import TimeWords

# Slots by how rare their words are; those that are not here stand for digits.
_RANKS = {
    0: ("month", "anymonth", "month2"),
    1: ("weekday", "wd", "dayperiod", "season", "holiday", "decade", "compound"),
    2: ("unit", "cal", "day_unit", "clock_unit"),
    4: ("period", "half", "zone"),
    6: ("century", "h", "mm", "plus", "minus"),
    7: ("n", "k", "ord", "dayord", "hourord", "monthord", "dayword", "hourword", "minuteword", "yearword"),
    13: ("place", "end"),
}
_RANK = {name: rank for rank, names in _RANKS.items() for name in names}
_DIGITS = 3
_RARE, _NUMBER, _COMMON, _SIGN = 5, 10, 11, 12  # from which a quarter is taken off for each letter
_LONGEST = 12  # letters; longer words are no rarer
_AHEAD = 24  # tokens; no wording is longer before its core


class Rarity(Struct, frozen=True):
    """How rare the words of a language are in its texts, as far as its file tells: less is rarer."""

    numbers: Collection[str]
    common: frozenset[str]

    def of(self, part: str | Slot) -> float:
        """The rank of a token or a slot; of words the longer are the rarer."""
        if isinstance(part, Slot):
            return 2 if part.name == "x" else _RANK.get(part.name, _DIGITS)
        if not part.isalpha():
            return _SIGN
        short = -min(len(part), _LONGEST) / 4
        return short + (_COMMON if part in self.common else _NUMBER if part in self.numbers else _RARE)


def rarity(code: str, words: TimeWords) -> Rarity:
    """Numbers, and the words that the file of a language has for what stands around nouns and names."""
    rules = load(code)
    numbers, names = rules.numbers, rules.names
    lists = (
        *(numbers.noun_stops, numbers.skipped, numbers.links, numbers.additions, numbers.ones),
        *(names.starters, names.particles, names.joiners, names.locatives),
        *(rules.times.outside, rules.times.joiners, rules.times.within),
    )
    common = {word for phrases in lists for phrase in phrases for word in fold_word(phrase).split()}
    return Rarity(words.numbers, frozenset(common))


class Cores:
    """The tokens of which some wording has one for certain."""

    def __init__(self, digits: Collection[str], rare: Rarity) -> None:
        self._digits, self._rare = digits, rare
        self._found: set[str] = set()
        self._seen: set[Slot] = set()

    def found(self, prefixes: Sequence[str]) -> frozenset[str]:
        """All of them, also with what may be written onto a word."""
        return frozenset((*self._found, *(p + core for p in prefixes for core in self._found)))

    def add(self, parts: Sequence[str | Slot]) -> None:
        """Take in a wording: the tokens of its rarest part, no number if it can be."""
        rarest = min(parts, key=self._rare.of)
        if isinstance(rarest, str):
            self._found.add(rarest)
        elif rarest not in self._seen:
            self._seen.add(rarest)
            self._add_slot(rarest)

    def _add_slot(self, slot: Slot) -> None:
        if slot.name == "x":
            for inner, _ in _every_slot(slot.inner):
                if _RANK.get(inner.name, _DIGITS) < _DIGITS:
                    self.add([inner])
            return
        if slot.digits:
            self._found.update(self._digits)
        self._found.update(_rarest_words(slot.inner, slot.firsts, self._rare))


def near_cores(
    sentence: Sequence[str], places: Sequence[int], first: int, cores: frozenset[str]
) -> list[int]:
    """Those of the places from which a wording can reach a token without which there is no time.

    Args:
        sentence: its tokens.
        places: where a wording may begin, as tokens of the text.
        first: the first token of the sentence in the text.
        cores: the tokens without which there is no time.
    """
    near: list[int] = []
    at, size = 0, len(places)
    for core in [index for index, word in enumerate(sentence, first) if word in cores]:
        while at < size and places[at] < core - _AHEAD:
            at += 1
        begin = at
        while at < size and places[at] <= core:
            at += 1
        near += places[begin:at]
    return near


def _every_slot(node: Node | None) -> Iterator[tuple[Slot, Node]]:
    if node is None:
        return
    for slot, after in node.slots.values():
        yield slot, after
        yield from _every_slot(after)
    for after in node.words.values():
        yield from _every_slot(after)


def _rarest_words(node: Node | None, firsts: frozenset[str] | None, rare: Rarity) -> Iterator[str]:
    """The rarest token of every phrase of a trie; the first ones where there is no trie."""
    if node is None:
        yield from firsts or ()
        return
    for word, after in node.words.items():
        yield from _rarest_of_each(after, word, rare)


def _rarest_of_each(node: Node, rarest: str, rare: Rarity) -> Iterator[str]:
    if node.ends:
        yield rarest
    for word, after in node.words.items():
        yield from _rarest_of_each(after, min(word, rarest, key=rare.of), rare)
