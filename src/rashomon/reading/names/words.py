"""The words of a text as names see them, and a language's phrases of names, compiled once."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate
from operator import add, sub
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.language.text import locale
from rashomon.reading.names.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.language.reading_rules import NameRules

PhraseKind = Literal["title", "body", "territory"]

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7\u0900-\u0963\u0980-\u0d7f\u200c"
_WORD = re.compile(rf"((?:[^\W\d_]\.){{2,}}|[^\W_][\w{_MARKS}]*(?:['’ʼ][^\W\d_][\w{_MARKS}]*)*)")
_OPENING = frozenset('"“”„«»‹›‘:;—–•·¿¡*|>…?!\n')
_JOINING = re.compile(r"['’]?[^\S\n]+|[-‐‑'’ʼ]")
_OPENS = (True, False, False, False)  # what lies before the first word
_MOST_KEPT, _LONGEST_KEPT, _LONGEST_GAP = 100_000, 40, 4


class Word(Struct, frozen=True, gc=False):
    """A word of a text. ``form`` is what is compared; ``capital``: it begins with a capital letter;
    ``first``: it opens a sentence, a quotation or a line, where any word has a capital; ``joined``: only
    white space of one line, or a hyphen, lies between it and the word before; ``stopped``: a full stop."""

    text: str
    start: int
    end: int
    form: str
    capital: bool
    first: bool
    joined: bool
    hyphened: bool
    stopped: bool


class Phrase(Struct, frozen=True, gc=False):
    """A phrase of the language's data: its words' forms, and whether it is written in capitals only."""

    kind: PhraseKind
    value: str
    forms: tuple[str, ...]
    upper: bool


class _Piece(NamedTuple):
    """What is the same wherever a token stands: a part of it that is a word, from ``start`` to ``end``."""

    text: str
    start: int
    end: int
    form: str
    capital: bool


class _Tokens(dict[str, tuple[_Piece, ...]]):
    """The words of each token of a language, worked out once: a text has few different ones."""

    def __init__(self, rules: NameRules) -> None:
        super().__init__()
        self._rules = rules
        self.plain: dict[str, tuple[str, bool]] = {}  # form and capital of those that are one word

    def __missing__(self, token: str) -> tuple[_Piece, ...]:
        if token.isalpha():
            pieces: tuple[_Piece, ...] = (_Piece(token, 0, len(token), form(token), token[0].isupper()),)
        else:
            pieces = tuple(
                _Piece(word, start, end, form(word), word[0].isupper())
                for start, end in _cut(token, self._rules)
                if (word := token[start:end])
            )
        if len(self) > _MOST_KEPT:
            self.clear()
            self.plain.clear()
        if len(token) < _LONGEST_KEPT:
            self[token] = pieces
            if len(pieces) == 1 and pieces[0].text == token:
                self.plain[token] = pieces[0].form, pieces[0].capital
        return pieces


class _Gaps(dict[str, tuple[bool, bool, bool, bool]]):
    """What lies between two words: whether a sentence may open, and joins, hyphens or stops them."""

    def __missing__(self, gap: str) -> tuple[bool, bool, bool, bool]:
        opens = not _OPENING.isdisjoint(gap)
        joined = _JOINING.fullmatch(gap) is not None
        told = (opens, joined, joined and not gap[-1:].isspace(), gap.strip(" ") == ".")
        if len(gap) < _LONGEST_GAP and len(self) < _MOST_KEPT:
            self[gap] = told
        return told


GAPS = _Gaps()


def form(word: str) -> str:
    """A word as it is compared: lower case, an accent missing on a capital or full stops don't count."""
    if word.isascii():
        return word.replace(".", "").lower()
    word = (
        unicodedata.normalize("NFC", word)
        .replace(".", "")
        .replace("’", "'")
        .replace("ʼ", "'")
        .replace("ё", "е")
    )
    return normalise(word[:1]) + word[1:].casefold()


def words_of(text: str, start: int, end: int, language: str) -> list[Word]:
    """The words of text[start:end], elided words and enclitics cut off ("l'OTAN", "Libya's")."""
    part = text[start:end]
    if part.isalpha():
        return [Word(part, start, end, form(part), part[0].isupper(), *_OPENS)]
    # The text between words and the words, by turns: much quicker than a match for each word.
    parts = _WORD.split(part)
    texts, gaps = parts[1::2], parts[::2]
    tokens = _tokens(language)
    told = list(map(tokens.plain.get, texts))
    if None in told:
        texts, gaps, told = _in_pieces(texts, gaps, tokens)
    if not texts:
        return []
    sizes = list(map(len, texts))
    ends = list(accumulate(map(add, map(len, gaps), sizes), initial=start))[1:]
    forms, capitals = zip(*told, strict=True)
    beside = zip(_OPENS, *map(GAPS.__getitem__, gaps[1 : len(texts)]), strict=True)
    return list(map(Word, texts, map(sub, ends, sizes), ends, forms, capitals, *beside))


