"""Wordings as tries over tokens: what can come next is looked up, never tried one by one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.reading.times.tokens import SPACE, is_gap, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Match = tuple[int, object]  # the token after the last, and the value
    Matcher = Callable[[Sequence[str], int], Iterable[Match]]


_WIDTHS = range(1, 5)  # digits of the longest number in a time


class Slot:
    """A part of a wording that has many forms: a month, a number, a zone.

    ``firsts`` are the tokens that it can begin with, None for any; ``digits`` where it can be a number,
    of so many digits (``widths``); ``inner`` is the trie of all its forms in words, where it has one.
    """

    __slots__ = ("digits", "firsts", "inner", "match", "name", "widths")

    def __init__(
        self,
        name: str,
        match: Matcher,
        firsts: Iterable[str] | None = (),
        *,
        digits: bool = False,
        inner: Node | None = None,
        widths: Sequence[int] = _WIDTHS,
    ) -> None:
        self.inner = inner
        self.name = name
        self.match = match
        self.firsts = None if firsts is None else frozenset(firsts)
        self.digits = digits
        self.widths = widths

    def can_begin_with(self, word: str) -> bool:
        return self.firsts is None or word in self.firsts or self.takes_number(word)

    def takes_number(self, word: str) -> bool:
        return self.digits and "0" <= word[0] <= "9" and len(word) in self.widths


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

    __slots__ = ("choices", "ends", "slots", "words")

    def __init__(self) -> None:
        self.words: dict[str, Node] = {}
        self.slots: dict[str, tuple[Slot, Node]] = {}
        self.ends: list[object] = []
        self.choices: Choices | None = None

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


class Choices:
    """Which of some slots can begin with a token, looked up once for all of them."""

    __slots__ = ("any", "by_width", "by_word")

    def __init__(self, slots: tuple[Slot, ...]) -> None:
        self.any = tuple(slot.name for slot in slots if slot.firsts is None)
        self.by_width = {
            width: tuple(s.name for s in slots if s.firsts is None or (s.digits and width in s.widths))
            for width in _WIDTHS
        }
        self.by_word: dict[str, tuple[str, ...]] = {}
        for slot in slots:
            for word in slot.firsts or ():
                self.by_word[word] = (*self.by_word.get(word, ()), slot.name)
        for word, names in self.by_word.items():
            more = self.by_width.get(len(word), ()) if "0" <= word[:1] <= "9" else self.any
            if more:
                self.by_word[word] = tuple(dict.fromkeys((*names, *more)))

    def of(self, word: str) -> tuple[str, ...]:
        """The names of the slots that a token may begin."""
        names = self.by_word.get(word)
        if names is not None:
            return names
        return self.by_width.get(len(word), self.any) if "0" <= word[:1] <= "9" else self.any


_choices = cache(Choices)  # many places of a trie have the same slots

Found = tuple[int, object, Got | None]  # the token after a wording, what it is, what its slots matched


def walk(node: Node, words: Sequence[str], index: int, got: Got | None, found: list[Found]) -> None:
    """Add to ``found`` every wording that begins at a token."""
    size = len(words)
    while True:
        if node.ends:
            for end in node.ends:
                found.append((index, end, got))  # noqa: PERF401
        word = words[index] if index < size else ""
        if node.slots:
            choices = node.choices
            if choices is None:
                choices = node.choices = _choices(tuple(slot for slot, _ in node.slots.values()))
            for name in choices.of(word):
                slot, after = node.slots[name]
                for end, value in slot.match(words, index):
                    walk(after, words, end, Got(got, name, value, index), found)
        following = node.words.get(word)
        if following is None:
            if not word.isspace() or SPACE not in node.words or not is_gap(word):
                return
            following = node.words[SPACE]
        node = following
        index += 1


class Phrases:
    """Phrases and their values, looked up forwards from a token or backwards from one."""

    __slots__ = ("begins", "root")

    def __init__(self, phrases: Mapping[str, object], spaced: bool, *, backwards: bool = False) -> None:
        self.root = Node()
        for phrase, value in phrases.items():
            words = [phrase] if spaced and phrase.isalpha() else tokenise(phrase, spaced).words
            if words:
                self.root.add(reversed(words) if backwards else words, value)
        self.begins = self.root.words

    def __bool__(self) -> bool:
        return bool(self.root.words)

    def firsts(self) -> frozenset[str]:
        return frozenset(self.root.words)

    def all(self, words: Sequence[str], index: int) -> Sequence[Match]:
        """Every phrase that begins at a token: the token after it, and its value."""
        size = len(words)
        node = self.begins.get(words[index]) if index < size else None
        if node is None:
            return ()
        index += 1
        found: list[Match] = [(index, node.ends[0])] if node.ends else []
        while node.words and index < size:
            node = _next(node, words[index])
            if node is None:
                break
            index += 1
            if node.ends:
                found.append((index, node.ends[0]))
        return found

    def before(self, words: Sequence[str], index: int, first: int) -> int | None:
        """The token where the longest phrase begins that ends right before a token, none before ``first``."""
        index -= 1
        if index >= first and is_gap(words[index]):
            index -= 1
        found: int | None = None
        node: Node | None = self.root
        while node is not None and index >= first:
            node = _next(node, words[index])
            if node is not None and node.ends:
                found = index
            index -= 1
        return found


def _next(node: Node, word: str) -> Node | None:
    following = node.words.get(word)
    if following is None and word.isspace() and SPACE in node.words and is_gap(word):
        return node.words[SPACE]
    return following
