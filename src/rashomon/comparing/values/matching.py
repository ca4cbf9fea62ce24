"""Figures of no known class that count the same: things of one name, measures of one unit, people, degrees.

A figure may be held against another only where each is the other's likeliest match by the words around both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.comparing.values.agreement import can_be_equal, counts_alike, direction
from rashomon.reading.quantities.convert import in_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.figures import Figure

SAME_NOUN = 0.5  # cosine, by token states, of what two figures of no known class count
MEASURED_ALIKE = 0.4  # cosine, by token states, of two measures and what they are of
MUCH_MORE = 3.0  # figures of a thing by its name that are further apart are of other things
OTHER_MEASURE, OTHER_SUM = 2.5, 2.0  # measures and sums of money further apart are of other things
DEGREES = 1.3  # degrees of a scale that are further apart are of other things
ROUNDLY = 1.05  # how far apart a round measure and another may lie that is the same: 40 years and 41


def counts_the_same(one: Figure, other: Figure, states: States) -> bool:
    """True where two plain figures of about one size count what bears the same name: six sons, siete hijos.

    Of people they may still tell different things: how many were on board, how many came out alive.
    """
    if not _of_one_size(one.quantity.low, other.quantity.low):
        return False
    for figure in (one, other):
        quantity = figure.quantity
        if quantity.of is None or quantity.unit is not None or quantity.approximate:
            return False
        if figure.people:
            return False
    return nouns_alike(one, other, states) >= SAME_NOUN


def nouns_alike(one: Figure, other: Figure, states: States) -> float:
    """The cosine, -1 to 1, of what two figures count, by its name."""
    return float(_noun(one, states) @ _noun(other, states))


def measures_the_same(one: Figure, other: Figure) -> bool:
    """True where two measures, shares or sums of money of about one size can be told in one unit."""
    a, b = one.quantity, other.quantity
    if a.unit is None or b.unit is None:
        return False
    converted = in_unit(a, b.unit)
    if converted is None or not converted.low or not b.low:
        return False
    low, high = sorted((converted.low, b.low))
    rounded = (low % 10 == 0 or high % 10 == 0) and high <= ROUNDLY * low
    return high <= (OTHER_SUM if b.unit.isupper() else OTHER_MEASURE) * low and not rounded


def may_count_the_same(one: Figure, other: Figure) -> bool:
    """True for figures of about one size that both count people, or both count something else."""
    a, b = one.quantity, other.quantity
    if a.unit is not None or b.unit is not None or a.of is None or b.of is None or one.whole or other.whole:
        return False
    return one.people == other.people and _of_one_size(a.low, b.low)


def are_degrees(one: Figure, other: Figure) -> bool:
    """True for two fractions of nothing that are near each other: degrees of a scale, such as magnitudes."""
    values = [f.quantity.low for f in (one, other) if f.quantity.unit is None and not f.quantity.approximate]
    if len(values) < 2 or any(value is None or value < 1 or value.is_integer() for value in values):
        return False
    low, high = sorted(value or 0.0 for value in values)
    return high <= DEGREES * low


def _of_one_size(one: float | None, other: float | None) -> bool:
    low, high = sorted((one or 0.0, other or 0.0))
    return 0 < high <= MUCH_MORE * low


def matched(pairs: Sequence[tuple[Figure, Figure]], states: States) -> list[tuple[Figure, Figure]]:
    """The pairs of which each figure is the other's likeliest, and told of likely enough the same.

    A figure that stands on both sides is matched with itself, whatever the words are.
    """
    rest = [(counts_alike(p.said, p.quantity, q.said, q.quantity, states), p, q) for p, q in unmatched(pairs)]
    best: dict[int, float] = {}
    for alike, p, q in rest:
        for figure in (p, q):
            best[id(figure)] = max(alike, best.get(id(figure), MEASURED_ALIKE))
    return [(p, q) for alike, p, q in rest if alike >= best[id(p)] and alike >= best[id(q)]]


def unmatched(pairs: Sequence[tuple[Figure, Figure]]) -> list[tuple[Figure, Figure]]:
    """The pairs of which neither figure stands on both sides."""
    equal = [pair for pair in pairs if can_be_equal(pair[0].quantity, pair[1].quantity)]
    taken = {id(figure) for pair in equal for figure in pair}
    return [(p, q) for p, q in pairs if id(p) not in taken and id(q) not in taken]


def _noun(figure: Figure, states: States) -> NDArray[float32]:
    side, noun = figure.said, figure.quantity.of or ""
    start = side.text.find(noun, figure.quantity.start - side.statement.start)
    return direction(side, states, start, start + len(noun))
