"""Which of many names may be writings of one, found at once for all pairs.

``likeness`` aligns two names, which costs too much for every pair of thousands. What an alignment can reach
is bounded by what each letter would tell beside the letter of the other name that fits it best, wherever that
stands; such bounds are a product of two matrices for all pairs of names in two scripts. The pairs that are
left are aligned, thousands at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.names.likeness import LEFT_OUT, UNKNOWN, information, spelled, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.reading.names.likeness import Spelled, Table

_ROWS, _PAIRS = 512, 8192  # names that are held against all others at once, pairs that are aligned at once
_NEVER = -1e6  # what a letter tells beside none
_SLACK = 1e-3  # for sums in single precision


def alike_pairs(
    names: Sequence[tuple[str, ...]], *, whole: float, whole_in_one_script: float, total: float
) -> Iterator[tuple[int, int]]:
    """The pairs of names whose ``likeness`` reaches a share of the whole and a total; no other pair does.

    Args:
        names: the words of each name.
        whole: the least ``Likeness.whole`` that is asked for between two scripts.
        whole_in_one_script: the same within one.
        total: the least ``Likeness.total`` that is asked for between two scripts.

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
            same = first == second
            least = (whole_in_one_script, -np.inf) if same else (whole, total)
            sides = (
                _Side([s for _, s in by_script[a]], table.first, table.first_information),
                _Side([s for _, s in by_script[b]], table.second, table.second_information),
            )
            places = [np.array([place for place, _ in by_script[script]]) for script in (a, b)]
            for here, there in _partners(*sides, table, *least, same=same):
                left, right = places[0][here], places[1][there]
                low, high = np.minimum(left, right).tolist(), np.maximum(left, right).tolist()
                yield from zip(low, high, strict=True)


def _partners(
    mine: _Side, theirs: _Side, table: Table, whole: float, total: float, *, same: bool
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Names of one side and those of the other that are alike enough; within one side each pair once."""
    import numpy as np

    told = np.full((len(mine.letters) + 1, len(theirs.letters) + 1), _NEVER, np.float32)
    told[:-1, :-1] = [[table.pairs.get(x, {}).get(y, UNKNOWN) for y in theirs.letters] for x in mine.letters]
    best_of_mine = theirs.best(told[:-1, :-1], mine.left_out[:-1])
    best_of_theirs = mine.best(told[:-1, :-1].T, theirs.left_out[:-1])
    for start in range(0, len(mine.counts), _ROWS):
        rows = slice(start, start + _ROWS)
        from_mine = mine.counts[rows] @ best_of_mine + theirs.gains[None, :]
        from_theirs = (theirs.counts @ best_of_theirs[:, rows]).T + mine.gains[rows, None]
        bound = np.minimum(from_mine, from_theirs)
        known = mine.known[rows, None] + theirs.known[None, :]
        here, there = np.nonzero((bound >= total - _SLACK) & (2 * bound >= whole * known - _SLACK))
        least = np.maximum(total, whole * known[here, there] / 2) - _SLACK
        here += start
        if same:
            once = here < there
            here, there, least = here[once], there[once], least[once]
        of_a_length = np.argsort(mine.lengths[here] * _ROWS + theirs.lengths[there], kind="stable")
        here, there, least = here[of_a_length], there[of_a_length], least[of_a_length]
        for at in range(0, len(here), _PAIRS):
            some = slice(at, at + _PAIRS)
            enough = _totals(mine, here[some], theirs, there[some], told) >= least[some]
            yield here[some][enough], there[some][enough]


def _totals(
    mine: _Side, here: NDArray[np.intp], theirs: _Side, there: NDArray[np.intp], told: NDArray[np.float32]
) -> NDArray[np.float32]:
    """What the best alignment of each pair of names tells."""
    import numpy as np

    lengths = theirs.lengths[there]
    letters = theirs.padded[there, : lengths.max()]
    added = np.zeros((len(there), letters.shape[1] + 1), np.float32)
    np.cumsum(theirs.left_out[letters], axis=1, out=added[:, 1:])
    row = added
    for letter in mine.padded[here, : mine.lengths[here].max()].T:
        above = row + mine.left_out[letter][:, None]
        np.maximum(above[:, 1:], row[:, :-1] + told[letter[:, None], letters], out=above[:, 1:])
        row = np.maximum.accumulate(above - added, axis=1) + added
    return np.take_along_axis(row, lengths[:, None], axis=1)[:, 0]


class _Side:
    """The names of one script: their letters by number, padded to one length, and how often each has them."""

    def __init__(self, names: Sequence[Spelled], left_out: dict[str, float], told: dict[str, float]) -> None:
        import numpy as np

        self.letters = sorted({letter for name in names for letter in name.letters})
        at = {letter: i for i, letter in enumerate(self.letters)}
        self.counts = np.zeros((len(names), len(self.letters)), np.float32)
        for row, name in enumerate(names):
            for letter in name.letters:
                self.counts[row, at[letter]] += 1
        self.left_out = np.array(
            [*(left_out.get(letter, LEFT_OUT) for letter in self.letters), 0.0], np.float32
        )
        self.lengths = np.array([len(name.letters) for name in names], np.intp)
        self.padded = np.full((len(names), int(self.lengths.max())), len(self.letters), np.intp)
        for row, name in enumerate(names):
            self.padded[row, : len(name.letters)] = [at[letter] for letter in name.letters]
        self.gains = self.counts @ np.maximum(self.left_out[:-1], 0)
        self.known = np.array([sum(information(name, told)) for name in names], np.float32)

    def best(self, told: NDArray[np.float32], left_out: NDArray[np.float32]) -> NDArray[np.float32]:
        """What each letter of the other side tells at most beside the letters of each name of this one."""
        import numpy as np

        best = np.repeat(left_out[:, None], len(self.counts), axis=1)
        for letter in range(len(self.letters)):
            held = np.nonzero(self.counts[:, letter])[0]
            best[:, held] = np.maximum(best[:, held], told[:, letter, None])
        return best
