"""How Chinese characters are read in Korean, Vietnamese and Japanese, from Unicode's Unihan database.

A name in characters is read in the language of who bears it: 盧武鉉 is 노무현, not "Lu Wuxuan". The table
(``data/readings.xz``, made by ``tools/han_readings.py``) has a line a character: the character, its readings
in hangul, in Vietnamese and in Japanese, variants of one character with those of all. Unicode License V3.
"""

from __future__ import annotations

import lzma
import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from rashomon.language.text import fold

_MOST_SPELLINGS = 8
_LONGEST = 6  # characters of a name
_LATIN = re.compile("[^a-z]+")
# What Japanese readings swap when words are joined (rendaku), and transcriptions when they are written.
_CLASSES = (
    ("tch", "t"), ("sh", "s"), ("ch", "t"), ("ts", "t"), ("dz", "s"), ("zh", "s"), ("j", "s"), ("z", "s"),
    ("g", "k"), ("d", "t"),
    ("l", "r"), ("f", "h"), ("b", "h"), ("p", "h"), ("q", "k"), ("c", "k"), ("y", ""), ("eu", "u"),
    ("ou", "o"), ("oo", "o"),
    ("uu", "u"), ("oh", "o"), ("nn", "n"), ("kk", "k"), ("tt", "t"), ("ss", "s"), ("hh", "h"),
)  # fmt: skip


class Readings(NamedTuple):
    """The readings of one character: in hangul, in Vietnamese without accents, in Japanese as
    ``japanese_sound`` gives them."""

    korean: frozenset[str]
    vietnamese: frozenset[str]
    japanese: frozenset[str]


@lru_cache(maxsize=4096)
def in_hangul(name: str) -> tuple[str, ...]:
    """The ways to read a name's characters in Korean, eight at most; none where a character has none."""
    syllables = [sorted(_readings(character).korean) for character in name]
    if not 1 < len(name) <= _LONGEST or not all(syllables):
        return ()
    spelled = ["".join(read) for read, _ in zip(product(*syllables), range(_MOST_SPELLINGS), strict=False)]
    return tuple(spelled)


def is_read_in_korean(name: str, hangul: str) -> bool:
    """Whether a word in hangul is a reading of a name's characters, syllable by syllable."""
    return len(name) == len(hangul) and all(
        syllable in _readings(character).korean for character, syllable in zip(name, hangul, strict=True)
    )


def is_read_in_vietnamese(name: str, words: tuple[str, ...]) -> bool:
    """Whether each word is the Vietnamese reading of a character, accents aside.

    Of three characters or more one may have no reading in the table.
    """
    syllables = [syllable for word in words for syllable in fold(word).replace("-", " ").split()]
    if not 1 < len(name) == len(syllables):
        return False
    read = [_readings(character).vietnamese for character in name]
    known = sum(map(bool, read))
    fits = all(not ways or syllable in ways for ways, syllable in zip(read, syllables, strict=True))
    return fits and known > 1 and known >= len(name) - 1


def vietnamese_readings(name: str) -> frozenset[str]:
    """The Vietnamese readings of a name's characters, each after the character's place."""
    return frozenset(f"{i} {read}" for i, c in enumerate(name) for read in _readings(c).vietnamese)


def is_read_in_japanese(name: str, words: tuple[str, ...]) -> bool:
    """Whether words in any script that is written as it sounds can be read off a name's characters.

    Family names stand first in characters; the words may have them first or last.
    """
    if not 1 < len(name) <= _LONGEST or len(words) < 2:
        return False
    orders = ((*words[-1:], *words[:-1]), words)
    return any(_is_cut(name, japanese_sound("".join(order))) for order in orders)


@lru_cache(maxsize=8192)
def japanese_sound(word: str) -> str:
    """A word in Latin letters, what Japanese spellings swap made one: "Koizumi" gives "koisumi"."""
    sound = _LATIN.sub("", fold(word))
    for pair, one in _CLASSES:
        sound = sound.replace(pair, one)
    return sound


def japanese_starts(name: str) -> frozenset[str]:
    """The first two letters of all that a name's characters may be read as."""
    first, second = _readings(name[0]).japanese, _readings(name[1:2]).japanese
    return frozenset(
        start
        for read in first
        for start in ([read[:2]] if len(read) > 1 else [read + more[:1] for more in second])
    )


def _is_cut(name: str, sound: str) -> bool:
    """Whether a sound can be cut into readings of the characters, in their order."""
    ends = {0}
    for character in name:
        readings = _readings(character).japanese
        ends = {end + len(read) for end in ends for read in readings if sound.startswith(read, end)}
    return len(sound) in ends


@lru_cache(maxsize=8192)
def _readings(character: str) -> Readings:
    lists = _table().get(character, "\t\t").split("\t")
    return Readings(*(frozenset(read.split()) for read in lists))


@cache
def _table() -> dict[str, str]:
    stored = (files("rashomon.reading.names") / "data" / "readings.xz").read_bytes()
    return {line[0]: line[2:] for line in lzma.decompress(stored).decode().split("\n")}
