"""How likely two names, perhaps in two scripts, are two writings of one.

A stochastic edit distance (Ristad and Yianilos 1998). For each pair of scripts a table holds what each pair
of letters tells for one name (the logarithm of how much likelier they are side by side in two writings of one
name than by chance), and every letter that the other script leaves out. The tables are learned by expectation
maximisation from the names of cities in GeoNames (``tools/learn_letters.py``), so they know that "gh" stands
for "غ" and "г", that Arabic leaves out vowels, and how Chinese writes foreign syllables.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from rashomon.reading.names.letters import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN, LEFT_OUT = -5.0, -4.0  # what pairs and letters tell that no table has
INFORMATION = 5.0  # of a letter that no table has
_LONGEST = 40  # letters of a name
_SHARE = 0.5  # of the letters of a name, that must have a letter in the other that may stand for them


class Likeness(NamedTuple):
    """What speaks for one name. ``total``: the log likelihood ratio; ``whole``: the same as a share of what
    equal names would reach, at most about 1; ``weakest``: that share for the word that fits worst."""

    total: float
    whole: float
    weakest: float


class Table(Struct, frozen=True):
    """What letters of two scripts tell (``pairs``, ``first``, ``second``: left out), how much is known by a
    letter alone, and which letters of the other script may stand for it, as bits."""

    pairs: dict[str, dict[str, float]]
    first: dict[str, float]
    second: dict[str, float]
    first_information: dict[str, float]
    second_information: dict[str, float]
    fits: dict[str, int]
    bits: dict[str, int]


class Spelled(Struct, frozen=True):
    """A name's script, its letters, and for each of them the number of its word."""

    script: str
    letters: tuple[str, ...]
    words: tuple[int, ...]
    count: int


@lru_cache(maxsize=200_000)
def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness | None:
    """How likely two names are one name in two writings.

    Args:
        one: the words of a name, as ``form`` or the text gives them.
        other: the words of the other; how each is cut into words does not matter.

    Returns:
        None where no table has both scripts, or the letters are plainly others.
    """
    a, b = spelled(one), spelled(other)
    if a is None or b is None:
        return None
    table = table_of(a.script, b.script)
    if table is None:
        a, b = b, a
        table = table_of(a.script, b.script)
    if table is None or not _may_fit(a, b, table):
        return None
    return _aligned(a, b, table)


@lru_cache(maxsize=32768)
def spelled(words: tuple[str, ...]) -> Spelled | None:
    """The letters of a name; None where it has none, too many, or those of several scripts."""
    all_: list[str] = []
    numbers: list[int] = []
    scripts = set()
    count = 0
    for word in words:
        script, spelled = letters(word)
        if spelled:
            all_ += spelled
            numbers += [count] * len(spelled)
            scripts.add(script)
            count += 1
    if len(scripts) != 1 or len(all_) > _LONGEST:
        return None
    return Spelled(scripts.pop(), tuple(all_), tuple(numbers), count)


def _may_fit(a: Spelled, b: Spelled, table: Table) -> bool:
    """A quick test that leaves out most pairs: whether most letters have one that may stand for them."""
    theirs = 0
    for letter in b.letters:
        theirs |= table.bits.get(letter, 0)
    fits = table.fits
    return sum([fits.get(letter, 0) & theirs != 0 for letter in a.letters]) >= _SHARE * len(a.letters)


def _aligned(a: Spelled, b: Spelled, table: Table) -> Likeness:
    """The best alignment (Viterbi), and what its steps tell for each word of both names."""
    grid = _grid(a, b, table)
    first, second = [0.0] * a.count, [0.0] * b.count
    i, j = len(a.letters), len(b.letters)
    while i or j:
        here = grid[i][j]
        of_a, of_b = a.words[max(i - 1, 0)], b.words[max(j - 1, 0)]
        up = grid[i - 1][j] if i else None
        left = grid[i][j - 1] if j else None
        if i and up is not None and here == up + table.first.get(a.letters[i - 1], LEFT_OUT):
            told = here - up
            i -= 1
        elif j and left is not None and here == left + table.second.get(b.letters[j - 1], LEFT_OUT):
            told = here - left
            j -= 1
        else:
            told = here - grid[i - 1][j - 1]
            i, j = i - 1, j - 1
        first[of_a] += told
        second[of_b] += told
    known = _information(a, table.first_information), _information(b, table.second_information)
    total = grid[-1][-1]
    shares = [
        told / of
        for tolds, ofs in ((first, known[0]), (second, known[1]))
        for told, of in zip(tolds, ofs, strict=True)
    ]
    return Likeness(total, 2 * total / (sum(known[0]) + sum(known[1])), min(shares))


def _grid(a: Spelled, b: Spelled, table: Table) -> list[list[float]]:
    added = [table.second.get(letter, LEFT_OUT) for letter in b.letters]
    row = [0.0]
    for cost in added:
        row.append(row[-1] + cost)
    grid = [row]
    for letter in a.letters:
        pairs, left_out = table.pairs.get(letter, {}), table.first.get(letter, LEFT_OUT)
        above, row = row, [row[0] + left_out]
        last = row[0]
        for j, other in enumerate(b.letters):
            best = above[j] + pairs.get(other, UNKNOWN)
            up, left = above[j + 1] + left_out, last + added[j]
            last = best if best >= up and best >= left else up if up >= left else left
            row.append(last)
        grid.append(row)
    return grid


def _information(name: Spelled, of: dict[str, float]) -> list[float]:
    known = [0.0] * name.count
    for letter, word in zip(name.letters, name.words, strict=True):
        known[word] += of.get(letter, INFORMATION)
    return known


@cache
def table_of(first: str, second: str) -> Table | None:
    """The table of two scripts in this order; None where there is none."""
    import numpy as np

    key = f"{first}-{second}"
    stored = _stored()
    if f"{key}.pairs" not in stored:
        return None
    one, other = (str(stored[f"{key}.{side}"]).split(" ") for side in ("a", "b"))
    pairs = stored[f"{key}.pairs"].astype(np.float64) / _SCALE
    sides = {name: (stored[f"{key}.{name}"].astype(np.float64) / _SCALE).tolist() for name in _SIDES}
    bits = {letter: 1 << i for i, letter in enumerate(other)}
    return Table(
        {letter: dict(zip(other, row, strict=True)) for letter, row in zip(one, pairs.tolist(), strict=True)},
        dict(zip(one, sides["first"], strict=True)),
        dict(zip(other, sides["second"], strict=True)),
        dict(zip(one, sides["first_information"], strict=True)),
        dict(zip(other, sides["second_information"], strict=True)),
        {
            letter: sum(1 << i for i, told in enumerate(row) if told > 0)
            for letter, row in zip(one, pairs.tolist(), strict=True)
        },
        bits,
    )


_SCALE = 12.0  # steps of one unit in the stored tables
_SIDES: Sequence[str] = ("first", "second", "first_information", "second_information")


@cache
def _stored() -> dict[str, Any]:
    import numpy as np

    content = (files("rashomon.reading.names") / "data" / "letters.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
