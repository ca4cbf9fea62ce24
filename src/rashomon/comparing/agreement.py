"""Which values of a claim's statements say the same of the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rashomon.comparing.counting import count_class
from rashomon.comparing.values import OPEN_END, quantities_compatible
from rashomon.reading.quantities.convert import in_unit
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.comparing.align import States
    from rashomon.comparing.values import Said
    from rashomon.model import Mention, Quantity, Time, Value

# Cosine, by token states, of two figures with what they count. On the gold stories equal figures for the same
# thing lie at 0.37 to 0.9; compatible figures of other things at 0 to 0.4, and rarely above 0.33.
COUNTS_ALIKE = 0.33
FEWEST = 4  # tokens that tell of something
OF_WITHIN = 40  # code points between a figure and the noun that it counts


def mark_agreement(
    values: Sequence[Sequence[Value]], members: Sequence[Said], states: States
) -> tuple[Value, ...]:
    """The values of a claim's statements, marked where another origin gives one that can be true at once.

    Args:
        values: the values of each statement.
        members: the statements, in the same order.
        states: the centred token states of each statement, by its place.
    """
    agreed: set[tuple[int, int, str]] = set()
    for one, its_values in zip(members, values, strict=True):
        for other, other_values in zip(members, values, strict=True):
            if one.origin != other.origin:
                agreed |= {
                    (one.place, value.start, value.type)
                    for value in its_values
                    if _shared(one, value, other, other_values, states)
                }
    return tuple(
        msgspec.structs.replace(value, agrees=(member.place, value.start, value.type) in agreed)
        for member, its_values in zip(members, values, strict=True)
        for value in its_values
    )


def _shared(one: Said, value: Value, other: Said, others: Sequence[Value], states: States) -> bool:
    """True where the other statement gives a value of the same thing that can be true at once."""
    if value.type in ("place", "name"):
        return any(value.type == v.type and value.value == v.value for v in others)
    if value.type == "time":
        mine = next(time for time in one.times if time.start == value.start)
        return any(times_agree(mine, time) for time in other.times)
    quantity = next(q for q in one.quantities if q.start == value.start)
    return any(
        can_be_equal(quantity, q)
        and count_class(one, quantity) == count_class(other, q)
        and counts_alike(one, quantity, other, q, states) >= COUNTS_ALIKE
        for q in other.quantities
    )


def can_be_equal(one: Quantity, other: Quantity, open_end: float = OPEN_END) -> bool:
    """True where both can be true at once, in one unit: ten miles and 16 km, a third and 33 percent."""
    for given, wanted in ((one, other), (other, one)):
        converted = in_unit(given, wanted.unit)
        if converted is not None:
            return quantities_compatible(converted, wanted, open_end)
    return False


def times_agree(one: Time, other: Time) -> bool:
    """True for times of one kind that can be true at once, where neither is wholly unknown."""
    known = edtf.same(one.value, one.value) and edtf.same(other.value, other.value)
    kinds = {time.type == "duration" for time in (one, other)}
    return known and len(kinds) == 1 and edtf.compatible(one.value, other.value)


def counts_alike(one: Said, quantity: Quantity, other: Said, its: Quantity, states: States) -> float:
    """The cosine of two figures with what they count, -1 to 1."""
    return float(_counted(one, quantity, states) @ _counted(other, its, states))


def _counted(side: Said, quantity: Quantity, states: States) -> NDArray[float32]:
    """The direction of a figure and the noun that it counts among the token states, of length 1."""
    start, end = quantity.start - side.statement.start, quantity.end - side.statement.start
    if quantity.of:
        after = side.text.find(quantity.of, start, end + OF_WITHIN + len(quantity.of))
        if after >= 0:
            end = max(end, after + len(quantity.of))
    return direction(side, states, start, end)


def likeness(one: NDArray[float32], other: NDArray[float32]) -> float:
    """How much of the shorter statement the other says too: the mean of its tokens' nearest cosines.

    Args:
        one: token states of length 1, shape (n, d).
        other: those of the other statement. Fewer than four tokens on a side tell nothing: 0.
    """
    if min(len(one), len(other)) < FEWEST:
        return 0.0
    cosine = one @ other.T
    return float(cosine.max(axis=0 if len(one) > len(other) else 1).mean())


def outside(side: Said, spans: Iterable[Mention | Time]) -> NDArray[np.bool_]:
    """Which tokens of a statement stand outside some spans of its article."""
    offsets = side.encoding.offsets + side.statement.start
    keep: NDArray[np.bool_] = np.ones(len(offsets), bool)
    for span in spans:
        keep &= ~((offsets[:, 0] < span.end) & (offsets[:, 1] > span.start))
    return keep


def direction(side: Said, states: States, start: int, end: int) -> NDArray[float32]:
    """The mean direction of the tokens in a span of the statement, of length 1; zero where it has none."""
    offsets = side.encoding.offsets
    inside = (offsets[:, 0] < end) & (offsets[:, 1] > start)
    total: NDArray[float32] = states[side.place][inside].sum(axis=0)
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-6))
