"""Whether a wording can begin with a word, told from the words after it: most "in" and "the" begin no time.

The tries of wordings are read as one automaton, whose states are made when a text first needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.times.tokens import SPACE, is_gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.tries import Node

    Place = tuple[Node, tuple[Node, ...]]  # a place in a trie, and where its slots go on when they end


_DIGITS = frozenset("0123456789") | {"00", "05", "10", "15", "30"}  # of which tables with numbers have one


class State:
    """Places that the tokens so far lead to. ``sure`` where a wording ends, or a slot of any form begins."""

    __slots__ = ("allowed", "places", "steps", "sure", "widths")

    def __init__(self, places: Sequence[Place], *, sure: bool = False) -> None:
        self.places = _closed(places)
        self.sure = sure or any(node.ends and not stack for node, stack in self.places)
        self.steps: dict[str | int, State] = {}
        self.allowed: set[str] = set()
        self.widths: set[int] = set()
        for node, _ in () if self.sure else self.places:
            self.allowed |= node.words.keys()
            for slot, _ in node.slots.values():
                self.sure |= slot.firsts is None
                self.allowed |= slot.firsts or frozenset()
                self.widths.update(slot.widths if slot.digits else ())

    def fits(self, words: Sequence[str], index: int) -> bool:
        """True where the tokens from this one on can go on with a wording."""
        state, size = self, len(words)
        while not state.sure:
            if index >= size:
                return False
            word = words[index]
            index += 1
            key: str | int = word
            if "0" <= word[0] <= "9":
                key = len(word)
                if key not in state.widths:
                    return word in state.allowed
                if index < size and not is_gap(words[index]):  # "20th", "1,200"
                    return True
            elif word not in state.allowed:
                if SPACE not in state.allowed or not is_gap(word):
                    return False
                key = SPACE
            after = state.steps.get(key)
            if after is None:
                after = state.steps[key] = _step(state.places, key)
            state = after
        return True


def state_of(root: Node, word: str, without: str = "") -> State:
    """The state after the first token of a wording, those of one slot left aside."""
    return _step([(root, ())], word, without)


def _step(places: Sequence[Place], token: str | int, without: str = "") -> State:
    """The state after one token more, or after a number of so many digits."""
    found: list[Place] = []
    sure = False
    for node, stack in places:
        if isinstance(token, int):
            sure |= _follow_number(node, stack, token, found)
        else:
            sure |= _follow(node, stack, token, found, without)
    return State(found, sure=sure)


def _follow(node: Node, stack: tuple[Node, ...], word: str, found: list[Place], without: str = "") -> bool:
    """Add the places after one token; True where a slot takes it whose forms are not a trie."""
    after = node.words.get(word)
    if after is not None:
        found.append((after, stack))
    sure = False
    for slot, rest in node.slots.values():
        if slot.name == without or not slot.can_begin_with(word):
            continue
        if slot.inner is None:
            return True
        sure |= _follow(slot.inner, (rest, *stack), word, found)
    return sure


def _follow_number(node: Node, stack: tuple[Node, ...], width: int, found: list[Place]) -> bool:
    """Add the places after a number with nothing written onto it; True where any number may be a word."""
    for slot, rest in node.slots.values():
        if slot.firsts is None:
            return True
        if slot.inner is not None and slot.inner.slots:
            if _follow_number(slot.inner, (rest, *stack), width, found):
                return True
        elif (slot.digits and width in slot.widths) or not _DIGITS.isdisjoint(slot.firsts):
            found.append((rest, stack))
    return False


def _closed(places: Sequence[Place]) -> list[Place]:
    """The same places and those where a slot that ends there goes on."""
    closed = list(places)
    for node, stack in closed:
        if node.ends and stack:
            closed.append((stack[0], stack[1:]))
    return closed
