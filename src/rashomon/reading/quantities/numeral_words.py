"""How a language writes and spells numbers, as ICU and CLDR know it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.language.text import locale
from rashomon.reading.quantities.tokens import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def separators(language: str) -> tuple[str, str]:
    """CLDR's signs that group digits and that begin decimals."""
    import icu

    symbols = icu.DecimalFormatSymbols(locale(language))
    return (
        str(symbols.getSymbol(icu.DecimalFormatSymbols.kGroupingSeparatorSymbol)),
        str(symbols.getSymbol(icu.DecimalFormatSymbols.kDecimalSeparatorSymbol)),
    )


def compact_scales(language: str) -> Iterator[tuple[str, float]]:
    """CLDR's names of thousand, million, …, in every plural form and both lengths."""
    from babel import Locale, UnknownLocaleError

    try:
        formats = Locale.parse(language.replace("-", "_")).compact_decimal_formats
    except (ValueError, UnknownLocaleError):
        return
    named = dict(formats)
    for plurals in (named.get("long") or named.get("short") or {}).values():
        for power, pattern in plurals.items():
            text = str(getattr(pattern, "pattern", pattern)).replace("'", "")
            name = re.sub(r"[0\s\u00a0\u200f\u200e]+", " ", text).strip()
            if name and any(c.isalpha() for c in name):
                yield name, float(10 ** (len(str(power)) - max(1, text.count("0"))))


def spelled_numbers(language: str) -> Iterator[tuple[str, float]]:
    """ICU's spelled numbers 1 to 999 in all cases and genders, 1000, and fused thousands ("duemila")."""
    import icu

    formatter = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale(language))
    names = [formatter.getRuleSetName(i) for i in range(formatter.getNumberOfRuleSetNames())]
    names = [n for n in names if n == "%spellout-numbering" or ("cardinal" in n and "financial" not in n)]
    sample = (1, 2, 3, 5, 11, 21, 40, 100, 200, 500)
    different: dict[tuple[str, ...], str] = {}
    for name in names:
        formatter.setDefaultRuleSet(name)
        different.setdefault(tuple(formatter.format(n) for n in sample), name)
    for name in different.values():
        formatter.setDefaultRuleSet(name)
        if formatter.format(7).isdigit():
            return  # the root locale spells nothing
        yield from ((formatter.format(number), float(number)) for number in range(1, 1000))
        thousand = formatter.format(1000)
        if " " not in key_of(thousand):
            yield thousand, 1000.0
        if " " not in formatter.format(25) and " " not in formatter.format(2005):
            fused = (*range(1100, 10000, 100), *range(2000, 1_000_000, 1000))
            yield from ((formatter.format(number), float(number)) for number in fused)


@cache
def number_characters(language: str) -> dict[str, int]:
    """The values of number characters, where ICU spells with Chinese ones; empty elsewhere."""
    import icu

    formatter = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale(language))
    if formatter.format(25) != "二十五":
        return {}
    values = {formatter.format(n): n for n in range(10)}
    values |= {formatter.format(10**n)[-1]: 10**n for n in (1, 2, 3, 4, 8)}
    values |= {k: int(v) for k, v in load(language).numbers.numerals.items() if len(k) == 1}
    return values
