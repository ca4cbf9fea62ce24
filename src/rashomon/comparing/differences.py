"""Where the accounts of one claim part: on a figure for the same thing, or on what a first is a first of.

Precision comes before recall: a difference that is none costs more trust than one that is missed. Statements
that are merely worded differently do not differ.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from rashomon.comparing.agreement import COUNTS_ALIKE, counts_alike, direction
from rashomon.comparing.values import quantities_compatible, quantity_value, time_value
from rashomon.comparing.wording import find_phrase
from rashomon.language import load
from rashomon.model import Difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.comparing.values import Said
    from rashomon.model import Quantity

    States = Mapping[int, NDArray[float32]]

# Cosine of what two figures count, from their token states. Set on the gold stories: see docs/evaluation.md.
SAME_COUNT = 0.5
SAME_FIRST = 0.3


def find_difference(members: Sequence[Said], states: States) -> Difference | None:
    """The first difference among a claim's statements, or None.

    Args:
        members: the claim's statements, in the order of their places.
        states: the centred token states of each statement, by its place.
    """
    for one, other in combinations(members, 2):
        if one.account.article.origin != other.account.article.origin:
            found = _on_quantity(one, other, states) or _on_scope(one, other, states)
            if found:
                return found
    return None


def _on_quantity(one: Said, other: Said, states: States) -> Difference | None:
    """Two figures that count the same thing and cannot both be true.

    Where both sides share a figure for a noun, further figures for that noun count something else: "eight
    of the 28 states" does not differ from "14 states joined, eight of them fought".
    """
    mine, its = one.quantities, other.quantities
    if not mine or not its:
        return None
    alike = np.array(
        [[counts_alike(one, p, other, q, states) if p.unit == q.unit else -1.0 for q in its] for p in mine]
    )
    compatible = np.array([[quantities_compatible(p, q) for q in its] for p in mine])
    shared = {mine[i] for i, _ in np.argwhere(compatible & (alike >= COUNTS_ALIKE))}
    best = (alike == alike.max(axis=1, keepdims=True)) & (alike == alike.max(axis=0, keepdims=True))
    for i, j in np.argwhere(best & ~compatible & (alike >= SAME_COUNT)):
        p, q = mine[i], its[j]
        counted_apart = all(counts_alike(one, p, one, r, states) < SAME_COUNT for r in shared)
        if counted_apart and _is_count(p) and _is_count(q):
            why = f"{_says(one)} “{_counts(p)}”; {_says(other)} “{_counts(q)}”."
            return Difference(on="quantity", why=why, values=(quantity_value(p), quantity_value(q)))
    return None


def _is_count(quantity: Quantity) -> bool:
    """True for a figure of something that is named; "one" and "a" often count nothing."""
    return quantity.of is not None and not quantity.low == quantity.high == 1


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
    why = f"{_says(bounded)} that it is the first “{first}”; {_says(unbounded)} so without that bound."
    since = tuple(time_value(t) for t in bounded.times if t.start >= bounded.statement.start + start)
    return Difference(on="scope", why=why, values=since)


def _says(side: Said) -> str:
    return f"{side.account.article.outlet or side.account.article.id} says"


def _counts(quantity: Quantity) -> str:
    return (
        quantity.text if not quantity.of or quantity.of in quantity.text else f"{quantity.text} {quantity.of}"
    )
