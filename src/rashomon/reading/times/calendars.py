"""Dates of the Buddhist and Persian calendars, in languages whose countries write them, as Gregorian ones.

The days of both calendars are those of the Gregorian one, so that nothing is guessed. Days of the Islamic
calendar depend on where the moon was seen; such dates are left out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.tokens import is_gap, tokenise
from rashomon.reading.times.tries import Phrases, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.tries import Match

_YEARS = {"buddhist": range(2400, 2600), "persian": range(1280, 1480)}
_AHEAD_OF_GREGORIAN = 543
_LONGEST_ERA = 8  # tokens between month and year


def other_calendar(code: str, spaced: bool) -> Slot | None:
    """A slot of dates of the calendar that a language's country writes; its value is year, month, day."""
    kind, names = _months(code)
    if not names:
        return None
    months = Phrases(names, spaced)

    def match(tokens: Sequence[str], index: int) -> list[Match]:
        day = _number(tokens, index, range(1, 32))
        if day is None:
            return []
        found: list[Match] = []
        for end, month in months.all(tokens, _past_gap(tokens, index + 1)):
            for at in range(end, min(end + _LONGEST_ERA, len(tokens))):
                year = _number(tokens, at, _YEARS[kind])
                if year is not None:
                    date = _gregorian(kind, year, int(str(month)), day)
                    return [(at + 1, date)] if date else []
                if tokens[at].isdigit():
                    break
        return found

    return Slot("othercalendar", match, digits=True)


def _past_gap(tokens: Sequence[str], index: int) -> int:
    return index + 1 if index < len(tokens) and is_gap(tokens[index]) else index


def _number(tokens: Sequence[str], index: int, among: range) -> int | None:
    word = tokens[index]
    return int(word) if len(word) <= 4 and word.isdecimal() and int(word) in among else None


@cache
def _months(code: str) -> tuple[str, dict[str, int]]:
    """The calendar of a language's country, and the names of its months; none for the Gregorian one."""
    import icu

    locale = icu.Locale(code)
    kind = icu.Calendar.createInstance(locale).getType()
    if kind not in _YEARS:
        return kind, {}
    calendar = icu.Calendar.createInstance(icu.Locale(f"{code}@calendar={kind}"))
    spell = icu.SimpleDateFormat("LLLL", icu.Locale(f"{code}@calendar={kind}"))
    names = {}
    for month in range(12):
        calendar.clear()
        calendar.set(_YEARS[kind][0], month, 15)
        names[fold_word(spell.format(calendar.getTime()))] = month + 1
    return kind, {name: number for name, number in names.items() if tokenise(name, spaced=True).words}


def _gregorian(kind: str, year: int, month: int, day: int) -> tuple[int, int, int] | None:
    import icu

    if kind == "buddhist":
        return year - _AHEAD_OF_GREGORIAN, month, day
    calendar = icu.Calendar.createInstance(icu.TimeZone.getGMT(), icu.Locale(f"en@calendar={kind}"))
    calendar.setLenient(False)
    calendar.clear()
    calendar.set(year, month - 1, day)
    try:
        seconds = calendar.getTime()
    except icu.ICUError:
        return None
    spelled = icu.GregorianCalendar(icu.TimeZone.getGMT(), icu.Locale("en"))
    spelled.setTime(seconds)
    field = icu.UCalendarDateFields
    return spelled.get(field.YEAR), spelled.get(field.MONTH) + 1, spelled.get(field.DATE)
