"""Quantities: numbers with their bounds, their unit and what they count."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language import load
from rashomon.model import Quantity
from rashomon.reading.counted import counted_nouns
from rashomon.reading.numerals import numerals
from rashomon.reading.tokens import Lexicon, tokenize
from rashomon.reading.units import units_after, units_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, Sentence
    from rashomon.reading.numerals import Numeral
    from rashomon.reading.tokens import Token

_DASHES = "-–—‐‑~～"
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter|t\.co/)\S+|\S+@\S+\.\w+|[@#]\w+")
_PHONE = re.compile(
    r"\+\d[\d ().-]{7,}\d|\(\d{2,4}\) ?\d[\d .-]{5,}\d"
    r"|\b\d{2,4}(?:[-. ]\d{2,4}){3,}\b|\b\d{3}[-.]\d{3}[-.]\d{4}\b"
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
_CALENDAR = frozenset({"year", "month"})
_NUMBER_SIGNS = "#№"
_HIGHEST_SCORE = 200
_HIGHEST_GOAL = 10
_FEW_TOKENS = 40
"""How far a quantity reaches at most, so that a sentence of numbers takes linear time."""


class _Bound(NamedTuple):
    low: bool
    high: bool
    approximate: bool
    start: int


class _Found(NamedTuple):
    """A number with its bounds, before it is known what it counts."""

    low: float
    high: float
    start: int
    end: int
    unit: str | None
    first: Numeral
    ranged: bool


def find_quantities(
    article: Article, sentences: Sequence[Sentence], taken: Sequence[tuple[int, int]]
) -> tuple[Quantity, ...]:
    """The quantities of an article, ordered by where they begin.

    A quantity's span holds its number with bounds and unit ("more than 30 percent"), not the counted noun,
    which is its ``of``. A part of a whole ("eight of the 28 member states") gives two quantities. Ordinals,
    years, scores, labels ("article 7", "F-16"), telephone numbers, addresses and "one" as a mere article or
    pronoun give none.

    Args:
        article: the report.
        sentences: where quantities are looked for.
        taken: spans of times, in which none is looked for.
    """
    finder = _finder(article.language)
    blocked = sorted([*taken, *_blocked(article.text)])
    found = [q for s in sentences for q in finder.find(article, s, blocked)]
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def _blocked(text: str) -> list[tuple[int, int]]:
    spans = [m.span() for m in _ADDRESS.finditer(text)] if "@" in text or "#" in text or "/" in text else []
    return spans + [m.span() for m in _PHONE.finditer(text)]


class _Finder:
    """Finds the quantities of one language's sentences."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._rules = rules
        self._numerals = numerals(language)
        self._nouns = counted_nouns(language)
        self._units_after = units_after(language)
        self._units_before = units_before(language)
        self._before: Lexicon[tuple[bool, bool, bool]] = Lexicon()
        for words, bound in (
            (rules.about, (True, True, True)),
            (rules.at_least, (True, False, False)),
            (rules.at_most, (False, True, False)),
        ):
            for word in sorted(words):
                self._before.add(word, bound)
        self._after: Lexicon[tuple[bool, bool, bool]] = Lexicon(
            (w, (True, True, True)) for w in sorted(rules.about_after)
        )
        for word in sorted(rules.at_least_after | {"+"}):
            self._after.add(word, (True, False, False))
        self._between = _lexicon(rules.between)
        self._between_joiners = _lexicon(rules.between_joiners)
        self._range_joiners = _lexicon(rules.range_joiners)
        self._part_of = _lexicon(rules.part_of)
        self._whole_first = _lexicon(rules.whole_first)
        self._labels = _lexicon(rules.labels)
        self._ordinals = _lexicon(rules.ordinals)
        self._ages = _lexicon(rules.ages)
        self._ages_after = _lexicon(rules.ages_after)
        self._year_words = _lexicon(rules.year_words)
        self._ones_count = _lexicon(rules.ones_count)
        self._links = _lexicon(rules.links)

    def find(self, article: Article, sentence: Sentence, blocked: list[tuple[int, int]]) -> list[Quantity]:
        text = article.text
        tokens = tokenize(text, sentence.start, sentence.end, space_groups=self._rules.space_groups)
        free = [not _is_blocked(t, blocked) for t in tokens]
        quantities: list[Quantity] = []
        part: tuple[_Found, _Bound] | None = None
        i = 0
        while i < len(tokens):
            found = self._number_at(text, tokens, free, i)
            if found is None:
                i += 1
                continue
            if (score := self._score_end(tokens, found)) is not None:
                i = score
                continue
            bound = self._bound(tokens, found)
            limit = self._limit(free, found.end)
            noun = self._noun(tokens, found, limit)
            joiner = self._part_of.at(tokens, found.end)
            if joiner is None and noun is not None:
                joiner = self._whole_first.at(tokens, noun[1])
                reverse = joiner is not None
            else:
                reverse = False
            other = self._number_at(text, tokens, free, joiner[1]) if joiner else None
            if part is not None:
                quantities += self._part_and_whole(article, tokens, part, found, noun)
                part = None
            elif other is not None and other.unit is None and found.unit is None:
                if reverse and other.high <= found.low:
                    quantities.append(self._quantity(article, tokens, found, bound, noun, None))
                    mine = self._bound(tokens, other)
                    quantities.append(self._quantity(article, tokens, other, mine, noun, found.high))
                    i = other.end
                    continue
                if not reverse and found.high <= other.low:
                    part = (found, bound)
                    i = joiner[1] if joiner else found.end
                    continue
            elif self._is_quantity(tokens, found, bound, noun):
                quantities.append(self._quantity(article, tokens, found, bound, noun, None))
            i = max(found.end, i + 1)
        return quantities

    def _part_and_whole(
        self,
        article: Article,
        tokens: list[Token],
        part: tuple[_Found, _Bound],
        whole: _Found,
        noun: tuple[int, int] | None,
    ) -> list[Quantity]:
        found, bound = part
        of_part = self._quantity(article, tokens, found._replace(end=whole.end), bound, noun, whole.high)
        plain = _Bound(True, True, False, whole.start)
        return [of_part, self._quantity(article, tokens, whole, plain, noun, None)]

    def _number_at(self, text: str, tokens: list[Token], free: list[bool], i: int) -> _Found | None:
        """The number or range that begins at token ``i``, with its unit; None where there is none."""
        if i >= len(tokens) or not free[i] or tokens[i].kind == "sign":
            return None
        first = self._numerals.at(tokens, i)
        if first is None or not all(free[i : first.end]):
            return None
        if not self._is_number(text, tokens, i, first):
            return None
        start, end, unit = i, first.end, None
        before = self._units_before.before(tokens, i)
        if before is not None and free[before[1]] and _is_written(text, tokens, before[1], before[0]):
            unit, start = before
        low = high = first.value
        if first.vague:
            high = first.value * 10
        ranged = False
        second = self._range_end(tokens, start, first)
        if second is not None and all(free[first.end : second.end]):
            other = second.value
            if second.scale > 1 and first.scale == 1 and low * second.scale < other:
                low *= second.scale
            if low < other:
                high, end, ranged = other, second.end, True
                opened = self._between.before(tokens, start)
                start = opened[1] if opened else start
        at = (
            end + 1
            if end < len(tokens) and tokens[end].key in _DASHES and self._touching(tokens, end)
            else end
        )
        after = self._units_after.at(tokens, at)
        if after is None and (first.scale > 1 or first.vague) and (link := self._links.at(tokens, at)):
            at = link[1]  # "1,2 million d'euros"
            after = self._units_after.at(tokens, at)
        if after is not None and all(free[end : after[1]]) and _is_written(text, tokens, at, after[0]):
            unit, end = unit or after[0], after[1]
        return _Found(low, high, start, end, unit, first, ranged)

    def _is_number(self, text: str, tokens: list[Token], i: int, number: Numeral) -> bool:
        """Whether nothing right before or after says that this is a name, an ordinal, a score or a date."""
        if self._ordinals.before(tokens, i):
            return False
        if self._labels.before(tokens, i) and not self._part_of.before(tokens, i):
            return False
        if not number.digits:
            return True
        start, end = tokens[i].start, tokens[number.end - 1].end
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if before and (before in _NUMBER_SIGNS or before in "/_.:'’" or before == "\\"):
            return False
        if (
            before.isalpha()
            and tokens[i - 1].kind == "word"
            and tokens[i - 1].key not in self._rules.attached
        ):
            return bool(self._units_before.before(tokens, i))
        if (
            before in tuple(_DASHES)
            and i > 1
            and tokens[i - 2].end == start - 1
            and tokens[i - 2].kind != "sign"
        ):
            return False
        if after in ("/", ":", "\\", "_", "°") and text[end + 1 : end + 2].isdigit():
            return False
        if after == "." and text[end + 1 : end + 2].isdigit():
            return False
        if after in ("'", "’", "º", "ª", "°") and not self._units_after.at(tokens, number.end):
            return False
        if number.end < len(tokens) and tokens[number.end].start == end and tokens[number.end].kind == "word":
            word = tokens[number.end].key
            if word in self._rules.ordinal_endings:
                return False
            return self._units_after.at(tokens, number.end) is not None
        return True

    def _range_end(self, tokens: list[Token], start: int, first: Numeral) -> Numeral | None:
        """The second number of "20 to 30", "20-30" or "between 20 and 30"."""
        at = first.end
        if at >= len(tokens) - 1 or first.vague:
            return None
        joined = self._range_joiners.at(tokens, at)
        if self._between.before(tokens, start):
            joined = self._between_joiners.at(tokens, at) or joined
        after = (
            at + 1
            if tokens[at].key in _DASHES and self._touching(tokens, at)
            else joined[1]
            if joined
            else None
        )
        if after is None:
            return None
        second = self._numerals.at(tokens, after)
        return None if second is None or second.vague or second.one else second

    def _score_end(self, tokens: list[Token], found: _Found) -> int | None:
        """The token after a score: "3-1" and "3 to 1", where a range would rise."""
        first = found.first
        if found.ranged or found.unit is not None or not first.digits or first.value > _HIGHEST_SCORE:
            return None
        if self._between.before(tokens, found.start):
            return None
        second = self._range_end(tokens, found.start, first)
        return second.end if second is not None and second.digits and second.value <= first.value else None

    def _touching(self, tokens: list[Token], i: int) -> bool:
        return (
            i + 1 < len(tokens)
            and tokens[i - 1].end == tokens[i].start
            and tokens[i].end == tokens[i + 1].start
        )

    def _bound(self, tokens: list[Token], found: _Found) -> _Bound:
        """What words around the number say of its bounds."""
        low = high = True
        approximate = found.first.vague or found.first.collective
        start = found.start
        for _ in range(2):
            before = self._before.before(tokens, start)
            if before is None or (found.ranged and before[0] != (True, True, True)):
                break
            low, high, approximate = low and before[0][0], high and before[0][1], approximate or before[0][2]
            start = before[1]
        after = self._after.at(tokens, found.end)
        if after is not None and not found.ranged:
            low, high, approximate = low and after[0][0], high and after[0][1], approximate or after[0][2]
        if not low and not high:
            low = high = approximate = True
        return _Bound(low, high, approximate, start)

    def _limit(self, free: list[bool], start: int) -> int:
        for i in range(start, min(len(free), start + _FEW_TOKENS)):
            if not free[i]:
                return i
        return min(len(free), start + _FEW_TOKENS)

    def _noun(self, tokens: list[Token], found: _Found, limit: int) -> tuple[int, int] | None:
        after = self._after.at(tokens, found.end)
        at = after[1] if after else found.end
        linked = self._links.at(tokens, at) is not None
        if found.unit is not None and not linked:
            return None
        if at < len(tokens) and tokens[at].key in _DASHES and self._touching(tokens, at):
            at += 1
        noun = self._nouns.after(tokens, at, limit, linked=linked)
        if noun is None:
            return None
        if linked and found.unit is None and tokens[noun[0]].capital and not self._is_many(found):
            return None
        return None if self._numerals.at(tokens, noun[0]) else noun

    def _is_many(self, found: _Found) -> bool:
        return found.first.vague or found.first.collective or found.first.scale > 1

    def _is_quantity(
        self, tokens: list[Token], found: _Found, bound: _Bound, noun: tuple[int, int] | None
    ) -> bool:
        """Whether a number counts or measures, rather than names a year, an age or any one thing."""
        first = found.first
        if found.start == 0 and self._is_clock(tokens, found):
            return False
        if self._is_name(tokens, found, noun) or self._is_age(tokens, found):
            return False
        if first.one and found.unit is None and not found.ranged:
            near = noun[0] if noun else found.end
            counts = self._ones_count.at(tokens, near) if first.value == 1 else noun
            return counts is not None or not bound.high
        if found.unit in _CALENDAR and first.digits and 1900 <= first.value <= 2100:
            return False
        if (
            found.ranged
            and found.unit is None
            and noun is None
            and first.digits
            and found.high < _HIGHEST_GOAL
        ):
            return self._between.at(tokens, found.start) is not None  # "lost by 1 to 2"
        if found.unit is not None or found.ranged or bound.start < found.start or bound.approximate:
            return True
        if not first.digits or first.scale > 1:
            return True
        token = tokens[found.start]
        plain = token.key.isdigit()
        before = tokens[found.start - 1] if found.start else None
        if (
            found.start == 0
            and found.end < len(tokens)
            and tokens[found.end].key in ".)"
            and len(token.key) < 3
        ):
            return False
        if plain and len(token.key) == 4 and first.value <= 2100:
            year = self._year_words.before(tokens, found.start) is not None
            return not year if noun is not None else not year and first.value < 1900
        if noun is None and plain and before is not None:
            if before.capital and before.kind == "word" and found.start > 1:
                return False
            if before.key in ",(" and (found.end >= len(tokens) or tokens[found.end].key in ",)"):
                return not (found.start > 1 and (tokens[found.start - 2].capital or before.key == "("))
        return not self._ages.before(tokens, found.start)

    def _is_age(self, tokens: list[Token], found: _Found) -> bool:
        at = found.end
        if at < len(tokens) and tokens[at].key in _DASHES:
            at += 1
        return self._ages_after.at(tokens, at) is not None

    def _is_name(self, tokens: list[Token], found: _Found, noun: tuple[int, int] | None) -> bool:
        """Whether a spelled number is part of a name within a sentence: "the Two Shores"."""
        first = tokens[found.start]
        if found.start == 0 or first.kind != "word" or not first.capital or noun is None:
            return False
        before = tokens[found.start - 1]
        return (
            before.kind == "word" and tokens[noun[0]].capital and not self._before.before(tokens, found.start)
        )

    def _is_clock(self, tokens: list[Token], found: _Found) -> bool:
        """Whether an entry of a live report begins: "19.15 – …"."""
        next_is_sign = found.end < len(tokens) and tokens[found.end].kind == "sign"
        return _CLOCK.fullmatch(tokens[0].key) is not None and (found.unit is None and next_is_sign)

    def _quantity(
        self,
        article: Article,
        tokens: list[Token],
        found: _Found,
        bound: _Bound,
        noun: tuple[int, int] | None,
        whole: float | None,
    ) -> Quantity:
        start, end = tokens[bound.start].start, tokens[found.end - 1].end
        return Quantity(
            article=article.id,
            start=start,
            end=end,
            text=article.text[start:end],
            low=found.low if bound.low else None,
            high=found.high if bound.high else None,
            approximate=bound.approximate,
            unit=found.unit,
            of=article.text[tokens[noun[0]].start : tokens[noun[1] - 1].end] if noun else None,
            whole=whole,
        )


def _lexicon(phrases: frozenset[str]) -> Lexicon[bool]:
    return Lexicon((p, True) for p in sorted(phrases))


def _is_written(text: str, tokens: list[Token], i: int, unit: str) -> bool:
    """Whether a code of a currency stands in capitals: "TRY", not "try"."""
    token = tokens[i]
    return token.key != unit.lower() or not unit.isupper() or text[token.start : token.end].isupper()


def _is_blocked(token: Token, blocked: list[tuple[int, int]]) -> bool:
    i = bisect_right(blocked, (token.start, 1 << 60))
    return (i > 0 and blocked[i - 1][1] > token.start) or (i < len(blocked) and blocked[i][0] < token.end)


@cache
def _finder(language: str) -> _Finder:
    return _Finder(language)
