"""Finds the quantities of one sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.reading.quantities.amounts import amounts
from rashomon.reading.quantities.bounds import bounds
from rashomon.reading.quantities.candidates import candidates
from rashomon.reading.quantities.counted import counted_nouns
from rashomon.reading.quantities.counters import COUNTED, Counters
from rashomon.reading.quantities.lengths import UNITS as LENGTH_UNITS
from rashomon.reading.quantities.lengths import in_years
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.made import of_noun, part_and_whole, quantity
from rashomon.reading.quantities.number_kinds import number_kinds
from rashomon.reading.quantities.numerals import numerals
from rashomon.reading.quantities.tokens import DASHES, key_of, tokenize, touching

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from rashomon.model import Article, Quantity
    from rashomon.reading.quantities.amount import Amount
    from rashomon.reading.quantities.bounds import Bound
    from rashomon.reading.quantities.tokens import Token

_YEAR = "year"
_LONGEST_OWNER = 5
_FEW_TOKENS = 40
"""How far a quantity reaches at most, so that a sentence of numbers takes linear time."""


class Finder:
    """Finds the quantities of one language's sentences."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._space_groups = rules.space_groups
        self._suffixes = frozenset(map(key_of, rules.suffixes))
        self._numerals = numerals(language)
        self._candidates = candidates(language)
        self._amounts = amounts(language)
        self._bounds = bounds(language)
        self._kinds = number_kinds(language)
        self._nouns = counted_nouns(language)
        self._part_of = phrases(rules.part_of)
        self._whole_first = phrases(rules.whole_first)
        self._counters = Counters(language)
        self._one_in = phrases(rules.one_in)
        self._noun_in = phrases(rules.noun_in)
        self._possessives = rules.possessives
        self._links = phrases(rules.links)

    def find(
        self,
        article: Article,
        start: int,
        end: int,
        blocked: list[tuple[int, int]],
        lengths: Sequence[tuple[int, int]],
    ) -> list[Quantity]:
        """The quantities of a part of a sentence.

        Args:
            article: the report.
            start: where the part begins, in code points.
            end: where it ends.
            blocked: spans in which no quantity is looked for.
            lengths: those of the blocked spans that tell a length of time, in which only that is looked for.
        """
        text = article.text
        tokens = tokenize(text, start, end, space_groups=self._space_groups, suffixes=self._suffixes)
        if blocked and self._space_groups and any(" " in t.key and _is_blocked(t, blocked) for t in tokens):
            tokens = tokenize(text, start, end, suffixes=self._suffixes)
        if COUNTED.search(text, start, end):
            tokens = self._counters.split(text, tokens)
        free = _free(tokens, blocked)
        timed = [not open_ for open_ in _free(tokens, lengths)] if lengths else []
        stops = [i for i, open_ in enumerate(free) if not open_] if blocked else []
        quantities: list[Quantity] = []
        part: tuple[Amount, Bound] | None = None
        after = 0
        for i in self._candidates.tokens(tokens):
            if i < after:
                continue
            if timed and timed[i]:
                if (length := self._length(article, tokens, timed, i)) is not None:
                    quantities.append(length[0])
                    after = length[1]
                continue
            found = self._amounts.at(text, tokens, free, i)
            if found is None:
                continue
            if (score := self._amounts.score_end(tokens, found)) is not None:
                after = score
                continue
            bound = self._bounds.around(tokens, found)
            noun = self._noun(tokens, found, _limit(stops, found.end, len(tokens)))
            if not found.ranged:
                last = noun[1] if noun else self._nouns.past_classifier(tokens, bound.end)
                bound = self._bounds.after_noun(tokens, bound, last)
            joiner = self._part_joiner(tokens, found)
            if joiner is None and noun is not None:
                joiner = self._whole_first.at(tokens, noun[1])
                reverse = joiner is not None
            else:
                reverse = False
            other = self._amounts.at(text, tokens, free, joiner[1]) if joiner else None
            if other is None and part is None and noun is not None:
                other = self._ratio(text, tokens, free, found, noun[1])
                if other is not None:
                    quantities += of_noun(article, tokens, found, bound, noun, other)
                    after = other.end
                    continue
            if part is not None:
                quantities += part_and_whole(article, tokens, part, found, noun)
                part = None
            elif other is not None and _may_be_part(found, other):
                if reverse and other.high <= found.low:
                    quantities.append(quantity(article, tokens, found, bound, noun, None))
                    mine = self._bounds.around(tokens, other)
                    quantities.append(quantity(article, tokens, other, mine, noun, found.high))
                    after = other.end
                    continue
                if not reverse and found.high <= other.low:
                    part = (found, bound)
                    after = joiner[1] if joiner else found.end
                    continue
            elif (age := self._kinds.age_end(tokens, found, bound.start)) is not None:
                aged = found._replace(unit=found.unit or _YEAR, end=age)
                quantities.append(quantity(article, tokens, aged, bound, None, None))
                after = age
                continue
            elif self._is_quantity(tokens, found, bound, noun):
                quantities.append(quantity(article, tokens, found, bound, noun, None))
            after = max(found.end, i + 1)
        return quantities

    def _length(
        self, article: Article, tokens: list[Token], timed: list[bool], i: int
    ) -> tuple[Quantity, int] | None:
        """The length of time whose number is token ``i``, and the token after it."""
        found = self._amounts.at(article.text, tokens, timed, i)
        if found is None or found.unit not in LENGTH_UNITS or self._kinds.is_year(found):
            return None
        bound = self._bounds.around(tokens, found)
        stop = next((k for k in range(found.end, len(tokens)) if timed[k]), len(tokens))
        noun = self._noun(tokens, found, min(stop, found.end + _FEW_TOKENS))
        return in_years(quantity(article, tokens, found, bound, noun, None)), found.end

    def _part_joiner(self, tokens: list[Token], found: Amount) -> tuple[bool, int] | None:
        """The words between a part and its whole, and the token after them."""
        if self._possessives and (link := self._links.at(tokens, found.end)):
            for i in range(link[1], min(link[1] + _LONGEST_OWNER, len(tokens))):
                if _ends_owner(tokens, i, self._possessives):
                    return True, i + 2
        joiner = self._part_of.at(tokens, found.end)
        if joiner is None and found.low == found.high == 1:
            joiner = self._one_in.at(tokens, found.end)
        return joiner

    def _ratio(
        self, text: str, tokens: list[Token], free: list[bool], found: Amount, at: int
    ) -> Amount | None:
        """The whole of "un habitant *sur dix*": a number without a noun of its own."""
        joiner = self._noun_in.at(tokens, at)
        other = self._amounts.at(text, tokens, free, joiner[1]) if joiner else None
        if other is None or not _may_be_part(found, other) or not found.high < other.low:
            return None
        return other if self._noun(tokens, other, len(tokens)) is None else None

    def _is_quantity(
        self,
        tokens: list[Token],
        found: Amount,
        bound: Bound,
        noun: tuple[int, int] | None,
    ) -> bool:
        if self._kinds.is_name(tokens, found, noun) and not self._bounds.opens(tokens, found.start):
            return False
        return self._kinds.is_quantity(
            tokens,
            found,
            bound,
            noun,
            opens_range=self._amounts.opens_range(tokens, found.start),
        )

    def _noun(self, tokens: list[Token], found: Amount, limit: int) -> tuple[int, int] | None:
        """The tokens of what is counted."""
        if found.currency is not None:
            return found.currency
        at = self._bounds.past(tokens, found.end)
        linked = self._links.at(tokens, at) is not None
        if found.unit is not None and not linked:
            return None
        if at < len(tokens) and tokens[at].key in DASHES and touching(tokens, at):
            at += 1
        noun = self._nouns.after(tokens, at, limit, linked=linked)
        if noun is None:
            return None
        if linked and found.unit is None and tokens[noun[0]].capital and not found.many:
            return None
        return None if self._numerals.at(tokens, noun[0]) else noun


