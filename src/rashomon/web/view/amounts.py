"""Figures in the reader's language."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rashomon.report.words import amount_bounds, one_line
from rashomon.web.view.moments import when

if TYPE_CHECKING:
    from rashomon.model import Quantity, Value
    from rashomon.web.view.reader import Reader

_SIZE = 1e15  # what is larger is no figure of a report


def value_words(reader: Reader, value: Value) -> str:
    """A value's normalised form in words: a figure with its unit, a time, a name."""
    if value.type == "time":
        return when(reader, value.value)
    if value.type != "quantity":
        return one_line(value.value)
    low, high, about = amount_bounds(value.value)
    unit = one_line(value.unit or "") or None
    if low is None and high is None:
        return one_line(f"{value.value} {unit or ''}")
    return bounds(reader, low, high, approximate=about, unit=unit)


def quantity_words(reader: Reader, quantity: Quantity) -> str:
    """A quantity of an article in words."""
    unit = one_line(quantity.unit or "") or None
    words = bounds(reader, quantity.low, quantity.high, approximate=quantity.approximate, unit=unit)
    if quantity.whole is None:
        return words
    return str(reader.say("amount.part_of", part=words, whole=_number(reader, quantity.whole, None)))


def bounds(
    reader: Reader,
    low: float | None,
    high: float | None,
    *,
    approximate: bool = False,
    unit: str | None = None,
) -> str:
    """Bounds in words: "9,600", "about 5,900", "30 or more", "3 to 5 km", "up to 12"."""
    if low is None and high is None:
        return str(reader.say("amount.unknown"))
    if low is None:
        words = reader.say("amount.up_to", amount=_number(reader, high or 0.0, unit))
    elif high is None:
        words = reader.say("amount.at_least", amount=_number(reader, low, unit))
    elif low == high:
        return _about(reader, _number(reader, low, unit), approximate)
    else:
        words = reader.say("amount.range", low=_number(reader, low, None), high=_number(reader, high, unit))
    return _about(reader, str(words), approximate)


def _about(reader: Reader, words: str, approximate: bool) -> str:
    return str(reader.say("amount.about", amount=words)) if approximate else words


def _number(reader: Reader, value: float, unit: str | None) -> str:
    if not math.isfinite(value) or abs(value) > _SIZE:
        return f"{value:g} {unit or ''}".strip()
    return reader.measure(value, unit) if unit else reader.number(value)
