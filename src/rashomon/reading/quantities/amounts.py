"""Finds numbers with their bounds and units, before it is known what they count."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.reading.quantities.amount import Amount
from rashomon.reading.quantities.bounds import bounds
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.money import UNKNOWN_CURRENCY
from rashomon.reading.quantities.number_kinds import number_kinds
from rashomon.reading.quantities.numerals import numerals
from rashomon.reading.quantities.tokens import DASHES, touching
from rashomon.reading.quantities.units import units_after, units_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.numeral import Numeral
    from rashomon.reading.quantities.tokens import Token

_HIGHEST_SCORE = 200
_FEW, _FEW_TIMES, _VAGUE_TIMES = 10, 3, 10  # a handful is 3 to 9, dozens are 12 to 120
_SPACE = 1


class Amounts:
    """Finds numbers with their bounds and units in the tokens of one language."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._numerals = numerals(language)
        self._kinds = number_kinds(language)
        self._units_after = units_after(language)
        self._units_before = units_before(language)
        self._bounds = bounds(language)
        self._between = phrases(rules.between)
        self._between_joiners = phrases(rules.between_joiners)
        self._range_joiners = phrases(rules.range_joiners)
        self._links = phrases(rules.links)
        self._scores = phrases(rules.scores)

    def at(self, text: str, tokens: Sequence[Token], free: Sequence[bool], i: int) -> Amount | None:
        """The number or range that begins at token ``i``, with its unit; None where there is none."""
        if i >= len(tokens) or not free[i] or tokens[i].kind == "sign":
            return None
        first = self._numerals.at(tokens, i)
        if first is None or not all(free[i : first.end]):
            return None
        if not self._kinds.is_number(text, tokens, i, first):
            return None
        start, end, unit, currency = first.start, first.end, None, None
        before = self._units_before.before(tokens, start)
        if before is not None and free[before[1]] and _is_written(text, tokens, before[1], before[0]):
            unit, start = before
            currency = (start, first.start) if unit == UNKNOWN_CURRENCY else None
        low = high = first.value
        if first.vague and self._bounds.opens(tokens, start):
            first = first._replace(vague=False)  # "более тысячи": a thousand, no thousands
        if first.vague:
            high = first.value * (_FEW_TIMES if first.value < _FEW else _VAGUE_TIMES)
        if first.upto:
            high = first.upto
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
        at = end + 1 if end < len(tokens) and tokens[end].key in DASHES and touching(tokens, end) else end
        after = self._units_after.at(tokens, at)
        if after is None and (first.scale > 1 or first.vague) and (link := self._links.at(tokens, at)):
            at = link[1]  # "1,2 million d'euros"
            after = self._units_after.at(tokens, at)
        if after is not None and all(free[end : after[1]]) and _is_written(text, tokens, at, after[0]):
            if after[0] != UNKNOWN_CURRENCY:
                unit, end, currency = unit or after[0], after[1], None
            elif unit is None:
                currency = (at, after[1])
        return Amount(low, high, start, end, unit or None, first, ranged, currency)

    def _range_end(self, tokens: Sequence[Token], start: int, first: Numeral) -> Numeral | None:
        """The second number of "20 to 30", "20-30" or "between 20 and 30"."""
        at = first.end
        if at >= len(tokens) - 1 or first.vague:
            return None
        joined = self._range_joiners.at(tokens, at)
        opened = self._between.before(tokens, start) is not None
        if opened:
            joined = self._between_joiners.at(tokens, at) or joined
        after = at + 1 if tokens[at].key in DASHES and touching(tokens, at) else joined[1] if joined else None
        if after is None:
            return None
        second = self._numerals.at(tokens, after)
        if second is None or second.vague or second.one or second.fraction or first.fraction:
            return None
        return second if opened or first.digits == second.digits else None

    def score_end(self, tokens: Sequence[Token], found: Amount) -> int | None:
        """The token after a score: "3-1" and "3 to 1", where a range would rise."""
        first = found.first
        if found.ranged or found.unit is not None or not first.digits or first.value > _HIGHEST_SCORE:
            return None
        if self._between.before(tokens, found.start):
            return None
        scored = self._scores.at(tokens, first.end)
        if scored is not None and (after := self._numerals.at(tokens, scored[1])) is not None:
            return after.end
        second = self._range_end(tokens, found.start, first)
        return second.end if second is not None and second.digits and second.value <= first.value else None

    def opens_range(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether token ``i`` is a word such as "between"."""
        return self._between.at(tokens, i) is not None


def _is_written(text: str, tokens: Sequence[Token], i: int, unit: str) -> bool:
    """Whether a code of a currency stands in capitals: "TRY", not "try"."""
    token = tokens[i]
    return token.key != unit.lower() or not unit.isupper() or text[token.start : token.end].isupper()


@cache
def amounts(language: str) -> Amounts:
    """The finder of numbers of a language, made once."""
    return Amounts(language)
