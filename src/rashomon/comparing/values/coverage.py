"""How much of what a text says stands in a report: each of its tokens looked for among the report's.

Aligning asks whether two statements tell of the same fact, and both sides count. Whoever checks a text asks
less of the report, which may say more, and more of the text, all of which must stand there. So each token of
the text counts, by how rare it is in the reports; a token that no report has counts most. Nothing of the text
goes into these weights: a draft shifts no figure of the story.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float16, float32
    from numpy.typing import NDArray

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Encoding

NEAR = 0.35  # cosine above which a statement is said to hold a token, as in aligning
FLOOR, FULL = 0.3, 0.8  # cosines from which a token begins to be found, and is found
OWN_MEAN = 200  # tokens after which a language's own mean weighs as much as that of all languages


class Tokens(Struct, frozen=True, eq=False):
    """The tokens of some reports' statements, one after another, and what centres a text on them."""

    said: tuple[Said, ...]
    matrix: NDArray[float32]
    starts: NDArray[np.intp]
    means: dict[str, NDArray[float32]]
    counts: dict[str, int]
    of_all: NDArray[float32]

    def centred(self, encodings: Sequence[Encoding], language: str) -> list[NDArray[float32]]:
        """The token states of a text's statements, relative to their language's mean, of length 1.

        A language in which the reports have little is centred on a mix of them, the text and all reports.
        """
        own = [encoding.states for encoding in encodings if len(encoding.states)]
        known, mean = self.counts.get(language, 0), self.means.get(language, np.float32(0))
        if known < OWN_MEAN and own:
            told = np.concatenate(own)
            total = mean * known + told.sum(axis=0, dtype=np.float32) + self.of_all * OWN_MEAN
            mean = (total / (known + len(told) + OWN_MEAN)).astype(np.float32)
        return [_unit(encoding.states - mean) for encoding in encodings]

    def found(self, tokens: NDArray[float32]) -> NDArray[float32]:
        """How well each statement holds each token: the nearest cosine, float32, (statements, tokens)."""
        if not len(self.matrix) or not len(tokens):
            return np.zeros((len(self.said), len(tokens)), np.float32)
        best: NDArray[float32] = np.maximum.reduceat(self.matrix @ tokens.T, self.starts, axis=0)
        return best


class Cover(Struct, frozen=True, eq=False):
    """How well each statement of the reports holds each token of a text's statement, and their weights."""

    gain: NDArray[float32]
    weights: NDArray[float32]

    def by(self, places: Sequence[int], tokens: NDArray[bool_] | None = None) -> float:
        """The share of a text's tokens, 0 to 1, that some statements hold together."""
        if not places:
            return 0.0
        gain = self.gain[list(places)].max(axis=0) * self.weights
        chosen = np.ones(len(self.weights), bool) if tokens is None else tokens
        total = float(self.weights[chosen].sum())
        return float(gain[chosen].sum()) / total if total > 1e-6 else 0.0

    def each(self, tokens: NDArray[bool_] | None = None) -> NDArray[float32]:
        """The same share for every statement of the reports by itself."""
        chosen = np.ones(len(self.weights), bool) if tokens is None else tokens
        weights = self.weights[chosen]
        total = max(float(weights.sum()), 1e-6)
        shares: NDArray[float32] = (self.gain[:, chosen] @ weights / total).astype(np.float32)
        return shares


def tokens_of(said: Sequence[Said]) -> Tokens:
    """The tokens of the reports' statements; those of statements without any are left out."""
    kept = tuple(one for one in said if len(one.encoding.states))
    by_language: defaultdict[str, list[NDArray[float32 | float16]]] = defaultdict(list)
    for one in kept:
        by_language[one.account.article.language].append(one.encoding.states)
    counts = {language: sum(map(len, held)) for language, held in by_language.items()}
    means = {
        language: np.concatenate(held).mean(axis=0, dtype=np.float32)
        for language, held in by_language.items()
    }
    lengths = [len(one.encoding.states) for one in kept]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp) if kept else np.zeros(0, np.intp)
    centred = [_unit(one.encoding.states - means[one.account.article.language]) for one in kept]
    matrix = np.concatenate(centred) if kept else np.zeros((0, 1), np.float32)
    of_all = np.mean([means[language] for language in sorted(means)], axis=0) if means else np.zeros(1)
    return Tokens(kept, matrix, starts, means, counts, of_all.astype(np.float32))


def cover(found: NDArray[float32]) -> Cover:
    """The gain of each token from each statement, and how rare it is among them, 0 to 1.

    Args:
        found: as ``Tokens.found`` gives it.
    """
    total = len(found)
    held = np.maximum((found > NEAR).sum(axis=0), 1)
    weights = -np.log(held / (total + 1)) / math.log(total + 2)
    gain = np.clip((found - FLOOR) / (FULL - FLOOR), 0, 1)
    return Cover(gain.astype(np.float32), weights.astype(np.float32))


def _unit(states: NDArray[float32]) -> NDArray[float32]:
    length = np.linalg.norm(states, axis=1, keepdims=True)
    unit: NDArray[float32] = states / np.maximum(length, 1e-6)
    return unit
