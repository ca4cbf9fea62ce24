"""Numbers in digits and in words, as ICU spells them and CLDR names the powers of ten."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language import load
from rashomon.reading.quantities.numeral_words import (
    compact_scales,
    number_characters,
    separators,
    spelled_numbers,
)
from rashomon.reading.quantities.tokens import Lexicon, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.tokens import Token

_SEPARATOR = re.compile(r"[^\d]")
_LONGEST_CHARACTERS = 18
_LARGEST_SCALE = 1e15
_MYRIADS = {10**4, 10**8, 10**12}


class Numeral(NamedTuple):
    """A number that tokens spell. ``scale`` is the power of ten in words that it was multiplied with."""

    value: float
    end: int
    scale: float = 1
    digits: bool = False
    one: bool = False
    collective: bool = False
    vague: bool = False


class Numerals:
    """The numbers of one language, read from tokens."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._group, self._decimal = separators(language)
        self._ones = rules.ones
        self._words: Lexicon[float] = Lexicon(rules.numerals)
        self._scales: Lexicon[float] = Lexicon(rules.scales)
        for phrase, value in compact_scales(language):
            self._scales.add(phrase, value)
        self._characters = number_characters(language)
        for phrase, power in self._characters.items():
            if power >= 1000:
                self._scales.add(phrase, float(power))
        self._attached = rules.attached
        if not self._characters:
            for phrase, value in spelled_numbers(language):
                self._words.add_words(phrase, value)
                if "ʼ" in phrase:  # news write an apostrophe, which parts words
                    for mark in "'’":
                        self._words.add(phrase.replace("ʼ", mark), value)
        self._collectives: Lexicon[float] = Lexicon(rules.collectives)
        self._vague: Lexicon[float] = Lexicon(rules.vague)
        self._additions: Lexicon[bool] = Lexicon((w, True) for w in sorted(rules.additions))
        self._halves: Lexicon[bool] = Lexicon((w, True) for w in sorted(rules.halves))
        self._links: Lexicon[bool] = Lexicon((w, True) for w in sorted(rules.links))

    def at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """The number that begins at token ``i``, with the powers of ten that follow it."""
        if i >= len(tokens):
            return None
        return self._vague_at(tokens, i) or self._exact_at(tokens, i)

    def parse_digits(self, digits: str) -> float | None:
        """The value of digits with separators as the language writes them; None for dates, versions and such.

        What CLDR takes for a decimal sign groups where three digits follow of which the last is 0 ("9,600").
        """
        signs = _SEPARATOR.findall(digits)
        parts = _SEPARATOR.split(digits)
        if not signs:
            return float(int(digits)) if len(digits) <= 18 else None
        if len(parts[0]) > 1 and parts[0][0] in "0٠":
            return None  # "02.40"
        last = signs[-1]
        if len(set(signs)) > 2 or (len(set(signs)) == 2 and signs.count(last) > 1):
            return None
        if len(signs) > 1 or last.isspace():
            decimal = len(set(signs)) == 2
        else:
            three = len(parts[-1]) == 3 and len(parts[0]) <= 3 and parts[0] != "0"
            decimal = not three or (self._is_decimal(last) and not parts[-1].endswith(("0", "٠")))
            if last in "'’" and decimal:
                return None
        groups = parts[:-1] if decimal else parts
        if len(groups) > 1 and not _are_groups(groups):
            return None
        whole = "".join(groups)
        if len(whole) > 18:
            return None
        return float(f"{int(whole)}.{_ascii(parts[-1])}") if decimal else float(int(whole))

    def _is_decimal(self, sign: str) -> bool:
        return sign in (self._decimal, "٫") and sign != self._group

    def _vague_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """ "dozens", "tens of thousands": the smallest number meant."""
        found = self._vague.at(tokens, i)
        if found is None:
            return None
        value, end = found
        while True:
            linked = self._links.at(tokens, end)
            at = linked[1] if linked else end
            more = self._vague.at(tokens, at) or self._scales.at(tokens, at)
            if more is None or more[0] < 100 or value * more[0] > _LARGEST_SCALE:
                return Numeral(value, end, vague=True)
            value, end = value * more[0], more[1]

    def _exact_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        simple = self._simple_at(tokens, i)
        if simple is None:
            found = self._collectives.at(tokens, i)
            return Numeral(found[0], found[1], collective=True) if found else None
        if not simple.digits and simple.value >= 1000 and simple.value % 1000 == 0:
            simple = simple._replace(scale=1000)  # "mil quinientos"
        total, current = 0.0, self._grouped(tokens, simple)
        while True:
            current = self._scaled(tokens, current)
            after = self._smaller(tokens, current) if current.scale > 1 else None
            if after is not None:
                total += current.value
                current = after
                continue
            value = round(total + current.value, 6)
            half = self._halves.at(tokens, current.end)
            if half is not None:
                value, current = value + 0.5 * current.scale, current._replace(end=half[1])
                current = self._scaled(tokens, current._replace(value=value))
                return current._replace(one=False)
            group = self._collectives.at(tokens, current.end)
            if group is not None and value < 100:
                return Numeral(value * group[0], group[1], collective=True)
            return current._replace(value=value, one=simple.one and current is simple)

    def _simple_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        token = tokens[i]
        if token.kind == "number":
            value = self.parse_digits(token.key)
            return None if value is None else Numeral(value, i + 1, digits=True)
        if token.kind == "char" and self._characters:
            return self._characters_at(tokens, i)
        found = self._words.at(tokens, i)
        if found is None:
            return None
        one = found[1] == i + 1 and token.key in self._ones
        return Numeral(found[0], found[1], one=one)

    def _scaled(self, tokens: Sequence[Token], number: Numeral) -> Numeral:
        """The number times the powers of ten that follow it: "5 nghìn tỷ" is 5 · 10³ · 10⁹."""
        while (found := self._scales.at(tokens, number.end)) is not None:
            scale = number.scale * found[0]
            if scale > _LARGEST_SCALE:
                break
            number = number._replace(
                value=round(number.value * found[0], 6), end=found[1], scale=scale, one=False
            )
        return number

    def _grouped(self, tokens: Sequence[Token], number: Numeral) -> Numeral:
        """The number with what "and" adds below a hundred: "two hundred *and five*", "five *and twenty*"."""
        if number.digits or not (number.value < 10 or (number.value >= 100 and number.value % 100 == 0)):
            return number
        joined = self._additions.at(tokens, number.end)
        at = joined[1] if joined else number.end
        if at >= len(tokens):
            return number
        after = self._attached_at(tokens, at) or (self._simple_at(tokens, at) if joined else None)
        if after is None or after.digits:
            return number
        if number.value < 10:
            fits = bool(self._attached) and after.value in range(20, 100, 10)
        else:
            after = self._grouped(tokens, after) if self._attached else after
            fits = 0 < after.value < 100
        return after._replace(value=number.value + after.value, one=False) if fits else number

    def _smaller(self, tokens: Sequence[Token], number: Numeral) -> Numeral | None:
        """A number that adds to a power of ten before it: "two thousand and *five*", "3万*5千*"."""
        joined = self._additions.at(tokens, number.end)
        at = joined[1] if joined else number.end
        if at >= len(tokens) or (number.digits and joined):
            return None
        after = self._simple_at(tokens, at) or self._attached_at(tokens, at)
        if after is None or (after.digits != number.digits and not self._characters):
            return None
        after = self._scaled(tokens, self._grouped(tokens, after))
        if number.digits and after.scale == 1 and not (self._characters and tokens[at].kind == "char"):
            return None
        return after if 0 < after.value < number.scale else None

    def _attached_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """A spelled number with "and" written onto its front, as in Arabic."""
        token = tokens[i]
        if token.key[:1] not in self._attached or len(token.key) < 3:
            return None
        found = self._words.at([token._replace(key=token.key[1:]), *tokens[i + 1 : i + 4]], 0)
        return Numeral(found[0], found[1] + i) if found else None

    def _characters_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """A number in Chinese characters; a lone 一 may be an article."""
        total = section = digit = power = myriad = 0
        shorthand = 1
        end, plain, digits = i, True, ""
        while end < min(len(tokens), i + _LONGEST_CHARACTERS) and tokens[end].key in self._characters:
            if end > i and tokens[end].start != tokens[end - 1].end:
                break
            value = self._characters[tokens[end].key]
            if value < 10:
                digit, digits = value, digits + str(value)
                shorthand = power // 10 if power >= 100 and value else 1  # 一万三 is 13,000
                power = 0
            else:
                plain = False
                power, shorthand = value, 1
                if value in _MYRIADS:
                    larger = 0 if value > myriad else total
                    total, section = larger + (total - larger + section + digit) * value, 0
                    digit, myriad = 0, value
                else:
                    section, digit = section + (digit or 1) * value, 0
            end += 1
        if end == i or (plain and tokens[i].key == "〇" and end == i + 1):
            return None
        if not plain and self._characters[tokens[i].key] >= 100 and end == i + 1:
            return None
        number = int(digits) if plain else total + section + digit * shorthand
        return Numeral(float(number), end, one=number == 1 and end == i + 1)


def _are_groups(groups: list[str]) -> bool:
    """Whether digits are grouped by thousands, or as in India."""
    first, *middle, last = groups
    if not 1 <= len(first) <= 3 or len(last) != 3:
        return False
    return all(len(g) == 3 for g in middle) or (len(first) <= 2 and all(len(g) == 2 for g in middle))


def _ascii(digits: str) -> str:
    return "".join(str(unicodedata.digit(d)) for d in digits)


class NumberSpan(NamedTuple):
    """A number in a text: its span in code points, and its value."""

    start: int
    end: int
    value: float


def find_numbers(text: str, language: str) -> list[NumberSpan]:
    """The numbers that digits and words spell in a text, whatever they count or name."""
    reader = numerals(language)
    tokens = tokenize(text, 0, len(text), space_groups=load(language).numbers.space_groups)
    found: list[NumberSpan] = []
    i = 0
    while i < len(tokens):
        number = reader.at(tokens, i)
        if number is None:
            i += 1
            continue
        found.append(NumberSpan(tokens[i].start, tokens[number.end - 1].end, number.value))
        i = number.end
    return found


@cache
def numerals(language: str) -> Numerals:
    """The numbers of a language, made once."""
    return Numerals(language)
