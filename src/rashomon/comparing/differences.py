"""Where accounts part: on a figure, on a day, on what is sure, on what a first is a first of.

Precision comes before recall: a difference that is none costs more trust than one that is missed. Statements
that are merely worded differently do not differ.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from rashomon.comparing.agreement import direction
from rashomon.comparing.align import THRESHOLD
from rashomon.comparing.claims import Group
from rashomon.comparing.doubts import denied, doubted, speaks_of
from rashomon.comparing.figures import SAME, parting_figures
from rashomon.comparing.readings import judged, tells_a_first
from rashomon.comparing.sentences import COUNTED, name_of, on_development, on_figures, on_words
from rashomon.comparing.telling import in_order_of_telling
from rashomon.comparing.values import name_value, quantity_value, time_value
from rashomon.comparing.when import parting_clocks, parting_times
from rashomon.comparing.where import parting_places
from rashomon.comparing.wording import find_phrase
from rashomon.language import load
from rashomon.model import Difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rashomon.comparing.align import Pair, States
    from rashomon.comparing.figures import Figure, Figures
    from rashomon.comparing.values import Said
    from rashomon.model import DifferenceKind

SAME_FIRST = 0.3  # cosine, by token states, of two words for "first" that rank the same thing
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
    found: dict[str, list[Figure]] = {}
    for one, other in pairs:
        if not _counted_by_both(one, other, figures):
            continue
        for kind, parting in parting_figures(one, other, figures, states, sure=sure).items():
            found.setdefault(kind, []).extend(parting)
    if found:
        # One difference a claim: the one that most figures stand behind.
        kind = min(found, key=lambda kind: (-len(found[kind]), kind))
        return Parting(kind, _on_quantity(kind, found[kind]))
    if sure:
        for one, other in pairs:
            difference = _on_place(one, other, figures, states)
            if difference:
                return Parting(difference.on, difference)
    for find, marks, wanted in _FINDERS if sure else _FINDERS[:1]:
        marked = {member.place for member in held if marks(member)}
        for one, other in pairs:
            if (one.place in marked) + (other.place in marked) != wanted:
                continue
            difference = find(one, other, states)
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
    for pair in sorted(pairs, key=lambda pair: (-pair.strength, pair.one, pair.other)):
        if pair.strength < LOOSEST:
            break
        members = (said[pair.one], said[pair.other])
        if not (_counted_by_both(*members, figures) or (members[0].times and members[1].times)):
            continue
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


def _counted_by_both(one: Said, other: Said, figures: Figures) -> bool:
    """True where both statements give figures of one class, or both some of none."""
    mine, its = figures.of_statement[one.place], figures.of_statement[other.place]
    return any(figure.kind == another.kind for figure in mine for another in its)


def _on_quantity(kind: str, figures: Sequence[Figure]) -> Difference:
    """The difference of some figures for one class: each once, the lowest first, and who gives it."""
    given = {(f.quantity.article, f.quantity.start): (f.said, f.quantity) for f in figures}
    ordered = sorted(
        given.values(),
        key=lambda one: (one[1].low or 0, one[1].high or math.inf, one[1].article, one[1].start),
    )
    told = in_order_of_telling(kind, ordered)
    return Difference(
        on="quantity",
        why=on_development(kind, told) if told else on_figures(kind, ordered),
        values=tuple(
            quantity_value(quantity, said.account.article.published) for said, quantity in told or ordered
        ),
        development=told is not None,
        kind=cast("DifferenceKind", kind) if kind in COUNTED else None,
    )


def _on_time(one: Said, other: Said, states: States) -> Difference | None:
    days, clocks = parting_times(one, other, states), parting_clocks(one, other, states)
    times = days or clocks
    if times is None:
        return None
    given = sorted(zip((one, other), times, strict=True), key=lambda both: both[1].value)
    return Difference(
        on="time",
        why=on_words("On which day" if days else "At what time", [(said, time.text) for said, time in given]),
        values=tuple(time_value(time, said.account.article.published) for said, time in given),
        kind="day" if days else "clock",
    )


def _on_place(one: Said, other: Said, figures: Figures, states: States) -> Difference | None:
    places = parting_places(one, other, figures, states)
    if places is None:
        return None
    given = list(zip((one, other), places, strict=True))
    return Difference(
        on="place",
        why=on_words("Where", [(said, mention.text) for said, (mention, _) in given]),
        values=tuple(
            name_value(mention, entity, said.account.article.published) for said, (mention, entity) in given
        ),
    )


def _on_denial(one: Said, other: Said, states: States) -> Difference | None:
    found = denied(one, other, states)
    if found is None:
        return None
    side, words = found
    told = other if side is one else one
    why = f"{name_of(told)} tells what is denied in {name_of(side)}: “{words}”."
    return Difference(on="polarity", why=why, kind="denied")


def _on_doubt(one: Said, other: Said, states: States) -> Difference | None:
    found = doubted(one, other, states)
    if found is None:
        return None
    side, words = found
    told = other if side is one else one
    why = f"{name_of(told)} tells what {name_of(side)} leaves open: “{words}”."
    return Difference(on="polarity", why=why, kind="open")


def _on_scope(one: Said, other: Said, states: States) -> Difference | None:
    """A first that one side bounds in time, or to a person, and the other does not."""
    firsts = [
        find_phrase(side.text, load(side.account.article.language).compare.firsts) for side in (one, other)
    ]
    if firsts[0] is None or firsts[1] is None:
        return None
    if float(direction(one, states, *firsts[0]) @ direction(other, states, *firsts[1])) < SAME_FIRST:
        return None
    bounds = [
        find_phrase(side.text, load(side.account.article.language).compare.since) for side in (one, other)
    ]
    if (bounds[0] is None) == (bounds[1] is None):
        return None
    bounded, unbounded = (one, other) if bounds[0] is not None else (other, one)
    if any(time.type in ("duration", "interval") for time in unbounded.times):
        return None
    start, _ = next(bound for bound in bounds if bound is not None)
    first = bounded.text[start:].rstrip(".")
    why = (
        f"The first “{first}” ({name_of(bounded)}) against a first without that bound ({name_of(unbounded)})."
    )
    published = bounded.account.article.published
    since = tuple(
        time_value(t, published) for t in bounded.times if t.start >= bounded.statement.start + start
    )
    return Difference(on="scope", why=why, values=since)


# What else statements part on, what marks the statements that may, and how many of two must be marked.
_FINDERS: tuple[
    tuple[Callable[[Said, Said, States], Difference | None], Callable[[Said], object], int], ...
] = (
    (_on_time, lambda said: said.times, 2),
    (_on_denial, lambda said: speaks_of(said, "denials"), 1),
    (_on_doubt, lambda said: speaks_of(said, "doubts"), 1),
    (_on_scope, tells_a_first, 2),
)
