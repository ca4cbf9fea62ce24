"""Clock times that belong together: one moment given in several zones, and one clock time told twice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.times import edtf
from rashomon.reading.times.clock import clock_value, minute_of_day, moment_of
from rashomon.reading.times.days import Day
from rashomon.reading.times.zones import offset_at, offsets_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.pieces import Piece

# What may stand between two givings of one moment: "(", ", ", " / ", "; " and up to two short words.
_BREATH = re.compile(r"\s{0,2}[(,/;–-]?\s{0,2}(?:[^\W\d_]{1,4}\s){0,2}")
_EAST, _WEST = 14 * 60, -12 * 60
_MOST_ZONES = 6
_AROUND = 7  # days
_QUARTER = 15  # every offset of a place is a multiple of it


class Told(Struct, frozen=True):
    """A time as it is told: its words, its day and, for an interval, its last day. Positions are folded."""

    piece: Piece
    day: Day
    last: Day | None
    start: int
    end: int
    published: date | None = None


def settle(told: Sequence[Told], text: str) -> list[str | None]:
    """The value of each clock time, and None for what is not one."""
    values: list[str | None] = [None] * len(told)
    group: list[int] = []
    for i in range(len(told) + 1):
        fits = i < len(told) and len(group) < _MOST_ZONES and _is_clock(told[i])
        if fits and (not group or _one_breath(told[i - 1], told[i], text)):
            group.append(i)
            continue
        for j, value in zip(group, _values([told[j] for j in group], text), strict=True):
            values[j] = value
        group = [i] if i < len(told) and _is_clock(told[i]) else []
    return _told_before(told, values)


def _is_clock(time: Told) -> bool:
    return time.piece.hour is not None and time.piece.kind != "duration"


def _one_breath(a: Told, b: Told, text: str) -> bool:
    if a.last is not None or b.last is not None:
        return False
    return _BREATH.fullmatch(text[a.end : b.start]) is not None


def _offset(time: Told) -> int | None:
    """Minutes east of UTC, None where no zone is named or its offset then is not known."""
    if time.piece.zone is None:
        return None
    day, minute = time.day if time.day.precision == 3 else Day(), minute_of_day(time.piece)
    if day.day is None and time.published is not None:
        # An undated clock time is of the days around publication; summer time may begin between them.
        days = [
            time.published + timedelta(days) for days in (-_AROUND, _AROUND) if _in_calendar(time.published)
        ]
        found = {offset_at(time.piece.zone, d.year, d.month, d.day, minute) for d in days}
        return found.pop() if len(found) == 1 else None
    return offset_at(time.piece.zone, day.year, day.month, day.day, minute)


def _in_calendar(day: date) -> bool:
    return date.min.year < day.year < date.max.year


def _alone(time: Told) -> str:
    return clock_value(time.day, minute_of_day(time.piece), time.piece.second, _offset(time))


def _values(group: list[Told], text: str) -> list[str]:
    own = [_alone(time) for time in group]
    anchor = next((time for time in group if _offset(time) is not None), None)
    if anchor is None or len(group) < 2:
        return own
    value = _in_utc(anchor, group)
    return [
        value if _agrees(time, anchor, text, group) else mine for time, mine in zip(group, own, strict=True)
    ]


def _in_utc(anchor: Told, group: list[Told]) -> str:
    """The moment of the member whose zone is known; its day may be another member's."""
    offset, minute = _offset(anchor) or 0, minute_of_day(anchor.piece)
    dated = next((t for t in group if t is not anchor and t.day.day is not None), None)
    if anchor.day.day is not None or dated is None:
        return clock_value(anchor.day, minute, anchor.piece.second, offset)
    local = moment_of(dated.day, minute_of_day(dated.piece))
    if local is None:
        return clock_value(anchor.day, minute, anchor.piece.second, offset)
    known = _offset(dated)
    utc_minute = (minute - offset) % 1440
    midnight = local.replace(hour=0, minute=0)
    candidates = [midnight + timedelta(days=days, minutes=utc_minute) for days in (-1, 0, 1)]
    ahead = {moment: int((local - moment).total_seconds() // 60) for moment in candidates}
    chosen = min(
        candidates, key=lambda moment: abs(ahead[moment] - known) if known is not None else abs(ahead[moment])
    )
    year = None if dated.day.year is None else chosen.year
    return edtf.compose(year, chosen.month, chosen.day, hour=chosen.hour, minute=chosen.minute, utc=True)


def _agrees(time: Told, anchor: Told, text: str, group: list[Told]) -> bool:
    """True where a member can be the anchor's moment on the clock of its own zone or of an unknown place."""
    if time is anchor:
        return True
    difference = (minute_of_day(time.piece) - minute_of_day(anchor.piece) + (_offset(anchor) or 0)) % 1440
    possible = {difference, difference - 1440}
    known = _offset(time)
    if known is not None:
        return known in possible
    if time.piece.zone is not None:
        return not possible.isdisjoint(offsets_at(time.piece.zone, None, None, None, 0))
    if not any(_WEST <= offset <= _EAST and offset % _QUARTER == 0 for offset in possible):
        return False
    if time.piece.local or "(" in text[time.end : group[-1].start] or "(" in text[group[0].end : time.start]:
        return True
    # "At 4.40, 2.40 in Italy": with a comma alone, to the same minute of another hour.
    apart = text[group[0].end : group[-1].start].strip()
    return len(group) == 2 and apart in (",", ";", "/", "–", "-") and difference % 60 == 0


def _told_before(told: Sequence[Told], values: list[str | None]) -> list[str | None]:
    """A clock time without day and zone takes those of the one dated time with the same clock."""
    dated: dict[int, set[str]] = {}
    for time, value in zip(told, values, strict=True):
        if value is not None and time.day.day is not None:
            dated.setdefault(minute_of_day(time.piece), set()).add(value)
    settled = list(values)
    for i, time in enumerate(told):
        if (
            values[i] is None
            or time.day.day is not None
            or time.piece.zone is not None
            or time.piece.weekday is not None
        ):
            continue
        others = dated.get(minute_of_day(time.piece), set())
        if len(others) == 1 and values[i] is not None and not str(values[i]).endswith("Z"):
            settled[i] = next(iter(others))
    return settled
