"""The words of one time, and what they say, before anything is worked out."""

from __future__ import annotations

from datetime import date  # noqa: TC003
from typing import Literal

from msgspec import Struct

Kind = Literal["date", "clock", "period", "zone", "duration", "ago", "set", "vague", "ignore"]


class Piece(Struct, frozen=True, kw_only=True):
    """Some words of time, as positions in the folded text, and what they say.

    ``first`` is its first token and ``last`` the one after it. ``part`` and ``number`` say which quarter,
    half, decade or century; ``counted`` is how far from its day the words count; ``season`` is EDTF's number;
    ``loose`` is a clock time only beside a day; ``vague`` tells what has no value, "some", or is no time of
    the story, "age"; ``calendar`` is that of a date which was not told in the Gregorian one, ``until`` the
    last day of its year; ``in_week``: the week of its day is meant; ``apart`` is where the first of two dates
    ends and the second begins; ``beyond``: its weekday is not yesterday nor tomorrow.
    """

    start: int
    end: int
    first: int
    last: int
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year2: int | None = None
    month2: int | None = None
    day2: int | None = None
    weekday: int | None = None
    season: int | None = None
    holiday: str | None = None
    part: str | None = None
    number: int | None = None
    unit: str | None = None
    shift: float | None = None
    narrative: bool = False
    direction: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half: str | None = None
    period: str | None = None
    zone: str | None = None
    local: bool = False
    amount: float | None = None
    weak: bool = False
    loose: bool = False
    slashed: bool = False
    beyond: bool = False
    vague: str | None = None
    in_week: bool = False
    calendar: str | None = None
    until: date | None = None
    apart: tuple[int, int] | None = None
    further: tuple[tuple[float, str], ...] = ()
    counted: tuple[tuple[float, str], ...] = ()

    @property
    def has_day(self) -> bool:
        """True where the words say which day, be it by weekday or "yesterday"."""
        return (
            self.day is not None
            or self.weekday is not None
            or self.holiday is not None
            or (self.shift is not None and self.unit == "day")
        )

    @property
    def has_number(self) -> bool:
        """True where a day or a year stands beside the name, so that it can hardly be another word."""
        return self.day is not None or self.year is not None

    @property
    def bare_clock(self) -> bool:
        """True for a clock time without a date."""
        return self.hour is not None and not self.has_day and self.month is None and self.year is None
