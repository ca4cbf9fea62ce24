"""The story of each article that is kept, and the articles of each story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.grouping.stream.rows import Rows


class Homes:
    """The stories of the articles in some rows, and the numbers of each one's articles, rising."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._numbers: dict[int, list[int]] = {}
        kept = np.arange(rows.oldest, rows.count)
        for number, story in zip(kept.tolist(), rows.story[rows.at(kept)].tolist(), strict=True):
            self._numbers.setdefault(story, []).append(number)

    def join(self, number: int, story: int) -> None:
        """A new article is of a story."""
        self.rows.story[self.rows.row(number)] = story
        self._numbers.setdefault(story, []).append(number)

    def forget(self, number: int) -> None:
        """Let go of the oldest article."""
        story = int(self.rows.story[self.rows.row(number)])
        del self._numbers[story][0]
        if not self._numbers[story]:
            del self._numbers[story]

    def merge(self, story: int, into: int) -> None:
        """One story takes in another."""
        self._move(self._numbers.pop(story, []), into)

    def part(self, numbers: Sequence[int], story: int, into: int) -> None:
        """Articles of one story are of another from now on."""
        leaving = set(numbers)
        self._numbers[story] = [one for one in self._numbers[story] if one not in leaving]
        if not self._numbers[story]:
            del self._numbers[story]
        self._move(numbers, into)

    def _move(self, numbers: Sequence[int], into: int) -> None:
        self.rows.story[self.rows.at(np.array(numbers, dtype=np.int64))] = into
        self._numbers[into] = sorted([*self._numbers.get(into, ()), *numbers])
