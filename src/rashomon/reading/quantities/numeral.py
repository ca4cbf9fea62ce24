"""One number as tokens spell it."""

from __future__ import annotations

from typing import NamedTuple


class Numeral(NamedTuple):
    """A number that tokens ``start`` to ``end`` spell.

    ``scale`` is the power of ten in words that it was multiplied with. ``fraction`` is the denominator of a
    fraction without a whole, whose numerator is ``parts``; ``more`` says that the words mean "and more",
    ``upto`` is the higher of two numbers in one ("两三百"), or 0.
    """

    value: float
    end: int
    scale: float = 1
    digits: bool = False
    one: bool = False
    collective: bool = False
    vague: bool = False
    fraction: float = 0
    more: bool = False
    start: int = -1
    upto: float = 0


def power_of_thousand(value: float) -> float:
    """The largest power of a thousand that divides a number."""
    power = 1000.0
    while value % (power * 1000) == 0 and power < value:
        power *= 1000
    return power
