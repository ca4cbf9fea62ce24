"""Accounts as rows of arrays, so that one is compared with many at once.

Vectors are kept in 8 bits, each with a scale of its own. A product of two such vectors is a sum of whole
numbers that float32 holds exactly, so that likenesses do not depend on what is compared together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.sketch import FIGURES, STATEMENTS
from rashomon.grouping.stream.likeness import LEAST, SUMS, exactly
from rashomon.grouping.stream.products import ZERO, each, products
from rashomon.grouping.vectors import centre, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.sketch import Sketch
    from rashomon.grouping.stream.likeness import Flags, Matrix
    from rashomon.grouping.stream.neighbours import Numbers
    from rashomon.grouping.stream.products import Bytes

BLOCK = 128  # articles at most that are taken in at once; the first rows are theirs
LANGUAGES = 40  # are told apart
FEW = 5  # languages that there is room for at first
FACTS = 3  # of an account, before its figures
SAID = STATEMENTS + 1  # vectors of an account: its statements and its lead
LINKS = 56  # likenesses of an article that are kept
NO_DAY = -1
_MOST = 127.0


class Rows:
    """Arrays with a row for each account: first those of a block that is being taken in, then the last
    ``most`` that were kept, whose rows are used in turn. ``count`` is how many were kept so far."""

    def __init__(self, count: int, dimension: int, most: int, languages: int = FEW) -> None:
        self.dimension = dimension
        self.most = most
        self.count = 0
        self.told: Bytes = np.full((count, SAID, dimension), ZERO, dtype=np.uint8)  # the last is the lead
        self.scales: NDArray[float32] = np.zeros((count, SAID), dtype=np.float32)
        self.facts: NDArray[Any] = np.zeros((count, FACTS + FIGURES), dtype=np.int32)  # the last are figures
        # What finding stories needs, and may still need of accounts that new ones are not compared with.
        self.language: NDArray[Any] = np.zeros(count, dtype=np.int32)
        self.sums: Matrix = np.zeros((count, languages, SUMS))
        self.story: Numbers = np.full(count, -1, dtype=np.int64)
        self.linked: Numbers = np.full((count, LINKS), -1, dtype=np.int64)
        self.links: NDArray[float32] = np.zeros((count, LINKS, 4), dtype=np.float32)
        self.counted: Flags = np.zeros((count, LINKS), dtype=np.bool_)

    @property
    def said(self) -> NDArray[Any]:
        """How many statements an account has."""
        return self.facts[:, 0]

    @property
    def day(self) -> NDArray[Any]:
        """The day it was published, or NO_DAY."""
        return self.facts[:, 2]

    @property
    def figures(self) -> NDArray[Any]:
        """The figures that it gives, 0 where there are fewer than FIGURES."""
        return self.facts[:, FACTS:]

    def __len__(self) -> int:
        return len(self.told)

    def at(self, numbers: Numbers) -> Numbers:
        """Where accounts stand, by the numbers of their arrival."""
        rows: Numbers = BLOCK + numbers % self.most
        return rows

    def row(self, number: int) -> int:
        """The same of one."""
        return BLOCK + number % self.most

    @property
    def oldest(self) -> int:
        """The lowest number that has a row."""
        return max(0, self.count - self.most)

    def are_too_few(self, count: int) -> bool:
        """Whether so many accounts need more rows than there are, and may have them."""
        return count > len(self) - BLOCK and len(self) - BLOCK < self.most

    def grow(self) -> None:
        """Make room for as many again."""
        count = len(self)
        more = Rows(
            BLOCK + min(max(64, 2 * (count - BLOCK)), self.most),
            self.dimension,
            self.most,
            self.sums.shape[1],
        )
        for name in (*FIELDS, "language"):
            values = getattr(more, name)
            values[:count] = getattr(self, name)
            setattr(self, name, values)

    def widen(self, languages: int) -> None:
        """Make room for so many languages."""
        room = self.sums.shape[1]
        if languages > room:
            sums = np.zeros((len(self), min(LANGUAGES, 2 * room), SUMS))
            sums[:, :room] = self.sums
            self.sums = sums

    def put(self, sketches: Sequence[Sketch], languages: Sequence[int]) -> NDArray[float32]:
        """Write sketches into the first rows; returns vectors that are near where accounts may be alike."""
        count = len(sketches)
        vectors = np.zeros((count, SAID, self.dimension), dtype=np.float32)
        self.facts[:count] = 0
        for at, (sketch, language) in enumerate(zip(sketches, languages, strict=True)):
            said = len(sketch.told)
            vectors[at, :said], vectors[at, STATEMENTS] = sketch.told, sketch.lead
            self.facts[at, :FACTS] = said, language, NO_DAY if sketch.day is None else sketch.day
            self.facts[at, FACTS : FACTS + len(sketch.figures)] = sketch.figures
        whole, scales = in_8_bits(vectors)
        self.told[:count] = whole + np.float32(ZERO)
        padded = np.arange(SAID) >= self.said[:count, None]
        padded[:, STATEMENTS] = False
        self.scales[:count] = np.where(padded, np.float32(0), scales)
        self.sums[:count], self.linked[:count], self.story[:count] = 0, -1, -1
        self.language[:count] = self.facts[:count, 1]
        means = vectors[:, :STATEMENTS].sum(axis=1) / self.said[:count, None].astype(np.float32)
        return unit(unit(means) + unit(vectors[:, STATEMENTS] - centre(self.dimension)))

    def hold(self, rows: Numbers, to: Numbers) -> None:
        """Copy what accounts say: all that others are compared with."""
        for values in (self.told, self.scales, self.facts):
            values[to] = values[rows]

    def move(self, row: int, to: int) -> None:
        """Copy what finding stories needs of an account."""
        for values in (self.language, self.sums, self.story):
            values[to] = values[row]
        self.linked[to] = -1

    def link(self, number: int, seen: Seen, counted: Flags) -> None:
        """Keep a new account's likenesses, the last by what is usual anywhere; which of the first ones showed
        what is usual."""
        row, most = self.row(number), min(LINKS, len(seen.numbers))
        self.linked[row, :most] = seen.numbers[:most]
        links = self.links[row, :most].T
        links[0], links[1], links[2] = seen.lead[:most], seen.told[:most], seen.extra[:most]
        links[3] = np.maximum(seen.general[:most], LEAST) + links[2]
        self.counted[row] = False
        self.counted[row, : min(LINKS, len(counted))] = counted[:LINKS]

    @property
    def kept(self) -> slice:
        """The rows of those that were kept."""
        return slice(BLOCK, BLOCK + min(self.count, self.most))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What is known of those that were kept, by name."""
        return {name: getattr(self, name)[self.kept] for name in FIELDS}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], most: int, count: int) -> Rows:
        """Those of which that is known."""
        kept, languages = arrays["sums"].shape[:2]
        rows = cls(BLOCK + kept, arrays["told"].shape[2], most, languages)
        rows.count = count
        for name in FIELDS:
            getattr(rows, name)[rows.kept] = arrays[name]
        rows.language[rows.kept] = rows.facts[rows.kept, 1]
        return rows

    def compare(self, rows: Sequence[int], ends: Sequence[int], others: Numbers) -> tuple[Matrix, Matrix]:
        """Both likenesses of the accounts in some rows, each to a part of the others: of the leads, of what
        is told. ``ends`` says where each one's part begins and ends."""
        lead, told = np.empty(len(others)), np.empty(len(others))

        def some(at: int) -> None:
            start, end = ends[at], ends[at + 1]
            if start < end:
                lead[start:end], told[start:end] = self._compare(rows[at], others[start:end])

        each(len(rows), some)
        return exactly(lead), exactly(told)

    def _compare(self, row: int, others: Numbers) -> tuple[Matrix, Matrix]:
        said, count = int(self.facts[row, 0]), len(others)
        close = products(self.told[row], self.told[others].reshape(count * SAID, -1))
        scales = self.scales[others]
        lead = close[STATEMENTS::SAID, STATEMENTS] * (
            scales[:, STATEMENTS].astype(np.float64) * float(self.scales[row, STATEMENTS])
        )
        like = (
            np.ascontiguousarray(close.reshape(count, SAID * SAID).T)
            .reshape(SAID, SAID, count)[:STATEMENTS, :said]
            .astype(np.float32)
        )
        like *= scales.T[:STATEMENTS, None]
        like *= self.scales[row, :said, None]
        mine = like.max(axis=0).sum(axis=0, dtype=np.float64) / said
        other = like.max(axis=1).sum(axis=0, dtype=np.float64) / self.facts[others, 0]
        return lead, (mine + other) / 2

    def relation(self, ones: Numbers, others: Numbers) -> tuple[Flags, Matrix]:
        """Of the accounts in each two rows: whether they are in one language, and the days between them."""
        one, other = self.facts[ones], self.facts[others]
        day, days = one[:, 2], other[:, 2]
        apart = np.where((day == NO_DAY) | (days == NO_DAY), 0.0, np.abs(day - days).astype(np.float64))
        return one[:, 1] == other[:, 1], apart


