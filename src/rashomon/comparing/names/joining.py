"""Names of several articles joined in groups, without holding each against each."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from rashomon.reading.names.likely import alike_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from rashomon.model import EntityType, Mention

T = TypeVar("T")
KNOWN = ("place:city:", "place:territory:", "organisation:=")  # keys that tell which one is meant


class Named(Struct, frozen=True):
    """What one article names by one key. ``core``: the words of its fullest name, particles aside.

    ``body``: the code of an organisation that the language files know."""

    article: str
    language: str
    key: str
    type: EntityType
    name: str
    core: tuple[str, ...]
    body: str | None
    mentions: tuple[Mention, ...]

    @property
    def rank(self) -> tuple[object, ...]:
        """An order that is the same whatever order the accounts come in: the fullest and commonest first."""
        return (-len(self.core), -len(self.mentions), self.name, self.article, self.key)


class How(Struct, frozen=True):
    """How names are joined: which two are the same, which two are surely others, and which may be the same.

    ``same`` is told whether the writings are alike, and is asked of names that share one of ``keys``, or
    whose ``writings`` are alike to the degrees of ``alike`` (see ``alike_pairs``); so each two names that are
    the same must do one or the other. Without ``others`` each two in a group must be the same. ``told`` is
    all that these ask of a name besides its key: names of which it is the same are one from the start.
    ``strength`` says how surely two that are the same are: the surest are joined first, so that a name which
    two others that are surely not one could both be is joined with the one that it fits better.
    """

    same: Callable[[Named, Named, bool], bool]
    keys: Callable[[Named], Iterable[str]]
    others: Callable[[Named, Named], bool] | None = None
    writings: Callable[[Named], Sequence[tuple[str, ...]]] | None = None
    alike: Mapping[str, float] = {}
    told: Callable[[Named], Hashable] = lambda one: (one.name, one.language)
    strength: Callable[[Named, Named], float] = lambda *_: 1.0


def join(named: Sequence[Named], how: How) -> list[list[Named]]:
    """Groups that pairs of the same join, unless two in them are surely others: no chain joins those.

    Names that are told alike are one from the start, so that their number costs little.
    """
    alike: dict[object, list[Named]] = defaultdict(list)
    for one in named:
        alike[one.key if one.key.startswith(KNOWN) else (one.key, how.told(one))].append(one)
    groups_of = list(alike.values())
    firsts = [ones[0] for ones in groups_of]
    pairs = [
        (i, j)
        for (i, j), alike_ in likely(firsts, how).items()
        if _are_same(firsts[i], firsts[j], alike_, how)
    ]
    pairs.sort(key=lambda pair: (-how.strength(firsts[pair[0]], firsts[pair[1]]), pair[1], pair[0]))
    joined = set(pairs)
    members = {i: [i] for i in range(len(firsts))}
    root = list(range(len(firsts)))
    for i, j in pairs:
        a, b = sorted((root[i], root[j]))
        if a == b or any(
            _parted(firsts, joined, how, *sorted((x, y))) for x in members[a] for y in members[b]
        ):
            continue
        members[a] += members.pop(b)
        for x in members[a]:
            root[x] = a
    groups = [[one for i in sorted(group) for one in groups_of[i]] for group in members.values()]
    return [sorted(group, key=lambda one: one.rank) for group in groups]


def likely(named: Sequence[Named], how: How, split: int | None = None) -> dict[tuple[int, int], bool]:
    """The pairs of places whose names may be the same (see ``likely_pairs``)."""

    def keys(one: Named) -> Iterable[str]:
        return (f"= {one.key}", *how.keys(one))

    return likely_pairs(named, keys, how.writings, how.alike, split)


def likely_pairs(
    names: Sequence[T],
    keys: Callable[[T], Iterable[str]],
    writings: Callable[[T], Sequence[tuple[str, ...]]] | None,
    alike: Mapping[str, float],
    split: int | None = None,
) -> dict[tuple[int, int], bool]:
    """The pairs of places, the smaller first, of names that share a key or are written alike, and whether
    they are written alike.

    A key that begins with ">" is shared with those that have it with "<" instead. With ``split`` one of each
    pair is among so many first names, and the other is not.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(names):
        for key in set(keys(one)):
            by_key[key].append(i)
    pairs: dict[tuple[int, int], bool] = {}
    for key, places in by_key.items():
        if key[:1] == "<":
            continue
        if key[:1] == ">":
            crossed = product(places, by_key.get(f"<{key[1:]}", ()))
            offered = ((min(pair), max(pair)) for pair in crossed)
            kept = offered if split is None else ((i, j) for i, j in offered if i < split <= j)
            pairs.update(dict.fromkeys(kept, False))
        elif split is None:
            pairs.update(dict.fromkeys(combinations(places, 2), False))
        else:
            begin = bisect_left(places, split)
            pairs.update(dict.fromkeys(product(places[:begin], places[begin:]), False))
    if writings:
        ways = [(i, way) for i, one in enumerate(names) for way in writings(one)]
        at = sum(i < split for i, _ in ways) if split is not None else None
        for i, j in alike_pairs([way for _, way in ways], split=at, **alike):
            first, second = sorted((ways[i][0], ways[j][0]))
            if first != second:
                pairs[first, second] = True
    return pairs


def _are_same(one: Named, other: Named, alike: bool, how: How) -> bool:
    return one.key == other.key or how.same(one, other, alike)


def _parted(firsts: Sequence[Named], joined: set[tuple[int, int]], how: How, i: int, j: int) -> bool:
    return (i, j) not in joined and (how.others is None or how.others(firsts[i], firsts[j]))
