"""A text as patterns see it: composed, in small letters, with ASCII digits; and the way back."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

_CLUSTER = re.compile(r"[^\W\d_][\u0300-\u036f\u0653-\u0655\u0323]+|.", re.DOTALL)
_SAME = {
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u3000", " "),
    **dict.fromkeys("\u2019\u02bc\u00b4\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2212", "-"),
    **dict.fromkeys("\u2014\u2015", "\u2013"),
    "\uff1a": ":",
    "\uff0f": "/",
    "\uff08": "(",
    "\uff09": ")",
    "\uff0c": ",",
    "\u060c": ",",
    # Two ways to write one letter: Romanian commas and cedillas, Turkish capitals of i and ı.
    "ş": "ș",
    "ţ": "ț",
    "İ": "i",
    "ı": "i",
}
# The zeros of the digits of other scripts; those of mathematics and of dead scripts left aside.
_ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20,
    0x1040, 0x17E0, 0x1810, 0xFF10,
)  # fmt: skip
_FOLDED = re.compile(f"[{''.join(_SAME)}{''.join(f'{chr(z)}-{chr(z + 9)}' for z in _ZEROS)}]")


class Folded(Struct, frozen=True):
    """A folded text. ``offsets`` has an entry per folded character and one at the end; None is one to one."""

    text: str
    offsets: tuple[int, ...] | None = None

    def original(self, position: int) -> int:
        """The code point of the original text at a position of the folded one."""
        return position if self.offsets is None else self.offsets[position]

    def folded(self, position: int) -> int:
        """The first position of the folded text that is not before a code point of the original one."""
        if self.offsets is None:
            return position
        low, high = 0, len(self.offsets) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.offsets[middle] < position else (low, middle)
        return low


def fold(text: str) -> Folded:
    """Fold a text for matching, without losing where each character came from."""
    if text.isascii():
        return Folded(text.lower())
    offsets: tuple[int, ...] | None = None
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = _composed(text)
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return Folded(_FOLDED.sub(_same, small), offsets)


def fold_word(word: str) -> str:
    """Fold a word of a lexicon the same way; soft hyphens and marks of direction are dropped."""
    word = unicodedata.normalize(
        "NFC", word.replace("\u00ad", "").replace("\u200f", "").replace("\u200e", "")
    )
    return fold(word).text.strip()


def _same(match: re.Match[str]) -> str:
    character = match[0]
    return _SAME.get(character) or str(unicodedata.decimal(character))


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", match[0]) if len(match[0]) > 1 else match[0]
        pieces.append(piece)
        offsets += [match.start()] * len(piece)
    return "".join(pieces), (*offsets, len(text))
