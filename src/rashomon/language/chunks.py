"""A text in chunks, and what a chunk holds, worked out once for each.

A chunk is what stands between two plain spaces: a word with the marks that touch it. A text has few different
ones, so that a reader that remembers what each is needs one look into a table for most, and works only where
a chunk is of interest to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from rashomon.model import Sentence

T = TypeVar("T")

MOST_KEPT, LONGEST_KEPT = 1 << 16, 40


@lru_cache(maxsize=1)
def chunks_of(text: str, spans: tuple[Sentence, ...]) -> tuple[tuple[str, ...], ...]:
    """The chunks of each span of a text; of the last text they are kept, as several readers want them.

    Each stands one character behind the end of the one before. Two spaces have an empty one between them.
    """
    return tuple([tuple(text[span.start : span.end].split(" ")) for span in spans])


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
