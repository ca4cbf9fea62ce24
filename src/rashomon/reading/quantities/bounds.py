"""What words around a number say of its bounds: "at least", "or more", "34 people *at most*"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rashomon.language import load
from rashomon.reading.quantities.lexicon import Lexicon, phrases
from rashomon.reading.quantities.numerals import numerals
from rashomon.reading.quantities.tokens import key_of, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quantities.amount import Amount
    from rashomon.reading.quantities.tokens import Token


class Says(NamedTuple):
    """Whether a number is a lower and an upper bound, or about right."""

    low: bool
    high: bool
    approximate: bool


class Bound(NamedTuple):
    """The same, and the tokens of the number, with the words that say so."""

    low: bool
    high: bool
    approximate: bool
    start: int
    end: int


_ABOUT: Final = Says(True, True, True)
_AT_LEAST: Final = Says(True, False, False)
_AT_MOST: Final = Says(False, True, False)
_SAYS: Final = {"about": _ABOUT, "at_least": _AT_LEAST, "at_most": _AT_MOST}
_ENDING = "-"
_SPACE = 1
_COMMAS = ",،，"
_MOST_WORDS = 2


class Bounds:
    """Reads the bounds of numbers in one language."""

    def __init__(self, language: str) -> None:
        rules = load(language).numbers
        self._numerals = numerals(language)
        self._before: Lexicon[Says] = Lexicon(
            (word, said)
            for said, words in (
                (_ABOUT, rules.about),
                (_AT_LEAST, rules.at_least),
                (_AT_MOST, rules.at_most),
            )
            for word in sorted(words)
        )
        self._another = phrases(rules.another)
        self._after: Lexicon[Says] = Lexicon(_said_after(language))
        self._at_most_after = phrases(rules.at_most_after)
        self._at_most_endings = tuple(sorted(map(key_of, rules.at_most_endings)))
        self._last = Lexicon(_said_last(language))

    def around(self, tokens: Sequence[Token], found: Amount) -> Bound:
        """What the words right before and right after a number say."""
        says = Says(True, not found.first.more, found.first.vague or found.first.collective)
        start, end = found.start, found.end
        for _ in range(_MOST_WORDS):
            before = self._said_before(tokens, start)
            if before is None or (found.ranged and before[0] != _ABOUT):
                break
            says, start = _both(says, before[0]), before[1]
        after = None if found.ranged else self._said_after(tokens, found.end)
        if after is not None and not self._goes_on(tokens, found.end, after[1]):
            says, end = _both(says, after[0]), after[1]
        return Bound(*_settled(says), start, end)

    def after_noun(self, tokens: Sequence[Token], bound: Bound, i: int) -> Bound:
        """The bound with what the words after the counted noun say, which begin at token ``i``."""
        found = self._last.at(tokens, i)
        if found is None or self._goes_on(tokens, i, found[1]):
            return bound
        before = tokens[i - 1].key
        for ending, said in found[0]:
            if before.endswith(ending):
                says = _settled(_both(Says(bound.low, bound.high, bound.approximate), said))
                return bound._replace(low=says.low, high=says.high, approximate=says.approximate)
        return bound

    def past(self, tokens: Sequence[Token], i: int) -> int:
        """The token after words such as "or more" that may follow a number."""
        after = self._said_after(tokens, i)
        return after[1] if after else i

    def opens(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether words such as "at least" end before token ``i``."""
        return self._before.before(tokens, i) is not None

    def _said_before(self, tokens: Sequence[Token], i: int) -> tuple[Says, int] | None:
        """What the words before token ``i`` say, and their first token."""
        before = self._before.before(tokens, i)
        if before is None and (another := self._another.before(tokens, i)) is not None:
            return self._before.before(tokens, another[1])
        return before

    def _said_after(self, tokens: Sequence[Token], i: int) -> tuple[Says, int] | None:
        """What the words after a number, which begin at token ``i``, say, and the token after them."""
        if i + 1 < len(tokens) and tokens[i].key in _COMMAS:  # "300, or more"
            later = self._after.at(tokens, i + 1)
            return later if later is not None and later[1] > i + _MOST_WORDS else None
        most = self._at_most_after.at(tokens, i)
        if most is not None and (not self._at_most_endings or self._is_inflected(tokens, i)):
            return _AT_MOST, most[1]
        return self._after.at(tokens, i)

    def _is_inflected(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether the word before token ``i`` has the ending that "up to" asks for: "euro*ya* kadar"."""
        before = tokens[i - 1]
        if before.kind == "number":  # its ending is no token
            return tokens[i].start - before.end > _SPACE
        return before.key.endswith(self._at_most_endings)

    def _goes_on(self, tokens: Sequence[Token], i: int, end: int) -> bool:
        """Whether the words from token ``i`` to ``end`` belong to what follows: "34 men, *at least* 3"."""
        for k in range(i, end):
            longer = self._before.at(tokens, k)
            if longer is not None and (longer[1] > end or self._is_number(tokens, longer[1])):
                return True
        return self._is_number(tokens, end)

    def _is_number(self, tokens: Sequence[Token], i: int) -> bool:
        another = self._another.at(tokens, i)
        return self._numerals.at(tokens, another[1] if another else i) is not None


def last_words(language: str) -> list[str]:
    """The phrases that may follow a counted noun of any ending, at which it ends."""
    return [phrase for phrase, said in _said_last(language).items() if any(not end for end, _ in said)]


def _said_after(language: str) -> list[tuple[str, Says]]:
    rules = load(language).numbers
    found = [(word, _ABOUT) for word in sorted(rules.about_after)]
    return found + [(word, _AT_LEAST) for word in sorted(rules.at_least_after | {"+"})]


def _said_last(language: str) -> dict[str, list[tuple[str, Says]]]:
    """For each phrase after a counted noun, what it says after a noun of an ending; the longest one first."""
    rules = load(language).numbers
    after = [
        *_said_after(language),
        *((word, _AT_MOST) for word in sorted(rules.at_most_after)),
    ]
    given = [(word, _SAYS[said]) for word, said in sorted(rules.bounds_last.items())]
    found: dict[str, list[tuple[str, Says]]] = {}
    for phrase, says in [*given, *((p, s) for p, s in after if _is_long(p))]:
        ending, _, words = phrase[1:].partition(" ") if phrase.startswith(_ENDING) else ("", "", phrase)
        if words:
            found.setdefault(words, []).append((key_of(ending), says))
    for said in found.values():
        said.sort(key=lambda one: -len(one[0]))
    return found


def _is_long(phrase: str) -> bool:
    return len(tokenize(phrase, 0, len(phrase))) > 1 and not phrase.startswith(_ENDING)


def _both(one: Says, other: Says) -> Says:
    return Says(
        one.low and other.low,
        one.high and other.high,
        one.approximate or other.approximate,
    )


def _settled(says: Says) -> Says:
    """ "At least" and "at most" of one number say that it is about right."""
    return says if says.low or says.high else _ABOUT


@cache
def bounds(language: str) -> Bounds:
    """The bounds of a language, made once."""
    return Bounds(language)
