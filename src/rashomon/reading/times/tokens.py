"""A folded text as tokens: runs of digits, runs of letters, white space, and every other sign by itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from msgspec import Struct

# Marks that are written inside words of Arabic, Hebrew and Indian scripts.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
)
_SPACED = re.compile(rf"[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*|\s+|[0-9]+|.", re.DOTALL)
_UNSPACED = re.compile(r"[0-9]+|[a-z]+|\s+|.", re.DOTALL)
_LONGEST_SPACE = 3
SPACE = " "
BREAK = "\n\n"


class Tokens(Struct, frozen=True):
    """Tokens in order. ``starts`` has the position of each and one entry more, the end of the last.

    White space is one plain space; a longer one, and one with an empty line, is a break that no time crosses.
    In scripts that don't part words, plain white space is left out.
    """

    words: list[str]
    starts: list[int]

    def at(self, position: int) -> int:
        """The first token that begins at a position or after it."""
        return bisect_left(self.starts, position, 0, len(self.words))

    def ending(self, position: int) -> int:
        """The token after the last that ends at a position or before it."""
        return bisect_right(self.starts, position) - 1

    def end(self, index: int) -> int:
        """The position at which a token ends."""
        return self.starts[index] + len(self.words[index])


def tokenise(text: str, spaced: bool) -> Tokens:
    """The tokens of a folded text."""
    words = (_SPACED if spaced else _UNSPACED).findall(text)
    starts = list(accumulate(map(len, words), initial=0))
    if not spaced:
        kept = [i for i, word in enumerate(words) if not word.isspace() or _is_break(word)]
        return Tokens([words[i] for i in kept], [*(starts[i] for i in kept), starts[-1]])
    return Tokens(words, starts)


def _is_break(word: str) -> bool:
    return len(word) > _LONGEST_SPACE or word.count("\n") > 1


def is_gap(word: str) -> bool:
    """True for white space that words of one time may stand apart by."""
    return word == SPACE or (word.isspace() and not _is_break(word))
