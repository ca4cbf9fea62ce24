"""What compiled functions are given, and what they have in common."""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

from rashomon.grouping.compiled.compiler import compiled


class Table(NamedTuple):
    """The arrays of ``Rows``, how many of its rows are a block's, and how many are used in turn."""

    told: Any
    scales: Any
    facts: Any
    language: Any
    sums: Any
    own: Any
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
    few: float
    enough: float
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
def general(lead: float, told: float, known: Any) -> Any:
    """Mirrors ``likeness.general``."""
    return ((lead - known[0, 0]) / known[1, 0] + (told - known[0, 1]) / known[1, 1]) / 2


@compiled
def score(lead: float, told: float, same: bool, sums: Any, given: Any) -> Any:
    """Mirrors ``likeness.score``."""
    known = given.known[int(same)]
    count = sums[0] + given.articles
    first, second = (sums[1] + known[2, 0]) / count, (sums[3] + known[2, 1]) / count
    squares, others = (sums[2] + known[3, 0]) / count, (sums[4] + known[3, 1]) / count
    scores = (lead - first) / sqrt(max(squares - first * first, 1e-6)) + (told - second) / sqrt(
        max(others - second * second, 1e-6)
    )
    return max(scores / 2, general(lead, told, known) - given.most_off)


@compiled
def show(sums: Any, lead: float, told: float) -> None:
    """Add two likenesses to what is usual."""
    sums[0] += 1.0
    sums[1] += lead
    sums[2] += lead * lead
    sums[3] += told
    sums[4] += told * told


@compiled
def hide(sums: Any, lead: float, told: float) -> None:
    """Take two likenesses off what is usual."""
    sums[0] -= 1.0
    sums[1] -= lead
    sums[2] -= lead * lead
    sums[3] -= told
    sums[4] -= told * told


@compiled
def where(values: Any, wanted: int) -> int:
    """Where a value is first among some, or -1."""
    for place in range(len(values)):
        if values[place] == wanted:
            return place
    return -1
