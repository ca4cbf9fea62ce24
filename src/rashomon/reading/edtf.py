"""EDTF values: composing, checking and comparing them.

Source: Extended Date/Time Format, Library of Congress, levels 0 and 1, now part of ISO 8601-2:2019; durations
and repeats are those of ISO 8601-1:2019. ``X`` stands for a digit that is not known, ``~`` for about,
``..`` for an open end of an interval.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

UNKNOWN_YEAR = "XXXX"
UNKNOWN = "XX"
# A year that stands in where only month and day are known; it is a leap year, so that 29 February holds.
STAND_IN_YEAR = 2000
EASTERNMOST, WESTERNMOST = timedelta(hours=14), timedelta(hours=-12)
# How far "about" reaches to either side, by the precision of the date: year, month, day (in days).
ABOUT = (366, 31, 4)

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
    ``offset`` is minutes east of UTC, or None for a local time of an unknown place.
    """

    year: str
    month: str | None = None
    day: str | None = None
    minute_of_day: int | None = None
    to_the_hour: bool = False
    offset: int | None = None
    about: bool = False


def compose(
    year: int | None,
    month: int | None = None,
    day: int | None = None,
    *,
    precision: int = 3,
    hour: int | None = None,
    minute: int = 0,
    second: int | None = None,
    utc: bool = False,
    about: bool = False,
) -> str:
    """The EDTF value of what is known; None is unknown.

    ``precision`` is 1 for a year, 2 for a month, 3 for a day; an ``hour`` asks for 3.
    """
    parts = [
        UNKNOWN_YEAR if year is None else f"{year:04}",
        UNKNOWN if month is None else f"{month:02}",
        UNKNOWN if day is None else f"{day:02}",
    ]
    value = "-".join(parts[:precision])
    if hour is not None:
        value += (
            f"T{hour:02}:{minute:02}" + (f":{second:02}" if second is not None else "") + ("Z" if utc else "")
        )
    return value + ("~" if about else "")


def duration(amount: float, unit: str) -> str:
    """The ISO 8601 duration of an amount of a unit, from ``year`` to ``second``; decades are ten years."""
    number = f"{amount:.6f}".rstrip("0").rstrip(".")
    letter = unit[0].upper()
    return f"PT{number}{letter}" if unit in ("hour", "minute", "second") else f"P{number}{letter}"


def is_valid(value: str) -> bool:
    """True for a value that this module can read: a date, a time, an interval, a duration or a repeat."""
    if value.startswith("R/"):
        return _seconds_and_months(value[2:]) is not None
    if "/" in value:
        start, _, end = value.partition("/")
        return all(side in ("", "..") or _parse(side) is not None for side in (start, end)) and value not in (
            "/",
            "../..",
        )
    return _parse(value) is not None or _seconds_and_months(value) is not None


def same(a: str, b: str) -> bool:
    """True where both values say the same, zones and units of duration aside, and say anything at all.

    >>> same("2011-10-31T22:00Z", "2011-11-01T00:00+02:00")
    True
    >>> same("P7D", "P1W")
    True
    """
    if not _says_something(a) or not _says_something(b):
        return False
    return _canonical(a) == _canonical(b)


def compatible(a: str, b: str) -> bool:
    """True where both values can be true of one event.

    An unknown digit fits any; a less precise value fits a more precise one inside it; zones are converted,
    and a local time of an unknown place fits any time that is the same moment somewhere; an interval fits
    what it contains. Durations fit where they are equal. A value that cannot be read fits only itself.

    >>> compatible("XXXX-10-31", "2011-10")
    True
    >>> compatible("2011-10-31T22:00Z", "2011-10-31T20:00Z")
    False
    """
    if a == b:
        return True
    lengths = _length(a), _length(b)
    if lengths[0] is not None or lengths[1] is not None:
        return lengths[0] == lengths[1]
    spans = _ends(a), _ends(b)
    if spans[0] is None or spans[1] is None:
        return False
    if isinstance(spans[0], Point) and isinstance(spans[1], Point):
        return _points_compatible(spans[0], spans[1])
    return _ranges_meet(spans[0], spans[1])


@lru_cache(4096)
def _parse(value: str) -> Point | None:
    match = _POINT.fullmatch(value)
    if match is None:
        return None
    month, day, hour, zone = match["month"], match["day"], match["hour"], match["zone"]
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


def _seconds_and_months(value: str) -> tuple[float, float] | None:
    match = _DURATION.fullmatch(value)
    if match is None:
        return None
    amounts = {unit: float(number or 0) for unit, number in match.groupdict().items()}
    days = amounts["weeks"] * 7 + amounts["days"]
    seconds = days * 86400 + amounts["hours"] * 3600 + amounts["minutes"] * 60 + amounts["seconds"]
    return seconds, amounts["years"] * 12 + amounts["months"]


def _length(value: str) -> tuple[bool, float, float] | None:
    length = _seconds_and_months(value.removeprefix("R/"))
    return None if length is None else (value.startswith("R/"), *length)


def _says_something(value: str) -> bool:
    return any(c.isdigit() for c in value)


def _canonical(value: str) -> object:
    length = _length(value)
    if length is not None:
        return length
    if "/" in value:
        return tuple(_canonical(side) for side in value.split("/", 1))
    point = _parse(value)
    return value if point is None else _in_utc(point)


