"""Which values can be true at once, and how much alike two statements are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rashomon.comparing.values.stated import OPEN_END, quantities_compatible
from rashomon.model import Quantity
from rashomon.reading.quantities.convert import in_unit
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Mention, Time

Bounds = tuple[float | None, float | None, bool, str | None]

# Cosine, by token states, of two figures with what they count. On the gold stories equal figures for the same
# thing lie at 0.37 to 0.9; compatible figures of other things at 0 to 0.4, and rarely above 0.33.
COUNTS_ALIKE = 0.33
OF_WITHIN = 40  # code points between a figure and the noun that it counts
FEWEST = 4  # tokens that tell of something


def can_be_equal(one: Quantity, other: Quantity, open_end: float = OPEN_END) -> bool:
    """True where both can be true at once, in one unit: ten miles and 16 km, a third and 33 percent."""
    return _bounds_agree(_bounds(one), _bounds(other), open_end)


def _bounds(quantity: Quantity) -> Bounds:
    return quantity.low, quantity.high, quantity.approximate, quantity.unit


@lru_cache(maxsize=65_536)
def _bounds_agree(one: Bounds, other: Bounds, open_end: float) -> bool:
    mine, its = (
        Quantity(article="", start=0, end=0, text="", low=low, high=high, approximate=about, unit=unit)
        for low, high, about, unit in (one, other)
    )
    for given, wanted in ((mine, its), (its, mine)):
        converted = in_unit(given, wanted.unit)
        if converted is not None:
            return quantities_compatible(converted, wanted, open_end)
    return False


def times_agree(one: Time, other: Time) -> bool:
    """True for times of one kind that can be true at once, where neither is wholly unknown."""
    return (one.type == "duration") == (other.type == "duration") and values_agree(one.value, other.value)


@lru_cache(maxsize=65_536)
def values_agree(one: str, other: str) -> bool:
    """True for two EDTF values that can be true at once, where neither is wholly unknown."""
    return edtf.same(one, one) and edtf.same(other, other) and edtf.compatible(one, other)


def counts_alike(one: Said, quantity: Quantity, other: Said, its: Quantity, states: States) -> float:
    """The cosine of two figures with what they count, -1 to 1."""
    return float(counted(one, quantity, states) @ counted(other, its, states))


def counted(side: Said, quantity: Quantity, states: States) -> NDArray[float32]:
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
