"""Words as they are looked up: ICU's words, without case, and without accents where these are apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rashomon.language.text import fold, words

LONGEST = 80  # characters of a word that are looked up
_MARKS = re.compile("[\u0300-\u036f\u0640\u064b-\u0652]")
_APOSTROPHES = re.compile("['\u2019\u02bc\uff07]")
_LATIN = re.compile("[\u0000-\u024f\u1e00-\u1eff]+")


def tokens(text: str, language: str) -> list[str]:
    """The words of a text in their order, as they are looked up; "l'Otan" and "Ankara'da" are two words each.

    Args:
        text: any text.
        language: BCP 47; "und" finds the words of Thai, Chinese, Japanese and the like as well.
    """
    return [
        token
        for start, end in words(text, language)
        for part in _APOSTROPHES.split(text[start:end])
        if (token := plain(part))
    ]


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """One word: "Đức" and "duc" are one, "Каддафи" and "каддафи" too."""
    if _LATIN.fullmatch(word):
        return "".join(fold(word).split())[:LONGEST]
    apart = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", _MARKS.sub("", "".join(apart.split())))[:LONGEST]


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """A name as it is looked up: its words in Latin letters, so that one spelling finds others."""
    return " ".join(fold(name).split())[:200]
