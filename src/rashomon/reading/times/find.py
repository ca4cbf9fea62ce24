"""Times of an article, normalised to EDTF.

Names of months, weekdays and parts of day come from CLDR; how a language words a time is in its file. The
words of one time are found as pieces, joined with their neighbours, and resolved against the day of
publication; without one, no year is invented. TIMEX3 (TimeML 1.2) says which words belong to a time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.model import Article, Sentence, Time, TimeType
from rashomon.reading.times import edtf
from rashomon.reading.times.ages import is_age
from rashomon.reading.times.fold import Folded, fold
from rashomon.reading.times.grammar import Grammar, grammar
from rashomon.reading.times.intervals import Ends, is_stamp, open_ends, ranges
from rashomon.reading.times.join import combine
from rashomon.reading.times.moments import Told, settle
from rashomon.reading.times.resolve import Context, Day, day_value, published_day, resolve_day
from rashomon.reading.times.scan import Piece, scan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_CLAUSE_END = re.compile(r"[,;:.!?()–、。]|\n\n")
_CONTEXT = 40  # how far back, in characters, a word is looked for that belongs to a time
_LONGEST_CLAUSE = 300
_SHORT_CLAUSE = 3  # words; "On Monday, the court will decide"
_YEARS_ALONE = range(1900, 2100)
_YEARS_OF = {"decade": 10, "century": 100}


def find_times(article: Article, sentences: Sequence[Sentence]) -> tuple[Time, ...]:
    """The times that the sentences of an article tell, in order, none overlapping.

    Values are EDTF (ISO 8601-2): what is not known stays ``X``. Clock times of a known zone are in UTC with
    ``Z``, others are local, without offset. A time that is given twice in one breath, "midnight local time
    (2200 GMT)", gives one value to each of its members.
    """
    found = grammar(article.language or "und")
    folded = fold(article.text)
    written = (
        article.text if folded.offsets is None else "".join(article.text[i] for i in folded.offsets[:-1])
    )
    published = published_day(article.published)
    ends: list[Ends] = []
    told: list[Told] = []
    narrative: Day | None = None
    year: int | None = None
    for sentence in sentences:
        begun = len(told)
        start, end = folded.folded(sentence.start), folded.folded(sentence.end)
        pieces = combine(scan(folded.text, start, end, written, found, article.language), folded.text, found)
        pieces = [p for p in pieces if not is_age(p, folded.text, written, article.language)]
        for time in open_ends(ranges(pieces, folded.text, start, found), folded.text, start, found):
            future = _is_to_come(time.first, folded.text, start, end, found)
            if time.first.kind == "ago" and _is_length(time.first, future):
                length = replace(time.first, kind="duration", amount=abs(time.first.shift or 0), shift=None)
                time = replace(time, first=length)
            context = Context(published, narrative, future, year)
            day = resolve_day(time.first, context)
            last = _last_day(time, day, context)
            if day.precision > 1 and day.year is not None and day.month is not None:
                narrative = day
            if day.year is not None and time.first.kind != "duration":
                year = day.year
            ends.append(time)
            told.append(Told(time.first, day, last, time.start, time.end, published))
        days = [t for t in told[begun:] if t.piece.has_day and t.last is None and t.day.precision == 3]
        told[begun:] = [_dated(time, days, folded.text, published) for time in told[begun:]]
    values = settle(told, folded.text)
    return tuple(
        _time(article, folded, time, one, value) for time, one, value in zip(ends, told, values, strict=True)
    )


def _is_length(piece: Piece, future: bool) -> bool:
    """True where the words count from no day that is known: "the first in two years", "20 minutes later"."""
    if piece.unit in ("hour", "minute", "second"):
        return True
    return (piece.shift or 0) > 0 and not future and not piece.narrative


def _dated(time: Told, days: Sequence[Told], text: str, published: date | None) -> Told:
    """A clock time with the day of its clause; one that opens a line as a stamp is of publication's."""
    if not time.piece.bare_clock or time.piece.shift is not None:
        return time
    if published is not None and is_stamp(time.start, time.end, text):
        return replace(time, day=Day(published.year, published.month, published.day))
    if len(days) != 1 or days[0].piece.hour is not None:
        return time
    first, second = sorted((days[0], time), key=lambda t: t.start)
    if second.start - first.end > _LONGEST_CLAUSE:
        return time
    apart = re.sub(r"\([^()]*\)", "", text[first.end : second.start])
    return time if len(apart) > _CONTEXT or _CLAUSE_END.search(apart) else replace(time, day=days[0].day)


