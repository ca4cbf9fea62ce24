"""An article comes, is held against stories, and joins one."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from rashomon.grouping.compiled.compiler import compiled
from rashomon.grouping.compiled.scores import Given, Seen, Table, score, show


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
            table.sums[row, language, what] = table.own[row, language, what] = 0.0
    for k in range(count):
        at = places[k]
        lead[k], told[k], same[k], apart[k] = seen.lead[at], seen.told[at], seen.same[at], seen.apart[at]
        general[k], extra[k], counts[k] = seen.general[at], seen.extra[at], counted[at]
        if counts[k]:
            other = table.block + numbers[k] % table.most
            show(table.sums, row, table.language[other], lead[k], told[k], 1.0)
            show(table.sums, other, mine, lead[k], told[k], 1.0)
    found, stories, much, anywhere = 0, np.empty(count, np.int64), np.empty(count), np.empty(count)
    for k in range(count):
        other = table.block + numbers[k] % table.most
        ours = score(lead[k], told[k], same[k], table.sums, row, table.language[other], given)
        theirs = score(lead[k], told[k], same[k], table.sums, other, mine, given)
        like[k] = (ours + theirs) / 2 + extra[k]
        if like[k] >= given.enough or general[k] + extra[k] >= given.enough:
            at = found
            while at > 0 and general[able[at - 1]] < general[k]:
                able[at] = able[at - 1]
                at -= 1
            able[at] = k
            found += 1
    for at in range(found):
        k = able[at]
        stories[at] = table.story[table.block + numbers[k] % table.most]
        much[at], anywhere[at] = like[k], general[k] + extra[k]
    stories, much, anywhere = stories[:found], much[:found], anywhere[:found]
    return numbers, lead, told, same, apart, general, extra, counts, stories, much, anywhere


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


@compiled
def hold(table: Any, given: Any, row: int, seen: Any, counted: Any, at: Any, ends: Any) -> Any:
    """How much a new article is like those that stand for stories. Mirrors ``Newcomers.likeness``.

    Args:
        seen: what it has with others; the first of them have ``counted``.
        at: where in that are those that stand for the stories; ``ends`` says from where to where each one's.
    """
    table, given, seen = Table(*table), Given(*given), Seen(*seen)
    mine, like = table.language[row], np.empty(len(at))
    rest = np.empty((2, 1, 5))  # what is usual elsewhere: for the article, for the other
    first = np.empty(len(counted), np.int64)
    for one in range(len(counted)):
        first[one] = table.block + seen.numbers[one] % table.most if counted[one] else -1
    for story in range(len(ends) - 1):
        off = _off(table, given, row, seen.numbers, at, ends[story], ends[story + 1])
        for place in range(ends[story], ends[story + 1]):
            k = at[place]
            other = table.block + seen.numbers[k] % table.most
            theirs = table.language[other]
            for what in range(5):
                rest[0, 0, what] = table.sums[row, theirs, what]
                rest[1, 0, what] = table.sums[other, mine, what] - table.own[other, mine, what]
            for one in range(len(counted)):
                by = first[one]
                if by >= 0 and table.story[by] == table.story[other] and table.language[by] == theirs:
                    show(rest, 0, 0, seen.lead[one], seen.told[one], -1.0)
            if k < len(counted) and counted[k]:
                show(rest, 1, 0, seen.lead[k], seen.told[k], -1.0)
            usually, elsewhere = 0.0, 0.0
            for side in range(2):
                for what in range(5):
                    rest[side, 0, what] = max(rest[side, 0, what], 0.0)
                one, language = (other, mine) if side else (row, theirs)
                usually += score(seen.lead[k], seen.told[k], seen.same[k], table.sums, one, language, given)
                elsewhere += score(seen.lead[k], seen.told[k], seen.same[k], rest, side, 0, given)
            like[place] = max(usually / 2, elsewhere / 2 + off) + seen.extra[k]
    return like


@compiled
def _off(table: Any, given: Any, row: int, numbers: Any, at: Any, start: int, end: int) -> Any:
    """Mirrors ``Newcomers._off``, and finds anew what is remembered there."""
    if end - start < 2:
        return -inf
    total, pairs, plain = 0.0, 0, 0.0
    for place in range(start, end):
        one = table.block + numbers[at[place]] % table.most
        for slot in range(table.linked.shape[1]):
            linked = table.linked[one, slot]
            if linked < 0:
                break
            for other in range(start, end):
                if numbers[at[other]] == linked:
                    total += np.rint(np.float64(table.links[one, slot, 3]) * given.exact)
                    pairs += 1
        plain += np.rint(np.float64(table.links[row, at[place], 3]) * given.exact)
    few = given.few / (end - start - 1)
    if pairs == 0:
        return -few
    apart = plain / given.exact / (end - start) - total / given.exact / pairs
    return min(apart, 0.0) / 2 - few


@compiled
def join(table: Any, row: int, story: int) -> None:
    """Mirrors ``Own.join``."""
    table = Table(*table)
    mine = table.language[row]
    for slot in range(table.linked.shape[1]):
        if table.linked[row, slot] < 0:
            break
        two = table.block + table.linked[row, slot] % table.most
        if table.counted[row, slot] and table.story[two] == story:
            lead, told = np.float64(table.links[row, slot, 0]), np.float64(table.links[row, slot, 1])
            show(table.own, row, table.language[two], lead, told, 1.0)
            show(table.own, two, mine, lead, told, 1.0)


@compiled
def settle(table: Any, numbers: Any, oldest: int) -> None:
    """Mirrors ``Own.settle``."""
    table = Table(*table)
    for one in numbers:
        row = table.block + one % table.most
        for language in range(table.own.shape[1]):
            for what in range(table.own.shape[2]):
                table.own[row, language, what] = 0.0
    for one in numbers:
        row = table.block + one % table.most
        for slot in range(table.linked.shape[1]):
            number = table.linked[row, slot]
            if number < 0:
                break
            two = table.block + number % table.most
            if number >= oldest and table.counted[row, slot] and table.story[two] == table.story[row]:
                lead, told = np.float64(table.links[row, slot, 0]), np.float64(table.links[row, slot, 1])
                show(table.own, row, table.language[two], lead, told, 1.0)
                show(table.own, two, table.language[row], lead, told, 1.0)
