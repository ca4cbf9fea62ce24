"""Which articles are translations of one another: they say the same things in the same order.

Each statement of one article is paired with the nearest of the other that has it as its own nearest; of these
pairs the longest chain that rises in both is kept. Independent reports of one event share some statements, in
an order of their own; a translation shares nearly all, in one. Vectors are taken relative to their article's
mean, so that what all of a report is about aligns nothing. Measured on labelled pairs: docs/evaluation.md.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.model import Account

NEAR = 0.35  # cosine of two statements that are paired
NEAREST = 12  # articles in other languages that each is compared with
ALL_PAIRS = 60  # so few articles are all compared with one another
DAYS = 30  # a translation is published within
LONGEST = 400  # statements of an article that are looked at


class Chain(Struct, frozen=True):
    """The statements of two articles that tell the same in the same order.

    ``longer`` and ``shorter`` are the shares of the articles' statements that the chain covers, by code
    points, the larger one first; ``cosine`` is the mean of its pairs.
    """

    pairs: tuple[tuple[int, int], ...]
    longer: float
    shorter: float
    cosine: float

    def is_translation(self) -> bool:
        """Whether one article is a translation of the other; figures stand in docs/evaluation.md.

        Across scripts cosines are lower, so that they may be where next to nothing is left out.
        """
        near = self.holds(pairs=6, longer=0.75, shorter=0.3, cosine=0.6)
        return near or self.holds(pairs=8, longer=0.9, shorter=0.8, cosine=0.54)

    def may_be_translation(self) -> bool:
        """Some reports written apart, but as one reporter would write them, are as much alike."""
        return self.holds(pairs=6, longer=0.6, shorter=0.3, cosine=0.57)

    def is_one_report(self) -> bool:
        """Enough for two articles that credit one agency."""
        return self.holds(pairs=4, longer=0.4, shorter=0.2, cosine=0.45)

    def holds(self, *, pairs: int, longer: float, shorter: float, cosine: float) -> bool:
        """Whether nothing of it is below these bounds."""
        enough = len(self.pairs) >= pairs and self.cosine >= cosine
        return enough and self.longer >= longer and self.shorter >= shorter


class Statements(Struct, frozen=True, eq=False):
    """The statements of an article: directions relative to their mean (float32, (n, d)), and lengths (n,)."""

    vectors: NDArray[float32]
    lengths: NDArray[float32]


def statements_of(account: Account) -> Statements | None:
    """An article's statements ready to be chained; None where they are too few to tell."""
    encodings = account.encodings[:LONGEST]
    if len(encodings) < 2:
        return None
    vectors = np.array([encoding.vector for encoding in encodings], dtype=np.float32)
    vectors -= vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    lengths = np.array([said.end - said.start for said in account.statements[:LONGEST]], dtype=np.float32)
    return Statements(vectors, lengths)


def chain(one: Statements, other: Statements) -> Chain:
    """The longest chain of statements that two articles tell in the same order."""
    cosine = one.vectors @ other.vectors.T
    nearest, back = cosine.argmax(axis=1), cosine.argmax(axis=0)
    mutual = [(i, int(j)) for i, j in enumerate(nearest) if back[j] == i and cosine[i, j] >= NEAR]
    pairs = _rising(mutual)
    if not pairs:
        return Chain((), 0.0, 0.0, 0.0)
    rows, columns = (list(side) for side in zip(*pairs, strict=True))
    shares = sorted(
        float(side.lengths[kept].sum() / max(float(side.lengths.sum()), 1.0))
        for side, kept in ((one, rows), (other, columns))
    )
    return Chain(pairs, shares[1], shares[0], float(cosine[rows, columns].mean()))


def _rising(pairs: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The longest part of pairs, rising in the first, that rises in the second too (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        tails[place : place + 1] = [second]
        ends[place : place + 1] = [at]
        before.append(ends[place - 1] if place else -1)
    kept: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.append(pairs[at])
        at = before[at]
    return tuple(reversed(kept))


def likely_pairs(accounts: Sequence[Account], days: Sequence[int | None]) -> list[tuple[int, int]]:
    """The pairs of articles in two languages that are near enough to be looked at, by place."""
    held = [place for place, account in enumerate(accounts) if account.encodings]
    languages = np.array([accounts[place].article.language.split("-")[0] for place in held])
    found: set[tuple[int, int]] = set()
    if len(held) <= ALL_PAIRS:
        found = {
            (a, b)
            for n, a in enumerate(held)
            for m, b in enumerate(held)
            if n < m and languages[n] != languages[m]
        }
    else:
        means = np.array(
            [np.mean([e.vector for e in accounts[place].encodings[:LONGEST]], axis=0) for place in held]
        )
        for language in sorted(set(languages.tolist())):
            means[languages == language] -= means[languages == language].mean(axis=0)
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
        for row, place in enumerate(held):
            near = np.where(languages == languages[row], -np.inf, means @ means[row])
            best = np.argpartition(-near, min(NEAREST, len(near) - 1))[:NEAREST]
            found |= {(min(place, held[n]), max(place, held[n])) for n in best.tolist() if near[n] > -np.inf}
    return sorted((a, b) for a, b in found if _within(days[a], days[b]))


def _within(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= DAYS