def _time(article: Article, folded: Folded, time: Ends, told: Told, moment: str | None) -> Time:
    start, end = folded.original(time.start), folded.original(time.end)
    kind, value = _value(time, told, moment)
    weekday = time.first.weekday
    if article.text[start:end].endswith(" "):
        end = start + len(article.text[start:end].rstrip())
    return Time(
        article=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        type=kind,
        value=value,
        weekday=weekday,
    )


def _value(time: Ends, told: Told, moment: str | None) -> tuple[TimeType, str]:
    piece = time.first
    if piece.kind == "duration":
        return "duration", _duration(piece)
    if piece.kind == "set":
        return "set", "R/" + _duration(piece)
    value = moment or day_value(told.day)
    if time.last is not None and told.last is not None:
        return "interval", f"{value}/{day_value(told.last)}"
    if "/" in value:
        return "interval", value
    if time.since:
        return "interval", f"{value}/.."
    if time.until:
        return "interval", f"../{value}"
    return ("date", value) if moment is None else ("time", value)


def _duration(piece: Piece) -> str:
    unit = piece.unit or ("week" if piece.weekday is not None else "day")
    amount = 1.0 if piece.amount is None else piece.amount
    if unit in _YEARS_OF:
        amount, unit = amount * _YEARS_OF[unit], "year"
    value = edtf.duration(amount, unit)
    for more, smaller in piece.further:
        added = edtf.duration(more, smaller)
        value += added[1:] if "T" not in value or "T" not in added else added[2:]
    return value


def _last_day(time: Ends, first: Day, context: Context) -> Day | None:
    if time.last is None:
        return None
    last = resolve_day(time.last, context)
    turned = first.full is not None and last.full is not None and last.full < first.full
    turned = turned or (
        first.precision == last.precision == 2
        and None not in (first.year, first.month, last.year, last.month)
        and (last.year or 0, last.month or 0) < (first.year or 0, first.month or 0)
    )
    if not turned or time.last.year is not None or last.year is None:
        return last
    if time.last.month is None:
        return last
    return Day(last.year + 1, last.month, last.day, last.precision) if last.day != 29 else last


def _is_to_come(piece: Piece, text: str, start: int, end: int, found: Grammar) -> bool:
    """True where the nearest verb of the clause is one of the future."""
    if found.tense is None:
        return False
    start, end = max(start, piece.start - _LONGEST_CLAUSE), min(end, piece.end + _LONGEST_CLAUSE)
    begin = max((m.end() for m in _CLAUSE_END.finditer(text, start, piece.start)), default=start)
    stop = next((m.start() for m in _CLAUSE_END.finditer(text, piece.end, end)), end)
    words = len(text[begin : piece.start].split()) + len(text[piece.end : stop].split())
    if words < _SHORT_CLAUSE and stop < end:
        stop = next((m.start() for m in _CLAUSE_END.finditer(text, stop + 1, end)), end)
    nearest: tuple[int, bool] | None = None
    for match in found.tense.finditer(text, begin, stop):
        distance = piece.start - match.end() if match.end() <= piece.start else match.start() - piece.end
        if nearest is None or distance < nearest[0]:
            nearest = (distance, match.lastgroup == "future")
    return nearest is not None and nearest[1]
