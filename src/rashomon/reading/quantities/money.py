"""Names, signs and codes of currencies, and which of them name one currency only.

A code is given only where the words settle it: ISO 4217 codes, CLDR's full names ("US dollars", "dinars
tunisiens"), signs and names that one currency alone has ("€", "yen"), and in a language's file those that all
countries of the language share ("dólares"). A sign that several currencies share ("$", "£", "¥") stands for
the one to which CLDR gives the bare sign in the article's language or region; where it gives it to none, and
for every other shared name ("dinars", "pesos", "pounds"), the currency stays unknown.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN_CURRENCY = ""
_CODES = """
USD EUR GBP JPY CNY VND CHF CAD AUD NZD RUB INR BRL MXN ARS CLP COP PEN KRW KPW TWD HKD SGD THB IDR MYR
PHP TRY EGP LYD TND MAD DZD SAR AED QAR KWD BHD OMR IQD IRR ILS SYP LBP JOD YER PKR BDT LKR NPR AFN NGN ZAR
KES ETB GHS UGX TZS SDG SSP SOS MRU UAH BYN MDL PLN CZK HUF RON BGN RSD ALL MKD BAM SEK NOK DKK ISK GEL AMD
AZN KZT UZS KGS TJS TMT MNT MMK KHR LAK VES CUP DOP HTG JMD BOB PYG UYU GTQ HNL NIO CRC PAB AOA MZN CDF RWF
XOF XAF
"""
_OWN_SIGNS = {
    "€": "EUR", "₫": "VND", "₽": "RUB", "₹": "INR", "₺": "TRY", "₴": "UAH", "₪": "ILS", "฿": "THB",
    "₱": "PHP", "₦": "NGN", "₸": "KZT", "₾": "GEL", "₼": "AZN", "US$": "USD", "U$S": "USD", "A$": "AUD",
    "AU$": "AUD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "R$": "BRL",
}  # fmt: skip
_SHARED_SIGNS = ("$", "£", "¥", "￥", "₩", "C$", "S$", "Mex$", "E£", "L£")
_COUNTS = (1, 2, 5, 11, 100, 1.5)


def currency_codes() -> Iterator[tuple[str, str]]:
    """ISO 4217 codes, as names of themselves."""
    yield from ((code, code) for code in _CODES.split())


def currency_signs(language: str) -> Iterator[tuple[str, str]]:
    """Signs of currencies and what each stands for in a language; shared ones come last."""
    local = _cldr_signs(language)
    yield from sorted(local.items())
    yield from sorted(_OWN_SIGNS.items())
    yield from ((sign, UNKNOWN_CURRENCY) for sign in _SHARED_SIGNS if sign not in local)


def currency_names(language: str) -> Iterator[tuple[str, str]]:
    """Names of currencies and the code of each, or of the sign that the language's file gives for one."""
    signs = dict(reversed(list(currency_signs(language))))
    for phrase, code in sorted(load(language).numbers.money.items()):
        yield phrase, signs.get(code, code)
    locale = _locale(language)
    if locale is None:
        return
    from babel.numbers import get_currency_name

    for code in _CODES.split():
        for count in _COUNTS:
            name = str(get_currency_name(code, count=count, locale=locale))
            if _is_full(name) or code == "EUR":
                yield name, code


def _is_full(name: str) -> bool:
    """Whether a name says more than one word, which may be another word too ("bolivianos")."""
    return " " in name or "-" in name or name >= "\u2e80"


@cache
def _cldr_signs(language: str) -> dict[str, str]:
    """CLDR's symbols that hold a sign of money, where it gives one to one currency alone."""
    locale = _locale(language)
    if locale is None:
        return {}
    found: dict[str, set[str]] = {}
    for code in _CODES.split():
        symbol = str(locale.currency_symbols.get(code, code))
        if any(unicodedata.category(c) == "Sc" for c in symbol):
            found.setdefault(symbol, set()).add(code)
    return {symbol: min(codes) for symbol, codes in sorted(found.items()) if len(codes) == 1}


def _locale(language: str):  # type: ignore[no-untyped-def]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
