"""Which numbers count or measure, and which name a year, a score, a label, a clock time or an age."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.reading.quantities.counters import is_counted
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.numeral_words import separators
from rashomon.reading.quantities.tokens import DASHES, key_of
from rashomon.reading.quantities.units import units_after, units_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.amount import Amount
    from rashomon.reading.quantities.bounds import Bound
    from rashomon.reading.quantities.numeral import Numeral
    from rashomon.reading.quantities.tokens import Token

_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
_LETTER = re.compile(r"[A-ZА-Я](?!\w)")
_LONGEST_NAME = 3
_CALENDAR = frozenset({"year", "month"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NUMBER_SIGNS = "#№"
_HIGHEST_GOAL = 10
_LIFETIME = ("year", "month", "week", "day")
_OLDEST = 120
_WRITTEN_PARTS = (2, 3, 4)
_EXACT = 1e-9


class NumberKinds:
    """Tells the kinds of numbers in one language."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._attached = rules.attached
        self._ordinal_endings = frozenset(map(key_of, rules.ordinal_endings))
        self._suffixes = frozenset(map(key_of, rules.suffixes))
        self._units_after = units_after(language)
        self._units_before = units_before(language)
        self._part_of = phrases(rules.part_of)
        self._labels = phrases(rules.labels)
        self._labels_after = phrases(rules.labels_after)
        self._ordinals = phrases(rules.ordinals)
        self._ages = phrases(rules.ages)
        self._ages_with_unit = phrases(rules.ages_with_unit | rules.ages)
        self._ages_after = phrases(rules.ages_after)
        self._links = phrases(rules.links)
        self._skipped = phrases(rules.skipped)
        self._parts_need_link = rules.parts_need_link
        self._year_words = phrases(rules.year_words)
        self._ones_count = phrases(rules.ones_count)
        self._knows_nouns = load(language).depth != "cldr"
        self._decimal = separators(language)[1]
        self._ordinal_stop = load(language).sentences.ordinal_stop

    def is_number(self, text: str, tokens: Sequence[Token], i: int, number: Numeral) -> bool:
        """Whether nothing right before or after says that this is a name, an ordinal, a score or a date."""
        if self._ordinals.before(tokens, i):
            return False
        if self._labels.before(tokens, i) and not self._part_of.before(tokens, i):
            return False
        if self._is_labelled(tokens, number.end):
            return False
        if not number.digits and tokens[i].kind != "number":
            # A word that touches a number before it is its counter: "3일", not three and one.
            before_it = tokens[i - 1] if i and tokens[i].kind == "word" else None
            return before_it is None or before_it.kind != "number" or before_it.end != tokens[i].start
        slashed = number.fraction and any(t.key == "/" for t in tokens[i + 1 : number.end])
        if slashed and (number.value >= 1 or number.fraction not in _WRITTEN_PARTS):
            return False  # "24/7", "9/11"
        start, end = tokens[i].start, tokens[number.end - 1].end
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if before and (before in _NUMBER_SIGNS or before in "/_.:'’·" or before == "\\"):
            return False
        if before.isalpha() and tokens[i - 1].kind == "word" and tokens[i - 1].key not in self._attached:
            return bool(self._units_before.before(tokens, i))
        if (
            before in tuple(DASHES)
            and i > 1
            and tokens[i - 2].end == start - 1
            and tokens[i - 2].kind != "sign"
        ):
            return False
        if after in tuple(DASHES) and _LETTER.match(text, end + 1):
            return False  # "11-S"
        if after in ("/", ":", "\\", "_", "°", "·") and text[end + 1 : end + 2].isdigit():
            return False
        if after == "." and text[end + 1 : end + 2].isdigit():
            return False
        if after == "." and self._ordinal_stop and tokens[i].key.isdigit() and number.end + 1 < len(tokens):
            stop, next_ = tokens[number.end], tokens[number.end + 1]
            if stop.start == end and next_.kind == "word" and next_.start > stop.end:
                return False
        if after in ("'", "’", "º", "ª", "°") and not self._units_after.at(tokens, number.end):
            return bool(self._suffixes) and text[end + 1 : end + 2].isalpha()
        if number.end < len(tokens) and tokens[number.end].start == end and tokens[number.end].kind == "word":
            word = tokens[number.end].key
            if word in self._ordinal_endings:
                return False
            return is_counted(text, end) or self._units_after.at(tokens, number.end) is not None
        return True

    def _is_labelled(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a word behind a number, at token ``i`` or after names, makes it a name: "14 Elm Street"."""
        if i < len(tokens) and tokens[i].key == ",":
            i += 1
        for k in range(i, min(i + _LONGEST_NAME, len(tokens))):
            if self._labels_after.at(tokens, k) is not None:
                return True
            if not tokens[k].capital:
                return False
        return False

    def is_quantity(
        self,
        tokens: Sequence[Token],
        found: Amount,
        bound: Bound,
        noun: tuple[int, int] | None,
        *,
        opens_range: bool,
    ) -> bool:
        """Whether a number counts or measures, rather than names a year or any one thing.

        ``opens_range`` says that a word such as "between" is its first.
        """
        first = found.first
        if found.currency is not None:
            return True
        if found.start == 0 and self._is_clock(tokens, found):
            return False
        if first.fraction and found.unit is None:
            return self._is_part(tokens, found)
        if first.one and found.unit is None and not found.ranged:
            near = noun[0] if noun else found.end
            counts = self._ones_count.at(tokens, near) if first.value == 1 else noun
            return counts is not None or not bound.high
        if first.one and found.unit in _LIFETIME and not found.ranged:
            return False  # "one day" that reading times has left
        if self.is_year(found):
            return False
        if (
            found.ranged
            and found.unit is None
            and noun is None
            and first.digits
            and found.high < _HIGHEST_GOAL
        ):
            return opens_range  # "lost by 1 to 2"
        if found.unit is not None or found.ranged or bound.start < found.start or bound.approximate:
            return True
        if not first.digits or first.scale > 1:
            return True
        token = tokens[found.start]
        plain = token.key.isdigit()
        named = noun is not None and self._knows_nouns
        if not named and self._decimal != "." and "." in token.key and _CLOCK.fullmatch(token.key):
            return False
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
            if before.key in ",(" and (found.end >= len(tokens) or tokens[found.end].key in ",)."):
                return not (found.start > 1 and (tokens[found.start - 2].capital or before.key == "("))
        return True

    @staticmethod
    def is_year(found: Amount) -> bool:
        """Whether a number with a unit of the calendar is a date: "2011 года"."""
        first = found.first
        return found.unit in _CALENDAR and first.digits and _FIRST_YEAR <= first.value <= _LAST_YEAR

    def _is_part(self, tokens: Sequence[Token], found: Amount) -> bool:
        """Whether a fraction is a part of a whole, no ordinal: "a third of", but not "a third man"."""
        first = found.first
        if first.value >= 1:
            return False
        if not self._parts_need_link or abs(first.value * first.fraction - 1) > _EXACT:
            return True
        after = (self._links, self._part_of, self._skipped)
        return any(lexicon.at(tokens, found.end) is not None for lexicon in after)

    def age_end(self, tokens: Sequence[Token], found: Amount, start: int) -> int | None:
        """The token after an age, whose number is the found one; None where it is none.

        ``start`` is where the number begins with words such as "at least".
        """
        at = found.end
        if at < len(tokens) and tokens[at].key in DASHES:
            at += 1
        if (after := self._ages_after.at(tokens, at)) is not None:
            return after[1]
        if found.unit not in (None, *_LIFETIME):
            return None
        ages = self._ages if found.unit is None else self._ages_with_unit
        if ages.before(tokens, start) is not None and self._links.at(tokens, found.end) is None:
            return found.end
        return found.end if found.unit == "year" and self._stands_beside_name(tokens, found) else None

    def _stands_beside_name(self, tokens: Sequence[Token], found: Amount) -> bool:
        """Whether commas or parentheses set the number apart, right after a capital: "Ana, 31 años,"."""
        before, after = found.start - 1, found.end
        if before < 1 or tokens[before].key not in ",(،（，" or found.first.value > _OLDEST or found.ranged:
            return False
        return tokens[before - 1].capital and (after >= len(tokens) or tokens[after].key in ",)،），.")

    def is_name(self, tokens: Sequence[Token], found: Amount, noun: tuple[int, int] | None) -> bool:
        """Whether a spelled number is part of a name within a sentence: "the Two Shores"."""
        first = tokens[found.start]
        if found.first.digits or found.start == 0 or noun is None:
            return False
        if first.kind != "word" or not first.capital:
            return False
        return tokens[found.start - 1].kind == "word" and tokens[noun[0]].capital

    def _is_clock(self, tokens: Sequence[Token], found: Amount) -> bool:
        """Whether an entry of a live report begins: "19.15 – …"."""
        next_is_sign = found.end < len(tokens) and tokens[found.end].kind == "sign"
        return _CLOCK.fullmatch(tokens[0].key) is not None and (found.unit is None and next_is_sign)


@cache
def number_kinds(language: str) -> NumberKinds:
    """The kinds of numbers of a language, made once."""
    return NumberKinds(language)
