"""Where accounts part: on a figure, on a day, on what is sure, on what a first is a first of.

Precision comes before recall: a difference that is none costs more trust than one that is missed. Statements
that are merely worded differently do not differ.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.agreement import direction
from rashomon.comparing.align import THRESHOLD
from rashomon.comparing.claims import Group
from rashomon.comparing.doubts import doubted
from rashomon.comparing.figures import SAME, parting_figures
from rashomon.comparing.values import quantity_value, time_value
from rashomon.comparing.when import parting_times
from rashomon.comparing.wording import find_phrase
from rashomon.language import load
from rashomon.model import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.align import Pair, States
    from rashomon.comparing.figures import Figure, Figures
    from rashomon.comparing.values import Said
    from rashomon.model import Quantity

SAME_FIRST = 0.3  # cosine, by token states, of two words for "first" that rank the same thing
LOOSE = THRESHOLD / 2
"""Statements that align less than a claim needs may still part on figures of one class, from here on."""


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
    pairs = [(one, other) for one, other in combinations(members, 2) if one.origin != other.origin]
    found: dict[str, list[Figure]] = {}
    for one, other in pairs:
        for kind, parting in parting_figures(one, other, figures, states, sure=sure).items():
            found.setdefault(kind, []).extend(parting)
    if found:
        # One difference a claim: the one that most figures stand behind.
        kind = min(found, key=lambda kind: (-len(found[kind]), kind))
        return Parting(kind, _on_quantity(kind, found[kind]))
    finders = (_on_time, _on_doubt, _on_scope) if sure else (_on_time,)
    for find in finders:
        for one, other in pairs:
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
    held = {(a, b) for group in groups for a, b in combinations(group.members, 2)}
    known = {
        (frozenset((said[a].statement.article, said[b].statement.article)), parting.kind)
        for group, parting in groups.items()
        if parting
        for a, b in combinations(group.members, 2)
    }
    found: dict[Group, Parting] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.strength, pair.one, pair.other)):
        if (pair.one, pair.other) in held:
            continue
        members = (said[pair.one], said[pair.other])
        parting = find_difference(members, states, figures, sure=False)
        if parting is None or (pair.strength < LOOSE and parting.kind != SAME):
            continue
        key = (frozenset(member.statement.article for member in members), parting.kind)
        if key not in known:
            known.add(key)
            found[Group((pair.one, pair.other), pair.strength)] = parting
    return found


def _on_time(one: Said, other: Said, states: States) -> Difference | None:
    times = parting_times(one, other, states)
    if times is None:
        return None
    given = sorted(zip(times, (one, other), strict=True), key=lambda both: both[0].value)
    words = [f"“{time.text}” ({_name(side)})" for time, side in given]
    return Difference(
        on="time",
        why=f"When: {' against '.join(words)}.",
        values=tuple(time_value(time) for time, _ in given),
    )


def _on_doubt(one: Said, other: Said, states: States) -> Difference | None:
    found = doubted(one, other, states)
    if found is None:
        return None
    side, words = found
    told = other if side is one else one
    return Difference(on="polarity", why=f"{_name(told)} tells what {_name(side)} leaves open: “{words}”.")


def _on_quantity(kind: str, figures: Sequence[Figure]) -> Difference:
    """The difference of some figures for one class: each once, the lowest first, and who gives it."""
    given = {(f.quantity.article, f.quantity.start): (f.said, f.quantity) for f in figures}.values()
    ordered = sorted(given, key=lambda one: (one[1].low or 0, one[1].high or math.inf, one[1].article))
    values = tuple(quantity_value(quantity) for _, quantity in ordered)
    words: dict[str, tuple[str, list[str]]] = {}
    for value, (said, quantity) in zip(values, ordered, strict=True):
        _, outlets = words.setdefault(value.value, (_counts(quantity), []))
        outlets.append(_name(said))
    parts = [f"“{text}” ({', '.join(dict.fromkeys(outlets))})" for text, outlets in words.values()]
    return Difference(on="quantity", why=f"{kind.capitalize()}: {' against '.join(parts)}.", values=values)


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
    why = f"The first “{first}” ({_name(bounded)}) against a first without that bound ({_name(unbounded)})."
    since = tuple(time_value(t) for t in bounded.times if t.start >= bounded.statement.start + start)
    return Difference(on="scope", why=why, values=since)


def _name(side: Said) -> str:
    return side.account.article.outlet or side.account.article.id


def _counts(quantity: Quantity) -> str:
    return (
        quantity.text if not quantity.of or quantity.of in quantity.text else f"{quantity.text} {quantity.of}"
    )
