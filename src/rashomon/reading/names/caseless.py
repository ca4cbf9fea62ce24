"""Where names stand in scripts without capitals: places, known organisations, persons behind titles.

Little, and only what is sure: the end of a person's name is known where a mark, a known word or a middle
dot tells it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

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

    from rashomon.language.rules import NameRules
    from rashomon.model import Article, EntityType, Sentence

    _Known = dict[str, tuple[EntityType, str]]

_SAMPLE = 1000  # characters that tell whether a text has capitals
_LONGEST = 6  # pieces of a known name
_LONGEST_UNSPACED = 12  # letters of one in a script without spaces
_UNSPACED = "\u0e00"  # the first letter of the scripts among which there are those without spaces
_NOT_FIRST = re.compile(r"[ /(（.,،]")
_DOTS = "·・•‧"
_DOT = re.compile(rf"[{_DOTS}]")
_DOTTED = re.compile(
    rf"[^\W\d_a-zA-Z]{{1,12}}(?:[{_DOTS}][^\W\d_a-zA-Z]{{1,5}})*[{_DOTS}][^\W\d_a-zA-Z]{{1,8}}"
)
_ONE_LETTER = ((0, 0),)  # the next letter tells whether a name may begin
_MOST_KEPT, _LONGEST_KEPT = 1 << 16, 40
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")


class _Piece(NamedTuple):
    text: str
    start: int
    end: int


@cache
def _folded(words: AbstractSet[str]) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)


def has_capitals(text: str) -> bool:
    """Whether most letters of a text belong to a script with capitals."""
    letters = {c: n for c, n in Counter(text[:_SAMPLE]).items() if c.isalpha()}
    cased = sum(n for c, n in letters.items() if c.isupper() or c.islower())
    return 2 * cased >= sum(letters.values())


def find_spans(article: Article, sentences: Sequence[Sentence]) -> tuple[NameSpan, ...]:
    """The spans that name something, in order and apart from one another."""
    rules = load(article.language).names
    known = _known(article.language)
    lines = [_pieces(article, sentence) for sentence in sentences]
    spans: list[NameSpan] = []
    for sentence, pieces in zip(sentences, lines, strict=True):
        spans += _persons(article.text, sentence, pieces, rules, known)
    dots = [m.start() for m in _DOT.finditer(article.text)]
    spans += [s for s in _phrases(article, lines, rules, known) if not _is_near(s, dots)]
    for sentence in sentences:
        acronyms = _ACRONYM.finditer(article.text, sentence.start, sentence.end)
        spans += [NameSpan(match.start(), match.end()) for match in acronyms]
    return _apart(spans)


def _is_near(span: NameSpan, dots: Sequence[int]) -> bool:
    """Whether a span lies where a dotted name does: its syllables may spell a place's name."""
    at = bisect_left(dots, span.start - 3)
    return at < len(dots) and dots[at] < span.end + 2


def _apart(spans: Sequence[NameSpan]) -> tuple[NameSpan, ...]:
    """The spans in order; of those that overlap the one that was found first."""
    taken: list[tuple[int, int]] = []
    kept = []
    for span in spans:
        at = bisect_left(taken, (span.start, span.end))
        free_before = at == 0 or taken[at - 1][1] <= span.start
        if free_before and (at == len(taken) or span.end <= taken[at][0]):
            taken.insert(at, (span.start, span.end))
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


@cache
def _known(language: str) -> dict[str, tuple[EntityType, str]]:
    """The folded names of territories and known organisations, with their types and codes."""
    rules = load(language).names
    known: dict[str, tuple[EntityType, str]] = {}
    for code, name in (*territories(language), *_pairs(rules.territories)):
        known[normalise(name)] = ("place", code)
    for code, name in _pairs(rules.bodies):
        known[normalise(name)] = ("organisation", code)
    return known


