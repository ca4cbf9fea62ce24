"""Clock times: minutes of a day, and their EDTF values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.times import edtf
from rashomon.reading.times.edtf_points import STAND_IN_YEAR
from rashomon.reading.times.zones import in_utc

if TYPE_CHECKING:
    from datetime import datetime

    from rashomon.reading.times.days import Day
    from rashomon.reading.times.pieces import Piece

_CLOCK_OF_PERIOD = {
    "morning": (0, 12),
    "midday": (11, 14),
    "afternoon": (12, 20),
    "evening": (16, 24),
    "night": (18, 30),
}


def minute_of_day(piece: Piece) -> int:
    """Minutes from midnight of a clock time; 1440 for the midnight that ends the day."""
    hour, minute = piece.hour or 0, piece.minute or 0
    if piece.half == "pm" and hour < 12:
        hour += 12
    elif piece.half == "am" and hour == 12:
        hour = 0
    elif piece.half is None and piece.period in _CLOCK_OF_PERIOD and hour <= 12:
        first, after = _CLOCK_OF_PERIOD[piece.period]
        if hour == 12:
            hour = 24 if piece.period == "night" else 12
        elif not first <= hour < after and hour + 12 < after and not (piece.period == "night" and hour <= 5):
            hour += 12
    return hour * 60 + minute


def clock_value(day: Day, minute: int, second: int | None, offset: int | None) -> str:
    """The EDTF value of a clock time: in UTC where the offset (minutes east) is known, else local."""
    carried, minute = divmod(minute, 1440) if minute < 0 or minute >= 1440 else (0, minute)
    stand_in = day.year if day.year is not None else STAND_IN_YEAR
    if day.month is None or day.day is None:
        if offset is not None:
            minute = (minute - offset) % 1440
        return edtf.compose(
            None, hour=minute // 60, minute=minute % 60, second=second, utc=offset is not None
        )
    moment = in_utc(stand_in, day.month, day.day, minute + carried * 1440, offset or 0)
    if moment is None:
        return edtf.compose(
            None, hour=minute // 60, minute=minute % 60, second=second, utc=offset is not None
        )
    year = None if day.year is None else moment.year
    return edtf.compose(
        year,
        moment.month,
        moment.day,
        hour=moment.hour,
        minute=moment.minute,
        second=second,
        utc=offset is not None,
    )


def moment_of(day: Day, minute: int) -> datetime | None:
    """A local clock time on a calendar whose unknown year is a stand-in; None without month and day."""
    if day.month is None or day.day is None:
        return None
    return in_utc(day.year or STAND_IN_YEAR, day.month, day.day, minute, 0)
