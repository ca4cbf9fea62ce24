"""Numbers that are one numeral: digits, a number word, or a run of number characters."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.language.text import words
from rashomon.reading.quantities.characters import read_characters
from rashomon.reading.quantities.digits import parse_digits
from rashomon.reading.quantities.lexicon import Lexicon, phrases
from rashomon.reading.quantities.numeral import Numeral
from rashomon.reading.quantities.numeral_lexicons import numeral_lexicons
from rashomon.reading.quantities.numeral_words import minus_words, separators

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.tokens import Token

_NEAR = 3


class SimpleNumerals:
    """Reads the numerals of one language, of which longer numbers are made."""

    def __init__(self, language: str) -> None:
        rules, known = load(language).numbers, numeral_lexicons(language)
        self._language = language
        self._group, self._decimal = separators(language)
        self._words, self._fused, self._characters = known.words, known.fused, known.characters
        self._ones, self._more, self._formal = rules.ones, rules.and_more, rules.formal
        self._counters = tuple(sorted({*rules.classifiers, *(word[0] for word in rules.ones_count)}))
        self._unit_words = Lexicon(rules.units)
        self._attached = rules.attached
        self._minus = phrases({*rules.minus, *minus_words(language)})

    def at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """The numeral that begins at token ``i``; None where there is none."""
        if i >= len(tokens):
            return None
        token = tokens[i]
        if token.kind == "number":
            value = parse_digits(token.key, self._group, self._decimal)
            if value is None:
                return None
            if self._characters and i + 1 < len(tokens) and tokens[i + 1].kind == "char":
                return self._characters_at(tokens, i, value)
            return Numeral(value, i + 1, digits=True)
        if token.kind == "char" and self._characters:
            return self._characters_at(tokens, i, None)
        if token.kind != "word" and token.kind != "char":
            return None
        found = self._words.at(tokens, i)
        if found is None and self._fused is not None:
            value = self._fused.value(token.key)
            found = None if value is None else (value, i + 1)
        if found is None:
            return None
        one = found[1] == i + 1 and token.key in self._ones
        return Numeral(found[0], found[1], one=one)

    def attached_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """A spelled number with "and" written onto its front, as in Arabic."""
        token = tokens[i]
        if token.key[:1] not in self._attached or len(token.key) < 3:
            return None
        found = self._words.at([token._replace(key=token.key[1:]), *tokens[i + 1 : i + 4]], 0)
        return Numeral(found[0], found[1] + i) if found else None

    def is_common(self, tokens: Sequence[Token], i: int, found: Numeral) -> bool:
        """Whether a character that stands alone is rather another word, or a part of one."""
        if tokens[i].kind != "char" or not self._characters:
            return False
        if self._minus.at(tokens, i) is not None:
            return True
        return tokens[i].key in self._formal or (found.value > 1 and self._inside_word(tokens, i))

    def _characters_at(self, tokens: Sequence[Token], i: int, first: float | None) -> Numeral | None:
        """A number in characters; a lone 一 may be an article."""
        found = read_characters(tokens, i, self._characters, self._more, first, self._unit_words)
        if found is None:
            return None
        one = found.value == 1 and found.end == i + 1 and first is None
        digits = first is not None and found.scale == 1
        return Numeral(
            found.value, found.end, found.scale, digits=digits, one=one, more=found.more, upto=found.upto
        )

    def _inside_word(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a character belongs to a longer word that is no number with its classifier: 四川."""
        first, last = max(0, i - _NEAR), min(len(tokens), i + _NEAR + 1)
        while first < i and tokens[i - 1].kind != "char":
            first = i
        near = tokens[first:last]
        text = "".join(t.key if t.kind == "char" else " " for t in near)
        if len(text) != len(near):
            return False
        for begin, end in words(text, self._language):
            if begin <= i - first < end:
                rest = text[i - first + 1 : end]
                return begin < i - first or (bool(rest) and not rest.startswith(self._counters))
        return False


@cache
def simple_numerals(language: str) -> SimpleNumerals:
    """The numerals of a language, made once."""
    return SimpleNumerals(language)
