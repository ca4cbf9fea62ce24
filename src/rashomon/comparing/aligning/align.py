"""Which statements of different articles tell of the same fact: mutually nearest words.

Each statement is a bag of words with directions, see ``rashomon.comparing.aligning.tokens``. Two statements
gain from each pair of words that are each other's nearest, more where the words are rare in *this story*:
what every sentence of the story says aligns nothing. It is a sum, not a mean, since how much is shared
counts. From it comes off what both sides share with the best five statements of the other's article anyway:
cross-domain similarity local scaling, Conneau et al. 2018 (https://arxiv.org/abs/1710.04087).

In a small story all pairs are measured. In a large one each statement is measured against those whose pooled
words are nearest, and against their rivals in the same articles, so that the cost of an article hardly grows.

Figures against the other ideas that were tried stand in docs/evaluation.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, structs

from rashomon.comparing.aligning.candidates import features, find_candidates, pool
from rashomon.comparing.aligning.context import beside, same_days
from rashomon.comparing.aligning.shared import shared_by_all, shared_by_pair
from rashomon.comparing.aligning.tokens import find_nodes, language_means, members_of, unit, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.candidates import Pooled
    from rashomon.comparing.aligning.tokens import Means, Node, Words
    from rashomon.model import Account

    States = Mapping[int, NDArray[float32]]
    _Measured = tuple[NDArray[intp], NDArray[intp], NDArray[float32]]

# Fitted on the gold stories, leave-one-story-out; neighbouring values differ by less than the noise.
NEIGHBOURS = 5
UNIT = 0.56  # what is shared in a pair that is just sure enough to stand alone
UNIT_OF_FEW = 0.7  # the same where only DIMENSIONS directions are kept


class Weights(Struct, frozen=True):
    """What `rashomon evaluate align --fit` fits.

    ``beside``: the part that a pair gains of the strength of the strongest pair next to it. ``same_day``:
    what a date gives that two statements alone give. ``threshold``: the least strength
    of a pair that stands alone.
    """

    beside: float = 0.25
    same_day: float = 0.5
    threshold: float = 1.0


WEIGHTS = Weights()
THRESHOLD = WEIGHTS.threshold
WEAK = 0.0
"""A pair of this strength may be part of a claim of three or more, never a claim of its own."""
ALL_PAIRS = 640  # statements up to which all pairs are measured
DIMENSIONS = 96  # of the words' directions in a story of more
ROWS = 64  # statements that are measured at a time
FITTED = 256  # statements on which is fitted what two of them share
KEPT = 2_048  # statements whose centred states are kept


class Pair(Struct, frozen=True, order=True):
    """Two statements by their places in the story, ``one`` < ``other``, and how strongly they align."""

    one: int
    other: int
    strength: float


class Alignment(Struct, frozen=True, eq=False):
    """The nodes of a story and how strongly the pairs of them align that were measured.

    ``one`` and ``other`` (intp, shape (n,)) are nodes, ``one`` < ``other``, each pair once; ``strength``
    (float32, shape (n,)). A pair that is not among them was not worth measuring. ``means`` holds the mean
    token state of each language.
    """

    nodes: tuple[Node, ...]
    one: NDArray[intp]
    other: NDArray[intp]
    strength: NDArray[float32]
    means: Means = {}


def align_statements(accounts: Sequence[Account]) -> Alignment:
    """How strongly the statements of different articles align; see ``Alignment``."""
    return in_context(align_words(accounts), accounts, WEIGHTS)


def align_words(accounts: Sequence[Account], *, margins: bool = True) -> Alignment:
    """How strongly statements align by their words alone.

    Args:
        accounts: the accounts of a story.
        margins: take off what each shares with its best neighbours anyway (a small story only goes without).
    """
    nodes = find_nodes(accounts)
    small = len(nodes) <= ALL_PAIRS
    means = language_means(nodes)
    words = words_of(nodes, means, dimensions=None if small else DIMENSIONS)
    if not len(words.matrix):
        nothing = np.zeros(0, np.intp)
        return Alignment(tuple(nodes), nothing, nothing, np.zeros(0, np.float32), means)
    one, other, strength = _all_pairs(nodes, words, margins) if small else _near_pairs(nodes, words)
    return Alignment(tuple(nodes), one, other, strength, means)


def in_context(alignment: Alignment, accounts: Sequence[Account], weights: Weights) -> Alignment:
    """An alignment by words with what stands beside each pair and the dates that both give."""
    nodes, one, other = alignment.nodes, alignment.one, alignment.other
    homes = np.array([node.articles[0] for node in nodes], np.intp)
    gain = weights.beside * beside(homes, one, other, alignment.strength)
    gain = gain + weights.same_day * same_days(nodes, accounts, one, other)
    return structs.replace(alignment, strength=(alignment.strength + gain).astype(np.float32))


def centred_states(alignment: Alignment) -> States:
    """The token states of each statement, by its place, relative to its language's mean, of length 1.

    They are worked out when they are asked for: those of a large story would not fit into memory.
    """
    return _Centred(alignment.nodes, alignment.means)


class _Centred(Mapping[int, "NDArray[float32]"]):
    """Centred token states by place; the last few are kept."""

    def __init__(self, nodes: Sequence[Node], means: Means) -> None:
        self._node = {place: node for node in nodes for place in node.places}
        self._means = means
        self._states = lru_cache(maxsize=KEPT)(self._centre)

    def __getitem__(self, place: int) -> NDArray[float32]:
        return self._states(place)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(self._node))

    def __len__(self) -> int:
        return len(self._node)

    def _centre(self, place: int) -> NDArray[float32]:
        node = self._node[place]
        return unit(node.encoding.states - self._means[node.language])


def pairs_of(alignment: Alignment, threshold: float = WEAK) -> list[Pair]:
    """The pairs of statements of at least some strength, ordered by place; each node by its first place."""
    chosen = np.flatnonzero((alignment.strength >= threshold) & (alignment.one != alignment.other))
    first = np.array([node.places[0] for node in alignment.nodes], np.intp)
    columns = (first[alignment.one[chosen]], first[alignment.other[chosen]], alignment.strength[chosen])
    return sorted(Pair(*pair) for pair in zip(*(column.tolist() for column in columns), strict=True))


def score(strength: float) -> float:
    """A pair's strength as a score from 0 to 1."""
    return 1 - math.exp(-max(strength, 0))


