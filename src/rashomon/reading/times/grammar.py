"""The grammar of times of a language: CLDR's patterns and the wordings of its file, as tries."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.reading.times.ahead import State
from rashomon.reading.times.cores import Cores, rarity
from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.slots import slots_of
from rashomon.reading.times.templates import joined_forms, parts_of, phrases, spelled_out
from rashomon.reading.times.tries import Node, Phrases, Slot, walk
from rashomon.reading.times.wordings import dates_of, short_dates, wordings_of
from rashomon.reading.times.words import (
    TimeWords,
    time_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.language.reading_rules import TimeRules
    from rashomon.reading.times.tries import Found, Match

_CLOCK_UNITS = ("hour", "minute", "second")
_DIGITS = frozenset(f"{n:0{width}}" for width in range(1, 5) for n in range(10**width))


class Rule(Struct, frozen=True):
    """What a wording is: its kind of piece, its place among the rules, and values that it fixes itself."""

    kind: str
    order: int
    fixed: dict[str, object]


class Range(Struct, frozen=True):
    """How an interval is worded: what stands before its ends, between and after them."""

    before: Phrases
    inside: Phrases  # the same forwards, for what stands among the words of the first end
    between: frozenset[str]
    after: Phrases


class Tense(Struct, frozen=True):
    """Words that show whether a clause is of the future: phrases, and endings of words."""

    phrases: Phrases
    future: tuple[str, ...]
    past: tuple[str, ...]


class Grammar(Struct, frozen=True):
    """Everything that finds the times of one language.

    ``root`` begins every wording, ``places`` those with a place, after a clock time; ``firsts`` are the
    tokens that a wording can begin with, ``cores`` those of which it has one for certain; ``counted`` are
    words after a number that is no hour, ``numerals`` those numbers.
    """

    root: Node
    places: Node
    firsts: frozenset[str]
    cores: frozenset[str]
    begin: State
    states: dict[str, State]  # after the words met so far
    words: TimeWords
    names: str
    bare_years: bool
    prefixes: tuple[str, ...]
    common: frozenset[str]
    also: Phrases
    joiners: Phrases
    sums: Phrases
    day_parts: Phrases
    part: Phrases
    within: Phrases
    week_of: Phrases
    halves: Phrases
    eras: Phrases
    counted: frozenset[str]
    numerals: frozenset[str]
    outside: Phrases
    since: Phrases
    until: Phrases
    ranges: tuple[Range, ...]
    tense: Tense | None


@cache
def grammar(code: str) -> Grammar:
    """The grammar of times of a language (a BCP 47 code)."""
    rules, words = load(code).times, time_words(code)
    slots = slots_of(code, rules, words)
    slots["x"] = _bases(code, rules, words, slots)
    root, places = Node(), Node()
    cores = Cores(_DIGITS, rarity(code, words))
    for order, (kind, template, fixed) in enumerate(wordings_of(code, rules, words)):
        rule = Rule(kind, order, fixed)
        for form in spelled_out(template):
            for joined in joined_forms(form) if words.spaced else [form]:
                parts = parts_of(joined, slots, words.spaced)
                if parts is not None:
                    # What may be any word is looked for beside clock times alone.
                    (places if slots["place"] in parts else root).add(parts, rule)
                    if slots["place"] not in parts:
                        cores.add(parts)
    return Grammar(
        root=root,
        places=places,
        firsts=root.firsts() | _DIGITS,
        cores=cores.found(rules.prefixes),
        begin=State([(root, ())]),
        states={},
        words=words,
        names=rules.names,
        bare_years=rules.bare_years,
        prefixes=rules.prefixes,
        common=frozenset(map(fold_word, rules.common)),
        also=Phrases(dict.fromkeys(phrases(rules.also)), words.spaced),
        joiners=Phrases(dict.fromkeys(phrases(rules.joiners)), words.spaced),
        sums=Phrases({p: int(s) for s, ts in sorted(rules.sums.items()) for p in phrases(ts)}, words.spaced),
        day_parts=Phrases(
            {fold_word(w): key for key, ws in sorted(rules.day_parts.items()) for w in ws}, words.spaced
        ),
        part=_before(rules.part, words),
        within=_before(rules.within, words),
        week_of=_before(rules.week_of, words),
        counted=_counted(rules, words) | frozenset(map(fold_word, load(code).numbers.percent)),
        numerals=_DIGITS.union(words.numbers),
        eras=Phrases({fold_word(w): key for key, ws in sorted(rules.eras.items()) for w in ws}, words.spaced),
        halves=Phrases(words.halves, words.spaced),
        outside=Phrases(dict.fromkeys(phrases(rules.outside)), words.spaced),
        since=_before(rules.since, words),
        until=_before(rules.until, words),
        ranges=tuple(_range(template, words) for template in ("{a} - {b}", "{a} – {b}", *rules.ranges)),
        tense=_tense(rules, words),
    )


def _bases(code: str, rules: TimeRules, words: TimeWords, slots: dict[str, Slot]) -> Slot:
    """What "last", "next" and "this" may stand beside, as one slot."""
    dates = [
        form
        for template in dates_of(code, rules, words)
        if "month}" in template and "{day}" in template
        for form in spelled_out(template)
        if "year" not in form and "{day2}" not in form and "{wd}" not in form
    ]
    bases = Node()
    dates.append(short_dates(code)[0])
    for template in ("{weekday}", "{dayperiod}", "{month}", "{season}", "{holiday}", "{cal}", *dates):
        for form in spelled_out(template):
            parts = parts_of(form, slots, words.spaced)
            if parts is not None:
                bases.add(parts, None)

    def match(tokens: Sequence[str], index: int) -> list[Match]:
        found: list[Found] = []
        walk(bases, tokens, index, None, found)
        return [(end, got) for end, _, got in found]

    digits = any(slot.digits for slot, _ in bases.slots.values())
    return Slot("x", match, bases.firsts(), digits=digits, inner=bases)


def _counted(rules: TimeRules, words: TimeWords) -> frozenset[str]:
    """Words after a number that is no hour: months, and units but those that lead to a date ("ngày")."""
    units = {word for word, unit in words.units.items() if unit not in _CLOCK_UNITS}
    return frozenset(words.all_months).union(units).difference(phrases(rules.joiners))


def _before(templates: Iterable[str], words: TimeWords) -> Phrases:
    """Any of the wordings right before a position."""
    return Phrases(dict.fromkeys(phrases(templates)), words.spaced, backwards=True)


def _range(template: str, words: TimeWords) -> Range:
    """What stands before, between and after the two ends."""
    before, _, rest = template.partition("{a}")
    between, _, after = rest.partition("{b}")
    opening = phrases([before.strip()])
    return Range(
        before=Phrases(dict.fromkeys(opening), words.spaced, backwards=True),
        inside=Phrases(dict.fromkeys(opening), words.spaced),
        between=frozenset(phrases([between.strip()])),
        after=Phrases(dict.fromkeys(phrases([after.strip()])), words.spaced),
    )


def _tense(rules: TimeRules, words: TimeWords) -> Tense | None:
    if not rules.future and not rules.future_endings:
        return None
    known: dict[str, object] = dict.fromkeys(phrases(rules.said), False)
    known |= dict.fromkeys(phrases(rules.future), True)
    return Tense(
        Phrases(known, words.spaced),
        tuple(map(fold_word, rules.future_endings)),
        tuple(map(fold_word, rules.past_endings)),
    )
