"""Average-link clustering: the two most alike are joined until none are alike enough on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.stream.kin import Alike

if TYPE_CHECKING:
    from rashomon.grouping.stream.likeness import Flags, Weights

HALF = 0.5  # of the pairs of two clusters are compared where these tell anything by what is usual anywhere


def cluster(alike: Alike, weights: Weights) -> list[list[int]]:
    """The clusters of some accounts by how much they are alike.

    Two are one where their mean likeness is enough, by what is usual for them or by what is usual anywhere.

    Returns:
        list[list[int]]: the members of each cluster, rising; clusters by their first member.
    """
    usually, anywhere, known = alike
    near = (usually >= weights.enough_at_arrival) | (known & (anywhere >= weights.many))
    np.fill_diagonal(near, val=False)
    found = []
    for part in _linked(near):
        if len(part) == 1:
            found.append(part)
        else:
            of_part = np.ix_(part, part)
            some = _average_link(Alike(usually[of_part], anywhere[of_part], known[of_part]), weights)
            found += [[part[at] for at in members] for members in some]
    return sorted(found)


def _linked(near: Flags) -> list[list[int]]:
    """The connected parts of a graph. No average-link cluster reaches beyond one, which saves much time."""
    ends = np.cumsum(near.sum(axis=1)).tolist()
    linked = np.nonzero(near)[1].tolist()
    parts, seen = [], [False] * len(near)
    for start in range(len(near)):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for index in part:
            for other in linked[ends[index - 1] if index else 0 : ends[index]]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        parts.append(sorted(part))
    return parts


def _average_link(alike: Alike, weights: Weights) -> list[list[int]]:
    mean, anywhere, known = alike
    count = len(mean)
    mean, total, pairs = mean.copy(), np.where(known, anywhere, 0.0), known.astype(np.float64)
    sizes, clusters = np.ones(count), [[at] for at in range(count)]
    for _ in range(count - 1):
        told = pairs >= np.maximum(HALF * sizes[:, None] * sizes, 1.0)
        most = np.maximum(pairs, 1.0)
        by_many = np.where(told, total / most - (weights.many + weights.few / most), -np.inf)
        over = np.maximum(mean - weights.enough_at_arrival, by_many)
        over[sizes == 0] = over[:, sizes == 0] = -np.inf
        np.fill_diagonal(over, -np.inf)
        i, j = sorted(divmod(int(over.argmax()), count))
        if over[i, j] < 0:
            break
        mean[i] = mean[:, i] = (mean[i] * sizes[i] + mean[j] * sizes[j]) / (sizes[i] + sizes[j])
        for sums in (total, pairs):
            sums[i] += sums[j]
            sums[:, i] = sums[i]
        sizes[i] += sizes[j]
        sizes[j] = 0
        clusters[i] += clusters[j]
        clusters[j] = []
    return [sorted(members) for members in clusters if members]
