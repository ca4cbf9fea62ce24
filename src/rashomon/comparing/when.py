"""Times of one act that cannot both be true: "will be proclaimed on Friday" against "on Saturday".

Two statements about one act may well tell of different days of it. So each side must give one day, by its
date or weekday, the days must lie near each other, and both must say the same around them. "Today" and
"last night" part nobody: a report that is printed or translated a day later keeps these words.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from rashomon.comparing.agreement import likeness, outside
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.align import States
    from rashomon.comparing.values import Said
    from rashomon.model import Time

DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
WEEK = timedelta(7)
NEAR = 6  # days; a week's distance is more often a weekday that was taken for another week's
CLOCK = re.compile(r"[\dX]{4}-[\dX]{2}-[\dX]{2}T\d\d:\d\d(:\d\d)?Z?$")
FEW_MINUTES, HOURS = 10, 12  # clocks that are nearer are rounded; that are further apart are of other acts
CLOCKS_ALIKE = 0.4  # as below, for clocks
ALIKE = 0.45  # mean cosine of the tokens of the shorter statement, its times left out, to their nearest


def parting_times(one: Said, other: Said, states: States) -> tuple[Time, Time] | None:
    """The days on which two statements part, or None."""
    mine, its = (_days(said.times, said.statement.start) for said in (one, other))
    if len(mine) != 1 or len(its) != 1:
        return None
    (a,), (b,) = mine, its
    if not (_is_named(a) and _is_named(b)):
        return None
    apart = abs((date.fromisoformat(a.value[:10]) - date.fromisoformat(b.value[:10])).days)
    if not 0 < apart <= NEAR:
        return None
    weeks = ((a.value, b.value), *_of_other_weeks(a, b), *_of_other_weeks(b, a))
    if any(edtf.compatible(first, second) for first, second in weeks):
        return None
    alike = likeness(*(states[said.place][outside(said, said.times)] for said in (one, other)))
    return (a, b) if alike >= ALIKE else None


def parting_clocks(one: Said, other: Said, states: States) -> tuple[Time, Time] | None:
    """The clock times on which two statements part, or None.

    Clocks that are whole hours apart may be those of two zones, and so part nobody.
    """
    mine, its = (_clocks(said.times, said.statement.start) for said in (one, other))
    if len(mine) != 1 or len(its) != 1:
        return None
    (a,), (b,) = mine, its
    if a.value.endswith("Z") != b.value.endswith("Z"):
        return None
    if _is_day(a.value) and _is_day(b.value) and a.value[:10] != b.value[:10]:
        return None
    minutes = abs(_minutes(a) - _minutes(b))
    rounded = 30 if _minutes(a) % 60 == 0 or _minutes(b) % 60 == 0 else FEW_MINUTES
    if minutes <= rounded or minutes % 60 == 0 or minutes > HOURS * 60:
        return None
    alike = likeness(*(states[said.place][outside(said, said.times)] for said in (one, other)))
    return (a, b) if alike >= CLOCKS_ALIKE else None


def tells_a_time(said: Said) -> bool:
    """True for a statement that gives days or clock times."""
    first = said.statement.start
    return bool(said.times) and bool(_days(said.times, first) or _clocks(said.times, first))


@lru_cache(maxsize=8_192)
def _clocks(times: Sequence[Time], first: int) -> tuple[Time, ...]:
    """The clock times that a statement gives, each once."""
    found = {
        time.value[11:16]: time
        for time in times
        if time.type == "time" and CLOCK.match(time.value) and time.start != first
    }
    return tuple(found.values())


def _minutes(time: Time) -> int:
    hours, minutes = time.value[11:16].split(":")
    return int(hours) * 60 + int(minutes)


@lru_cache(maxsize=8_192)
def _days(times: Sequence[Time], first: int) -> tuple[Time, ...]:
    """The days and moments that a statement gives, each day once; the clock of a live report is none."""
    found: dict[str, Time] = {}
    for time in times:
        stamp = time.type == "time" and time.start == first
        if time.type in ("date", "time", "interval") and _is_day(time.value) and not stamp:
            found.setdefault(time.value[:10], time)
    return tuple(found.values())


def _is_day(value: str) -> bool:
    """True for a known day of the calendar with a week on either side."""
    if not DAY.match(value):
        return False
    try:
        return date.fromisoformat(value[:10]) - date.min >= WEEK <= date.max - date.fromisoformat(value[:10])
    except ValueError:
        return False


def _is_named(time: Time) -> bool:
    return time.weekday is not None or any(letter.isdigit() for letter in time.text)


def _of_other_weeks(one: Time, other: Time) -> list[tuple[str, str]]:
    """A day that was worked out from a weekday, a week before and after, each with the other time."""
    day, clock = date.fromisoformat(one.value[:10]), one.value[10:]
    if one.weekday is None or clock.startswith("/"):
        return []
    return [(f"{moved}{clock}", other.value) for moved in (day - WEEK, day + WEEK)]