def _in_utc(point: Point) -> Point:
    if point.minute_of_day is None or not point.offset:
        return point
    moved = point.minute_of_day - point.offset
    days, minute = divmod(moved, 1440)
    point = replace(point, minute_of_day=minute, offset=0)
    if not days or point.month is None or point.day is None or "X" in point.month or "X" in point.day:
        return point
    year = STAND_IN_YEAR if "X" in point.year else int(point.year)
    day = _shifted(date(max(year, 1), int(point.month), int(point.day)), days)
    return replace(
        point,
        year=point.year if "X" in point.year else f"{day.year:04}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
    )


def _ends(value: str) -> Point | tuple[Point | None, Point | None] | None:
    if "/" not in value:
        return _parse(value)
    sides = [None if side in ("", "..") else _parse(side) for side in value.split("/", 1)]
    if any(
        side not in ("", "..") and point is None
        for side, point in zip(value.split("/", 1), sides, strict=True)
    ):
        return None
    return sides[0], sides[1]


def _digits_fit(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return True
    return all(x == y or "X" in (x, y) for x, y in zip(a, b, strict=True))


def _dates_fit(a: Point, b: Point) -> bool:
    return _digits_fit(a.year, b.year) and _digits_fit(a.month, b.month) and _digits_fit(a.day, b.day)


def _points_compatible(a: Point, b: Point) -> bool:
    a, b = _in_utc(a), _in_utc(b)
    if a.about or b.about:
        return _ranges_meet(a, b)
    if a.minute_of_day is None and b.minute_of_day is None:
        return _dates_fit(a, b)
    zoned = a if a.offset is not None else b
    other = b if zoned is a else a
    if zoned.offset is None or (other.minute_of_day is not None and other.offset is not None):
        return _dates_fit(a, b) and _clocks_fit(a, b)
    # One moment in UTC against the clock or the calendar of a place that is not known.
    return any(_dates_fit(_moved(zoned, days), other) for days in (0, -1, 1))


def _clocks_fit(a: Point, b: Point) -> bool:
    if a.minute_of_day is None or b.minute_of_day is None:
        return True
    if a.to_the_hour or b.to_the_hour:
        return a.minute_of_day // 60 == b.minute_of_day // 60
    return a.minute_of_day == b.minute_of_day


def _moved(point: Point, days: int) -> Point:
    if not days or not point.month or not point.day or "X" in point.month or "X" in point.day:
        return point
    year = STAND_IN_YEAR if "X" in point.year else int(point.year)
    day = _shifted(date(max(year, 1), int(point.month), int(point.day)), days)
    return replace(
        point,
        year=point.year if "X" in point.year else f"{day.year:04}",
        month=f"{day.month:02}",
        day=f"{day.day:02}",
    )


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def _ranges_meet(
    a: Point | tuple[Point | None, Point | None], b: Point | tuple[Point | None, Point | None]
) -> bool:
    points = [p for side in (a, b) for p in (side if isinstance(side, tuple) else (side,)) if p is not None]
    known = [int(p.year) for p in points if "X" not in p.year]
    year = known[0] if known else STAND_IN_YEAR
    # An unknown year is the other's year, which for an interval may also be the year before or after.
    years = (year, year - 1, year + 1) if len(known) < len(points) and known else (year,)
    return any(_meet(_bounds(a, first), _bounds(b, second)) for first in years for second in years)


def _meet(a: tuple[datetime, datetime], b: tuple[datetime, datetime]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _bounds(side: Point | tuple[Point | None, Point | None], year: int) -> tuple[datetime, datetime]:
    if isinstance(side, Point):
        return _extent(side, year)
    start = datetime.min if side[0] is None else _extent(side[0], year)[0]
    end = datetime.max if side[1] is None else _extent(side[1], year)[1]
    return start, end


def _extent(point: Point, year: int) -> tuple[datetime, datetime]:
    """The first moment of a point and the first after it, wide where parts of it are unknown."""
    point = _in_utc(point)
    first_year = int(point.year.replace("X", "0")) if point.year != UNKNOWN_YEAR else year
    last_year = int(point.year.replace("X", "9")) if point.year != UNKNOWN_YEAR else year
    first_year, last_year = min(max(first_year, 1), 9998), min(max(last_year, 1), 9998)
    if point.month is None or "X" in point.month:
        start, end, precision = date(first_year, 1, 1), date(last_year + 1, 1, 1), 0
    elif point.day is None or "X" in point.day:
        month = int(point.month)
        start = date(first_year, month, 1)
        end = date(last_year + month // 12, month % 12 + 1, 1)
        precision = 1
    else:
        start = _day(first_year, int(point.month), int(point.day))
        end = _shifted(_day(last_year, int(point.month), int(point.day)), 1)
        precision = 2
    first, after = datetime.combine(start, datetime.min.time()), datetime.combine(end, datetime.min.time())
    if precision == 2 and point.minute_of_day is not None and first_year == last_year:
        first += timedelta(minutes=point.minute_of_day)
        after = first + timedelta(minutes=60 if point.to_the_hour else 1)
        if point.offset is None:
            first, after = _stretched(first, -EASTERNMOST), _stretched(after, -WESTERNMOST)
    if point.about:
        first, after = (
            _stretched(first, -timedelta(ABOUT[precision])),
            _stretched(after, timedelta(ABOUT[precision])),
        )
    return first, after


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of a year that has none
        return date(year, month, 28)


def _stretched(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment
