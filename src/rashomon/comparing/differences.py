"""Where the accounts of one claim part: on a figure for the same thing, or on what a first is a first of.

Precision comes before recall: a difference that is none costs more trust than one that is missed. Statements
that are merely worded differently do not differ.
"""

from __future__ import annotations

import math
import re
from itertools import combinations
from typing import TYPE_CHECKING

from rashomon.comparing.agreement import direction
from rashomon.comparing.counting import count_class
from rashomon.comparing.values import quantities_compatible, quantity_value, time_value
from rashomon.comparing.wording import find_phrase
from rashomon.language import load
from rashomon.model import Difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.align import States
    from rashomon.comparing.values import Said
    from rashomon.model import Quantity

SAME_FIRST = 0.3  # cosine, by token states, of two words for "first" that rank the same thing
YEAR = re.compile(r"(?<![\dPT:.-])\d{4}(?=-|/|~|$)")


def find_difference(members: Sequence[Said], states: States) -> Difference | None:
    """On what a claim's statements differ, or None.

    Args:
        members: the claim's statements, in the order of their places.
        states: the centred token states of each statement, by its place.
    """
    pairs = [
        (one, other)
        for one, other in combinations(members, 2)
        if one.origin != other.origin
    ]
    figures: dict[str, list[tuple[Said, Quantity]]] = {}
    for one, other in pairs:
        for name, parting in _parting_figures(one, other).items():
            figures.setdefault(name, []).extend(parting)
    if figures:
        # One difference a claim: the one that most figures stand behind.
        name = min(figures, key=lambda name: (-len(figures[name]), name))
        return _on_quantity(name, figures[name])
    return next((found for one, other in pairs if (found := _on_scope(one, other, states))), None)


def _parting_figures(one: Said, other: Said) -> dict[str, list[tuple[Said, Quantity]]]:
    """The figures of two statements that cannot both be true, by the class of what they count.

    Where one figure of a class stands on both sides, nothing of that class parts them: further figures are
    those of a part, of an earlier hour or of somebody else's account.
    """
    if _years(one) and _years(other) and not _years(one) & _years(other):
        return {}
    mine, its = _by_class(one), _by_class(other)
    return {
        name: [*((one, p) for p in mine[name]), *((other, q) for q in its[name])]
        for name in mine.keys() & its.keys()
        if not any(quantities_compatible(p, q) for p in mine[name] for q in its[name])
    }


def _years(said: Said) -> set[str]:
    """The years that a statement tells of: those it names, else the year of its article."""
    named = {year for time in said.times for year in YEAR.findall(time.value)}
    published = said.account.article.published
    return named or ({published[:4]} if published else set())


def _by_class(said: Said) -> dict[str, list[Quantity]]:
    """The figures of a statement by what they count; "one" and "a" often count nothing."""
    found: dict[str, list[Quantity]] = {}
    for quantity in said.quantities:
        name = count_class(said, quantity)
        if name and not quantity.low == quantity.high == 1:
            found.setdefault(name, []).append(quantity)
    return found


def _on_quantity(name: str, figures: Sequence[tuple[Said, Quantity]]) -> Difference:
    """The difference of some figures for one class: each once, the lowest first, and who gives it."""
    given = {(q.article, q.start): (said, q) for said, q in figures}.values()
    ordered = sorted(given, key=lambda one: (one[1].low or 0, one[1].high or math.inf, one[1].article))
    values = tuple(quantity_value(quantity) for _, quantity in ordered)
    words: dict[str, tuple[str, list[str]]] = {}
    for value, (said, quantity) in zip(values, ordered, strict=True):
        _, outlets = words.setdefault(value.value, (_counts(quantity), []))
        outlets.append(_name(said))
    parts = [f"“{text}” ({', '.join(dict.fromkeys(outlets))})" for text, outlets in words.values()]
    return Difference(on="quantity", why=f"{name.capitalize()}: {' against '.join(parts)}.", values=values)


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
