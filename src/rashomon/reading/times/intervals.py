"""The times of a sentence with their ends: "from March to June", "since 1998", "until Monday"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from rashomon.reading.times.pieces import Piece  # noqa: TC001
from rashomon.reading.times.tokens import is_gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.reading.times.grammar import Grammar
    from rashomon.reading.times.tokens import Tokens

_LONGEST_LINK = 4  # tokens: ", or "
_LONGEST_GAP = 16  # tokens between the ends of one interval
_CENTURIES = range(1700, 2000)
_YEARS_ALONE = range(1900, 2050)
_BARE_YEARS = range(1500, 2050)
_MARKS = frozenset(",.;:!?)")


class Ends(Struct, frozen=True):
    """A time, or the two ends of one. ``core`` is where it begins without "since" and "until"."""

    first: Piece
    last: Piece | None = None
    since: bool = False
    until: bool = False
    start: int = 0
    end: int = 0
    core: int = 0
    modified: bool = False


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


def _stands(
    piece: Piece,
    text: str,
    written: str,
    tokens: Tokens,
    first: int,
    found: Grammar,
    before: Piece | None,
) -> bool:
    """False for a common word that no neighbour shows to be a time ("may", a number like a year)."""
    if not piece.weak:
        return True
    if piece.hour is not None:
        return is_stamp(piece.start, piece.end, text) or _is_given_again(before, piece, text)
    if piece.year is not None and piece.year in _YEARS_ALONE and _is_apart(tokens.words, piece):
        return True
    if piece.slashed and (_is_of_a_list(piece, before) or _is_alone(piece, text)):
        return True
    if found.bare_years and piece.year is not None and _stands_bare(tokens.words, piece, written):
        return True
    if piece.year is not None and _is_round(piece.year) and re.match(r" \w", text[piece.end : piece.end + 2]):
        return False  # "in 2000 homes"
    known = (found.within, found.part, found.since, found.until)
    return any(phrases.before(tokens.words, piece.first, first) is not None for phrases in known)


def _is_of_a_list(piece: Piece, before: Piece | None) -> bool:
    """True for "11/22" right after another date in digits."""
    if before is None or not before.slashed or before.day is None:
        return False
    return 0 <= piece.first - before.last <= _LONGEST_LINK


def _is_alone(piece: Piece, text: str) -> bool:
    """True for what is a line by itself."""
    return text[max(0, piece.start - 1) : piece.start] in ("", "\n") and text[piece.end : piece.end + 1] in (
        "",
        "\n",
    )


def _stands_bare(words: Sequence[str], piece: Piece, written: str) -> bool:
    """True for a year that counts nothing, since a word that is no noun comes after it."""
    year, after = piece.year or 0, written[piece.end : piece.end + 2]
    before = words[piece.first - 2] if piece.first > 1 else "."
    counts = before[0].isdigit() or before in _MARKS - {",", ".", ":"} or _is_round(year)
    return year in _BARE_YEARS and not counts and after[:1] == " " and after[1:].islower()


def _is_round(year: int) -> bool:
    """True for what is a number of something rather than a year: 1500, 2000, but not 1900."""
    return year % 1000 == 0 or (year % 100 == 0 and year not in _CENTURIES)


def _are_counted(first: int | None, last: int | None, text: str, end: int) -> bool:
    """True for "1500 to 2000 people"."""
    if first is None or last is None or not (_is_round(first) and _is_round(last)):
        return False
    return re.match(r" [^\W\d_]", text[end : end + 2]) is not None


def _is_apart(words: Sequence[str], piece: Piece) -> bool:
    """True for a number that a mark or the end of the text follows, and none but a bracket comes before."""
    after = words[piece.last] if piece.last < len(words) else "."
    before = words[piece.first - 1] if piece.first else " "
    return after in _MARKS and (before == "(" or is_gap(before))


def ranges(
    pieces: list[Piece], text: str, written: str, tokens: Tokens, first: int, found: Grammar
) -> Iterator[Ends]:
    """The times, both ends of "from March to June" joined; weak pieces that no word supports are left out."""
    waiting: Piece | None = None
    before: Piece | None = None
    for piece in pieces:
        if _are_counted(piece.year, piece.year2, text, piece.end):
            continue
        if waiting is not None:
            if waiting.weak and piece.weak and _are_counted(waiting.year, piece.year, text, piece.end):
                waiting = None
                continue
            span = _span_of(waiting, piece, text, tokens, first, found)
            if span is not None:
                yield Ends(*_filled(waiting, piece), start=span[0], end=span[1], core=span[0])
                waiting = None
                continue
            if _stands(waiting, text, written, tokens, first, found, before):
                yield from _single(waiting)
            before = waiting
        waiting = piece
    if waiting is not None and _stands(waiting, text, written, tokens, first, found, before):
        yield from _single(waiting)


def _single(piece: Piece) -> Iterator[Ends]:
    """A piece as one time, or as two: "18" and "19 June" of "18 and 19 June"."""
    if piece.apart is not None and (piece.day2 or piece.year2) is not None and piece.month2 is None:
        end, start = piece.apart
        one = replace(piece, end=end, day2=None, year2=None, apart=None)
        other = replace(one, start=start, end=piece.end, day=piece.day2 or piece.day, weekday=None)
        other = replace(other, year=piece.year2 or piece.year)
        yield Ends(one, start=one.start, end=one.end, core=one.start)
        yield Ends(other, start=other.start, end=other.end, core=other.start)
        return
    yield _whole(piece)


def _whole(piece: Piece) -> Ends:
    if piece.day2 is None and piece.year2 is None and piece.month2 is None:
        return Ends(piece, start=piece.start, end=piece.end, core=piece.start)
    last = replace(
        piece,
        day=piece.day2 or piece.day,
        year=piece.year2 or piece.year,
        month=piece.month2 or piece.month,
    )
    return Ends(piece, last, start=piece.start, end=piece.end, core=piece.start)


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


def _span_of(
    a: Piece, b: Piece, text: str, tokens: Tokens, first: int, found: Grammar
) -> tuple[int, int] | None:
    """The span of an interval whose ends are two pieces, or None where the words between don't make one."""
    if a.kind not in ("date", "ago") or b.kind not in ("date", "ago") or b.first - a.last > _LONGEST_GAP:
        return None
    if a.day2 or b.day2 or a.year2 or b.year2 or "\n\n" in text[a.end : b.start]:
        return None
    gap = " ".join(text[a.end : b.start].split())
    for range_ in found.ranges:
        if gap not in range_.between:
            continue
        opening = range_.before.before(tokens.words, a.first, first) if range_.before else None
        inside = a.period is not None and any(
            range_.inside.all(tokens.words, index) for index in range(a.first, a.last)
        )
        if range_.before and opening is None and not inside:
            continue
        if not range_.before and not _alike(a, b):
            continue
        closing = range_.after.all(tokens.words, b.last) if range_.after else []
        start = tokens.starts[opening] if opening is not None else a.start
        return start, tokens.end(closing[-1][0] - 1) if closing else b.end
    return None


