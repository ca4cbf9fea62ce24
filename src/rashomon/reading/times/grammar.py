"""The grammar of times of a language: CLDR's patterns and the wordings of its file, as tries."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import TimeRules, load
from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.slots import slots_of
from rashomon.reading.times.templates import joined_forms, parts_of, phrases, spelled_out
from rashomon.reading.times.tries import Node, Phrases, Slot, walk
from rashomon.reading.times.words import (
    CLOCKS_BY_NAME,
    TimeWords,
    ago_patterns,
    clock_patterns,
    date_patterns,
    numeric_order,
    relative_words,
    time_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rashomon.reading.times.ahead import Following
    from rashomon.reading.times.tries import Found, Match

_ANY = "{x}"
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
    tokens that a wording can begin with.
    """

    root: Node
    places: Node
    firsts: frozenset[str]
    following: dict[str, Following]  # of the words met so far
    words: TimeWords
    names: str
    prefixes: tuple[str, ...]
    common: frozenset[str]
    also: Phrases
    joiners: Phrases
    sums: Phrases
    day_parts: Phrases
    part: Phrases
    within: Phrases
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
    for order, (kind, template, fixed) in enumerate(_wordings(code, rules, words)):
        rule = Rule(kind, order, fixed)
        for form in spelled_out(template):
            for joined in joined_forms(form) if words.spaced else [form]:
                parts = parts_of(joined, slots, words.spaced)
                if parts is not None:
                    # What may be any word is looked for beside clock times alone.
                    (places if slots["place"] in parts else root).add(parts, rule)
    return Grammar(
        root=root,
        places=places,
        firsts=root.firsts() | _DIGITS,
        following={},
        words=words,
        names=rules.names,
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
        since=_before(rules.since, words),
        until=_before(rules.until, words),
        ranges=tuple(_range(template, words) for template in ("{a} - {b}", "{a} – {b}", *rules.ranges)),
        tense=_tense(rules, words),
    )


