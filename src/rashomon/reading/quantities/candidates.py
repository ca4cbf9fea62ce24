"""Where a number may begin: a quick look that spares most of a text a slower one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.reading.quantities.fractions import fractions
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.numeral_lexicons import numeral_lexicons
from rashomon.reading.quantities.numeral_words import decimal_words, minus_words
from rashomon.reading.quantities.tokens import VULGAR, key_of, same_length
from rashomon.reading.quantities.units import units_after

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from rashomon.reading.quantities.lexicon import Lexicon
    from rashomon.reading.quantities.numeral_lexicons import NumeralLexicons
    from rashomon.reading.quantities.tokens import Token

_WORDS = re.compile(r"\w+")
_MOST_KNOWN = 1 << 16
_SHORT = 200
_BEFORE, _AFTER = 100, 150  # characters: more than the longest bound and the longest noun


class Candidates:
    """Tells the sentences and tokens of one language at which a number may begin.

    Whether a word does is remembered, so that words seen before cost one look into a set.
    """

    def __init__(self, language: str) -> None:
        known, rules = numeral_lexicons(language), load(language).numbers
        firsts = known.words.firsts() | known.collectives.firsts() | known.vague.firsts()
        firsts |= fractions(language).firsts()
        self._ones = frozenset(key for key in map(key_of, rules.one_of) if key not in known.words)
        words = (known.words, known.collectives, known.vague, *fractions(language).lexicons())
        self._second = _seconds(firsts, words)
        self._firsts = frozenset(firsts) | known.characters.keys()
        self._shown = (self._firsts - self._second.keys()) | {k for s in self._second.values() for k in s}
        self._shown |= {_WORDS.findall(word)[0] for word in self._shown if _WORDS.search(word)}
        self._articles, self._before_one, self._after_one = _around_one(language, known)
        self._shown -= self._articles
        self._opens = self._ones | self._second.keys() | self._articles | self._firsts
        self._fused = known.fused
        self._attached = tuple(sorted(rules.attached))
        self._noun_in = phrases(rules.noun_in).firsts()
        self._words = known.words
        self._seen: set[str] = set()
        self._hits: set[str] = set()
        characters = "".join(re.escape(k) for k in sorted(self._shown) if len(k) == 1 and k >= "\u2e80")
        self._characters = re.compile(rf"[\d{VULGAR}{characters}]") if known.characters else None
        self._denominators = fractions(language).firsts()

    def in_text(self, text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
        """Whether a number may begin in each of the spans of a text."""
        small = same_length(text)
        if self._characters is not None:
            search = self._characters.search
            return [search(small, start, end) is not None for start, end in spans]
        words = [_WORDS.findall(small, start, end) for start, end in spans]
        hits = self._hits_of(words)
        return [
            not hits.isdisjoint(listed) or (not self._articles.isdisjoint(listed) and self._counts(listed))
            for listed in words
        ]

    def window(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The part of a long sentence that its numbers need: what may belong to them, and some more."""
        if end - start <= _SHORT or self._characters is not None:
            return start, end
        words = _WORDS.finditer(same_length(text[start:end]))
        hits = [m.span() for m in words if m.group() in self._hits or m.group() in self._articles]
        if not hits:
            return start, end
        first, last = start + hits[0][0] - _BEFORE, start + hits[-1][1] + _AFTER
        space = text.rfind(" ", start, max(start, first))
        after = text.find(" ", last, end) if last < end else -1
        return (space + 1 if space >= 0 else start), (after if after >= 0 else end)

    def _counts(self, words: Sequence[str]) -> bool:
        """Whether an article that may be "one" stands between words where it counts."""
        for i, word in enumerate(words):
            if word in self._articles and (
                (i + 1 < len(words) and words[i + 1] in self._after_one)
                or (i > 0 and words[i - 1] in self._before_one)
            ):
                return True
        return False

    def tokens(self, tokens: Sequence[Token], *, articles: bool = False) -> list[int]:
        """The tokens at which a number may begin; ``articles`` tells to list those that hardly count too."""
        self._hits_of([[t.key for t in tokens if t.key not in self._seen and t.kind == "word"]])
        hits, opens = self._hits, self._opens
        likely = [i for i, t in enumerate(tokens) if t.kind == "number" or t.key in opens or t.key in hits]
        found: list[int] = []
        for i in likely:
            kind, key = tokens[i].kind, tokens[i].key
            if kind == "number":
                found.append(i)
            elif kind == "sign":
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
            elif key in hits or (kind == "char" and key in self._firsts):
                found.append(i)
        return found

    def _hits_of(self, words: Sequence[Sequence[str]]) -> Set[str]:
        """The words at which a number may begin; new ones are looked at closely."""
        fresh = {word for listed in words for word in listed} - self._seen
        if fresh:
            if len(self._seen) > _MOST_KNOWN:
                self._seen.clear()
                self._hits.clear()
            self._hits.update(word for word in fresh if self._begins(word))
            self._seen |= fresh
        return self._hits

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


@cache
def candidates(language: str) -> Candidates:
    """The finder of candidates of a language, made once."""
    return Candidates(language)
