"""What ICU gives to every room: breaks of words and sentences, folding to Latin letters, and its offsets.

ICU counts UTF-16 units, we count code points; everything that leaves this file is in code points.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import icu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_KEPT = threading.local()
_MOST_KEPT = 256
_NOTHING = icu.UnicodeString("")
_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
_TO_LATIN = (
    "Any-Latin; NFKD; [[:Nonspacing Mark:][:Modifier Letter:][:Format:]] Remove; Latin-ASCII; Lower; NFC"
)


@cache
def locale(language: str) -> icu.Locale:
    """The ICU locale of a BCP 47 code; the root locale for ``und`` and for what is no code."""
    if language == "und" or not _TAG.fullmatch(language):
        return icu.Locale("root")
    try:
        return icu.Locale.forLanguageTag(language.replace("_", "-"))
    except icu.ICUError:
        return icu.Locale(re.split("[-_]", language)[0])


def code_points(text: str, units: Iterable[int]) -> list[int]:
    """Positions in UTF-16 units as positions in code points.

    Args:
        text: the text that the positions are in.
        units: positions in UTF-16 units, rising. One inside a surrogate pair becomes its character's start.
    """
    astral = [m.start() for m in _ASTRAL.finditer(text)]
    if not astral:
        return list(units)
    positions, before = [], 0
    for unit in units:
        while before < len(astral) and astral[before] + before + 1 < unit:
            before += 1
        positions.append(unit - before)
    return positions


def word_breaks(text: str, language: str) -> list[int]:
    """ICU's word boundaries (UAX 29, with dictionaries for Thai, Chinese, …), 0 and the end included."""
    return _breaks(text, _iterator(icu.BreakIterator.createWordInstance, language))


def sentence_breaks(text: str, language: str) -> list[int]:
    """ICU's sentence boundaries (UAX 29; abbreviations are not known), 0 and the end included."""
    return _breaks(text, _iterator(icu.BreakIterator.createSentenceInstance, language))


def words(text: str, language: str) -> list[tuple[int, int]]:
    """The spans of the words of a text: what lies between word boundaries and holds a letter or a digit."""
    return [
        (start, end)
        for start, end in _pairs(word_breaks(text, language))
        if text[start].isalnum() or any(c.isalnum() for c in text[start:end])
    ]


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """The spans between ICU's sentence boundaries, white space at their ends included."""
    return list(_pairs(sentence_breaks(text, language)))


def transliterate(text: str) -> str:
    """A text in Latin letters, lower case and without accents: "Đức" is "duc", "Каддафи" is "kaddafi".

    ICU's "Any-Latin; Latin-ASCII; Lower", which also drops the modifier letters that it writes for Arabic
    ʿayn and the like. Lengths change: offsets into the result are none into the text.
    """
    if text.isascii():
        return text.lower()
    return str(_to_latin().transliterate(text))


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """What ``transliterate`` gives, remembered: for single words and names."""
    return transliterate(text)


@cache
def _to_latin() -> icu.Transliterator:
    return icu.Transliterator.createInstance(_TO_LATIN)


def _iterator(create: Callable[[icu.Locale], icu.BreakIterator], language: str) -> icu.BreakIterator:
    """A break iterator of a language; one that was made is kept for this thread, as it holds its text."""
    kept: dict[str, icu.BreakIterator] = _KEPT.__dict__
    key = f"{create.__name__} {language}"
    found = kept.get(key)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = kept[key] = create(locale(language))
    return found


def _breaks(text: str, iterator: icu.BreakIterator) -> list[int]:
    if not text:
        return [0]
    # A str would be converted by PyICU too, but is then only kept alive as long as the caller keeps it.
    source = icu.UnicodeString(text)
    iterator.setText(source)
    units = list(iterator)
    iterator.setText(_NOTHING)
    return [0, *(units if len(source) == len(text) else code_points(text, units))]


def _pairs(positions: list[int]) -> Iterator[tuple[int, int]]:
    return pairwise(positions)
