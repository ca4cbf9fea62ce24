"""A sentence as tokens and phrases looked up in them: what reading quantities needs of words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

V = TypeVar("V")

# Letters that are written without spaces between words are tokens of their own: Han and the kana.
UNSPACED = "\u3005-\u3007\u3041-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e"
)
_LETTER = rf"[^\W\d_{UNSPACED}]"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,٬٫'’]\d+)*)|(?P<char>[{UNSPACED}])|(?P<word>{_LETTER}(?:{_LETTER}|[{_MARKS}\u00ad])*)|\S"
)
_SPACED_GROUPS = {
    True: re.compile("(?<![\\d.,])\\d{1,3}(?:[ \u00a0\u202f\u2009]\\d{3})+(?:[.,]\\d+)?(?![\\d])"),
    False: re.compile("(?<![\\d.,])\\d{1,3}(?:[\u00a0\u202f\u2009]\\d{3})+(?:[.,]\\d+)?(?![\\d])"),
}
# Romanian commas and cedillas, Turkish capitals of i and ı.
_SAME = str.maketrans({"\u00ad": None, "ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "İ": "i", "ı": "i"})
_HYPHENS = "-‐‑"
_APOSTROPHES = "'’ʼ"
DASHES = "-–—‐‑~～"


class Token(NamedTuple):
    """A number, a word, a character of an unspaced script, or a sign; ``key`` is its form in lexicons."""

    kind: Literal["number", "word", "char", "sign"]
    start: int
    end: int
    key: str
    capital: bool


def key_of(word: str) -> str:
    """A word as lexicons have it: small, composed, without soft hyphens, each letter written one way."""
    return unicodedata.normalize("NFC", word.translate(_SAME).lower())


def tokenize(
    text: str, start: int, end: int, *, space_groups: bool = False, suffixes: Set[str] = frozenset()
) -> list[Token]:
    """The tokens of ``text[start:end]``; hyphens between letters are dropped ("thirty-two" is two tokens).

    Args:
        text: the article's text.
        start: where to begin, in code points.
        end: where to end.
        space_groups: whether a plain space may group digits ("9 600").
        suffixes: endings that are dropped where an apostrophe joins them to a number ("30'dan").
    """
    tokens: list[Token] = []
    at = start
    for grouped in _SPACED_GROUPS[space_groups].finditer(text, start, end):
        _scan(text, at, grouped.start(), tokens)
        tokens.append(Token("number", grouped.start(), grouped.end(), grouped.group(), False))
        at = grouped.end()
    _scan(text, at, end, tokens)
    if suffixes:
        tokens = [t for i, t in enumerate(tokens) if not _is_suffix(tokens, i, suffixes)]
    return [t for i, t in enumerate(tokens) if not _joins_letters(tokens, i)]


def _is_suffix(tokens: list[Token], i: int, suffixes: Set[str]) -> bool:
    """Whether a token is the apostrophe or the ending of "30'dan"."""
    if tokens[i].key in suffixes:
        i -= 1
    elif i + 1 >= len(tokens) or tokens[i + 1].key not in suffixes:
        return False
    return tokens[i].key in _APOSTROPHES and touching(tokens, i) and tokens[i - 1].kind == "number"


def _scan(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for m in _TOKEN.finditer(text, start, end):
        kind = m.lastgroup or "sign"
        word = m.group()
        tokens.append(Token(kind, m.start(), m.end(), key_of(word), word[0].isupper()))  # type: ignore[arg-type]


def _joins_letters(tokens: list[Token], i: int) -> bool:
    if tokens[i].key not in _HYPHENS or not 0 < i < len(tokens) - 1:
        return False
    before, after = tokens[i - 1], tokens[i + 1]
    touching = before.end == tokens[i].start and after.start == tokens[i].end
    return touching and before.kind == "word" and after.kind == "word"


class Lexicon(Generic[V]):
    """Phrases with what each stands for, looked up as token sequences."""

    def __init__(self, phrases: Mapping[str, V] | Iterable[tuple[str, V]] = ()) -> None:
        self._entries: dict[tuple[str, ...], V] = {}
        self._firsts: dict[str, int] = {}
        self._lasts: dict[str, int] = {}
        items = phrases.items() if hasattr(phrases, "items") else phrases
        for phrase, value in items:
            self.add(phrase, value)

    def add(self, phrase: str, value: V) -> None:
        """Adds a phrase unless it is known."""
        self.add_keys(tuple(t.key for t in tokenize(phrase, 0, len(phrase))), value)

    def add_words(self, phrase: str, value: V) -> None:
        """Adds a phrase of plain words, of scripts that write spaces: quicker than ``add``."""
        self.add_keys(tuple(key_of(phrase).replace("-", " ").split()), value)

    def add_keys(self, keys: tuple[str, ...], value: V) -> None:
        """Adds a phrase given as the keys of its tokens, unless it is known."""
        if keys and keys not in self._entries:
            self._entries[keys] = value
            self._firsts[keys[0]] = max(self._firsts.get(keys[0], 0), len(keys))
            self._lasts[keys[-1]] = max(self._lasts.get(keys[-1], 0), len(keys))

    def at(self, tokens: Sequence[Token], i: int) -> tuple[V, int] | None:
        """The longest phrase that begins at token ``i``: what it stands for, and the token after it."""
        longest = self._firsts.get(tokens[i].key) if i < len(tokens) else None
        if longest is None:
            return None
        for length in range(min(longest, len(tokens) - i), 0, -1):
            keys = tuple(t.key for t in tokens[i : i + length])
            if keys in self._entries:
                return self._entries[keys], i + length
        return None

    def before(self, tokens: Sequence[Token], i: int) -> tuple[V, int] | None:
        """The longest phrase that ends before token ``i``: what it stands for, and its first token."""
        longest = self._lasts.get(tokens[i - 1].key) if i > 0 else None
        if longest is None:
            return None
        for length in range(min(longest, i), 0, -1):
            keys = tuple(t.key for t in tokens[i - length : i])
            if keys in self._entries:
                return self._entries[keys], i - length
        return None

    def __contains__(self, key: str) -> bool:
        return (key,) in self._entries


def phrases(known: Iterable[str]) -> Lexicon[bool]:
    """A lexicon of phrases that stand for nothing but themselves."""
    return Lexicon((phrase, True) for phrase in sorted(known))


def touching(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing parts token ``i`` from its neighbours."""
    return (
        0 < i < len(tokens) - 1
        and tokens[i - 1].end == tokens[i].start
        and tokens[i].end == tokens[i + 1].start
    )
