"""A number with its bounds and its unit, before it is known what it counts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language import load
from rashomon.reading.quantities.lexicon import Lexicon, phrases
from rashomon.reading.quantities.money import UNKNOWN_CURRENCY
from rashomon.reading.quantities.number_kinds import number_kinds
from rashomon.reading.quantities.numerals import numerals
from rashomon.reading.quantities.tokens import DASHES, key_of, touching
from rashomon.reading.quantities.units import units_after, units_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.numeral import Numeral
    from rashomon.reading.quantities.tokens import Token

_HIGHEST_SCORE = 200
_SPACE = 1


class Bound(NamedTuple):
    """Whether a number is a lower and an upper bound, or about right; its tokens, these words included."""

    low: bool
    high: bool
    approximate: bool
    start: int
    end: int


class Amount(NamedTuple):
    """A number or range with its unit, as tokens ``start`` to ``end``.

    ``currency`` are the tokens of a name or sign of money that does not tell which ("dinars").
    """

    low: float
    high: float
    start: int
    end: int
    unit: str | None
    first: Numeral
    ranged: bool
    currency: tuple[int, int] | None = None

    @property
    def many(self) -> bool:
        """True for what may be followed by "of" and its noun: "dozens", "1,2 million"."""
        return self.first.vague or self.first.collective or self.first.scale > 1


class Amounts:
    """Finds numbers with their bounds and units in the tokens of one language."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._numerals = numerals(language)
        self._kinds = number_kinds(language)
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
        self._at_most_after = phrases(rules.at_most_after)
        self._at_most_endings = tuple(sorted(map(key_of, rules.at_most_endings)))
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
        if first.vague and self._before.before(tokens, start):
            first = first._replace(vague=False)  # "более тысячи": a thousand, no thousands
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

    def bound(self, tokens: Sequence[Token], found: Amount) -> Bound:
        """What words around the number say of its bounds."""
        low, high = True, not found.first.more
        approximate = found.first.vague or found.first.collective
        end = found.end
        start = found.start
        for _ in range(2):
            before = self._before.before(tokens, start)
            if before is None or (found.ranged and before[0] != (True, True, True)):
                break
            low, high, approximate = low and before[0][0], high and before[0][1], approximate or before[0][2]
            start = before[1]
        after = self._bound_after(tokens, found.end)
        if after is not None and not found.ranged:
            end = after[1]
            low, high, approximate = low and after[0][0], high and after[0][1], approximate or after[0][2]
        if not low and not high:
            low = high = approximate = True
        return Bound(low, high, approximate, start, end)

    def past_bound(self, tokens: Sequence[Token], i: int) -> int:
        """The token after words such as "or more" that may follow a number."""
        after = self._bound_after(tokens, i)
        return after[1] if after else i

    def _bound_after(self, tokens: Sequence[Token], i: int) -> tuple[tuple[bool, bool, bool], int] | None:
        """What words after a number, which begin at token ``i``, say of its bounds, and the token after."""
        most = self._at_most_after.at(tokens, i)
        if most is not None and (not self._at_most_endings or self._is_inflected(tokens, i)):
            return (False, True, False), most[1]
        return self._after.at(tokens, i)

    def _is_inflected(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the word before token ``i`` has the ending that "up to" asks for: "euro*ya* kadar"."""
        before = tokens[i - 1]
        if before.kind == "number":  # its ending is no token
            return tokens[i].start - before.end > _SPACE
        return before.key.endswith(self._at_most_endings)

    def opens_bound(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether words such as "at least" end before token ``i``."""
        return self._before.before(tokens, i) is not None

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
