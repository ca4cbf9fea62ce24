"""Stories are clustered anew."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from rashomon.grouping.compiled.compiler import compiled
from rashomon.grouping.compiled.scores import Given, Table, general, score, show, where


@compiled
def alike(table: Any, given: Any, scratch: Any, numbers: Any, others: Any, oldest: int) -> Any:
    """The likeness of each two articles. Mirrors ``Own.matrix`` and ``kin.within_stories``.

    Args:
        scratch: -1 for each row, and so again at the end.
        numbers: rising; one of them at most has no story yet.
        others: numbers of articles of the same stories.
        oldest: the lowest number that has a row.
    """
    table, given = Table(*table), Given(*given)
    count = len(numbers)
    rows = np.empty(count, np.int64)
    for i in range(count):
        rows[i] = table.block + numbers[i] % table.most
        scratch[rows[i]] = i
    names, group, sizes = _groups(table, rows)
    links, known = _links(table, scratch, numbers, rows)
    theirs = _of_other(table, scratch, rows, names, others, oldest)
    for row in rows:
        scratch[row] = -1
    usual, elsewhere, plain = np.zeros((count, count)), np.zeros((count, count)), np.zeros((count, count))
    rest = np.empty((1, 1, 5))
    for i in range(count):
        for j in range(count):
            if not known[i, j]:
                continue
            lead, told, tongue = links[i, j, 0], links[i, j, 1], table.language[rows[j]]
            same = table.language[rows[i]] == tongue
            usual[i, j] = score(lead, told, same, table.sums, rows[i], tongue, given)
            for what in range(5):
                kept = table.sums[rows[i], tongue, what] - table.own[rows[i], tongue, what]
                rest[0, 0, what] = max(kept - theirs[i * len(names) + group[j], tongue, what], 0.0)
            elsewhere[i, j] = score(lead, told, same, rest, 0, 0, given)
            anywhere = max(general(lead, told, same, given), given.least)
            plain[i, j] = np.rint((anywhere + links[i, j, 2]) * given.exact) / given.exact
    near = _nearness(plain, known, group, len(names))
    full, least = np.zeros((count, count)), -1.0
    for i in range(count):
        for j in range(count):
            if known[i, j]:
                together = group[i] == group[j]
                few = min(_few(sizes[group[j]] - together, given), _few(sizes[group[i]] - together, given))
                nearer = (min(near[i, group[j]], 0.0) + min(near[j, group[i]], 0.0)) / 2
                other = (elsewhere[i, j] + elsewhere[j, i]) / 2 + nearer - few
                full[i, j] = max((usual[i, j] + usual[j, i]) / 2, other) + links[i, j, 2]
                least = min(least, full[i, j])
    for i in range(count):
        for j in range(count):
            if not known[i, j]:
                full[i, j] = least
    return full


@compiled
def _links(table: Any, scratch: Any, numbers: Any, rows: Any) -> Any:
    """What each two were like, and which were ever compared. Mirrors ``Own.pairs``."""
    count = len(rows)
    links, known = np.zeros((count, count, 3)), np.zeros((count, count), np.bool_)
    for i in range(count):
        known[i, i] = True
        for slot in range(table.linked.shape[1]):
            number = table.linked[rows[i], slot]
            if number < 0:
                break
            j = scratch[table.block + number % table.most]
            if j >= 0 and numbers[j] == number:
                known[i, j] = known[j, i] = True
                for what in range(3):
                    links[i, j, what] = links[j, i, what] = table.links[rows[i], slot, what]
    return links, known


@compiled
def _of_other(table: Any, scratch: Any, rows: Any, names: Any, others: Any, oldest: int) -> Any:
    """What each story showed each of these rows of what is usual in each language, if it is not their own,
    with a row for each of both. Mirrors ``Own._of_other``."""
    part = np.zeros((len(rows) * len(names), table.sums.shape[1], table.sums.shape[2]))
    for k in range(len(rows) + len(others)):
        one = rows[k] if k < len(rows) else table.block + others[k - len(rows)] % table.most
        place = scratch[one]
        if k >= len(rows) and place >= 0:
            continue
        story = table.story[one]
        mine = where(names, story)
        for slot in range(table.linked.shape[1]):
            number = table.linked[one, slot]
            if number < 0:
                break
            if number < oldest or not table.counted[one, slot]:
                continue
            two = table.block + number % table.most
            other = scratch[two]
            if (place < 0 and other < 0) or (table.story[two] == story and story >= 0):
                continue
            lead, told = np.float64(table.links[one, slot, 0]), np.float64(table.links[one, slot, 1])
            theirs = where(names, table.story[two])
            if place >= 0 and theirs >= 0:
                show(part, place * len(names) + theirs, table.language[two], lead, told, 1.0)
            if other >= 0 and mine >= 0:
                show(part, other * len(names) + mine, table.language[one], lead, told, 1.0)
    return part


@compiled
def _nearness(plain: Any, known: Any, group: Any, groups: int) -> Any:
    """Mirrors ``kin._nearness``."""
    count = len(group)
    total, pairs = np.zeros((count, groups)), np.zeros((count, groups))
    whole, every = np.zeros(groups), np.zeros(groups)
    for i in range(count):
        for j in range(count):
            if i != j and known[i, j]:
                total[i, group[j]] += plain[i, j]
                pairs[i, group[j]] += 1
        whole[group[i]] += total[i, group[i]]
        every[group[i]] += pairs[i, group[i]]
    near = np.zeros((count, groups))
    for i in range(count):
        for name in range(groups):
            own = 2.0 if group[i] == name else 0.0
            inner, inner_pairs = whole[name] - own * total[i, name], every[name] - own * pairs[i, name]
            if pairs[i, name] > 0.5 and inner_pairs > 0.5:
                near[i, name] = total[i, name] / pairs[i, name] - inner / inner_pairs
    return near


@compiled
def clusters(alike: Any, threshold: float) -> Any:
    """The first member of each one's cluster. Mirrors ``cluster.cluster``."""
    count = len(alike)
    mean, first, sizes = alike.copy(), np.arange(count), np.ones(count, np.int64)
    for _ in range(count - 1):
        highest, ours, theirs = -inf, 0, 0
        for i in range(count):
            if sizes[i]:
                for j in range(i + 1, count):
                    if sizes[j] and mean[i, j] > highest:
                        highest, ours, theirs = mean[i, j], i, j
        if highest < threshold:
            break
        for k in range(count):
            both = mean[ours, k] * sizes[ours] + mean[theirs, k] * sizes[theirs]
            mean[ours, k] = mean[k, ours] = both / (sizes[ours] + sizes[theirs])
            if first[k] == theirs:
                first[k] = ours
        sizes[ours] += sizes[theirs]
        sizes[theirs] = 0
    return first


@compiled
def _few(size: int, given: Any) -> Any:
    """Mirrors ``kin._few``."""
    return given.few / max(size - 1, 1) if size > 1 else inf


@compiled
def _groups(table: Any, rows: Any) -> Any:
    """The stories of some rows, the place of each one's among them, and how many rows each has."""
    count = 0
    names, group, sizes = (
        np.zeros(len(rows), np.int64),
        np.zeros(len(rows), np.int64),
        np.zeros(len(rows), np.int64),
    )
    for k in range(len(rows)):
        story = table.story[rows[k]]
        place = where(names[:count], story)
        if place < 0:
            place, count = count, count + 1
            names[place] = story
        group[k] = place
        sizes[place] += 1
    return names[:count], group, sizes
