"""Times of an article, normalised to EDTF.

Names of months, weekdays and parts of day come from CLDR; how a language words a time is in its file. The
words of one time are found as pieces, joined with their neighbours, and resolved against the day of
publication; without one, no year is invented. TIMEX3 (TimeML 1.2) says which words belong to a time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from rashomon.model import Article, Sentence, Time, TimeType
from rashomon.reading import edtf
from rashomon.reading.fold import Folded, fold
from rashomon.reading.time_ages import is_age
from rashomon.reading.time_moments import Told, settle
from rashomon.reading.time_resolve import Context, Day, day_value, published_day, resolve_day
from rashomon.reading.time_scan import Piece, combine, scan
from rashomon.reading.time_templates import Grammar, grammar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_CLAUSE_END = re.compile(r"[,;:.!?()–、。]|\n\n")
_CONTEXT = 40  # how far back, in characters, a word is looked for that belongs to a time
_LONGEST_CLAUSE = 300
_SHORT_CLAUSE = 3  # words; "On Monday, the court will decide"
_YEARS_ALONE = range(1900, 2100)
_YEARS_OF = {"decade": 10, "century": 100}


class _Ends(Struct, frozen=True):
    """A time, or the two ends of one; ``open`` is what stands for the end that the words leave open."""

    first: Piece
    last: Piece | None = None
    since: bool = False
    until: bool = False
    start: int = 0
    end: int = 0


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
    ends: list[_Ends] = []
    told: list[Told] = []
    narrative: Day | None = None
    year: int | None = None
    for sentence in sentences:
        begun = len(told)
        start, end = folded.folded(sentence.start), folded.folded(sentence.end)
        pieces = combine(scan(folded.text, start, end, written, found, article.language), folded.text, found)
        pieces = [p for p in pieces if not is_age(p, folded.text, written, article.language)]
        for time in _open_ends(_ranges(pieces, folded.text, start, found), folded.text, start, found):
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
    if published is not None and _is_stamp(time.start, time.end, text):
        return replace(time, day=Day(published.year, published.month, published.day))
    if len(days) != 1 or days[0].piece.hour is not None:
        return time
    first, second = sorted((days[0], time), key=lambda t: t.start)
    if second.start - first.end > _LONGEST_CLAUSE:
        return time
    apart = re.sub(r"\([^()]*\)", "", text[first.end : second.start])
    return time if len(apart) > _CONTEXT or _CLAUSE_END.search(apart) else replace(time, day=days[0].day)


def _is_stamp(start: int, end: int, text: str) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    opens = not before or before.endswith("\n")
    return opens and re.match(r"\s{0,2}(?:[:–|]|-\s)", text[end : end + 4]) is not None


def _time(article: Article, folded: Folded, time: _Ends, told: Told, moment: str | None) -> Time:
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


def _value(time: _Ends, told: Told, moment: str | None) -> tuple[TimeType, str]:
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


def _is_given_again(before: Piece | None, piece: Piece, text: str) -> bool:
    """True for a clock time in parentheses after another one: "04.40 (02.40 ...)"."""
    if before is None or before.hour is None or before.end > piece.start:
        return False
    return text[before.end : piece.start].strip() == "(" and text[piece.end : piece.end + 1] in (
        ")",
        ",",
        " ",
    )


def _stands(piece: Piece, text: str, start: int, found: Grammar, before: Piece | None = None) -> bool:
    """False for a common word that no neighbour shows to be a time ("may", a number like a year)."""
    if not piece.weak:
        return True
    if piece.hour is not None:
        return _is_stamp(piece.start, piece.end, text) or _is_given_again(before, piece, text)
    if piece.year is not None and piece.month is None and piece.year not in _YEARS_ALONE:
        return False
    if (
        piece.year is not None
        and piece.year % 1000 == 0
        and re.match(r" \w", text[piece.end : piece.end + 2])
    ):
        return False  # "in 2000 homes"
    words = text[max(start, piece.start - _CONTEXT) : piece.start]
    return any(p.search(words) for p in (found.within, found.part, found.since, found.until))


def _ranges(pieces: list[Piece], text: str, start: int, found: Grammar) -> Iterator[_Ends]:
    """The times, both ends of "from March to June" joined; weak pieces that no word supports are left out."""
    waiting: Piece | None = None
    before: Piece | None = None
    for piece in pieces:
        if waiting is not None:
            span = _span_of(waiting, piece, text, start, found)
            if span is not None:
                yield _Ends(*_filled(waiting, piece), start=span[0], end=span[1])
                waiting = None
                continue
            if _stands(waiting, text, start, found, before):
                yield _single(waiting)
            before = waiting
        waiting = piece
    if waiting is not None and _stands(waiting, text, start, found, before):
        yield _single(waiting)


def _single(piece: Piece) -> _Ends:
    if piece.day2 is None and piece.year2 is None:
        return _Ends(piece, start=piece.start, end=piece.end)
    last = replace(piece, day=piece.day2 or piece.day, year=piece.year2 or piece.year)
    return _Ends(piece, last, start=piece.start, end=piece.end)


def _filled(first: Piece, last: Piece) -> tuple[Piece, Piece]:
    """Both ends of an interval, with what is said once for both: "from March to June 2011"."""
    if first.shift is not None or last.shift is not None:
        return first, last
    if first.month is None and first.day is not None and last.month is not None:
        first = replace(first, month=last.month)
    if first.year is None and last.year is not None and first.month is not None and last.month is not None:
        before = (first.month, first.day or 0) > (last.month, last.day or 0)
        first = replace(first, year=last.year - before)
    return first, last


def _span_of(a: Piece, b: Piece, text: str, start: int, found: Grammar) -> tuple[int, int] | None:
    """The span of an interval whose ends are two pieces, or None where the words between don't make one."""
    if a.kind not in ("date", "ago") or b.kind not in ("date", "ago") or b.start - a.end > _CONTEXT:
        return None
    if a.day2 or b.day2 or a.year2 or b.year2 or "\n\n" in text[a.end : b.start]:
        return None
    gap, begin = text[a.end : b.start], max(start, a.start - _CONTEXT)
    for opening, middle, closing in found.ranges:
        if not middle.fullmatch(gap):
            continue
        before = opening.search(text[begin : a.start]) if opening.pattern else None
        inside = a.period is not None and opening.pattern and _inside(opening).search(text, a.start, a.end)
        if opening.pattern and before is None and not inside:
            continue
        if not opening.pattern and not _alike(a, b):
            continue
        after = closing.match(text, b.end) if closing.pattern else None
        return (begin + before.start() if before else a.start), (after.end() if after else b.end)
    return None


