"""Stories are clustered anew."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from rashomon.grouping.stream.compiled.compiler import compiled
from rashomon.grouping.stream.compiled.scores import Given, Table, score, where


@compiled
def alike(table: Any, given: Any, numbers: Any) -> Any:
    """How much each two articles, whose numbers rise, are alike. Mirrors ``kin.alike``."""
    table, given = Table(*table), Given(*given)
    count = len(numbers)
    usually, anywhere = np.zeros((count, count)), np.zeros((count, count))
    known = np.zeros((count, count), np.bool_)
    least = -1.0
    for i in range(count):
        row = table.block + numbers[i] % table.most
        mine = table.language[row]
        for slot in range(table.linked.shape[1]):
            if table.linked[row, slot] < 0:
                break
            j = where(numbers, table.linked[row, slot])
            if j < 0:
                continue
            other = table.block + numbers[j] % table.most
            language = table.language[other]
            lead, told = np.float64(table.links[row, slot, 0]), np.float64(table.links[row, slot, 1])
            extra, plain = table.links[row, slot, 2], np.float64(table.links[row, slot, 3])
            ours = score(lead, told, mine == language, table.sums, row, language, given)
            theirs = score(lead, told, mine == language, table.sums, other, mine, given)
            usually[i, j] = usually[j, i] = (ours + theirs) / 2 + extra
            anywhere[i, j] = anywhere[j, i] = np.rint(plain * given.exact) / given.exact
            known[i, j] = known[j, i] = True
            least = min(least, usually[i, j])
    for i in range(count):
        for j in range(count):
            if not known[i, j]:
                usually[i, j] = least
    return usually, anywhere, known


@compiled
def clusters(usually: Any, anywhere: Any, known: Any, given: Any) -> Any:
    """The first member of each one's cluster. Mirrors ``cluster.cluster``."""
    given = Given(*given)
    count = len(usually)
    mean, total, pairs = usually.copy(), anywhere.copy(), known.astype(np.float64)
    first, sizes = np.arange(count), np.ones(count)
    for _ in range(count - 1):
        highest, ours, theirs = -inf, 0, 0
        for i in range(count):
            if sizes[i]:
                for j in range(i + 1, count):
                    if sizes[j]:
                        over = mean[i, j] - given.enough
                        most = pairs[i, j]
                        if most >= max(given.half * sizes[i] * sizes[j], 1.0):
                            over = max(over, total[i, j] / most - (given.many + given.few / most))
                        if over > highest:
                            highest, ours, theirs = over, i, j
        if highest < 0:
            break
        for k in range(count):
            both = mean[ours, k] * sizes[ours] + mean[theirs, k] * sizes[theirs]
            mean[ours, k] = mean[k, ours] = both / (sizes[ours] + sizes[theirs])
            total[ours, k] = total[k, ours] = total[ours, k] + total[theirs, k]
            pairs[ours, k] = pairs[k, ours] = pairs[ours, k] + pairs[theirs, k]
            if first[k] == theirs:
                first[k] = ours
        sizes[ours] += sizes[theirs]
        sizes[theirs] = 0
    return first
