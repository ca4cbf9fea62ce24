"""Years and dates marked as those of another calendar: "23 Muharram 1433 AH", "平成23年", "พ.ศ. 2554".

Days of the Islamic calendar depend on where the moon was seen. They are told by the Umm al-Qura calendar of
Saudi Arabia, as being about that day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.tokens import is_gap
from rashomon.reading.times.tries import Phrases, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.reading.times.tries import Match

    Marked = tuple[str, int, int | None, int | None, date | None]  # calendar, year, month, day, last day

_ISLAMIC = "islamic-umalqura"
_ISLAMIC_YEARS = range(1300, 1500)
# A day in each era of the calendars whose years stand behind the name of their era.
_SAMPLES = {"japanese": (1900, 1920, 1950, 2000, 2020), "roc": (2000,), "buddhist": (2000,)}
_YEARS = {"japanese": range(1, 65), "roc": range(1, 200), "buddhist": range(2400, 2600)}
_YEAR, _MONTH, _DAY = "年", "月", "日"


def marked_date(code: str, marks: Mapping[str, Iterable[str]], spaced: bool) -> Slot:
    """A slot of dates and years with the name of an era or a calendar beside them.

    Args:
        code: a BCP 47 code.
        marks: more words for a calendar, by ICU's name of it.
        spaced: True where the language parts words by spaces.
    """
    eras = Phrases(_eras(code), spaced)
    months = Phrases(_islamic_months(code), spaced)
    after = Phrases(dict.fromkeys(map(fold_word, marks.get("islamic", ()))), spaced)

    def match(tokens: Sequence[str], index: int) -> list[Match]:
        if not "0" <= tokens[index][0] <= "9":
            return [m for end, era in eras.all(tokens, index) for m in _behind_era(tokens, end, str(era))]
        found = _islamic(tokens, index, None, None)
        for end, month in months.all(tokens, _past_gap(tokens, index + 1)):
            found += _islamic(tokens, _past_gap(tokens, end), int(str(month)), _number(tokens, index))
        return [(end, value) for at, value in found for end, _ in after.all(tokens, _past_gap(tokens, at))]

    return Slot("eradate", match, eras.firsts(), digits=bool(after), widths=(1, 2, 4))


def _behind_era(tokens: Sequence[str], end: int, era: str) -> list[Match]:
    calendar, _, before = era.partition(" ")
    at = _past_gap(tokens, end)
    year = _number(tokens, at)
    if year is None or year not in _YEARS[calendar]:
        return []
    year, at = year + int(before), at + 1
    if tokens[at : at + 1] != [_YEAR]:
        return [(at, (calendar, year, None, None, None))]
    found: list[Match] = [(at + 1, (calendar, year, None, None, None))]
    month, day = _number(tokens, at + 1), _number(tokens, at + 3)
    if month in range(1, 13) and tokens[at + 2 : at + 3] == [_MONTH]:
        found.append((at + 3, (calendar, year, month, None, None)))
        if day in range(1, 32) and tokens[at + 4 : at + 5] == [_DAY]:
            found.append((at + 5, (calendar, year, month, day, None)))
    return found


def _islamic(tokens: Sequence[str], at: int, month: int | None, day: int | None) -> list[tuple[int, Marked]]:
    year = _number(tokens, at)
    if year is None or year not in _ISLAMIC_YEARS:
        return []
    first = _gregorian(year, month or 1, day or 1)
    last = _gregorian(year + 1, 1, 1) - timedelta(1) if month is None else None
    return [(at + 1, ("islamic", first.year, first.month, first.day, last))]


def _past_gap(tokens: Sequence[str], index: int) -> int:
    return index + 1 if index < len(tokens) and is_gap(tokens[index]) else index


def _number(tokens: Sequence[str], index: int) -> int | None:
    word = tokens[index] if index < len(tokens) else ""
    return int(word) if 0 < len(word) <= 4 and word.isascii() and word.isdecimal() else None


@cache
def _eras(code: str) -> dict[str, str]:
    """ICU's names of eras in a language, each with its calendar and the Gregorian year before its first."""
    import icu

    found = {}
    for calendar, years in _SAMPLES.items():
        for script in ("", "_Hant") if code.split("-")[0] == code and calendar == "roc" else ("",):
            locale = icu.Locale(f"{code}{script}@calendar={calendar}")
            for pattern in ("G", "GGGG"):
                spell = icu.SimpleDateFormat(f"{pattern}|y", locale)
                for year in years:
                    moment = datetime(year, 6, 15, tzinfo=UTC).timestamp()
                    name, _, own = spell.format(moment).partition("|")
                    number = "".join(c for c in own if c.isdecimal())
                    if number and len(name) > 1:
                        found[fold_word(name)] = f"{calendar} {year - int(number)}"
    return found


@cache
def _islamic_months(code: str) -> dict[str, int]:
    import icu

    locale = icu.Locale(f"{code}@calendar={_ISLAMIC}")
    calendar = icu.Calendar.createInstance(icu.TimeZone.getGMT(), locale)
    found = {}
    for pattern in ("LLLL", "MMMM"):
        spell = icu.SimpleDateFormat(pattern, locale)
        spell.setTimeZone(icu.TimeZone.getGMT())
        for month in range(12):
            calendar.clear()
            calendar.set(1440, month, 15, 12, 0)
            found[fold_word(spell.format(calendar.getTime()))] = month + 1
    return found


@cache
def _gregorian(year: int, month: int, day: int) -> date:
    import icu

    calendar = icu.Calendar.createInstance(icu.TimeZone.getGMT(), icu.Locale(f"en@calendar={_ISLAMIC}"))
    calendar.clear()
    calendar.set(year, month - 1, day, 12, 0)
    return datetime.fromtimestamp(calendar.getTime(), tz=UTC).date()
