"""Where names stand in scripts with capitals. A trained tagger may take this file's place."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.language.chunks import Remembered, chunks_of
from rashomon.language.rules import load
from rashomon.reading.names.acronyms import expansions
from rashomon.reading.names.capitals import Context, Line, NameSpan, in_headline, in_line, is_headline
from rashomon.reading.names.stretches import JOINED, OPENING, STOPPED, Kind, kinds_in, small_among
from rashomon.reading.names.words import Word, phrases, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.model import Article, Sentence

_MOST_KEPT, _LONGEST_KEPT = 1 << 14, 80
_IN_BRACKETS = re.compile(r"\(\s*[^\s()]+\)")


def find_spans(article: Article, sentences: Sequence[Sentence]) -> tuple[NameSpan, ...]:
    """The spans of an article that may be names, in order and apart from one another.

    Lines in Title Case or in capitals give only phrases that the language knows and words that the other
    lines use as names.
    """
    text, language = article.text, article.language
    known, told = kinds_in(language), _stretches(language)
    texts, firsts = chunks_of(text, tuple(sentences))
    kinds = known.of(texts)
    apart = _lines_apart(article, sentences, kinds, firsts)
    capital: set[str] = set()
    found: list[tuple[int, _Stretch]] = []
    for stretch in apart.values():
        capital.update(stretch.usual)
        found.append((0, stretch))
    line, start, seen, ends = -1, 0, 0, [*firsts[1:], len(texts)]
    for at, head, key in known.stretches(texts, kinds, [(firsts[n], ends[n] - 1) for n in apart]):
        while at >= (ends[line] if line >= 0 else 0):
            line += 1
            seen, start = firsts[line], sentences[line].start
        start += sum(map(len, texts[seen:at])) + at - seen
        seen = at
        stretch = told[key]
        if stretch.usual:
            capital.update(stretch.usual)
        found.append((start + len(head), stretch))
    for n in sorted([n for n, line in apart.items() if isinstance(line, _Headline)], reverse=True):
        kinds[firsts[n] : ends[n]] = []
    small = small_among(kinds)
    spans = [span for start, stretch in found for span in stretch.spans(start, small, capital)]
    return tuple(sorted(spans, key=_start) if apart else spans)


def _start(span: NameSpan) -> int:
    return span.start


def _lines_apart(
    article: Article, sentences: Sequence[Sentence], kinds: Sequence[Kind], firsts: Sequence[int]
) -> dict[int, _Stretch]:
    """The lines that are read as a whole, by number: headlines, and those with an acronym in brackets."""
    text, language, rules = article.text, article.language, load(article.language).names
    apart: dict[int, _Stretch] = {}
    brackets = [match.start() for match in _IN_BRACKETS.finditer(text)]
    for n, (first, end) in enumerate(pairwise([*firsts, len(kinds)])):
        line = sentences[n]
        bracket = bool(brackets) and bisect_left(brackets, line.end) > bisect_left(brackets, line.start)
        if kinds[end - 2].code in STOPPED or rules.nouns_capitalised:
            headline = False
        else:
            count, capitals = (sum(map(part, kinds[first:end])) for part in (_words, _capitals))
            headline = 2 * capitals > count
        if headline or bracket:
            words = words_of(text, line.start, line.end, language)
            if headline and is_headline(text, line.end, words, rules):
                apart[n] = _Headline(words, language)
            elif bracket and (expanded := dict(expansions(text, words, rules))):
                apart[n] = _Stretch(words, language, expanded)
    return apart


_words, _capitals = itemgetter(2), itemgetter(3)  # of a kind, quicker than by name


class _Stretch:
    """What stands in a stretch of a line, or in a whole line.

    ``usual`` are the forms of its words that have a capital where none is due.
    """

    __slots__ = ("_expanded", "_firsts", "_language", "_told", "_words", "usual")

    def __init__(self, words: Sequence[Word], language: str, expanded: dict[int, int]) -> None:
        self._words, self._language, self._expanded = words, language, expanded
        starters = load(language).names.starters
        firsts = dict.fromkeys([word.form for word in words if word.first])
        self._firsts = tuple([(first, first in starters) for first in firsts])
        self._told: dict[tuple[int, ...], tuple[NameSpan, ...]] = {}
        self.usual = [word.form for word in words if word.capital and not word.first]

    def spans(self, start: int, small: AbstractSet[str], capital: AbstractSet[str]) -> Sequence[NameSpan]:
        """The names, counted from where the stretch starts, by what the article tells of its first words."""
        firsts = self._firsts
        # A word that often opens a sentence is as good as one that is written small.
        key = tuple([1 if f in capital else 2 if opens or f in small else 0 for f, opens in firsts])
        told = self._told.get(key)
        if told is None:
            forms = {form for form, _ in firsts}
            context = Context(small & forms, capital & forms)
            line = Line(self._words, load(self._language).names, phrases(self._language), context)
            told = self._told[key] = tuple(in_line(line, self._expanded))
        if not told:
            return told
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
