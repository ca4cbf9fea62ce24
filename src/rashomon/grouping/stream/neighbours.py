"""The nearest of many vectors, found in the cells of a few of which one is likely to hold them.

Until there are some thousands all are looked at. Then the vectors are parted into cells around centres
(spherical k-means), anew each time their number has doubled, and of a new one only the nearest cells are
looked at: an inverted file as in Jégou et al. 2011 (https://doi.org/10.1109/TPAMI.2010.57), without its
compression.

Vectors are of whole numbers small enough that their products are exact in float32. So the same are found,
to the last bit, whether they are sought one by one or many at once.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.stream.products import ZERO, products

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, int32, int64
    from numpy.typing import NDArray

    from rashomon.grouping.stream.products import Bytes

    Vectors = NDArray[float32]
    Whole = NDArray[int32]
    Numbers = NDArray[int64]

WIDTH = 128  # to so many dimensions vectors are projected
WHOLE = 300.0  # times its unit vector, in whole numbers up to MOST, is a vector that is searched
MOST = 127.0
PARTED = 4096  # from so many vectors on there are cells
CELLS = 128
PROBED = 8  # cells that are looked at
ROUNDS = 8  # of k-means
SEED = 7


class Neighbours:
    """Vectors by rising numbers; the lowest leave first."""

    def __init__(self) -> None:
        self.cells = [Cell()]
        self.centres: Vectors | None = None
        self.parted = 0  # how many vectors had come when the cells were made

    @classmethod
    def of(
        cls, sizes: Sequence[int], numbers: Numbers, vectors: Vectors, centres: Vectors | None
    ) -> Neighbours:
        """What was kept of others: the sizes of their cells, all that they hold, and their centres."""
        made = cls()
        made.centres, made.cells = centres, []
        for end, size in zip(accumulate(sizes), sizes, strict=True):
            cell = Cell()
            cell.extend(numbers[end - size : end], as_bytes(vectors[end - size : end]))
            made.cells.append(cell)
        return made

    def add(self, numbers: Numbers, vectors: Vectors, oldest: int = 0) -> None:
        """Take in whole vectors in WIDTH dimensions, under rising numbers that are higher than all before.
        Those below ``oldest`` are sought no more."""
        if not len(numbers):
            return
        last = int(numbers[-1]) + 1
        if last >= PARTED and (last >= 2 * self.parted or not self.parted):
            self._part(last, oldest)
        if self.centres is None:
            self.cells[0].extend(numbers, as_bytes(vectors))
            return
        own = (vectors @ self.centres.T).argmax(axis=1)
        for at in np.unique(own).tolist():
            self.cells[at].extend(numbers[own == at], as_bytes(vectors[own == at]))

    def look(self, vectors: Vectors, nearest: Nearest, oldest: int) -> None:
        """Look for the nearest of each vector in its cells; none below ``oldest`` is found."""
        if self.centres is None:
            probed = np.zeros((len(vectors), 1), dtype=np.int64)
        else:
            probed = _highest(vectors @ self.centres.T, PROBED)
        sought = as_bytes(vectors)
        for at in np.unique(probed).tolist():
            seekers = np.flatnonzero((probed == at).any(axis=1))
            numbers, held = self.cells[at].since(oldest)
            if len(numbers):
                nearest.add(seekers, numbers, products(sought[seekers], held))

    def _part(self, count: int, oldest: int) -> None:
        self.parted = count
        held = [cell.since(oldest) for cell in self.cells]
        numbers = np.concatenate([numbers for numbers, _ in held])
        vectors = np.concatenate([vectors for _, vectors in held]).astype(np.float32) - np.float32(ZERO)
        order = np.argsort(numbers)
        numbers, vectors = numbers[order], vectors[order]
        centres = vectors[:: len(vectors) // CELLS][:CELLS].copy()
        for _ in range(ROUNDS):
            own = (vectors @ centres.T).argmax(axis=1)
            for at in range(CELLS):
                if (own == at).any():
                    centres[at] = vectors[own == at].sum(axis=0)
            centres = whole(centres)
        self.centres = centres
        own = (vectors @ centres.T).argmax(axis=1)
        self.cells = [Cell() for _ in range(CELLS)]
        for at, cell in enumerate(self.cells):
            cell.extend(numbers[own == at], as_bytes(vectors[own == at]))


class Nearest:
    """The nearest of each of some vectors, at most so many, as more and more are looked at."""

    def __init__(self, count: int, most: int) -> None:
        self._most = most
        self._parts: list[list[tuple[Numbers, Whole]]] = [[] for _ in range(count)]

    def add(self, seekers: Numbers, numbers: Numbers, near: Whole) -> None:
        """How near those of some numbers are to some of the vectors; shape (numbers, seekers)."""
        for column, seeker in enumerate(seekers.tolist()):
            self._parts[seeker].append((numbers, near[:, column]))

    def found(self) -> list[tuple[Numbers, Whole]]:
        """For each vector the numbers of its nearest, of those as near the later, and how near these are."""
        nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        both = (map(np.concatenate, zip(*parts, nothing, strict=True)) for parts in self._parts)
        return [first(numbers, near, self._most) for numbers, near in both]


class Cell:
    """Vectors side by side, those that came first in front."""

    def __init__(self) -> None:
        self.numbers: Numbers = np.zeros(8, dtype=np.int64)
        self.vectors: Bytes = np.zeros((8, WIDTH), dtype=np.uint8)
        self.start = self.end = 0

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return self.end - self.start

    def extend(self, numbers: Numbers, vectors: Bytes) -> None:
        """Put vectors at the end, making room where there is none."""
        end = self.end + len(numbers)
        if end > len(self.numbers):
            kept = slice(self.start, self.end)
            room = max(8, self.size + self.size // 2 + 2 * len(numbers))
            rows, held = np.zeros(room, dtype=np.int64), np.zeros((room, WIDTH), dtype=np.uint8)
            rows[: self.size], held[: self.size] = self.numbers[kept], self.vectors[kept]
            self.start, self.end, end = 0, self.size, self.size + len(numbers)
            self.numbers, self.vectors = rows, held
        self.numbers[self.end : end], self.vectors[self.end : end] = numbers, vectors
        self.end = end

    def since(self, oldest: int) -> tuple[Numbers, Bytes]:
        """Numbers and vectors, those before ``oldest`` left out and forgotten."""
        if self.start < self.end and self.numbers[self.start] < oldest:
            self.start += int(np.searchsorted(self.numbers[self.start : self.end], oldest))
        return self.numbers[self.start : self.end], self.vectors[self.start : self.end]


def first(numbers: Numbers, near: Whole, most: int) -> tuple[Numbers, Whole]:
    """The nearest of some, at most so many, the nearest first and of those as near the later."""
    if len(near) > most:
        enough = np.flatnonzero(near >= np.partition(near, len(near) - most)[len(near) - most])
        numbers, near = numbers[enough], near[enough]
    order = np.lexsort((-numbers, -near))[:most]
    return numbers[order], near[order]


def whole(vectors: Vectors) -> Vectors:
    """Vectors as those that are searched: their direction, in whole numbers (float32)."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    scaled: Vectors = np.clip(np.rint(vectors * (WHOLE / np.maximum(length, 1e-9))), -MOST, MOST)
    return scaled.astype(np.float32)


def as_bytes(vectors: Vectors) -> Bytes:
    """Whole vectors as ``products`` takes them."""
    return (vectors + np.float32(ZERO)).astype(np.uint8)


@cache
def projection(dimension: int) -> Vectors:
    """A drawn, nearly orthonormal map to WIDTH dimensions; shape (dimension, WIDTH). It is of whole numbers
    of 8 bits, so that products with others are exact."""
    drawn = np.random.default_rng(SEED).normal(size=(max(dimension, WIDTH), WIDTH))
    basis = np.linalg.qr(drawn)[0][:dimension]
    scaled: Vectors = np.rint(basis * (MOST / np.abs(basis).max())).astype(np.float32)
    return scaled


def _highest(near: Vectors, most: int) -> Numbers:
    """The places of the highest of each row."""
    order: Numbers = np.argsort(-near, axis=1, kind="stable")[:, :most]
    return order
