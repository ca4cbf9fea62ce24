"""Figures that accounts part on, by the time of telling: one small drawing for each thing that is counted."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.groups import is_development
from rashomon.report.words import amount_bounds
from rashomon.web.charts.counted import Given, bounds_of, things, values_given, words_of
from rashomon.web.charts.told import Axis, Moment, axis, ends
from rashomon.web.view.amounts import value_words
from rashomon.web.view.differences import subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from rashomon.model import Claim, Value
    from rashomon.web.view.accounts import Place
    from rashomon.web.view.claims import Shower
    from rashomon.web.view.marks import Words
    from rashomon.web.view.reader import Reader

MOST = 12  # drawings
MOST_LINES = 9  # values of a drawing
MOST_MARKS = 9  # accounts of a value
GAP = 48.0  # pixels between two values at least
TOP, BOTTOM = 36.0, 44.0  # pixels above the highest value, and below the lowest
BAND = 18.0  # pixels that a bound goes on for, where it is open
APART = 8.5  # percent between two marks
_HUGE = 1e300


class Mark(Struct, frozen=True):
    """An account on the line of its value; ``more`` are those for which there was no room."""

    at: str
    letter: str
    href: str
    title: str
    copy: bool
    more: str = ""


class Line(Struct, frozen=True):
    """A value: its height, whether it is about, and the band that its bounds leave open."""

    height: str
    words: str
    about: bool
    band: tuple[str, str] | None
    days: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]


class Row(Struct, frozen=True):
    """What an account gives, in words."""

    place: Place
    words: str
    copies: str


class Figures(Struct, frozen=True):
    """A drawing of what accounts give for one thing; ``steps`` joins the values of a development."""

    subject: Markup
    words: Words | None
    claims: tuple[tuple[int, str], ...]
    development: bool
    height: str
    floor: str
    lines: tuple[Line, ...]
    steps: str
    ticks: tuple[str, ...]
    ends: tuple[str, str]
    untold: str
    rows: tuple[Row, ...]
    more: int


def figures(shower: Shower) -> tuple[Figures, ...]:
    """The drawings of a story: those that count people first, then in the order of its claims."""
    made = []
    for claims in things(shower.shown.claims["differ"]):
        given = values_given(shower, claims)
        if len({bounds_of(one.value) for one in given}) > 1:
            made.append(_drawn(shower, claims, given))
    return tuple(made[:MOST])


def _drawn(shower: Shower, claims: Sequence[Claim], given: Sequence[Given]) -> Figures:
    reader = shower.reader
    time = axis(one.moment for one in given)
    groups: dict[str, list[Given]] = {}
    for one in given:
        groups.setdefault(one.value.value, []).append(one)
    shown = sorted(groups.values(), key=lambda same: _size(same[0].value))[:MOST_LINES]
    heights = _heights([_size(same[0].value)[0] for same in shown])
    where: dict[int, float] = {}
    lines = []
    for same, height in zip(shown, heights, strict=True):
        places = _apart([_at(time, one.moment) for one in same[:MOST_MARKS]])
        where |= {id(one): place for one, place in zip(same, places, strict=False)}
        lines.append(_line(reader, same, height, places, time, list(zip(shown, heights, strict=True))))
    floor = heights[0] + 26 if heights else TOP
    development = all(is_development(claim) for claim in claims)
    level = {same[0].value.value: height for same, height in zip(shown, heights, strict=True)}
    steps = [
        f"{_side(reader, where[id(one)]):.2f},{level[one.value.value]:.1f}"
        for one in given
        if id(one) in where and one.moment
    ]
    return Figures(
        subject(reader, claims[0]),
        words_of(shower, claims),
        tuple((shower.shown.numbers[claim.id], shower.anchors[claim.id]) for claim in claims),
        development,
        f"{floor + BOTTOM - 26:.0f}",
        f"{floor:.1f}",
        tuple(lines),
        " ".join(steps) if development and len(steps) > 1 else "",
        tuple(_percent(reader, tick) for tick in time.ticks()),
        ends(reader, [one.moment for one in given]),
        _percent(reader, (time.told + 100) / 2) if any(one.moment is None for one in given) else "",
        tuple(_row(reader, one) for one in given),
        sum(len(same) for same in groups.values()) - sum(len(same) for same in shown),
    )


def _line(
    reader: Reader,
    same: Sequence[Given],
    height: float,
    places: Sequence[float],
    time: Axis,
    levels: Sequence[tuple[Sequence[Given], float]],
) -> Line:
    value = same[0].value
    marks = [
        Mark(
            _percent(reader, place),
            one.place.account.letter,
            one.place.href,
            _title(reader, one),
            one.copy,
        )
        for one, place in zip(same, places, strict=False)
    ]
    if len(same) > MOST_MARKS:
        last = marks.pop()
        marks.append(Mark(last.at, "", "", "", False, f"+{reader.number(len(same) - MOST_MARKS + 1)}"))
    days = [
        (_percent(reader, time.at(one.moment.start)), _percent(reader, time.at(one.moment.end)))
        for one in same[:MOST_MARKS]
        if one.moment and one.moment.start != one.moment.end
    ]
    low, high, about = amount_bounds(value.value)
    band = None
    if low is None:
        band = (height, BAND)
    elif high is None:
        band = (height - BAND, BAND)
    elif low != high:
        scale = [(_size(each[0].value)[0], level) for each, level in levels]
        top = min(_between(high, scale), height - BAND / 2)
        foot = max(_between(low, scale), height + BAND / 2)
        band = (top, foot - top)
    return Line(
        f"{height:.1f}",
        value_words(reader, value),
        about,
        (f"{band[0]:.1f}", f"{band[1]:.1f}") if band else None,
        tuple(dict.fromkeys(days)),
        tuple(marks),
    )


def _row(reader: Reader, one: Given) -> Row:
    copies = one.place.account.copies if one.copy else ""
    return Row(one.place, value_words(reader, one.value), copies)


def _title(reader: Reader, one: Given) -> str:
    account = one.place.account
    told = [account.label, account.when or str(reader.say("time.unknown"))]
    if one.copy and account.copies:
        told.append(str(reader.say("story.same_as", letters=account.copies)))
    return " · ".join(told)


def _size(value: Value) -> tuple[float, int, int]:
    """Where a value stands among others: by its middle or its one bound, what may be more above it."""
    low, high, about = amount_bounds(value.value)
    ends_known = [min(max(end, -_HUGE), _HUGE) for end in (low, high) if end is not None]
    size = sum(end / len(ends_known) for end in ends_known)
    return size, 1 if high is None else -1 if low is None else 0, int(about)


def _heights(sizes: Sequence[float]) -> list[float]:
    """How far from the top each value stands, the least lowest: in proportion, but apart."""
    whole = (sizes[-1] - sizes[0]) if sizes else 0.0
    room = GAP * (len(sizes) - 1) * 1.2
    gaps = [
        max(GAP, room * ((after - before) / whole)) if whole and isfinite(whole) else GAP
        for before, after in pairwise(sizes)
    ]
    heights = [TOP]
    for gap in reversed(gaps):
        heights.append(heights[-1] + gap)
    return heights[::-1]


def _between(size: float, scale: Sequence[tuple[float, float]]) -> float:
    """The height of a size among values and their heights."""
    size = min(max(size, -_HUGE), _HUGE)
    for (low, foot), (high, top) in pairwise(scale):
        if low <= size <= high and high > low:
            return foot + (top - foot) * ((size - low) / (high - low))
    return scale[0][1] + BAND if size < scale[0][0] else scale[-1][1] - BAND


def _at(time: Axis, moment: Moment | None) -> float:
    if moment is None:
        return (time.told + 100) / 2
    return (time.at(moment.start) + time.at(moment.end)) / 2


def _apart(places: Sequence[float]) -> list[float]:
    """Places moved as little as will do for none to lie on another; those that come first stay first."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + APART) if moved else place)
    limit = 100 - APART / 2
    for number in range(len(moved) - 1, -1, -1):
        moved[number] = min(moved[number], limit)
        limit = moved[number] - APART
    return moved


def _side(reader: Reader, percent: float) -> float:
    """Time goes the way that the reader reads."""
    return 100 - percent if reader.direction == "rtl" else percent


def _percent(reader: Reader, percent: float) -> str:
    return f"{_side(reader, percent):.2f}%"
