"""Templates of times, compiled: a language's wordings with slots become patterns with groups."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.times.fold import fold_word
from rashomon.reading.times.words import (
    TimeWords,
    one_of,
    spelled_out,
)
from rashomon.reading.times.zones import abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.language.rules import TimeRules

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


def compile_rule(
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


def plain_pattern(templates: Iterable[str], rules: TimeRules, words: TimeWords) -> str:
    nodes = [_parse(_fold_template(t), rules, words) for t in templates]
    return "|".join(node.regex for node in nodes if node is not None)
