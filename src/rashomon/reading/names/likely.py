"""Which of many names may be writings of one, found at once for all pairs.

``likeness`` aligns two names, which costs too much for every pair of thousands. What an alignment can reach at
most is bounded by what each letter would tell beside the letter of the other name that fits it best, wherever
that stands; and such bounds are a product of two matrices for all pairs of names in two scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.names.likeness import LEFT_OUT, UNKNOWN, information, spelled, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.reading.names.likeness import Spelled, Table

_ROWS = 512  # names that are held against all others at once
_SLACK = 1e-3  # for sums in single precision


def may_be_alike(
    names: Sequence[tuple[str, ...]], whole: float, total: float
) -> Iterator[tuple[int, int]]:
    """The pairs of names whose ``likeness`` may reach a share of the whole and a total; no other pair does.

    Args:
        names: the words of each name.
        whole: the least ``Likeness.whole`` that is asked for.
        total: the least ``Likeness.total`` that is asked for.

    Yields:
        Pairs of places in ``names``, the smaller first, in no special order, each once.
    """
    import numpy as np

    by_script: dict[str, list[tuple[int, Spelled]]] = {}
    for place, words in enumerate(names):
        one = spelled(words)
        if one is not None and one.letters:
            by_script.setdefault(one.script, []).append((place, one))
    scripts = sorted(by_script)
    for at, first in enumerate(scripts):
        for second in scripts[at:]:
            table, a, b = table_of(first, second), first, second
            if table is None:
                table, a, b = table_of(second, first), second, first
            if table is None:
                continue
            places = [np.array([place for place, _ in by_script[script]]) for script in (a, b)]
            for rows, bound in _bounds([s for _, s in by_script[a]], [s for _, s in by_script[b]], table):
                here, there = np.nonzero((bound[0] >= total - _SLACK) & (bound[1] >= whole - _SLACK))
                left, right = places[0][rows][here], places[1][there]
                kept = left < right if a == b else left != right
                low, high = np.minimum(left, right)[kept], np.maximum(left, right)[kept]
                yield from zip(low.tolist(), high.tolist(), strict=True)


def _bounds(
    one: Sequence[Spelled], other: Sequence[Spelled], table: Table
) -> Iterator[tuple[slice, tuple[NDArray[np.float32], NDArray[np.float32]]]]:
    """For some rows of ``one`` and all of ``other``: the most that total and whole can be."""
    import numpy as np

    mine, theirs = _Side(one, table.first, table.first_information), _Side(
        other, table.second, table.second_information
    )
    told = np.array(
        [[table.pairs.get(x, {}).get(y, UNKNOWN) for y in theirs.letters] for x in mine.letters], np.float32
    )
    best_of_mine = theirs.best(told, mine.left_out)
    best_of_theirs = mine.best(told.T, theirs.left_out)
    for start in range(0, len(one), _ROWS):
        rows = slice(start, start + _ROWS)
        from_mine = mine.counts[rows] @ best_of_mine + theirs.gains[None, :]
        from_theirs = (theirs.counts @ best_of_theirs[:, rows]).T + mine.gains[rows, None]
        total = np.minimum(from_mine, from_theirs)
        yield rows, (total, 2 * total / (mine.known[rows, None] + theirs.known[None, :]))


class _Side:
    """The names of one script as counts of letters."""

    def __init__(self, names: Sequence[Spelled], left_out: dict[str, float], told: dict[str, float]) -> None:
        import numpy as np

        self.letters = sorted({letter for name in names for letter in name.letters})
        at = {letter: i for i, letter in enumerate(self.letters)}
        self.counts = np.zeros((len(names), len(self.letters)), np.float32)
        for row, name in enumerate(names):
            for letter in name.letters:
                self.counts[row, at[letter]] += 1
        self.left_out = np.array([left_out.get(letter, LEFT_OUT) for letter in self.letters], np.float32)
        self.gains = self.counts @ np.maximum(self.left_out, 0)
        self.known = np.array([sum(information(name, told)) for name in names], np.float32)

    def best(self, told: NDArray[np.float32], left_out: NDArray[np.float32]) -> NDArray[np.float32]:
        """What each letter of the other side tells at most beside the letters of each name of this one."""
        import numpy as np

        best = np.repeat(left_out[:, None], len(self.counts), axis=1)
        for letter in range(len(self.letters)):
            held = np.nonzero(self.counts[:, letter])[0]
            best[:, held] = np.maximum(best[:, held], told[:, letter, None])
        return best