def _all_pairs(nodes: Sequence[Node], words: Words, margins: bool) -> _Measured:
    """Every pair of nodes of different homes, and each node that several articles have with itself."""
    total = len(nodes)
    shared = np.zeros((total, total), np.float32)
    for first in range(0, total, ROWS):
        rows, columns = np.arange(first, min(first + ROWS, total)), np.arange(first, total)
        block = shared_by_all(words, rows, columns)
        shared[first : first + ROWS, first:] = block
        shared[first:, first : first + ROWS] = block.T
    same_home = words.homes[:, None] == words.homes[None, :]
    best = np.zeros((total, total), np.float32)
    others = np.where(same_home & ~np.eye(total, dtype=bool), np.float32(0), shared)
    members = members_of(nodes)
    for home in np.unique(words.homes):
        of_it = (
            np.sort(others[:, members[int(home)]], axis=1)[:, ::-1][:, :NEIGHBOURS].sum(axis=1) / NEIGHBOURS
        )
        best[:, words.homes == home] = of_it[:, None]
    strength = (2 * shared - (best + best.T) * np.float32(margins)) / np.float32(UNIT)
    told_twice = np.diag(np.array([len(node.articles) > 1 for node in nodes], bool))
    one, other = np.nonzero(np.triu(~same_home) | told_twice)
    has_words = words.lengths() > 0
    kept = has_words[one] & has_words[other]
    one, other = one[kept], other[kept]
    return one, other, strength[one, other].astype(np.float32)


def _near_pairs(nodes: Sequence[Node], words: Words) -> _Measured:
    """The pairs of nodes that are near, against what each is foretold to share with the other's article."""
    pooled = pool(words)
    told_twice = np.array([i for i, node in enumerate(nodes) if len(node.articles) > 1], np.intp)
    one, other = find_candidates(pooled, words.homes)
    one, other = np.concatenate([one, told_twice]), np.concatenate([other, told_twice])
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    shared = shared_by_pair(words, one, other)
    members = members_of(nodes)
    weights = _foretelling(words, pooled)
    best = _against(pooled, weights, words.homes, members, one, other, shared)
    best += _against(pooled, weights, words.homes, members, other, one, shared)
    return one, other, (2 * shared - best) / np.float32(UNIT_OF_FEW)


def _foretelling(words: Words, pooled: Pooled) -> NDArray[float32]:
    """The weights of the features that foretell what two nodes share, fitted on a sample of the story."""
    held = np.flatnonzero(words.lengths())
    some = held[:: max(1, len(held) // FITTED)]
    shared = shared_by_all(words, some, some)
    told = features(pooled, some, some)
    apart = words.homes[some][:, None] != words.homes[some][None, :]
    weights: NDArray[float32] = np.linalg.lstsq(told[:, apart].T, shared[apart], rcond=None)[0]
    return weights


def _against(
    pooled: Pooled,
    weights: NDArray[float32],
    homes: NDArray[intp],
    members: Mapping[int, NDArray[intp]],
    one: NDArray[intp],
    other: NDArray[intp],
    shared: NDArray[float32],
) -> NDArray[float32]:
    """For each pair the mean of the best few that ``one`` shares with the article of ``other``."""
    best = np.zeros(len(one), np.float32)
    order = np.argsort(homes[other], kind="stable")
    bounds = np.flatnonzero(np.diff(homes[other][order], prepend=-1, append=-1))
    for start, end in pairwise(bounds):
        pairs = order[start:end]
        held = members[int(homes[other[pairs[0]]])]
        foretold = np.maximum(np.tensordot(weights, features(pooled, one[pairs], held), axes=1), 0)
        foretold[homes[one[pairs]][:, None] == homes[held][None, :]] = 0
        foretold[np.arange(len(pairs)), np.searchsorted(held, other[pairs])] = shared[pairs]
        kept = min(NEIGHBOURS, len(held))
        best[pairs] = np.partition(foretold, -kept, axis=1)[:, -kept:].sum(axis=1) / NEIGHBOURS
    return best
