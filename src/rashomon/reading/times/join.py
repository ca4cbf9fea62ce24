"""The times that neighbouring pieces make together: "Monday" + "31 October", "6 p.m." + "EDT"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from rashomon.reading.times.scan import Piece
from rashomon.reading.times.words import UNITS

if TYPE_CHECKING:
    from rashomon.reading.times.grammar import Grammar

_FIELDS = ("year", "month", "day", "weekday", "unit", "hour", "half", "period", "zone")


def combine(pieces: list[Piece], text: str, found: Grammar) -> list[Piece]:
    """Join neighbouring pieces that tell of one time: "6 p.m." + "EDT", "Monday" + "31 October"."""
    joined: list[Piece] = []
    for i, piece in enumerate(pieces):
        if joined:
            gap = text[joined[-1].end : piece.start]
            if found.also.fullmatch(gap) and _add_up(joined[-1], piece):
                further = (*joined[-1].further, (piece.amount or 1.0, piece.unit or "day"))
                joined[-1] = replace(joined[-1], end=piece.end, further=further)
                continue
            if (
                found.joiner.fullmatch(gap)
                and _belong_together(joined[-1], piece, gap)
                and not _leads(pieces, i, gap, text)
            ):
                joined[-1] = _both(joined[-1], piece, text)
                continue
        joined.append(piece)
    return [p for p in joined if p.kind not in ("zone", "period")]


def _leads(pieces: list[Piece], i: int, gap: str, text: str) -> bool:
    """True for a zone that a comma or parenthesis parts from the clock time before, right before its own."""
    if pieces[i].kind != "zone" or not {"(", ","}.intersection(gap) or i + 1 == len(pieces):
        return False
    after = pieces[i + 1]
    return after.hour is not None and after.zone is None and not text[pieces[i].end : after.start].strip()


def _belong_together(a: Piece, b: Piece, gap: str) -> bool:
    if "duration" in (a.kind, b.kind) or "set" in (a.kind, b.kind) or a.day2 or b.day2 or a.year2 or b.year2:
        return False
    if any(getattr(a, name) is not None and getattr(b, name) is not None for name in _FIELDS):
        return False
    if a.local and b.local:
        return False
    if any(p.weak and p.kind == "clock" for p in (a, b)):  # "3.15" may be any number
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


def _dates_belong(a: Piece, b: Piece, gap: str) -> bool:
    for one, other in ((a, b), (b, a)):
        names_day = other.day is not None or other.unit in ("day", "week")
        if one.weekday is not None and other.weekday is None and names_day:
            return True
        if one.unit == "day" and one.shift is not None and other.day is not None:
            return True
        if one.unit == "year" and one.shift is not None and other.month is not None and other.year is None:
            return "," not in gap
        if one.unit == "month" and one.shift is not None and other.day is not None and other.month is None:
            return "," not in gap
    return False


def _both(a: Piece, b: Piece, text: str) -> Piece:
    fields = {name: value for name, value in asdict(a).items() if value is not None and value is not False}
    fields |= {
        name: value
        for name, value in asdict(b).items()
        if value is not None and value is not False and name not in fields
    }
    end = b.end
    if "(" in text[a.end : b.start] and text[end : end + 1] == ")":
        end += 1
    kind = "clock" if "clock" in (a.kind, b.kind) else "date"
    fields |= {"start": a.start, "end": end, "kind": kind, "weak": False}
    return Piece(**fields)
