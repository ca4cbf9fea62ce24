"""Parts of a year and holidays: quarters, halves, seasons, Easter and what depends on it."""

from __future__ import annotations

from datetime import date, timedelta

# EDTF's numbers of seasons, and TIMEX3's letters for them.
SEASONS = {21: "SP", 22: "SU", 23: "FA", 24: "WI"}
FIRST_MONTH = {
    "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "H1": 1, "H2": 7, "SP": 3, "SU": 6, "FA": 9, "WI": 12,
}  # fmt: skip
_MONTHS = {"Q": 3, "H": 6}
_SEASON_MONTHS = 3
_NUMBERS = {letters: number for number, letters in SEASONS.items()}


def months_of(part: str) -> int:
    """How many months a quarter, half or season has."""
    return _MONTHS.get(part[0], _SEASON_MONTHS)


def part_value(part: str, year: int | None) -> str:
    """The EDTF value of a part of a year, a decade or a century; a quarter is the interval of its months."""
    if part == "decade":
        return f"{(year or 0) // 10:03}X"
    if part == "century":
        return f"{(year or 0) // 100:02}XX"
    in_year = "XXXX" if year is None else f"{year:04}"
    if part in _NUMBERS:
        return f"{in_year}-{_NUMBERS[part]}"
    first = FIRST_MONTH[part]
    return f"{in_year}-{first:02}/{in_year}-{first + months_of(part) - 1:02}"


def holiday(name: str, year: int) -> date:
    """The day of a holiday in a year.

    Of "12-25", of days from Easter, "easter+50", or of a weekday of a month and days from it: "11-4-4+1" is
    the day after the fourth Thursday of November.
    """
    if name.startswith("easter"):
        return easter(year) + timedelta(int(name.removeprefix("easter") or 0))
    name, _, later = name.partition("+")
    month, day, *weekday = map(int, name.split("-"))
    if not weekday:
        return date(year, month, day)
    first = date(year, month, 1)
    ahead = (weekday[0] - first.isoweekday()) % 7 + 7 * (day - 1)
    return first + timedelta(ahead + int(later or 0))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar.

    Source: the anonymous algorithm of Nature (20 April 1876), as given by J. Meeus, Astronomical Algorithms.
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
