"""An article comes."""

from __future__ import annotations

from typing import Any

import numpy as np

from rashomon.grouping.stream.compiled.compiler import compiled
from rashomon.grouping.stream.compiled.scores import Given, Seen, Table, score, show


@compiled
def arrive(
    table: Any, given: Any, seen: Any, near: Any, counted: Any, named: Any, part: Any, row: int
) -> Any:
    """A block's article is kept from now on; returns the fields of ``Arrival`` but its number, those of
    ``Seen`` one by one. Mirrors ``Active.add``.

    Args:
        seen: what all of the block have with others, with ``near`` and ``counted`` beside it; ``part`` says
            from where to where the article's is.
        named: the numbers of the block's articles.
    """
    table, given, seen = Table(*table), Given(*given), Seen(*seen)
    places, numbers = _nearest(seen, near, named, part, given)
    count = len(places)
    lead, told, same = np.empty(count), np.empty(count), np.empty(count, np.bool_)
    apart, general, extra = np.empty(count), np.empty(count), np.empty(count)
    counts, like, able = np.empty(count, np.bool_), np.empty(count), np.empty(count, np.int64)
    mine = table.language[row] = table.facts[row, 1]
    table.story[row] = -1
    for slot in range(table.linked.shape[1]):
        table.linked[row, slot] = -1
    for language in range(table.sums.shape[1]):
        for what in range(table.sums.shape[2]):
            table.sums[row, language, what] = 0.0
    for k in range(count):
        at = places[k]
        lead[k], told[k], same[k], apart[k] = seen.lead[at], seen.told[at], seen.same[at], seen.apart[at]
        general[k], extra[k], counts[k] = seen.general[at], seen.extra[at], counted[at]
        if counts[k]:
            other = table.block + numbers[k] % table.most
            show(table.sums, row, table.language[other], lead[k], told[k])
            show(table.sums, other, mine, lead[k], told[k])
    found = 0
    for k in range(count):
        other = table.block + numbers[k] % table.most
        ours = score(lead[k], told[k], same[k], table.sums, row, table.language[other], given)
        theirs = score(lead[k], told[k], same[k], table.sums, other, mine, given)
        like[k] = (ours + theirs) / 2 + extra[k]
        if like[k] >= given.enough or general[k] + extra[k] >= given.many:
            at = found
            while at > 0 and general[able[at - 1]] < general[k]:
                able[at] = able[at - 1]
                at -= 1
            able[at] = k
            found += 1
    stories, enough = np.empty(found, np.int64), np.empty(found, np.bool_)
    for at in range(found):
        stories[at] = table.story[table.block + numbers[able[at]] % table.most]
        enough[at] = like[able[at]] >= given.enough
    return numbers, lead, told, same, apart, general, extra, counts, like, stories, enough


@compiled
def _nearest(seen: Any, near: Any, named: Any, part: Any, given: Any) -> Any:
    """Where those nearest to an article are that may matter, and their numbers; some are of its block.
    Mirrors ``block.nearest_of``."""
    start, end = part
    places, numbers = np.empty(end - start, np.int64), np.empty(end - start, np.int64)
    count = 0
    for place in range(start, end):
        number = seen.numbers[place]
        if number < 0:
            number = named[-1 - number]
        if number >= 0:  # the others are copies, and not kept
            places[count], numbers[count] = place, number
            count += 1
    kept_places, kept_numbers = np.empty(count, np.int64), np.empty(count, np.int64)
    kept = 0
    for k in range(count):
        nearer = 0
        if count > given.nearest:
            here = near[places[k]]
            for other in range(count):
                there = near[places[other]]
                nearer += there > here or (there == here and numbers[other] > numbers[k])
        if nearer < given.nearest and seen.general[places[k]] > given.unlike:
            kept_places[kept], kept_numbers[kept] = places[k], numbers[k]
            kept += 1
    return kept_places[:kept], kept_numbers[:kept]


@compiled
def link(table: Any, given: Any, row: int, seen: Any, counted: Any) -> None:
    """Mirrors ``Rows.link``."""
    table, given, seen = Table(*table), Given(*given), Seen(*seen)
    for slot in range(table.linked.shape[1]):
        table.counted[row, slot] = False
    for k in range(min(len(seen.numbers), table.linked.shape[1])):
        table.linked[row, k] = seen.numbers[k]
        extra = np.float32(seen.extra[k])
        table.links[row, k, 0], table.links[row, k, 1] = seen.lead[k], seen.told[k]
        table.links[row, k, 2] = extra
        table.links[row, k, 3] = max(np.float64(seen.general[k]), given.least) + extra
        table.counted[row, k] = k < len(counted) and counted[k]
