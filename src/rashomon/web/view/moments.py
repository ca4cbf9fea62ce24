"""Times in the reader's language: EDTF values, durations, days of publication."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rashomon.report.words import DURATION, MOMENT, harmless

if TYPE_CHECKING:
    import icu

    from rashomon.web.view.reader import Reader

_PARTS = ("year", "month", "week", "day", "hour", "minute", "second")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_QUALIFIED = {"~": "time.about", "?": "time.perhaps", "%": "time.perhaps_about"}


def when(reader: Reader, value: str, weekday: int | None = None) -> str:
    """An EDTF value or ISO 8601 duration in the reader's words; one that has none here, as it is."""
    value = harmless(value).strip()
    if "/" in value:
        return _between(reader, *value.split("/", 1))
    if value.startswith("P"):
        return _duration(reader, value)
    found = MOMENT.fullmatch(value)
    if found is None:
        return value
    known = _day(reader, found["year"] or "XXXX", found["month"] or "XX", found["day"] or "XX", weekday)
    if known is None:
        return value
    clock = _clock(reader, found["hour"], found["minute"], found["zone"])
    words = (
        str(reader.say("time.day_and_clock", day=known, clock=clock)) if known and clock else known or clock
    )
    if not words:
        return str(reader.say("time.unknown")) if value else ""
    return str(reader.say(_QUALIFIED[found["qualifier"]], time=words)) if found["qualifier"] else words


def published(reader: Reader, value: str | None) -> str:
    """When an article was published, short: "14 Mar 2023, 08:10 UTC"; what is no time, as it is.

    A clock of which it is known where it stands is told in UTC, so that one can be held against another.
    """
    value = _in_utc(value or "")
    found = MOMENT.fullmatch(value)
    if found is None:
        return harmless(value)
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return when(reader, value)
    written = _written(reader.locale, "yMMMd", day)
    clock = _clock(reader, found["hour"], found["minute"], found["zone"])
    return str(reader.say("time.day_and_clock", day=written, clock=clock)) if clock else written


def _in_utc(value: str) -> str:
    """A moment with an offset in UTC; anything else as it is."""
    try:
        moment = datetime.fromisoformat(value)
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if moment.tzinfo else value
    except (ValueError, OverflowError):
        return value


@lru_cache(4_096)
def order(published: str | None) -> str:
    """What puts articles in the order of publication, wherever their clocks stand: a moment in UTC. A day
    comes before its hours, what is no time last."""
    try:
        if published and len(published) <= len("2000-01-01"):
            return date.fromisoformat(published).isoformat()
        moment = datetime.fromisoformat(published or "")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return "~"
    return moment.replace(tzinfo=None).isoformat()


def days(reader: Reader, first: str | None, last: str | None) -> str:
    """From one day (ISO 8601) to another: "14–15 March 2023"; "" where neither is known."""
    if first is None or last is None:
        return ""
    import icu

    # This formatter knows no zone but that of the machine: noon there is on the same day in any case.
    ends = [datetime.combine(date.fromisoformat(day), time(12)).timestamp() for day in (first, last)]
    return str(_range(reader.locale).format(icu.DateInterval(*ends)))


def short_day(reader: Reader, day: date, *, year: bool = True) -> str:
    """A day, short: "14 Mar 2023", "14 Mar"."""
    return _written(reader.locale, "yMMMd" if year else "MMMd", day)


def _between(reader: Reader, start: str, end: str) -> str:
    if start in ("", ".."):
        return str(reader.say("time.until", time=when(reader, end)))
    if end in ("", ".."):
        return str(reader.say("time.since", time=when(reader, start)))
    told = when(reader, start), when(reader, end)
    if told[0] == told[1]:  # of both ends nothing, or the same, is known in words
        return told[0]
    return str(reader.say("time.from_to", start=told[0], end=told[1]))


def _day(reader: Reader, year: str, month: str, day: str, weekday: int | None) -> str | None:
    """The words of a date, "" where nothing is known, None where it has no plain words."""
    if month in _SEASONS and day == "XX":
        if "X" in year:
            return str(reader.say(f"season.{_SEASONS[month]}")) if year == "XXXX" else None
        return str(reader.say("season.of_year", season=reader.say(f"season.{_SEASONS[month]}"), year=year))
    if year != "XXXX" and "X" in year:
        plain = year[3] == "X" and year[:3].isdigit() and month == day == "XX"
        return str(reader.say("time.decade", year=f"{year[:3]}0")) if plain else None
    parts = [None if part.strip("X") == "" else part for part in (year, month, day)]
    if any(part and not part.isdigit() for part in parts) or (parts[2] and not parts[1]):
        return None
    if not any(parts):
        return _weekday(reader.locale, weekday) if weekday and 1 <= weekday <= 7 else ""
    try:
        moment = date(int(parts[0] or 2000), int(parts[1] or 1), int(parts[2] or 1))
    except ValueError:
        return None
    named = weekday and all(parts) and moment.isoweekday() == weekday
    skeleton = "".join(
        sign for sign, part in zip(("y", "MMMM", "d", "EEEE"), (*parts, named), strict=True) if part
    )
    return _written(reader.locale, skeleton, moment)


def _clock(reader: Reader, hour: str | None, minute: str | None, zone: str | None) -> str:
    if hour is None or "X" in hour:
        return ""
    shown = str(reader.say("time.hour", hour=hour)) if not minute or "X" in minute else f"{hour}:{minute}"
    if not zone:
        return shown
    return f"{shown} UTC" if zone == "Z" else f"{shown} UTC{zone}"


def _duration(reader: Reader, value: str) -> str:
    found = DURATION.fullmatch(value)
    if found is None or not any(found.groups()):
        return value
    try:
        parts = [reader.measure(float(n), part) for n, part in zip(found.groups(), _PARTS, strict=True) if n]
    except ValueError:
        return value
    return " ".join(parts)


def _written(locale: str, skeleton: str, day: date) -> str:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return str(_format(locale, skeleton).format(moment.timestamp()))


def _weekday(locale: str, weekday: int) -> str:
    return _written(locale, "cccc", date(2001, 1, weekday))  # which began on a Monday


@cache
def _format(locale: str, skeleton: str) -> icu.SimpleDateFormat:
    import icu

    place = icu.Locale(f"{locale}@calendar=gregorian")
    pattern = icu.DateTimePatternGenerator.createInstance(place).getBestPattern(skeleton)
    found = icu.SimpleDateFormat(pattern, place)
    found.setTimeZone(icu.TimeZone.createTimeZone("UTC"))
    return found


@cache
def _range(locale: str) -> icu.DateIntervalFormat:
    import icu

    return icu.DateIntervalFormat.createInstance("yMMMMd", icu.Locale(f"{locale}@calendar=gregorian"))
