"""Lengths of time as quantities: reading times finds them, their number and its bounds are read here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rashomon.model import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Time

# From the largest to the smallest, with how many of the next one each holds.
_CALENDAR = (("Y", "year", 12), ("M", "month", 1))
_CLOCK = (
    ("W", "week", 7),
    ("D", "day", 24),
    ("H", "hour", 60),
    ("M", "minute", 60),
    ("S", "second", 1),
)
_DURATION = re.compile(r"P(?:[\d.]+[YMWD])*(?:T(?:[\d.]+[HMS])+)?")
_PART = re.compile(r"([\d.]+)([YMWDHS])")
_IN_YEARS = {"decade": 10, "century": 100}
_OPEN = "/.."
UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", *_IN_YEARS})


def is_length(time: Time) -> bool:
    """Whether a time tells how long something lasted: a duration, or what lasts since a day unnamed."""
    return time.type == "duration" or (time.type == "interval" and time.value.endswith(_OPEN))


def in_years(quantity: Quantity) -> Quantity:
    """Decades and centuries as years, which is how durations have them."""
    import msgspec

    times = _IN_YEARS.get(quantity.unit or "")
    if times is None:
        return quantity
    low, high = (None if bound is None else bound * times for bound in (quantity.low, quantity.high))
    return msgspec.structs.replace(quantity, low=low, high=high, unit="year")


def with_lengths(found: Sequence[Quantity], times: Sequence[Time]) -> list[Quantity]:
    """Quantities with the durations of which no number was found ("zweistündig"), or several ("1h 30").

    Args:
        found: the quantities of an article, those within its lengths of time included.
        times: the lengths of time.
    """
    made = list(found)
    for time in times:
        inside = [q for q in made if time.start <= q.start and q.end <= time.end]
        amount = _amount(time.value) if len(inside) != 1 else None
        if amount is None or any(q.start < time.end and time.start < q.end for q in made if q not in inside):
            continue
        made = [q for q in made if q not in inside]
        made.append(
            Quantity(
                article=time.article,
                start=time.start,
                end=time.end,
                text=time.text,
                low=amount[0],
                high=amount[0],
                unit=amount[1],
            )
        )
    return made


def _amount(duration: str) -> tuple[float, str] | None:
    """An ISO 8601 duration in its smallest unit; None where it has no number, or both months and days."""
    if not _DURATION.fullmatch(duration):
        return None
    date, _, clock = duration.partition("T")
    given = {(unit, False): float(n) for n, unit in _PART.findall(date)}
    given |= {(unit, True): float(n) for n, unit in _PART.findall(clock)}
    for units, of_day in ((_CALENDAR, ""), (_CLOCK, "HMS")):
        keys = [(sign, sign in of_day) for sign, _, _ in units]
        if given and given.keys() <= set(keys):
            total, name = 0.0, ""
            for key, (_, unit, _), (_, _, holds) in zip(keys, units, (("", "", 1), *units), strict=False):
                total *= holds
                if key in given:
                    total, name = total + given[key], unit
                if name and not given.keys() & set(keys[keys.index(key) + 1 :]):
                    return round(total, 9), name
    return None
