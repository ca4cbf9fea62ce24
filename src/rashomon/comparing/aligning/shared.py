"""What two statements share: the sum over words that are each other's nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.tokens import Words

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
    near_one, near_other = _nearest(cosine, one), _nearest(cosine.T, other).T
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
    """The words of some nodes: of the longest first, and of all the first words, then the second ones.

    ``turns`` says how many have a first word, a second, and so on. ``part`` numbers the nodes that have
    words, ``of`` all of them, for each word.
    """

    matrix: NDArray[float32]
    weight: NDArray[float32]
    turns: list[int]
    part: NDArray[intp]
    of: NDArray[intp]


def _bag(words: Words, nodes: NDArray[intp]) -> _Bag:
    lengths = words.starts[nodes + 1] - words.starts[nodes]
    order = np.argsort(-lengths, kind="stable")
    turns = [int((lengths > turn).sum()) for turn in range(lengths.max(initial=0))]
    part = np.concatenate([np.arange(0), *(np.arange(held) for held in turns)])
    turn = np.repeat(np.arange(len(turns)), turns)
    rows = words.starts[nodes[order[part]]] + turn
    return _Bag(words.rows(rows), words.weight[rows], turns, part, order[part])


def _nearest(cosine: NDArray[float32], bag: _Bag) -> NDArray[float32]:
    """The greatest of each node's rows: whole blocks of rows are compared, which is quick."""
    nearest, done = cosine[: bag.turns[0]].copy(), bag.turns[0]
    for held in bag.turns[1:]:
        block = nearest[:held]
        np.maximum(block, cosine[done : done + held], out=block)
        done += held
    return nearest
