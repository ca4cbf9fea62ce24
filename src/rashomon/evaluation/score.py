"""Counts of what is in the gold, of what we give, and of what of it is right, and the measures of them."""

from __future__ import annotations

from typing import Self

from msgspec import Struct


class Score(Struct, frozen=True, kw_only=True):
    """Counts that can be added up, and precision, recall and F1 of them."""

    gold: int = 0
    ours: int = 0
    right: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__}
        )

    @property
    def p(self) -> float:
        """The share of ours that is right."""
        return share(self.right, self.ours)

    @property
    def r(self) -> float:
        """The share of the gold that is found right."""
        return share(self.right, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.p, self.r)


def share(part: int, whole: int) -> float:
    """``part / whole``; 0 where there is no whole."""
    return part / whole if whole else 0.0


def harmonic(precision: float, recall: float) -> float:
    """The harmonic mean (F1) of two shares; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
