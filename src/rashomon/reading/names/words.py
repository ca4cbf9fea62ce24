"""The words of a text as names see them, and a language's phrases of names, compiled once."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.language.text import locale
from rashomon.reading.names.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.language.rules import NameRules

PhraseKind = Literal["title", "body", "territory"]

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7"
_WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[^\W_][\w{_MARKS}]*(?:['’ʼ][^\W\d_][\w{_MARKS}]*)*")
_OPENING = frozenset('"“”„«»‹›‘:;—–•·¿¡*|>…?!\n')
_JOINING = re.compile(r"['’]?[^\S\n]+|[-‐‑'’ʼ]")


class Word(Struct, frozen=True):
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


class Phrase(Struct, frozen=True):
    """A phrase of the language's data: its words' forms, and whether it is written in capitals only."""

    kind: PhraseKind
    value: str
    forms: tuple[str, ...]
    upper: bool


def form(word: str) -> str:
    """A word as it is compared: lower case, an accent missing on a capital or full stops don't count."""
    word = unicodedata.normalize("NFC", word).replace(".", "").replace("’", "'").replace("ʼ", "'")
    return normalise(word[:1]) + word[1:].casefold()


def words_of(text: str, start: int, end: int, rules: NameRules) -> list[Word]:
    """The words of text[start:end], elided words and enclitics cut off ("l'OTAN", "Libya's")."""
    words: list[Word] = []
    before = start
    for match in _WORD.finditer(text, start, end):
        for a, b in _cut(match.group(), match.start(), rules):
            gap = text[before:a]
            first = not words or any(c in _OPENING for c in gap)
            joined = bool(words) and _JOINING.fullmatch(gap) is not None
            word = text[a:b]
            hyphened = joined and not gap[-1:].isspace()
            stopped = bool(words) and gap.strip(" ") == "."
            words.append(Word(word, a, b, form(word), word[0].isupper(), first, joined, hyphened, stopped))
            before = b
    return words


def _cut(word: str, at: int, rules: NameRules) -> Iterable[tuple[int, int]]:
    """The spans of an elided word and of the word itself; the enclitic is left out."""
    start, end = 0, len(word)
    marks = [i for i, c in enumerate(word) if c in "'’ʼ"]
    if marks and word[: marks[0]].casefold() in rules.elisions:
        start = marks[0] + 1
        yield at, at + marks[0]
    if marks and marks[-1] >= start and word[marks[-1] + 1 :].casefold() in rules.enclitics:
        end = marks[-1]
    if start < end:
        yield at + start, at + end


@cache
def phrases(language: str) -> dict[str, tuple[Phrase, ...]]:
    """Titles, known organisations and territories of a language by their first word, the longest first."""
    rules = load(language).names
    found: dict[tuple[str, tuple[str, ...]], Phrase] = {}

    def add(kind: PhraseKind, value: str, text: str) -> None:
        forms = tuple(word.form for word in words_of(text, 0, len(text), rules))
        if forms:
            upper = kind != "title" and len(text) < 6 and text.replace(".", "").isupper()
            known = found.get((kind, forms))
            if known is None or (known.upper and not upper):
                found[kind, forms] = Phrase(kind, value, forms, upper)

    for title in sorted(rules.titles):
        add("title", title, title)
    for code, names in sorted(rules.bodies.items()):
        for name in names:
            add("body", code, name)
    for code, names in sorted(rules.territories.items()):
        for name in names:
            add("territory", code, name)
    for code, name in territories(language):
        add("territory", code, name)
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
    for phrase in table.get(words[at].form, ()):
        length = len(phrase.forms)
        here = words[at : at + length]
        if (
            tuple(word.form for word in here) == phrase.forms
            and all(word.joined for word in here[1:])
            and (phrase.kind == "title" or not here[0].text[0].islower())
            and (not phrase.upper or here[0].text.replace(".", "").isupper())
        ):
            return phrase
    return None


def is_acronym(text: str) -> bool:
    """Two to six capital letters, full stops between them or not, perhaps a digit at the end."""
    letters = text.replace(".", "").rstrip("0123456789")
    return 2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper() and not _is_roman(letters)


def _is_roman(letters: str) -> bool:
    return re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", letters) is not None
