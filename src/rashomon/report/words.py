"""Values in words that a reader understands: times, quantities, languages, and text made harmless."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from rashomon.report.reader import ENGLISH, date_in_words, number_in_words, reader

if TYPE_CHECKING:
    from rashomon.model import Article

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
QUALIFIED = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
MOMENT = re.compile(
    r"(?P<year>[0-9X]{4})?(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?"
    r"(?:T(?P<hour>[0-9X]{2})(?::?(?P<minute>[0-9X]{2}))?(?::?[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?(?P<qualifier>[~?%]?)",
    re.ASCII,
)
DURATION = re.compile(
    r"P(?:([0-9.]+)Y)?(?:([0-9.]+)M)?(?:([0-9.]+)W)?(?:([0-9.]+)D)?"
    r"(?:T(?:([0-9.]+)H)?(?:([0-9.]+)M)?(?:([0-9.]+)S)?)?",
    re.ASCII,
)
ONE_REPORT = (".txt", ".html", ".htm")  # files that hold one report each
_HOST = re.compile(r"https?://(?:www\.)?([^/?#@:\s]+)(?:[/?#:]|$)", re.IGNORECASE)
_NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?)"
_AMOUNT = re.compile(rf"(~)?(>=|<=)?{_NUMBER}(?:\.\.{_NUMBER})?", re.ASCII)
_PARTS = ("year", "month", "week", "day", "hour", "minute", "second")
_LEFTWARD = re.compile(  # the blocks of all letters that run from right to left
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Embeddings and isolates. The two overrides hide what a text says, so they are shown instead.
_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u2066\u2067\u2068\u2069"))
_HARMLESS: dict[int, int] = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), 0x202D, 0x202E, *range(0xD800, 0xE000)), 0xFFFD),
    **dict.fromkeys(map(ord, "\t\r\n\x0b\x0c\x85\u2028\u2029"), 0x20),
}


def harmless(text: str, *, lines: bool = False) -> str:
    """Text that can neither drive a terminal nor reorder what stands beside it.

    Control characters become visible signs (ESC is ␛), overrides of direction and lone surrogates U+FFFD;
    embeddings and isolates go. Line ends become spaces, or stay as "\\n" where ``lines`` is true.
    """
    if text.isprintable():
        return text
    if lines:
        return "\n".join(harmless(line) for line in re.split("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text))
    return text.translate(_HARMLESS).translate(_BIDI)


def one_line(text: str) -> str:
    """Harmless text with each run of white space as one space, none at the ends."""
    return " ".join(harmless(text).split())


def cut(text: str, length: int) -> str:
    """Text of at most ``length`` code points; where something is left out it ends in "…"."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    word = head.rfind(" ")
    return (head[:word] if word > length * 2 // 3 else head).rstrip() + "…"


def called(article: Article) -> str:
    """Who published an article, else the host of its address, else the name of the file that it alone is in,
    else its id."""
    if outlet := one_line(article.outlet or ""):
        return outlet
    if host := _HOST.match(article.url or ""):
        return one_line(host[1])
    path = PurePath(article.path or "")
    return one_line(path.stem if path.suffix.lower() in ONE_REPORT else "") or one_line(article.id)


def right_to_left(text: str) -> bool:
    """Whether most letters of a text run from right to left, however it is labelled."""
    if not _LEFTWARD.search(text):
        return False
    balance = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        balance += (kind in ("R", "AL")) - (kind == "L")
    return balance > 0


def language_name(code: str) -> str:
    """The reader's name of a BCP 47 code: "Chinese (Traditional)" of ``zh-Hant``."""
    return _language_name(code, reader())


@cache
def _language_name(code: str, shown_in: str) -> str:
    import icu

    if not re.fullmatch("[A-Za-z0-9]+([-_][A-Za-z0-9]+)*", code) or code.lower() == "und":
        return "language unknown"
    return str(icu.Locale(code).getDisplayName(icu.Locale(shown_in))) or code


def country_name(code: str) -> str:
    """The reader's name of an ISO 3166-1 alpha-2 code, or the code."""
    return _country_name(code, reader())


@cache
def _country_name(code: str, shown_in: str) -> str:
    import icu

    return str(icu.Locale("", code).getDisplayCountry(icu.Locale(shown_in))) or code


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 origin", "2 origins"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def number(value: float) -> str:
    """A number with its thousands marked: "9,600", "2.5"."""
    if not math.isfinite(value):
        return "unknown"
    if reader() != ENGLISH and abs(value) < 1e15:
        return number_in_words(value)
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:.6g}"


def bounds(
    low: float | None, high: float | None, *, approximate: bool = False, unit: str | None = None
) -> str:
    """A quantity's bounds: "9,600", "about 5,900", "30 or more", "3 to 5 km", "up to 12"."""
    about = "about " if approximate else ""
    if low is not None and high is not None:
        words = about + (number(low) if low == high else f"{number(low)} to {number(high)}")
    elif low is not None:
        words = f"{about}{number(low)} or more"
    elif high is not None:
        words = f"up to {about}{number(high)}"
    else:
        words = "number not given"
    return f"{words} {unit_name(unit, single=low == high == 1)}" if unit else words


