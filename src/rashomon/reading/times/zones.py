"""Zones of clock times: abbreviations, names of places, and the offsets that a place has had."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rashomon.language.rules import load
from rashomon.reading.times.fold import fold_word

# Abbreviations with one meaning in news (IST has three and stays out), in minutes east of UTC.
FIXED = {
    "gmt": 0, "utc": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "eet": 120,
    "eest": 180, "msk": 180, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "jst": 540, "kst": 540, "hkt": 480, "sgt": 480, "wib": 420,
    "aest": 600, "aedt": 660, "acst": 570, "awst": 480, "nzst": 720, "nzdt": 780, "sast": 120, "eat": 180,
    "wat": 60, "cat": 120, "pkt": 300, "trt": 180, "brt": -180, "art": -180, "clt": -240,
}  # fmt: skip
# The same, with summer time: their offset needs the date.
NAMED = {"et": "America/New_York", "pt": "America/Los_Angeles", "cst": "America/Chicago"}
OFFSET = re.compile(r"(?:gmt|utc)?\s?([+-])(\d{1,2})(?::?(\d{2}))?")
# Years over which the offset of a place must not change for it to count as known where the year is not.
_YEARS = range(1995, 2031)
_SHORTEST_STEM = 4
_ENDINGS = "aeiouyаяий"  # what an adjective drops of a name


def abbreviations() -> tuple[str, ...]:
    """Every abbreviation of a zone that stands for itself in any language, folded."""
    return (*FIXED, *NAMED)


@cache
def zone_of(name: str, code: str) -> str | None:
    """What a folded name of a zone or a place stands for: minutes east of UTC, an IANA zone, or None."""
    rules = load(code).times.zones
    given = {fold_word(word): zone for word, zone in rules.items()}
    name = name.strip(" .")
    if name in given:
        fixed = OFFSET.fullmatch(given[name])
        return _minutes(fixed) if fixed else given[name]
    plain = name.replace(".", "")
    if plain in FIXED:
        return str(FIXED[plain])
    if plain in NAMED:
        return NAMED[plain]
    fixed = OFFSET.fullmatch(name)
    return _minutes(fixed) if fixed else _place(name, code)


def offset_at(
    zone: str, year: int | None, month: int | None, day: int | None, minute_of_day: int
) -> int | None:
    """Minutes east of UTC of a local time, or None where that depends on what is not known."""
    if zone.lstrip("-").isdigit():
        return int(zone)
    found = offsets_at(zone, year, month, day, minute_of_day)
    return next(iter(found)) if len(found) == 1 else None


def offsets_at(
    zone: str, year: int | None, month: int | None, day: int | None, minute_of_day: int
) -> frozenset[int]:
    """Every offset that a place can have had at a local time, as far as its date is known."""
    if zone.lstrip("-").isdigit():
        return frozenset((int(zone),))
    return _offsets(zone, year, month, day, minute_of_day // 60)


@cache
def _offsets(zone: str, year: int | None, month: int | None, day: int | None, hour: int) -> frozenset[int]:
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return frozenset()
    found = set()
    for y in (year,) if year else _YEARS:
        for m in (month,) if month else range(1, 13):
            for d in (day,) if day else (1, 15):
                try:
                    moment = datetime(y, m, d, hour % 24, tzinfo=place)
                    offset = moment.utcoffset() or timedelta()
                except (ValueError, OverflowError):
                    continue
                found.add(int(offset.total_seconds() // 60))
    return frozenset(found)


def _minutes(match: re.Match[str]) -> str | None:
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return str(-minutes if match[1] == "-" else minutes) if minutes <= 14 * 60 else None


def _place(name: str, code: str) -> str | None:
    plain = _plain(name)
    cities, territories = _places(code)
    if plain in cities:
        return cities[plain]
    # "Libyan", "française": a word of the country that begins like its name.
    for end in range(len(plain), _SHORTEST_STEM - 1, -1):
        if plain[:end] in territories:
            zones = territories[plain[:end]]
            return zones[0] if _one_offset(zones) else None
    return None


@cache
def _places(code: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Cities to their zone, and stems of territories to theirs, as CLDR names them."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return {}, {}
    cities = {
        _plain(zone.rsplit("/", 1)[-1].replace("_", " ")): zone for zone in get_global("zone_territories")
    }
    cities |= {
        _plain(names["city"]): zone
        for zone, names in locale.time_zones.items()
        if names and names.get("city")
    }
    territories: dict[str, tuple[str, ...]] = {}
    for territory, zones in sorted(get_global("territory_zones").items()):
        name = locale.territories.get(territory)
        if name is None or len(territory) != 2:
            continue
        full = _plain(name)
        territories.setdefault(full, tuple(zones))
        stem = full.rstrip(_ENDINGS)
        if len(stem) >= _SHORTEST_STEM and " " not in stem:
            territories.setdefault(stem, tuple(zones))
    return cities, territories


@cache
def _one_offset(zones: tuple[str, ...]) -> bool:
    if len(zones) == 1:
        return True
    return len({tuple(_offsets(zone, 2024, month, 15, 12) for month in (1, 7)) for zone in zones}) == 1


def _plain(word: str) -> str:
    """Without accents, so that adjectives meet the names that they come from."""
    parts = unicodedata.normalize("NFD", fold_word(word))
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d")


def in_utc(year: int, month: int, day: int, minute_of_day: int, offset: int) -> datetime | None:
    """The moment in UTC, or None outside the calendar."""
    try:
        local = datetime(year, month, day, tzinfo=UTC) + timedelta(minutes=minute_of_day)
        return local - timedelta(minutes=offset)
    except (ValueError, OverflowError):
        return None
