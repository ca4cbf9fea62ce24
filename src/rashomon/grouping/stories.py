"""Accounts to stories: those that tell of one event come together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rashomon.grouping.dates import in_order
from rashomon.grouping.likeness import enough, likeness
from rashomon.grouping.origins import trace_origins
from rashomon.model import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.grouping.likeness import Matrix
    from rashomon.grouping.origins import Origins
    from rashomon.model import Account

COPIES = 10.0  # copies of one report tell of one event, whatever else speaks against it


def group(accounts: Sequence[Account]) -> tuple[Story, ...]:
    """Split accounts into stories, and give each article its origin.

    Args:
        accounts: each article with an id of its own; their order does not matter.

    Returns:
        tuple[Story, ...]: "s1", "s2", … by the earliest article of each, undated ones last.
    """
    if not accounts:
        return ()
    ordered = sorted(accounts, key=lambda account: account.article.id)
    origins = trace_origins(ordered)
    alike = likeness(ordered)
    names = np.array([origins.of[account.article.id] for account in ordered])
    copies = names[:, None] == names[None, :]
    alike[copies] = np.maximum(alike[copies], COPIES)
    groups = [[ordered[index] for index in members] for members in cluster(alike, enough(len(ordered)))]
    groups.sort(key=lambda members: min(in_order(account.article) for account in members))
    return tuple(_story(f"s{number}", members, origins) for number, members in enumerate(groups, 1))


def one_story(accounts: Sequence[Account]) -> Story:
    """All accounts as one story, each article with its origin."""
    return _story("s1", accounts, trace_origins(accounts))


def _story(name: str, accounts: Sequence[Account], origins: Origins) -> Story:
    ordered = sorted(accounts, key=lambda account: account.article.id)
    named = tuple(_with_origin(account, origins.of[account.article.id]) for account in ordered)
    return Story(name, named, origins.among(ordered))


def _with_origin(account: Account, origin: str) -> Account:
    return msgspec.structs.replace(account, article=msgspec.structs.replace(account.article, origin=origin))


def cluster(alike: Matrix, threshold: float) -> list[list[int]]:
    """Average-link clusters: the two most alike are joined until none are alike by ``threshold`` on average.

    Args:
        alike: shape (n, n), symmetric; the diagonal is not read.

    Returns:
        list[list[int]]: the members of each cluster, rising; clusters by their first member.
    """
    return sorted(
        cluster
        for part in _linked(alike >= threshold)
        for cluster in _average_link(alike[np.ix_(part, part)], part, threshold)
    )


def _linked(near: np.ndarray) -> list[list[int]]:
    """The connected parts of a graph. No average-link cluster reaches beyond one, which saves much time."""
    parts, seen = [], np.zeros(len(near), dtype=bool)
    for start in range(len(near)):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for index in part:
            fresh = np.flatnonzero(near[index] & ~seen)
            seen[fresh] = True
            part.extend(fresh.tolist())
        parts.append(sorted(part))
    return parts


def _average_link(alike: Matrix, names: Sequence[int], threshold: float) -> list[list[int]]:
    clusters = [[name] for name in names]
    mean = alike.astype(np.float64, copy=True)
    np.fill_diagonal(mean, -np.inf)
    while len(clusters) > 1:
        i, j = sorted(divmod(int(mean.argmax()), len(clusters)))
        if mean[i, j] < threshold:
            break
        ours, theirs = len(clusters[i]), len(clusters[j])
        mean[i] = mean[:, i] = (mean[i] * ours + mean[j] * theirs) / (ours + theirs)
        mean[i, i] = -np.inf
        mean = np.delete(np.delete(mean, j, axis=0), j, axis=1)
        clusters[i] = sorted(clusters[i] + clusters.pop(j))
    return clusters
