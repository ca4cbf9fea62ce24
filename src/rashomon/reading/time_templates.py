"""Templates of times, compiled: a language's wordings with slots become patterns with groups."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import TimeRules, load
from rashomon.reading.fold import fold_word
from rashomon.reading.time_words import (
    TimeWords,
    ago_patterns,
    date_patterns,
    numeric_order,
    one_of,
    spelled_out,
    time_words,
)
from rashomon.reading.time_zones import abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterable

# AP style: midnight belongs to the day that ends.
CLOCKS_BY_NAME = {"noon": 12, "midnight": 24}
CALENDAR_UNITS = frozenset(("week", "month", "year"))
_TOKEN = re.compile(r"\{(\w+)\}|([\[\]()|])|(\s+)|([^\[\]()|{}\s]+)")
_DIGIT_SLOTS = {
    "day": r"(?P<day>0?[1-9]|[12]\d|3[01])",
    "day2": r"(?P<day2>0?[1-9]|[12]\d|3[01])",
    "m": r"(?P<m>0?[1-9]|1[0-2])",
    "year": r"(?P<year>1[0-9]\d\d|2[01]\d\d)",
    "year2": r"(?P<year2>1[0-9]\d\d|2[01]\d\d)",
    "yy": r"(?P<yy>\d\d)",
    "hour": r"(?P<hour>2[0-4]|[01]?\d)",
    "minute": r"(?P<minute>[0-5]\d)",
    "second": r"(?P<second>[0-5]\d)",
    "hhmm": r"(?P<hhmm>(?:[01]\d|2[0-3])[0-5]\d)",
}
_ENDINGS = re.compile(r"(?<![\w\])}{])\w+(?:\[[\w|]*\]|\([\w|]*\))+")
_FEW_WORDS = r"[^\W\d_]+(?:[\s-]{1,2}[^\W\d_]+){0,3}?'?"
_WORD = r"[^\W\d_][\w'-]*"
_NOT_AFTER_NUMBER = r"(?<!\w)(?<!\d[.,:/–-])(?<![$€£#@&])"
_NOT_BEFORE_NUMBER = r"(?!\w)(?![.,:/–-]\d)(?!-[^\W\d_])(?!\s?[%°‰])"


class Rule:
    """One wording: ``kind`` of piece, ``firsts`` that it can begin with, values that it fixes itself."""

    def __init__(self, kind: str, regex: str, firsts: frozenset[str], fixed: dict[str, object]) -> None:
        self.kind = kind
        self.firsts = firsts
        self.fixed = fixed
        self._regex = regex

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first needed: few of a language's wordings occur in one article."""
        return re.compile(self._regex)


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


class _Node(Struct):
    regex: str
    firsts: frozenset[str]
    empty: bool
    starts_with_digit: bool = False
    ends_with_digit: bool = False


def first_of(word: str, spaced: bool) -> str:
    """The key of a wording: its first word, or character in scripts without spaces; 0 for digits."""
    if not word:
        return ""
    if word[0].isdigit():
        return "0"
    match = re.match(r"\w+", word) if spaced else None
    return match[0] if match else word[0]


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
        rule = _compile(kind, template, fixed, rules, words)
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


def _compile(
    kind: str, template: str, fixed: dict[str, object], rules: TimeRules, words: TimeWords
) -> Rule | None:
    node = _parse(_fold_template(template), rules, words)
    if node is None or node.empty or not node.firsts:
        return None
    regex = node.regex
    if node.starts_with_digit:
        regex = _NOT_AFTER_NUMBER + regex if words.spaced else r"(?<!\d)(?<!\d[.,:/-])" + regex
    elif rules.prefixes:
        regex = f"(?:(?<!\\w)|(?<=\\b[{''.join(rules.prefixes)}]))" + regex
    elif words.spaced:
        regex = r"(?<!\w)" + regex
    if node.ends_with_digit:
        regex += _NOT_BEFORE_NUMBER if words.spaced else r"(?!\d)(?![.:/-]\d)(?!%)"
    elif words.spaced:
        regex += r"(?!\w)"
    return Rule(kind, regex, node.firsts, fixed)


