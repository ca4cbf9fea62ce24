"""Which statements of a large story are worth measuring against each other: those of near pooled words.

How far a pair stands out is seen against the other statements of the two articles. What a statement shares
with those is not measured but foretold from their pooled words, by a least-squares fit on a sample of the
story (correlation 0.87 on the gold stories).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.comparing.tokens import unit

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.comparing.tokens import Words

NEAREST = 24  # statements of other articles that each is measured against, at least
ROWS = 256  # statements whose neighbours are looked up at a time
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
        weighed = words.matrix[rows] * words.weight[rows, None].astype(np.float32)
        vectors[some] = np.add.reduceat(weighed, starts, axis=0)
        weights[some] = np.add.reduceat(words.weight[rows], starts)
    return Pooled(vectors, np.linalg.norm(vectors, axis=1), weights)


def find_candidates(pooled: Pooled, homes: NDArray[intp]) -> tuple[NDArray[intp], NDArray[intp]]:
    """The pairs of nodes of different homes, the lesser first, of which one is among the other's nearest."""
    total = len(homes)
    padded = -(-total // GROUP) * GROUP
    near_to = np.zeros((pooled.vectors.shape[1], padded), np.float32)
    near_to[:, :total] = unit(pooled.vectors).T
    most = min(NEAREST, total - 1)
    keys = []
    for first in range(0, total, ROWS):
        rows = np.arange(first, min(first + ROWS, total))
        near = near_to[:, rows].T @ near_to
        near[:, :total][homes[rows][:, None] == homes[None, :]] = -1
        best = _best(near, most)
        kept = (np.take_along_axis(near, best, axis=1) > 0) & (best < total)
        one, other = np.broadcast_to(rows[:, None], best.shape)[kept], best[kept]
        keys.append(np.minimum(one, other) * total + np.maximum(one, other))
    one, other = np.divmod(np.unique(np.concatenate(keys)), total)
    return one, other


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
