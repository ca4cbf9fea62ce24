"""The times that neighbouring pieces make together: "Monday" + "31 October", "6 p.m." + "EDT"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from rashomon.reading.times.pieces import Piece
from rashomon.reading.times.tokens import is_gap
from rashomon.reading.times.words import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.grammar import Grammar
    from rashomon.reading.times.tries import Phrases

_FIELDS = (
    "year", "month", "day", "weekday", "season", "holiday", "part", "unit", "hour", "half", "period", "zone",
)  # fmt: skip
_LONGEST_GAP = 12  # tokens


def combine(pieces: list[Piece], words: Sequence[str], found: Grammar) -> list[Piece]:
    """Join neighbouring pieces that tell of one time: "6 p.m." + "EDT", "Monday" + "31 October".

    A part of day that no day stands beside ("in the morning") becomes vague.
    """
    joined: list[Piece] = []
    for i, piece in enumerate(pieces):
        if joined and piece.first - joined[-1].last <= _LONGEST_GAP:
            gap = words[joined[-1].last : piece.first]
            if _add_up(joined[-1], piece) and _only(gap, found.also, 1, ","):
                further = (*joined[-1].further, (piece.amount or 1.0, piece.unit or "day"))
                joined[-1] = replace(joined[-1], end=piece.end, last=piece.last, further=further)
                continue
            if _leads_on(joined[-1], piece, words, found) and _only(gap, found.also, 1, ","):
                sign = -1 if (piece.shift or 0) < 0 else 1
                lengths = ((joined[-1].amount or 1.0, joined[-1].unit or "day"), *joined[-1].further)
                counted = tuple((amount * sign, unit) for amount, unit in lengths)
                counted = (*counted, (piece.shift or 0.0, "day"))
                piece = replace(piece, start=joined[-1].start, first=joined[-1].first, shift=0.0)
                joined[-1] = replace(piece, counted=counted)
                continue
            if (
                _belong_together(joined[-1], piece, gap)
                and _joins(gap, found)
                and not _leads(pieces, i, gap, words)
            ):
                joined[-1] = _both(joined[-1], piece, words)
                continue
        joined.append(piece)
    return [
        replace(p, kind="vague", vague="period") if p.kind == "period" else p
        for p in (_summed(joined, words, found) if found.sums else joined)
        if p.kind != "zone" and not p.loose
    ]


def _summed(pieces: list[Piece], words: Sequence[str], found: Grammar) -> list[Piece]:
    """Lengths joined with the day that they count from: "two weeks" + "after" + "13 May"."""
    summed: list[Piece] = []
    for piece in pieces:
        length = summed[-1] if summed else None
        if length is not None and _is_anchor(piece) and (counted := _counted(length, piece, words, found)):
            summed[-1] = replace(piece, start=length.start, first=length.first, counted=counted)
        else:
            summed.append(piece)
    return summed


def _is_anchor(piece: Piece) -> bool:
    return piece.has_day and piece.hour is None and piece.kind in ("date", "ago") and piece.day2 is None


def _counted(
    length: Piece, day: Piece, words: Sequence[str], found: Grammar
) -> tuple[tuple[float, str], ...]:
    """How far from a day a length counts, with its sign; empty where no word says so."""
    gap = words[length.last : day.first]
    if len(gap) > _LONGEST_GAP or length.vague is not None:
        return ()
    start = _skip(gap, 0)
    ends = [(_skip(gap, end), sign) for end, sign in found.sums.all(gap, start)]
    sign = next((sign for end, sign in ends if end == len(gap)), None)
    if length.kind == "duration" and length.amount is not None and sign:
        parts = ((length.amount, length.unit or "day"), *length.further)
        return tuple((amount * int(str(sign)), unit) for amount, unit in parts)
    if length.kind == "ago" and (length.shift or 0) > 0 and not length.narrative and sign == 1:
        return ((length.shift or 0.0, length.unit or "day"),)
    if length.kind == "ago" and length.narrative and length.shift and sign == 0:
        return ((length.shift, length.unit or "day"),)
    return ()


def _joins(gap: Sequence[str], found: Grammar) -> bool:
    return _only(gap, found.joiners, 2, ",", "(", spaced=found.words.spaced)


def _only(gap: Sequence[str], phrases: Phrases, most: int, *signs: str, spaced: bool = False) -> bool:
    """True where nothing stands in a gap but the signs, in order, and up to so many phrases."""
    at = _skip(gap, 0)
    for sign in signs:
        if at < len(gap) and gap[at] == sign:
            at = _skip(gap, at + 1)
    for _ in range(most):
        if at == len(gap):
            return True
        found = phrases.all(gap, at)
        if not found:
            return False
        end = found[-1][0]
        at = _skip(gap, end)
        if spaced and at == end and at < len(gap) and gap[end - 1] != "'":
            return False
    return at == len(gap)


def _skip(gap: Sequence[str], at: int) -> int:
    return at + 1 if at < len(gap) and is_gap(gap[at]) else at


def _leads(pieces: list[Piece], i: int, gap: Sequence[str], words: Sequence[str]) -> bool:
    """True for a zone that a comma or parenthesis parts from the clock time before, right before its own."""
    if pieces[i].kind != "zone" or not {"(", ","}.intersection(gap) or i + 1 == len(pieces):
        return False
    after = pieces[i + 1]
    return (
        after.hour is not None
        and after.zone is None
        and not "".join(words[pieces[i].last : after.first]).strip()
    )


def _belong_together(a: Piece, b: Piece, gap: Sequence[str]) -> bool:
    apart = {"duration", "set", "vague"}
    if a.kind in apart or b.kind in apart or a.day2 or b.day2 or a.year2 or b.year2:
        return False
    if any(getattr(a, name) is not None and getattr(b, name) is not None for name in _FIELDS):
        return False
    if a.local and b.local:
        return False
    if any(p.weak and p.kind == "clock" and not p.loose for p in (a, b)):  # "3.15" may be any number
        return b.kind == "zone" or b.period is not None
    kinds = {a.kind if a.kind != "ago" else "date", b.kind if b.kind != "ago" else "date"}
    if b.kind == "zone":
        return a.hour is not None
    if a.kind == "zone":
        return b.hour is not None and "," not in gap and "(" not in gap
    if kinds == {"date"}:
        return _dates_belong(a, b, gap)
    if "clock" in kinds or a.hour is not None or b.hour is not None:
        other = b if a.hour is not None else a
        return other.kind == "period" or other.has_day
    if "period" in kinds:
        return "," not in gap and (a.has_day or b.has_day)
    return False


def _add_up(a: Piece, b: Piece) -> bool:
    """True for "two hours" + "30 minutes"."""
    if a.kind != "duration" or b.kind != "duration" or a.amount is None or b.amount is None:
        return False
    last = a.further[-1][1] if a.further else a.unit
    return last in UNITS and b.unit in UNITS and UNITS.index(last) > UNITS.index(b.unit)


def _leads_on(a: Piece, b: Piece, words: Sequence[str], found: Grammar) -> bool:
    """True for "two weeks" + "two days ago"."""
    if a.kind != "duration" or b.kind != "ago" or b.unit != "day" or not b.shift or a.amount is None:
        return False
    last = a.further[-1][1] if a.further else a.unit
    plain = words[a.first][0].isdigit() or words[a.first] in found.words.numbers
    return plain and last in ("week", "month", "year")


def _dates_belong(a: Piece, b: Piece, gap: Sequence[str]) -> bool:
    plain = "," not in gap and "(" not in gap
    for one, other in ((a, b), (b, a)):
        names_day = other.day is not None or other.unit in ("day", "week")
        if one.weekday is not None and other.weekday is None and names_day:
            return True
        if one.unit == "day" and one.shift is not None and other.day is not None:
            return True
        if one.unit == "year" and one.shift is not None and other.year is None:
            in_year = other.month is not None or other.season is not None or other.part in ("quarter", "half")
            if in_year or other.holiday is not None:
                return plain
        if one.unit == "month" and one.shift is not None and other.day is not None and other.month is None:
            return plain
        if one.kind == "date" and one.weak and one.year is not None and other.year is None:
            return plain and (other.part in ("quarter", "half") or other.holiday is not None)
    return False


def _both(a: Piece, b: Piece, words: Sequence[str]) -> Piece:
    fields = {name: value for name, value in asdict(a).items() if value is not None and value is not False}
    fields |= {
        name: value
        for name, value in asdict(b).items()
        if value is not None and value is not False and name not in fields
    }
    end, last = b.end, b.last
    if "(" in words[a.last : b.first] and last < len(words) and words[last] == ")":
        end, last = end + 1, last + 1
    kind = "clock" if "clock" in (a.kind, b.kind) else "ago" if "ago" in (a.kind, b.kind) else "date"
    fields |= {"start": a.start, "end": end, "first": a.first, "last": last, "kind": kind, "weak": False}
    fields["loose"] = False
    return Piece(**fields)