def _wordings(code: str, rules: TimeRules, words: TimeWords) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Every wording of a language with its kind and what it fixes, the likelier first."""
    for part, templates in sorted(rules.more.items()):
        for template in templates:
            yield "duration", template, {"added": float(part)}
    for template in rules.ignore:
        yield "ignore", template, {}
    dates = _dates(code, rules, words)
    for template in dates:
        yield "date", template, {}
        if words.spaced and "{year}" in template and "month}" in template:
            yield "date", template.replace("{year}", "{yearword}"), {}
    yield "date", "{othercalendar}", {}
    yield "date", "{month}", {"weak": True}
    if (short := _short_date(code)) not in dates:
        yield "date", short, {"weak": True}
    yield "date", "{year}", {"weak": True}
    yield "date", "{season}", {"weak": True}
    yield "date", "{holiday}", {}
    yield "date", "{weekday}", {"weak": rules.weak_weekdays}
    yield "date", "{dayperiod}", {}
    for unit, templates in sorted(rules.parts.items()):
        for template in templates:
            yield "date", template, {"part": unit}
    for direction, templates in ((-1, rules.past), (1, rules.next), (0, rules.this)):
        for template in templates:
            yield "date", template, {"direction": direction}
    for template in rules.this:
        yield "date", template.replace(_ANY, "{period}"), {"direction": 0}
    for template in rules.every:
        bases = ("{weekday}", "{unit}", "{cal}", "{n} {unit}", "{period}", "{season}")
        for base in bases if _ANY in template else ("",):
            yield "set", template.replace(_ANY, base), {}
    for unit, templates in sorted(rules.sets.items()):
        for template in templates:
            yield "set", template, {"weekday": int(unit)} if unit.isdigit() else {"unit": unit}
    for unit, shifts in sorted(rules.relative.items()):
        for shift, wordings in sorted(shifts.items()):
            for template in wordings:
                yield "date", template, {"unit": unit, "shift": int(shift)}
    if not rules.relative:
        for unit, shift_, word in relative_words(code):
            yield "date", word, {"unit": unit, "shift": shift_}
    for sign, narrative, templates in (
        (-1, True, rules.earlier),
        (0, True, rules.same),
        (1, True, rules.later),
        (-1, False, rules.ago),
        (1, False, rules.ahead),
    ):
        for template in templates:
            fixed: dict[str, object] = {"sign": sign, "narrative": narrative}
            yield "ago", template, fixed | ({"direction": 1} if templates is rules.ahead else {})
    for template in rules.in_time:
        yield "ago", template, {"sign": 1, "narrative": False}
    for pattern, unit, sign in ago_patterns(code):
        yield "ago", pattern.replace("{0}", "{n}"), {"unit": unit, "sign": sign}
    yield from _clocks(code, rules, words)
    for template in ("{n}[( |-)]{unit}" if words.spaced else "{n}{unit}", *rules.durations):
        yield "duration", template, {}
    for template in rules.some:
        yield "duration", template, {"vague": "some"}
    for reference, templates in sorted(rules.vague.items()):
        for template in templates:
            yield "vague", template, {"vague": reference}


def _clocks(code: str, rules: TimeRules, words: TimeWords) -> Iterator[tuple[str, str, dict[str, object]]]:
    for minutes, templates in sorted(rules.clocks_shift.items()):
        for template in templates:
            yield "clock", template, {"to_hour": int(minutes)}
    for template in ("{hour}:{minute}", "{hour}:{minute}:{second}", *_halves(words), *rules.clocks):
        yield "clock", template, {}
        if words.halves and "{half}" not in template and "{period}" not in template:
            yield "clock", template + "[ ]{half}", {}
    for template in rules.clocks_loose:
        yield "clock", template, {"loose": True, "weak": True}
    for template in () if rules.clocks else clock_patterns(code):
        yield "clock", template, {}
    yield "clock", "{hhmm}[ ]{zone}", {}
    yield "clock", "{hour}.{minute}", {"weak": True}
    for template in ("{zone}", *rules.zone_phrases):
        yield "zone", template, {}
    for word in rules.local:
        yield "zone", word, {"local": True}
    for key, hour in CLOCKS_BY_NAME.items():
        for word in sorted(w for w, k in words.periods.items() if k == key):
            plain = word.replace("(", "").replace(")", "").replace("|", "")
            yield "clock", plain, {"hour": hour, "minute": 0}
    yield "period", "{period}", {}


def _dates(code: str, rules: TimeRules, words: TimeWords) -> list[str]:
    return list(dict.fromkeys([*_cldr_dates(code, words), *_numeric_dates(code), *rules.dates]))


def _bases(code: str, rules: TimeRules, words: TimeWords, slots: dict[str, Slot]) -> Slot:
    """What "last", "next" and "this" may stand beside, as one slot."""
    dates = [
        form
        for template in _dates(code, rules, words)
        if "month}" in template and "{day}" in template
        for form in spelled_out(template)
        if "year" not in form and "{day2}" not in form and "{wd}" not in form
    ]
    bases = Node()
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


def _cldr_dates(code: str, words: TimeWords) -> list[str]:
    """CLDR's date patterns as templates."""
    found = []
    slots = {"y": "{year}", "d": "{day}", "M": "{m}", "MM": "{m}", "dd": "{day}"}
    for pattern in date_patterns(code):
        template = ""
        for quoted, letters, other in re.findall(r"'([^']*)'|([a-zA-Z]+)|([^a-zA-Z']+)", pattern):
            if not letters:
                template += fold_word(f"x{quoted or other}x")[1:-1]
            elif letters[0] in "Ec":
                template += "{wd}"
            else:
                is_name = letters[0] in "ML" and len(letters) > 2
                template += "{anymonth}" if is_name else slots.get(letters, "{none}")
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
    short = {"dMy": ["{day}/{m}/{yy}", "{day}-{m}-{yy}"], "Mdy": ["{m}/{day}/{yy}"]}.get(order, [])
    day_first = ["{day}/{m}/{year}"] if order == "yMd" else []
    iso = ["{year}-{m}-{day}", "{year}-{m}-{day}t{hour}:{minute}[:{second}]"]
    return [*local, *swapped, *short, *day_first, *iso]


def _short_date(code: str) -> str:
    return "{day}/{m}" if numeric_order(code) == "dMy" else "{m}/{day}"


def _halves(words: TimeWords) -> list[str]:
    if not words.halves:
        return []
    return ["{hour}[ ]{half}", "{hour}[(:|.)]{minute}[ ]{half}"]


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
