"""What the articles of one story show each other, which is not what is usual for them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.kin import within_stories
from rashomon.grouping.likeness import SUMS
from rashomon.grouping.rows import BLOCK, LINKS, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.grouping.likeness import Matrix
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.usual import Usuals

LOOKED_AT = 1024  # articles of stories that may be one, the last ones


class Own:
    """The stories of the articles in some rows."""

    def __init__(self, usuals: Usuals) -> None:
        self.usuals = usuals
        self.rows = usuals.rows

    def join(self, number: int, story: int) -> None:
        """An article is of a story: what its articles show each other is no longer usual elsewhere."""
        row = self.rows.row(number)
        self.rows.story[row] = story
        self._add(np.array([row]))

    def of_story(self, story: int) -> Numbers:
        """The rows of a story's articles."""
        return np.flatnonzero(self.rows.story == story)

    def part(self, rows: Numbers, into: int) -> None:
        """Articles are now of another story, which no longer has what it had before."""
        self.rows.story[rows] = into

    def settle(self, stories: Sequence[int]) -> None:
        """Find anew what the articles of these stories show those of their own."""
        rows = self._of_stories(stories)
        self.rows.own[rows] = 0
        self._add(rows)

    def matrix(self, numbers: Numbers) -> Matrix:
        """The likeness of each two of these. Two that were never compared have less than any of them."""
        self.usuals.settle()
        count = len(numbers)
        order = np.argsort(numbers)
        rows = self.rows.at(numbers)
        linked = self.rows.linked[rows]
        place = np.minimum(np.searchsorted(numbers, linked, sorter=order), count - 1)
        one, slot = np.nonzero((numbers[order[place]] == linked) & (linked >= 0))
        other = order[place[one, slot]]
        links, known = np.zeros((count, count, 3)), np.eye(count, dtype=np.bool_)
        links[one, other] = links[other, one] = self.rows.links[rows[one], slot]
        known[one, other] = known[other, one] = True
        flat = self.usuals.seen_again(np.repeat(rows, count), np.tile(rows, count), links.reshape(-1, 3))
        seen = Seen._make(values.reshape(count, count) for values in flat)
        stories, cell = self.rows.story[rows], (rows[:, None], self.rows.language[rows][None])
        sums = self.rows.sums[cell].astype(np.float64)
        elsewhere = sums - self.rows.own[cell] - self._of_other(rows, stories)
        return within_stories(seen, known, sums, elsewhere, stories, self.usuals.weights)

    def _of_stories(self, stories: Sequence[int]) -> Numbers:
        found = np.zeros(len(self.rows), dtype=np.bool_)
        for story in stories:
            found |= self.rows.story == story
        return np.flatnonzero(found)

    def _add(self, rows: Numbers) -> None:
        """Add what these rows' links show articles of the same story."""
        ones, two, usual = self._linked(rows)
        same = self.rows.story[ones] == self.rows.story[two]
        ones, two, usual = ones[same], two[same], usual[same]
        np.add.at(self.rows.own, (ones, self.rows.language[two]), usual)
        np.add.at(self.rows.own, (two, self.rows.language[ones]), usual)

    def _linked(self, rows: Numbers) -> tuple[Numbers, Numbers, Matrix]:
        """The links of these rows that showed what is usual: from which row, to which, and what it added."""
        linked = self.rows.linked[rows]
        one, slot = np.nonzero(
            (linked >= max(0, self.rows.count - self.rows.most))
            & (np.arange(LINKS) < self.rows.learned[rows, None])
        )
        ones, two = rows[one], self.rows.at(linked[one, slot])
        seen = self.usuals.seen_again(ones, two, self.rows.links[ones, slot].astype(np.float64))
        return ones, two, self.usuals.of(ones, two, seen).sums

    def _of_other(self, rows: Numbers, stories: Numbers) -> Matrix:
        """What the other's story, if it is not their own, showed each of these rows of what is usual in the
        other's language: shape (n, n, 5)."""
        names, story = np.unique(stories, return_inverse=True)
        languages, language = np.unique(self.rows.language[rows], return_inverse=True)
        part = np.zeros((len(rows), len(names), len(languages), SUMS))
        held = np.zeros(0, dtype=np.int64)
        if (names >= 0).sum() > 1:
            held = self._of_stories(names[names >= 0].tolist())
            held = held[np.argsort((held - BLOCK - self.rows.count) % self.rows.most)[-LOOKED_AT:]]
        ones, two, usual = self._linked(np.union1d(held, rows))
        place = np.full(len(self.rows), -1)
        place[rows] = np.arange(len(rows))
        for one, other in ((ones, two), (two, ones)):
            theirs, tongue = self.rows.story[other], self.rows.language[other]
            kept = (place[one] >= 0) & np.isin(theirs, names) & np.isin(tongue, languages)
            kept &= (theirs != self.rows.story[one]) | (theirs < 0)
            at = np.searchsorted(names, theirs[kept]), np.searchsorted(languages, tongue[kept])
            np.add.at(part, (place[one[kept]], *at), usual[kept])
        return part[:, story, language]
