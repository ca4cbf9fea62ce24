"""When two spans and two values of time are the same, across the conventions of two kinds of gold."""

from __future__ import annotations

import calendar
import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rashomon.evaluation.timex3 import canonical
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from rashomon.evaluation.times_gold import GoldTimex, MarkedText

EDGES = "times_edges.toml"
UNSPACED_FROM = "\u3000"
_TO_THE_MINUTE = re.compile(r".+T\d\d:\d\d")
_OPEN_WEEK = re.compile(r"XXXX-WXX-(\d)(.*)")
_LAST_SECOND = "T23:59:59"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def is_value(ours: str, gold: str) -> bool:
    """True for the same value; what a specification leaves open may have any value."""
    ours, gold = canonical(ours), canonical(gold)
    if ours == gold:
        return True
    weekday = _OPEN_WEEK.fullmatch(gold)
    if weekday and (day := _DAY.match(ours)):
        day_of_week = date(int(day[1]), int(day[2]), int(day[3])).isoweekday()
        return day_of_week == int(weekday[1]) and ours[day.end() :] == weekday[2]
    return gold.startswith("XXXX-") and re.fullmatch(gold.replace("X", r"\d"), ours) is not None


def same_span(text: MarkedText, ours: tuple[int, int], gold: tuple[int, int]) -> bool:
    if ours == gold:
        return True
    return text.specified and _core(text, *ours) == _core(text, *gold)


def _core(text: MarkedText, start: int, end: int) -> tuple[int, int]:
    """A span without function words and marks at its edges, but for the last word."""
    words = [
        (start + m.start(), start + m.end()) for m in _edges(text.language).finditer(text.text[start:end])
    ]
    while words and words[0][0] == start and words[0][1] < end:
        start = words.pop(0)[1]
    return start, start + len(text.text[start:end].rstrip(" .,"))


@cache
def _edges(language: str) -> re.Pattern[str]:
    path = files("rashomon.evaluation").joinpath(EDGES)
    words = tomllib.loads(path.read_text("utf-8")).get(language, [])
    spaced = sorted(re.escape(word) for word in words if word[0] < UNSPACED_FROM)
    others = sorted(re.escape(word) for word in words if word[0] >= UNSPACED_FROM)
    forms = [*([rf"\b(?:{'|'.join(spaced)})\b"] if spaced else []), *others]
    return re.compile(rf"\s*(?:{'|'.join(forms) or '(?!)'})['’]?\s*", re.IGNORECASE)


def is_same_by_convention(ours: str, gold: GoldTimex, published: str | None) -> bool:
    """True for what is one value by TIMEX3 and by the specifications.

    "Several weeks" is PXW by TIMEX3 and P3W there. "In two months" is a month by TIMEX3 and there the day of
    publication, moved; what is minutes away has seconds there. The end of
    a day is its last second there, and by TIMEX3 the day, whose end it is. "One
    year and a quarter" is P1.25Y or P1Y3M.
    """
    value = gold.value
    if any(right.endswith(_LAST_SECOND) for right in (value, *gold.also)):
        return any(is_value(ours, right.removesuffix(_LAST_SECOND)) for right in (value, *gold.also))
    if value.startswith("P"):
        if ours.replace("X", "3") == value and "X" in ours:
            return True
        mixed = sum(map(value.count, "WD")), sum(map(ours.count, "WD"))
        return mixed == (0, 0) and ours.startswith("P") and edtf.compatible(ours, value)
    if _TO_THE_MINUTE.fullmatch(ours):
        return any(right.startswith(f"{ours}:") for right in gold.also)
    moved, day = _DAY.fullmatch(value), _DAY.match(published or "")
    if moved is None or day is None:
        return False
    then, now = (date(int(d[1]), int(d[2]), int(d[3])) for d in (moved, day))
    week = then.isocalendar()
    if ours == f"{week.year:04}-W{week.week:02}":
        return then.weekday() == now.weekday()
    last = calendar.monthrange(then.year, then.month)[1]
    return ours in (value[:7], value[:4]) and then.day == min(now.day, last)
