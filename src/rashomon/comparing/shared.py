"""What two statements share: the sum over words that are each other's nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.comparing.tokens import Words

FLOOR = 0.35  # cosine that two nearest words have by chance
PAIRS, CELLS = 512, 60_000  # pairs, and cosines of their words, that are measured at a time


def shared_by_pair(words: Words, one: NDArray[intp], other: NDArray[intp]) -> NDArray[float32]:
    """What each pair of nodes shares: float32, shape (n,). Pairs of about the same length go together."""
    lengths = words.lengths()
    longest = np.maximum(lengths[one], lengths[other])
    order = np.argsort(longest, kind="stable")
    order = order[np.minimum(lengths[one], lengths[other])[order] > 0]
    shared = np.zeros(len(one), np.float32)
    first = 0
    while first < len(order):
        length = int(longest[order[min(first + PAIRS, len(order)) - 1]])
        some = order[first : first + max(1, min(PAIRS, CELLS // length**2))]
        first += len(some)
        a, weight_a = _padded(words, one[some])
        b, weight_b = _padded(words, other[some])
        # The pairs in the last place, so that what is done for all of them runs over memory in order.
        cosine = np.multiply((a @ b.transpose(0, 2, 1)).transpose(1, 2, 0), words.scale**2, order="C")
        near_a, near_b = cosine.max(axis=1), cosine.max(axis=0)
        at = np.flatnonzero(cosine >= np.maximum(np.maximum(near_a, np.float32(FLOOR))[:, None], near_b))
        row, column, pair = np.unravel_index(at, cosine.shape)
        gain = (cosine.ravel()[at] - FLOOR) * weight_a[pair, row] * weight_b[pair, column]
        shared[some] = np.bincount(pair, gain, len(some))
    return shared


def _padded(words: Words, nodes: NDArray[intp]) -> tuple[NDArray[float32], NDArray[float32]]:
    """The words of some nodes as they are kept, each padded with zeros to as many, and their weights."""
    lengths = words.lengths()[nodes]
    at = np.arange(lengths.max())
    blank = at[None, :] >= lengths[:, None]
    rows = np.where(blank, 0, words.starts[nodes][:, None] + at)
    matrix, weight = words.matrix.take(rows, axis=0, mode="clip"), words.weight[rows]
    matrix[blank] = 0
    weight[blank] = 0
    return matrix.astype(np.float32, copy=False), weight


def shared_by_all(words: Words, rows: NDArray[intp], columns: NDArray[intp]) -> NDArray[float32]:
    """What each of some nodes shares with each of others: float32, shape (n, m)."""
    one, other = _bag(words, rows), _bag(words, columns)
    total = np.zeros(len(rows) * len(columns), np.float32)
    if not len(one.matrix) or not len(other.matrix):
        return total.reshape(len(rows), len(columns))
    cosine = one.matrix @ other.matrix.T
    near_other = np.maximum.reduceat(cosine, other.starts, axis=1)
    ends = [*one.starts[1:], len(cosine)]
    near_one = np.stack([cosine[a:b].max(axis=0) for a, b in zip(one.starts, ends, strict=True)])
    at = np.flatnonzero(cosine > FLOOR)
    row, column = np.divmod(at, cosine.shape[1])
    value = cosine.ravel()[at]
    mutual = (value >= near_other[row, other.part[column]]) & (value >= near_one[one.part[row], column])
    row, column, value = row[mutual], column[mutual], value[mutual]
    gain = (value - FLOOR) * one.weight[row] * other.weight[column]
    pair = one.of[row] * len(columns) + other.of[column]
    total = np.bincount(pair, gain, len(total)).astype(np.float32)
    return total.reshape(len(rows), len(columns))


class _Bag(Struct, frozen=True, eq=False):
    """The words of some nodes: ``part`` numbers those that have words, ``of`` all of them."""

    matrix: NDArray[float32]
    weight: NDArray[float32]
    starts: NDArray[intp]
    part: NDArray[intp]
    of: NDArray[intp]


def _bag(words: Words, nodes: NDArray[intp]) -> _Bag:
    lengths = words.starts[nodes + 1] - words.starts[nodes]
    held = np.flatnonzero(lengths)
    lengths = lengths[held]
    ends = np.cumsum(lengths)
    starts = ends - lengths
    part = np.repeat(np.arange(len(held)), lengths)
    rows = np.arange(ends[-1] if len(ends) else 0) + (words.starts[nodes[held]] - starts)[part]
    return _Bag(words.rows(rows), words.weight[rows], starts, part, held[part])
