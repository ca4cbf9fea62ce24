"""Our times as TIMEX3 has them (TimeML 1.2.1): type, value and extent.

An interval is two expressions. Its extent leaves out prepositions and the words for "since" and "until". A
clock time is on its own clock, not in UTC. What TIMEX3 anchors and we leave open, such as the day of a bare
clock time, is taken from the day told of last or from publication: the measure asks for a value.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from rashomon.reading.times.clock import minute_of_day
from rashomon.reading.times.days import Day, published_day
from rashomon.reading.times.find import tell
from rashomon.reading.times.grammar import grammar
from rashomon.reading.times.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.model import Article, Sentence
    from rashomon.reading.times.find import Telling
    from rashomon.reading.times.pieces import Piece

Type = Literal["DATE", "TIME", "DURATION", "SET"]

PERIODS = {"morning": "MO", "midday": "MI", "afternoon": "AF", "evening": "EV", "night": "NI"}
REFERENCES = {"present": "PRESENT_REF", "past": "PAST_REF", "future": "FUTURE_REF"}
_UNITS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "weekend": "WE", "week": "W", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
_LONGEST_PREPOSITION = 20
_RECENT = timedelta(days=3)
_CLOCK_UNITS = ("second", "minute", "hour")
_DECIMALS = re.compile(r"P(T?)(\d+)\.(\d+)([YHM])")
_SMALLER = {"Y": (12, "M"), "H": (60, "M"), "M": (60, "S")}


class Timex(Struct, frozen=True, order=True):
    """One expression of time: its span in the text, in code points, its type and its value."""

    start: int
    end: int
    type: Type
    value: str


def timexes(article: Article, sentences: Sequence[Sentence], *, spoken: bool = False) -> list[Timex]:
    """Every expression of time of an article, in order; ``spoken`` is what somebody says to an assistant."""
    published = published_day(article.published)
    found: list[Timex] = []
    today = Day() if published is None else Day(published.year, published.month, published.day)
    last, place, near = today, -1, len(sentences)
    starts = [sentence.start for sentence in sentences]
    for telling in tell(article, sentences, anchored=True, spoken=spoken):
        here = bisect_right(starts, telling.start)
        found += _expressions(article, telling, last if here <= place + near else today)
        piece, day = telling.ends.first, telling.told.day
        if piece.kind not in ("duration", "set", "vague") and day.full is not None:
            last, place = day, here
            recent = published is None or _is_recent(day.full, published)
            near = len(sentences) if recent else int(piece.year is not None)
    return found


def _is_recent(day: date, published: date) -> bool:
    """True for a day that clock times of later sentences are of; one longer ago is told of in passing."""
    return timedelta() <= published - day <= _RECENT


def canonical(value: str) -> str:
    """A value in one way of writing: seconds and minutes of zero left out, decades as three digits.

    >>> canonical("2011-10-31T14:00:00")
    '2011-10-31T14'
    >>> canonical("199X"), canonical("PT1.5H")
    ('199', 'PT90M')
    """
    if value.startswith("P"):
        fraction = _DECIMALS.fullmatch(value)
        if fraction and (fraction[1] or fraction[4] == "Y"):
            many, unit = _SMALLER[fraction[4]]
            amount = float(f"{fraction[2]}.{fraction[3]}") * many
            if amount == int(amount):
                return f"P{fraction[1]}{int(amount)}{unit}"
        return value
    value = re.sub(r"(T\d\d:\d\d):00(?=Z?$)", r"\1", value)
    value = re.sub(r"(T\d\d):00(?=Z?$)", r"\1", value)
    return value.rstrip("X") if re.fullmatch(r"\d{2}XX|\d{3}X", value) else value


def _expressions(article: Article, telling: Telling, last: Day) -> Iterator[Timex]:
    ends, told = telling.ends, telling.told
    first, folded = ends.first, telling.folded
    if ends.last is None or told.last is None or first.first == ends.last.first:
        start, end = folded.original(_begin(telling, article.language)), telling.end
        yield Timex(start, end, *_said(first, told.day, last))
        return
    for piece, day in ((first, told.day), (ends.last, told.last)):
        yield Timex(folded.original(piece.start), folded.original(piece.end), *_said(piece, day, last))


def _begin(telling: Telling, language: str) -> int:
    """Where the words of a time begin in the folded text, without prepositions."""
    found, text, start = grammar(language or "und"), telling.folded.text, telling.ends.core
    words = tokenise(text[start : start + _LONGEST_PREPOSITION], found.words.spaced)
    after = found.outside.all(words.words, 0)
    if not after:
        return start
    end = start + words.starts[after[-1][0]]
    end += len(text[end : end + 2]) - len(text[end : end + 2].lstrip())
    return end if end < telling.ends.end else start


def _said(piece: Piece, day: Day, last: Day) -> tuple[Type, str]:
    if piece.vague == "period":
        return "TIME", f"{_date(piece, last)}T{PERIODS.get(str(piece.period), 'DT')}"
    if piece.kind == "vague":
        return "DATE", REFERENCES.get(str(piece.vague), "PRESENT_REF")
    if piece.kind == "duration":
        return "DURATION", _length(piece)
    if piece.kind == "set":
        return "SET", _set(piece)
    if piece.hour is not None:
        return "TIME", _clock(piece, day, last)
    value = _date(piece, day)
    if piece.period in PERIODS and day.precision == 3:
        return "TIME", f"{value}T{PERIODS[piece.period]}"
    return "DATE", value


def _length(piece: Piece) -> str:
    unit = piece.unit or ("week" if piece.weekday is not None else "day")
    plain = f"{1.0 if piece.amount is None else piece.amount:.6f}".rstrip("0").rstrip(".")
    amount = "X" if piece.vague == "some" else plain
    value = f"{'PT' if unit in _CLOCK_UNITS else 'P'}{amount}{_UNITS[unit]}"
    for more, smaller in piece.further:
        added = f"{more:.6f}".rstrip("0").rstrip(".") + _UNITS[smaller]
        value += f"T{added}" if smaller in _CLOCK_UNITS and "T" not in value else added
    return value


def _set(piece: Piece) -> str:
    if piece.weekday is not None:
        clock = f"T{PERIODS[piece.period]}" if piece.period in PERIODS else ""
        return f"XXXX-WXX-{piece.weekday}{clock}"
    if piece.period in PERIODS:
        return f"XXXX-XX-XXT{PERIODS[piece.period]}"
    if piece.season is not None:
        return f"XXXX-{('SP', 'SU', 'FA', 'WI')[piece.season - 21]}"
    if piece.month is not None:
        return f"XXXX-{piece.month:02}"
    return _length(piece)


def _clock(piece: Piece, day: Day, last: Day) -> str:
    minute = minute_of_day(piece)
    if day.day is None and day.month is None and day.year is None:
        day = last
    value = _date(piece, day)
    if minute > 24 * 60:
        minute -= 24 * 60
    clock = f"T{minute // 60:02}:{minute % 60:02}"
    return value + clock + (f":{piece.second:02}" if piece.second is not None else "")


def _date(piece: Piece, day: Day) -> str:
    year = "XXXX" if day.year is None else f"{day.year:04}"
    if day.part == "decade":
        return year[:3]
    if day.part == "century":
        return year[:2]
    if day.part in ("W", "WE") and day.year and day.month and day.day:
        week = date(day.year, day.month, day.day).isocalendar()
        return f"{week.year:04}-W{week.week:02}" + ("-WE" if day.part == "WE" else "")
    if day.part is not None:
        return f"{year}-{day.part}"
    if piece.kind == "ago" and piece.unit == "week" and piece.weekday is None and day.full is not None:
        week = day.full.isocalendar()
        return f"{week.year:04}-W{week.week:02}"
    if day.full is None and piece.weekday is not None and day.month is None:
        return f"{year}-WXX-{piece.weekday}"
    parts = [
        year,
        "XX" if day.month is None else f"{day.month:02}",
        "XX" if day.day is None else f"{day.day:02}",
    ]
    return "-".join(parts[: day.precision])
