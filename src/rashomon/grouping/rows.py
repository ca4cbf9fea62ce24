"""Accounts as rows of arrays, so that one is compared with many at once.

Vectors are kept in 8 bits, each with a scale of its own. A product of two such vectors is a sum of whole
numbers that float32 holds exactly, so that likenesses do not depend on what is compared together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.likeness import SUMS
from rashomon.grouping.sketch import FIGURES, STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy import float32, int8
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Flags, Matrix
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.sketch import Sketch

BLOCK = 128  # articles at most that are taken in at once; the first rows are theirs
LANGUAGES = 40  # are told apart
FACTS = 4  # of an account, before its figures
LINKS = 56  # likenesses of an article that are kept
NO_DAY = -1
_MOST = 127.0


class Rows:
    """Arrays with a row for each account: first those of a block that is being taken in, then the last
    ``most`` that were kept, whose rows are used in turn. ``count`` is how many were kept so far."""

    def __init__(self, count: int, dimension: int, most: int) -> None:
        self.dimension = dimension
        self.most = most
        self.count = 0
        self.told: NDArray[int8] = np.zeros((count, STATEMENTS, dimension), dtype=np.int8)
        self.lead: NDArray[int8] = np.zeros((count, dimension), dtype=np.int8)
        self.scales: NDArray[float32] = np.zeros((count, STATEMENTS + 1), dtype=np.float32)
        self.facts: NDArray[Any] = np.zeros((count, FACTS + FIGURES), dtype=np.int32)  # the last are figures
        # What is usual, and what of it a story's own articles showed, is taken off again: so in 64 bits.
        self.sums: Matrix = np.zeros((count, LANGUAGES, SUMS))
        self.own: Matrix = np.zeros((count, LANGUAGES, SUMS))
        self.story: Numbers = np.full(count, -1, dtype=np.int64)
        self.linked: Numbers = np.full((count, LINKS), -1, dtype=np.int64)
        self.links: NDArray[float32] = np.zeros((count, LINKS, 3), dtype=np.float32)

    @property
    def said(self) -> NDArray[Any]:
        """How many statements an account has."""
        return self.facts[:, 0]

    @property
    def language(self) -> NDArray[Any]:
        """Its language, as a number."""
        return self.facts[:, 1]

    @property
    def day(self) -> NDArray[Any]:
        """The day it was published, or NO_DAY."""
        return self.facts[:, 2]

    @property
    def learned(self) -> NDArray[Any]:
        """How many of its links, the first ones, showed what is usual."""
        return self.facts[:, 3]

    @property
    def figures(self) -> NDArray[Any]:
        """The figures that it gives, 0 where there are fewer than FIGURES."""
        return self.facts[:, FACTS:]

    def __len__(self) -> int:
        return len(self.lead)

    def at(self, numbers: Numbers) -> Numbers:
        """Where accounts stand, by the numbers of their arrival."""
        rows: Numbers = BLOCK + numbers % self.most
        return rows

    def row(self, number: int) -> int:
        """The same of one."""
        return BLOCK + number % self.most

    def is_full(self) -> bool:
        """Whether the next account needs more rows than there are, and may have them."""
        return self.count >= len(self) - BLOCK and len(self) - BLOCK < self.most

    def grow(self) -> None:
        """Make room for as many again."""
        more = Rows(BLOCK + min(2 * (len(self) - BLOCK), self.most), self.dimension, self.most)
        for name in FIELDS:
            getattr(more, name)[: len(self)] = getattr(self, name)
        more.count = self.count
        self.__dict__.update(more.__dict__)

    def put(self, row: int, sketch: Sketch, language: int) -> None:
        """Write a sketch into a row."""
        said = len(sketch.told)
        self.told[row], self.scales[row], self.facts[row] = 0, 0, 0
        self.told[row, :said], self.scales[row, :said] = in_8_bits(sketch.told)
        self.lead[row : row + 1], self.scales[row, STATEMENTS:] = in_8_bits(sketch.lead[None])
        self.facts[row, :3] = said, language, NO_DAY if sketch.day is None else sketch.day
        self.facts[row, FACTS : FACTS + len(sketch.figures)] = sketch.figures
        self.sums[row], self.own[row], self.linked[row], self.story[row] = 0, 0, -1, -1

    def move(self, row: int, to: int) -> None:
        """Copy what is known of an account."""
        for values in (self.told, self.lead, self.scales, self.facts, self.sums, self.own, self.story):
            values[to] = values[row]
        self.linked[to] = -1

    def link(self, number: int, seen: Seen, learned: int) -> None:
        """Keep a new account's likenesses, of which the first so many showed what is usual."""
        row, most = self.row(number), min(LINKS, len(seen.numbers))
        self.learned[row] = learned
        self.linked[row, :most] = seen.numbers[:most]
        for at, values in enumerate((seen.lead, seen.told, seen.figures)):
            self.links[row, :most, at] = values[:most]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All of them, by name."""
        return {name: getattr(self, name) for name in FIELDS}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], most: int, count: int) -> Rows:
        """Those that were saved."""
        rows = cls(0, arrays["lead"].shape[1], most)
        rows.count = count
        for name in FIELDS:
            setattr(rows, name, arrays[name])
        return rows

    def compare(self, row: int, others: Numbers) -> tuple[Matrix, Matrix]:
        """Both likenesses of the account in a row to those in others: of the leads, of what is told."""
        said = int(self.facts[row, 0])
        count = len(others)
        theirs = self.told[others].transpose(1, 0, 2).astype(np.float32).reshape(STATEMENTS * count, -1)
        close = (theirs @ self.told[row, :said].astype(np.float32).T).reshape(STATEMENTS, count, said)
        scales = self.scales[others]
        close *= scales[:, :STATEMENTS].T[:, :, None]
        close *= self.scales[row, :said]
        mine = close.max(axis=0).sum(axis=1, dtype=np.float64) / said
        best = np.ascontiguousarray(close.transpose(2, 0, 1)).max(axis=0)
        other = best.sum(axis=0, dtype=np.float64) / self.facts[others, 0]
        lead = self.lead[others].astype(np.float32) @ self.lead[row].astype(np.float32)
        scale = scales[:, STATEMENTS].astype(np.float64) * float(self.scales[row, STATEMENTS])
        return lead * scale, (mine + other) / 2

    def relation(self, ones: Numbers, others: Numbers) -> tuple[Flags, Matrix]:
        """Of the accounts in each two rows: whether they are in one language, and the days between them."""
        one, other = self.facts[ones], self.facts[others]
        day, days = one[:, 2], other[:, 2]
        apart = np.where((day == NO_DAY) | (days == NO_DAY), 0.0, np.abs(day - days).astype(np.float64))
        return one[:, 1] == other[:, 1], apart


FIELDS = ("told", "lead", "scales", "facts", "sums", "own", "story", "linked", "links")


class Seen(NamedTuple):
    """What an account has with others: their numbers, both likenesses, whether they are in one language, the
    days between them, how much they share of figures, and the score by what is usual anywhere."""

    numbers: Numbers
    lead: Matrix
    told: Matrix
    same: Flags
    apart: Matrix
    figures: Matrix
    general: Matrix

    def only(self, wanted: Flags | Numbers | slice) -> Seen:
        """Those of them that are wanted."""
        return Seen._make(values[wanted] for values in self)


def joined(parts: Sequence[Seen]) -> Seen:
    """Several, one after the other."""
    return Seen._make(np.concatenate(values) for values in zip(*parts, strict=True))


def in_8_bits(vectors: NDArray[float32]) -> tuple[NDArray[float32], NDArray[float32]]:
    """Vectors as whole numbers of 8 bits, and for each what these are to be multiplied with."""
    scale = np.maximum(np.abs(vectors).max(axis=-1), 1e-9) * np.float32(1 / _MOST)
    return np.rint(vectors / scale[..., None]), scale
