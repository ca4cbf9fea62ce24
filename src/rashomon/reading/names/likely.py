"""Which of many names may be writings of one, found at once for all pairs.

``likeness`` aligns two names, which costs too much for every pair of thousands. What an alignment can reach
is bounded by what each letter would tell beside the letter of the other name that fits it best, wherever that
stands within the nearer three quarters; such bounds are a product of two matrices for all pairs of names in
two scripts. The pairs that are left are aligned, thousands at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.names.likeness import INFORMATION, LEFT_OUT, UNKNOWN, spelled, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.reading.names.likeness import Spelled, Table

_ROWS, _PAIRS = 512, 2048  # names that are held against all others at once, pairs that are aligned at once
_NEAR = 0.75  # how far into a name, from its begin or end, letters of a half of the other stand
_NEVER = -1e6  # what a letter tells beside none
_SLACK = 1e-3  # for sums in single precision


def alike_pairs(
    names: Sequence[tuple[str, ...]],
    *,
    whole: float,
    whole_in_one_script: float,
    total: float,
    split: int | None = None,
) -> Iterator[tuple[int, int]]:
    """The pairs of names whose ``likeness`` reaches a share of the whole and a total; no other pair does.

    Args:
        names: the words of each name.
        whole: the least ``Likeness.whole`` that is asked for between two scripts.
        whole_in_one_script: the same within one.
        total: the least ``Likeness.total`` that is asked for between two scripts.
        split: only pairs of one of so many first names and one of the others are asked for.

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
    names_of = {script: _Names([one for _, one in all_]) for script, all_ in by_script.items()}
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
                _Side(names_of[a], table.first, table.first_information),
                _Side(names_of[b], table.second, table.second_information),
            )
            places = [np.array([place for place, _ in by_script[script]]) for script in (a, b)]
            parts = [of < split for of in places] if split is not None else None
            for here, there in _partners(*sides, table, *least, parts=parts, same=same):
                left, right = places[0][here], places[1][there]
                low, high = np.minimum(left, right).tolist(), np.maximum(left, right).tolist()
                yield from zip(low, high, strict=True)


def _partners(
    mine: _Side,
    theirs: _Side,
    table: Table,
    whole: float,
    total: float,
    *,
    parts: Sequence[NDArray[np.bool_]] | None,
    same: bool,
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
        likely = (bound >= total - _SLACK) & (2 * bound >= whole * known - _SLACK)
        if parts is not None:
            likely &= parts[0][rows, None] != parts[1][None, :]
        here, there = np.nonzero(likely)
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


class _Names:
    """The names of one script: their letters by number, padded to one length.

    ``counts`` has how often each letter stands in the first and the second half of a name, ``near`` whether
    it stands where letters of that half of another name may find it.
    """

    def __init__(self, names: Sequence[Spelled]) -> None:
        import numpy as np

        self.letters = sorted({letter for name in names for letter in name.letters})
        many, number = len(self.letters), {letter: i for i, letter in enumerate(self.letters)}
        self.lengths = np.array([len(name.letters) for name in names], np.intp)
        flat = np.array([number[letter] for name in names for letter in name.letters], np.intp)
        row = np.repeat(np.arange(len(names)), self.lengths)
        at = np.arange(len(flat)) - np.repeat(np.cumsum(self.lengths) - self.lengths, self.lengths)
        last = np.maximum(self.lengths - 1, 1)[row]
        self.padded = np.full((len(names), int(self.lengths.max())), many, np.intp)
        self.padded[row, at] = flat
        self.counts = np.zeros((len(names), 2 * many), np.float32)
        np.add.at(self.counts, (row, flat + many * (2 * at > last)), 1)
        self.near = np.zeros((len(names), 2 * many), bool)
        early, late = at <= _NEAR * last, last - at <= _NEAR * last
        self.near[row[early], flat[early]] = True
        self.near[row[late], flat[late] + many] = True


class _Side:
    """The names of one script with what a table tells of their letters by themselves."""

    def __init__(self, names: _Names, left_out: dict[str, float], told: dict[str, float]) -> None:
        import numpy as np

        self.letters, self.lengths, self.padded = names.letters, names.lengths, names.padded
        self.counts, self.near = names.counts, names.near
        costs = [left_out.get(letter, LEFT_OUT) for letter in names.letters]
        self.left_out = np.array([*costs, 0.0], np.float32)
        self.gains = self.counts @ np.tile(np.maximum(self.left_out[:-1], 0), 2)
        known = np.array([told.get(letter, INFORMATION) for letter in names.letters], np.float32)
        self.known = self.counts @ np.tile(known, 2)

    def best(self, told: NDArray[np.float32], left_out: NDArray[np.float32]) -> NDArray[np.float32]:
        """What each letter of the other side tells at most beside the letters of each name of this one."""
        import numpy as np

        halves = []
        for half in np.split(self.near, 2, axis=1):
            best = np.repeat(left_out[:, None], len(half), axis=1)
            for letter in range(len(self.letters)):
                held = np.nonzero(half[:, letter])[0]
                best[:, held] = np.maximum(best[:, held], told[:, letter, None])
            halves.append(best)
        return np.concatenate(halves)