def _may_be_part(found: Amount, other: Amount) -> bool:
    if other.unit is not None or found.unit is not None:
        return False
    return not (found.first.fraction or other.first.fraction)


def _ends_owner(tokens: list[Token], i: int, endings: Set[str]) -> bool:
    """Whether token ``i`` and the one after it are such an ending, and digits follow."""
    if i + 2 >= len(tokens) or tokens[i + 2].kind != "number":
        return False
    return tokens[i].key + tokens[i + 1].key in endings and touching(tokens, i)


def _limit(stops: Sequence[int], start: int, count: int) -> int:
    """The first token that may not be part of what begins at token ``start``."""
    limit = min(count, start + _FEW_TOKENS)
    at = bisect_left(stops, start) if stops else 0
    return min(limit, stops[at]) if at < len(stops) else limit


def _is_blocked(token: Token, blocked: list[tuple[int, int]]) -> bool:
    i = bisect_right(blocked, (token.start, 1 << 60))
    return (i > 0 and blocked[i - 1][1] > token.start) or (i < len(blocked) and blocked[i][0] < token.end)


def _free(tokens: Sequence[Token], blocked: Sequence[tuple[int, int]]) -> list[bool]:
    """Which tokens lie in none of the blocked spans, which are in order."""
    free = [True] * len(tokens)
    first = 0
    for start, end in blocked:
        i = first = bisect_right(tokens, start, first, key=_end)
        while i < len(tokens) and tokens[i].start < end:
            free[i] = False
            i += 1
    return free


def _end(token: Token) -> int:
    return token.end


@cache
def finder(language: str) -> Finder:
    """The finder of a language, made once."""
    return Finder(language)
