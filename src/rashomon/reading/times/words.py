"""The words of time of a language: CLDR's names of months, weekdays, parts of day and units, ICU's spelled
numbers, and what the language's file adds."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.templates import spelled_out

UNITS = ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century")
CALENDAR_UNITS = frozenset(("week", "weekend", "month", "quarter", "year", "decade", "century"))
# AP style: midnight belongs to the day that ends.
CLOCKS_BY_NAME = {"noon": 12, "midnight": 24}
# Scripts that don't part words by spaces.
UNSPACED = frozenset(("Hans", "Hant", "Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr"))
_SPELLED_UP_TO = 99
_JOINED_UP_TO = 12


class TimeWords(Struct, frozen=True):
    """Folded words and what they stand for. ``months`` are full names, ``all_months`` abbreviations too."""

    months: dict[str, int]
    all_months: dict[str, int]
    weekdays: dict[str, int]
    all_weekdays: dict[str, int]
    periods: dict[str, str]
    halves: dict[str, str]
    units: dict[str, str]
    numbers: dict[str, float]
    day_parts: dict[str, tuple[int, str]]
    lengths: dict[str, tuple[float, str]]
    spaced: bool


@cache
def time_words(code: str) -> TimeWords:
    """The words of time of a language (a BCP 47 code); without data in CLDR, those of its file alone."""
    rules = load(code).times
    months, short_months = _calendar_names(code, "months", 0)
    weekdays, short_weekdays = _calendar_names(code, "days", 1)
    for number, names in sorted(rules.months.items()):
        months |= {fold_word(name): int(number) for name in names}
    spaced = _is_spaced(code)
    if not spaced:  # the short names are the usual ones
        weekdays = short_weekdays | weekdays
    for number, names in sorted(rules.weekdays.items()):
        weekdays |= {fold_word(name): int(number) for name in names}
    periods = _periods(code) | {
        fold_word(form): key
        for key, words in sorted(rules.periods.items())
        for w in words
        for form in spelled_out(w)
    }
    return TimeWords(
        months=months,
        all_months=short_months | months,
        weekdays=weekdays,
        all_weekdays=short_weekdays | weekdays,
        periods={word: key for word, key in periods.items() if key not in ("am", "pm")},
        halves={word: key for word, key in periods.items() if key in ("am", "pm")},
        units={w: unit for w, unit in _units(code).items() if rules.units or w not in _day_signs(code)}
        | {fold_word(w): unit for unit, words in sorted(rules.units.items()) for w in words},
        numbers=_spelled(code)
        | (_numerals(code) if spaced else {})
        | {fold_word(word): number for word, number in rules.numbers.items()},
        day_parts={
            day + fold_word(ending): (number, period)
            for period, endings in sorted(rules.day_parts.items())
            for ending in endings
            for day, number in weekdays.items()
        },
        lengths={
            fold_word(form): (float(amount), unit)
            for length, names in sorted(rules.lengths.items())
            for amount, unit in (length.split(),)
            for name in names
            for form in spelled_out(name)
        },
        spaced=spaced,
    )


def compounds(words: TimeWords) -> dict[str, tuple[float, str]]:
    """Numbers and units written as one word: "zweistündige" is 2 and hour."""
    small = {
        word: n for word, n in words.numbers.items() if word.isalpha() and (n <= _JOINED_UP_TO or n % 10 == 0)
    }
    units = {word: unit for word, unit in words.units.items() if word.isalpha()}
    joined = {number + unit: (n, units[unit]) for number, n in small.items() for unit in units}
    return {word: value for word, value in joined.items() if word not in words.periods} | words.lengths


def _locale(code: str):  # type: ignore[no-untyped-def]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _calendar_names(code: str, which: str, shift: int) -> tuple[dict[str, int], dict[str, int]]:
    locale = _locale(code)
    if locale is None:
        return {}, {}
    wide: dict[str, int] = {}
    short: dict[str, int] = {}
    for widths in getattr(locale, which).values():
        for number, name in widths.get("wide", {}).items():
            wide[fold_word(name)] = number + shift
        for number, name in widths.get("abbreviated", {}).items():
            word = fold_word(name).rstrip(".")
            if len(word) > 1 and not word.isdigit():
                short[word] = number + shift
    return wide, {word: number for word, number in short.items() if word not in wide}


def _periods(code: str) -> dict[str, str]:
    locale = _locale(code)
    if locale is None:
        return {}
    found: dict[str, str] = {}
    for widths in locale.day_periods.values():
        for width in ("abbreviated", "wide"):
            for key, name in widths.get(width, {}).items():
                word = fold_word(name)
                if len(word) > 1 or not word.isascii():
                    found.setdefault(word, key.rstrip("12"))
    return found


def _units(code: str) -> dict[str, str]:
    locale = _locale(code)
    if locale is None:
        return {}
    patterns = locale._data["unit_patterns"]
    found: dict[str, str] = {}
    for unit in UNITS:
        widths = patterns.get(f"duration-{unit}", {})
        forms = [form for width in ("long", "short") for form in widths.get(width, {}).items()]
        for key, pattern in forms:
            word = (
                fold_word(pattern.replace("{0}", "")) if isinstance(pattern, str) and "{0}" in pattern else ""
            )
            word = word.rstrip(".")
            if key != "per" and "{" not in word and (len(word) > 1 or (word and not word.isascii())):
                found.setdefault(word, unit)
    return found


def ago_patterns(code: str) -> list[tuple[str, str, int]]:
    """CLDR's "{0} months ago" and "in {0} months": the pattern, the unit, and -1 or +1."""
    locale = _locale(code)
    if locale is None:
        return []
    fields = locale._data["date_fields"]
    found = []
    for unit in UNITS[:7]:
        for key, sign in (("past", -1), ("future", 1)):
            patterns = fields.get(unit, {}).get(key, {}) if unit in fields else {}
            found += [
                (fold_word(p), unit, sign) for p in patterns.values() if isinstance(p, str) and "{0}" in p
            ]
    return found


