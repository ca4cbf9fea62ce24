"""How a language writes and spells numbers, as ICU and CLDR know it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language import load
from rashomon.language.text import locale
from rashomon.reading.quantities.tokens import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAMPLE = (1, 2, 3, 5, 11, 21, 40, 100, 200, 500)
_SOFT = "\u00ad"
_ORDINALS = (*range(3, 13), *range(15, 100, 5), 21, 100, 1000, 10**6, 10**9, 10**12)


class FusedWords(NamedTuple):
    """What words such as "zweihundertdreiundvierzig" are made of: see ``fused``.

    ``hundred`` and ``thousands`` are the parts that multiply, ``addition`` stands between parts.
    """

    hundred: str
    thousands: tuple[str, ...]
    addition: str


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
    """CLDR's names of thousand, million, …, in the plural forms of whole numbers and of fractions."""
    import icu

    formatter = icu.NumberFormatter.withLocale(locale(language)).notation(icu.Notation.compactLong())
    for power in (10**3, 10**6, 10**9, 10**12):
        for count in (1, 2, 3, 5, 11, 1.5):
            text = str(formatter.formatDouble(float(count * power)))
            name = re.sub(r"[^\w.]*\d+(?:[.,٫]\d+)?[^\w.]*|[\u200e\u200f]", " ", text).strip()
            shown = re.search(r"\d+(?:[.,٫]\d+)?", text)
            if name and shown and any(c.isalpha() for c in name):
                yield name, float(round(count * power / float(_plain(shown.group()))))


def spelled_numbers(language: str) -> Iterator[tuple[str, float]]:
    """ICU's spelled numbers 1 to 99, the hundreds and 1000, in all cases and genders."""
    formatter, names = _rule_sets(language)
    for name in names:
        formatter.setDefaultRuleSet(name)
        if formatter.format(7).isdigit():
            return  # the root locale spells nothing
        yield from ((formatter.format(number), float(number)) for number in range(1, 100))
        yield from ((formatter.format(number), float(number)) for number in range(100, 1000, 100))
        thousand = formatter.format(1000)
        if " " not in thousand:
            yield thousand, 1000.0


def fused_words(language: str) -> FusedWords | None:
    """The parts of fused numbers, where ICU writes 125 as one word; it marks its parts with soft hyphens."""
    formatter, names = _rule_sets(language)
    if not names:
        return None
    formatter.setDefaultRuleSet(names[0])
    hundreds = formatter.format(125)
    if " " in hundreds or "-" in hundreds or hundreds.isdigit() or number_characters(language):
        return None
    hundred = formatter.format(200).split(_SOFT)[-1]
    thousands = {formatter.format(n).split(_SOFT)[-1].split(" ")[-1] for n in (1000, 2000)}
    between = [part for part in formatter.format(25).split(_SOFT) if part]
    return FusedWords(
        key_of(hundred),
        tuple(sorted(map(key_of, thousands), key=len, reverse=True)),
        key_of(between[1]) if len(between) == 3 else "",
    )


def addition_words(language: str) -> Iterator[str]:
    """The word between the parts of 101, where it stands by itself: "na" in "mia moja na moja"."""
    formatter, names = _rule_sets(language)
    for name in names[:1]:
        formatter.setDefaultRuleSet(name)
        whole, hundred, one = (formatter.format(n) for n in (101, 100, 1))
        if whole.startswith(hundred + " ") and whole.endswith(" " + one):
            between = whole[len(hundred) : -len(one)].strip()
            if between.isalpha():
                yield between


def decimal_words(language: str) -> Iterator[str]:
    """The word between the two numbers of "one point five"."""
    yield from _between_words(language, 1.5, (1, 5))


def minus_words(language: str) -> Iterator[str]:
    """The word before the number of "minus one"."""
    yield from _between_words(language, -1, (1,))


def ordinal_words(language: str) -> Iterator[tuple[str, float]]:
    """ICU's ordinals, which name the parts of a whole in many languages: "two fifths"."""
    import icu

    formatter = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale(language))
    for i in range(formatter.getNumberOfRuleSetNames()):
        name = formatter.getRuleSetName(i)
        if "ordinal" in name:
            formatter.setDefaultRuleSet(name)
            yield from ((formatter.format(n), float(n)) for n in _ORDINALS)


@cache
def number_characters(language: str) -> dict[str, int]:
    """The values of number characters, where ICU spells with Chinese ones; empty elsewhere."""
    import icu

    formatter = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale(language))
    if formatter.format(25) != "二十五":
        return {}
    values = {formatter.format(n): n for n in range(10)}
    values |= {formatter.format(10**n)[-1]: 10**n for n in (1, 2, 3, 4, 8)}
    rules = load(language).numbers
    values |= {k: int(v) for k, v in (*rules.numerals.items(), *rules.formal.items()) if len(k) == 1}
    return values


def _between_words(language: str, number: float, spelled: tuple[int, ...]) -> Iterator[str]:
    formatter, names = _rule_sets(language)
    if not names:
        return
    formatter.setDefaultRuleSet(names[0])
    text = key_of(formatter.format(number))
    for known in spelled:
        word = key_of(formatter.format(known))
        if word not in text:
            return
        text = text.replace(word, " ", 1)
    if (word := text.strip()) and " " not in word and word[0].isalpha():
        yield word


@cache
def _rule_sets(language: str):  # type: ignore[no-untyped-def]
    """ICU's speller, and the names of its rule sets of counting, each that differs from the others once."""
    import icu

    formatter = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale(language))
    names = [formatter.getRuleSetName(i) for i in range(formatter.getNumberOfRuleSetNames())]
    names = [n for n in names if n == "%spellout-numbering" or ("cardinal" in n and "financial" not in n)]
    different: dict[tuple[str, ...], str] = {}
    for name in names:
        formatter.setDefaultRuleSet(name)
        different.setdefault(tuple(formatter.format(n) for n in _SAMPLE), name)
    return formatter, list(different.values())


def _plain(digits: str) -> str:
    import unicodedata

    return "".join(str(unicodedata.digit(d)) if d.isdigit() else "." for d in digits)
