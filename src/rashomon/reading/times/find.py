"""Times of an article, normalised to EDTF.

Names of months, weekdays and parts of day come from CLDR; how a language words a time is in its file. The
words of one time are found as pieces, joined with their neighbours, and resolved against the day of
publication; without one, no year is invented. TIMEX3 (TimeML 1.2) says which words belong to a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from rashomon.model import Article, Sentence, Time, TimeType
from rashomon.reading.times import edtf
from rashomon.reading.times.ages import is_age
from rashomon.reading.times.clock import minute_of_day
from rashomon.reading.times.counted_clocks import CLOCK_UNITS, moment_away, moment_later
from rashomon.reading.times.days import Context, Day, day_value, published_day
from rashomon.reading.times.fold import Folded, fold
from rashomon.reading.times.grammar import grammar
from rashomon.reading.times.intervals import Ends, is_stamp, open_ends, ranges
from rashomon.reading.times.join import combine
from rashomon.reading.times.moments import Told, settle
from rashomon.reading.times.resolve import resolve_day
from rashomon.reading.times.scan import Scanner
from rashomon.reading.times.tense import clauses_of, is_to_come
from rashomon.reading.times.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rashomon.reading.times.pieces import Piece

_CLAUSE_END = re.compile(r"[,;:.!?()–、。]|\n\n")
_CONTEXT = 40  # how far back, in characters, a word is looked for that belongs to a time
_LONGEST_CLAUSE = 300
_YEARS_OF = {"decade": 10, "century": 100}
_YEARS_OF_A_TALE = 4  # so many dates of other years than publication's, and no fewer than of its own
_NEAR = 1  # years
_DAY_ENDS = 24 * 60  # minutes


class Telling(Struct, frozen=True):
    """A time with all that is known of it: its ends, its days, and the value of a clock time.

    Positions in ``ends`` are of the folded text; ``start`` and ``end`` are of the article's.
    """

    start: int
    end: int
    ends: Ends
    told: Told
    moment: str | None
    folded: Folded


def find_times(article: Article, sentences: Sequence[Sentence]) -> tuple[Time, ...]:
    """The times that the sentences of an article tell, in order, none overlapping.

    Values are EDTF (ISO 8601-2): what is not known stays ``X``. Clock times of a known zone are in UTC with
    ``Z``, others are local, without offset. A time that is given twice in one breath, "midnight local time
    (2200 GMT)", gives one value to each of its members.
    """
    return tuple(
        _time(article, telling) for telling in tell(article, sentences) if telling.ends.first.vague is None
    )


def tell(
    article: Article, sentences: Sequence[Sentence], *, anchored: bool = False, spoken: bool = False
) -> list[Telling]:
    """The times of an article with all that is known of them, those without a value ("recently") too.

    ``anchored``: what counts from the day told of last counts from publication where no day was told of.
    ``spoken``: the text is what somebody says to an assistant. "In two weeks" is to come unless a verb says
    otherwise, "30 minutes later" counts from now, and "next Friday" is that of next week.
    """
    found = grammar(article.language or "und")
    folded = fold(article.text)
    written = (
        article.text if folded.offsets is None else "".join(article.text[i] for i in folded.offsets[:-1])
    )
    tokens = tokenise(folded.text, found.words.spaced)
    scanner = Scanner(tokens, written, found, article.language)
    published = published_day(article.published)
    by_sentence: list[list[Ends]] = []
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        start, end = folded.folded(sentence.start), folded.folded(sentence.end)
        first, last = tokens.at(start), bisect_left(tokens.starts, end, 0, len(tokens.words))
        pieces = scanner.scan(first, last)
        if not pieces:
            continue
        pieces = combine(pieces, tokens.words, found)
        pieces = [
            replace(p, vague="age") if is_age(p, folded.text, written, article.language) else p
            for p in pieces
        ]
        by_sentence.append(
            list(open_ends(ranges(pieces, folded.text, written, tokens, first, found), tokens, first, found))
        )
        spans.append((first, last))
    ends: list[Ends] = []
    told: list[Told] = []
    narrative: Day | None = None
    year: int | None = None
    tale = _is_tale(by_sentence, published)
    for times, (first, last) in zip(by_sentence, spans, strict=True):
        begun = len(told)
        clauses = None
        for time in times:
            if time.first.kind in ("duration", "set", "vague"):
                ends.append(time)
                told.append(Told(time.first, Day(), None, time.start, time.end, published))
                continue
            tense = None
            if found.tense and time.first.year is None and not time.first.bare_clock:
                clauses = clauses or clauses_of(tokens.words, first, last, found.tense)
                tense = is_to_come(time.first, tokens.words, clauses)
            past = tense is False and not time.until
            future = tense is True or (tense is None and time.first.direction == 1)
            if past and time.first.kind == "ago" and time.first.direction == 1 and narrative is not None:
                # "Через три года она разорилась": counted from what was told of last.
                time = replace(time, first=replace(time.first, narrative=True, direction=None))
            moment = moment_away(time.first, article.published, spoken) or moment_later(time.first, told)
            if moment is not None:
                time = replace(time, first=moment)
            elif time.first.kind == "ago" and _is_length(time.first, future, spoken and not past):
                length = replace(time.first, kind="duration", amount=abs(time.first.shift or 0), shift=None)
                time = replace(time, first=length)
            told_last = narrative
            if told_last is None and anchored and published is not None:
                told_last = Day(published.year, published.month, published.day)
            context = Context(published, told_last, future, year, tale, past, spoken, time.until)
            day = resolve_day(time.first, context)
            last_day = _last_day(time, day, context)
            told_as_past = past if found.tense and found.tense.past else not future and not time.until
            if told_as_past and _is_yet_to_end(time.first, day, published):
                time = replace(time, first=replace(time.first, hour=0))
            if time.first.kind != "duration":
                if day.precision > 1 and day.year is not None and day.month is not None:
                    narrative = day
                if day.year is not None and day.part not in ("decade", "century"):
                    year = day.year
            ends.append(time)
            told.append(Told(time.first, day, last_day, time.start, time.end, published))
        days = [t for t in told[begun:] if t.piece.has_day and t.last is None and t.day.precision == 3]
        told[begun:] = [_dated(time, days, folded.text, published) for time in told[begun:]]
    moments = settle(told, folded.text)
    return [
        Telling(*_span(article, folded, time), time, one, moment, folded)
        for time, one, moment in zip(ends, told, moments, strict=True)
    ]


def _is_tale(by_sentence: Sequence[Sequence[Ends]], published: date | None) -> bool:
    """True where most years that an article names are long past: a history, not the day's news."""
    if published is None:
        return False
    pieces = [time.first for times in by_sentence for time in times]
    years = [p.year for p in pieces if p.year is not None]
    past = sum(published.year - year > _NEAR for year in years)
    near = len(years) - past + sum(p.shift is not None and not p.narrative for p in pieces)
    near += sum(p.weekday is not None and p.day is None for p in pieces)
    return past >= _YEARS_OF_A_TALE and past > near


