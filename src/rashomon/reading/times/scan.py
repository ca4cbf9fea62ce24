"""The pieces of times in a text: the words that say a day, a clock time, a zone, a length."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from rashomon.reading.times.templates import Rule, first_of
from rashomon.reading.times.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.reading.times.grammar import Grammar
    from rashomon.reading.times.words import TimeWords

Kind = Literal["date", "clock", "period", "zone", "duration", "ago", "set", "ignore"]

_WORD = re.compile(r"\w+")
_PIVOT = 70  # a year of two digits below it is of this century
_CONTEXT = 40  # how far back a word is looked for that shows what a piece is
_BEFORE_FRACTION = 10  # "1/3" may be a share; a day or month above this may not


class Piece(Struct, frozen=True, kw_only=True):
    """Some words of time, as positions in the folded text, and what they say."""

    start: int
    end: int
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year2: int | None = None
    month2: int | None = None
    day2: int | None = None
    weekday: int | None = None
    unit: str | None = None
    shift: float | None = None
    narrative: bool = False
    direction: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    half: str | None = None
    period: str | None = None
    zone: str | None = None
    local: bool = False
    amount: float | None = None
    weak: bool = False
    slashed: bool = False
    further: tuple[tuple[float, str], ...] = ()

    @property
    def has_day(self) -> bool:
        """True where the words say which day, be it by weekday or "yesterday"."""
        return (
            self.day is not None
            or self.weekday is not None
            or (self.shift is not None and self.unit == "day")
        )

    @property
    def has_number(self) -> bool:
        """True where a day or a year stands beside the name, so that it can hardly be another word."""
        return self.day is not None or self.year is not None

    @property
    def bare_clock(self) -> bool:
        """True for a clock time without a date."""
        return self.hour is not None and not self.has_day and self.month is None and self.year is None


def scan(text: str, start: int, end: int, original: str, found: Grammar, code: str) -> list[Piece]:
    """The pieces between two positions of a folded text, left to right, the longest first, none overlapping.

    ``original`` is the text as it was written, character for character.
    """
    pieces: list[Piece] = []
    position = start
    for begin, key in _candidates(text, start, end, found):
        if begin < position:
            continue
        rules: tuple[Rule, ...] = found.rules.get(key, ())
        if pieces and "*" in found.rules and begin - pieces[-1].end <= 2:
            rules = (*rules, *found.rules["*"])
        best: Piece | None = None
        for rule in rules:
            match = rule.pattern.match(text, begin, end)
            if match is None or (best is not None and match.end() <= best.end):
                continue
            piece = _piece(rule, match, found.words, code)
            if piece is not None and _is_written_so(piece, match, original, found, start):
                best = piece
        if best is not None:
            pieces.append(best)
            position = best.end
    return [p for p in pieces if p.kind != "ignore"]


def _candidates(text: str, start: int, end: int, found: Grammar) -> Iterator[tuple[int, str]]:
    if found.words.spaced:
        for match in _WORD.finditer(text, start, end):
            word = match[0]
            yield match.start(), first_of(word, True)
            if word[0] in found.prefixes and len(word) > 1:
                yield match.start() + 1, first_of(word[1:], True)
        return
    for position in range(start, end):
        if not text[position].isspace():
            yield position, first_of(text[position], False)


def _piece(rule: Rule, match: re.Match[str], words: TimeWords, code: str) -> Piece | None:
    """What a match says, or None where it says nothing possible."""
    got = {name.removeprefix("short_"): text for name, text in match.groupdict().items() if text is not None}
    said: dict[str, object] = {k: v for k, v in rule.fixed.items() if k not in ("sign", "off")}
    numbers: dict[str, object] = {
        name: int(got[name])
        for name in ("year", "year2", "day", "day2", "hour", "minute", "second")
        if name in got
    }
    said.update(numbers)
    if "m" in got:
        said["month"] = int(got["m"])
        said["slashed"] = "year" not in got and "yy" not in got
    if "yearword" in got:
        said["year"] = int("".join(str(int(words.numbers[character])) for character in got["yearword"]))
    if "yy" in got:
        said["year"] = int(got["yy"]) + (2000 if int(got["yy"]) < _PIVOT else 1900)
    if "hhmm" in got:
        said["hour"], said["minute"] = int(got["hhmm"][:2]), int(got["hhmm"][2:])
    for name, table in (
        ("month", words.all_months),
        ("weekday", words.all_weekdays),
        ("period", words.periods),
    ):
        if name in got:
            said[name] = table[_clean(got[name])]
    if "month2" in got:
        said["month2"] = words.all_months[_clean(got["month2"])]
    if "half" in got:
        said["half"] = words.halves[_clean(got["half"])]
    for name, field in (("dayword", "day"), ("hourword", "hour")):
        if name in got:
            said[field] = int(words.numbers[_clean(got[name])])
    if "unit" in got:
        said["unit"] = words.units[_clean(got["unit"])]
    for name in ("n", "k"):
        if name in got:
            amount = _amount(got[name], words)
            if amount is None:
                return None
            if name == "n":
                said["amount"] = amount
    if "zone" in got or "place" in got:
        name = got.get("zone") or got.get("place") or ""
        said["zone"] = zone_of(name, code)
        if said["zone"] is None:
            return None
    if "off" in rule.fixed and isinstance(said.get("hour"), int):
        moved = int(str(said["hour"])) * 60 + int(str(said.get("minute", 0))) + int(str(rule.fixed["off"]))
        said["hour"], said["minute"] = divmod(moved % 1440, 60)
    kind = rule.kind
    if kind in ("ago",):
        said["shift"] = float(str(said.pop("amount", 1) or 0)) * int(str(rule.fixed["sign"]))
    if kind == "date" and said.get("direction") is not None and "unit" in got:
        said["shift"] = said.pop("direction")
    if kind == "date" and "period" in got and "shift" not in said:
        said["shift"], said["unit"], _ = 0, "day", said.pop("direction", None)
    if not _on_calendar(said):
        # "30 February" is no time, nor are its parts.
        return Piece(start=match.start(), end=match.end(), kind="ignore")
    if not _on_clock(said):
        return None
    return Piece(start=match.start(), end=match.end(), kind=kind, **said)  # type: ignore[arg-type]


def _clean(word: str) -> str:
    return " ".join(word.split())


def _amount(text: str, words: TimeWords) -> float | None:
    if not text[0].isdigit():
        return words.numbers.get(_clean(text))
    thousands = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text)
    return float(re.sub("[.,]", "", text) if thousands else text.replace(",", "."))


def _on_calendar(said: dict[str, object]) -> bool:
    year, month = said.get("year"), said.get("month")
    for day in (said.get("day"), said.get("day2")):
        if isinstance(day, int) and isinstance(month, int):
            in_year = year if isinstance(year, int) else 2000
            if not 1 <= day <= calendar.monthrange(in_year, month)[1]:
                return False
    return True


def _on_clock(said: dict[str, object]) -> bool:
    hour, minute = said.get("hour"), said.get("minute")
    if isinstance(hour, int) and hour == 24 and minute not in (0, None):
        return False
    return not (said.get("half") is not None and isinstance(hour, int) and not 1 <= hour <= 12)


def _is_written_so(piece: Piece, match: re.Match[str], original: str, found: Grammar, start: int) -> bool:
    """Names as the language writes them; "1/3" as a date only where it can't be a share."""
    if piece.slashed and piece.day is not None and piece.month is not None and piece.kind == "date":
        written = match[0]
        plain = re.fullmatch(r"(\d+)/(\d+)", written)
        if plain and int(plain[1]) < int(plain[2]) <= _BEFORE_FRACTION and not written.startswith("0"):
            return bool(
                found.within.search(original[max(0, match.start() - _CONTEXT) : match.start()].lower())
            )
    if found.names == "any":
        return True
    for name in ("month", "weekday"):
        groups = [g for g in (name, f"short_{name}") if g in match.re.groupindex and match[g] is not None]
        if not groups:
            continue
        at, word = match.start(groups[0]), _clean(match[groups[0]])
        capital = original[at].isupper()
        sure = name == "weekday" or piece.has_number
        if found.names == "capital" and not capital and (word in found.common or not sure):
            return False
        alone = not piece.has_number and not piece.slashed
        if found.names == "small" and capital and alone and not _opens(original, at, start, match.end()):
            return False
    return True


def _opens(original: str, at: int, start: int, end: int) -> bool:
    """True where a capital is no sign of a name: at the beginning or after a mark, and no name follows."""
    if original[end : end + 1] == " " and original[end + 1 : end + 3].istitle():
        return False
    before = original[max(0, at - 12) : at].rstrip()
    return at == start or not before or not before[-1].isalpha()
