"""How much the accounts of some stories are alike, and how much is asked of them to be one story.

Where hundreds report one event, all that is near to one of them tells of that event, so that it is never more
alike than what is usual. So stories are also held against each other by what is usual anywhere. Single
accounts of two events on one subject are often as near as those of one event, but hardly ever the mean of
several: the more pairs are told of, the less is asked of their mean.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.stream.likeness import LEAST, exactly, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.grouping.stream.likeness import Flags, Matrix, Weights
    from rashomon.grouping.stream.neighbours import Numbers
    from rashomon.grouping.stream.rows import Rows, Seen


class Alike(NamedTuple):
    """Of each two accounts, shape (n, n), symmetric: their likeness by what is usual for them, less than that
    of any of them where they were never compared; that by what is usual anywhere; whether they were compared,
    which an account never was with itself."""

    usually: Matrix
    anywhere: Matrix
    known: Flags


def asked(pairs: float, weights: Weights) -> float:
    """The mean likeness by what is usual anywhere that makes one story of so many pairs of accounts."""
    return weights.many + weights.few / pairs


def one_story(usually: Sequence[float], plainly: Sequence[float], weights: Weights) -> bool:
    """Whether an account is of a story, by how much it is like each that stands for it: by what is usual for
    them, or none of that where it is not asked, and by what is usual anywhere."""
    if usually and fsum(usually) / len(usually) >= weights.enough_at_arrival:
        return True
    count = len(plainly)
    return count > 0 and fsum(plainly) / count >= asked(count, weights)


def anywhere(seen: Seen) -> Matrix:
    """How much an account is like others by what is usual anywhere."""
    return exactly(np.maximum(seen.general, LEAST) + seen.extra)


def alike(rows: Rows, numbers: Numbers, weights: Weights) -> Alike:
    """How much each two of these, which rise, are alike."""
    count, at = len(numbers), rows.at(numbers)
    linked = rows.linked[at]
    place = np.minimum(np.searchsorted(numbers, linked), count - 1)
    one, slot = np.nonzero(numbers[place] == linked)
    other = place[one, slot]
    links, known = np.zeros((count, count, 4)), np.zeros((count, count), dtype=np.bool_)
    links[one, other] = links[other, one] = rows.links[at[one], slot]
    known[one, other] = known[other, one] = True
    lead, told, extra, plain = links.transpose(2, 0, 1)
    language = rows.language[at]
    scores = score(lead, told, language[:, None] == language, rows.sums[at[:, None], language], weights)
    usually = (scores + scores.T) / 2 + extra
    least = min(float(usually[known].min()), -1.0) if known.any() else -1.0
    return Alike(np.where(known, usually, least), exactly(plain), known)
