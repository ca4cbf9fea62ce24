"""Where names stand in scripts without capitals: places, known organisations, persons behind titles.

Little, and only what is sure: the end of a person's name is known where a mark, a known word or a middle
dot tells it.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language.chunks import Remembered
from rashomon.language.rules import load
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.known import Pieces, find_known, folded, known_names, pieces_of
from rashomon.reading.names.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.model import Article, Sentence

_SAMPLE = 1000  # characters that tell whether a text has capitals
_NO_LETTERS = bytes(set(range(128)) - set(string.ascii_letters.encode()))
_DOTS = "·・•‧"
_DOT = re.compile(rf"[{_DOTS}]")
_DOTTED = re.compile(
    rf"[^\W\d_a-zA-Z]{{1,12}}(?:[{_DOTS}][^\W\d_a-zA-Z]{{1,5}})*[{_DOTS}][^\W\d_a-zA-Z]{{1,8}}"
)
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")


def has_capitals(text: str) -> bool:
    """Whether most letters of a text belong to a script with capitals."""
    sample = text[:_SAMPLE]
    ascii_ = sample.encode("ascii", "ignore")
    if len(ascii_.translate(None, _NO_LETTERS)) >= len(sample) - len(ascii_):
        return True
    letters = {c: n for c, n in Counter(sample).items() if c.isalpha()}
    cased = sum(n for c, n in letters.items() if c.isupper() or c.islower())
    return 2 * cased >= sum(letters.values())


def find_spans(article: Article, sentences: Sequence[Sentence]) -> tuple[NameSpan, ...]:
    """The spans that name something, in order and apart from one another."""
    text, language = article.text, article.language
    lines = pieces_of(article, sentences)
    dots = [m.start() for m in _DOT.finditer(text)]
    persons = _persons_in(language)
    spans: list[NameSpan] = []
    for sentence, pieces in zip(sentences, lines, strict=True):
        if bisect_left(dots, sentence.start) < bisect_left(dots, sentence.end):
            spans += persons.dotted(text, sentence)
        spans += persons.titled(text, pieces)
    spans += [span for span in find_known(article, lines) if not _is_near(span, dots)]
    for sentence in sentences:
        acronyms = _ACRONYM.finditer(text, sentence.start, sentence.end)
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


class _Persons:
    """Foreign names with middle dots, and one or two words behind a title that something known ends."""

    def __init__(self, language: str) -> None:
        rules = load(language).names
        known = known_names(language)
        titles, demonyms, after = map(folded, (rules.titles, rules.demonyms, rules.after_names))
        self._has_clitics = bool(rules.clitics)
        self._titles = Remembered(lambda word: normalise(word) in titles)
        self._addresses = Remembered(lambda word: normalise(word) in titles or normalise(word) in demonyms)
        self._after = Remembered(lambda word: normalise(word) in after)
        self._others = Remembered(
            lambda word: any(normalise(word) in words for words in (after, known, demonyms))
        )
        self._before_name = frozenset((*rules.titles, *known, *rules.after_names))
        self._behind_name = frozenset((*rules.titles, *rules.after_names))
        self._all_titles = tuple(sorted(rules.titles))

    def titled(self, text: str, pieces: Pieces) -> Iterator[NameSpan]:
        """One or two words behind a title that something known ends."""
        words, starts, ends = pieces
        told = list(map(self._titles.__getitem__, words[:-1])) if self._has_clitics else []
        if True not in told:
            return
        for i in [i for i, is_title in enumerate(told) if is_title]:
            first = i + 1
            while first < len(words) and self._addresses[words[first]]:
                first += 1
            last = first
            while last < len(words) and last - first < 3 and self._may_be_name(text, pieces, last):
                last += 1
            ended = last == len(words) or not _joined(text, pieces, last) or self._after[words[last]]
            if last > first and ended:
                yield NameSpan(starts[first], ends[last - 1], "person", titled=True)

    def _may_be_name(self, text: str, pieces: Pieces, at: int) -> bool:
        return _joined(text, pieces, at) and not self._others[pieces.texts[at]]

    def dotted(self, text: str, sentence: Sentence) -> Iterator[NameSpan]:
        """Foreign names with middle dots."""
        for match in _DOTTED.finditer(text, sentence.start, sentence.end):
            span = self._trimmed(text, match)
            if span:
                yield span

    def _trimmed(self, text: str, match: re.Match[str]) -> NameSpan | None:
        """A dotted name without the title before it and the words behind it; None where its end is not
        sure."""
        (start, end), name = match.span(), match.group()
        dots = [dot.start() for dot in _DOT.finditer(name)]
        before, after = name[: dots[0]], name[dots[-1] + 1 :]
        cut = max((e for _, e in _parts(before[:-1], self._before_name)), default=0)
        if cut == 0 and start > 0 and text[start - 1].isalpha():
            return None
        ends = [
            at for at, e in _parts(after, self._behind_name) if at > 0 and not after.startswith(after[at:e])
        ]
        if not ends and end < len(text) and text[end].isalpha():
            return None
        titled = before[:cut].endswith(self._all_titles)
        return NameSpan(start + cut, start + dots[-1] + 1 + min(ends, default=len(after)), "person", titled)


_persons_in = cache(_Persons)


def _parts(text: str, words: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where a short text holds one of the words."""
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            if text[start:end] in words:
                yield start, end


def _joined(text: str, pieces: Pieces, at: int) -> bool:
    return text[pieces.ends[at - 1] : pieces.starts[at]].strip(" ") == ""
