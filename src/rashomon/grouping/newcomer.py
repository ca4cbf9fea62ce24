"""How much a new article is like those that stand for some stories.

The same as the last row of ``Own.matrix``, for far less: how much the others are alike among themselves
counts for it as one mean a story only, and this is kept as long as the same articles stand for the story.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.likeness import EXACT, SUMS, exactly, score
from rashomon.grouping.rows import LINKS
from rashomon.grouping.usual import sums_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Flags, Matrix
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.own import Own
    from rashomon.grouping.rows import Seen


class Among(NamedTuple):
    """How much the articles that stand for a story are alike: a sum, of how many pairs."""

    standing: tuple[int, ...]
    total: int
    pairs: int


class Newcomers:
    """Holds new articles against stories."""

    def __init__(self, own: Own) -> None:
        self.own = own
        self.rows = own.rows
        self.weights = own.usuals.weights
        self._among: dict[int, Among] = {}

    def likeness(
        self, number: int, shown: Mapping[int, Sequence[int]], at: Sequence[int], close: Seen, counted: Flags
    ) -> dict[int, list[float]]:
        """How much an article is like each of those that stand for stories.

        Args:
            shown: the numbers of those that stand for each story.
            at: where each of them, story by story, is in ``close``, what the article has with others.
            counted: which of the first of these show what is usual.
        """
        ends = list(accumulate((len(standing) for standing in shown.values()), initial=0))
        places = np.array(at, dtype=np.int64)
        if at and max(at) >= LINKS:  # some of what it has with them is not kept
            numbers = np.append(np.sort(close.numbers[places]), number)
            like = self.own.matrix(numbers)[-1, np.searchsorted(numbers, close.numbers[places])]
        elif self.own.quick:
            like = self.own.quick.hold(self.rows.row(number), close, counted, places, ends)
        else:
            row = self.rows.row(number)
            usually, elsewhere = self._scores(row, places, close, counted)
            plain = self.rows.links[row, places, 3]
            for (story, standing), (start, end) in zip(shown.items(), pairwise(ends), strict=True):
                elsewhere[start:end] += self._off(story, standing, plain[start:end])
            like = np.maximum(usually, elsewhere) + close.extra[places]
        listed: list[float] = like.tolist()
        return {story: listed[start:end] for story, (start, end) in zip(shown, pairwise(ends), strict=True)}

    def forget(self, story: int) -> None:
        """A story is no more, or nothing is compared with it."""
        self._among.pop(story, None)

    def _scores(self, row: int, at: Numbers, close: Seen, counted: Flags) -> tuple[Matrix, Matrix]:
        """Standard scores by what is usual, and by what is usual elsewhere than in either's story."""
        rows = self.rows
        others = rows.at(close.numbers[at])
        mine, theirs = rows.language[row], rows.language[others]
        showed = np.zeros((len(close.numbers), SUMS))
        first = slice(len(counted))
        showed[first] = sums_of(close.lead[first], close.told[first]) * counted[:, None]
        of_first = rows.at(close.numbers[first])
        of_theirs = (rows.story[others][:, None] == rows.story[of_first]) & (
            theirs[:, None] == rows.language[of_first]
        )
        sums = np.empty((4, len(others), SUMS))
        sums[0], sums[1] = rows.sums[row, theirs], rows.sums[others, mine]
        sums[2] = sums[0] - of_theirs.astype(np.float64) @ showed[first]
        sums[3] = sums[1] - rows.own[others, mine] - showed[at]
        np.maximum(sums[2:], 0.0, out=sums[2:])
        scores = score(close.lead[at], close.told[at], close.same[at], sums, self.weights)
        return (scores[0] + scores[1]) / 2, (scores[2] + scores[3]) / 2

    def _off(self, story: int, standing: Sequence[int], plain: NDArray[float32]) -> float:
        """What comes off the score with a story's articles, as these are more alike or few."""
        if len(standing) < 2:
            return -np.inf
        among = self._among.get(story)
        if among is None or among.standing != tuple(standing):
            among = self._among[story] = self._count(tuple(standing))
        few = self.weights.few / (len(standing) - 1)
        if not among.pairs:
            return -few
        mean = float(exactly(plain.astype(np.float64)).sum()) / len(plain)
        return min(mean - among.total / EXACT / among.pairs, 0.0) / 2 - few

    def _count(self, standing: tuple[int, ...]) -> Among:
        numbers = np.array(standing)
        rows = self.rows.at(numbers)
        one, slot, _ = self.own.pairs(numbers, rows)
        plain = self.rows.links[rows[one], slot, 3].astype(np.float64)
        return Among(standing, int(np.rint(plain * EXACT).sum()), len(plain))
