"""An article comes, is held against stories, and joins one."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from rashomon.grouping.compiled.compiler import compiled
from rashomon.grouping.compiled.scores import Given, Seen, Table, hide, score, show, where


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
    lead, told, same, apart = seen.lead[places], seen.told[places], seen.same[places], seen.apart[places]
    general, extra, counts = seen.general[places], seen.extra[places], counted[places]
    table.language[row] = table.facts[row, 1]
    table.sums[row], table.own[row], table.story[row], table.linked[row] = 0.0, 0.0, -1, -1
    mine = table.language[row]
    for k in range(count):
        if counts[k]:
            other = table.block + numbers[k] % table.most
            show(table.sums[row, table.language[other]], lead[k], told[k])
            show(table.sums[other, mine], lead[k], told[k])
    like = np.empty(count)
    for k in range(count):
        other = table.block + numbers[k] % table.most
        ours = score(lead[k], told[k], same[k], table.sums[row, table.language[other]], given)
        theirs = score(lead[k], told[k], same[k], table.sums[other, mine], given)
        like[k] = (ours + theirs) / 2 + extra[k]
    able = np.flatnonzero((like >= given.enough) | (general + extra >= given.enough))
    order = able[np.argsort(-general[able], kind="mergesort")]
    return numbers, lead, told, same, apart, general, extra, counts, like, order


@compiled
def _nearest(seen: Any, near: Any, named: Any, part: Any, given: Any) -> Any:
    """Where those nearest to an article are that may matter, and their numbers; some are of its block.
    Mirrors ``Active._of``."""
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
    kept = np.empty(count, np.bool_)
    for k in range(count):
        nearer = 0
        if count > given.nearest:
            here = near[places[k]]
            for other in range(count):
                there = near[places[other]]
                nearer += there > here or (there == here and numbers[other] > numbers[k])
        kept[k] = nearer < given.nearest and seen.general[places[k]] > given.unlike
    return places[:count][kept], numbers[:count][kept]


@compiled
def link(table: Any, given: Any, row: int, seen: Any, counted: Any) -> None:
    """Mirrors ``Rows.link``."""
    table, given, seen = Table(*table), Given(*given), Seen(*seen)
    table.counted[row] = False
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
    usual = np.empty(5)
    for story in range(len(ends) - 1):
        part = at[ends[story] : ends[story + 1]]
        off = _off(table, given, row, seen.numbers[part], part)
        for place in range(ends[story], ends[story + 1]):
            k = at[place]
            other = table.block + seen.numbers[k] % table.most
            theirs = table.language[other]
            lead, told, same = seen.lead[k], seen.told[k], seen.same[k]
            usually = score(lead, told, same, table.sums[row, theirs], given) + score(
                lead, told, same, table.sums[other, mine], given
            )
            usual[:] = table.sums[row, theirs]
            for one in range(len(counted)):
                by = table.block + seen.numbers[one] % table.most
                if counted[one] and table.story[by] == table.story[other] and table.language[by] == theirs:
                    hide(usual, seen.lead[one], seen.told[one])
            elsewhere = score(lead, told, same, _at_least_nothing(usual), given)
            for what in range(5):
                usual[what] = table.sums[other, mine, what] - table.own[other, mine, what]
            if k < len(counted) and counted[k]:
                hide(usual, lead, told)
            elsewhere += score(lead, told, same, _at_least_nothing(usual), given)
            like[place] = max(usually / 2, elsewhere / 2 + off) + seen.extra[k]
    return like


@compiled
def _at_least_nothing(sums: Any) -> Any:
    for what in range(5):
        sums[what] = max(sums[what], 0.0)
    return sums


@compiled
def _off(table: Any, given: Any, row: int, standing: Any, slots: Any) -> Any:
    """Mirrors ``Newcomers._off``, and finds anew what is remembered there."""
    if len(standing) < 2:
        return -inf
    total, pairs, plain = 0.0, 0, 0.0
    for number in standing:
        one = table.block + number % table.most
        for slot in range(table.linked.shape[1]):
            if table.linked[one, slot] < 0:
                break
            if where(standing, table.linked[one, slot]) >= 0:
                total += np.rint(np.float64(table.links[one, slot, 3]) * given.exact)
                pairs += 1
    few = given.few / (len(standing) - 1)
    if pairs == 0:
        return -few
    for slot in slots:
        plain += np.rint(np.float64(table.links[row, slot, 3]) * given.exact)
    apart = plain / given.exact / len(standing) - total / given.exact / pairs
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
            show(table.own[row, table.language[two]], lead, told)
            show(table.own[two, mine], lead, told)


@compiled
def settle(table: Any, numbers: Any, oldest: int) -> None:
    """Mirrors ``Own.settle``."""
    table = Table(*table)
    rows = table.block + numbers % table.most
    for row in rows:
        table.own[row] = 0.0
    for row in rows:
        for slot in range(table.linked.shape[1]):
            number = table.linked[row, slot]
            if number < 0:
                break
            two = table.block + number % table.most
            if number >= oldest and table.counted[row, slot] and table.story[two] == table.story[row]:
                lead, told = np.float64(table.links[row, slot, 0]), np.float64(table.links[row, slot, 1])
                show(table.own[row, table.language[two]], lead, told)
                show(table.own[two, table.language[row]], lead, told)
