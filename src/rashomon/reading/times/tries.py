"""Wordings as tries over tokens: what can come next is looked up, never tried one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.times.tokens import SPACE, is_gap, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Match = tuple[int, object]  # the token after the last, and the value
    Matcher = Callable[[Sequence[str], int], Iterable[Match]]


class Slot:
    """A part of a wording that has many forms: a month, a number, a zone.

    ``firsts`` are the tokens that it can begin with, None for any; ``digits`` where it can be a number.
    """

    __slots__ = ("digits", "firsts", "match", "name")

    def __init__(
        self, name: str, match: Matcher, firsts: Iterable[str] | None = (), *, digits: bool = False
    ) -> None:
        self.name = name
        self.match = match
        self.firsts = None if firsts is None else frozenset(firsts)
        self.digits = digits

    def can_begin_with(self, word: str) -> bool:
        return self.firsts is None or word in self.firsts or (self.digits and "0" <= word[0] <= "9")


class Got:
    """What a slot matched, and what the slots before it did."""

    __slots__ = ("before", "index", "name", "value")

    def __init__(self, before: Got | None, name: str, value: object, index: int) -> None:
        self.before = before
        self.name = name
        self.value = value
        self.index = index


class Node:
    """A place in a trie: the tokens and slots that may follow, and what ends here."""

    __slots__ = ("ends", "slots", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.slots: dict[str, tuple[Slot, Node]] = {}
        self.ends: list[object] = []

    def after(self, part: str | Slot) -> Node:
        """The node after a token or slot, made where there is none."""
        if isinstance(part, Slot):
            if part.name not in self.slots:
                self.slots[part.name] = part, Node()
            return self.slots[part.name][1]
        node = self.words.get(part)
        if node is None:
            node = self.words[part] = Node()
        return node

    def add(self, parts: Iterable[str | Slot], end: object) -> None:
        """Add a wording and what it is."""
        node = self
        for part in parts:
            node = node.after(part)
        node.ends.append(end)

    def firsts(self) -> frozenset[str]:
        """Every token that a wording can begin with; numbers and slots of any word aside."""
        return frozenset(self.words).union(*(slot.firsts or () for slot, _ in self.slots.values()))


Found = tuple[int, object, Got | None]  # the token after a wording, what it is, what its slots matched


def walk(node: Node, words: Sequence[str], index: int, got: Got | None, found: list[Found]) -> None:
    """Add to ``found`` every wording that begins at a token."""
    for end in node.ends:
        found.append((index, end, got))  # noqa: PERF401
    if index >= len(words):
        for slot, after in node.slots.values():
            if slot.firsts is None:
                for end, value in slot.match(words, index):
                    walk(after, words, end, Got(got, slot.name, value, index), found)
        return
    word = words[index]
    if node.words:
        following = node.words.get(word)
        if following is not None:
            walk(following, words, index + 1, got, found)
        elif SPACE in node.words and is_gap(word):
            walk(node.words[SPACE], words, index + 1, got, found)
    for slot, after in node.slots.values():
        if slot.can_begin_with(word):
            for end, value in slot.match(words, index):
                walk(after, words, end, Got(got, slot.name, value, index), found)


class Phrases:
    """Phrases and their values, looked up forwards from a token or backwards from one."""

    __slots__ = ("_backwards", "_root")

    def __init__(self, phrases: Mapping[str, object], spaced: bool, *, backwards: bool = False) -> None:
        self._root = Node()
        self._backwards = backwards
        for phrase, value in phrases.items():
            words = tokenise(phrase, spaced).words
            if words:
                self._root.add(reversed(words) if backwards else words, value)

    def __bool__(self) -> bool:
        return bool(self._root.words)

    def firsts(self) -> frozenset[str]:
        return frozenset(self._root.words)

    def all(self, words: Sequence[str], index: int) -> list[Match]:
        """Every phrase that begins at a token: the token after it, and its value."""
        found: list[Match] = []
        node: Node | None = self._root
        while node is not None and index < len(words):
            node = _next(node, words[index])
            index += 1
            if node is not None and node.ends:
                found.append((index, node.ends[0]))
        return found

    def before(self, words: Sequence[str], index: int, first: int) -> int | None:
        """The token at which the longest phrase begins that ends right before a token, none before ``first``."""
        index -= 1
        if index >= first and is_gap(words[index]):
            index -= 1
        found: int | None = None
        node: Node | None = self._root
        while node is not None and index >= first:
            node = _next(node, words[index])
            if node is not None and node.ends:
                found = index
            index -= 1
        return found


def _next(node: Node, word: str) -> Node | None:
    following = node.words.get(word)
    if following is None and SPACE in node.words and is_gap(word):
        return node.words[SPACE]
    return following
