"""When accounts were published, as places along a line of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.web.view.moments import short_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.web.view.reader import Reader

DAY = timedelta(days=1)
MOST_DAYS = 21  # of which each has its tick
FIRST, LAST = 7.0, 93.0  # percent of the width where the first and the last are
UNTOLD = 14.0  # percent of the width that those without a time take


class Moment(Struct, frozen=True):
    """From when to when something was published: a moment, or a whole day where the day alone is known."""

    start: datetime
    end: datetime


class Axis(Struct, frozen=True):
    """The time from the first account to the last; ``told`` is how far the axis goes, in percent."""

    first: datetime | None
    last: datetime | None
    told: float

    def at(self, moment: datetime) -> float:
        """Where a moment is, in percent of the width from the side where reading starts."""
        if self.first is None or self.last is None or self.first == self.last:
            return (FIRST + self.told) / 2
        return FIRST + (moment - self.first) / (self.last - self.first) * (self.told - FIRST)

    def ticks(self) -> tuple[float, ...]:
        """Where days begin."""
        if self.first is None or self.last is None or (self.last - self.first) > MOST_DAYS * DAY:
            return ()
        midnight = datetime.combine(self.first.date(), time(), UTC)
        days = (midnight + number * DAY for number in range((self.last - midnight).days + 1))
        return tuple(self.at(day) for day in days if self.first <= day)


def moment_of(published: str | None) -> Moment | None:
    """When something was published (ISO 8601); None where that is not known, or is no time."""
    try:
        if published and len(published) <= len("2000-01-01"):
            start = datetime.combine(date.fromisoformat(published), time(), UTC)
            return Moment(start, start + DAY)
        moment = datetime.fromisoformat(published or "")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(moment, moment)


def axis(moments: Iterable[Moment | None]) -> Axis:
    """An axis that holds some moments, with room at its end for those that are not known."""
    told = list(moments)
    known = [moment for moment in told if moment]
    end = LAST if len(known) == len(told) else LAST - UNTOLD
    if not known:
        return Axis(None, None, end)
    return Axis(min(one.start for one in known), max(one.end for one in known), end)


def ends(reader: Reader, moments: Iterable[Moment | None]) -> tuple[str, str]:
    """The first and last moment in words, "14 Mar, 06:30" and "15 Mar, 17:40 UTC"; "" where none is known."""
    known = [moment for moment in moments if moment]
    if not known:
        return "", ""
    first, last = min(known, key=lambda one: one.start), max(known, key=lambda one: one.start)
    years = first.start.year != last.start.year
    start = _words(reader, first, years=years)
    end = _words(reader, last, years=years)
    return start, "" if end == start else end


def _words(reader: Reader, moment: Moment, *, years: bool) -> str:
    day = short_day(reader, moment.start.date(), year=years)
    if years or moment.start != moment.end:
        return day
    return str(reader.say("time.day_and_clock", day=day, clock=f"{moment.start:%H:%M} UTC"))