@cache
def _inside(opening: re.Pattern[str]) -> re.Pattern[str]:
    """The words that open an interval, among those of its first end: "the night of Friday to Saturday"."""
    return re.compile(opening.pattern.removesuffix("$"))


def _alike(a: Piece, b: Piece) -> bool:
    """True where a mere dash can stand between both: "March–June", but not "2019-March"."""
    if a.shift is not None or b.shift is not None or a.weekday is not None or b.weekday is not None:
        return False
    return (a.day is None, a.month is None) == (b.day is None, b.month is None)


def _open_ends(times: Iterator[_Ends], text: str, start: int, found: Grammar) -> Iterator[_Ends]:
    """Take in the words before a time that leave one of its ends open, or say which part of it is meant."""
    for time in times:
        if time.first.kind in ("duration", "set"):
            yield time
            continue
        part = _before(found.part, text, start, time.start)
        time = time if part is None else replace(time, start=part)
        since = None if time.last is not None else _before(found.since, text, start, time.start)
        until = None if time.last is not None else _before(found.until, text, start, time.start)
        if since is not None:
            yield replace(time, since=True, start=since)
        elif until is not None:
            yield replace(time, until=True, start=until)
        else:
            yield time


def _before(pattern: re.Pattern[str], text: str, start: int, position: int) -> int | None:
    begin = max(start, position - _CONTEXT)
    match = pattern.search(text[begin:position])
    return None if match is None else begin + match.start()


def _last_day(time: _Ends, first: Day, context: Context) -> Day | None:
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
