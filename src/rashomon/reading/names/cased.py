"""Where names stand in scripts with capitals. A trained tagger may take this file's place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.language.chunks import Remembered, chunks_of
from rashomon.language.rules import load
from rashomon.reading.names.acronyms import expansions
from rashomon.reading.names.capitals import Context, Line, NameSpan, in_headline, in_line, is_headline
from rashomon.reading.names.stretches import JOINED, OPENING, STOPPED, Chunk, chunks_in, small_among
from rashomon.reading.names.words import Word, phrases, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.model import Article, Sentence

_MOST_KEPT, _LONGEST_KEPT = 1 << 14, 80


def find_spans(article: Article, sentences: Sequence[Sentence]) -> tuple[NameSpan, ...]:
    """The spans of an article that may be names, in order and apart from one another.

    Lines in Title Case or in capitals give only phrases that the language knows and words that the other
    lines use as names.
    """
    text, language = article.text, article.language
    rules, known, told = load(language).names, chunks_in(language), _stretches(language)
    plain: list[Chunk] = []
    capital: set[str] = set()
    found: list[tuple[int, _Stretch]] = []
    for sentence, texts in zip(sentences, chunks_of(text, tuple(sentences)), strict=True):
        chunks = known.of(texts)
        stopped = chunks[-1].code in STOPPED or rules.nouns_capitalised
        bracket = text.find("(", sentence.start, sentence.end) >= 0
        if bracket or not stopped:
            words = words_of(text, sentence.start, sentence.end, language)
            if not stopped and is_headline(text, sentence.end, words, rules):
                found.append((0, _Headline(words, language)))
                continue
            if bracket and (expanded := dict(expansions(text, words, rules))):
                plain += chunks
                found.append((0, _Stretch(words, language, expanded)))
                capital.update(found[-1][1].usual)
                continue
        plain += chunks
        for start, key in known.stretches(texts, chunks, sentence.start):
            stretch = told[key]
            if stretch.usual:
                capital.update(stretch.usual)
            found.append((start, stretch))
    small = small_among(plain)
    return tuple([span for start, stretch in found for span in stretch.spans(start, small, capital)])


class _Stretch:
    """What stands in a stretch of a line, or in a whole line.

    ``usual`` are the forms of its words that have a capital where none is due.
    """

    __slots__ = ("_expanded", "_firsts", "_language", "_told", "_words", "usual")

    def __init__(self, words: Sequence[Word], language: str, expanded: dict[int, int]) -> None:
        self._words, self._language, self._expanded = words, language, expanded
        self._firsts = tuple(dict.fromkeys([word.form for word in words if word.first]))
        self._told: dict[tuple[bool, ...], tuple[NameSpan, ...]] = {}
        self.usual = [word.form for word in words if word.capital and not word.first]

    def spans(self, start: int, small: AbstractSet[str], capital: AbstractSet[str]) -> Sequence[NameSpan]:
        """The names, counted from where the stretch starts, by what the article tells of its first words."""
        firsts = self._firsts
        key = tuple([first in forms for first in firsts for forms in (capital, small)]) if firsts else ()
        told = self._told.get(key)
        if told is None:
            context = Context(small & set(firsts), capital & set(firsts))
            line = Line(self._words, load(self._language).names, phrases(self._language), context)
            told = self._told[key] = tuple(in_line(line, self._expanded))
        return [NameSpan(start + s.start, start + s.end, s.type, s.titled, s.doubtful) for s in told]


class _Headline(_Stretch):
    """What stands in a line whose capitals tell nothing."""

    def __init__(self, words: Sequence[Word], language: str) -> None:
        super().__init__((), language, {})
        self._told[()] = tuple(in_headline(words, phrases(language)))


@cache
def _stretches(language: str) -> Remembered[_Stretch]:
    """What stands in the stretches of a language, by their keys."""

    def make(key: str) -> _Stretch:
        flags, text = int(key[0]), key[1:]
        words = words_of(text, 0, len(text), language)
        words[0] = replace(words[0], first=flags & OPENING > 0)
        if flags & JOINED:
            words.append(_behind(len(text)))
        return _Stretch(words, language, {})

    return Remembered(make, most=_MOST_KEPT, longest=_LONGEST_KEPT)


def _behind(at: int) -> Word:
    """A word of no interest that joins a stretch behind."""
    return Word("", at, at, "", capital=False, first=False, joined=True, hyphened=False, stopped=False)
