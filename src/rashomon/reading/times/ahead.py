"""Whether a wording can begin with a word, told from the word after it: most "in" and "the" begin no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.times.tokens import SPACE, is_gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.tries import Node


class Following:
    """What can come after one word: right after it, and after a space; ``always`` where nothing need."""

    __slots__ = ("always", "digits", "direct", "spaced", "spaced_digits")

    def __init__(self) -> None:
        self.always = self.digits = self.spaced_digits = False
        self.direct: set[str] = set()
        self.spaced: set[str] = set()

    def fits(self, words: Sequence[str], index: int) -> bool:
        """True where the tokens after this one can go on with a wording."""
        if self.always:
            return True
        index += 1
        if index >= len(words):
            return False
        word = words[index]
        if word in self.direct or (self.digits and "0" <= word[0] <= "9"):
            return True
        if index + 1 >= len(words) or not is_gap(word):
            return False
        after = words[index + 1]
        return after in self.spaced or (self.spaced_digits and "0" <= after[0] <= "9")


def following(root: Node, word: str, without: str = "") -> Following:
    """What can come after a word that begins a wording of a trie, those of one slot left aside."""
    found = Following()
    _begin(root, word, found, None, without)
    return found


def _begin(node: Node, word: str, found: Following, then: Node | None, without: str) -> None:
    after = node.words.get(word)
    if after is not None:
        _after(after, found, then)
    for slot, rest in node.slots.values():
        if slot.name == without or not slot.can_begin_with(word):
            continue
        if slot.inner is None or (then is not None and rest.ends and then.ends):
            found.always = True
            return
        _begin(slot.inner, word, found, rest, without)
        if then is not None and rest.ends:
            _after(then, found, None)


def _after(node: Node, found: Following, then: Node | None) -> None:
    """Add what follows a node; ``then`` is where a wording goes on when a slot of it ends."""
    if node.ends:
        if then is None:
            found.always = True
        else:
            _after(then, found, None)
    found.direct |= node.words.keys() - {SPACE}
    found.digits |= _add(node, found, found.direct)
    spaced = node.words.get(SPACE)
    if spaced is not None:
        found.spaced |= spaced.words.keys()
        found.spaced_digits |= _add(spaced, found, found.spaced)
        found.always |= bool(spaced.ends)


def _add(node: Node, found: Following, words: set[str]) -> bool:
    digits = False
    for slot, _ in node.slots.values():
        if slot.firsts is None:
            found.always = True
        else:
            words |= slot.firsts
            digits |= slot.digits
    return digits
