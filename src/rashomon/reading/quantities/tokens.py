"""A sentence as tokens: what reading quantities needs of words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from rashomon.language.chunks import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

# Letters that are written without spaces between words are tokens of their own: Han and the kana.
UNSPACED = "\u3005-\u3007\u3041-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
VULGAR = "¼-¾⅐-⅞"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e"
)
_LETTER = rf"[^\W\d_{UNSPACED}{VULGAR}]"
WORD = rf"{_LETTER}+(?:[{_MARKS}\u00ad]+{_LETTER}*)*"
# A separator begins a number only after a space or a sign: ".25". A wide comma groups wide digits alone.
_NUMBER = (
    rf"[{VULGAR}]|(?:(?<![^\s(（\-−$£€])[.,](?=\d))?\d+"
    r"(?:[.,٬٫'’．]\d+|(?<=[０-９])，(?=[０-９]{3}(?!\d))\d+)*"
)
_TOKEN = re.compile(rf"({WORD}|{_NUMBER}|[{UNSPACED}]|\S)")
_WORD, _VULGAR, _CHAR = (
    re.compile(WORD),
    re.compile(f"[{VULGAR}]"),
    re.compile(f"[{UNSPACED}]"),
)
_SPACED_GROUPS = {
    True: re.compile("(?<![\\d.,])\\d{1,3}(?:[ \u00a0\u202f\u2009]\\d{3})+(?:[.,]\\d+)?(?![\\d])"),
    False: re.compile("(?<![\\d.,])\\d{1,3}(?:[\u00a0\u202f\u2009]\\d{3})+(?:[.,]\\d+)?(?![\\d])"),
}
_SPACED_DIGITS = re.compile("\\d[ \u00a0\u202f\u2009]\\d")
# Romanian commas and cedillas, Turkish capitals of i and ı.
_SAME = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "İ": "i", "ı": "i"}
_HYPHENS = "-‐‑"
_APOSTROPHES = "'’ʼ"
DASHES = "-–—‐‑~～"
MINUS = "-−－"


_Kind = Literal["number", "word", "char", "sign"]


class Token(NamedTuple):
    """A number, a word, a character of an unspaced script, or a sign; ``key`` is its form in lexicons."""

    kind: _Kind
    start: int
    end: int
    key: str
    capital: bool


def key_of(word: str) -> str:
    """A word as lexicons have it: small, composed, without soft hyphens, each letter written one way."""
    return unicodedata.normalize("NFC", same_length(word).replace("\u00ad", ""))


def same_length(text: str) -> str:
    """A text in small letters, each letter written one way, and each where it was."""
    if text.isascii():
        return text.lower()
    for letter, same in _SAME.items():
        if letter in text:  # quicker than translate
            text = text.replace(letter, same)
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower()[:1] for c in text)


def tokenize(
    text: str,
    start: int,
    end: int,
    *,
    space_groups: bool = False,
    suffixes: Set[str] = frozenset(),
) -> list[Token]:
    """The tokens of ``text[start:end]``; hyphens between letters are dropped ("thirty-two" is two tokens).

    Args:
        text: the article's text.
        start: where to begin, in code points.
        end: where to end.
        space_groups: whether a plain space may group digits ("9 600").
        suffixes: endings that are dropped where an apostrophe joins them to a number ("30'dan").
    """
    part = text[start:end]
    tokens: list[Token] = []
    if _SPACED_DIGITS.search(part) and (grouped := list(_SPACED_GROUPS[space_groups].finditer(part))):
        at = 0
        for group in grouped:
            first, last = group.span()
            tokens += _scan(part, at, first, start)
            tokens.append(Token("number", first + start, last + start, group.group(), False))
            at = last
        tokens += _scan(part, at, len(part), start)
    else:
        at = start
        for chunk in part.split(" "):
            for kind, first, last, key, capital in _PIECES[chunk]:
                tokens.append(_new(Token, (kind, first + at, last + at, key, capital)))
            at += len(chunk) + 1
    if suffixes:
        tokens = [t for i, t in enumerate(tokens) if not _is_suffix(tokens, i, suffixes)]
    if any(h in part for h in _HYPHENS):
        tokens = [t for i, t in enumerate(tokens) if t.key not in _HYPHENS or not _joins_letters(tokens, i)]
    return tokens


_new = tuple.__new__  # quicker than the named tuple's own


def _kind_of(token: str) -> tuple[_Kind, str, bool]:
    """The kind, the key and the capital of a token."""
    kind: _Kind = "sign"
    if _WORD.fullmatch(token):
        kind = "word"
    elif token[-1].isdecimal() or _VULGAR.fullmatch(token):
        kind = "number"
    elif _CHAR.fullmatch(token):
        kind = "char"
    key = key_of(token) if kind == "word" else "'" if token == "’" else same_length(token)
    return kind, key, token[0].isupper()


def _scan(text: str, begin: int, end: int, shift: int) -> Iterator[Token]:
    """The tokens of ``text[begin:end]``, whose places are counted from ``shift``."""
    for m in _TOKEN.finditer(text, begin, end):
        first, last = m.span()
        kind, key, capital = _KINDS[m.group()]
        yield Token(kind, first + shift, last + shift, key, capital)


def _pieces(chunk: str) -> tuple[Token, ...]:
    """The tokens of what stands between two spaces, counted from its start: none goes over a space."""
    return tuple(_scan(chunk, 0, len(chunk), 0))


_KINDS = Remembered(_kind_of)
_PIECES = Remembered(_pieces)


def _is_suffix(tokens: list[Token], i: int, suffixes: Set[str]) -> bool:
    """Whether a token is the apostrophe or the ending of "30'dan"."""
    if tokens[i].key in suffixes:
        i -= 1
    elif i + 1 >= len(tokens) or tokens[i + 1].key not in suffixes:
        return False
    return tokens[i].key in _APOSTROPHES and touching(tokens, i) and tokens[i - 1].kind == "number"


def _joins_letters(tokens: list[Token], i: int) -> bool:
    if not 0 < i < len(tokens) - 1:
        return False
    before, after = tokens[i - 1], tokens[i + 1]
    near = before.end == tokens[i].start and after.start == tokens[i].end
    return near and before.kind == "word" and after.kind == "word"


def touching(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing parts token ``i`` from its neighbours."""
    return (
        0 < i < len(tokens) - 1
        and tokens[i - 1].end == tokens[i].start
        and tokens[i].end == tokens[i + 1].start
    )
