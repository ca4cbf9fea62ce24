"""Which articles copy one another.

Two articles are copies where half of the shorter one's runs of four words stand in the other. Runs of words
("shingles") and their containment are Broder's measure of copied text (1997,
https://doi.org/10.1109/SEQUEN.1997.666900). They are counted exactly, over an index of runs that stays small:
what is nearly all in an earlier article is not indexed again, and of a run the earliest holders are kept.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.grouping.origins.runs import among, furniture_runs, in_several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import uint64
    from numpy.typing import NDArray

    from rashomon.grouping.origins.runs import Words

COPIED = 0.5  # the share of the shorter article's runs that the other has as well
FEWEST_RUNS = 8  # a shorter article must stand in the other word for word
KNOWN = 0.9  # the share of an article's runs in an earlier one from which on it is not indexed
HOLDERS = 32  # articles that are kept for each run
NEAR = 0.2  # the share from which on two articles are told to be near one another


class Pair(Struct, frozen=True, order=True):
    """Two articles by their places, ``one`` < ``other``, and the share of the shorter one's runs in both."""

    one: int
    other: int
    share: float


class Overlap(Struct, frozen=True):
    """Pairs of articles that share words, those of copies apart, and the runs that are page furniture."""

    copies: tuple[Pair, ...]
    near: tuple[Pair, ...]
    furniture: NDArray[uint64]


def find_overlap(held: Sequence[Words], days: Sequence[int | None]) -> Overlap:
    """The pairs of articles that share words.

    Args:
        held: the words of each article, in the order in which they may have copied: the earliest first.
        days: for each article, the day it was published.
    """
    distinct = [words.distinct for words in held]
    ignored = furniture_runs(distinct, days)
    kept = [runs[~among(runs, ignored)] for runs in distinct]
    common = in_several(kept)
    first_with: dict[bytes, int] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    copies, near = [], []
    for index, runs in enumerate(kept):
        twin = first_with.setdefault(distinct[index].tobytes(), index)
        if twin != index:
            copies.append(Pair(twin, index, 1.0))
            continue
        sought = runs[among(runs, common)].tolist()
        counts = np.bincount([place for run in sought for place in holders.get(run, ())], minlength=1)
        known = False
        for place in np.flatnonzero(counts).tolist():
            count, shorter = int(counts[place]), min(len(runs), len(kept[place]))
            pair = Pair(place, index, count / shorter)
            if count >= COPIED * shorter and (shorter >= FEWEST_RUNS or count == shorter):
                copies.append(pair)
                known |= count >= KNOWN * len(runs)
            elif count >= NEAR * shorter:
                near.append(pair)
        if not known:
            for run in sought:
                if len(holders[run]) < HOLDERS:
                    holders[run].append(index)
    return Overlap(tuple(copies), tuple(near), ignored)
