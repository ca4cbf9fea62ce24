"""The words of a language's numbers, from its file and from ICU and CLDR, made once."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language import load
from rashomon.reading.quantities.fused import Fused
from rashomon.reading.quantities.lexicon import Lexicon
from rashomon.reading.quantities.numeral_words import (
    compact_scales,
    fused_words,
    number_characters,
    spelled_numbers,
)
from rashomon.reading.quantities.tokens import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class NumeralLexicons(NamedTuple):
    """Numbers below a thousand, powers of ten, dozens, orders of magnitude, fused words, characters."""

    words: Lexicon[float]
    scales: Lexicon[float]
    collectives: Lexicon[float]
    vague: Lexicon[float]
    fused: Fused | None
    characters: dict[str, int]


@cache
def numeral_lexicons(language: str) -> NumeralLexicons:
    """The lexicons of a language."""
    rules = load(language).numbers
    characters = number_characters(language)
    scales: Lexicon[float] = Lexicon(rules.scales)
    for phrase, value in compact_scales(language):
        scales.add(phrase, value)
    for phrase, power in characters.items():
        if power >= 1000:
            scales.add(phrase, float(power))
    words: Lexicon[float] = Lexicon(respelled(rules.numerals.items(), rules.respelled))
    fused = None
    if not characters:
        spelled = dict(reversed(list(spelled_numbers(language))))
        for phrase, value in respelled(spelled.items(), rules.respelled):
            words.add_words(phrase, value)
            if "ʼ" in phrase:  # news write an apostrophe, which parts words
                words.add(phrase.replace("ʼ", "'"), value)
        parts = fused_words(language)
        if parts is not None:
            small = {p: v for p, v in {**spelled, **rules.numerals}.items() if v < 1000 and v % 1 == 0}
            fused = Fused(parts, small, rules.respelled, _halves(small, rules.half_endings))
    return NumeralLexicons(
        words,
        scales,
        Lexicon(rules.collectives),
        Lexicon(rules.vague),
        fused,
        characters,
    )


def respelled(
    phrases: Iterable[tuple[str, float]], letters: Mapping[str, str]
) -> Iterator[tuple[str, float]]:
    """Phrases, and the same with letters in a second way of writing them."""
    for phrase, value in phrases:
        yield phrase, value
        other = key_of(phrase)
        for letter, second in letters.items():
            other = other.replace(letter, second)
        if other != key_of(phrase):
            yield other, value


def _halves(small: Mapping[str, float], endings: Iterable[str]) -> dict[str, float]:
    """ "zweieinhalb" and its like."""
    listed = sorted(endings)
    return {key_of(word) + end: value + 0.5 for word, value in small.items() for end in listed if value < 100}
