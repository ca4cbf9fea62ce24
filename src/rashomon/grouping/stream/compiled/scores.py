"""What compiled functions are given, and what they have in common."""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

from rashomon.grouping.stream.compiled.compiler import compiled


class Table(NamedTuple):
    """The arrays of ``Rows``, how many of its rows are a block's, and how many are used in turn."""

    told: Any
    scales: Any
    facts: Any
    language: Any
    sums: Any
    story: Any
    linked: Any
    links: Any
    counted: Any
    block: int
    most: int


class Given(NamedTuple):
    """``Weights``: ``known`` is what is usual by these; and what else is chosen elsewhere."""

    known: Any
    articles: float
    most_off: float
    many: float
    few: float
    enough: float
    half: float
    least: float
    exact: float
    unlike: float
    nearest: int


class Adding(NamedTuple):
    """``Weights`` too: what adds to a likeness. ``tells`` is how much a figure up to the last does, ``facts``
    how many facts stand before the figures."""

    across: float
    figures: float
    day: float
    most_days: float
    no_day: int
    facts: int
    tells: Any


class Seen(NamedTuple):
    """The same as ``rows.Seen``."""

    numbers: Any
    lead: Any
    told: Any
    same: Any
    apart: Any
    general: Any
    extra: Any


@compiled
def general(lead: float, told: float, same: bool, given: Any) -> Any:
    """Mirrors ``likeness.general``."""
    known, at = given.known, int(same)
    first, second = (lead - known[at, 0, 0]) / known[at, 1, 0], (told - known[at, 0, 1]) / known[at, 1, 1]
    return (first + second) / 2


@compiled
def score(lead: float, told: float, same: bool, sums: Any, row: int, language: int, given: Any) -> Any:
    """Mirrors ``likeness.score``, by what is usual for a row in a language."""
    known, at = given.known, int(same)
    count = sums[row, language, 0] + given.articles
    first = (sums[row, language, 1] + known[at, 2, 0]) / count
    second = (sums[row, language, 3] + known[at, 2, 1]) / count
    squares = (sums[row, language, 2] + known[at, 3, 0]) / count
    others = (sums[row, language, 4] + known[at, 3, 1]) / count
    scores = (lead - first) / sqrt(max(squares - first * first, 1e-6)) + (told - second) / sqrt(
        max(others - second * second, 1e-6)
    )
    return max(scores / 2, general(lead, told, same, given) - given.most_off)


@compiled
def show(sums: Any, row: int, language: int, lead: float, told: float) -> None:
    """Add two likenesses to what is usual for a row in a language."""
    sums[row, language, 0] += 1.0
    sums[row, language, 1] += lead
    sums[row, language, 2] += lead * lead
    sums[row, language, 3] += told
    sums[row, language, 4] += told * told


@compiled
def where(values: Any, wanted: int) -> int:
    """Where a value is first among some, or -1."""
    for place in range(len(values)):
        if values[place] == wanted:
            return place
    return -1
