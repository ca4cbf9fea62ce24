"""The times of a sentence with their ends: "from March to June", "since 1998", "until Monday"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.reading.times.grammar import Grammar
    from rashomon.reading.times.scan import Piece

_CONTEXT = 40  # how far back, in characters, a word is looked for that belongs to a time
_YEARS_ALONE = range(1900, 2100)


class Ends(Struct, frozen=True):
    """A time, or the two ends of one; ``open`` is what stands for the end that the words leave open."""

    first: Piece
    last: Piece | None = None
    since: bool = False
    until: bool = False
    start: int = 0
    end: int = 0


def is_stamp(start: int, end: int, text: str) -> bool:
    """True for a clock time that opens a line, as in a live report."""
    before = text[max(0, start - 3) : start].rstrip(" ")
    opens = not before or before.endswith("\n")
    return opens and re.match(r"\s{0,2}(?:[:–|]|-\s)", text[end : end + 4]) is not None


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
        return is_stamp(piece.start, piece.end, text) or _is_given_again(before, piece, text)
    if piece.year is not None and piece.month is None and piece.year not in _YEARS_ALONE:
        return False
    if (
        piece.year is not None
        and piece.year % 1000 == 0
        and re.match(r" \w", text[piece.end : piece.end + 2])
    ):
        return False  # "in 2000 homes"
    if piece.year is not None and re.match(r"'(?!s\b)[^\W\d_]", text[piece.end : piece.end + 3]):
        return True  # with an ending: "2011'de"
    words = text[max(start, piece.start - _CONTEXT) : piece.start]
    return any(p.search(words) for p in (found.within, found.part, found.since, found.until))


def ranges(pieces: list[Piece], text: str, start: int, found: Grammar) -> Iterator[Ends]:
    """The times, both ends of "from March to June" joined; weak pieces that no word supports are left out."""
    waiting: Piece | None = None
    before: Piece | None = None
    for piece in pieces:
        if waiting is not None:
            span = _span_of(waiting, piece, text, start, found)
            if span is not None:
                yield Ends(*_filled(waiting, piece), start=span[0], end=span[1])
                waiting = None
                continue
            if _stands(waiting, text, start, found, before):
                yield _single(waiting)
            before = waiting
        waiting = piece
    if waiting is not None and _stands(waiting, text, start, found, before):
        yield _single(waiting)


def _single(piece: Piece) -> Ends:
    if piece.day2 is None and piece.year2 is None:
        return Ends(piece, start=piece.start, end=piece.end)
    last = replace(piece, day=piece.day2 or piece.day, year=piece.year2 or piece.year)
    return Ends(piece, last, start=piece.start, end=piece.end)


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


def open_ends(times: Iterator[Ends], text: str, start: int, found: Grammar) -> Iterator[Ends]:
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
