"""A text in chunks, and what a chunk holds, worked out once for each.

A chunk is what stands between two plain spaces: a word with the marks that touch it. A text has few different
ones, so that a reader that remembers what each is needs one look into a table for most, and works only where
a chunk is of interest to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from rashomon.model import Sentence

T = TypeVar("T")

END = "\n \n"
"""Stands where a part of a text ends: no chunk, as these have no spaces."""

MOST_KEPT, LONGEST_KEPT = 1 << 16, 40


class Chunks(NamedTuple):
    """The chunks of the parts of a text, ``END`` before, between and behind the parts.

    ``firsts`` tells where in ``texts`` each part begins. A chunk begins one character behind the end of the
    one before; two spaces have an empty one between them.
    """

    texts: list[str]
    firsts: list[int]


@lru_cache(maxsize=1)
def chunks_of(text: str, parts: tuple[Sentence, ...]) -> Chunks:
    """The chunks of parts of a text; those of the last text are kept, as several readers want them."""
    texts, firsts = [END], []
    for part in parts:
        firsts.append(len(texts))
        texts += text[part.start : part.end].split(" ")
        texts.append(END)
    return Chunks(texts, firsts)


class Remembered(dict[str, T], Generic[T]):
    """What a function gives for short texts, remembered; where too many are kept, all are forgotten.

    Args:
        make: a function of the text alone.
        most: how many are kept.
        longest: characters of a text from which on it is not kept.
    """

    def __init__(
        self, make: Callable[[str], T], *, most: int = MOST_KEPT, longest: int = LONGEST_KEPT
    ) -> None:
        super().__init__()
        self._make, self._most, self._longest = make, most, longest

    def __missing__(self, text: str) -> T:
        made = self._make(text)
        if len(self) >= self._most:
            self.clear()
        if len(text) < self._longest:
            self[text] = made
        return made
