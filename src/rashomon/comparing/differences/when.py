"""Times of one act that cannot both be true: "will be proclaimed on Friday" against "on Saturday".

Two statements about one act may well tell of different days of it. So each side must give one day, by its
date or weekday, the days must lie near each other, and both must say the same around them. "Today" and
"last night" part nobody: a report that is printed or translated a day later keeps these words.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import icu

from rashomon.comparing.dateline import end_of_dateline
from rashomon.comparing.differences.slots import rest_alike
from rashomon.comparing.values.agreement import likeness, outside
from rashomon.language.text import locale
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Time

DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
WEEK = timedelta(7)
NEAR = 6  # days; a week's distance is more often a weekday that was taken for another week's
CLOCK = re.compile(r"[\dX]{4}-[\dX]{2}-[\dX]{2}T\d\d:\d\d(:\d\d)?Z?$")
PERIOD = re.compile(r"\d{4}(-(0\d|1[0-2]))?")
YEAR = re.compile(r"\d{4}")
UNTIL = "../"  # begins the value of "until Friday"
FEW_MINUTES, HOURS = 10, 12  # clocks that are nearer are rounded; that are further apart are of other acts
CLOCKS_ALIKE = 0.4  # as below, for clocks
JUST_THE_SAME = 0.5  # mean nearest cosine of what two statements tell beside their times, of the lesser side
ALIKE = 0.45  # mean cosine of the tokens of the shorter statement, its times left out, to their nearest


def parting_times(one: Said, other: Said, figures: Figures, states: States) -> tuple[Time, Time] | None:
    """The days on which two statements part, or None. Ends ("until Friday") part from ends alone.

    A day that the other article gives too, of something else, parts only those who say just the same.
    """
    mine, its = _days(_told(one), one.statement.start), _days(_told(other), other.statement.start)
    if len(mine) != 1 or len(its) != 1:
        return None
    (a,), (b,) = mine, its
    if not (_is_named(a) and _is_named(b)) or a.value.startswith(UNTIL) != b.value.startswith(UNTIL):
        return None
    meant = [(first, second) for first in _meanings(a) for second in _meanings(b)]
    if any(edtf.compatible(first, second) for first, second in meant):
        return None
    if min(abs((_day(first) - _day(second)).days) for first, second in meant) > NEAR:
        return None
    if _alike(one, other, states) < ALIKE:
        return None
    if rest_alike(one, _span(a, one), other, _span(b, other), states) >= JUST_THE_SAME:
        return a, b
    known = _gives(a, other, figures) or _gives(b, one, figures)
    return None if known else (a, b)


def _span(time: Time, said: Said) -> tuple[int, int]:
    return time.start - said.statement.start, time.end - said.statement.start


def _gives(time: Time, other: Said, figures: Figures) -> bool:
    """True where another statement of an article gives a day, too."""
    beside = (said for said in figures.statements[other.statement.article] if said.place != other.place)
    days = (day for said in beside for day in _days(_told(said), said.statement.start))
    return any(edtf.compatible(meant, day.value) for day in days for meant in _meanings(time))


def parting_periods(one: Said, other: Said, states: States) -> tuple[Time, Time] | None:
    """The months or the years on which two statements part, where each gives one time in all; or None.

    Two that give other figures, too, tell of two events.
    """
    mine, its = _told(one), _told(other)
    if len(mine) != 1 or len(its) != 1 or one.quantities or other.quantities:
        return None
    (a,), (b,) = mine, its
    periods = [_period(time, said.account.article.language) for time, said in ((a, one), (b, other))]
    if None in periods or periods[0] == periods[1] or len(periods[0] or "") != len(periods[1] or ""):
        return None
    return (a, b) if _alike(one, other, states) >= ALIKE else None


def _period(time: Time, language: str) -> str | None:
    """The year ("2011") or the month of any year ("--10") that a time names; None for any other."""
    value = time.value.removeprefix(UNTIL)
    if time.type not in ("date", "interval") or not PERIOD.fullmatch(value):
        return None
    if len(value) == 4:
        return value if YEAR.search(time.text) else None
    return f"-{value[4:]}" if _names_a_month(time.text, language) else None


def _names_a_month(text: str, language: str) -> bool:
    """True for words with a month's name or number, not "last month"."""
    words = re.findall(r"\w+", text.casefold())
    return any(word[:3] in _months_of(language) or word[0].isdigit() for word in words)


@cache
def _months_of(language: str) -> frozenset[str]:
    """The first letters of the names of months, by CLDR."""
    names = icu.DateFormatSymbols(locale(language)).getMonths()
    return frozenset(name.casefold()[:3] for name in names if name)


def _alike(one: Said, other: Said, states: States) -> float:
    return likeness(*(states[said.place][outside(said, said.times)] for said in (one, other)))


@lru_cache(maxsize=8_192)
def _told(said: Said) -> tuple[Time, ...]:
    """The times of a statement but those of its dateline."""
    if not said.times:
        return ()
    first = end_of_dateline(said)
    return tuple(time for time in said.times if time.start >= first)


def parting_clocks(one: Said, other: Said, states: States) -> tuple[Time, Time] | None:
    """The clock times on which two statements part, or None.

    Clocks that are whole hours apart may be those of two zones, and so part nobody.
    """
    mine, its = (_clocks(_told(said), said.statement.start) for said in (one, other))
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
    return (a, b) if _alike(one, other, states) >= CLOCKS_ALIKE else None


def tells_a_time(said: Said) -> bool:
    """True for a statement that gives days or clock times."""
    first = said.statement.start
    told = _told(said)
    return bool(told) and bool(_days(told, first) or _clocks(told, first))


def tells_a_period(said: Said) -> bool:
    """True for a statement that names one month or year and no other time."""
    told = _told(said)
    return len(told) == 1 and _period(told[0], said.account.article.language) is not None


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
    """The days and moments that a statement gives, each day once, else its ends ("until Friday").

    The clock of a live report is no time of what it tells.
    """
    found: dict[str, Time] = {}
    for time in times:
        stamp = time.type == "time" and time.start == first
        value = time.value.removeprefix(UNTIL)
        if time.type in ("date", "time", "interval") and _is_day(value) and not stamp:
            found.setdefault(
                time.value[: -len(value)] + value[:10] if value != time.value else value[:10], time
            )
    plain = tuple(time for time in found.values() if not time.value.startswith(UNTIL))
    return plain or tuple(found.values())


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


def _meanings(time: Time) -> list[str]:
    """The days that words may mean: a weekday also that of another week, "16 May" of any year."""
    value = time.value.removeprefix(UNTIL)
    day, clock = _day(value), value[10:]
    if clock.startswith("/"):
        return [value]
    if time.weekday is not None:
        return [f"{moved}{clock}" for moved in (day, day - WEEK, day + WEEK)]
    if YEAR.search(time.text) or (day.month, day.day) == (2, 29):
        return [value]
    return [f"{day.replace(year=year)}{clock}" for year in (day.year, day.year - 1, day.year + 1)]


def _day(value: str) -> date:
    return date.fromisoformat(value[:10])
