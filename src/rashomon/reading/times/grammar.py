"""The grammar of times of a language: CLDR's patterns and the wordings of its file, compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import TimeRules, load
from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.templates import CLOCKS_BY_NAME, Rule, compile_rule, plain_pattern
from rashomon.reading.times.words import (
    TimeWords,
    ago_patterns,
    date_patterns,
    numeric_order,
    one_of,
    time_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class Grammar(Struct, frozen=True):
    """Everything that finds the times of one language. ``rules`` is keyed by first word or character."""

    rules: dict[str, tuple[Rule, ...]]
    words: TimeWords
    names: str
    prefixes: tuple[str, ...]
    common: frozenset[str]
    also: re.Pattern[str]
    joiner: re.Pattern[str]
    part: re.Pattern[str]
    within: re.Pattern[str]
    since: re.Pattern[str]
    until: re.Pattern[str]
    ranges: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]
    tense: re.Pattern[str] | None


@cache
def grammar(code: str) -> Grammar:
    """The grammar of times of a language (a BCP 47 code)."""
    rules, words = load(code).times, time_words(code)
    index: dict[str, list[Rule]] = {}
    for rule in _rules(code, rules, words):
        for first in sorted(rule.firsts):
            index.setdefault(first, []).append(rule)
    return Grammar(
        rules={first: tuple(found) for first, found in index.items()},
        words=words,
        names=rules.names,
        prefixes=rules.prefixes,
        common=frozenset(map(fold_word, rules.common)),
        also=re.compile(rf"\s{{0,2}},?\s{{0,2}}(?:{one_of(map(fold_word, rules.also))})?\s{{0,2}}"),
        joiner=_joiner(rules, words),
        part=_before(rules.part, words),
        within=_before(rules.within, words),
        since=_before(rules.since, words),
        until=_before(rules.until, words),
        ranges=tuple(_range(template, words) for template in ("{a} - {b}", "{a} – {b}", *rules.ranges)),
        tense=_tense(rules, words),
    )


def _rules(code: str, rules: TimeRules, words: TimeWords) -> Iterable[Rule]:
    def make(kind: str, template: str, **fixed: object) -> Iterable[Rule]:
        rule = compile_rule(kind, template, fixed, rules, words)
        return () if rule is None else (rule,)

    dates = list(dict.fromkeys([*_cldr_dates(code, words), *_numeric_dates(code), *rules.dates]))
    for template in rules.ignore:
        yield from make("ignore", template)
    for template in dates:
        yield from make("date", template)
    yield from make("date", "{month}", weak=True)
    if (short := _short_date(code)) not in dates:
        yield from make("date", short, weak=True)
    yield from make("date", "{year}", weak=True)
    yield from make("date", "{weekday}", weak=rules.weak_weekdays)
    bases = [
        "{weekday}",
        "{month}",
        "{cal}",
        *(d for d in dates if "month}" in d and "{day}" in d and "year}" not in d),
    ]
    for direction, templates in ((-1, rules.past), (1, rules.next), (0, rules.this)):
        extra = ["{period}"] if direction == 0 else []
        for template in templates:
            for base in [*bases, *extra]:
                yield from make("date", template.replace("{x}", base), direction=direction)
    for template in rules.every:
        for base in ("{weekday}", "{unit}", "{n} {unit}", "{period}"):
            yield from make("set", template.replace("{x}", base))
    for unit, shifts in sorted(rules.relative.items()):
        for shift, wordings in sorted(shifts.items()):
            for wording in wordings:
                yield from make("date", wording, unit=unit, shift=int(shift))
    for sign, narrative, templates in (
        (-1, True, rules.earlier),
        (1, True, rules.later),
        (-1, False, rules.ago),
        (1, False, rules.ahead),
    ):
        for template in templates:
            yield from make("ago", template, sign=sign, narrative=narrative)
    for pattern, unit, sign in ago_patterns(code):
        yield from make("ago", pattern.replace("{0}", "{n}"), unit=unit, sign=sign)
    for template in ("{hour}:{minute}", "{hour}:{minute}:{second}", *_halves(words), *rules.clocks):
        yield from make("clock", template)
        if words.halves and "{half}" not in template and "{period}" not in template:
            yield from make("clock", template + "[ ]{half}")
    for minutes, templates in sorted(rules.clocks_off.items()):
        for template in templates:
            yield from make("clock", template, off=int(minutes))
    yield from make("clock", "{hhmm}[ ]{zone}")
    yield from make("clock", "{hour}.{minute}", weak=True)
    places = [
        template.replace("{place}", "{places}") for template in rules.zone_phrases if "{place}" in template
    ]
    for template in ("{zone}", *rules.zone_phrases, *places):
        yield from make("zone", template)
    for word in rules.local:
        yield from make("zone", word, local=True)
    for key, hour in CLOCKS_BY_NAME.items():
        for word in sorted(w for w, k in words.periods.items() if k == key):
            yield from make("clock", word.replace("(", "").replace(")", ""), hour=hour, minute=0)
    yield from make("period", "{period}")
    for template in ("{n}[( |-)]{unit}" if words.spaced else "{n}{unit}", *rules.durations):
        yield from make("duration", template)


def _cldr_dates(code: str, words: TimeWords) -> list[str]:
    """CLDR's date patterns as templates."""
    found = []
    slots = {"y": "{year}", "d": "{day}", "M": "{m}", "MM": "{m}", "dd": "{day}"}
    for pattern in date_patterns(code):
        template = ""
        for quoted, letters, other in re.findall(r"'([^']*)'|([a-zA-Z]+)|([^a-zA-Z']+)", pattern):
            if letters:
                slot = (
                    "{wd}"
                    if letters[0] in "Ec"
                    else "{anymonth}"
                    if letters[0] in "ML" and len(letters) > 2
                    else ""
                )
                template += slot or slots.get(letters, "{none}")
            else:
                template += fold_word(f"x{quoted or other}x")[1:-1]
        template = template.replace("{wd},", "{wd}[,]").strip()
        if "{none}" in template or ("{m}" in template and words.spaced):
            continue
        found.append(template)
        if "{wd}" in template:
            found.append(template.replace("{wd}[,]", "").replace("{wd}", "").strip())
    return found


