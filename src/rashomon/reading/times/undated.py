"""The year of a date that names none: the last one, unless words or a weekday tell otherwise."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from rashomon.reading.times.days import Day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.days import Context
    from rashomon.reading.times.pieces import Piece

# A date without a year is of the past unless the words say otherwise; news may run a little ahead of it.
AHEAD = timedelta(days=7)
# Without a verb that tells, the next such date is meant where the last one is so many times as far away: in
# the year of publication, and after it.
_FARTHER, _FARTHER_IN_ANOTHER_YEAR = 3, 8
_WEEKDAY_HOLDS = 800  # days around publication in which a weekday tells the year of a date


def without_year(piece: Piece, context: Context) -> Day:
    """The day or month in the year that is meant; the year stays None where it is not known."""
    month, day, published = piece.month, piece.day, context.published
    precision = 2 if day is None else 3
    unknown = Day(None, month, day, precision)
    if context.tale and context.year is not None and month is not None and piece.direction is None:
        return Day(context.year, month, day, precision) if (month, day) != (2, 29) else unknown
    if published is None:
        return unknown
    candidates = _around(published.year, month, day)
    if piece.weekday is not None and day is not None:
        fitting = tuple(c for c in candidates if c.isoweekday() == piece.weekday)
        candidates = tuple(c for c in fitting if abs((c - published).days) < _WEEKDAY_HOLDS) or candidates
    first_of_month = published.replace(day=1)
    to_come = piece.direction == 1 or (context.future and piece.direction is None)
    if to_come:
        chosen = [c for c in candidates if c >= (published if day else first_of_month)][:1]
    elif piece.direction == -1:
        chosen = [c for c in candidates if c < (published if day else first_of_month)][-1:]
    else:
        latest = published + AHEAD if day and published < date.max - AHEAD else published
        chosen = [c for c in candidates if c <= latest][-1:]
        if not context.past and (month or 0) > 0:
            chosen = [_nearer(c, candidates, published, until=context.until) for c in chosen]
    by_weekday = piece.weekday is not None and day is not None
    if by_weekday and (not chosen or (month is None and piece.direction is None)):
        chosen = sorted(candidates, key=lambda c: (abs((c - published).days), c))[:1]
    if not chosen:
        return unknown
    return Day(chosen[0].year, chosen[0].month, day, precision)


@lru_cache(maxsize=1 << 10)
def _around(year: int, month: int | None, day: int | None) -> tuple[date, ...]:
    """Every such date of the years around one."""
    reach = 4 if month is not None else 1
    return tuple(
        date(y, m, day or 1)
        for y in range(max(1, year - reach), min(9999, year + reach + 1))
        for m in ((month,) if month else range(1, 13))
        if (day or 1) <= calendar.monthrange(y, m)[1]
    )


def _nearer(last: date, candidates: Sequence[date], published: date, *, until: bool) -> date:
    """The last such date, or the next one where that is much nearer to publication."""
    after = next((c for c in candidates if c > max(last, published)), None)
    if after is None or last > published:
        return last
    farther = 1 if until else _FARTHER if after.year == published.year else _FARTHER_IN_ANOTHER_YEAR
    return after if (after - published).days * farther < (published - last).days else last