def _in_pieces(
    texts: Sequence[str], gaps: Sequence[str], tokens: _Tokens
) -> tuple[list[str], list[str], list[tuple[str, bool] | None]]:
    """The words, what lies before each and behind the last, and their forms and capitals."""
    words, between = [], [gaps[0]]
    told: list[tuple[str, bool] | None] = []
    for token, gap in zip(texts, gaps[1:], strict=True):
        at = 0
        for word, first, last, form_, capital in tokens[token]:
            between[-1] += token[at:first]
            words.append(word)
            told.append((form_, capital))
            between.append("")
            at = last
        between[-1] += token[at:] + gap
    return words, between, told


@lru_cache(maxsize=16384)
def words_of_name(name: str, language: str) -> tuple[Word, ...]:
    """The words of a name that stands alone."""
    return tuple(words_of(name, 0, len(name), language))


@cache
def _tokens(language: str) -> _Tokens:
    return _Tokens(load(language).names)


def _cut(word: str, rules: NameRules) -> Iterable[tuple[int, int]]:
    """The spans of an elided word and of the word itself; the enclitic is left out."""
    start, end = 0, len(word)
    marks = [i for i, c in enumerate(word) if c in "'’ʼ"]
    if marks and word[: marks[0]].casefold() in rules.elisions:
        start = marks[0] + 1
        yield 0, marks[0]
    if marks and marks[-1] >= start and word[marks[-1] + 1 :].casefold() in rules.enclitics:
        end = marks[-1]
    if start < end:
        yield start, end


@cache
def phrases(language: str) -> dict[str, tuple[Phrase, ...]]:
    """Titles, known organisations and territories of a language by their first word, the longest first."""
    rules = load(language).names
    found: dict[tuple[str, tuple[str, ...]], Phrase] = {}

    def add_phrase(kind: PhraseKind, value: str, text: str) -> None:
        forms = tuple(word.form for word in words_of(text, 0, len(text), language))
        if forms:
            upper = kind != "title" and len(text) < 6 and text.replace(".", "").isupper()
            known = found.get((kind, forms))
            if known is None or (known.upper and not upper):
                found[kind, forms] = Phrase(kind, value, forms, upper)

    for title in sorted(rules.titles):
        add_phrase("title", title, title)
    for code, names in sorted(rules.bodies.items()):
        for name in names:
            add_phrase("body", code, name)
    for code, names in sorted(rules.territories.items()):
        for name in names:
            add_phrase("territory", code, name)
    for code, name in territories(language):
        add_phrase("territory", code, name)
    by_first: dict[str, list[Phrase]] = {}
    for phrase in found.values():
        by_first.setdefault(phrase.forms[0], []).append(phrase)
    return {first: tuple(sorted(all_, key=lambda p: -len(p.forms))) for first, all_ in by_first.items()}


@cache
def territories(language: str) -> tuple[tuple[str, str], ...]:
    """The names that CLDR gives to countries (ISO 3166) and continents (UN M.49) in a language."""
    import icu

    names = icu.LocaleDisplayNames.createInstance(locale(language))
    kinds = (icu.URegionType.TERRITORY, icu.URegionType.CONTINENT)
    codes = sorted({region.getRegionCode() for kind in kinds for region in _regions(kind)})
    return tuple((code, name) for code in codes if (name := names.regionDisplayName(code)) and name != code)


def _regions(kind: int) -> list[Any]:
    import icu

    return [icu.Region.getInstance(code) for code in icu.Region.getAvailable(kind)]


def phrase_at(words: Sequence[Word], at: int, table: dict[str, tuple[Phrase, ...]]) -> Phrase | None:
    """The longest phrase whose words begin at words[at]; names need their capital, titles don't."""
    known = table.get(words[at].form)
    if known is None:
        return None
    for phrase in known:
        length = len(phrase.forms)
        here = words[at : at + length]
        if (
            len(here) == length
            and all(word.form == form_ for word, form_ in zip(here, phrase.forms, strict=True))
            and all(word.joined for word in here[1:])
            and (phrase.kind == "title" or not here[0].text[0].islower())
            and (not phrase.upper or here[0].text.replace(".", "").isupper())
        ):
            return phrase
    return None


@lru_cache(maxsize=16384)
def is_acronym(text: str) -> bool:
    """Two to six capital letters, full stops between them or not, perhaps a digit at the end."""
    if not text.isupper():
        return False
    letters = text.replace(".", "").rstrip("0123456789")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper() and not _is_roman(letters)


def _is_roman(letters: str) -> bool:
    return re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", letters) is not None
