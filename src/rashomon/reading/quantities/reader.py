"""Numbers in digits and in words, as ICU spells them and CLDR names the powers of ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.language import load
from rashomon.reading.quantities.fractions import SLASHES, fractions
from rashomon.reading.quantities.lexicon import phrases
from rashomon.reading.quantities.numeral import Numeral, power_of_thousand
from rashomon.reading.quantities.numeral_lexicons import numeral_lexicons
from rashomon.reading.quantities.numeral_words import addition_words, decimal_words, minus_words
from rashomon.reading.quantities.simple import simple_numerals
from rashomon.reading.quantities.tokens import MINUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.tokens import Token

_LARGEST_SCALE = 1e15
_MOST_DECIMALS = 12
_DOZENS_BELOW = 1000
_THOUSAND = 1000


class Numerals:
    """The numbers of one language, read from tokens."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        known = numeral_lexicons(language)
        self._simple = simple_numerals(language)
        self._scales, self._characters = known.scales, known.characters
        self._attached = rules.attached
        self._collectives, self._vague = known.collectives, known.vague
        self._additions = phrases(rules.additions or addition_words(language))
        self._halves = phrases(rules.halves)
        self._links = phrases(rules.links)
        self._points = phrases({*rules.points, *decimal_words(language)})
        self._minus = phrases({*rules.minus, *minus_words(language)})
        self._fractions = fractions(language)
        self._goes_on = known.scales.firsts() | known.collectives.firsts() | self._fractions.goes_on()
        self._goes_on |= self._additions.firsts() | self._halves.firsts()
        self._words_go_on = known.words.firsts() | self._points.firsts()
        self._opens_fraction = {*rules.one_of, *self._fractions.lexicons()[0].firsts()}
        self._bounds = phrases(rules.about | rules.at_least | rules.at_most)  # "al menos ocho" is no minus

    def at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """The number that begins at token ``i``, with the powers of ten that follow it, and its sign."""
        if i >= len(tokens):
            return None
        if self._stands_alone(tokens, i):
            found = self._simple.at(tokens, i)
        else:
            found = self._vague_at(tokens, i) or self._exact_at(tokens, i)
        if found is None or (found.end == i + 1 and self._simple.is_common(tokens, i, found)):
            return None
        start = i if found.vague or found.collective else self._minus_start(tokens, i)
        if start == i:
            return found._replace(start=i)
        return found._replace(start=start, value=-found.value, one=False)

    def _stands_alone(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether token ``i`` is digits after which nothing goes on with the number: the quick way out."""
        if tokens[i].kind != "number":
            return False
        if i + 1 == len(tokens):
            return True
        after = tokens[i + 1]
        if after.kind == "number":
            last = i + 2 == len(tokens)
            return after.key.isdecimal() and (last or tokens[i + 2].key not in SLASHES)
        return after.kind != "char" and after.key not in self._goes_on

    def _ends(self, tokens: Sequence[Token], i: int, simple: Numeral) -> bool:
        """Whether nothing goes on with a number in words that begins at token ``i``: the quick way out."""
        if self._attached or self._characters or tokens[i].key in self._opens_fraction:
            return False
        if simple.end >= len(tokens):
            return True
        after = tokens[simple.end]
        return after.kind == "word" and after.key not in self._goes_on and after.key not in self._words_go_on

    def _minus_start(self, tokens: Sequence[Token], i: int) -> int:
        """Where the number at token ``i`` begins with its sign; ``i`` where it has none."""
        if i == 0:
            return i
        sign = tokens[i - 1]
        if sign.key in MINUS and sign.end == tokens[i].start and tokens[i].kind != "word":
            before = tokens[i - 2] if i > 1 else None
            free = before is None or (before.end < sign.start and before.kind != "number")
            return i - 1 if free or (before is not None and before.key in "([（") else i
        spelled = self._minus.before(tokens, i)
        if spelled is None:
            return i
        longer = self._bounds.before(tokens, i)
        return spelled[1] if longer is None or longer[1] >= spelled[1] else i

    def _vague_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """ "dozens", "tens of thousands": the smallest number meant."""
        found = self._vague.at(tokens, i)
        if found is None or not found[0]:
            return None
        value, end = found
        while True:
            linked = self._links.at(tokens, end)
            at = linked[1] if linked else end
            more = self._vague.at(tokens, at) or self._scales.at(tokens, at)
            if more is None or more[0] < 100 or value * more[0] > _LARGEST_SCALE:
                return Numeral(value, end, vague=True)
            value, end = value * more[0], more[1]

    def _exact_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        simple = self._simple.at(tokens, i) or self._simple.attached_at(tokens, i)
        if simple is not None and simple.value < _THOUSAND and self._ends(tokens, i, simple):
            return simple
        fraction = self._fractions.alone(tokens, i)
        if fraction is not None and (simple is None or fraction.end > simple.end):
            parts = fraction.parts if fraction.value < 1 else 0
            return self._of_scale(tokens, Numeral(fraction.value, fraction.end, fraction=parts))
        if simple is None:
            found = self._collectives.at(tokens, i) if tokens[i].kind == "word" else None
            return Numeral(found[0], found[1], collective=True) if found else None
        if not simple.digits and simple.value >= 1000 and simple.value % 1000 == 0 and simple.scale == 1:
            simple = simple._replace(scale=power_of_thousand(simple.value))  # "mil quinientos"
        whole = self._sum(tokens, simple)
        fraction = self._fractions.of(tokens, whole, self._small_at)
        if fraction is not None:
            return self._of_scale(tokens, Numeral(fraction.value, fraction.end, fraction=fraction.parts))
        return self._with_rest(tokens, whole)

    def _sum(self, tokens: Sequence[Token], simple: Numeral) -> Numeral:
        """The number with smaller ones that follow its powers of ten: "two thousand three hundred"."""
        total, more = 0.0, simple.more
        current = self._decimals(tokens, self._grouped(tokens, simple))
        first = current
        while True:
            current = self._scaled(tokens, current)
            after = self._smaller(tokens, current) if current.scale > 1 else None
            if after is None:
                break
            if after.scale > current.scale:  # "cinco mil doscientos millones"
                current = after._replace(value=current.value * after.scale + after.value)
                continue
            total += current.value
            current = after
        one = simple.one and current is first and current.end == simple.end
        whole = current._replace(value=round(total + current.value, 9), one=one, more=more)
        return self._decimals(tokens, whole)

    def _with_rest(self, tokens: Sequence[Token], whole: Numeral) -> Numeral:
        """The number with what is no whole number: "and a half", "and two thirds", "dozen"."""
        half = self._halves.at(tokens, whole.end)
        if half is not None:
            scaled = self._scales.at(tokens, half[1]) if whole.scale > 1 else None
            if scaled is not None:  # "one billion and a half million"
                return whole._replace(value=whole.value + 0.5 * scaled[0], end=scaled[1], one=False)
            value = whole._replace(value=whole.value + 0.5 * whole.scale, end=half[1], one=False)
            return self._scaled(tokens, value)
        rest = self._fractions.after(tokens, whole, self._small_at)
        if rest is not None:
            part = self._of_scale(tokens, Numeral(rest.value, rest.end))
            if part.end == rest.end and whole.scale > 1 and not self._characters:
                part = part._replace(value=part.value * whole.scale)
            if part.scale > 1 and whole.scale == 1:  # "three and two thirds million"
                part = part._replace(value=part.value + whole.value * part.scale)
                return part._replace(digits=whole.digits)
            return part._replace(value=whole.value + part.value, scale=whole.scale, digits=whole.digits)
        group = self._collectives.at(tokens, whole.end)
        if group is not None and whole.value < _DOZENS_BELOW:
            return Numeral(whole.value * group[0], group[1], collective=True)
        return whole

    def _of_scale(self, tokens: Sequence[Token], part: Numeral) -> Numeral:
        """A fraction of a power of ten: "half a million", "two thirds of a million"."""
        at = part.end
        link = self._links.at(tokens, at)
        at = link[1] if link else at
        at = self._fractions.past_one(tokens, at)
        scale = self._scales.at(tokens, at)
        found = scale or self._collectives.at(tokens, at)
        if found is None or found[0] < 10:
            return part
        value, about = part.value * found[0], scale is None
        return part._replace(value=value, end=found[1], scale=found[0], fraction=0, collective=about)

    def _small_at(self, tokens: Sequence[Token], i: int) -> Numeral | None:
        """A number with what "and" adds to its hundreds, without powers of ten."""
        simple = self._simple.at(tokens, i)
        return None if simple is None else self._grouped(tokens, simple)

    def _decimals(self, tokens: Sequence[Token], number: Numeral) -> Numeral:
        """The number with decimals that are said: "two *point zero three*"."""
        point = None if number.digits else self._points.at(tokens, number.end)
        if point is None:
            return number
        at, digits = point[1], ""
        while at < len(tokens) and len(digits) < _MOST_DECIMALS and tokens[at].kind != "number":
            found = self._small_at(tokens, at)
            if found is None or found.digits or found.value % 1 or (digits and found.value >= 10):
                break
            shown = "".join(str(self._characters.get(t.key, "")) for t in tokens[at : found.end])
            plain = self._characters and len(shown) == found.end - at
            digits += shown if plain else str(int(found.value))
            at = found.end
            if found.value >= 10:
                break
        if not digits or number.value % 1:
            return number
        return number._replace(value=float(f"{number.value:.0f}.{digits}"), end=at, one=False)

    def _scaled(self, tokens: Sequence[Token], number: Numeral) -> Numeral:
        """The number times the powers of ten that follow it: "5 nghìn tỷ" is 5 · 10³ · 10⁹."""
        while (found := self._scales.at(tokens, number.end)) is not None:
            scale = number.scale * found[0]
            if scale > _LARGEST_SCALE:
                break
            number = number._replace(
                value=round(number.value * found[0], 6),
                end=found[1],
                scale=scale,
                one=False,
            )
        return number

    def _grouped(self, tokens: Sequence[Token], number: Numeral) -> Numeral:
        """The number with what stands below its hundreds: "two hundred *and five*", "five *and twenty*"."""
        if number.digits or self._characters or number.value < 1:
            return number
        if not (number.value < 10 or (number.value < 1000 and number.value % 100 == 0)):
            return number
        joined = self._additions.at(tokens, number.end)
        at = joined[1] if joined else number.end
        if at >= len(tokens):
            return number
        after = self._simple.attached_at(tokens, at)
        if after is None and (joined or number.value >= 100):
            after = self._simple.at(tokens, at)
        if after is None or after.digits:
            return number
        if number.value < 10:
            fits = bool(self._attached) and after.value in range(20, 100, 10)
        else:
            after = self._grouped(tokens, after) if self._attached else after
            fits = 1 <= after.value < 100
        return after._replace(value=number.value + after.value, one=False) if fits else number

    def _smaller(self, tokens: Sequence[Token], number: Numeral) -> Numeral | None:
        """A number that adds to a power of ten before it: "two thousand and *five*"."""
        joined = self._additions.at(tokens, number.end)
        at = joined[1] if joined else number.end
        if at >= len(tokens) or (number.digits and joined):
            return None
        after = self._simple.at(tokens, at) or self._simple.attached_at(tokens, at)
        if after is None or after.digits != number.digits or (after.one and not joined):
            return None
        after = self._grouped(tokens, after)
        if joined and (
            self._fractions.denominator_at(tokens, after.end) or self._fractions.alone(tokens, at)
        ):
            return None  # "six million and two thirds"
        small, after = after, self._scaled(tokens, after)
        if not joined and 0 < small.value < number.scale < after.scale:
            return after
        if number.digits and after.scale == 1:  # "5 bin 300"
            plain = number.scale == _THOUSAND and after.value < _THOUSAND and tokens[at].key.isdigit()
            whole = number.value % _THOUSAND == 0 and number.value < _THOUSAND**2
            return after if plain and whole and after.end == at + 1 else None
        return after if 0 < after.value < number.scale else None
