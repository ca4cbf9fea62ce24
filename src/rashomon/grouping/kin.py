"""How much accounts of some stories are alike, where a story's own accounts say nothing on what is usual.

Where hundreds report one event, all that is near to one of them tells of that event, so that it is never
more alike than what is usual. So each two are also held against what is usual among accounts of other
stories than theirs. This counts where an account is as near to a story as those in it are to one another; the
fewer these are, the more it takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.likeness import LEAST, exactly, score

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Flags, Matrix, Weights
    from rashomon.grouping.rows import Seen


def within_stories(
    seen: Seen, known: Flags, sums: Matrix, others: Matrix, stories: NDArray[int64], weights: Weights
) -> Matrix:
    """The likeness of each two accounts, shape (n, n), symmetric.

    Args:
        seen: what each has with each other, fields of shape (n, n); ``numbers`` are not read.
        known: which were ever compared.
        sums: shape (n, n, 5): what is usual for the one in the other's language; ``others`` the same without
            what accounts of either's story showed.
        stories: shape (n,); below zero is an account that has none yet.
    """
    _, lead, told, same, _, scores, extra = seen
    count = len(stories)
    alone = np.where(stories < 0, -1 - np.arange(count), stories)
    together = alone[:, None] == alone[None]
    both = score(lead, told, same, np.stack([sums, np.maximum(others, 0.0)]), weights)
    usual, elsewhere = _both(both[0]), _both(both[1])
    plain = exactly(np.maximum(scores, LEAST) + extra)
    near, of_story = _nearness(plain, known & ~np.eye(count, dtype=np.bool_), alone)
    near, few = near[:, of_story], _few(together, weights)
    full: Matrix = (
        np.maximum(usual, elsewhere + _both(np.minimum(near, 0.0)) - np.minimum(few, few.T)) + extra
    )
    least = min(float(full[known].min()), -1.0) if known.any() else -1.0
    return np.where(known, full, least)


def reaches(plain: float, size: int, weights: Weights) -> bool:
    """Whether an article may be with another, whatever is usual: ``plain`` is how much it is like that one by
    what is usual anywhere, ``size`` that of the other's story."""
    return size > 1 and plain - weights.few / (size - 1) >= weights.enough_at_arrival


def _nearness(plain: Matrix, known: Flags, stories: NDArray[int64]) -> tuple[Matrix, NDArray[int64]]:
    """By how much each account is more alike to a story, itself left out, than those in it to one another:
    shape (n, stories), and the place of each account's story. 0 where this cannot be told."""
    names, place = np.unique(stories, return_inverse=True)
    member = place[:, None] == np.arange(len(names))
    total, pairs = np.where(known, plain, 0.0) @ member, known.astype(np.float64) @ member
    whole, all_pairs = (total * member).sum(axis=0), (pairs * member).sum(axis=0)
    inner, inner_pairs = whole - 2 * total * member, all_pairs - 2 * pairs * member
    told = (pairs > 0.5) & (inner_pairs > 0.5)
    apart = total / np.maximum(pairs, 1) - inner / np.maximum(inner_pairs, 1)
    return np.where(told, apart, 0.0), place.astype(np.int64)


def _few(together: Flags, weights: Weights) -> Matrix:
    """What is taken off where the other's story, the one left out, has few accounts."""
    sizes = together.sum(axis=1)[None] - together
    few: Matrix = np.where(sizes > 1, weights.few / np.maximum(sizes - 1, 1), np.inf)
    return few


def _both(scores: Matrix) -> Matrix:
    mean: Matrix = (scores + scores.T) / 2
    return mean
