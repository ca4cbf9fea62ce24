"""The letters of a word as they are compared across scripts: each script's own, digraphs as one.

What a script leaves to its reader is left out: doubled letters, accents, silent signs, the Arabic article.
Chinese is read in pinyin, by initials and finals; kana and Indic letters are read in Latin letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import icu

from rashomon.language.text import fold

_RANGES = (
    (0x0250, "latin"), (0x0370, ""), (0x0400, "greek"), (0x0530, "cyrillic"), (0x0590, ""),
    (0x0600, "hebrew"), (0x0780, "arabic"), (0x0900, ""), (0x0980, "devanagari"), (0x1100, ""),
    (0x1200, "hangul"), (0x1E00, ""), (0x1F00, "latin"), (0x2000, "greek"), (0x3040, ""),
    (0x3100, "kana"), (0x3400, ""), (0xA000, "han"), (0xAC00, ""), (0xD7B0, "hangul"),
)  # fmt: skip
_DIGRAPHS = {
    "dsch": "D", "tsch": "T", "shch": "Y", "tch": "T", "sch": "S", "sh": "S", "ch": "C", "zh": "Z", "kh": "K",
    "gh": "G", "th": "H", "ph": "f", "dh": "Q", "ts": "W", "tz": "W", "cz": "V", "sz": "P", "rz": "R",
    "dz": "B", "dj": "J", "ck": "k", "qu": "k", "ou": "U", "oo": "U", "ee": "E", "gn": "N", "ng": "M",
}  # fmt: skip
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_GREEK = (
    ("μπ", "B"), ("ντ", "D"), ("γκ", "G"), ("τζ", "J"), ("τσ", "C"), ("ου", "U"), ("ει", "ι"), ("οι", "ι"),
    ("αι", "ε"),
)  # fmt: skip
_ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك",
     "گ": "غ", "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ج", "ء": "", "ـ": ""}
)  # fmt: skip
_HEBREW = str.maketrans("ךםןףץ", "כמנפצ")
_ARTICLE = re.compile(r"^ال(?=\w{3})")
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LATIN = re.compile("[^a-z]+")
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?([a-z]+)")
_SILENT = frozenset("ьъᄋ")


@lru_cache(maxsize=32768)
def letters(word: str) -> tuple[str, tuple[str, ...]]:
    """A word's script and its letters; scripts without tables of their own are read in Latin letters.

    Returns:
        "latin", "cyrillic", "greek", "hebrew", "arabic", "devanagari", "hangul", "kana" or "han", and the
        letters: of Latin digraphs as one capital, of Chinese initials ("zh-") and finals ("ang").
    """
    script = next((script_of(character) for character in word if character.isalpha()), "latin") or "latin"
    if script == "han":
        return script, _pinyin(word)
    if script in ("latin", "kana", "devanagari"):
        read = fold(word)
        return script, _latin(read[:-1] if script == "devanagari" and read.endswith("a") else read)
    plain = unicodedata.normalize("NFC" if script == "cyrillic" else "NFD", word.casefold())
    if script == "arabic":
        plain = _ARTICLE.sub("", unicodedata.normalize("NFC", plain)).translate(_ARABIC)
    elif script == "hebrew":
        plain = plain.translate(_HEBREW)
    elif script == "cyrillic":
        plain = plain.replace("ё", "е")
    plain = "".join(c for c in plain if c.isalpha() and c not in _SILENT)
    if script == "greek":
        plain = plain.replace("ς", "σ")
        for pair, one in _GREEK:
            plain = plain.replace(pair, one)
    return script, tuple(_DOUBLED.sub(r"\1", plain) if script in ("greek", "cyrillic") else plain)


@cache
def script_of(character: str) -> str:
    """The script of a letter, as ``letters`` names it; "" for those that it doesn't know."""
    code = ord(character)
    return next((script for end, script in _RANGES if code < end), "")


def _latin(text: str) -> tuple[str, ...]:
    plain = _DIGRAPH.sub(lambda match: _DIGRAPHS[match.group()], _NOT_LATIN.sub("", text))
    return tuple(_DOUBLED.sub(r"\1", plain))


@lru_cache(maxsize=16384)
def pinyin(word: str) -> tuple[str, ...]:
    """The syllables of a Chinese word, without tones."""
    return tuple(str(_to_pinyin().transliterate(word)).split())


def _pinyin(word: str) -> tuple[str, ...]:
    read: list[str] = []
    for syllable in pinyin(word):
        if match := _SYLLABLE.fullmatch(syllable):
            initial, final = match.groups()
            read += [f"{initial}-", final] if initial else [final]
    return tuple(read)


@cache
def _to_pinyin() -> icu.Transliterator:
    rules = "Hant-Hans; Han-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower"
    return icu.Transliterator.createInstance(rules)


@lru_cache(maxsize=16384)
def simplified(name: str) -> str:
    """A name in simplified Chinese characters; names in other scripts are left as they are."""
    if not any(script_of(character) == "han" for character in name):
        return name
    return str(_to_simplified().transliterate(name))


@cache
def _to_simplified() -> icu.Transliterator:
    return icu.Transliterator.createInstance("Hant-Hans")
