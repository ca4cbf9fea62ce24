"""Days as far as they are known, and moves on the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from rashomon.reading.times import edtf
from rashomon.reading.times.calendar_parts import part_value


class Day(Struct, frozen=True):
    """A date as far as it is known. ``precision`` is 1 for a year, 2 for a month, 3 for a day.

    ``part`` is what of the calendar it is: Q1 to Q4, H1, H2, a season, W, WE, decade, century.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: int = 3
    about: bool = False
    until: date | None = None
    part: str | None = None

    @property
    def full(self) -> date | None:
        """The date, where all of it is known."""
        if self.precision < 3 or self.year is None or self.month is None or self.day is None or self.until:
            return None
        return date(self.year, self.month, self.day)


def published_day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or date-time; None where there is none or it can't be read."""
    if not published:
        return None
    try:
        return date.fromisoformat(published.strip()[:10])
    except ValueError:
        return None


def day_value(day: Day) -> str:
    """The EDTF value of a date; a week is the interval of its days, a quarter that of its months."""
    if day.part is not None and day.until is None:
        return part_value(day.part, day.year)
    if day.until is not None and day.year and day.month and day.day:
        about = "~" if day.about else ""
        return f"{edtf.compose(day.year, day.month, day.day)}{about}/{day.until.isoformat()}{about}"
    return edtf.compose(day.year, day.month, day.day, precision=day.precision, about=day.about)


def days_on(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def months_on(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1) if 1 <= year <= 9999 else None


class Context(Struct, frozen=True):
    """What a piece is resolved against: the day of publication, the day told of last, if it is to come.

    ``future`` and ``past`` are what a verb beside it shows.
    ``year`` is the year told of last, be it of a day or alone; ``tale`` where the article tells of the past
    year by year, so that a date without one is of the year told of last. ``spoken``: "next Friday" is that of
    next week, "this Friday" that of this week. ``until``: it is the end of something, oftener to come than
    others.
    """

    published: date | None
    narrative: Day | None
    future: bool
    year: int | None = None
    tale: bool = False
    past: bool = False
    spoken: bool = False
    until: bool = False