def _numeric_dates(code: str) -> list[str]:
    slots = {"d": "{day}", "M": "{m}", "y": "{year}"}
    order = numeric_order(code)
    local = ["".join(sep + slots[c] for c in order)[1:] for sep in "/.-"]
    swapped = [
        "".join(sep + slots[c] for c in order.translate(str.maketrans("dM", "Md")))[1:] for sep in "/.-"
    ]
    if order[0] == "y":
        swapped = []
    short = (
        ["{day}/{m}/{yy}", "{day}-{m}-{yy}"]
        if order == "dMy"
        else ["{m}/{day}/{yy}"]
        if order == "Mdy"
        else []
    )
    day_first = ["{day}/{m}/{year}"] if order == "yMd" else []
    iso = ["{year}-{m}-{day}", "{year}-{m}-{day}t{hour}:{minute}[:{second}]"]
    return [*local, *swapped, *short, *day_first, *iso]


def _short_date(code: str) -> str:
    return "{day}/{m}" if numeric_order(code) == "dMy" else "{m}/{day}"


def _halves(words: TimeWords) -> list[str]:
    if not words.halves:
        return []
    return ["{hour}[ ]{half}", "{hour}[(:|.)]{minute}[ ]{half}"]


def _before(templates: Iterable[str], words: TimeWords) -> re.Pattern[str]:
    """Any of the wordings right before a position: searched in the text up to it."""
    regex = plain_pattern(templates, TimeRules(), words)
    edge = r"(?<!\w)" if words.spaced else ""
    return re.compile(f"{edge}(?:{regex})\\s*$" if regex else r"(?!)")


def _joiner(rules: TimeRules, words: TimeWords) -> re.Pattern[str]:
    regex = plain_pattern(rules.joiners, TimeRules(), words)
    after = r"(?:\s{1,2}|(?<='))" if words.spaced else r"\s?"
    between = f"(?:(?:{regex}){after}){{0,2}}" if regex else ""
    return re.compile(rf"\s{{0,2}},?\s{{0,2}}\(?{between}")


def _range(template: str, words: TimeWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before, between and after the two ends."""
    before, _, rest = template.partition("{a}")
    between, _, after = rest.partition("{b}")
    middle = plain_pattern([between.strip()], TimeRules(), words)
    return (
        _before([before.strip()] if before.strip() else [], words) if before.strip() else re.compile(""),
        re.compile(rf"\s*(?:{middle})\s*"),
        re.compile(rf"\s*(?:{plain_pattern([after.strip()], TimeRules(), words)})" if after.strip() else ""),
    )


def _tense(rules: TimeRules, words: TimeWords) -> re.Pattern[str] | None:
    future = [one_of(map(fold_word, rules.future))] if rules.future else []
    if rules.future_endings:
        future.append(rf"\w+(?:{one_of(map(fold_word, rules.future_endings))})")
    past = [one_of(map(fold_word, rules.said))] if rules.said else []
    if rules.past_endings:
        past.append(rf"\w+(?:{one_of(map(fold_word, rules.past_endings))})")
    if not future:
        return None
    edges = (r"(?<!\w)", r"(?!\w)") if words.spaced else ("", "")
    regex = f"(?P<future>{'|'.join(future)})" + (f"|(?P<past>{'|'.join(past)})" if past else "")
    return re.compile(edges[0] + f"(?:{regex})" + edges[1])