def _fold_template(template: str) -> str:
    # Endings join their word, so that the first word of a wording is a whole one.
    template = _ENDINGS.sub(lambda match: f"({'|'.join(spelled_out(match[0]))})", template)
    return "".join(
        p if p.startswith("{") else fold_word(f"x{p}x")[1:-1] for p in re.split(r"(\{\w+\})", template)
    )


def _parse(template: str, rules: TimeRules, words: TimeWords) -> _Node | None:
    """A template as one node; None where a slot has no words in this language."""
    tokens = list(_TOKEN.finditer(template))
    position = 0

    def alternatives(closing: str) -> _Node | None:
        nonlocal position
        branches: list[_Node | None] = []
        branch: _Node | None = _Node("", frozenset(), True)
        while position < len(tokens):
            slot, mark, space, literal = tokens[position].groups()
            position += 1
            if mark and mark == closing:
                break
            if mark == "|":
                branches.append(branch)
                branch = _Node("", frozenset(), True)
                continue
            node: _Node | None
            if mark in ("[", "("):
                opened = position - 1
                node = alternatives("]" if mark == "[" else ")")
                if node is not None and mark == "[" and _takes_the_space(tokens, opened, position):
                    node = _then(node, _Node(r"\s{1,3}" if words.spaced else r"\s{0,2}", frozenset(), True))
                    position += 1
                if node is not None and mark == "[":
                    node = _Node(
                        f"(?:{node.regex})?", node.firsts, True, node.starts_with_digit, node.ends_with_digit
                    )
            elif slot:
                node = _slot(slot, rules, words)
            elif space:
                # A space alone is optional in brackets; between words one break of a line may stand.
                node = _Node(r"\s{1,3}" if words.spaced else r"\s{0,2}", frozenset(), True)
            else:
                text = literal or mark
                node = _Node(
                    re.escape(text),
                    frozenset((first_of(text, words.spaced),)),
                    False,
                    text[0].isdigit(),
                    text[-1].isdigit(),
                )
            if not words.spaced and branch is not None and branch.regex and node is not None and not space:
                branch = _then(branch, _Node(r"\s?", frozenset(), True))
            branch = None if branch is None or node is None else _then(branch, node)
        branches.append(branch)
        known = [b for b in branches if b is not None]
        if not known:
            return None
        if len(known) == 1:
            return known[0]
        return _Node(
            "(?:" + "|".join(b.regex for b in known) + ")",
            frozenset().union(*(b.firsts for b in known)),
            any(b.empty for b in known),
            any(b.starts_with_digit for b in known),
            any(b.ends_with_digit for b in known),
        )

    return alternatives("")


def _takes_the_space(tokens: list[re.Match[str]], opened: int, after: int) -> bool:
    """True for "ago [about] {n}": with the optional word its space goes too."""
    if after >= len(tokens) or not tokens[after][3]:
        return False
    return opened == 0 or bool(tokens[opened - 1][3]) or tokens[opened - 1][2] in ("|", "(", "[")


def _then(a: _Node, b: _Node) -> _Node:
    first_is_empty = a.regex == ""
    return _Node(
        a.regex + b.regex,
        a.firsts | (b.firsts if a.empty else frozenset()),
        a.empty and b.empty and not b.regex.startswith(r"\s"),
        b.starts_with_digit if first_is_empty else a.starts_with_digit,
        b.ends_with_digit or (b.empty and a.ends_with_digit),
    )