def _day_signs(code: str) -> frozenset[str]:
    """What is written right behind the numbers of a date ("日"): without a file, "3日" may be the 3rd too."""
    signs = re.findall(r"[yMd]([^\W\d_a-zA-Z]+)", " ".join(date_patterns(code)))
    return frozenset(map(fold_word, signs))


def relative_words(code: str) -> list[tuple[str, int, str]]:
    """ICU's words for days, weeks, months and years around now: the unit, the shift and the word.

    A word that stands for two ("कल" is yesterday and tomorrow) is left out.
    """
    import icu

    if _locale(code) is None:
        return []
    spell = icu.RelativeDateTimeFormatter(icu.Locale(code))
    shifts = {"LAST_2": -2, "LAST": -1, "THIS": 0, "NEXT": 1, "NEXT_2": 2}
    found: dict[str, tuple[str, int]] = {}
    twice = set()
    for unit in ("day", "week", "month", "year"):
        for name, shift in shifts.items():
            if unit != "day" and abs(shift) > 1:
                continue
            direction = getattr(icu.UDateDirection, name)
            word = fold_word(spell.format(direction, getattr(icu.UDateAbsoluteUnit, unit.upper())))
            if found.setdefault(word, (unit, shift)) != (unit, shift):
                twice.add(word)
    return [
        (unit, shift, word)
        for word, (unit, shift) in found.items()
        if word and word not in twice and not any(c.isdigit() or c in "{[(|" for c in word)
    ]


def clock_patterns(code: str) -> list[str]:
    """CLDR's full clock time without seconds and zone, where words stand beside its numbers ("2時30分")."""
    locale = _locale(code)
    if locale is None:
        return []
    pattern = str(locale.time_formats["full"])
    if not re.search(r"H+[^\W\d_a-zA-Z]|h+[^\W\d_a-zA-Z]", pattern):
        return []
    minutes = re.split(r"s", pattern)[0].strip()
    slots = {"a": "{half}", "h": "{hour}", "H": "{hour}", "m": "{minute}"}
    template = re.sub(r"a+|h+|H+|m+", lambda letters: slots[letters[0][0]], minutes)
    hours = template.split("{minute}")[0].strip()
    return [form for t in (template, hours) for form in (t, "{half}" + t if "{half}" not in t else t)]


def date_patterns(code: str) -> list[str]:
    """CLDR's patterns of dates, in its own letters, from the most to the least precise."""
    locale = _locale(code)
    if locale is None:
        return []
    wanted = ("yMMMEd", "yMMMd", "yMMMM", "yMMM", "MMMEd", "MMMMEd", "MMMMd", "MMMd")
    skeletons = locale.datetime_skeletons
    found = [str(locale.date_formats[width]) for width in ("full", "long", "medium")]
    return [*found, *(str(skeletons[key]) for key in wanted if key in skeletons)]


def numeric_order(code: str) -> str:
    """The order of a numeric date by CLDR, such as ``dMy``; ``dMy`` where CLDR does not know the language."""
    locale = _locale(code)
    pattern = str(locale.date_formats["short"]) if locale is not None else "d/M/y"
    order = "".join(dict.fromkeys(c for c in pattern if c in "dMy"))
    return order if sorted(order) == ["M", "d", "y"] else "dMy"


def _numerals(code: str) -> dict[str, float]:
    return {fold_word(word): number for word, number in load(code).numbers.numerals.items()}


@cache
def _spelled(code: str) -> dict[str, float]:
    import icu

    if _locale(code) is None:
        return {}
    spell = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(code))
    found: dict[str, float] = {}
    for i in range(spell.getNumberOfRuleSetNames()):
        name = spell.getRuleSetName(i)
        if "cardinal" not in name and name != "%spellout-numbering":
            continue
        spell.setDefaultRuleSet(name)
        for number in range(1, _SPELLED_UP_TO + 1):
            found.setdefault(fold_word(spell.format(number)), float(number))
    return found


def _is_spaced(code: str) -> bool:
    import icu

    locale = icu.Locale(code)
    try:
        locale.addLikelySubtags()
    except icu.ICUError:
        return True
    return locale.getScript() not in UNSPACED
