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


class State:
    """Places that the tokens so far lead to. ``sure`` where a wording ends, or a slot of any form begins."""

    __slots__ = ("allowed", "digits", "places", "steps", "sure")

    def __init__(self, places: Sequence[Place], *, sure: bool = False) -> None:
        self.places = _closed(places)
        self.sure = sure or any(node.ends and not stack for node, stack in self.places)
        self.steps: dict[str, State] = {}
        self.allowed: set[str] = set()
        self.digits = False
        for node, _ in () if self.sure else self.places:
            self.allowed |= node.words.keys()
            for slot, _ in node.slots.values():
                self.sure |= slot.firsts is None
                self.allowed |= slot.firsts or frozenset()
                self.digits |= slot.digits

    def fits(self, words: Sequence[str], index: int) -> bool:
        """True where the tokens after this one can go on with a wording."""
        state, size = self, len(words)
        while not state.sure:
            index += 1
            if index >= size:
                return False
            word = words[index]
            if word not in state.allowed:
                if "0" <= word[0] <= "9":
                    return state.digits
                if SPACE not in state.allowed or not is_gap(word):
                    return False
                word = SPACE
            after = state.steps.get(word)
            if after is None:
                after = state.steps[word] = _step(state.places, word)
            state = after
        return True


def state_of(root: Node, word: str, without: str = "") -> State:
    """The state after the first token of a wording, those of one slot left aside."""
    return _step([(root, ())], word, without)


def state_after_number(root: Node, width: int) -> State:
    """The state after a number of so many digits, where nothing is written onto it."""
    slots = [(slot, rest) for slot, rest in root.slots.values() if slot.digits and width in slot.widths]
    return State([(rest, ()) for _, rest in slots], sure=any(slot.name == "x" for slot, _ in slots))


def _step(places: Sequence[Place], word: str, without: str = "") -> State:
    found: list[Place] = []
    sure = False
    for node, stack in places:
        sure |= _follow(node, stack, word, found, without)
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
        if slot.inner is None or slot.takes_number(word):
            return True
        sure |= _follow(slot.inner, (rest, *stack), word, found)
    return sure


def _closed(places: Sequence[Place]) -> list[Place]:
    """The same places and those where a slot that ends there goes on."""
    closed = list(places)
    for node, stack in closed:
        if node.ends and stack:
            closed.append((stack[0], stack[1:]))
    return closed
