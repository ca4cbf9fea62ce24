"""Which statements of different articles tell of the same fact: mutually nearest tokens.

Each statement is a bag of token states, taken relative to the mean token of its language in the story. Two
statements gain from each pair of tokens that are each other's nearest, more where the tokens are rare in
*this story*: what every sentence of the story says aligns nothing. It is a sum, not a mean, since how much is
shared counts. From it comes off what both sides share with their best five neighbours anyway: cross-domain
similarity local scaling, Conneau et al. 2018 (https://arxiv.org/abs/1710.04087).

Figures against the other ideas that were tried stand in docs/evaluation.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.model import Account, Encoding

    States = Mapping[int, NDArray[float32]]

# Fitted on the gold stories, leave-one-story-out; neighbouring values differ by less than the noise.
NEAR = 0.35  # cosine above which another sentence is said to hold a token
FLOOR = 0.3  # cosine that two nearest tokens have by chance
NEIGHBOURS = 5
THRESHOLD = 1.0
WEAK = 0.2
"""A pair of this strength may be part of a claim of three or more, never a claim of its own."""


class Pair(Struct, frozen=True, order=True):
    """Two statements by their places in the story, ``one`` < ``other``, and how strongly they align."""

    one: int
    other: int
    strength: float


class _Side(Struct, frozen=True, eq=False):
    """The statements of one article that hold tokens, one after another in one matrix of token states."""

    statements: NDArray[intp]
    tokens: NDArray[float32]
    starts: NDArray[intp]
    lengths: NDArray[intp]


def align_statements(
    accounts: Sequence[Account], threshold: float = WEAK, states: States | None = None
) -> list[Pair]:
    """The pairs of statements of different articles that tell of the same fact.

    Args:
        accounts: the accounts of a story, each with its encodings.
        threshold: the least strength of a pair; those from ``THRESHOLD`` on are sure enough to stand alone.
        states: ``centred_states(accounts)``, where the caller has them.

    Returns:
        list[Pair]: ordered by place. Places count all statements of the accounts, in their order.
    """
    sides = _sides(accounts, centred_states(accounts) if states is None else states)
    weights = _weights(sides)
    pairs = []
    for a, b in combinations(range(len(sides)), 2):
        shared = _shared(sides[a], sides[b], weights[a], weights[b])
        strength = 2 * shared - _best(shared, axis=1)[:, None] - _best(shared, axis=0)[None, :]
        for i, j in np.argwhere(strength >= threshold):
            one, other = int(sides[a].statements[i]), int(sides[b].statements[j])
            pairs.append(Pair(one, other, float(strength[i, j])))
    return sorted(pairs)


def score(strength: float) -> float:
    """A pair's strength as a score from 0 to 1."""
    return 1 - math.exp(-max(strength, 0))


def centred_states(accounts: Sequence[Account]) -> dict[int, NDArray[float32]]:
    """The token states of each statement, by its place, relative to its language's mean, of length 1."""
    by_language: defaultdict[str, list[NDArray[float32]]] = defaultdict(list)
    for account, encoding in _encodings(accounts):
        if len(encoding.states):
            by_language[account.article.language].append(encoding.states)
    means = {language: np.concatenate(held).mean(axis=0) for language, held in by_language.items()}
    centred = {}
    for place, (account, encoding) in enumerate(_encodings(accounts)):
        states = encoding.states - means.get(account.article.language, np.float32(0))
        length = np.linalg.norm(states, axis=1, keepdims=True)
        centred[place] = states / np.maximum(length, 1e-6)
    return centred


def _encodings(accounts: Sequence[Account]) -> Iterator[tuple[Account, Encoding]]:
    return ((account, encoding) for account in accounts for encoding in account.encodings)


def _sides(accounts: Sequence[Account], centred: States) -> list[_Side]:
    sides, first = [], 0
    for account in accounts:
        held = [first + i for i, encoding in enumerate(account.encodings) if len(encoding.states)]
        first += len(account.encodings)
        if held:
            lengths = np.array([len(centred[place]) for place in held])
            starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
            tokens = np.concatenate([centred[place] for place in held])
            sides.append(_Side(np.array(held), tokens, starts, lengths))
    return sides


def _weights(sides: Sequence[_Side]) -> list[NDArray[float32]]:
    """How rare each token is in the story, 0 to 1: by the share of other articles' statements with it."""
    held = [np.zeros(len(side.tokens)) for side in sides]
    for a, b in combinations(range(len(sides)), 2):
        cosine = sides[a].tokens @ sides[b].tokens.T
        held[a] += (np.maximum.reduceat(cosine, sides[b].starts, axis=1) > NEAR).sum(axis=1)
        held[b] += (np.maximum.reduceat(cosine, sides[a].starts, axis=0) > NEAR).sum(axis=0)
    total = sum(len(side.statements) for side in sides)
    weights: list[NDArray[float32]] = []
    for side, count in zip(sides, held, strict=True):
        others = total - len(side.statements)
        share = np.maximum(count, 1) / (others + 1)
        weights.append((-np.log(share) / math.log(max(others + 1, 2))).astype(np.float32))
    return weights


def _shared(a: _Side, b: _Side, weight_a: NDArray[float32], weight_b: NDArray[float32]) -> NDArray[float32]:
    """What each statement of one article shares with each of the other: float32, shape (n, m)."""
    cosine = a.tokens @ b.tokens.T
    nearest_in_b = np.maximum.reduceat(cosine, b.starts, axis=1).repeat(b.lengths, axis=1)
    nearest_in_a = np.maximum.reduceat(cosine, a.starts, axis=0).repeat(a.lengths, axis=0)
    mutual = (cosine >= nearest_in_b) & (cosine >= nearest_in_a) & (cosine > FLOOR)
    gain = np.where(mutual, cosine - FLOOR, 0) * np.sqrt(weight_a)[:, None] * np.sqrt(weight_b)[None, :]
    rows: NDArray[float32] = np.add.reduceat(gain, a.starts, axis=0)
    return np.add.reduceat(rows, b.starts, axis=1)


def _best(shared: NDArray[float32], axis: int) -> NDArray[float32]:
    """What a statement shares with its best neighbours, on average; missing neighbours count as 0."""
    ordered = np.sort(shared, axis=axis)
    best = np.flip(ordered, axis).take(range(min(NEIGHBOURS, shared.shape[axis])), axis)
    mean: NDArray[float32] = best.sum(axis=axis) / NEIGHBOURS
    return mean
