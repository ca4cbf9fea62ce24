"""Names that a language or GeoNames knows, found among the words of scripts without capitals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import compress, pairwise
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language.chunks import Remembered
from rashomon.language.rules import load
from rashomon.language.text import word_breaks
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.gazetteer import caseless_names, plain_name
from rashomon.reading.names.places import resolve
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.words import territories

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.model import Article, EntityType, Sentence

    Known = dict[str, tuple[EntityType, str]]

_LONGEST = 6  # pieces of a known name
_LONGEST_UNSPACED = 12  # letters of one in a script without spaces
_UNSPACED = "\u0e00"  # the first letter of the scripts among which there are those without spaces
_NOT_FIRST = re.compile(r"[ /(（.,،]")
_APART = "\u2029"  # between sentences: no word reaches over it
_HAN = re.compile("[\u3400-\u9fff]+")
_ONE_LETTER = ((0, 0),)  # the next letter tells whether a name may begin


class Pieces(NamedTuple):
    """The words of a sentence as ICU parts them, and their spans in the article."""

    texts: list[str]
    starts: list[int]
    ends: list[int]


def pieces_of(article: Article, sentences: Sequence[Sentence]) -> list[Pieces]:
    """The words of each sentence, parted by one look over all of them."""
    joined = _APART.join([article.text[s.start : s.end] for s in sentences])
    breaks = word_breaks(joined, article.language)
    words = [joined[a:b] for a, b in pairwise(breaks)]
    told = list(map(_HAS_LETTER.__getitem__, words))
    found, begin, low = [], 0, 0
    for sentence in sentences:
        shift = sentence.start - begin
        begin += sentence.end - sentence.start
        high = bisect_left(breaks, begin, low)
        bounds = [place + shift for place in breaks[low : high + 1]]
        here = told[low:high]
        found.append(
            Pieces(
                list(compress(words[low:high], here)),
                list(compress(bounds, here)),
                list(compress(bounds[1:], here)),
            )
        )
        begin, low = begin + 1, high + 1
    return found


_HAS_LETTER = Remembered(lambda word: word.isalpha() or (len(word) > 1 and any(map(str.isalpha, word))))


@cache
def folded(words: AbstractSet[str]) -> frozenset[str]:
    """Words as names are compared."""
    return frozenset(normalise(word) for word in words)


@cache
def known_names(language: str) -> Known:
    """The folded names of territories and known organisations, with their types and codes."""
    rules = load(language).names
    known: Known = {}
    for code, name in (*territories(language), *_pairs(rules.territories)):
        known[normalise(name)] = ("place", code)
    for code, name in _pairs(rules.bodies):
        known[normalise(name)] = ("organisation", code)
    return known


def _pairs(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    yield from ((code, name) for code, all_ in sorted(names.items()) for name in all_)


def find_known(article: Article, lines: Sequence[Pieces]) -> Iterator[NameSpan]:
    """Known names and cities, the longest first from each word on; a clitic may be written onto the first."""
    sought = _sought(article.language)
    found = [candidate for pieces in lines for candidate in _candidates(article.text, pieces, sought)]
    if not found:
        return
    plain = {name: normalise(name) for *_, name in found}
    named = {name: sought.known[fold] for name, fold in plain.items() if fold in sought.known}
    countries = Counter(named[name][1] for *_, name in found if name in named and named[name][0] == "place")
    barred = folded(load(article.language).names.not_names)
    open_ = sorted(name for name, fold in plain.items() if name not in named and fold not in barred)
    cities = dict(zip(open_, resolve(open_, countries, strict=True), strict=True))
    reached = -1
    for start, end, name in found:
        if start >= reached and (name in named or cities.get(name)):
            yield NameSpan(start, end, named[name][0] if name in named else "place")
            reached = end


class _Sought:
    """What is looked for in a language: folded names, plain names of cities, and how names of several words
    or letters begin, so that most words need one look. ``lengths`` has a bit for each length of the names
    that begin with two letters."""

    def __init__(self, language: str) -> None:
        large = caseless_names()
        self.known, self.cities = known_names(language), large.names
        plain = {plain_name(name) for name in self.known}
        self.firsts = large.firsts | {
            part for name in plain for part in (name.split(" ")[0], _NOT_FIRST.split(name)[0])
        }
        self.begins = large.begins | {name[:2] for name in plain}
        self.lengths: dict[str, int] = {}
        for name in plain | large.names:
            self.lengths[name[:2]] = self.lengths.get(name[:2], 0) | 1 << len(name)
        self.clitics = tuple(sorted(load(language).names.clitics))
        self.reaches = Remembered(self._reaches)
        self.may_be = Remembered(lambda name: _has_case(name[0]) or self._is_known(name))

    def _is_known(self, name: str) -> bool:
        return normalise(name) in self.known or plain_name(name) in self.cities

    def _reaches(self, word: str) -> tuple[tuple[int, int], ...]:
        """Where in a word a name may begin, and how many words it may have.

        Names begin at a word's start or behind a word written onto it.
        """
        if len(word) == 1 and word >= _UNSPACED:
            return _ONE_LETTER
        written = (c for c in self.clitics if word.startswith(c) and len(word) > len(c) + 2)
        reaches = [(at, self._reach(word[at:])) for at in (0, *map(len, written))]
        return tuple([(at, reach) for at, reach in reaches if reach])

    def _reach(self, word: str) -> int:
        plain = plain_name(word)
        if _has_case(word[0]) or plain.split(" ", 1)[0] in self.firsts:
            return _LONGEST
        if word[0] >= _UNSPACED and (len(plain) < 2 or plain[:2] in self.begins):
            return _LONGEST
        return int(self._is_known(word))


_sought = cache(_Sought)


def _candidates(text: str, pieces: Pieces, sought: _Sought) -> Iterator[tuple[int, int, str]]:
    """What may be a known name: (start, end, name), the longest first from each word on."""
    texts, starts, ends = pieces
    may_be = sought.may_be
    for i, found in enumerate(map(sought.reaches.__getitem__, texts)):
        if not found:
            continue
        if found is _ONE_LETTER:
            two = texts[i] + (texts[i + 1][0] if i + 1 < len(texts) else "")
            found = ((0, _LONGEST if two in sought.begins else 1),)
        begin = starts[i]
        # Folding leaves these letters as they are, so that no name is as long as it must not be.
        han = _HAN.match(text, begin, begin + _LONGEST_UNSPACED)
        plain, lengths = (
            (han.end(), sought.lengths.get(text[begin : begin + 2], 0)) if han and len(found) == 1 else (0, 0)
        )
        for j in range(min(len(texts), i + max([reach for _, reach in found])), i, -1):
            end = ends[j - 1]
            if end <= plain and not lengths >> (end - begin) & 1:
                continue
            if end - begin > _LONGEST_UNSPACED and (end - begin > 60 or " " not in text[begin:end]):
                continue
            here = text[begin:end]
            if "\n" in here:
                continue
            for at, reach in found:
                if j <= i + reach and end - begin - at > (2 if at else 1):
                    name = here[at:] if here.isalpha() else " ".join(here[at:].split())
                    if may_be[name]:
                        yield begin + at, end, name


def _has_case(character: str) -> bool:
    return character.isupper() or character.islower()
