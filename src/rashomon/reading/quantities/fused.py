"""Numbers that are written as one word of many parts: "zweihundertdreiundvierzig", "duecentotré"."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from rashomon.reading.quantities.tokens import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rashomon.reading.quantities.numeral_words import FusedWords

_LONGEST = 80
_CACHED = 1 << 14


class Fused:
    """Reads one word as a number below a million.

    Args:
        parts: what multiplies and joins.
        small: the numbers 1 to 99 and the hundreds, as words.
        respelled: letters that are written in a second way too.
        more: other words of one part.
    """

    def __init__(
        self,
        parts: FusedWords,
        small: Mapping[str, float],
        respelled: Mapping[str, str],
        more: Mapping[str, float],
    ) -> None:
        self._parts = parts
        self._small = {_bare(word): value for word, value in small.items()}
        self._more = more
        self._respelled = {key_of(new): _bare(old) for old, new in respelled.items()}
        self.value = lru_cache(_CACHED)(self._value)

    def _value(self, word: str) -> float | None:
        """The number that a word in small letters spells; None where it is none."""
        if len(word) > _LONGEST:
            return None
        if word in self._more:
            return self._more[word]
        plain = word if word.isascii() else _bare(word)
        found = self._below_million(plain)
        if found is None and self._respelled:
            for new, old in self._respelled.items():
                plain = plain.replace(new, old)
            found = self._below_million(plain)
        return found

    def _below_million(self, word: str) -> float | None:
        for thousand in self._parts.thousands:
            before, found, after = word.partition(thousand)
            if found:
                times = self._below_thousand(before) if before else 1
                rest = self._rest(after, 1000)
                return None if times is None or rest is None else times * 1000 + rest
        return self._below_thousand(word)

    def _below_thousand(self, word: str) -> float | None:
        if word in self._small:
            return self._small[word]
        hundred = self._parts.hundred
        for part in (hundred, hundred[:-1]):  # "centotto"
            before, found, after = word.partition(part)
            if not found or (part != hundred and after[:1] not in "aeiou"):
                continue
            times = self._small.get(before) if before else 1
            rest = self._rest(after, 100)
            if times is not None and times < 100 and rest is not None:
                return times * 100 + rest
        return None

    def _rest(self, word: str, below: int) -> float | None:
        if not word:
            return 0
        addition = self._parts.addition
        for rest in (word, word.removeprefix(addition)):
            found = self._small.get(rest) if below == 100 else self._below_thousand(rest)
            if found is not None and found < below:
                return found
        return None


def _bare(word: str) -> str:
    """A word in small letters without accents: "tré" is "tre" at the end of a fused number."""
    parts = unicodedata.normalize("NFD", key_of(word))
    return "".join(c for c in parts if not unicodedata.combining(c))