def _slot(name: str, rules: TimeRules, words: TimeWords) -> _Node | None:
    if name == "end":
        return _Node(r"(?=\s{0,2}(?:[,.;:!?)]|$))", frozenset(), True)
    if name in ("open", "close"):
        return _Node(r"\(" if name == "open" else r"\)", frozenset(), False)
    if name in _DIGIT_SLOTS:
        regex = _DIGIT_SLOTS[name]
        if name in ("day", "day2") and rules.day_suffixes:
            regex += f"(?:{one_of(map(fold_word, rules.day_suffixes))})?"
        return _Node(regex, frozenset("0"), False, True, True)
    if name in ("place", "places"):
        regex = _WORD if name == "place" else rf"{_WORD}\s{_WORD}"
        return _Node(f"(?P<place>{regex})", frozenset(("*",)), False)
    if name == "yearword":
        digits = "".join(w for w, n in words.numbers.items() if len(w) == 1 and 0 <= n <= 9 and n == int(n))
        return _Node(f"(?P<yearword>[{digits}]{{4}})", frozenset(digits), False) if digits else None
    if name in ("n", "k"):
        number = r"(?<!\d[.,:/])(?:\d{1,3}(?:[.,]\d{3})+|\d{1,4}(?:[.,]\d{1,2})?)"
        # Which words are numbers is looked up: a pattern of all of them is slow to build.
        spelled = _FEW_WORDS if words.spaced else one_of(words.numbers)
        regex = f"(?P<{name}>{number}|{spelled})" if spelled else f"(?P<{name}>{number})"
        return _Node(regex, frozenset("0") | _firsts(words.numbers, words), False, False, False)
    table: dict[str, Iterable[str]] = {
        "month": words.months,
        "month2": words.months,
        "anymonth": words.all_months,
        "weekday": words.weekdays,
        "wd": words.all_weekdays,
        "period": (w for w, key in words.periods.items() if key not in CLOCKS_BY_NAME),
        "half": words.halves,
        "unit": words.units,
        "cal": (w for w, unit in words.units.items() if unit in CALENDAR_UNITS),
        "dayword": (w for w, n in words.numbers.items() if 1 <= n <= 31 and n == int(n)),
        "day_unit": (w for w, unit in words.units.items() if unit == "day"),
        "hourword": (w for w, n in words.numbers.items() if 1 <= n <= 24 and n == int(n)),
        "zone": [*abbreviations(), *map(fold_word, rules.zones)],
    }
    found = sorted(set(table[name]))
    if not found:
        return None
    group = {"anymonth": "month", "wd": "weekday", "cal": "unit", "day_unit": "unit"}.get(name, name)
    regex = f"(?P<{group}>{one_of(found)})"
    if name in ("anymonth", "wd"):
        full = words.months if name == "anymonth" else words.weekdays
        short = [word for word in found if word not in full]
        regex = f"(?:(?P<{group}>{one_of(full)})|(?P<short_{group}>{one_of(short)})\\.?)" if short else regex
    if name == "zone":
        regex = f"(?P<zone>(?:gmt|utc)\\s?[+-]\\d{{1,2}}(?::?\\d\\d)?|{one_of(found)})"
    return _Node(regex, _firsts(found, words), False)


def _firsts(found: Iterable[str], words: TimeWords) -> frozenset[str]:
    return frozenset(first_of(word, words.spaced) for word in found)


def _plain(templates: Iterable[str], rules: TimeRules, words: TimeWords) -> str:
    nodes = [_parse(_fold_template(t), rules, words) for t in templates]
    return "|".join(node.regex for node in nodes if node is not None)


def _before(templates: Iterable[str], words: TimeWords) -> re.Pattern[str]:
    """Any of the wordings right before a position: searched in the text up to it."""
    regex = _plain(templates, TimeRules(), words)
    edge = r"(?<!\w)" if words.spaced else ""
    return re.compile(f"{edge}(?:{regex})\\s*$" if regex else r"(?!)")


def _joiner(rules: TimeRules, words: TimeWords) -> re.Pattern[str]:
    regex = _plain(rules.joiners, TimeRules(), words)
    after = r"(?:\s{1,2}|(?<='))" if words.spaced else r"\s?"
    between = f"(?:(?:{regex}){after}){{0,2}}" if regex else ""
    return re.compile(rf"\s{{0,2}},?\s{{0,2}}\(?{between}")


def _range(template: str, words: TimeWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before, between and after the two ends."""
    before, _, rest = template.partition("{a}")
    between, _, after = rest.partition("{b}")
    middle = _plain([between.strip()], TimeRules(), words)
    return (
        _before([before.strip()] if before.strip() else [], words) if before.strip() else re.compile(""),
        re.compile(rf"\s*(?:{middle})\s*"),
        re.compile(rf"\s*(?:{_plain([after.strip()], TimeRules(), words)})" if after.strip() else ""),
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
