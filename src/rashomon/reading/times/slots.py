"""The slots of wordings of time: what may stand for a month, a day, a number, a zone, a place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rashomon.reading.times.calendars import other_calendar
from rashomon.reading.times.eras import marked_date
from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.spelled import ordinals as spelled_ordinals
from rashomon.reading.times.spelled import with_spaces, years_in_words
from rashomon.reading.times.tokens import SPACE
from rashomon.reading.times.tries import Phrases, Slot
from rashomon.reading.times.words import CALENDAR_UNITS, CLOCKS_BY_NAME, compounds
from rashomon.reading.times.zones import abbreviations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rashomon.language.reading_rules import TimeRules
    from rashomon.reading.times.tries import Match
    from rashomon.reading.times.words import TimeWords

_DAYS = {f"{d:0{width}}": d for width in (1, 2) for d in range(1, 32)}
_MONTHS = {f"{m:0{width}}": m for width in (1, 2) for m in range(1, 13)}
_HOURS = {f"{h:0{width}}": h for width in (1, 2) for h in range(25)}
_SIXTIETHS = {f"{n:02}": n for n in range(60)}
_ONES = {f"{n}": n for n in range(1, 10)}
_MINUTES = 60
_TENS = {f"{n:02}": n for n in range(0, 100, 10)}
_ROMAN = {
    tens + ones + ending: 10 * ten + one
    for ending in ("", "e", "er", "º")
    for ten, tens in enumerate(("", "x", "xx"))
    for one, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if 1 <= 10 * ten + one <= 21
}
_YEARS = range(1000, 2200)
_PIVOT = 40  # a year of two digits below it is of this century
_CLOSES = frozenset(",.;:!?)")
_SIGNS = frozenset("+-")
_INSIDE_NUMBERS = frozenset(".,:/")
_INSIDE_NAMES = frozenset("-'")


def slots_of(code: str, rules: TimeRules, words: TimeWords) -> dict[str, Slot]:
    """The slots of a language by their names; one without words in this language is left out."""
    suffixes = Phrases({fold_word(s): None for s in rules.day_suffixes}, words.spaced)
    own = {fold_word(w): n for w, n in rules.ordinals.items()}
    ordinals = Phrases(own, words.spaced)
    days = {**with_spaces(spelled_ordinals(code)), **own} if words.spaced else own
    day_names = Phrases(days, words.spaced)
    small = {w: int(n) for w, n in words.numbers.items() if n == int(n) and n < _MINUTES}
    small = with_spaces(small) if words.spaced else small
    found = [
        _digits("m", _MONTHS.get, 1, 2),
        *(_digits(name, _year, 4) for name in ("year", "year2")),
        _digits("yy", _short_year, 2),
        _digits("hour", _HOURS.get, 1, 2),
        _digits("minute", _SIXTIETHS.get, 2),
        _digits("second", _SIXTIETHS.get, 2),
        _digits("hhmm", _hours_and_minutes, 4),
        _digits("tens", _decade, 2, 4),
        *(
            Slot(name, partial(_day, suffixes=suffixes), digits=True, widths=(1, 2))
            for name in ("day", "day2")
        ),
        Slot("place", _place, None),
        Slot("end", _end, None),
        Slot(
            "ord",
            partial(_ordinal, spelled=ordinals, suffixes=suffixes),
            ordinals.firsts(),
            inner=ordinals.root,
            digits=bool(suffixes),
            widths=(1, 2),
        ),
        Slot(
            "dayord",
            partial(_ordinal, spelled=day_names, suffixes=suffixes, most=31),
            day_names.firsts(),
            inner=day_names.root,
            digits=bool(suffixes),
            widths=(1, 2),
        ),
        Slot(
            "hourord",
            partial(_ordinal, spelled=day_names, suffixes=suffixes, most=12),
            day_names.firsts(),
            inner=day_names.root,
            digits=bool(suffixes),
            widths=(1, 2),
        ),
        *_numbers(words),
    ]
    tables: dict[str, Mapping[str, object]] = {
        "month": words.months,
        "month2": words.months,
        "weekday": words.weekdays,
        "period": {w: key for w, key in words.periods.items() if key not in CLOCKS_BY_NAME},
        "half": words.halves,
        "unit": words.units,
        "cal": {w: unit for w, unit in words.units.items() if unit in CALENDAR_UNITS},
        "day_unit": {w: unit for w, unit in words.units.items() if unit == "day"},
        "clock_unit": {w: unit for w, unit in words.units.items() if unit in ("hour", "minute", "second")},
        "dayword": {w: n for w, n in small.items() if 1 <= n <= 31},
        "hourword": {w: n for w, n in small.items() if n <= 24},
        "minuteword": {w: n for w, n in small.items() if n},
        "h": {w: n for w, n in small.items() if n <= 24} | _HOURS,
        "mm": {w: n for w, n in small.items() if n} | _SIXTIETHS,
        "plus": small | _SIXTIETHS | _ONES,
        "minus": small | _SIXTIETHS | _ONES,
        "monthord": {w: n for w, n in days.items() if n <= 12},
        "season": {fold_word(w): int(n) for n, ws in sorted(rules.seasons.items()) for w in ws},
        "holiday": {fold_word(w): day for day, ws in sorted(rules.holidays.items()) for w in ws},
        "decade": {fold_word(w): int(n) for w, n in rules.decades.items()},
        "century": {**_ROMAN, **{fold_word(w): int(n) for w, n in rules.centuries.items()}},
        "dayperiod": words.day_parts,
        "compound": compounds(words) if words.spaced else {},
    }
    found += [_table(name, table, words.spaced) for name, table in tables.items() if table]
    found += [
        _with_short(name, full, every, words.spaced)
        for name, full, every in (
            ("anymonth", words.months, words.all_months),
            ("wd", words.weekdays, words.all_weekdays),
        )
        if every
    ]
    spelled = years_in_words(code, words.numbers) if words.spaced else _spelled_year(words)
    found += [spelled] if spelled else []
    found.append(marked_date(code, rules.eras, words.spaced))
    other = other_calendar(code, words.spaced)
    found += [other] if other else []
    zones = Phrases(dict.fromkeys((*abbreviations(), *map(fold_word, rules.zones))), words.spaced)
    found.append(Slot("zone", partial(_zone, names=zones), zones.firsts(), inner=zones.root))
    return {slot.name: slot for slot in found}


def _digits(name: str, value_of: Callable[[str], int | str | None], *widths: int) -> Slot:
    def match(words: Sequence[str], index: int) -> Iterable[Match]:
        value = value_of(words[index])
        return () if value is None else ((index + 1, value),)

    return Slot(name, match, digits=True, widths=widths)


def _year(word: str) -> int | None:
    return int(word) if len(word) == 4 and int(word) in _YEARS else None


def _short_year(word: str) -> int | None:
    return (2000 if int(word) < _PIVOT else 1900) + int(word) if len(word) == 2 else None


def _hours_and_minutes(word: str) -> str | None:
    return (
        word
        if len(word) == 4 and word[:2] in _HOURS and word[:2] != "24" and word[2:] in _SIXTIETHS
        else None
    )


def _decade(word: str) -> int | None:
    """The first year of "1990s" and "90s"."""
    if len(word) == 4 and word[3] == "0" and int(word) in _YEARS:
        return int(word)
    return _TENS.get(word)


def _day(words: Sequence[str], index: int, suffixes: Phrases) -> list[Match]:
    day = _DAYS.get(words[index])
    if day is None:
        return []
    return [(index + 1, day), *((end, day) for end, _ in suffixes.all(words, index + 1))]


def _ordinal(
    words: Sequence[str], index: int, spelled: Phrases, suffixes: Phrases, most: int = 99
) -> Sequence[Match]:
    word = words[index]
    if not word.isdigit():
        return spelled.all(words, index)
    if len(word) > 2 or not 1 <= int(word) <= most:
        return ()
    return [(end, int(word)) for end, _ in suffixes.all(words, index + 1)]


def _place(words: Sequence[str], index: int) -> list[Match]:
    """A name of one or two words."""
    found: list[Match] = []
    end = index
    while end < len(words) and len(found) < 2:
        if not words[end][0].isalpha():
            break
        end += 1
        while end + 1 < len(words) and words[end] in _INSIDE_NAMES and words[end + 1][0].isalpha():
            end += 2
        found.append((end, "".join(words[index:end])))
        if end >= len(words) or words[end] != SPACE:
            break
        end += 1
    return found


def _end(words: Sequence[str], index: int) -> list[Match]:
    at = index + 1 if index < len(words) and words[index] == SPACE else index
    return [(index, None)] if at >= len(words) or words[at] in _CLOSES else []


def _zone(words: Sequence[str], index: int, names: Phrases) -> list[Match]:
    """A name of a zone, or "GMT+3", as it is written."""
    found = [(end, "".join(words[index:end])) for end, _ in names.all(words, index)]
    for end, _ in tuple(found):
        if words[index] not in ("gmt", "utc") or end + 1 >= len(words):
            continue
        end += words[end] == SPACE
        if (
            words[end] in _SIGNS
            and end + 1 < len(words)
            and words[end + 1].isdigit()
            and len(words[end + 1]) < 3
        ):
            end += 2
            if words[end : end + 1] == [":"] and "".join(words[end + 1 : end + 2]) in _SIXTIETHS:
                end += 2
            found.append((end, "".join(words[index:end])))
    return found  # type: ignore[return-value]


def _numbers(words: TimeWords) -> list[Slot]:
    spelled = Phrases(words.numbers, words.spaced)

    def match(tokens: Sequence[str], index: int) -> Sequence[Match]:
        if not "0" <= tokens[index][0] <= "9":
            return spelled.all(tokens, index)
        if index > 1 and tokens[index - 1] in _INSIDE_NUMBERS and tokens[index - 2][0].isdigit():
            return []
        return _written(tokens, index)

    return [Slot(name, match, spelled.firsts(), digits=True, inner=spelled.root) for name in ("n", "k")]


def _written(tokens: Sequence[str], index: int) -> list[Match]:
    """A number in digits: "12", "1,200", "2.5"."""
    end, digits = index + 1, tokens[index]
    if len(digits) > 4:
        return []
    while end + 1 < len(tokens) and tokens[end] in (",", ".") and tokens[end + 1].isdigit():
        more = tokens[end + 1]
        if len(more) == 3 and len(tokens[index]) <= 3:
            digits += more
        elif len(more) <= 2 and end == index + 1:
            return [(end + 2, float(f"{digits}.{more}"))]
        else:
            return []
        end += 2
    return [(end, float(digits))]


def _spelled_year(words: TimeWords) -> Slot | None:
    """A year whose four digits are written as words of one character each."""
    digits = {w: int(n) for w, n in words.numbers.items() if len(w) == 1 and 0 <= n <= 9 and n == int(n)}

    def match(tokens: Sequence[str], index: int) -> list[Match]:
        four = tokens[index : index + 4]
        if len(four) < 4 or any(word not in digits for word in four):
            return []
        return [(index + 4, int("".join(str(digits[word]) for word in four)))]

    return Slot("yearword", match, digits) if digits else None


def _table(name: str, table: Mapping[str, object], spaced: bool) -> Slot:
    phrases = Phrases(table, spaced)
    return Slot(name, phrases.all, phrases.firsts(), inner=phrases.root)


def _with_short(name: str, full: Mapping[str, int], every: Mapping[str, int], spaced: bool) -> Slot:
    """Names and short names, which may have a full stop."""
    phrases = Phrases({word: word for word in every}, spaced)

    def match(words: Sequence[str], index: int) -> list[Match]:
        found: list[Match] = []
        for end, name in phrases.all(words, index):
            found.append((end, every[str(name)]))
            if name not in full and end < len(words) and words[end] == ".":
                found.append((end + 1, every[str(name)]))
        return found

    return Slot(name, match, phrases.firsts())
