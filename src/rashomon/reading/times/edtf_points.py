"""EDTF values taken apart: points in time, and lengths."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

# A year that stands in where only month and day are known; it is a leap year, so that 29 February holds.
STAND_IN_YEAR = 2000

_SEASONS = ("21", "22", "23", "24")
_POINT = re.compile(
    r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2})"
    r"(?:T(?P<hour>\d{2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?(?P<zone>Z|[+-]\d{2}:\d{2})?)?)?)?(?P<about>~?)"
)
_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?(?:T(?=.)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?"
    r"(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


class Point(Struct, frozen=True, kw_only=True):
    """A date or a time of day, as far as it is known.

    ``month`` and ``day`` are None where the value is less precise. ``minute_of_day`` is 0 to 1439;
    ``offset`` is minutes east of UTC, or None for a local time of an unknown place. ``season`` is 21 (spring)
    to 24 (winter): which months it has depends on the hemisphere, so that only its year is compared.
    """

    year: str
    month: str | None = None
    day: str | None = None
    minute_of_day: int | None = None
    to_the_hour: bool = False
    offset: int | None = None
    about: bool = False
    season: str | None = None


@lru_cache(4096)
def point_of(value: str) -> Point | None:
    match = _POINT.fullmatch(value)
    if match is None:
        return None
    month, day, hour, zone = match["month"], match["day"], match["hour"], match["zone"]
    if month in _SEASONS and day is None:
        return Point(year=match["year"], about=bool(match["about"]), season=month)
    if month and "X" not in month and not 1 <= int(month) <= 12:
        return None
    if day and "X" not in day:
        year = int(match["year"]) if "X" not in match["year"] else STAND_IN_YEAR
        known_month = int(month) if "X" not in month else 1
        try:
            date(max(year, 1), known_month, int(day))
        except ValueError:
            return None
    minute_of_day = None
    if hour is not None:
        minute_of_day = int(hour) * 60 + int(match["minute"] or 0)
        if minute_of_day >= 1440 or int(match["minute"] or 0) > 59:
            return None
    offset = None
    if zone is not None:
        sign = -1 if zone[0] == "-" else 1
        offset = 0 if zone == "Z" else sign * (int(zone[1:3]) * 60 + int(zone[4:6]))
    return Point(
        year=match["year"],
        month=month,
        day=day,
        minute_of_day=minute_of_day,
        to_the_hour=hour is not None and match["minute"] is None,
        offset=offset,
        about=bool(match["about"]),
    )


def seconds_and_months(value: str) -> tuple[float, float] | None:
    match = _DURATION.fullmatch(value)
    if match is None:
        return None
    amounts = {unit: float(number or 0) for unit, number in match.groupdict().items()}
    days = amounts["weeks"] * 7 + amounts["days"]
    seconds = days * 86400 + amounts["hours"] * 3600 + amounts["minutes"] * 60 + amounts["seconds"]
    return seconds, amounts["years"] * 12 + amounts["months"]


def length_of(value: str) -> tuple[bool, float, float] | None:
    length = seconds_and_months(value.removeprefix("R/"))
    return None if length is None else (value.startswith("R/"), *length)


def in_utc(point: Point) -> Point:
    if point.minute_of_day is None or not point.offset:
        return point
    moved = point.minute_of_day - point.offset
    days, minute = divmod(moved, 1440)
    point = replace(point, minute_of_day=minute, offset=0)
    return days_on(point, days)


def days_on(point: Point, days: int) -> Point:
    if not days or not point.month or not point.day or "X" in point.month or "X" in point.day:
        return point
    year = STAND_IN_YEAR if "X" in point.year else int(point.year)
    day = day_after(date(max(year, 1), int(point.month), int(point.day)), days)
    return replace(
        point,
        year=point.year if "X" in point.year else f"{day.year:04}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
    )


def day_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return day
