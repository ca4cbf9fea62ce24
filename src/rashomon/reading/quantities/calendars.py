"""Dates of calendars that reading times does not know: their numbers count nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HALF_MONTH = 15 * 86400
_HALF_MONTHS = 26
_GREGORIAN = "gregorian"


def foreign_dates(text: str, language: str) -> Sequence[tuple[int, int]]:
    """The spans of days, months and years of the calendar that ICU has for a language's country, where its
    months are not the Gregorian ones ("۱۴ اسفند ۱۴۰۲")."""
    dates = _dates(language)
    return [found.span() for found in dates.finditer(text)] if dates else ()


@cache
def _dates(language: str) -> re.Pattern[str] | None:
    import icu

    locale = icu.Locale(language.replace("-", "_"))
    calendar = icu.SimpleDateFormat("LLLL", locale)
    if calendar.getCalendar().getType() == _GREGORIAN:
        return None
    usual = icu.SimpleDateFormat("LLLL", icu.Locale(f"{language.replace('-', '_')}@calendar={_GREGORIAN}"))
    days = [float(_HALF_MONTH * k) for k in range(_HALF_MONTHS)]
    months = {calendar.format(day) for day in days} - {usual.format(day) for day in days}
    if not months:
        return None
    month = "|".join(map(re.escape, sorted(months)))
    names = icu.DateTimePatternGenerator.createInstance(locale)
    year = re.escape(names.getAppendItemName(icu.UDateTimePatternField.YEAR_FIELD))
    end = r"(?!\w)"
    return re.compile(rf"\b\d{{1,2}}\s(?:{month}){end}(?:\s\d{{4}}{end})?|\b(?:{month}|{year})\s\d{{4}}{end}")