def _alike(a: Piece, b: Piece) -> bool:
    """True where a mere dash can stand between both: "March–June", but not "2019-March"."""
    if a.shift is not None or b.shift is not None or a.weekday is not None or b.weekday is not None:
        return False
    return (a.day is None, a.month is None) == (b.day is None, b.month is None)


def open_ends(times: Iterator[Ends], tokens: Tokens, first: int, found: Grammar) -> Iterator[Ends]:
    """Take in the words before a time that leave one of its ends open, or say which part of it is meant."""
    words = tokens.words
    for time in times:
        if time.first.kind in ("duration", "set", "vague"):
            yield time
            continue
        begin = time.first.first if time.last is None else tokens.at(time.start)
        part = found.part.before(words, begin, first)
        if part is not None:
            begin = part
            time = replace(time, start=tokens.starts[part], core=tokens.starts[part], modified=True)
        week = None if time.last is not None else found.week_of.before(words, begin, first)
        if week is not None and time.first.day is not None:
            begin = week
            start = tokens.starts[week]
            time = replace(time, start=start, core=start, first=replace(time.first, in_week=True))
        since = None if time.last is not None else found.since.before(words, begin, first)
        until = None if time.last is not None else found.until.before(words, begin, first)
        if since is not None:
            yield replace(time, since=True, start=tokens.starts[since])
        elif until is not None:
            yield replace(time, until=True, start=tokens.starts[until])
        else:
            yield time
