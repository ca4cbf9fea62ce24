"""How dates, numbers and names of languages are written for who reads: by CLDR, in the reader's language.

The labels of a report are English in any case.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import icu

ENGLISH = "en"
_READER: ContextVar[str] = ContextVar("reader", default=ENGLISH)


@contextmanager
def shown_in(language: str | None) -> Iterator[None]:
    """Show what is shown meanwhile to a reader of a language (BCP 47); None is English."""
    token = _READER.set(language or ENGLISH)
    try:
        yield
    finally:
        _READER.reset(token)


def reader() -> str:
    """The language of who reads."""
    return _READER.get()


def date_in_words(year: int | None, month: int, day: int | None, weekday: int | None) -> str | None:
    """A date of the Gregorian calendar as CLDR writes it for the reader.

    Args:
        year, month, day: a month is known; a year and a day may not be.
        weekday: 1 (Monday) to 7, where it is to be named.

    Returns:
        str | None: None for no date, such as 31 June, and for a weekday that the date has not.
    """
    try:
        moment = datetime(year or 2000, month, day or 1, tzinfo=UTC)
    except ValueError:
        return None
    if weekday and (year is None or day is None or moment.isoweekday() != weekday):
        return None
    parts = ("y" if year else "", "MMMM", "d" if day else "", "EEEE" if weekday else "")
    return str(_format(reader(), "".join(parts)).format(moment.timestamp()))


def number_in_words(value: float) -> str:
    """A number with the reader's signs for thousands and decimals."""
    import icu

    return str(icu.NumberFormatter.withLocale(icu.Locale(reader())).formatDouble(value))


@cache
def _format(language: str, skeleton: str) -> icu.SimpleDateFormat:
    import icu

    locale = icu.Locale(f"{language}@calendar=gregorian")
    pattern = icu.DateTimePatternGenerator.createInstance(locale).getBestPattern(skeleton)
    found = icu.SimpleDateFormat(pattern, locale)
    found.setTimeZone(icu.TimeZone.createTimeZone("UTC"))
    return found
