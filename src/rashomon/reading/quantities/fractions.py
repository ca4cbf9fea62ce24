"""Fractions: "half", "two thirds", "ba phần tư", "三分之一", "¾", "2 1/4"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rashomon.language import load
from rashomon.reading.quantities.lexicon import Lexicon, phrases
from rashomon.reading.quantities.numeral_lexicons import respelled
from rashomon.reading.quantities.numeral_words import ordinal_words, spelled_numbers
from rashomon.reading.quantities.tokens import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rashomon.reading.quantities.tokens import Token

SLASHES = "/／⁄"
_HIGHEST_DIGIT = 10  # "3 quarters", but no "100 millionths"
_MOST_DIGITS = 9


class _Number(Protocol):
    @property
    def value(self) -> float: ...
    @property
    def end(self) -> int: ...
    @property
    def digits(self) -> bool: ...


class Fraction(NamedTuple):
    """A fraction, the token after it, and its denominator."""

    value: float
    end: int
    parts: float


class Fractions:
    """Finds the fractions of one language."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._alone: Lexicon[float] = Lexicon(rules.fractions)
        named = list(respelled(rules.denominators.items(), rules.respelled))
        self._denominators: Lexicon[float] = Lexicon(named)
        self._one_denominators: Lexicon[float] = Lexicon(named)
        several, one = (
            sorted(rules.denominator_endings),
            sorted(rules.one_denominator_endings),
        )
        ordinals = list(respelled(ordinal_words(language), rules.respelled)) if several or one else []
        for lexicon, endings in (
            (self._denominators, several),
            (self._one_denominators, one),
        ):
            for word, value in ordinals:
                for end in endings:
                    lexicon.add_words(key_of(word) + end, value)
        for word, value in _suffixed(language) if rules.denominator_suffixes else ():
            self._denominators.add(word, value)
            self._one_denominators.add(word, value)
        self._one_of = rules.one_of
        self._over, self._under = phrases(rules.over), phrases(rules.under)
        self._joiners = phrases(rules.additions | rules.fraction_joiners)

    def alone(self, tokens: Sequence[Token], i: int) -> Fraction | None:
        """A fraction at token ``i`` that no numeral begins: "half", "a third", "¾"."""
        found = self._alone.at(tokens, i)
        if found is not None:
            return Fraction(found[0], found[1], 1 / found[0])
        after = self.past_one(tokens, i)
        part = self._one_denominators.at(tokens, after) if after != i else None
        return Fraction(1 / part[0], part[1], part[0]) if part else None

    def of(
        self,
        tokens: Sequence[Token],
        number: _Number,
        small_at: Callable[[Sequence[Token], int], _Number | None],
    ) -> Fraction | None:
        """The fraction whose first number is given: "two thirds", "3/4"; None where it is none."""
        at = number.end
        if at >= len(tokens):
            return None
        if number.digits and tokens[at].key in SLASHES:
            return self._slashed(tokens, number)
        part = (self._one_denominators if number.value == 1 else self._denominators).at(tokens, at)
        if part is not None and (not number.digits or number.value < _HIGHEST_DIGIT):
            return Fraction(number.value / part[0], part[1], part[0])
        for lexicon, first_is_numerator in ((self._over, True), (self._under, False)):
            joined = lexicon.at(tokens, at)
            other = small_at(tokens, joined[1]) if joined else None
            if other is None:
                continue
            top, bottom = (number, other) if first_is_numerator else (other, number)
            if bottom.value > 0:
                return Fraction(top.value / bottom.value, other.end, bottom.value)
        return None

    def after(
        self,
        tokens: Sequence[Token],
        whole: _Number,
        small_at: Callable[[Sequence[Token], int], _Number | None],
    ) -> Fraction | None:
        """The fraction that is added to a whole number: "and two thirds", "½"."""
        joined = self._joiners.at(tokens, whole.end)
        at = joined[1] if joined else whole.end
        if at >= len(tokens):
            return None
        if not joined:
            if not whole.digits or tokens[at].kind != "number":
                return None
            number = small_at(tokens, at)
            if number is None:
                return None
            if tokens[at].key.isdecimal():
                found = self._slashed(tokens, number)
            else:
                found = Fraction(number.value, number.end, 1)
            return found if found is not None and found.value < 10 else None
        found = self.alone(tokens, at)
        if found is None:
            number = small_at(tokens, at)
            found = self.of(tokens, number, small_at) if number else None
        return found if found is not None and found.value < 1 else None

    def denominator_at(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether token ``i`` begins a denominator."""
        return self._denominators.at(tokens, i) is not None

    def past_one(self, tokens: Sequence[Token], i: int) -> int:
        """The token after an article that counts one."""
        return i + 1 if i < len(tokens) and tokens[i].key in self._one_of else i

    def lexicons(self) -> tuple[Lexicon[float], ...]:
        """All words of fractions."""
        return self._alone, self._denominators, self._one_denominators

    def goes_on(self) -> set[str]:
        """The tokens after a number that may make it a fraction, or add one to it."""
        found = {
            *SLASHES,
            *self._denominators.firsts(),
            *self._one_denominators.firsts(),
        }
        return found | self._over.firsts() | self._under.firsts() | self._joiners.firsts()

    def firsts(self) -> set[str]:
        """The tokens that show a fraction."""
        return self._alone.firsts() | self._denominators.firsts() | self._one_denominators.firsts()

    def _slashed(self, tokens: Sequence[Token], top: _Number) -> Fraction | None:
        """A fraction in digits, no date: "3/4"."""
        at = top.end
        if at + 1 >= len(tokens) or tokens[at].key not in SLASHES or tokens[at - 1].end != tokens[at].start:
            return None
        bottom = tokens[at + 1]
        if not bottom.key.isdecimal() or bottom.start != tokens[at].end or len(bottom.key) > _MOST_DIGITS:
            return None
        value = int(bottom.key)
        if value < 2 or top.value % 1 or (at + 2 < len(tokens) and tokens[at + 2].key in SLASHES):
            return None
        return Fraction(top.value / value, at + 2, value)


def _suffixed(language: str) -> Iterator[tuple[str, float]]:
    """Denominators made of numerals: "veinteavos", "treintavos"."""
    rules = load(language).numbers
    for word, value in respelled(spelled_numbers(language), rules.respelled):
        if value > 2 and " " not in word:
            for suffix in sorted(rules.denominator_suffixes):
                yield (
                    key_of(word) + (suffix[1:] if word.endswith(suffix[0]) else suffix),
                    value,
                )


@cache
def fractions(language: str) -> Fractions:
    """The fractions of a language, made once."""
    return Fractions(language)
