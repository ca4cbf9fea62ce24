"""From what the words say to a value: against the day of publication, or with what stays unknown as X."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rashomon.reading.times.calendar_parts import FIRST_MONTH, SEASONS, holiday, months_of
from rashomon.reading.times.days import Context, Day, days_on, months_on
from rashomon.reading.times.edtf_points import STAND_IN_YEAR
from rashomon.reading.times.undated import AHEAD, without_year

if TYPE_CHECKING:
    from rashomon.reading.times.pieces import Piece

_MIDWEEK = 4  # until Wednesday "the weekend" is the last one
_DECADE_PIVOT = 30  # "the 30s" are of the last century, "the 20s" of this one
_CENTURIES = 99


def resolve_day(piece: Piece, context: Context) -> Day:
    """The date of a piece; unknown parts stay None."""
    if piece.in_week:
        day = _resolved(piece, context).full
        return _of_week(piece, day, 0) if day else Day()
    if piece.counted:
        return _counted_from(_resolved(piece, context), piece.counted)
    return _resolved(piece, context)


def _counted_from(day: Day, lengths: tuple[tuple[float, str], ...]) -> Day:
    """The day that is so many units from another; unknown where that or the length is no whole one."""
    moved = day.full
    for amount, unit in lengths:
        if moved is None or amount != int(amount):
            return Day()
        if unit in ("month", "year"):
            first = months_on(moved, int(amount) * (12 if unit == "year" else 1))
            last = calendar.monthrange(first.year, first.month)[1] if first else 1
            moved = first.replace(day=min(moved.day, last)) if first else None
        elif unit in ("day", "week"):
            moved = days_on(moved, int(amount) * (7 if unit == "week" else 1))
        else:
            return Day()
    return Day(moved.year, moved.month, moved.day) if moved else Day()


def _resolved(piece: Piece, context: Context) -> Day:
    if piece.part is not None or piece.season is not None:
        return _of_part(piece, context)
    if piece.holiday is not None:
        return _of_holiday(piece, context)
    if piece.shift is not None and piece.unit is not None:
        return _shifted(piece, context)
    if piece.year is not None:
        if piece.calendar == "islamic":
            return Day(piece.year, piece.month, piece.day, about=True, until=piece.until)
        return Day(piece.year, piece.month, piece.day, 3 if piece.day else 2 if piece.month else 1)
    if piece.month is not None or piece.day is not None:
        return without_year(piece, context)
    if piece.weekday is not None:
        return _of_weekday(piece, piece.weekday, context)
    return Day()


def _of_part(piece: Piece, context: Context) -> Day:
    """A quarter, half, season, decade or century."""
    number = piece.number or 0
    if piece.part == "decade":
        if number < 100:
            number += 1900 if number >= _DECADE_PIVOT else 2000
        return Day(number, precision=1, part="decade")
    if piece.part == "century":
        return Day((number - 1) * 100, precision=1, part="century") if 1 <= number <= _CENTURIES else Day()
    part = SEASONS[piece.season] if piece.season is not None else f"{(piece.part or '')[:1].upper()}{number}"
    if part not in FIRST_MONTH:
        return Day(precision=1)
    year = piece.year
    if year is None and piece.shift is not None:
        year = context.published.year + int(piece.shift) if context.published else None
    elif year is None:
        year = _year_of_part(part, piece.direction, context)
    return Day(year, precision=1, part=part)


def _year_of_part(part: str, direction: int | None, context: Context) -> int | None:
    if context.tale:
        return context.year
    published = context.published
    if published is None:
        return None
    first = FIRST_MONTH[part]
    over = published.month >= first + months_of(part)  # within its year
    begun = published.month >= first
    if direction == 1 or (context.future and direction is None):
        return published.year + over
    if direction == 0:
        return published.year
    known = over if direction == -1 else begun
    return published.year if known else published.year - 1


def _of_holiday(piece: Piece, context: Context) -> Day:
    name = piece.holiday or ""
    if piece.year is not None:
        day = holiday(name, piece.year)
        return Day(day.year, day.month, day.day)
    published = context.published
    if published is None or not 1 < published.year < 9998:
        stand_in = holiday(name, STAND_IN_YEAR)
        return (
            Day(None, stand_in.month, stand_in.day)
            if name.count("-") == 1 and "easter" not in name
            else Day()
        )
    if piece.shift is not None and piece.unit == "year":
        day = holiday(name, published.year + int(piece.shift))
        return Day(day.year, day.month, day.day)
    days = [holiday(name, published.year + years) for years in (-1, 0, 1)]
    if piece.direction == 1 or (context.future and piece.direction is None):
        day = next(d for d in days if d >= published)
    else:
        day = [d for d in days if d <= published + (timedelta() if piece.direction == -1 else AHEAD)][-1]
    return Day(day.year, day.month, day.day)


def _shifted(piece: Piece, context: Context) -> Day:
    shift, unit = piece.shift or 0.0, piece.unit or "day"
    base = _told_last(context.narrative, unit) if piece.narrative else context.published
    if (
        piece.narrative
        and unit == "day"
        and shift < 0
        and context.published
        and base
        and base > context.published
    ):
        base = context.published  # "the previous day" behind a date to come is publication's
    if unit == "year" and piece.month is not None:
        year = base.year + int(shift) if base else None
        return Day(year, piece.month, piece.day, 3 if piece.day else 2)
    if unit == "month" and piece.day is not None and piece.month is None:
        moved = months_on(base, int(shift)) if base else None
        if moved is None or piece.day > calendar.monthrange(moved.year, moved.month)[1]:
            return Day(None, None, piece.day)
        return Day(moved.year, moved.month, piece.day)
    if piece.day is not None and piece.month is not None:  # "yesterday, 30 October"
        return without_year(piece, context) if piece.year is None else Day(piece.year, piece.month, piece.day)
    whole = shift == int(shift)
    if unit in ("year", "decade", "century"):
        years = int(shift * {"year": 1, "decade": 10, "century": 100}[unit])
        counted = context.year if piece.narrative else base.year if base else None
        if counted is not None and piece.kind == "date" and unit != "year" and 1 <= counted + years <= 9999:
            return Day(counted + years, precision=1, part=unit)
        year = counted + years if counted is not None and whole else None
        return Day(
            year if year is None or 1 <= year <= 9999 else None,
            precision=1,
            about=bool(year) and unit != "year",
        )
    if unit == "quarter":
        if base is None:
            return Day(precision=1)
        year, quarter = divmod(base.year * 4 + (base.month - 1) // 3 + int(shift), 4)
        return Day(year, precision=1, part=f"Q{quarter + 1}")
    if unit == "month":
        moved = months_on(base, int(shift)) if base and whole else None
        return Day(moved.year, moved.month, precision=2) if moved else Day(precision=2)
    if unit in ("hour", "minute", "second") or base is None:
        return Day()
    if unit == "week":
        return _of_week(piece, base, shift)
    if unit == "weekend":
        return _of_weekend(base, shift, context, near=piece.direction is None)
    moved = days_on(base, int(shift))
    return Day(moved.year, moved.month, moved.day) if moved else Day()


def _told_last(narrative: Day | None, unit: str) -> date | None:
    if narrative is None or narrative.full is not None:
        return narrative.full if narrative else None
    if unit in ("month", "year") and narrative.year and narrative.month:
        return date(narrative.year, narrative.month, 1)
    return None


def _of_week(piece: Piece, base: date, shift: float) -> Day:
    moved = days_on(base, int(shift * 7))
    if moved is None:
        return Day()
    monday = days_on(moved, -moved.weekday())
    sunday = days_on(monday, 6) if monday else None
    if monday is None or sunday is None:
        return Day()
    if piece.weekday is not None and not piece.in_week:
        day = monday + timedelta(piece.weekday - 1)
        return Day(day.year, day.month, day.day)
    if piece.kind == "ago":
        return Day(moved.year, moved.month, moved.day, about=True)
    return Day(monday.year, monday.month, monday.day, until=sunday, part="W")


def _of_weekend(base: date, shift: float, context: Context, *, near: bool) -> Day:
    saturday = days_on(base, 6 - base.isoweekday())
    if saturday is None:
        return Day()
    if near and shift == 0 and not context.future and base.isoweekday() < _MIDWEEK:
        shift = -1
    saturday = days_on(saturday, int(shift * 7))
    sunday = days_on(saturday, 1) if saturday else None
    if saturday is None or sunday is None:
        return Day()
    return Day(saturday.year, saturday.month, saturday.day, until=sunday, part="WE")


def _of_weekday(piece: Piece, weekday: int, context: Context) -> Day:
    published = context.published
    if published is None:
        return Day()
    direction = piece.direction
    if context.spoken and direction is not None and (piece.beyond or direction == 0):
        day = days_on(published, weekday - published.isoweekday() + 7 * direction)
        return Day(day.year, day.month, day.day) if day else Day()
    back = (published.isoweekday() - weekday) % 7
    if direction == -1:
        shift = -(back or 7) - 7 * (piece.beyond and back == 1)
    elif direction == 1:
        shift = 7 - back + 7 * (piece.beyond and back == 6)
    elif direction == 0:  # "this Thursday": the nearest, or the one that the verb is about
        shift = 7 - back if back and (context.future or (back > 3 and not context.past)) else -back
    else:
        shift = (7 - back) % 7 if context.future else -back
    day = days_on(published, shift)
    return Day(day.year, day.month, day.day) if day else Day()
