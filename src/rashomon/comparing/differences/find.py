"""Where accounts part: on a figure, a day, a place, a name, a cause, on who did it, on what is sure.

Precision comes before recall: a difference that is none costs more trust than one that is missed. Statements
that are merely worded differently do not differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from rashomon.comparing.aligning.align import THRESHOLD
from rashomon.comparing.claims import Group
from rashomon.comparing.differences.kinds import FINDERS, marks_of
from rashomon.comparing.differences.parting import SAME, parting_figures
from rashomon.comparing.differences.readings import judged
from rashomon.comparing.differences.sentences import COUNTED, on_development, on_figures
from rashomon.comparing.differences.telling import in_order_of_telling, is_before
from rashomon.comparing.values.agreement import can_be_equal
from rashomon.comparing.values.stated import quantity_value
from rashomon.model import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.aligning.align import Pair, States
    from rashomon.comparing.differences.parting import Parted
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import DifferenceKind, Quantity

LOOSE = THRESHOLD / 2
"""Statements that align less than a claim needs may still part on figures of one class, from here on."""
LOOSEST = THRESHOLD / 5
"""The same for plain figures of things of one name, whose name is evidence too."""


class Parting(Struct, frozen=True):
    """A difference and its kind: the class of the figures, or what it is on."""

    kind: str
    difference: Difference


def find_difference(
    members: Sequence[Said], states: States, figures: Figures, *, sure: bool = True
) -> Parting | None:
    """On what a claim's statements differ, or None.

    Args:
        members: the claim's statements, in the order of their places.
        states: the centred token states of each statement, by its place.
        figures: all figures of the story.
        sure: whether the statements surely tell of the same.
    """
    held = judged(members, figures)
    pairs = [(one, other) for one, other in combinations(held, 2) if one.origin != other.origin]
    found: dict[str, list[Parted]] = {}
    for one, other in pairs:
        for kind, parting in parting_figures(one, other, figures, states, sure=sure).items():
            found.setdefault(kind, []).extend(parting)
    if found:
        # One difference a claim: the one that most figures stand behind.
        each = [(kind, parted) for kind in sorted(found) for parted in _on_one_thing(kind, found[kind])]
        kind, parted = max(each, key=lambda one: len(one[1]))
        return Parting(kind, _on_quantity(kind, parted, figures))
    marks = {member.place: marks_of(member, figures) for member in held}
    for number, finder in enumerate(FINDERS):
        marked = {place for place, numbers in marks.items() if number in numbers}
        if not (sure or finder.loose) or len(marked) < finder.wanted:
            continue
        for one, other in pairs:
            if (one.place in marked) + (other.place in marked) != finder.wanted:
                continue
            difference = finder.find(one, other, figures, states)
            if difference:
                return Parting(difference.on, difference)
    return None


def find_loose(
    pairs: Sequence[Pair],
    groups: Mapping[Group, Parting | None],
    said: Sequence[Said],
    states: States,
    figures: Figures,
) -> dict[Group, Parting]:
    """Differences between statements that align too little for a claim.

    Values are evidence themselves: two figures of one class, of no other day or place, speak of the same
    thing. Each two articles part once on each kind, where they align best.
    """
    claims: defaultdict[int, set[int]] = defaultdict(set)
    parted: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for number, (group, known) in enumerate(groups.items()):
        for place in group.members:
            claims[place].add(number)
            if known:
                parted[said[place].statement.article, known.kind].add(number)
    told: set[tuple[str, str, str]] = set()
    found: dict[Group, Parting] = {}
    kinds = {place: {figure.kind for figure in held} for place, held in figures.of_statement.items()}
    worth = [
        pair
        for pair in pairs
        if pair.strength >= LOOSEST
        and (
            not kinds[pair.one].isdisjoint(kinds[pair.other])
            or (said[pair.one].times and said[pair.other].times)
        )
    ]
    for pair in sorted(worth, key=lambda pair: (-pair.strength, pair.one, pair.other)):
        members = (said[pair.one], said[pair.other])
        if not claims[pair.one].isdisjoint(claims[pair.other]):
            continue
        parting = find_difference(members, states, figures, sure=False)
        if parting is None or (pair.strength < LOOSE and parting.kind != SAME):
            continue
        one, other = (member.statement.article for member in members)
        known_too = parted[one, parting.kind] & parted[other, parting.kind]
        if not known_too and (one, other, parting.kind) not in told:
            told.add((one, other, parting.kind))
            found[Group((pair.one, pair.other), pair.strength)] = parting
    return found


def _on_one_thing(kind: str, parted: Sequence[Parted]) -> list[list[Parted]]:
    """Pairs of figures by what they are on: of no known class those that share a figure are on one thing."""
    if kind != SAME:
        return [list(parted)]
    groups: list[tuple[set[tuple[str, int]], list[Parted]]] = []
    for pair in parted:
        keys = {(f.quantity.article, f.quantity.start) for f in pair}
        joined = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if not group[0] & keys]
        pairs = [one for _, held in joined for one in held]
        groups.append((keys.union(*(known for known, _ in joined)), [*pairs, pair]))
    return [held for _, held in groups]


def _on_quantity(kind: str, parted: Sequence[Parted], figures: Figures) -> Difference:
    """The difference of some figures for one class: each once, the lowest first, and who gives it."""
    given = {(f.quantity.article, f.quantity.start): (f.said, f.quantity) for pair in parted for f in pair}
    ordered = sorted(
        given.values(),
        key=lambda one: (one[1].low or 0, one[1].high or math.inf, one[1].article, one[1].start),
    )
    told = in_order_of_telling(kind, ordered)
    risen = [now for before, now in pairwise(told or ()) if not can_be_equal(before[1], now[1])]
    if any(_was_told_before(kind, said, quantity, figures) for said, quantity in risen):
        told = None
    return Difference(
        on="quantity",
        why=on_development(kind, told) if told else on_figures(kind, ordered),
        values=tuple(
            quantity_value(quantity, said.account.article.published) for said, quantity in told or ordered
        ),
        development=told is not None,
        kind=cast("DifferenceKind", kind) if kind in COUNTED else None,
    )


def _was_told_before(kind: str, said: Said, quantity: Quantity, figures: Figures) -> bool:
    """True where an article that was published before gives just that figure: then nothing has developed."""
    published = said.account.article.published or ""
    return any(
        figure.kind == kind
        and not figure.part
        and (figure.quantity.low, figure.quantity.high) == (quantity.low, quantity.high)
        and is_before(figure.said.account.article.published, published)
        for held in figures.of_statement.values()
        for figure in held
    )
