"""Two statements that say the same but for one place in each: what stands there, and is it told elsewhere.

Spans are half-open ranges of code points in the statement's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rashomon.comparing.dateline import end_of_dateline
from rashomon.comparing.values.agreement import direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import bool_, float32
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.stated import Said

Span = tuple[int, int]


def tokens_of(said: Said, spans: Iterable[Span]) -> NDArray[bool_]:
    """Which tokens of a statement touch some spans."""
    offsets = said.encoding.offsets
    inside = np.zeros(len(offsets), bool)
    for start, end in spans:
        inside |= (offsets[:, 0] < end) & (offsets[:, 1] > start)
    return inside


def told_by(said: Said) -> NDArray[bool_]:
    """The tokens of what a statement tells: its dateline is left out, and who says it ("…, a union said").

    Where half of it and more is given to a speaker, that is what it tells.
    """
    start, end = end_of_dateline(said), said.statement.end
    given = [q for q in said.account.quotations if q.start < end and q.end > start]
    spans = [(max(q.start, start), min(q.end, end)) for q in given if not q.direct]
    if spans and 2 * sum(b - a for a, b in spans) >= end - start:
        start, end = min(a for a, _ in spans), max(b for _, b in spans)
    first = said.statement.start
    return tokens_of(said, [(start - first, end - first)])


def rest_alike(one: Said, span: Span, other: Said, its: Span, states: States) -> float:
    """How much two statements share but for a span of each, -1 to 1: the lesser of both sides' means.

    That is of all their words, or of what they tell alone, whichever is more.
    """
    rests = ~tokens_of(one, [span]), ~tokens_of(other, [its])
    return max(
        _shared(states[one.place][rests[0]], states[other.place][rests[1]]),
        _shared(states[one.place][rests[0] & told_by(one)], states[other.place][rests[1] & told_by(other)]),
    )


def _shared(mine: NDArray[float32], theirs: NDArray[float32]) -> float:
    if not len(mine) or not len(theirs):
        return 0.0
    cosine = mine @ theirs.T
    return min(float(cosine.max(axis=1).mean()), float(cosine.max(axis=0).mean()))


def spans_alike(one: Said, span: Span, other: Said, its: Span, states: States) -> float:
    """The cosine of the directions of two spans' words, -1 to 1."""
    return float(direction(one, states, *span) @ direction(other, states, *its))


def told_in(said: Said, span: Span, others: Iterable[Said], states: States) -> float:
    """How well a span's words are found in the best of some statements, -1 to 1: a mean nearest cosine."""
    mine = states[said.place][tokens_of(said, [span])]
    found = [float((mine @ states[o.place].T).max(axis=1).mean()) for o in others if len(states[o.place])]
    return max(found, default=0.0) if len(mine) else 0.0
