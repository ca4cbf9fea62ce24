"""Where a number may begin: a quick look that spares most of a text a slower one."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.language.chunks import END, Remembered, chunks_of
from rashomon.reading.quantities.fractions import fractions
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.numeral_lexicons import numeral_lexicons
from rashomon.reading.quantities.numeral_words import decimal_words, minus_words
from rashomon.reading.quantities.tokens import VULGAR, key_of, same_length, tokenize
from rashomon.reading.quantities.units import units_after

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from rashomon.model import Sentence
    from rashomon.reading.quantities.lexicon import Lexicon
    from rashomon.reading.quantities.numeral_lexicons import NumeralLexicons
    from rashomon.reading.quantities.tokens import Token

_WORDS = re.compile(r"\w+")
_CHUNKS_BEFORE, _CHUNKS_AFTER = (
    12,
    18,
)  # more than the longest bound and the longest noun
_MOST_NUMBERS, _MOST_CHARACTERS = 300, 6000  # of a sentence: what has more is a table
_MOST_OF_ARTICLE, _LONGEST_CHUNK = 20_000, 1000
_HIT, _NO_WORD, _END = "d", "_", "."
_IS_ARTICLE, _COUNTS_AFTER, _COUNTS_BEFORE = 1, 2, 4
# A number may begin, or an article that may be "one" stands before or after a word where it counts.
_HITS = re.compile("d|[1357](?=_*[2367d])|[4567](?=_*[1357])")


class Candidates:
    """Tells the sentences and tokens of one language at which a number may begin.

    Whether a word does is remembered, so that words seen before cost one look into a set.
    """

    def __init__(self, language: str) -> None:
        known, rules = numeral_lexicons(language), load(language).numbers
        firsts = known.words.firsts() | known.collectives.firsts() | known.vague.firsts()
        firsts |= fractions(language).firsts()
        self._ones = frozenset(key for key in map(key_of, rules.one_of) if key not in known.words)
        words = (
            known.words,
            known.collectives,
            known.vague,
            *fractions(language).lexicons(),
        )
        self._second = _seconds(firsts, words)
        self._firsts = frozenset(firsts) | known.characters.keys()
        links = phrases(rules.links).firsts()
        self._shown = set(self._firsts - self._second.keys())
        for word, after in self._second.items():  # the rarer of both shows the phrase
            self._shown |= after if links.isdisjoint(after) else {word}
        self._shown |= {_WORDS.findall(word)[0] for word in self._shown if _WORDS.search(word)}
        self._articles, self._before_one, self._after_one = _around_one(language, known)
        self._shown -= self._articles
        self._special = self._ones | self._second.keys() | self._articles | self._firsts
        self._fused = known.fused
        self._attached = tuple(sorted(rules.attached))
        self._noun_in = phrases(rules.noun_in).firsts()
        self._words = known.words
        self._opens = Remembered(self._may_open)
        self._codes = Remembered(self._code)
        characters = "".join(re.escape(k) for k in sorted(self._shown) if len(k) == 1 and k >= "\u2e80")
        self._characters = re.compile(rf"[\d{VULGAR}{characters}]") if known.characters else None
        self._denominators = fractions(language).firsts()

    def windows(
        self, text: str, sentences: Sequence[Sentence], blocked: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """The parts of sentences that numbers need: what may belong to them, and some more.

        A sentence of hundreds of numbers is a table: only its first ones are read.

        Args:
            text: the article's text.
            sentences: its sentences.
            blocked: spans, in order, whose numbers are no quantities.
        """
        if self._characters is not None:
            search = self._characters.search
            ends = [min(s.end, s.start + _MOST_CHARACTERS) for s in sentences]
            return [(s.start, e) for s, e in zip(sentences, ends, strict=True) if search(text, s.start, e)]
        chunks, firsts = chunks_of(text, tuple(sentences))
        codes = "".join(map(self._codes.__getitem__, chunks))
        hits = [m.start() for m in islice(_HITS.finditer(codes), _MOST_OF_ARTICLE)]
        windows: list[tuple[int, int]] = []
        at, starts, last, count = -1, [0], 0, 0
        for k in hits:
            if k >= firsts[at] + len(starts) - 1 or at < 0:
                at = bisect_right(firsts, k) - 1
                after = firsts[at + 1] if at + 1 < len(firsts) else len(chunks)
                own = chunks[firsts[at] : after - 1]
                starts = list(accumulate(map(len, own), initial=sentences[at].start))
                last, count = -_CHUNKS_BEFORE - _CHUNKS_AFTER - 1, 0
            count += 1
            if count > _MOST_NUMBERS:
                continue
            k -= firsts[at]
            if blocked and _is_within(blocked, starts[k] + k, starts[k + 1] + k):
                continue
            after = min(k + _CHUNKS_AFTER, len(starts) - 1)
            end = min(starts[after] + after, sentences[at].end)
            if k - last > _CHUNKS_BEFORE + _CHUNKS_AFTER:
                before = max(0, k - _CHUNKS_BEFORE)
                windows.append((starts[before] + before, end))
            else:
                windows[-1] = (windows[-1][0], end)
            last = k
        return windows

    def _code(self, chunk: str) -> str:
        """What a chunk holds, as one character: see ``_HITS``."""
        words = _WORDS.findall(same_length(chunk)) if len(chunk) < _LONGEST_CHUNK else ()
        if not words:
            return _END if chunk == END else _NO_WORD
        if any(map(self._begins, words)) or self._counts(words):
            return _HIT
        if len(words) > 1 and self.tokens(tokenize(chunk, 0, len(chunk))):
            return _HIT  # "vent'anni"
        bits = _IS_ARTICLE * any(word in self._articles for word in words)
        bits |= _COUNTS_AFTER * (words[0] in self._after_one) | _COUNTS_BEFORE * (
            words[-1] in self._before_one
        )
        return str(bits)

    def _counts(self, words: Sequence[str]) -> bool:
        """Whether an article that may be "one" stands between words where it counts."""
        return any(
            (one in self._articles and two in self._after_one)
            or (one in self._before_one and two in self._articles)
            for one, two in pairwise(words)
        )

    def tokens(self, tokens: Sequence[Token], *, articles: bool = False) -> list[int]:
        """The tokens at which a number may begin; ``articles`` tells to list those that hardly count too."""
        found: list[int] = []
        opens = self._opens
        for i, (kind, _, _, key, _) in enumerate(tokens):
            if kind == "number":
                found.append(i)
            elif not opens[key] or kind == "sign":
                continue
            elif key in self._ones:
                if i + 1 < len(tokens) and (
                    tokens[i + 1].key in self._denominators or tokens[i + 1].key in self._second.get(key, ())
                ):
                    found.append(i)
            elif key in self._second:
                if i + 1 < len(tokens) and tokens[i + 1].key in self._second[key]:
                    found.append(i)
            elif key in self._articles:
                before, after, later = (
                    tokens[j].key if 0 <= j < len(tokens) else "" for j in (i - 1, i + 1, i + 2)
                )
                counts = before in self._before_one or after in self._after_one or later in self._noun_in
                if articles or counts:
                    found.append(i)
            elif kind != "char" or key in self._firsts:
                found.append(i)
        return found

    def _may_open(self, key: str) -> bool:
        """Whether a number may begin with a token, given what stands around it."""
        return key in self._special or self._begins(key)

    def _begins(self, word: str) -> bool:
        if not word.isalpha() and any(c.isnumeric() for c in word):
            return True
        if word in self._articles:
            return False
        key = word if word.isascii() else key_of(word)
        if key in self._shown or (self._fused is not None and self._fused.value(key) is not None):
            return True
        return any(key.startswith(a) and key[len(a) :] in self._words for a in self._attached)


def _seconds(firsts: Set[str], lexicons: Sequence[Lexicon[float]]) -> dict[str, frozenset[str]]:
    """For the first words of phrases that say nothing alone ("a" of "a hundred"): the words after them."""
    found: dict[str, frozenset[str]] = {}
    for key in firsts:
        after: set[str] = set()
        for lexicon in lexicons:
            follow = lexicon.follow(key)
            if follow is None:
                break
            after |= follow
        else:
            if after:
                found[key] = frozenset(after)
    return found


def _around_one(
    language: str, known: NumeralLexicons
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words for one that are articles too, and the words before and after them with which they count."""
    rules = load(language).numbers
    articles = frozenset(
        key for key in map(key_of, rules.ones) if known.words.get(key) == 1 and key < "\u2e80"
    )
    after = known.scales.firsts() | known.collectives.firsts() | known.vague.firsts()
    after |= units_after(language).firsts() | fractions(language).firsts()
    for words in (
        rules.ones_count, rules.halves, rules.additions, rules.range_joiners, rules.part_of, rules.points,
        rules.one_in, rules.at_least_after, rules.about_after, rules.over, decimal_words(language),
    ):  # fmt: skip
        after |= phrases(words).firsts()
    for article in articles:
        for lexicon in (known.words, known.collectives, known.vague):
            after |= lexicon.follow_all(article)
    before = phrases(rules.at_least | rules.at_most | rules.between).lasts()
    before |= phrases({*minus_words(language), *rules.minus}).lasts()
    return articles, frozenset(before), frozenset(after - {"-", ",", "."})


def _is_within(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order, holds what lies between two places."""
    i = bisect_right(spans, (start, 1 << 60))
    return i > 0 and spans[i - 1][1] >= end


@cache
def candidates(language: str) -> Candidates:
    """The finder of candidates of a language, made once."""
    return Candidates(language)
