"""The nearest of many vectors, found in the cells of a few of which one is likely to hold them.

Until there are some thousands all are looked at. Then the vectors are parted into cells around centres
(spherical k-means over those that came first), and of a new one only the nearest cells are looked at: an
inverted file as in Jégou et al. 2011 (https://doi.org/10.1109/TPAMI.2010.57), without its compression. The
same vectors in the same order give the same neighbours.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, int64
    from numpy.typing import NDArray

    Vectors = NDArray[float32]

WIDTH = 128  # to so many dimensions vectors are projected
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

    @classmethod
    def of(
        cls, sizes: Sequence[int], numbers: NDArray[int64], vectors: Vectors, centres: Vectors | None
    ) -> Neighbours:
        """What was kept of others: the sizes of their cells, all that they hold, and their centres."""
        made = cls()
        made.centres, made.cells = centres, []
        for end, size in zip(accumulate(sizes), sizes, strict=True):
            cell = Cell()
            cell.numbers, cell.vectors = numbers[end - size : end].copy(), vectors[end - size : end].copy()
            cell.end = size
            made.cells.append(cell)
        return made

    def add(self, number: int, vector: Vectors) -> None:
        """Take in a vector of unit length, in WIDTH dimensions, under a number higher than all before."""
        if self.centres is None and self.cells[0].size >= PARTED:
            self._part()
        at = 0 if self.centres is None else int((self.centres @ vector).argmax())
        self.cells[at].add(number, vector)

    def nearest(self, vector: Vectors, most: int, oldest: int) -> NDArray[int64]:
        """The numbers of the nearest vectors, at most so many, rising; none below ``oldest``."""
        if self.centres is None:
            probed = self.cells
        else:
            order = np.argpartition(-(self.centres @ vector), PROBED)[:PROBED]
            probed = [self.cells[at] for at in sorted(order.tolist())]
        found = [cell.since(oldest) for cell in probed]
        numbers = np.concatenate([numbers for numbers, _ in found])
        if len(numbers) > most:
            close = np.concatenate([vectors @ vector for _, vectors in found])
            numbers = numbers[np.argpartition(-close, most)[:most]]
        return np.sort(numbers)

    def _part(self) -> None:
        (whole,) = self.cells
        vectors = whole.vectors[whole.start : whole.end]
        centres = vectors[:: len(vectors) // CELLS][:CELLS].copy()
        for _ in range(ROUNDS):
            own = (vectors @ centres.T).argmax(axis=1)
            for cell in range(CELLS):
                if (own == cell).any():
                    centres[cell] = vectors[own == cell].sum(axis=0)
            centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
        self.centres = centres
        self.cells = [Cell() for _ in range(CELLS)]
        own = (vectors @ centres.T).argmax(axis=1)
        for at, number, vector in zip(own, whole.numbers[whole.start : whole.end], vectors, strict=True):
            self.cells[at].add(int(number), vector)


class Cell:
    """Vectors side by side, those that came first in front."""

    def __init__(self) -> None:
        self.numbers: NDArray[int64] = np.zeros(8, dtype=np.int64)
        self.vectors: Vectors = np.zeros((8, WIDTH), dtype=np.float32)
        self.start = self.end = 0

    @property
    def size(self) -> int:
        """How many vectors it holds."""
        return self.end - self.start

    def add(self, number: int, vector: Vectors) -> None:
        """Put a vector at the end, making room where there is none."""
        if self.end == len(self.numbers):
            kept = slice(self.start, self.end)
            room = max(8, 2 * self.size)
            numbers, vectors = np.zeros(room, dtype=np.int64), np.zeros((room, WIDTH), dtype=np.float32)
            numbers[: self.size], vectors[: self.size] = self.numbers[kept], self.vectors[kept]
            self.start, self.end = 0, self.size
            self.numbers, self.vectors = numbers, vectors
        self.numbers[self.end], self.vectors[self.end] = number, vector
        self.end += 1

    def since(self, oldest: int) -> tuple[NDArray[int64], Vectors]:
        """Numbers and vectors, those before ``oldest`` left out and forgotten."""
        while self.start < self.end and self.numbers[self.start] < oldest:
            self.start += 1
        return self.numbers[self.start : self.end], self.vectors[self.start : self.end]


@cache
def projection(dimension: int) -> Vectors:
    """A drawn orthonormal map to WIDTH dimensions; shape (dimension, WIDTH)."""
    drawn = np.random.default_rng(SEED).normal(size=(max(dimension, WIDTH), WIDTH))
    basis: Vectors = np.linalg.qr(drawn)[0][:dimension].astype(np.float32)
    return basis
