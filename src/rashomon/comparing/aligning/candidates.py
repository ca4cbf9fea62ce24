"""Which statements of a large story are worth measuring against each other: those of near pooled words.

How far a pair stands out is seen against the other statements of the two articles. What a statement shares
with those is not measured but foretold from their pooled words, by a least-squares fit on a sample of the
story (correlation 0.87 on the gold stories).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.comparing.aligning.tokens import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.tokens import Words

NEAREST = 24  # statements of other articles that each is measured against, at least
ROWS = 256  # statements whose neighbours are looked up at a time
SEARCHED = 16_384  # statements up to which each is held against all; of more against those of cells around it
CELL, AROUND = 100, 60  # size of a cell, and how many are searched
PER_CELL, TURNS, ASSIGNED = 20, 4, 1_024  # k-means: sample of a cell, turns, statements assigned at a time
GROUP = 16  # statements of which only the nearest is looked at first


class Pooled(Struct, frozen=True, eq=False):
    """The words of each node added up by their weights: float32, shape (n, d); the weights added up."""

    vectors: NDArray[float32]
    lengths: NDArray[float32]
    weights: NDArray[float32]


def pool(words: Words) -> Pooled:
    """Each node's words added up; zero where it has none."""
    vectors = np.zeros((len(words.starts) - 1, words.matrix.shape[1]), np.float32)
    weights = np.zeros(len(vectors), np.float32)
    held = np.flatnonzero(words.lengths())
    for first in range(0, len(held), ROWS):
        some = held[first : first + ROWS]
        rows = slice(words.starts[some[0]], words.starts[some[-1] + 1])
        starts = words.starts[some] - words.starts[some[0]]
        weighed = words.rows(rows) * words.weight[rows, None]
        vectors[some] = np.add.reduceat(weighed, starts, axis=0)
        weights[some] = np.add.reduceat(words.weight[rows], starts)
    return Pooled(vectors, np.linalg.norm(vectors, axis=1), weights)


def find_candidates(pooled: Pooled, homes: NDArray[intp]) -> tuple[NDArray[intp], NDArray[intp]]:
    """The pairs of nodes of different homes, the lesser first, of which one is among the other's nearest."""
    total = len(homes)
    vectors = unit(pooled.vectors)
    everything = np.arange(total)
    searched = [(everything, everything)] if total <= SEARCHED else _by_cell(vectors)
    keys = [
        _nearest(vectors, homes, rows[first : first + ROWS], columns)
        for rows, columns in searched
        for first in range(0, len(rows), ROWS)
    ]
    one, other = np.divmod(np.unique(np.concatenate(keys)), total)
    return one, other


def _nearest(
    vectors: NDArray[float32], homes: NDArray[intp], rows: NDArray[intp], columns: NDArray[intp]
) -> NDArray[intp]:
    """The nearest of some nodes to each of others, as lesser * total + greater."""
    total, count = len(homes), len(columns)
    most = min(NEAREST, count - 1)
    near = np.full((len(rows), -(-count // GROUP) * GROUP), -1, np.float32)
    near[:, :count] = vectors[rows] @ vectors[columns].T
    near[:, :count][homes[rows][:, None] == homes[columns][None, :]] = -1
    if most < 1:
        return np.zeros(0, np.intp)
    best = _best(near, most)
    kept = np.take_along_axis(near, best, axis=1) > 0
    one, other = np.broadcast_to(rows[:, None], best.shape)[kept], columns[best[kept]]
    return np.minimum(one, other) * total + np.maximum(one, other)


def _by_cell(vectors: NDArray[float32]) -> Iterator[tuple[NDArray[intp], NDArray[intp]]]:
    """The nodes of each cell, and those of the cells around it, which are all that they are held against.

    A cell is what lies nearest to one of so many centres (spherical k-means on a sample; an inverted file as
    of Sivic and Zisserman 2003).
    """
    cells = max(1, round(len(vectors) / CELL))
    sample = vectors[np.linspace(0, len(vectors) - 1, min(len(vectors), PER_CELL * cells)).astype(np.intp)]
    centres = sample[np.linspace(0, len(sample) - 1, cells).astype(np.intp)]
    for _ in range(TURNS):
        order, held, starts = _assigned(sample, centres)
        moved = centres.copy()
        moved[held] = np.add.reduceat(sample[order], starts, axis=0)
        centres = unit(moved)
    order, held, starts = _assigned(vectors, centres)
    members = dict(zip(held.tolist(), np.split(order, starts[1:]), strict=True))
    around = np.argsort(-(centres @ centres.T), axis=1, kind="stable")[:, :AROUND]
    for cell, rows in members.items():
        columns = [members[other] for other in around[cell].tolist() if other in members]
        yield rows, np.sort(np.concatenate(columns))


def _assigned(
    vectors: NDArray[float32], centres: NDArray[float32]
) -> tuple[NDArray[intp], NDArray[intp], NDArray[intp]]:
    """Vectors in the order of their nearest centres, the centres that have any, and where each begins."""
    own = [
        (vectors[first : first + ASSIGNED] @ centres.T).argmax(axis=1)
        for first in range(0, len(vectors), ASSIGNED)
    ]
    nearest = np.concatenate(own)
    order = np.argsort(nearest, kind="stable")
    held, starts = np.unique(nearest[order], return_index=True)
    return order, held, starts


def _best(near: NDArray[float32], most: int) -> NDArray[intp]:
    """The columns of the largest values of each row, in no order: by groups of columns first."""
    groups = near.reshape(len(near), GROUP, -1)
    count = groups.shape[2]
    if count <= most:
        return np.argpartition(-near, most - 1, axis=1)[:, :most]
    chosen = np.argpartition(-groups.max(axis=1), most - 1, axis=1)[:, :most]
    inside = (chosen[:, None, :] + count * np.arange(GROUP)[None, :, None]).reshape(len(near), -1)
    best = np.argpartition(-np.take_along_axis(near, inside, axis=1), most - 1, axis=1)[:, :most]
    return np.take_along_axis(inside, best, axis=1)


def features(pooled: Pooled, rows: NDArray[intp], columns: NDArray[intp]) -> NDArray[float32]:
    """What foretells how much nodes share: float32, shape (7, rows, columns)."""
    dot = pooled.vectors[rows] @ pooled.vectors[columns].T
    cosine = dot / np.maximum(pooled.lengths[rows, None] * pooled.lengths[None, columns], 1e-6)
    one, other = pooled.weights[rows, None], pooled.weights[None, columns]
    least = np.minimum(one, other)
    harmonic = one * other / np.maximum(one + other, 1e-6)
    return np.stack([np.ones_like(dot), dot, cosine, least, cosine * least, cosine**2 * least, harmonic])
