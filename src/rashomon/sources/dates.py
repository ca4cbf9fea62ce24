"""Days of publication in the spellings that have one reading, to ISO 8601. Nothing is ever guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

_ISO = re.compile(
    r"(\d{4})([-/.]?)(\d{2})\2(\d{2})"
    r"(?:[T_ ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?")


def normalise(value: str, language: str | None = None) -> str | None:
    """A date or date-time as ISO 8601, or None where the words have no reading or more than one.

    Read are ISO 8601 and its compact forms, RFC 2822 ("Mon, 31 Oct 2011 22:00:00 GMT"), seconds or
    milliseconds since 1970, months in words of English or of ``language`` ("31 octobre 2011"), and
    numbers where only one order is possible ("31/10/2011", never "03/04/2011").
    """
    value = unicodedata.normalize("NFKC", value).strip()
    if len(value) > 100:
        return None
    return _iso(value) or _epoch(value) or _numeric(value) or _rfc2822(value) or _worded(value, language)


def _iso(value: str) -> str | None:
    if not (match := _ISO.fullmatch(value)):
        return None
    year, _, month, day, hour, minute, second, zone = match.groups()
    if not hour:
        return _day(int(year), int(month), int(day))
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        return _moment(moment if zone is None else moment.replace(tzinfo=_zone(zone)))
    except ValueError:
        return None


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(size if text[0] == "+" else -size)


def _epoch(value: str) -> str | None:
    if not (match := _EPOCH.fullmatch(value)):
        return None
    return _moment(datetime.fromtimestamp(int(match[1]), UTC))


def _numeric(value: str) -> str | None:
    if not (match := _NUMERIC.fullmatch(value)):
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    days = {_day(year, second, first), _day(year, first, second)} - {None}
    return days.pop() if len(days) == 1 else None


def _rfc2822(value: str) -> str | None:
    if "," not in value[:5] and not re.search(r"\d:\d", value):
        return None
    try:
        return _moment(parsedate_to_datetime(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _worded(value: str, language: str | None) -> str | None:
    """One day, one month name and one four-digit year, and no other number before a time of day."""
    words = re.findall(r"\d+|[^\W\d_]+", re.split(r"\b\d{1,2}:\d{2}", value.casefold())[0])
    months = {month for word in words if (month := _months(language).get(word))}
    numbers = [word for word in words if word.isdecimal()]
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) != 1 or len(numbers) != 2:
        return None
    return _day(years[0], months.pop(), days[0])


@cache
def _months(language: str | None) -> dict[str, int]:
    import icu

    names: dict[str, int] = {}
    forms = icu.DateFormatSymbols
    for code in dict.fromkeys((language or "en", "en")):
        symbols = forms(icu.Locale(code))
        for use in (forms.FORMAT, forms.STANDALONE):
            for width in (forms.WIDE, forms.ABBREVIATED):
                for number, name in enumerate(symbols.getMonths(use, width)[:12], 1):
                    names.setdefault(name.casefold().rstrip("."), number)
    return names


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1400 <= year <= 2200 else None
    except ValueError:
        return None


def _moment(moment: datetime) -> str | None:
    if not 1400 <= moment.year <= 2200:
        return None
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if moment.utcoffset() == timedelta(0) else text
