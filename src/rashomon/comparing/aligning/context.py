"""What speaks for a pair of statements beside its words: what stands beside them, and the same day.

Reports of one event tell much in the same order, so a pair gains where the statements next to it align, too.
And two statements that give the same date, or the same hour of it, gain by how rare it is in the story.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.tokens import Node
    from rashomon.model import Account

MOST = 3.0  # strength of a neighbouring pair beyond which it counts no more


def beside(
    homes: NDArray[intp], one: NDArray[intp], other: NDArray[intp], strength: NDArray[float32]
) -> NDArray[float32]:
    """The strength of the strongest pair next to each pair, 0 to MOST: float32, shape (n,).

    Args:
        homes: the article of each node.
        one, other: the pairs, each once.
        strength: how strongly each is aligned.
    """
    total = len(homes)
    keys = np.minimum(one, other) * total + np.maximum(one, other)
    order = np.argsort(keys)
    keys, by_key = keys[order], np.clip(strength[order], 0, MOST)
    best = np.zeros(len(one), np.float32)
    if not len(keys):
        return best
    for step, its_step in ((1, 1), (-1, -1), (1, -1), (-1, 1)):
        a, b = one + step, other + its_step
        inside = (np.minimum(a, b) >= 0) & (np.maximum(a, b) < total)
        a, b = np.where(inside, a, one), np.where(inside, b, other)
        inside &= (homes[a] == homes[one]) & (homes[b] == homes[other])
        wanted = np.minimum(a, b) * total + np.maximum(a, b)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        best = np.maximum(best, np.where(inside & (keys[at] == wanted), by_key[at], 0))
    return best.astype(np.float32)


def same_days(
    nodes: Sequence[Node], accounts: Sequence[Account], one: NDArray[intp], other: NDArray[intp]
) -> NDArray[float32]:
    """How rare the dates are that both statements of each pair give, added up: float32, shape (n,)."""
    given = _dates(nodes, accounts)
    told = Counter(date for dates in given for date in dates)
    shared = np.zeros(len(one), np.float32)
    dated = np.array([bool(dates) for dates in given], bool)
    for at in np.flatnonzero(dated[one] & dated[other]):
        for date in given[one[at]] & given[other[at]]:
            shared[at] += 1 - np.log(told[date]) / np.log(max(len(nodes), 2))
    return shared


def _dates(nodes: Sequence[Node], accounts: Sequence[Account]) -> list[set[str]]:
    """The whole dates that each node gives."""
    by_place: list[set[str]] = []
    for account in accounts:
        whole = [t for t in account.times if t.type != "duration" and "X" not in t.value]
        for statement in account.statements:
            inside = (t for t in whole if statement.start <= t.start and t.end <= statement.end)
            by_place.append({t.value for t in inside})
    return [by_place[node.places[0]] for node in nodes]
