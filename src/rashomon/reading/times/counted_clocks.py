"""Clock times that are counted from publication or from the clock time told of last: "20 minutes later"."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.reading.times.clock import minute_of_day
from rashomon.reading.times.days import days_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.moments import Told
    from rashomon.reading.times.pieces import Piece

CLOCK_UNITS = ("hour", "minute", "second")
# Times told before "20 minutes later" of which one may be the clock time that it counts from.
_NEAR_CLOCKS = 6


def moment_away(piece: Piece, published: str | None, spoken: bool) -> Piece | None:
    """The clock time that is hours or minutes from publication, where its own clock time is known."""
    if piece.kind != "ago" or piece.unit not in CLOCK_UNITS or not piece.shift:
        return None
    if (piece.narrative or piece.shift > 0) and not spoken:
        return None  # "in 20 minutes" of a tale does not count from publication
    try:
        begin = datetime.fromisoformat(published.strip()) if published and "T" in published else None
        moment = begin + timedelta(**{f"{piece.unit}s": piece.shift}) if begin else None
    except (ValueError, OverflowError):
        return None
    if moment is None:
        return None
    clock = {"hour": moment.hour, "minute": moment.minute, "year": moment.year, "month": moment.month}
    offset = moment.utcoffset()
    zone = None if offset is None else str(int(offset.total_seconds() // 60))
    return replace(
        piece, kind="clock", shift=None, unit=None, amount=None, day=moment.day, zone=zone, **clock
    )


def moment_later(piece: Piece, told: Sequence[Told]) -> Piece | None:
    """The clock time that is hours or minutes from the last one that was told: "20 minutes later"."""
    if piece.kind != "ago" or piece.unit not in CLOCK_UNITS or not piece.narrative or not piece.shift:
        return None
    last = next((t for t in reversed(told[-_NEAR_CLOCKS:]) if t.piece.hour is not None), None)
    if last is None or last.last is not None:
        return None
    at = timedelta(minutes=minute_of_day(last.piece)) + timedelta(**{f"{piece.unit}s": piece.shift})
    day = days_on(last.day.full, at.days) if last.day.full else None
    if day is None and at.days:
        return None
    return replace(
        last.piece,
        start=piece.start,
        end=piece.end,
        first=piece.first,
        last=piece.last,
        hour=at.seconds // 3600,
        minute=at.seconds // 60 % 60,
        second=None,
        half=None,
        period=None,
        year=day and day.year,
        month=day and day.month,
        day=day and day.day,
        weekday=None,
        shift=None,
        unit=None,
    )
