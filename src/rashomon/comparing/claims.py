"""Aligned pairs to claims. Claims are not connected components: a statement may serve several.

Closing pairs transitively ruins them, since one long sentence links facts that have nothing to do with each
other. So a claim is a set of statements, at most one of an article, in which *every* two are aligned at
least weakly and each is aligned well with the others on average: a third report that has both helps a pair
that is weak by itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.align import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.align import Pair


class Group(Struct, frozen=True):
    """The places of statements that tell of the same fact, in order, and the weakest strength among them."""

    members: tuple[int, ...]
    strength: float


def cover(pairs: Sequence[Pair], threshold: float = THRESHOLD) -> list[Group]:
    """Groups of statements that together cover every pair of at least ``threshold``.

    The strongest pair that no group holds yet starts one. It takes in, one by one, the statement that is
    most strongly aligned with its members on average, while that is at least ``threshold``; a weaker pair
    may so be part of a group, two statements that are no pair at all never. The result does not depend on
    the order of the pairs.
    """
    strength: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for pair in pairs:
        strength[pair.one][pair.other] = strength[pair.other][pair.one] = pair.strength
    covered: set[tuple[int, int]] = set()
    groups = []
    for pair in sorted(pairs, key=lambda p: (-p.strength, p.one, p.other)):
        if pair.strength < threshold or (pair.one, pair.other) in covered:
            continue
        members = _grow(pair, strength, threshold)
        covered.update((a, b) for a in members for b in members if a < b)
        weakest = min(strength[a][b] for a in members for b in members if a < b)
        groups.append(Group(tuple(members), weakest))
    return sorted(groups, key=lambda group: group.members)


def _grow(pair: Pair, strength: Mapping[int, Mapping[int, float]], threshold: float) -> list[int]:
    members = [pair.one, pair.other]
    while True:
        common = set.intersection(*(set(strength[member]) for member in members))
        means = [(sum(strength[m][c] for m in members) / len(members), -c) for c in common]
        best, place = max(means, default=(threshold - 1, 0))
        if best < threshold:
            return sorted(members)
        members.append(-place)
