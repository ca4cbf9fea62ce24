"""Copies of marked sentences: other names, casing, letters and scripts; spans move along."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rashomon.evaluation.names import GoldName, MarkedSentence

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence


def without_common_nouns(sentence: MarkedSentence) -> MarkedSentence:
    """RONEC marks "medicului" and "profesor" as persons: a person must begin with a capital."""
    names = []
    for name in sentence.names:
        start = name.start
        if name.type == "person":
            words = sentence.text[start : name.end]
            while words and not words[0].isupper():
                _, _, words = words.partition(" ")
            start = name.end - len(words)
        if start < name.end:
            names.append(GoldName(start, name.end, name.type))
    return MarkedSentence(sentence.text, tuple(names))


_CONTRACTIONS = {
    f" {preposition} {article}{plural} ": f" {joined}{article}{plural} "
    for preposition, joined in (("de", "d"), ("em", "n"), ("por", "pel"))
    for article in "oa"
    for plural in ("", "s")
} | {" a o ": " ao ", " a os ": " aos ", " a a ": " à ", " a as ": " às "}


def contracted(sentence: MarkedSentence) -> MarkedSentence:
    """Portuguese as it is written: Bosque's text has its contractions taken apart."""
    text, edits = sentence.text, []
    for long, short in _CONTRACTIONS.items():
        at = text.find(long)
        while at >= 0:
            edits.append((at + 1, at + len(long) - 1, short[1:-1]))
            at = text.find(long, at + len(long) - 1)
    return _edited(sentence, edits)


def _edited(sentence: MarkedSentence, edits: Sequence[tuple[int, int, str]]) -> MarkedSentence:
    """The sentence with spans replaced, its names moved along."""
    text = sentence.text
    names = [[name.start, name.end, name.type] for name in sentence.names]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
        change = len(new) - (end - start)
        for name in names:
            for side in (0, 1):
                if name[side] >= end and not (side == 0 and name[side] == start):
                    name[side] += change
    return MarkedSentence(text, tuple(GoldName(*name) for name in names))


def varied(sentence: MarkedSentence, pool: dict[str, list[str]], chance: random.Random) -> MarkedSentence:
    cased = pool["place"] and pool["place"][-1][0] < "\u2e80"
    way = chance.random() if cased else 1.0
    if sentence.names and (way > 0.75 or chance.random() < 0.35):
        edits = [
            (name.start, name.end, chance.choice(pool[name.type]))
            for name in sentence.names
            if chance.random() < 0.6 and pool[name.type]
        ]
        sentence = _edited(sentence, edits)
    if way < 0.15:
        text = each(sentence.text, str.upper)
    elif way < 0.30:
        text = each(sentence.text, str.lower)
    elif way < 0.55:
        text = "".join(
            c if i and sentence.text[i - 1].isalnum() else each(c, str.upper)
            for i, c in enumerate(sentence.text)
        )
    elif way < 0.75:
        text = each(sentence.text, bare)
    else:
        text = sentence.text
    return MarkedSentence(text, sentence.names)


_LETTERS = dict(zip("abvgdđežzijklmnoprstćufhcčšywq", "абвгдђежзијклмнопрстћуфхцчшывк", strict=True)) | {
    "lj": "љ", "nj": "њ", "dž": "џ", "ch": "х", "x": "кс", "ľ": "љ", "ň": "њ", "ť": "ть", "ď": "дь"
}  # fmt: skip
_EASTERN = {
    "ja": "я", "ju": "ю", "lj": "ль", "nj": "нь", "dž": "дж", "đ": "дж", "j": "й", "ć": "ч", "ľ": "ль",
    "ň": "нь", "ia": "ия",
}  # fmt: skip


def in_cyrillic(sentence: MarkedSentence, eastern: bool) -> MarkedSentence:
    """A Slavic sentence in Cyrillic: as Serbian writes it, or with the letters of Russian."""
    letters = {**_LETTERS, **(_EASTERN if eastern else {})}
    text, at, names = "", 0, []
    for name in sorted(sentence.names):
        text += _transliterated(sentence.text[at : name.start], letters)
        start = len(text)
        text += _transliterated(sentence.text[name.start : name.end], letters)
        names.append(GoldName(start, len(text), name.type))
        at = name.end
    return MarkedSentence(text + _transliterated(sentence.text[at:], letters), tuple(names))


def _transliterated(text: str, letters: dict[str, str]) -> str:
    done, at = "", 0
    while at < len(text):
        for size in (2, 1):
            part = text[at : at + size]
            plain = "".join(bare(c) for c in part.lower())
            new = letters.get(part.lower()) or (letters.get(plain) if size == 1 else None)
            if new and len(part) == size:
                done += new.capitalize() if part[0].isupper() else new
                at += size
                break
        else:
            done += text[at]
            at += 1
    return done


def each(text: str, change: Callable[[str], str]) -> str:
    """Every character changed where one takes its place, so that spans stay."""
    return "".join(new if len(new := change(c)) == 1 else c for c in text)


def bare(char: str) -> str:
    plain = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O"}.get(char, char)
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c)) or char
