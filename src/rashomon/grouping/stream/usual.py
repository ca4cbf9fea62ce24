"""What an article usually has with others: sums that grow with each new one that is compared with it.

So a new article costs the same however many there are. Which rows the articles of a block have changed is
remembered, since most of a block's articles ask for nothing that others of it have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.stream.likeness import adjusted, general, on_one_subject, score, shared_figures
from rashomon.grouping.stream.rows import Seen, in_32_bits

if TYPE_CHECKING:
    from rashomon.grouping.stream.likeness import Flags, Matrix, Weights
    from rashomon.grouping.stream.neighbours import Numbers
    from rashomon.grouping.stream.rows import Rows


class Usual(NamedTuple):
    """What pairs add to what is usual for the other: its row, the one's language, five sums, and whether they
    add anything."""

    rows: Numbers
    language: Numbers
    sums: Matrix
    counted: Flags

    def only(self, wanted: Numbers) -> Usual:
        """Those of them that are wanted."""
        return Usual(self.rows[wanted], self.language[wanted], self.sums[wanted], self.counted[wanted])


class Usuals:
    """What is usual for the articles of some rows."""

    def __init__(self, rows: Rows, weights: Weights) -> None:
        self.rows = rows
        self.weights = weights
        self._touched = np.zeros(len(rows), dtype=np.bool_)

    def grow(self) -> None:
        """There are more rows."""
        self._touched = np.append(
            self._touched, np.zeros(len(self.rows) - len(self._touched), dtype=np.bool_)
        )

    def seen(self, ones: Numbers, others: Numbers, numbers: Numbers, lead: Matrix, told: Matrix) -> Seen:
        """What the articles in each two rows have with each other, by both likenesses."""
        same, apart = self.rows.relation(ones, others)
        figures = shared_figures(self.rows.figures[ones], self.rows.figures[others])
        extra = in_32_bits(adjusted(np.zeros(len(lead)), same, apart, figures, self.weights))
        return Seen(numbers, lead, told, same, apart, general(lead, told, same, self.weights), extra)

    def of(self, ones: Numbers, others: Numbers, seen: Seen) -> Usual:
        """What each two rows add to what is usual for the other."""
        counted = on_one_subject(seen.general, seen.apart, self.weights)
        sums = sums_of(seen.lead, seen.told)
        return Usual(others, self.rows.language[ones], sums * counted[:, None], counted)

    def learn(self, ones: Numbers, others: Numbers, usual: Usual) -> None:
        """Add to what is usual for articles that are new."""
        counted = np.flatnonzero(usual.counted)
        cells = ones[counted], self.rows.language[others[counted]]
        np.add.at(self.rows.sums, cells, usual.sums[counted])

    def show(self, usual: Usual) -> None:
        """Add what one article, each of whose pairs is with another row, shows those there before."""
        if len(usual.rows):
            self.rows.sums[usual.rows, usual.language[0]] += usual.sums
            self._touched[usual.rows] = True

    def are_as_before(self, rows: Numbers) -> bool:
        """Whether nothing was added for those rows since the block began."""
        return not self._touched[rows].any()

    def begin(self) -> None:
        """A block begins."""
        self._touched[:] = False

    def likeness(self, ones: Numbers, others: Numbers, seen: Seen, more: Usual | None = None) -> Matrix:
        """The likeness of each two rows, with what they themselves add where that waits."""
        rows = self.rows
        mine, theirs = rows.language[ones], rows.language[others]
        usual = rows.sums[others, mine]
        if more is not None:
            usual = usual + more.sums
        sums = np.stack([rows.sums[ones, theirs], usual])
        scores = score(seen.lead, seen.told, seen.same, sums, self.weights)
        like: Matrix = (scores[0] + scores[1]) / 2 + seen.extra
        return like


def sums_of(lead: Matrix, told: Matrix) -> Matrix:
    """What likenesses add to what is usual, shape (n, 5)."""
    return np.stack([np.ones_like(lead), lead, lead * lead, told, told * told], axis=1)
