"""A number with its bounds and its unit, before it is known what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rashomon.reading.quantities.numeral import Numeral


class Amount(NamedTuple):
    """A number or range with its unit, as tokens ``start`` to ``end``.

    ``currency`` are the tokens of a name or sign of money that does not tell which ("dinars").
    """

    low: float
    high: float
    start: int
    end: int
    unit: str | None
    first: Numeral
    ranged: bool
    currency: tuple[int, int] | None = None

    @property
    def many(self) -> bool:
        """True for what may be followed by "of" and its noun: "dozens", "1,2 million"."""
        return self.first.vague or self.first.collective or self.first.scale > 1
