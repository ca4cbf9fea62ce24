"""What an article usually has with others: sums that grow with each new one that is compared with it.

So a new article costs the same however many there are. What it shows those that were there before it waits
until it is asked for, since most of a block's articles ask for nothing that others of it have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.likeness import adjusted, general, on_one_subject, score, shared_figures
from rashomon.grouping.rows import Seen

if TYPE_CHECKING:
    from rashomon.grouping.likeness import Matrix, Weights
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.rows import Rows


class Usual(NamedTuple):
    """What pairs add to what is usual for the other: its row, the one's language, and five sums."""

    rows: Numbers
    language: Numbers
    sums: Matrix


class Usuals:
    """What is usual for the articles of some rows."""

    def __init__(self, rows: Rows, weights: Weights) -> None:
        self.rows = rows
        self.weights = weights
        self._waiting: list[Usual] = []
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
        return Seen(numbers, lead, told, same, apart, figures, general(lead, told, same, self.weights))

    def seen_again(self, ones: Numbers, others: Numbers, links: Matrix) -> Seen:
        """The same of what was kept of them as links; numbers are rows."""
        same, apart = self.rows.relation(ones, others)
        lead, told, figures = links.T
        return Seen(others, lead, told, same, apart, figures, general(lead, told, same, self.weights))

    def of(self, ones: Numbers, others: Numbers, seen: Seen) -> Usual:
        """What each two rows add to what is usual for the other."""
        lead, told = seen.lead, seen.told
        counted = on_one_subject(seen.general, seen.apart, self.weights)
        sums = np.stack([np.ones_like(lead), lead, lead * lead, told, told * told], axis=1)
        return Usual(others, self.rows.facts[ones, 1], sums * counted[:, None])

    def learn(self, ones: Numbers, others: Numbers, usual: Usual) -> None:
        """Add to what is usual for articles that are new."""
        np.add.at(self.rows.sums, (ones, self.rows.facts[others, 1]), usual.sums)

    def put_off(self, usual: Usual) -> None:
        """Let wait what is added to what is usual for those that were there before."""
        self._waiting.append(usual)
        self._touched[usual.rows] = True

    def is_settled(self, usual: Usual) -> bool:
        """Whether nothing waits for those rows."""
        return not self._touched[usual.rows].any()

    def settle(self) -> None:
        """Add what waits."""
        if self._waiting:
            rows, language, sums = (np.concatenate(v) for v in zip(*self._waiting, strict=True))
            np.add.at(self.rows.sums, (rows, language), sums)
            self._touched[rows] = False
            self._waiting.clear()

    def likeness(self, ones: Numbers, others: Numbers, seen: Seen, more: Usual | None = None) -> Matrix:
        """The likeness of each two rows, with what they themselves add where that waits."""
        rows = self.rows
        mine, theirs = rows.facts[ones, 1], rows.facts[others, 1]
        usual = rows.sums[others, mine]
        if more is not None:
            usual = usual + more.sums
        sums = np.stack(np.broadcast_arrays(rows.sums[ones, theirs], usual))
        scores = score(seen.lead, seen.told, seen.same, sums, self.weights).mean(axis=0)
        return adjusted(scores, seen.same, seen.apart, seen.figures, self.weights)