def _is_length(piece: Piece, future: bool, spoken: bool) -> bool:
    """True where the words count from no day that is known: "the first in two years", "20 minutes later"."""
    if piece.unit in CLOCK_UNITS:
        return True
    return (piece.shift or 0) > 0 and not future and not spoken and not piece.narrative


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


def _span(article: Article, folded: Folded, time: Ends) -> tuple[int, int]:
    start, end = folded.original(time.start), folded.original(time.end)
    if article.text[start:end].endswith(" "):
        end = start + len(article.text[start:end].rstrip())
    return start, end


def _time(article: Article, telling: Telling) -> Time:
    kind, value = _value(telling.ends, telling.told, telling.moment)
    return Time(
        article=article.id,
        start=telling.start,
        end=telling.end,
        text=article.text[telling.start : telling.end],
        type=kind,
        value=value,
        weekday=telling.ends.first.weekday,
        calendar=telling.ends.first.calendar,
    )


def _value(time: Ends, told: Told, moment: str | None) -> tuple[TimeType, str]:
    piece = time.first
    if piece.kind == "duration":
        return "duration", _duration(piece)
    if piece.kind == "set":
        return "set", "R/" + _duration(piece)
    value = moment or day_value(told.day)
    if time.last is not None and told.last is not None and "/" not in value:
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


def _is_yet_to_end(piece: Piece, day: Day, published: date | None) -> bool:
    """Whether a clock time is the midnight that ends the day of publication: of what has happened it is the
    one that began it."""
    if piece.hour is None or published is None or (day.year, day.month) != (published.year, published.month):
        return False
    return day.day == published.day and minute_of_day(piece) == _DAY_ENDS
