"""Finding an article's story by compiled functions (``compiled``), where Numba is there and it pays."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.grouping.stream.block import NEAREST, UNLIKE
from rashomon.grouping.stream.cluster import HALF
from rashomon.grouping.stream.kin import Alike
from rashomon.grouping.stream.likeness import EXACT, LEAST, tells, usual_anywhere
from rashomon.grouping.stream.neighbours import Nearest
from rashomon.grouping.stream.products import products
from rashomon.grouping.stream.rows import BLOCK, FACTS, NO_DAY, SAID, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from rashomon.grouping.stream.block import Block
    from rashomon.grouping.stream.likeness import Flags, Matrix, Weights
    from rashomon.grouping.stream.neighbours import Numbers, Whole
    from rashomon.grouping.stream.rows import Rows

PAYS = 2048  # articles that a stream takes in before: what is compiled takes eight seconds to make, once


_SEEN = (np.float64, np.float64, np.bool_, np.float64, np.float64, np.float64)


class Quick:
    """The compiled functions over some rows."""

    def __init__(
        self, functions: tuple[ModuleType, ModuleType, ModuleType], rows: Rows, weights: Weights
    ) -> None:
        self._arriving, self._anew, self._comparing = functions
        self._rows = rows
        self._given = (
            usual_anywhere(weights),
            weights.articles,
            weights.most_off,
            weights.many,
            weights.few,
            weights.enough_at_arrival,
            HALF,
            LEAST,
            EXACT,
            UNLIKE,
            NEAREST,
        )
        self._adding = (
            weights.across,
            weights.figures,
            weights.day,
            weights.most_days,
            NO_DAY,
            FACTS,
            tells(np.arange(101, dtype=np.int32)),
        )

    def nearest(self, count: int) -> QuickNearest:
        """What finds the nearest of so many vectors."""
        return QuickNearest(self._comparing, count, NEAREST)

    def seen(self, rows: Sequence[int], ends: Sequence[int], others: Numbers, numbers: Numbers) -> Seen:
        """What the articles in some rows have each with a part of the others, of which these are the numbers;
        ``ends`` says where each one's part begins and ends."""
        fields = tuple(np.empty(len(others), kind) for kind in _SEEN)
        table, all_told = self._table(), self._rows.told

        for at, row in enumerate(rows):
            part = others[ends[at] : ends[at + 1]]
            if len(part):
                told = all_told[part]
                found = products(all_told[row], told.reshape(len(told) * SAID, -1))
                self._comparing.see(table, self._given, self._adding, row, part, found, fields, ends[at])
        return Seen._make((numbers, *fields))

    def arrive(self, block: Block, at: int) -> tuple[Seen, Flags, Matrix, Numbers, Flags]:
        """A block's article is kept from now on; returns what ``Arrival`` has beside its number."""
        part, row = (block.ends[at], block.ends[at + 1]), self._rows.row(int(block.numbers[at]))
        *fields, counted, like, stories, enough = self._arriving.arrive(
            self._table(),
            self._given,
            tuple(block.seen),
            block.near,
            block.usual.counted,
            block.numbers,
            part,
            row,
        )
        return Seen._make(fields), counted, like, stories, enough

    def link(self, row: int, seen: Seen, counted: Flags) -> None:
        """Keep an article's likenesses."""
        self._arriving.link(self._table(), self._given, row, tuple(seen), counted)

    def alike(self, numbers: Numbers) -> Alike:
        """How much each two are alike; see ``kin.alike``."""
        return Alike(*self._anew.alike(self._table(), self._given, numbers))

    def clusters(self, numbers: Numbers) -> list[list[int]]:
        """The places of those of these that are of one event."""
        found: dict[int, list[int]] = {}
        for at, first in enumerate(self._anew.clusters(*self.alike(numbers), self._given).tolist()):
            found.setdefault(first, []).append(at)
        return list(found.values())

    def _table(self) -> tuple[Any, ...]:
        rows = self._rows
        return (
            rows.told,
            rows.scales,
            rows.facts,
            rows.language,
            rows.sums,
            rows.story,
            rows.linked,
            rows.links,
            rows.counted,
            BLOCK,
            rows.most,
        )


class QuickNearest(Nearest):
    """``Nearest``, with those found so far at hand."""

    def __init__(self, functions: ModuleType, count: int, most: int) -> None:
        super().__init__(count, most)
        self._keep = functions.keep
        self._held = (
            np.zeros((count, most), dtype=np.int32),
            np.zeros(count, dtype=np.int64),
            np.zeros((count, most), dtype=np.int64),
            np.full(count, np.iinfo(np.int32).min, dtype=np.int32),
        )

    def add(self, seekers: Numbers, numbers: Numbers, near: Whole) -> None:
        """See ``Nearest.add``."""
        self._keep(*self._held, seekers, numbers, near)

    def found(self) -> list[tuple[Numbers, Whole]]:
        """See ``Nearest.found``."""
        near, counts, numbers, _ = self._held
        return [(numbers[at, :count], near[at, :count]) for at, count in enumerate(counts.tolist())]


@cache
def functions() -> tuple[ModuleType, ModuleType, ModuleType] | None:
    """What is compiled, or None where there is no Numba that fits."""
    try:
        from rashomon.grouping.stream.compiled import anew, arriving, comparing
    except ImportError:
        return None
    return arriving, anew, comparing
