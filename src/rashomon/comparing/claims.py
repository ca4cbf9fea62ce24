"""Aligned pairs to claims. Claims are not connected components: a statement may serve several.

Closing pairs transitively ruins them, since one long sentence links facts that have nothing to do with each
other. So a claim is a set of statements that are *all* aligned with one another, at most one of an article;
the claims together cover every pair.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.align import Pair


class Group(Struct, frozen=True):
    """The places of statements that tell of the same fact, in order, and the weakest strength among them."""

    members: tuple[int, ...]
    strength: float


def cover(pairs: Sequence[Pair]) -> list[Group]:
    """Groups of statements that are all aligned with one another, covering every pair.

    The strongest pair that no group holds yet starts one; it takes in the statement that is most strongly
    aligned with all its members, while there is one. The result does not depend on the order of the pairs.
    """
    strength: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for pair in pairs:
        strength[pair.one][pair.other] = strength[pair.other][pair.one] = pair.strength
    covered: set[tuple[int, int]] = set()
    groups = []
    for pair in sorted(pairs, key=lambda p: (-p.strength, p.one, p.other)):
        if (pair.one, pair.other) in covered:
            continue
        members, weakest = _grow(pair, strength)
        covered.update((a, b) for a in members for b in members if a < b)
        groups.append(Group(tuple(members), weakest))
    return sorted(groups, key=lambda group: group.members)


def _grow(pair: Pair, strength: Mapping[int, Mapping[int, float]]) -> tuple[list[int], float]:
    members, weakest = [pair.one, pair.other], pair.strength
    while True:
        common = set.intersection(*(set(strength[member]) for member in members))
        if not common:
            return sorted(members), weakest
        best, place = max((min(strength[m][c] for m in members), -c) for c in common)
        members.append(-place)
        weakest = min(weakest, best)
