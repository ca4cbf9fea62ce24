"""Average-link clustering: the two most alike are joined until none are alike enough on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.grouping.likeness import Matrix


def cluster(alike: Matrix, threshold: float) -> list[list[int]]:
    """The clusters of some things by how much they are alike.

    Args:
        alike: shape (n, n), symmetric; the diagonal is not read.

    Returns:
        list[list[int]]: the members of each cluster, rising; clusters by their first member.
    """
    parts = _linked(alike >= threshold)
    if len(parts) == 1:
        return sorted(_average_link(alike, parts[0], threshold))
    return sorted(
        cluster
        for part in parts
        for cluster in (
            _average_link(alike[np.ix_(part, part)], part, threshold) if len(part) > 1 else [part]
        )
    )


def _linked(near: np.ndarray) -> list[list[int]]:
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


def _average_link(alike: Matrix, names: Sequence[int], threshold: float) -> list[list[int]]:
    clusters = [[name] for name in names]
    mean = alike.astype(np.float64, copy=True)
    np.fill_diagonal(mean, -np.inf)
    for _ in names[1:]:
        i, j = sorted(divmod(int(mean.argmax()), len(clusters)))
        if mean[i, j] < threshold:
            break
        ours, theirs = len(clusters[i]), len(clusters[j])
        mean[i] = mean[:, i] = (mean[i] * ours + mean[j] * theirs) / (ours + theirs)
        mean[i, i] = mean[j] = mean[:, j] = -np.inf
        clusters[i] += clusters[j]
        clusters[j] = []
    return [sorted(members) for members in clusters if members]
