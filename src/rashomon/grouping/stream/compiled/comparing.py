"""A new article is compared with others."""

from __future__ import annotations

from typing import Any

import numpy as np

from rashomon.grouping.stream.compiled.compiler import compiled
from rashomon.grouping.stream.compiled.scores import Adding, Given, Table, general


@compiled
def keep(most: Any, counts: Any, found: Any, least: Any, seekers: Any, numbers: Any, near: Any) -> None:
    """Of more vectors keep those that are among the nearest of some. Mirrors ``neighbours.first``.

    Args:
        most: shape (seekers, most): how near those are that were found so far, in any order; ``found`` are
            their numbers, ``counts`` how many there are, ``least`` how near one has to be at least.
        near: shape (numbers, of ``seekers``).
    """
    room = most.shape[1]
    for k in range(len(numbers)):
        for column in range(len(seekers)):
            seeker = seekers[column]
            if near[k, column] < least[seeker]:
                continue
            at = counts[seeker]
            if at < room:
                counts[seeker] += 1
            else:
                at = 0
                for other in range(1, room):
                    if most[seeker, other] < most[seeker, at] or (
                        most[seeker, other] == most[seeker, at] and found[seeker, other] < found[seeker, at]
                    ):
                        at = other
                if near[k, column] == most[seeker, at] and numbers[k] < found[seeker, at]:
                    continue
            most[seeker, at], found[seeker, at] = near[k, column], numbers[k]
            if counts[seeker] == room:
                lowest = most[seeker, 0]
                for other in range(1, room):
                    lowest = min(lowest, most[seeker, other])
                least[seeker] = lowest


@compiled
def see(
    table: Any, given: Any, adding: Any, row: int, others: Any, products: Any, seen: Any, start: int
) -> None:
    """What an article has with others: from ``start`` on the fields of ``Seen`` but the numbers. Mirrors
    ``Rows._compare`` and ``Usuals.seen``.

    Args:
        products: shape (of others, of the article): of all their vectors.
    """
    table, given, adding = Table(*table), Given(*given), Adding(*adding)
    lead, told, same, apart, scores, extra = seen
    last = table.told.shape[1] - 1
    said, language, day = table.facts[row, 0], table.facts[row, 1], table.facts[row, 2]
    best: Any = np.empty(last, np.float32)
    for k in range(len(others)):
        other, first, at = others[k], k * (last + 1), start + k
        mine, theirs = np.float64(0.0), np.float64(0.0)
        for a in range(said):
            best[a] = -np.inf
        for b in range(last):
            highest = np.float32(-np.inf)
            for a in range(said):
                like = np.float32(products[first + b, a]) * table.scales[other, b] * table.scales[row, a]
                highest, best[a] = max(highest, like), max(best[a], like)
            theirs += highest
        for a in range(said):
            mine += best[a]
        both = (mine / said + theirs / table.facts[other, 0]) / 2
        leads = products[first + last, last] * (
            np.float64(table.scales[other, last]) * np.float64(table.scales[row, last])
        )
        lead[at] = np.rint(leads * given.exact) / given.exact
        told[at] = np.rint(both * given.exact) / given.exact
        same[at] = table.facts[other, 1] == language
        days = table.facts[other, 2]
        dated = day != adding.no_day and days != adding.no_day
        apart[at] = abs(day - days) if dated else 0.0
        scores[at] = general(lead[at], told[at], same[at], given)
        across = 0.0 if same[at] else adding.across
        figures = adding.figures * _figures(table.facts, row, other, adding)
        extra[at] = np.float32(across + figures - adding.day * min(apart[at], adding.most_days))


@compiled
def _figures(facts: Any, row: int, other: int, adding: Any) -> Any:
    """Mirrors ``likeness.shared_figures``."""
    total = 0.0
    for a in range(adding.facts, facts.shape[1]):
        if facts[row, a] > 0:
            for b in range(adding.facts, facts.shape[1]):
                if facts[row, a] == facts[other, b]:
                    total += adding.tells[min(facts[row, a], len(adding.tells) - 1)]
                    break
    return total
