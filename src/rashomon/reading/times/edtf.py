"""EDTF values: composing, checking and comparing them.

Source: Extended Date/Time Format, Library of Congress, levels 0 and 1, now part of ISO 8601-2:2019; durations
and repeats are those of ISO 8601-1:2019. ``X`` stands for a digit that is not known, ``~`` for about,
``..`` for an open end of an interval.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rashomon.reading.times.edtf_points import (
    STAND_IN_YEAR,
    Point,
    day_after,
    days_on,
    in_utc,
    length_of,
    point_of,
    seconds_and_months,
)

UNKNOWN_YEAR = "XXXX"
UNKNOWN = "XX"
EASTERNMOST, WESTERNMOST = timedelta(hours=14), timedelta(hours=-12)
# How far "about" reaches to either side, by the precision of the date: year, month, day (in days).
ABOUT = (366, 31, 4)


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
    """The ISO 8601 duration of an amount of a unit, from ``year`` to ``second``; half a year is P6M."""
    if unit == "year" and amount < 1 and amount * 12 == int(amount * 12):
        amount, unit = amount * 12, "month"
    number = f"{amount:.6f}".rstrip("0").rstrip(".")
    letter = unit[0].upper()
    return f"PT{number}{letter}" if unit in ("hour", "minute", "second") else f"P{number}{letter}"


def is_valid(value: str) -> bool:
    """True for a value that this module can read: a date, a time, an interval, a duration or a repeat."""
    if value.startswith("R/"):
        return seconds_and_months(value[2:]) is not None
    if "/" in value:
        start, _, end = value.partition("/")
        known = all(side in ("", "..") or point_of(side) is not None for side in (start, end))
        return known and value not in ("/", "../..")
    return point_of(value) is not None or seconds_and_months(value) is not None


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
    lengths = length_of(a), length_of(b)
    if lengths[0] is not None or lengths[1] is not None:
        return lengths[0] == lengths[1]
    spans = _ends(a), _ends(b)
    if spans[0] is None or spans[1] is None:
        return False
    if isinstance(spans[0], Point) and isinstance(spans[1], Point):
        return _points_compatible(spans[0], spans[1])
    return _ranges_meet(spans[0], spans[1])


def _says_something(value: str) -> bool:
    return any(c.isdigit() for c in value)


def _canonical(value: str) -> object:
    length = length_of(value)
    if length is not None:
        return length
    if "/" in value:
        return tuple(_canonical(side) for side in value.split("/", 1))
    point = point_of(value)
    return value if point is None else in_utc(point)


def _ends(value: str) -> Point | tuple[Point | None, Point | None] | None:
    if "/" not in value:
        return point_of(value)
    sides = [None if side in ("", "..") else point_of(side) for side in value.split("/", 1)]
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
    a, b = in_utc(a), in_utc(b)
    if a.about or b.about:
        return _ranges_meet(a, b)
    if a.minute_of_day is None and b.minute_of_day is None:
        return _dates_fit(a, b)
    zoned = a if a.offset is not None else b
    other = b if zoned is a else a
    if zoned.offset is None or (other.minute_of_day is not None and other.offset is not None):
        return _dates_fit(a, b) and _clocks_fit(a, b)
    # One moment in UTC against the clock or the calendar of a place that is not known.
    return any(_dates_fit(days_on(zoned, days), other) for days in (0, -1, 1))


def _clocks_fit(a: Point, b: Point) -> bool:
    if a.minute_of_day is None or b.minute_of_day is None:
        return True
    if a.to_the_hour or b.to_the_hour:
        return a.minute_of_day // 60 == b.minute_of_day // 60
    return a.minute_of_day == b.minute_of_day


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
    point = in_utc(point)
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
        end = day_after(_day(last_year, int(point.month), int(point.day)), 1)
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
