"""Every wording of time of a language: those of its file, of CLDR and of ICU."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.templates import spelled_out
from rashomon.reading.times.words import (
    CLOCKS_BY_NAME,
    ago_patterns,
    clock_patterns,
    date_patterns,
    numeric_order,
    relative_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.language.reading_rules import TimeRules
    from rashomon.reading.times.words import TimeWords

_ANY = "{x}"
# Dates with a name among digits, in every order, joined by one sign.
_NAMED_MONTH = (
    *(sign.join(parts) for sign in "-/" for parts in permutations(("{year}", "{anymonth}", "{day}"))),
    "{day}-{anymonth}-{yy}",
)


def wordings_of(
    code: str, rules: TimeRules, words: TimeWords
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Every wording of a language with its kind and what it fixes, the likelier first."""
    for part, templates in sorted(rules.more.items()):
        for template in templates:
            yield "duration", template, {"added": float(part)}
    for template in rules.ignore:
        yield "ignore", template, {}
    for template in rules.ages:
        yield "duration", template, {"vague": "age", "unit": "year"}
    dates = dates_of(code, rules, words)
    for template in dates:
        yield "date", template, {}
        if words.spaced and "{year}" in template and "month}" in template:
            yield "date", template.replace("{year}", "{yearword}"), {}
    yield "date", "{othercalendar}", {}
    yield "date", "{eradate}", {}
    yield "date", "{month}", {"weak": True}
    for short in short_dates(code):
        if short not in dates:
            yield "date", short, {"weak": True}
            yield "date", "{wd}[,] " + short, {}
    yield "date", "{year}", {"weak": True}
    yield "date", "{season}", {"weak": True}
    yield "date", "{holiday}", {}
    yield "date", "{weekday}", {"weak": rules.weak_weekdays}
    if rules.short_weekdays:
        yield "date", "{wd}", {"loose": True}
    yield "date", "{dayperiod}", {}
    for unit, templates in sorted(rules.parts.items()):
        for template in templates:
            yield "date", template, {"part": unit}
    beyond_words = frozenset(map(fold_word, rules.beyond))
    this = {fold_word(form).split()[0] for template in rules.this for form in spelled_out(template)}
    for direction, templates in ((-1, rules.past), (1, rules.next), (0, rules.this)):
        for form in (form for template in templates for form in spelled_out(template)):
            words_of = fold_word(form).split()
            beyond = not beyond_words.isdisjoint(words_of) and words_of[0] not in this
            yield "date", form, {"direction": direction, "beyond": beyond}
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
    for unit, templates in sorted(rules.some_units.items()):
        for template in templates:
            yield "duration", template, {"vague": "some", "unit": unit}
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
    for half, templates in sorted(rules.clocks_half.items()):
        for template in templates:
            yield "clock", template, {"half": half}
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


def dates_of(code: str, rules: TimeRules, words: TimeWords) -> list[str]:
    return list(dict.fromkeys([*_cldr_dates(code, words), *_numeric_dates(code, words.spaced), *rules.dates]))


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


def _numeric_dates(code: str, spaced: bool) -> list[str]:
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
    return [*local, *swapped, *short, *day_first, *iso, *(_NAMED_MONTH if spaced else ())]


def short_dates(code: str) -> tuple[str, str]:
    """A day and a month in digits, the usual order first."""
    orders = ("{day}/{m}", "{m}/{day}")
    return orders if numeric_order(code) == "dMy" else orders[::-1]


def _halves(words: TimeWords) -> list[str]:
    if not words.halves:
        return []
    return ["{hour}[ ]{half}", "{hour}[(:|.)]{minute}[ ]{half}", "{hhmm}[ ]{half}"]
