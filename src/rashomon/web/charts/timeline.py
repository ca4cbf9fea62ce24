"""Where a timeline leaves time out, and where it does not know the year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.web.view.reader import Reader

LEAST_DAYS, LEAST_MONTHS, LEAST_YEARS = 3, 2, 2  # what is shorter is no gap
SEASONS = range(21, 25)  # the "months" of EDTF that are seasons
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:T[^~?%]*)?([~?%]?)", re.ASCII)


class Before(Struct, frozen=True):
    """What stands before a moment: the gap to the last one, in words, and whether its year is unknown."""

    gap: str
    yearless: bool


class _Known(Struct, frozen=True):
    """A date as far as it is known: a year, a month, a day."""

    parts: tuple[int, ...]
    about: bool


def before(reader: Reader, moments: Iterable[str]) -> tuple[Before, ...]:
    """For each EDTF value of a timeline, in its order, what stands before it."""
    made = []
    earlier: _Known | None = None
    for moment in moments:
        start, _, end = moment.partition("/")
        now = _known(start)
        gap = _gap(reader, earlier, now) if earlier and now else ""
        made.append(Before(gap, _is_yearless(start)))
        earlier = _known(end or start) or now or earlier
    return tuple(made)


def _is_yearless(moment: str) -> bool:
    return moment.startswith("XXXX-") and any(sign.isdigit() for sign in moment[5:10])


def _known(moment: str) -> _Known | None:
    found = _DAY.fullmatch(moment)
    if found is None:
        return None
    parts = tuple(int(part) for part in found.groups()[:3] if part)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        if parts[0] < 1 or parts[1] not in SEASONS:
            return None
        parts = parts[:1]
    return _Known(parts, bool(found[4]))


def _gap(reader: Reader, earlier: _Known, later: _Known) -> str:
    """How much time lies between: in the unit that both dates allow, "" where that is little."""
    shared = min(len(earlier.parts), len(later.parts))
    first, then = earlier.parts[:shared], later.parts[:shared]
    if then <= first:
        return ""
    months = _months(first, then)
    about = earlier.about or later.about
    if shared == 1:
        number, unit, least, about = then[0] - first[0], "year", LEAST_YEARS, True
    elif months >= 12 * LEAST_YEARS:
        number, unit, least = months // 12, "year", LEAST_YEARS
        about = about or months % 12 > 0
    elif shared == 2 or months >= LEAST_MONTHS:
        number, unit, least, about = months, "month", LEAST_MONTHS, True
    else:
        number, unit, least = (date(*then) - date(*first)).days, "day", LEAST_DAYS
    if number < least:
        return ""
    words = reader.measure(number, unit)
    return str(reader.say("chart.later", time=reader.say("time.about", time=words) if about else words))


def _months(first: tuple[int, ...], then: tuple[int, ...]) -> int:
    """Whole months from one date to another."""
    if len(first) == 1:
        return 0
    whole = (then[0] - first[0]) * 12 + then[1] - first[1]
    return whole - (len(first) == 3 and then[2] < first[2])


__all__ = ["Before", "before"]
