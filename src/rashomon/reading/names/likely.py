"""Which of many names may be writings of one, found at once for all pairs.

``likeness`` aligns two names, which costs too much for every pair of thousands. What an alignment can reach
is bounded by what each letter would tell beside the letter of the other name that fits it best, of those that
stand at most a quarter of a name's length off the same third; such bounds are a product of two matrices for
all pairs of names in two scripts. The pairs that are left are aligned, thousands at a time.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from rashomon.reading.names.likeness import INFORMATION, LEFT_OUT, UNKNOWN, spelled, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rashomon.reading.names.likeness import Table

_ROWS, _PAIRS = 512, 2048  # names that are held against all others at once, pairs that are aligned at once
_PARTS = 3  # of a name, by which we tell where its letters stand
_FAR = 0.25  # of a name: how far off its own part a letter of the other may stand
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

    firsts = _by_script(names, range(len(names) if split is None else split))
    others = firsts if split is None else _by_script(names, range(split, len(names)))
    for mine, theirs in product(firsts.values(), others.values()):
        within = mine is theirs
        if split is None and mine.script > theirs.script:
            continue
        table, turned = table_of(mine.script, theirs.script), False
        if table is None:
            table, turned = table_of(theirs.script, mine.script), True
        if table is None:
            continue
        one = mine.script == theirs.script
        least = (whole_in_one_script, -np.inf) if one else (whole, total)
        for here, there in _partners(*((theirs, mine) if turned else (mine, theirs)), table, *least, within):
            left, right = (there, here) if turned else (here, there)
            for i, j in zip(left.tolist(), right.tolist(), strict=True):
                pairs = product(mine.places[i], theirs.places[j])
                if not within:
                    yield from ((min(pair), max(pair)) for pair in pairs)
                elif i == j:
                    yield from combinations(mine.places[i], 2)
                elif i < j:
                    yield from ((min(pair), max(pair)) for pair in pairs)


def _by_script(names: Sequence[tuple[str, ...]], of: range) -> dict[str, _Names]:
    """Some of the names by script, those of the same letters as one."""
    found: dict[str, dict[tuple[str, ...], list[int]]] = {}
    for place in of:
        one = spelled(names[place])
        if one is not None and one.letters:
            found.setdefault(one.script, {}).setdefault(one.letters, []).append(place)
    return {script: _Names(script, spellings) for script, spellings in sorted(found.items())}


def _partners(
    first: _Names, second: _Names, table: Table, whole: float, total: float, within: bool
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Names of one script and those of another that are alike enough; ``within`` one each pair once."""
    import numpy as np

    mine = _Side(first, table.first, table.first_information)
    theirs = _Side(second, table.second, table.second_information)
    told = np.full((len(mine.letters) + 1, len(theirs.letters) + 1), _NEVER, np.float32)
    told[:-1, :-1] = [[table.pairs.get(x, {}).get(y, UNKNOWN) for y in theirs.letters] for x in mine.letters]
    best_of_mine = theirs.best(told[:-1, :-1], mine.left_out[:-1])
    best_of_theirs = mine.best(told[:-1, :-1].T, theirs.left_out[:-1])
    for start in range(0, len(mine.counts), _ROWS):
        rows = slice(start, start + _ROWS)
        begin = start if within else 0
        known = mine.known[rows, None] + theirs.known[None, begin:]
        bound = mine.counts[rows] @ best_of_mine[:, begin:]
        bound += theirs.gains[None, begin:]
        known *= whole / 2
        np.maximum(known, total, out=known)
        known -= _SLACK
        likely = bound >= known
        bound = (theirs.counts[begin:] @ best_of_theirs[:, rows]).T
        bound += mine.gains[rows, None]
        likely &= bound >= known
        here, there = np.nonzero(likely)
        least = known[here, there]
        here += start
        there += begin
        if within:
            once = here <= there
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
    """The spellings of one script and where they stand: their letters by number, padded to one length.

    ``counts`` has how often each letter stands in each third of a name, ``near`` whether it stands where
    letters of that third of another name may find it.
    """

    def __init__(self, script: str, spellings: dict[tuple[str, ...], list[int]]) -> None:
        import numpy as np

        names, self.script, self.places = list(spellings), script, list(spellings.values())
        self.letters = sorted({letter for name in names for letter in name})
        many, number = len(self.letters), {letter: i for i, letter in enumerate(self.letters)}
        self.lengths = np.array([len(name) for name in names], np.intp)
        flat = np.array([number[letter] for name in names for letter in name], np.intp)
        row = np.repeat(np.arange(len(names)), self.lengths)
        at = np.arange(len(flat)) - np.repeat(np.cumsum(self.lengths) - self.lengths, self.lengths)
        last = np.maximum(self.lengths - 1, 1)[row]
        self.padded = np.full((len(names), int(self.lengths.max())), many, np.intp)
        self.padded[row, at] = flat
        self.counts = np.zeros((len(names), _PARTS * many), np.float32)
        self.near = np.zeros((len(names), _PARTS * many), bool)
        part = np.minimum(_PARTS * at // (last + 1), _PARTS - 1)
        np.add.at(self.counts, (row, flat + many * part), 1)
        for i in range(_PARTS):
            near = (at >= (i / _PARTS - _FAR) * last) & (at <= ((i + 1) / _PARTS + _FAR) * last)
            self.near[row[near], flat[near] + many * i] = True


class _Side:
    """The names of one script with what a table tells of their letters by themselves."""

    def __init__(self, names: _Names, left_out: dict[str, float], told: dict[str, float]) -> None:
        import numpy as np

        self.letters, self.lengths, self.padded = names.letters, names.lengths, names.padded
        self.counts, self.near = names.counts, names.near
        costs = [left_out.get(letter, LEFT_OUT) for letter in names.letters]
        self.left_out = np.array([*costs, 0.0], np.float32)
        self.gains = self.counts @ np.tile(np.maximum(self.left_out[:-1], 0), _PARTS)
        known = np.array([told.get(letter, INFORMATION) for letter in names.letters], np.float32)
        self.known = self.counts @ np.tile(known, _PARTS)

    def best(self, told: NDArray[np.float32], left_out: NDArray[np.float32]) -> NDArray[np.float32]:
        """What each letter of the other side tells at most beside the letters of each name of this one."""
        import numpy as np

        parts = []
        for part in np.split(self.near, _PARTS, axis=1):
            best = np.repeat(left_out[:, None], len(part), axis=1)
            for letter in range(len(self.letters)):
                held = np.nonzero(part[:, letter])[0]
                best[:, held] = np.maximum(best[:, held], told[:, letter, None])
            parts.append(best)
        return np.concatenate(parts)
