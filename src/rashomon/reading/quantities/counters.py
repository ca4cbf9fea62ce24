"""Counters in Hangul, which are written onto numbers, and have particles written onto them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rashomon.reading.quantities.numeral_lexicons import numeral_lexicons
from rashomon.reading.quantities.units import units_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.tokens import Token

_HANGUL = ("\uac00", "\ud7a3")
_LONGEST = 8
COUNTED = re.compile(rf"\d[{_HANGUL[0]}-{_HANGUL[1]}]")
"""A number with a counter."""


def is_counted(text: str, end: int) -> bool:
    """Whether a counter in Hangul begins right after a number's end."""
    return _HANGUL[0] <= text[end : end + 1] <= _HANGUL[1]


class Counters:
    """Parts a word after digits into powers of ten and a unit or counter; particles are dropped ("명|이")."""

    def __init__(self, language: str) -> None:
        known = numeral_lexicons(language)
        self._numbers = known.scales, known.words
        self._units = units_after(language)

    def split(self, text: str, tokens: Sequence[Token]) -> list[Token]:
        """The tokens of a text, those after digits parted."""
        made: list[Token] = []
        for token in tokens:
            before = made[-1] if made else None
            touches = before is not None and before.kind == "number" and before.end == token.start
            made += self._parts(token) if touches and is_counted(text, token.start) else [token]
        return made

    def _parts(self, token: Token) -> list[Token]:
        parts: list[Token] = []
        while token.key:
            size, goes_on = self._first(token.key)
            parts.append(token._replace(end=token.start + size, key=token.key[:size]))
            token = token._replace(start=token.start + size, key=token.key[size:])
            if not goes_on:
                break
        return parts

    def _first(self, key: str) -> tuple[int, bool]:
        """How many letters the first part of a word has, and whether it is a number: then one goes on."""
        for size in range(min(len(key), _LONGEST), 0, -1):
            if any(key[:size] in numbers for numbers in self._numbers):
                return size, True
            if key[:size] in self._units:
                return size, False
        return 1, False
