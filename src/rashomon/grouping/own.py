"""What the articles of one story show each other, which is not what is usual for them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.cluster import cluster
from rashomon.grouping.kin import within_stories
from rashomon.grouping.likeness import SUMS, general
from rashomon.grouping.rows import LANGUAGES, Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Flags, Matrix
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.quick import Quick
    from rashomon.grouping.usual import Usuals

LOOKED_AT = 1024  # articles of stories that may be one, the last ones


class Own:
    """The stories of the articles in some rows, and the numbers of each one's articles, rising.

    ``quick`` is what does the same compiled, or None.
    """

    def __init__(self, usuals: Usuals) -> None:
        self.usuals = usuals
        self.rows = usuals.rows
        self.quick: Quick | None = None
        self._place = np.full(len(self.rows), -1)
        self._numbers: dict[int, list[int]] = {}
        kept = np.arange(max(0, self.rows.count - self.rows.most), self.rows.count)
        for number, story in zip(kept.tolist(), self.rows.story[self.rows.at(kept)].tolist(), strict=True):
            self._numbers.setdefault(story, []).append(number)

    def join(self, number: int, story: int) -> None:
        """A new article is of a story: what its articles show each other is no longer usual elsewhere."""
        rows, row = self.rows, self.rows.row(number)
        rows.story[row] = story
        others = self._numbers.setdefault(story, [])
        others.append(number)
        if len(others) > 1 and self.quick:
            self.quick.join(row, story)
        elif len(others) > 1:
            slots = np.flatnonzero(rows.counted[row])
            two = rows.at(rows.linked[row, slots])
            same = rows.story[two] == story
            two, usual = two[same], _shown(rows.links[row, slots[same]])
            np.add.at(rows.own[row], rows.language[two], usual)
            rows.own[two, rows.language[row]] += usual

    def link(self, number: int, seen: Seen, counted: Flags) -> None:
        """Keep a new article's likenesses; see ``Rows.link``."""
        if self.quick:
            self.quick.link(self.rows.row(number), seen, counted)
        else:
            self.rows.link(number, seen, counted)

    def grow(self) -> None:
        """There are more rows."""
        self._place = np.full(len(self.rows), -1)

    def forget(self, number: int) -> None:
        """Let go of the oldest article."""
        story = int(self.rows.story[self.rows.row(number)])
        del self._numbers[story][0]
        if not self._numbers[story]:
            del self._numbers[story]

    def merge(self, story: int, into: int) -> None:
        """One story takes in another."""
        gone = self._numbers.pop(story, [])
        self._move(gone, into)

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

    def settle(self, stories: Iterable[int]) -> None:
        """Find anew what the articles of these stories show those of their own."""
        numbers = self._of_stories(stories)
        if self.quick:
            self.quick.settle(numbers)
            return
        rows = self.rows.at(numbers)
        self.rows.own[rows] = 0
        ones, two, links = self._linked(rows)
        same = self.rows.story[ones] == self.rows.story[two]
        ones, two, usual = ones[same], two[same], _shown(links[same])
        np.add.at(self.rows.own, (ones, self.rows.language[two]), usual)
        np.add.at(self.rows.own, (two, self.rows.language[ones]), usual)

    def clusters(self, numbers: Numbers, threshold: float) -> list[list[int]]:
        """The places of those of these, which rise, that are of one event."""
        if self.quick:
            return self.quick.clusters(self.matrix(numbers), threshold)
        return cluster(self.matrix(numbers), threshold)

    def matrix(self, numbers: Numbers) -> Matrix:
        """The likeness of each two of these, which rise. Two that were never compared have less than any of
        them."""
        count = len(numbers)
        rows = self.rows.at(numbers)
        if self.quick:
            return self.quick.alike(numbers, self._others(sorted(set(self.rows.story[rows].tolist()))))
        one, slot, other = self.pairs(numbers, rows)
        links, known = np.zeros((count, count, 4)), np.eye(count, dtype=np.bool_)
        links[one, other] = links[other, one] = self.rows.links[rows[one], slot]
        known[one, other] = known[other, one] = True
        language = self.rows.language[rows]
        same = language[:, None] == language
        lead, told, extra, _ = links.transpose(2, 0, 1)
        scores = general(lead, told, same, self.usuals.weights)
        seen = Seen(numbers, lead, told, same, np.zeros_like(lead), scores, extra)
        stories, cell = self.rows.story[rows], (rows[:, None], language[None])
        sums = self.rows.sums[cell]
        elsewhere = sums - self.rows.own[cell] - self._of_other(rows, stories)
        return within_stories(seen, known, sums, elsewhere, stories, self.usuals.weights)

    def pairs(self, numbers: Numbers, rows: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Which two of these were compared: the place of one, which of its links it is, the other's place."""
        linked = self.rows.linked[rows]
        place = np.minimum(np.searchsorted(numbers, linked), len(numbers) - 1)
        one, slot = np.nonzero(numbers[place] == linked)
        return one, slot, place[one, slot]

    def _of_stories(self, stories: Iterable[int]) -> Numbers:
        return np.array(
            sorted(one for story in stories for one in self._numbers.get(story, ())), dtype=np.int64
        )

    def _others(self, stories: Sequence[int]) -> Numbers:
        """The last articles of some stories, where these are several."""
        named = [story for story in stories if story >= 0]
        return self._of_stories(named if len(named) > 1 else ())[-LOOKED_AT:]

    def _linked(self, rows: Numbers) -> tuple[Numbers, Numbers, NDArray[float32]]:
        """The links of these rows that showed what is usual: from which row, to which, and the likenesses."""
        linked = self.rows.linked[rows]
        one, slot = np.nonzero(self.rows.counted[rows] & (linked >= self.rows.oldest))
        return rows[one], self.rows.at(linked[one, slot]), self.rows.links[rows[one], slot]

    def _of_other(self, rows: Numbers, stories: Numbers) -> Matrix:
        """What the other's story, if it is not their own, showed each of these rows of what is usual in the
        other's language: shape (n, n, 5)."""
        names, story = _places(stories)
        languages, language = _places(self.rows.language[rows])
        part = np.zeros((len(rows), len(names), len(languages), SUMS))
        others = self.rows.at(self._others(names.tolist()))
        every = np.array(sorted({*others.tolist(), *rows.tolist()})) if len(others) else rows
        ones, two, links = self._linked(every)
        of_one, of_two = self.rows.story[ones], self.rows.story[two]
        apart = np.flatnonzero((of_one != of_two) | (of_one < 0))
        ones, two, links, of_one, of_two = ones[apart], two[apart], links[apart], of_one[apart], of_two[apart]
        spoken = np.full(LANGUAGES, -1)
        spoken[languages] = np.arange(len(languages))
        self._place[rows] = np.arange(len(rows))
        for one, other, theirs in ((ones, two, of_two), (two, ones, of_one)):
            at, tongue = self._place[one], spoken[self.rows.language[other]]
            name = np.minimum(np.searchsorted(names, theirs), len(names) - 1)
            kept = np.flatnonzero((at >= 0) & (tongue >= 0) & (names[name] == theirs))
            np.add.at(part, (at[kept], name[kept], tongue[kept]), _shown(links[kept]))
        self._place[rows] = -1
        return part[:, story, language]


def _places(values: NDArray[Any]) -> tuple[Numbers, list[int]]:
    """What values there are, rising, and which of these each is; quicker than NumPy for a few."""
    listed = values.tolist()
    every = sorted(set(listed))
    place = {value: at for at, value in enumerate(every)}
    return np.array(every, dtype=np.int64), [place[value] for value in listed]


def _shown(links: NDArray[float32]) -> Matrix:
    """What links add to what is usual."""
    shown = np.ones((len(links), SUMS))
    shown[:, 1], shown[:, 3] = links[:, 0], links[:, 1]
    shown[:, 2], shown[:, 4] = shown[:, 1] ** 2, shown[:, 3] ** 2
    return shown
