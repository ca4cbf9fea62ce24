"""Where the accounts of one claim part: on a figure for the same thing, or on what a first is a first of.

Precision comes before recall: a difference that is none costs more trust than one that is missed. Statements
that are merely worded differently do not differ.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

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
OF_WITHIN = 40  # code points between a figure and the noun that it counts


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

    Where one figure is shared by both sides, further figures for the same noun are taken for counts of
    something else: "eight of the 28 states" does not differ from "14 states joined, eight of them fought".
    """
    if not one.quantities or not other.quantities:
        return None
    a = [_counted(one, q, states) for q in one.quantities]
    b = [_counted(other, q, states) for q in other.quantities]
    alike = np.array([[float(x @ y) for y in b] for x in a])
    for i, p in enumerate(one.quantities):
        for j, q in enumerate(other.quantities):
            if p.unit != q.unit:
                alike[i, j] = -1
    compatible = np.array([[quantities_compatible(p, q) for q in other.quantities] for p in one.quantities])
    shared = (alike >= SAME_COUNT) & compatible
    for i, j in sorted(np.argwhere(alike >= SAME_COUNT).tolist(), key=lambda at: (-alike[at[0], at[1]], at)):
        best = alike[i, j] >= alike[i].max() and alike[i, j] >= alike[:, j].max()
        if best and not compatible[i, j] and not shared[i].any() and not shared[:, j].any():
            p, q = one.quantities[i], other.quantities[j]
            if p.of and q.of and not shared.any():
                why = f"{_says(one)} “{_counts(p)}”; {_says(other)} “{_counts(q)}”."
                return Difference(on="quantity", why=why, values=(quantity_value(p), quantity_value(q)))
    return None


def _on_scope(one: Said, other: Said, states: States) -> Difference | None:
    """A first that one side bounds in time, or to a person, and the other does not."""
    firsts = [
        find_phrase(side.text, load(side.account.article.language).compare.firsts) for side in (one, other)
    ]
    if firsts[0] is None or firsts[1] is None:
        return None
    vectors = [_mean(side, states, *span) for side, span in zip((one, other), firsts, strict=True)]
    if float(vectors[0] @ vectors[1]) < SAME_FIRST:
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


def _counted(side: Said, quantity: Quantity, states: States) -> NDArray[float32]:
    """The direction of a figure and the noun that it counts among the token states, of length 1."""
    first = side.statement.start
    start, end = quantity.start - first, quantity.end - first
    if quantity.of:
        after = side.text.find(quantity.of, start, end + OF_WITHIN + len(quantity.of))
        if after >= 0:
            end = max(end, after + len(quantity.of))
    return _mean(side, states, start, end)


def _mean(side: Said, states: States, start: int, end: int) -> NDArray[float32]:
    """The mean direction of the tokens in a span of the statement, of length 1; zero where it has none."""
    offsets = side.encoding.offsets
    inside = (offsets[:, 0] < end) & (offsets[:, 1] > start)
    total: NDArray[float32] = states[side.place][inside].sum(axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-6)
