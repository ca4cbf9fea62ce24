"""Of which time a figure is told, by its own clause: "in 1998 more than 50 had died" is not this year's toll.

A time counts for the figures of its clause, or of the next where it fills its own ("In 1998, 52 people
drowned"). What "since 1998" bounds is of today; but "since 1998, when 52 drowned" dates the 52. A figure
without a time is of the days before its article was published.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rashomon.comparing.values.counting import CLAUSE
from rashomon.comparing.wording import longest_first, one_of
from rashomon.language import load
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Quantity, Time

OPEN = "/.."  # ends the value of "since 1998"
BARE = 4  # letters beside a time that fills its clause: "In", "On", "Vào"
MONTHS = 2  # from publication; what is told of a time further off is of another event
YEAR_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?(?![\dX])")


def clause_of(said: Said, quantity: Quantity) -> tuple[int, int]:
    """The span, in the article, of the clause that a quantity stands in."""
    first, text = said.statement.start, said.text
    ends = list(CLAUSE.finditer(text))
    start = max((m.end() for m in ends if m.end() <= quantity.start - first), default=0)
    end = min((m.start() for m in ends if m.start() >= quantity.end - first), default=len(text))
    return first + start, first + end


def times_of(said: Said, quantity: Quantity) -> frozenset[str]:
    """The EDTF values of the times of which a figure is told."""
    start, end = clause_of(said, quantity)
    times = [time for time in said.times if time.type in ("date", "time", "interval")]
    when = [t for t in times if t.end <= quantity.start and _opens(said, t, max(start, t.end))]
    if when:
        return frozenset({when[-1].value.removesuffix(OPEN)})
    inside = [time for time in times if start <= time.start and time.end <= end]
    return frozenset(time.value for time in inside or _before(said, times, start))


def _opens(said: Said, time: Time, start: int) -> bool:
    """True where a word such as "when" stands right behind a time, and opens the clause that begins there."""
    text, first = said.account.article.text, said.statement.start
    between = text[time.end : start]
    if between.strip(" ,，、(（"):
        return False
    opened = _whens(said.account.article.language).match(text, start + _gap(text, start), said.statement.end)
    return opened is not None and time.start >= first


def _gap(text: str, start: int) -> int:
    return len(text[start:]) - len(text[start:].lstrip(" ,，、(（"))


def _before(said: Said, times: Iterable[Time], start: int) -> list[Time]:
    """The last time before the clause that starts here, where it fills a clause of its own."""
    text, first = said.text, said.statement.start
    earlier = [time for time in times if time.end < start and not time.value.endswith(OPEN)]
    if not earlier:
        return []
    time = max(earlier, key=lambda one: one.start)
    begin = max((m.end() for m in CLAUSE.finditer(text, 0, time.start - first)), default=0)
    end = min((m.start() for m in CLAUSE.finditer(text, time.end - first)), default=len(text))
    beside = text[begin : time.start - first].strip(), text[time.end - first : end].strip()
    return [time] if sum(map(len, beside)) <= BARE else []


def of_other_times(
    mine: frozenset[str], its: frozenset[str], published: str | None, told: Iterable[str]
) -> bool:
    """True for two figures that are told of times that are not one.

    Args:
        mine, its: the times of both figures.
        published: when the article of the one without a time was published.
        told: all times of that article. What it dates, too, to the month is no other event.
    """
    if mine and its:
        return not any(edtf.compatible(a, b) for a in mine for b in its)
    dated = mine or its
    now = _months(published or "")
    if now is None or any(value.endswith(OPEN) for value in dated):
        return False
    spans = [span for value in dated if (span := _months(value))]
    if not spans or any(low - MONTHS <= now[1] and now[0] <= high + MONTHS for low, high in spans):
        return False
    exact = [value for value in told if _is_of_a_month(value)]
    return not any(edtf.compatible(value, other) for value in dated for other in exact)


def _months(value: str) -> tuple[int, int] | None:
    """The first and last month of a value, counted from year 0; None where its year is not known."""
    found = list(YEAR_MONTH.finditer(value.partition("T")[0]))
    if not found:
        return None
    spans = []
    for match in found:
        year, month = int(match[1]), int(match[2] or 0)
        is_month = 1 <= month <= 12  # 21 to 24 are seasons
        spans.append((12 * year + (month if is_month else 1), 12 * year + (month if is_month else 12)))
    return min(low for low, _ in spans), max(high for _, high in spans)


def _is_of_a_month(value: str) -> bool:
    span = _months(value)
    return span is not None and span[0] == span[1]


@cache
def _whens(language: str) -> re.Pattern[str]:
    words = longest_first(load(language).compare.whens)
    return re.compile(one_of(words, re.escape, r"(?!\w)"), re.IGNORECASE)
