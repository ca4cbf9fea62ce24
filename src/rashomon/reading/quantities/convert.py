"""One measure in another's unit, so that ten miles and sixteen kilometres can be compared.

ICU converts units only where it formats them, so the factors stand here, as CLDR's ``units.xml`` has them
(``convertUnit``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from rashomon.model import Quantity


class Conversion(NamedTuple):
    """``value * factor + offset`` is the value in ``base``, an SI unit or one of CLDR's base units."""

    base: str
    factor: float
    offset: float = 0.0


_PERCENT = "percent"
_FEET, _POUND = 0.3048, 0.45359237
_DAY, _YEAR = 86400.0, 365.2425 * 86400
_CONVERSIONS = {
    "meter": Conversion("meter", 1.0),
    "kilometer": Conversion("meter", 1000.0),
    "centimeter": Conversion("meter", 0.01),
    "millimeter": Conversion("meter", 0.001),
    "mile": Conversion("meter", _FEET * 5280),
    "nautical-mile": Conversion("meter", 1852.0),
    "foot": Conversion("meter", _FEET),
    "yard": Conversion("meter", _FEET * 3),
    "inch": Conversion("meter", _FEET / 12),
    "square-meter": Conversion("square-meter", 1.0),
    "square-kilometer": Conversion("square-meter", 1e6),
    "hectare": Conversion("square-meter", 1e4),
    "acre": Conversion("square-meter", _FEET**2 * 43560),
    "square-mile": Conversion("square-meter", (_FEET * 5280) ** 2),
    "square-foot": Conversion("square-meter", _FEET**2),
    "cubic-meter": Conversion("cubic-meter", 1.0),
    "liter": Conversion("cubic-meter", 0.001),
    "gallon": Conversion("cubic-meter", 0.003785411784),
    "barrel": Conversion("cubic-meter", 0.158987294928),
    "kilogram": Conversion("kilogram", 1.0),
    "gram": Conversion("kilogram", 0.001),
    "tonne": Conversion("kilogram", 1000.0),
    "ton": Conversion("kilogram", _POUND * 2000),
    "pound": Conversion("kilogram", _POUND),
    "ounce": Conversion("kilogram", _POUND / 16),
    "meter-per-second": Conversion("meter-per-second", 1.0),
    "kilometer-per-hour": Conversion("meter-per-second", 1 / 3.6),
    "mile-per-hour": Conversion("meter-per-second", _FEET * 5280 / 3600),
    "knot": Conversion("meter-per-second", 1852 / 3600),
    "celsius": Conversion("kelvin", 1.0, 273.15),
    "fahrenheit": Conversion("kelvin", 5 / 9, 273.15 - 160 / 9),
    "watt": Conversion("watt", 1.0),
    "kilowatt": Conversion("watt", 1e3),
    "megawatt": Conversion("watt", 1e6),
    "gigawatt": Conversion("watt", 1e9),
    "second": Conversion("second", 1.0),
    "minute": Conversion("second", 60.0),
    "hour": Conversion("second", 3600.0),
    "day": Conversion("second", _DAY),
    "week": Conversion("second", 7 * _DAY),
    "month": Conversion("second", _YEAR / 12),
    "year": Conversion("second", _YEAR),
    "megabyte": Conversion("byte", 1e6),
    "gigabyte": Conversion("byte", 1e9),
    "terabyte": Conversion("byte", 1e12),
}


def in_unit(quantity: Quantity, unit: str | None) -> Quantity | None:
    """A quantity in another unit; None where it cannot be told in it.

    What was converted is approximate: who writes "16 km" for ten miles has rounded. A part of a whole ("a
    third") can be told in percent. Money is never converted: rates change by the day.

    Args:
        quantity: what is converted; itself is returned where it has the unit already.
        unit: CLDR's name of the unit, an ISO 4217 code, or None for a plain count.
    """
    if quantity.unit == unit:
        return quantity
    if quantity.unit is None or unit is None:
        return _in_percent(quantity, unit)
    given, wanted = _CONVERSIONS.get(quantity.unit), _CONVERSIONS.get(unit)
    if given is None or wanted is None or given.base != wanted.base:
        return None

    def convert(value: float | None) -> float | None:
        if value is None:
            return None
        return (value * given.factor + given.offset - wanted.offset) / wanted.factor

    return msgspec.structs.replace(
        quantity,
        low=convert(quantity.low),
        high=convert(quantity.high),
        approximate=True,
        unit=unit,
    )


def _in_percent(quantity: Quantity, unit: str | None) -> Quantity | None:
    if quantity.whole != 1 or unit != _PERCENT:
        return None
    low, high = (None if v is None else v * 100 for v in (quantity.low, quantity.high))
    return msgspec.structs.replace(quantity, low=low, high=high, approximate=True, unit=unit)