def _pairs(names: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    yield from ((code, name) for code, all_ in sorted(names.items()) for name in all_)


def _pieces(article: Article, sentence: Sentence) -> list[_Piece]:
    text = article.text[sentence.start : sentence.end]
    found = ((text[a:b], a, b) for a, b in pairwise(word_breaks(text, article.language)))
    return [
        _Piece(piece, sentence.start + a, sentence.start + b)
        for piece, a, b in found
        if piece.isalpha() or (b - a > 1 and any(map(str.isalpha, piece)))
    ]


def _phrases(
    article: Article, lines: Sequence[Sequence[_Piece]], rules: NameRules, known: _Known
) -> Iterator[NameSpan]:
    """Known names and cities, the longest first from each word on; a clitic may be written onto the first."""
    sought = _sought(article.language)
    candidates = [candidate for pieces in lines for candidate in _candidates(article.text, pieces, sought)]
    plain = {name: normalise(name) for *_, name in candidates}
    named = {name: known[folded] for name, folded in plain.items() if folded in known}
    countries = Counter(
        named[name][1] for *_, name in candidates if name in named and named[name][0] == "place"
    )
    barred = _folded(rules.not_names)
    open_ = sorted(name for name, folded in plain.items() if name not in named and folded not in barred)
    cities = dict(zip(open_, resolve(open_, countries, strict=True), strict=True))
    reached = -1
    for start, end, name in candidates:
        if start >= reached and (name in named or cities.get(name)):
            yield NameSpan(start, end, named[name][0] if name in named else "place")
            reached = end


class _Sought(NamedTuple):
    """What is looked for in a language: folded names, plain names of cities, and how names of several words
    or letters begin, so that most words need one look."""

    known: _Known
    cities: frozenset[str]
    firsts: frozenset[str]
    begins: frozenset[str]
    clitics: tuple[str, ...]
    reaches: _Reaches


@cache
def _sought(language: str) -> _Sought:
    known, large = _known(language), caseless_names()
    plain = {plain_name(name) for name in known}
    firsts = {part for name in plain for part in (name.split(" ")[0], _NOT_FIRST.split(name)[0])}
    clitics = tuple(sorted(load(language).names.clitics))
    begins = large.begins | {name[:2] for name in plain}
    return _Sought(known, large.names, large.firsts | firsts, begins, clitics, _Reaches(language))


def _candidates(text: str, pieces: Sequence[_Piece], sought: _Sought) -> Iterator[tuple[int, int, str]]:
    """What may be a known name: (start, end, name), the longest first from each word on."""
    reaches, begins = sought.reaches, sought.begins
    for i, piece in enumerate(pieces):
        found = reaches[piece.text]
        if not found:
            continue
        if found is _ONE_LETTER:
            after = pieces[i + 1].text[0] if i + 1 < len(pieces) else ""
            found = ((0, _LONGEST),) if piece.text + after in begins else ((0, 1),)
        for j in range(min(len(pieces), i + max(found, key=_reach)[1]), i, -1):
            end = pieces[j - 1].end
            here = text[piece.start : end]
            if "\n" in here or len(here) > (60 if " " in here else _LONGEST_UNSPACED):
                continue
            for at, reach in found:
                start = piece.start + at
                if j <= i + reach and end - start > (2 if at else 1):
                    name = " ".join(text[start:end].split())
                    if _has_case(name[0]) or _is_known(name, sought):
                        yield start, end, name


def _is_known(name: str, sought: _Sought) -> bool:
    return normalise(name) in sought.known or plain_name(name) in sought.cities


def _reach(start: tuple[int, int]) -> int:
    return start[1]


class _Reaches(dict[str, tuple[tuple[int, int], ...]]):
    """Where in a word a name may begin, and how many words it may have: worked out once for each word.

    Names begin at a word's start or behind a word written onto it.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> tuple[tuple[int, int], ...]:
        sought = _sought(self._language)
        found: tuple[tuple[int, int], ...] = _ONE_LETTER
        if len(word) > 1 or word < _UNSPACED:
            written = (c for c in sought.clitics if word.startswith(c) and len(word) > len(c) + 2)
            reaches = [(at, self._reach(word[at:], sought)) for at in (0, *map(len, written))]
            found = tuple((at, reach) for at, reach in reaches if reach)
        if len(self) > _MOST_KEPT:
            self.clear()
        if len(word) < _LONGEST_KEPT:
            self[word] = found
        return found

    def _reach(self, word: str, sought: _Sought) -> int:
        plain = plain_name(word)
        if _has_case(word[0]) or plain.split(" ", 1)[0] in sought.firsts:
            return _LONGEST
        if word[0] >= _UNSPACED and (len(plain) < 2 or plain[:2] in sought.begins):
            return _LONGEST
        return int(_is_known(word, sought))


def _has_case(character: str) -> bool:
    return character.isupper() or character.islower()


def _persons(
    text: str,
    sentence: Sentence,
    pieces: Sequence[_Piece],
    rules: NameRules,
    known: _Known,
) -> Iterator[NameSpan]:
    """Foreign names with middle dots, and one or two words behind a title that something known ends."""
    for match in _DOTTED.finditer(text, sentence.start, sentence.end):
        span = _trimmed(text, match, rules, known)
        if span:
            yield span
    titles, after = _folded(rules.titles), _folded(rules.after_names)
    for i, piece in enumerate(pieces[:-1] if rules.clitics else ()):
        if normalise(piece.text) not in titles:
            continue
        first = i + 1
        while first < len(pieces) and (normalise(pieces[first].text) in titles | _folded(rules.demonyms)):
            first += 1
        last = first
        while last < len(pieces) and last - first < 3 and _may_be_name(text, pieces, last, rules, known):
            last += 1
        ended = (
            last == len(pieces) or not _joined(text, pieces, last) or normalise(pieces[last].text) in after
        )
        if last > first and ended:
            yield NameSpan(pieces[first].start, pieces[last - 1].end, "person", titled=True)


def _may_be_name(text: str, pieces: Sequence[_Piece], at: int, rules: NameRules, known: _Known) -> bool:
    word = normalise(pieces[at].text)
    return (
        _joined(text, pieces, at)
        and word not in _folded(rules.after_names)
        and word not in known
        and word not in _folded(rules.demonyms)
    )


def _joined(text: str, pieces: Sequence[_Piece], at: int) -> bool:
    return text[pieces[at - 1].end : pieces[at].start].strip(" ") == ""


def _trimmed(text: str, match: re.Match[str], rules: NameRules, known: _Known) -> NameSpan | None:
    """A dotted name without the title before it and the words behind it; None where its end is not sure."""
    start, end = match.span()
    first, last = (
        min(match.group().find(d) for d in _DOTS if d in match.group()),
        max(map(match.group().rfind, _DOTS)),
    )
    before, after = match.group()[:first], match.group()[last + 1 :]
    stops = [stop for stop in (*rules.titles, *known, *rules.after_names) if stop in before[:-1]]
    cut = max((before.rfind(stop) + len(stop) for stop in stops), default=0)
    if cut == 0 and start > 0 and text[start - 1].isalpha():
        return None
    ends = [at for stop in (*rules.after_names, *rules.titles) if (at := after.find(stop)) > 0]
    if not ends and end < len(text) and text[end].isalpha():
        return None
    titled = any(before[:cut].endswith(title) for title in rules.titles)
    return NameSpan(start + cut, start + last + 1 + min(ends, default=len(after)), "person", titled=titled)
