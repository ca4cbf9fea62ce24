"""Which statements of a claim are held against each other, where it has many: one of each reading, then more.

Statements that give the same figures, days and places, and deny or leave open alike, part from others alike.
So a claim of a thousand statements is judged on a few of them, and its cost stays that of a few.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from rashomon.comparing.differences.actors import kinds_of_actors
from rashomon.comparing.differences.causes import tells_a_cause
from rashomon.comparing.differences.doubts import speaks_of
from rashomon.comparing.differences.negating import negates
from rashomon.comparing.wording import find_phrase
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from rashomon.comparing.values.figures import Figure, Figures
    from rashomon.comparing.values.stated import Said

JUDGED = 16
"""Statements of a claim that are held against each other, at most; of more than so many, those that
``judged`` chooses."""


def judged(members: Sequence[Said], figures: Figures) -> list[Said]:
    """At most ``JUDGED`` statements of a claim, in the order of their places.

    Of each reading the first statement is taken, the readings that most origins give first; then a second
    one of each, of another origin, and so on.

    Args:
        members: the claim's statements, in the order of their places.
        figures: all figures of the story.
    """
    if len(members) <= JUDGED:
        return list(members)
    readings: defaultdict[Hashable, dict[str | None, Said]] = defaultdict(dict)
    for member in members:
        readings[_reading(member, figures)].setdefault(member.origin, member)
    ranked = sorted(readings.values(), key=lambda told: -len(told))
    turns = chain.from_iterable(zip_longest(*(told.values() for told in ranked)))
    chosen = [member for member in turns if member is not None][:JUDGED]
    return sorted(chosen, key=lambda member: member.place)


def _reading(said: Said, figures: Figures) -> Hashable:
    """What a statement gives on which it may part from others; worked out once for each."""
    known = figures.read.get(said.place)
    if known is None:
        known = figures.read[said.place] = _read(said, figures)
    return known


def _read(said: Said, figures: Figures) -> Hashable:
    return (
        frozenset(_figure(figure) for figure in figures.of_statement.get(said.place, ())),
        frozenset((time.type, time.value) for time in said.times),
        frozenset(figures.places.get(said.place, ())),
        speaks_of(said, "denials"),
        speaks_of(said, "doubts"),
        tells_a_first(said),
        negates(said),
        tells_a_cause(said),
        kinds_of_actors(said),
    )


def _figure(figure: Figure) -> Hashable:
    quantity = figure.quantity
    return figure.kind, figure.part, quantity.low, quantity.high, quantity.approximate, quantity.unit


def tells_a_first(said: Said) -> bool:
    """True for a statement with a word such as "first"."""
    return find_phrase(said.text, load(said.account.article.language).compare.firsts) is not None
