"""Spellings of one name brought together: folding, Latin letters, consonants."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rashomon.language.text import fold as romanise

# Letters that Arabic and Persian orthographies swap for one another.
_SAME_LETTERS = str.maketrans(
    {"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None, "’": "'", "ʼ": "'", "‘": "'", "`": "'"}
)
# Blocks without marks and without letters that orthographies swap: Chinese, Japanese, Korean are quick.
_MAY_DECOMPOSE = re.compile("[\u0080-\u2fff\u3099\u309a\ua000-\uabff\ufb00-\ufe2f]")
# A romanised Arabic article, kept apart or written onto the name ("Al Baradei", "el-Baradei").
_ARTICLE = re.compile(r"^(?:al|el|ul|as|es|ash|ad|an|ar|at|az)[-' ](?=\w{3})")
_HARD_C = re.compile(r"c(?![eiyh])")
_DIGRAPHS = (
    ("tch", "c"), ("sch", "c"), ("kh", "q"), ("gh", "q"), ("dh", "d"), ("th", "t"), ("sh", "c"), ("ch", "c"),
    ("ph", "f"), ("ck", "k"), ("dj", "j"), ("dg", "j"), ("qu", "k"), ("ou", "u"), ("zh", "j"), ("ts", "s"),
    ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_CLASSES = str.maketrans(
    {
        "k": "q",
        "g": "q",
        "c": "s",
        "z": "s",
        "x": "qs",
        "v": "f",
        "p": "b",
        "w": "u",
        "y": "i",
        "o": "u",
        "e": "i",
    }
)
_NOT_CONSONANTS = re.compile(r"[aeiouwyh]+")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_DOUBLED = re.compile(r"(.)\1+")


def _is_mark(character: str) -> bool:
    """Accents and points of Latin, Greek, Cyrillic, Hebrew and Arabic; vowel signs of Indic scripts stay."""
    order = unicodedata.combining(character)
    return 10 <= order <= 35 or order >= 200


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Lower case, no accents, one space, plain apostrophes: what two writings of one name have in common."""
    if not text.isascii():
        if not _MAY_DECOMPOSE.search(text) and unicodedata.is_normalized("NFKD", text):
            return " ".join(text.casefold().split())
        text = unicodedata.normalize("NFKD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in text if not _is_mark(c))).translate(
            _SAME_LETTERS
        )
    return " ".join(text.casefold().split())


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """A romanised word with the letters that transliterations swap made one, vowels kept.

    The classes follow how Arabic and Russian names are written in English, French, Italian, Spanish and
    Vietnamese news: "Qaddafi" and "Kadhafi" both give "qadafi".
    """
    letters = _ARTICLE.sub("", romanise(word))
    if letters.startswith("al") and len(letters) > 4 and "\u0600" <= word[:1] <= "\u06ff":
        letters = letters[2:]
    letters = _HARD_C.sub("k", _NOT_LETTERS.sub("", letters))
    for pair, one in _DIGRAPHS:
        letters = letters.replace(pair, one)
    letters = letters.translate(_CLASSES)
    return _DOUBLED.sub(r"\1", letters) if _writes_vowels(word) else letters


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """The consonants of a word's sound: "Gheddafi", "Каддафи" and "القذافي" all give "qdf"."""
    letters = sound(word)
    initial = letters[:1] if letters[:1] in "aiu" else ""
    return ("a" if initial else "") + _NOT_CONSONANTS.sub("", letters)


def same_word(one: str, other: str) -> bool:
    """Whether two words of names are spellings of one word. Precise: a doubtful pair is False."""
    if normalise(one) == normalise(other):
        return True
    bones = skeleton(one)
    if bones != skeleton(other):
        return False
    if _writes_vowels(one) and _writes_vowels(other):
        a, b = sound(one), sound(other)
        if a == b and min(len(one), len(other)) >= 3:
            return True
        shorter = min(len(a), len(b))
        if len(bones) < 3 and _vowels(a) != _vowels(b):
            return False
        return (
            max(len(a), len(b)) >= 4
            and distance(a, b) <= (1 if len(bones) < 3 else 2)
            and distance(a, b) * 3 <= shorter
        )
    if not _writes_vowels(one) and not _writes_vowels(other):
        return len(bones) >= 3 and sound(one) == sound(other)
    return len(bones) >= 3


def _vowels(letters: str) -> int:
    return sum(letter in "aiu" for letter in letters)


def _writes_vowels(word: str) -> bool:
    """Whether the word's script writes short vowels: Arabic and Hebrew letters don't."""
    return not any("\u0590" <= c <= "\u06ff" for c in word)


def distance(one: str, other: str, limit: int = 3) -> int:
    """Levenshtein's edit distance of two words; ``limit`` + 1 where it is larger than ``limit``."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
        if min(row) > limit:
            return limit + 1
    return row[-1]
