"""Aligned statements to claims. Claims are not connected components: a statement may serve several.

Closing pairs transitively ruins them, since one long sentence links facts that have nothing to do with each
other. So a claim is a set of statements, at most one of an article, in which *every* two that were measured
are aligned at least weakly and each is aligned well with the others on average: a third report that has both
helps a pair that is weak by itself. In a large story, where not all are measured, one that joins must be
measured against several members, and few of many may be weak.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.comparing.aligning.align import THRESHOLD, WEAK
from rashomon.comparing.aligning.tokens import members_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import intp
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import Alignment

ENOUGH = 5  # members of a claim that a statement must have been measured against, where it has so many
WEAK_SHARE = 0.1  # of these that may be weak


class Group(Struct, frozen=True):
    """The places of statements that tell of the same fact, in order, and the weakest strength among them.

    ``central`` is the place of the one that is most strongly aligned with the others.
    """

    members: tuple[int, ...]
    strength: float
    central: int = -1


def cover(alignment: Alignment, threshold: float = THRESHOLD, weak: float = WEAK) -> list[Group]:
    """Groups of statements that together cover every pair of at least ``threshold``.

    The strongest pair that no group holds yet starts one. It takes in, one by one, the statement that is
    most strongly aligned with its members on average, while that is at least ``threshold``; a weaker pair
    may so be part of a group, two statements that are no pair at all never. The result does not depend on
    the order of the pairs.
    """
    graph = _Graph(alignment, threshold, weak)
    claims_of: defaultdict[int, set[int]] = defaultdict(set)
    found: list[list[int]] = []
    for one, other in graph.strongest():
        if claims_of[one].isdisjoint(claims_of[other]):
            members = graph.grow(one, other)
            for member in members:
                claims_of[member].add(len(found))
            found.append(members)
    groups = [graph.group(members) for members in found]
    return sorted(groups, key=lambda group: group.members)


class _Graph:
    """The measured pairs of a story's nodes, by node."""

    def __init__(self, alignment: Alignment, threshold: float, weak: float) -> None:
        self.nodes, self.threshold, self.weak = alignment.nodes, threshold, weak
        self.of_article = members_of(alignment.nodes)
        self.edges = alignment
        both = alignment.one != alignment.other
        node = np.concatenate([alignment.one, alignment.other[both]])
        other = np.concatenate([alignment.other, alignment.one[both]])
        strength = np.concatenate([alignment.strength, alignment.strength[both]])
        order = np.lexsort((other, node))
        self.first = np.searchsorted(node[order], np.arange(len(self.nodes) + 1))
        self.other, self.strength = other[order], strength[order].astype(np.float64)
        self.links = np.zeros(len(self.nodes), np.intp)
        self.weak_links = np.zeros(len(self.nodes), np.intp)
        self.total = np.zeros(len(self.nodes))
        self.out = np.zeros(len(self.nodes), bool)

    def strongest(self) -> Iterator[tuple[int, int]]:
        """The pairs of at least the threshold, the strongest first."""
        edges = self.edges
        sure = np.flatnonzero(edges.strength >= self.threshold)
        order = sure[np.lexsort((edges.other[sure], edges.one[sure], -edges.strength[sure]))]
        return zip(edges.one[order].tolist(), edges.other[order].tolist(), strict=True)

    def grow(self, one: int, other: int) -> list[int]:
        """The claim that a pair starts."""
        growing = _Growing(self)
        members = list(dict.fromkeys((one, other)))
        for member in members:
            growing.join(member)
        while (node := growing.next_of(len(members))) is not None:
            members.append(node)
            growing.join(node)
        growing.clear()
        return members

    def group(self, members: Sequence[int]) -> Group:
        """A claim's places; its weakest measured pair; its most central place."""
        self.out[members] = True
        total, weakest = {}, float("inf")
        for node in members:
            part = slice(self.first[node], self.first[node + 1])
            inside = self.strength[part][self.out[self.other[part]]]
            total[node] = float(inside.sum())
            weakest = min(weakest, float(inside.min(initial=weakest)))
        self.out[members] = False
        central = max(members, key=lambda node: (total[node], -node))
        places = sorted(place for node in members for place in self.nodes[node].places)
        return Group(tuple(places), weakest, self.nodes[central].places[0])


class _Growing:
    """How each node is linked with the members of a claim: strengths added up, how many, how many weak.

    Nodes of an article that has a member are out.
    """

    def __init__(self, graph: _Graph) -> None:
        self.graph = graph
        self.near = np.zeros(0, np.intp)
        self.touched: list[NDArray[intp]] = []

    def join(self, node: int) -> None:
        """Link the neighbours of a new member."""
        graph = self.graph
        for article in graph.nodes[node].articles:
            self.touched.append(graph.of_article[article])
            graph.out[graph.of_article[article]] = True
        part = slice(graph.first[node], graph.first[node + 1])
        others = graph.other[part]
        fresh = others[graph.links[others] == 0]
        graph.links[others] += 1
        graph.total[others] += graph.strength[part]
        graph.weak_links[others] += graph.strength[part] < graph.weak
        self.touched.append(fresh)
        near = np.concatenate([self.near, fresh])
        self.near = near[~graph.out[near]]

    def next_of(self, members: int) -> int | None:
        """The node that is best aligned with a claim of so many members, and well enough to belong to it."""
        graph = self.graph
        links, total = graph.links[self.near], graph.total[self.near]
        well = (
            (links >= min(members, ENOUGH))
            & (graph.weak_links[self.near] <= WEAK_SHARE * links)
            & (total >= graph.threshold * links)
        )
        if not well.any():
            return None
        mean = total[well] / links[well]
        return int(self.near[well][mean == mean.max()].min())

    def clear(self) -> None:
        """Forget the claim."""
        for nodes in self.touched:
            for counted in (self.graph.links, self.graph.total, self.graph.weak_links, self.graph.out):
                counted[nodes] = 0
