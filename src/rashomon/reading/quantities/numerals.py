"""The numbers of a language, and those of a text by themselves."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from rashomon.language import load
from rashomon.reading.quantities.candidates import candidates
from rashomon.reading.quantities.reader import Numerals
from rashomon.reading.quantities.tokens import tokenize


@cache
def numerals(language: str) -> Numerals:
    """The numbers of a language, made once."""
    return Numerals(language)


class NumberSpan(NamedTuple):
    """A number in a text: its span in code points, and its value."""

    start: int
    end: int
    value: float


def find_numbers(text: str, language: str) -> list[NumberSpan]:
    """The numbers that digits and words spell in a text, whatever they count or name."""
    reader, likely = numerals(language), candidates(language)
    tokens = tokenize(text, 0, len(text), space_groups=load(language).numbers.space_groups)
    found: list[NumberSpan] = []
    after = 0
    for i in likely.tokens(tokens, articles=True):
        number = reader.at(tokens, i) if i >= after else None
        if number is not None:
            start = number.start if number.start >= after else i
            found.append(NumberSpan(tokens[start].start, tokens[number.end - 1].end, number.value))
            after = number.end
    return found