@cache
def unit_name(unit: str, *, single: bool = False) -> str:
    """The English name of a CLDR unit ("kilometer" is "kilometres"); currencies and others as they are."""
    import icu

    try:
        measure = icu.MeasureUnit.forIdentifier(unit)
    except (icu.ICUError, UnicodeError):
        return unit
    written = icu.NumberFormatter.withLocale(icu.Locale("en_GB")).unit(measure)
    words = str(written.unitWidth(icu.UNumberUnitWidth.FULL_NAME).formatInt(1 if single else 2))
    return words[1:].strip() or unit


def amount(value: str, unit: str | None = None) -> str:
    """A normalised quantity (``8``, ``~5900``, ``>=30``, ``<=5``, ``20..30``) in words; else as it is."""
    low, high, about = amount_bounds(value)
    if low is None and high is None:
        return f"{value} {unit}" if unit else value
    return bounds(low, high, approximate=about, unit=unit)


def amount_bounds(value: str) -> tuple[float | None, float | None, bool]:
    """The bounds of a normalised quantity and whether it is approximate; both None where it is none."""
    found = _AMOUNT.fullmatch(value)
    if found is None:
        return None, None, False
    about, sign, low, high = found.groups()
    lowest = None if sign == "<=" else float(low)
    highest = float(high) if high else None if sign == ">=" else float(low)
    return lowest, highest, bool(about)


def when(value: str, weekday: int | None = None) -> str:
    """An EDTF value or ISO 8601 duration in words; a value that has none here is given as it is.

    >>> when("XXXX-10-31T22:00Z")
    '31 October, 22:00 UTC'
    """
    if value.startswith("R/P"):
        return f"every {_duration(value.removeprefix('R/')).removeprefix('1 ')}"
    if "/" in value:
        start, _, end = value.partition("/")
        if start in ("", ".."):
            return f"until {when(end)}"
        return f"from {when(start)}" if end in ("", "..") else f"{when(start)} to {when(end)}"
    if value.startswith("P"):
        return _duration(value)
    found = MOMENT.fullmatch(value)
    if not value or found is None:
        return value or _weekday(weekday)
    date = _date(found["year"] or "XXXX", found["month"] or "XX", found["day"] or "XX", weekday)
    if date is None:
        return value
    clock = _clock(found["hour"], found["minute"], found["zone"])
    words = ", ".join(part for part in (date, clock) if part)
    return QUALIFIED[found["qualifier"]] + (words or "time not given")


def _weekday(weekday: int | None) -> str:
    return WEEKDAYS[weekday - 1] if weekday and 1 <= weekday <= 7 else ""


def _date(year: str, month: str, day: str, weekday: int | None) -> str | None:
    """The words of a date, empty where nothing is known; None where it has no plain words."""
    named = _weekday(weekday)
    if month in SEASONS and day == "XX":
        return SEASONS[month] if year == "XXXX" else f"{SEASONS[month]} {year}"
    if year != "XXXX" and "X" in year:
        return f"the {year[:3]}0s" if year[3] == "X" and year[:3].isdigit() and month == day == "XX" else None
    if month == "XX":
        shown = year.replace("XXXX", "") if day == "XX" else f"day {day}, month not given"
    elif month.isdigit() and 1 <= int(month) <= 12:
        if reader() != ENGLISH and year.replace("XXXX", "1").isdigit() and day.replace("XX", "1").isdigit():
            known = [int(part) if part.isdigit() else None for part in (year, day)]
            words = date_in_words(known[0], int(month), known[1], weekday) or date_in_words(
                known[0], int(month), known[1], None
            )
            if words:
                return words
        shown = f"{MONTHS[int(month) - 1]} {year.replace('XXXX', '')}".rstrip()
        shown = shown if day == "XX" else f"{day.removeprefix('0')} {shown}"
    else:
        return None
    if day == "XX" and shown and named:
        return f"a {named} in {shown}"
    return f"{named} {shown}".strip()


def _clock(hour: str | None, minute: str | None, zone: str | None) -> str:
    if hour is None or hour == "XX":
        return ""
    shown = f"{hour}:{minute}" if minute and minute != "XX" else f"{hour} h"
    if zone in (None, ""):
        return shown
    return f"{shown} UTC" if zone == "Z" else f"{shown} (UTC{zone})"


def _duration(value: str) -> str:
    found = DURATION.fullmatch(value)
    if found is None or not any(found.groups()):
        return value
    amounts = zip(found.groups(), _PARTS, strict=True)
    return " ".join(f"{amount} {part}{'' if amount == '1' else 's'}" for amount, part in amounts if amount)