FIELDS = ("told", "scales", "facts", "sums", "story", "linked", "links", "counted")


class Seen(NamedTuple):
    """What an account has with others: their numbers, both likenesses, whether they are in one language, the
    days between them, the score by what is usual anywhere, and what figures, days and languages add."""

    numbers: Numbers
    lead: Matrix
    told: Matrix
    same: Flags
    apart: Matrix
    general: Matrix
    extra: Matrix

    def only(self, wanted: Flags | Numbers | slice) -> Seen:
        """Those of them that are wanted."""
        return Seen._make(values[wanted] for values in self)


def joined(parts: Sequence[Seen]) -> Seen:
    """Several, one after the other."""
    return Seen._make(np.concatenate(values) for values in zip(*parts, strict=True))


def in_32_bits(values: Matrix) -> Matrix:
    """Values as exact as links keep them."""
    return values.astype(np.float32).astype(np.float64)


def in_8_bits(vectors: NDArray[float32]) -> tuple[NDArray[float32], NDArray[float32]]:
    """Vectors as whole numbers of 8 bits, and for each what these are to be multiplied with."""
    scale = np.maximum(np.abs(vectors).max(axis=-1), 1e-9) * np.float32(1 / _MOST)
    return np.rint(vectors / scale[..., None]), scale
