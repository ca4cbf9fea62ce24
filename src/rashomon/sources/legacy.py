"""Which of the encodings from before UTF-8 some bytes are in, where nothing says so."""

from __future__ import annotations

import unicodedata
from functools import cache

import icu

from rashomon.sources.languages import detect_with_probability

# One for each family that pages were written in; of two that fit equally well the first is taken.
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "cp1253", "cp1255", "cp1257", "cp1258", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "euc_kr", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_6"),
    *("iso8859_7", "iso8859_8", "mac_roman"),
)
_SAMPLE_BYTES = 6_000
_ALMOST = 0.7


def guess(data: bytes) -> str | None:
    """The encoding under which the bytes read most like a language, or None where they don't.

    Each encoding is tried; the text that it gives has a language (py3langid), and that language has
    letters (CLDR's exemplar characters): the best is where the language is surest and the characters
    beyond ASCII are its own. A language alone in its script is always sure, so that charset-normalizer
    decides between scripts that fit about as well, and where nothing fits.
    """
    if data.isascii():
        return "iso2022_jp" if _decoded(data, "iso2022_jp") else None
    first = next(place for place, byte in enumerate(data) if byte > 0x7F)
    line = data.rfind(b"\n", 0, first) + 1
    sample = data[max(line, first - 1_000) :][:_SAMPLE_BYTES]
    texts = {name: text for name in _ENCODINGS if (text := _decoded(sample, name, first > 0)) is not None}
    scores = {name: score for name, text in texts.items() if (score := _fitness(text)) > 0}
    other = _charset_normalizer(sample)
    if not scores:
        return other
    best = max(scores.values())
    scripts = {name: _script(texts[name]) for name in scores}
    fit = [name for name in scores if scores[name] >= _ALMOST * best]
    script = next((scripts[name] for name in fit if name == other), None)
    return max(fit, key=lambda name: (scripts[name] == script, scores[name]))


def _charset_normalizer(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding if match else None


def _script(text: str) -> str:
    """The script of most letters beyond ASCII, as the first word of their names."""
    names = [
        unicodedata.name(letter, "").split(" ")[0] for letter in text if letter > "\x7f" and letter.isalpha()
    ]
    return max(sorted(set(names)), key=names.count, default="")


def _decoded(data: bytes, encoding: str, may_be_cut: bool = True) -> str | None:
    """The text, or None where the bytes are not in that encoding; the last character may be cut off."""
    for end in (len(data), *range(len(data) - 1, len(data) - 4, -1)) if may_be_cut else (len(data),):
        try:
            return data[:end].decode(encoding)
        except UnicodeError:
            continue
    return None


def _fitness(text: str) -> float:
    beyond = [character for character in text if ord(character) > 0x7F]
    if not beyond or any(unicodedata.category(character) in ("Cc", "Co", "Cn") for character in beyond):
        return 0.0
    language, probability = detect_with_probability(text)
    own = _letters(language)
    fit = sum(
        1.0 if character.lower() in own else 0.5 if unicodedata.category(character)[0] in "PZ" else 0.0
        for character in beyond
    )
    return fit / len(beyond) * probability


@cache
def _letters(language: str) -> frozenset[str]:
    if language == "und":
        return frozenset()
    exemplars = icu.LocaleData(language).getExemplarSet(0, icu.ULocaleDataExemplarSetType.ES_STANDARD)
    return frozenset("".join(exemplars))
