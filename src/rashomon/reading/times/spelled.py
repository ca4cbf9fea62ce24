"""Years and days of the month in words, as ICU spells them: "nineteen eighty-six", "twenty-second"."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.tokens import SPACE, tokenise
from rashomon.reading.times.tries import Phrases, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.reading.times.tries import Match

_CENTURIES = range(10, 22)
_SAMPLE = 86  # a number below a hundred that no language spells otherwise behind its hundreds
_DAYS = 31
_MOST_RULES = 12


def with_spaces(table: Mapping[str, int]) -> dict[str, int]:
    """The same words, and those with hyphens with spaces too."""
    return {word.replace("-", " "): value for word, value in table.items()} | dict(table)


@cache
def ordinals(code: str) -> dict[str, int]:
    """ICU's ordinal numbers up to 31, in every gender and case."""
    found: dict[str, int] = {}
    for spell in _rules(code, "ordinal"):
        for number in range(1, _DAYS + 1):
            found.setdefault(fold_word(spell(number)), number)
    return found


def years_in_words(code: str, numbers: Mapping[str, float]) -> Slot | None:
    """A slot of the years 1000 to 2199 in words; None for a language that ICU does not spell."""
    wholes, joined = _centuries(code)
    if not wholes:
        return None
    ones = {word: int(n) for word, n in numbers.items() if 1 <= n <= 99 and n == int(n)}
    tails = Phrases(with_spaces(ones), spaced=True)
    words = {
        word + tail.replace(" ", ""): year + n
        for word, year in joined.items()
        for tail, n in ones.items()
        if tail.isalpha() and word[:1].isalpha()
    }
    hundreds = Phrases({word: year for word, (year, _) in wholes.items()}, spaced=True)
    whole = {tuple(tokenise(word, spaced=True).words) for word, (_, alone) in wholes.items() if alone}

    # "Twenty nine" is no 2009.
    least = {
        tuple(tokenise(word, spaced=True).words): 0 if alone else 10 for word, (_, alone) in wholes.items()
    }

    def match(tokens: Sequence[str], index: int) -> list[Match]:
        if (year := words.get(tokens[index])) is not None:
            return [(index + 1, year)]
        found: list[Match] = []
        for end, first in hundreds.all(tokens, index):
            if tuple(tokens[index:end]) in whole:
                found.append((end, first))
            if end + 1 < len(tokens) and tokens[end] in (SPACE, "-"):
                found += [
                    (after, int(str(first)) + int(str(n)))
                    for after, n in tails.all(tokens, end + 1)
                    if int(str(n)) >= least[tuple(tokens[index:end])]
                ]
        return found

    return Slot("yearword", match, {*hundreds.firsts(), *words})


def _centuries(code: str) -> tuple[dict[str, tuple[int, bool]], dict[str, int]]:
    """What stands before the last two digits of a year, apart from them or joined with them.

    Of those apart, with the year and whether they are a year by themselves.
    """
    apart: dict[str, tuple[int, bool]] = {}
    joined: dict[str, int] = {}
    for spell in (*_rules(code, "numbering-year"), *_rules(code, "cardinal")):
        last = fold_word(spell(_SAMPLE))
        for century in _CENTURIES:
            year = century * 100
            apart[fold_word(spell(year))] = year, True
            before = fold_word(spell(year + _SAMPLE))
            if not before.endswith(last):
                continue
            before = before.removesuffix(last)
            if before.endswith(" "):
                apart.setdefault(before.strip(), (year, False))
            elif before:
                joined.setdefault(before, year)
    return apart, joined


def _rules(code: str, kind: str):  # type: ignore[no-untyped-def]
    """ICU's ways to spell a number, of one kind."""
    import icu
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return []
    spell = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(code))
    names = [spell.getRuleSetName(i) for i in range(spell.getNumberOfRuleSetNames())]
    return [partial(_format, spell, name) for name in names if kind in name][:_MOST_RULES]


def _format(spell, name: str, number: int) -> str:  # type: ignore[no-untyped-def]
    spell.setDefaultRuleSet(name)
    return str(spell.format(number))
