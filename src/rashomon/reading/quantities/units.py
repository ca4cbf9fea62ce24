"""Units of measure as a language names them: CLDR's names and symbols, and the language file's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from rashomon.language import load
from rashomon.reading.quantities.lexicon import Lexicon
from rashomon.reading.quantities.money import (
    currency_codes,
    currency_names,
    currency_signs,
)
from rashomon.reading.times.words import time_words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What news measures in.
_UNITS = """
length-kilometer length-meter length-centimeter length-millimeter length-mile length-foot length-yard
length-inch length-nautical-mile area-square-kilometer area-square-meter area-square-mile area-square-foot
area-hectare area-acre volume-cubic-meter volume-liter volume-gallon volume-barrel mass-kilogram mass-gram
mass-tonne mass-ton mass-ounce speed-kilometer-per-hour speed-meter-per-second speed-mile-per-hour
speed-knot temperature-celsius temperature-fahrenheit energy-kilowatt-hour power-watt power-kilowatt
power-megawatt power-gigawatt digital-megabyte digital-gigabyte digital-terabyte concentr-percent
"""
_LONG_ONLY = ("length-inch", "length-mile", "length-foot")
"""Their short names are common words somewhere ("in", "mi", "s")."""
_TIMES = (
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "decade",
    "century",
)
_SHORTEST_TIME = 3  # letters
_LONG: tuple[Literal["long", "short"], ...] = ("long",)
_LENGTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 5, 11, 100, 1.5)


@cache
def units_after(language: str) -> Lexicon[str]:
    """Phrases after a number that make it a measure: units, percent, currencies.

    What several currencies share stands for ``money.UNKNOWN_CURRENCY``.
    """
    rules = load(language).numbers
    lexicon: Lexicon[str] = Lexicon(rules.units)
    for phrase in sorted(rules.percent | {"%", "٪", "％"}):
        lexicon.add(phrase, "percent")
    for currencies in (
        currency_signs(language),
        currency_names(language),
        currency_codes(),
    ):
        for phrase, code in currencies:
            lexicon.add(phrase, code)
    for phrase, unit in (*_cldr_units(language), *_spans_of_time(language)):
        if phrase.lower() not in rules.not_units:
            lexicon.add(phrase, unit)
    return lexicon


@cache
def units_before(language: str) -> Lexicon[str]:
    """Signs and words before a number that make it an amount of money or a percentage."""
    rules = load(language).numbers
    before = {*rules.percent_before, "%", *_percent_before(language)}
    lexicon: Lexicon[str] = Lexicon((p, "percent") for p in sorted(before))
    for currencies in (currency_signs(language), currency_codes()):
        for phrase, code in currencies:
            lexicon.add(phrase, code)
    return lexicon


def _spans_of_time(language: str) -> Iterator[tuple[str, str]]:
    """Units of time, which measure where reading times has left them: ages. No abbreviations."""
    for word, unit in time_words(language).units.items():
        if unit in _TIMES and (len(word) >= _SHORTEST_TIME or word >= "\u2e80"):
            yield word, unit


def _percent_before(language: str) -> Iterator[str]:
    """CLDR's word for percent where it stands before the number: "asilimia 8"."""
    from babel import Locale, UnknownLocaleError
    from babel.units import format_unit

    try:
        locale = Locale.parse(language.replace("-", "_"))
        texts = [format_unit(2, "concentr-percent", length=length, locale=locale) for length in _LENGTHS]
    except (ValueError, UnknownLocaleError):
        return
    for text in texts:
        word = text.rstrip("0123456789 \u00a0\u202f")
        if word != text and word.isalpha():
            yield word


def _cldr_units(language: str) -> Iterator[tuple[str, str]]:
    """CLDR's long names in all plural forms, and its short ones where they have two letters or a sign."""
    from babel import Locale, UnknownLocaleError
    from babel.units import format_unit

    try:
        locale = Locale.parse(language.replace("-", "_"))
        for unit in _UNITS.split():
            name = unit.split("-", 1)[1]
            for length in _LONG if unit.startswith(_LONG_ONLY) else _LENGTHS:
                for count in _COUNTS if length == "long" else (2,):
                    text = format_unit(count, unit, length=length, locale=locale)
                    phrase = text.strip("0123456789.,٠١٢٣٤٥٦٧٨٩٫ \u00a0\u202f\u200f")
                    if len(phrase) > 1 or (phrase and (not phrase.isalpha() or phrase >= "\u2e80")):
                        yield phrase, name
    except (ValueError, UnknownLocaleError):
        return
