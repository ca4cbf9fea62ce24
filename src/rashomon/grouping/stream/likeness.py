"""How much two accounts look like accounts of one event.

Two likenesses are added up: that of the two leads, and how well each account's first statements are matched
by the best of the other's. Both are high for any two articles, higher within a language than across, and
higher where much is told of one subject. So each is told as a standard score: by how many standard deviations
it lies above what the article has with those of the days around, in its partner's language, that are near
its subject at all; the mean of both sides'. What a few articles cannot show of means and deviations is taken
from ``Weights``, which count as so many articles.

Figures that both articles give add to it; the days between the two come off.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy import bool_, float64, int32
    from numpy.typing import NDArray

    Matrix = NDArray[float64]
    Flags = NDArray[bool_]

LEAST = -2.0  # no standard score counts as less in a mean
EXACT = 2.0**20  # parts of one
SUMS = 5  # articles, and of both likenesses the sum and the sum of squares


class Usual(NamedTuple):
    """Mean and standard deviation of a likeness between articles of different events."""

    mean: float
    deviation: float


class Weights(Struct, frozen=True, kw_only=True):
    """What is not learned from the articles at hand. How they were chosen is in docs/evaluation.md."""

    lead_same_language: Usual = Usual(0.817, 0.025)
    lead_across: Usual = Usual(0.783, 0.024)
    told_same_language: Usual = Usual(0.302, 0.077)
    told_across: Usual = Usual(0.185, 0.064)
    articles: float = 10.0  # as how many articles these figures count
    near: float = 1.0  # from this standard score by these figures on, an article is near another's subject
    near_days: float = 10.0
    most_off: float = 2.5  # by how much the articles at hand may lower that score
    across: float = 0.65  # added where the languages differ: chance brings fewer of those near each other
    figures: float = 0.86  # for each figure that both give, less for one of fewer digits
    day: float = 0.24  # taken off for each day between two articles
    most_days: float = 30.0
    many: float = 3.1  # the mean likeness by these figures from which on stories of many accounts are one
    few: float = 5.0  # is asked besides, shared by the pairs of accounts
    enough: float = 1.9  # the likeness from which on accounts tell of one event
    enough_at_arrival: float = 2.1  # the same where much of what is usual is still to be learned


WEIGHTS = Weights()


@cache
def usual_anywhere(weights: Weights) -> Matrix:
    """What is usual by ``Weights``, across languages and within one: of the leads and of what is told the
    mean, the deviation, and as many articles as these count for, their sum and sum of squares; (2, 4, 2)."""
    pairs = (
        (weights.lead_across, weights.told_across),
        (weights.lead_same_language, weights.told_same_language),
    )
    mean, deviation = np.moveaxis(np.array(pairs), 2, 0)
    count = weights.articles
    return np.stack([mean, deviation, count * mean, count * (deviation**2 + mean**2)], axis=1)


def general(lead: Matrix, told: Matrix, same: Flags, weights: Weights = WEIGHTS) -> Matrix:
    """The standard score of two likenesses by what is usual among any articles."""
    return _general(lead, told, usual_anywhere(weights)[same.astype(np.intp)])


def _general(lead: Matrix, told: Matrix, known: Matrix) -> Matrix:
    mean, deviation = known[..., 0, :], known[..., 1, :]
    scores: Matrix = (
        (lead - mean[..., 0]) / deviation[..., 0] + (told - mean[..., 1]) / deviation[..., 1]
    ) / 2
    return scores


def on_one_subject(scores: Matrix, apart: Matrix, weights: Weights = WEIGHTS) -> Flags:
    """Which articles show what is usual: those of the days around that are near each other's subject."""
    flags: Flags = (scores > weights.near) & (apart <= weights.near_days)
    return flags


def score(
    lead: Matrix, told: Matrix, same: Flags, sums: NDArray[float64], weights: Weights = WEIGHTS
) -> Matrix:
    """The standard score of two likenesses by what is usual for one side.

    Args:
        sums: shape (…, 5): of the articles that show what is usual, in the other's language, how many they
            are and the sums of their likenesses and of the squares: lead, lead², told, told².
    """
    known = usual_anywhere(weights)[same.astype(np.intp)]
    count = sums[..., :1] + weights.articles
    here = (sums[..., 1::2] + known[..., 2, :]) / count
    squares = (sums[..., 2::2] + known[..., 3, :]) / count
    spread = np.sqrt(np.maximum(squares - here**2, 1e-6))
    scores = (lead - here[..., 0]) / spread[..., 0] + (told - here[..., 1]) / spread[..., 1]
    at_least: Matrix = np.maximum(scores / 2, _general(lead, told, known) - weights.most_off)
    return at_least


def adjusted(
    scores: Matrix, same: Flags, apart: Matrix, figures: Matrix, weights: Weights = WEIGHTS
) -> Matrix:
    """The likeness: the standard score with all that adds to it and comes off it."""
    like: Matrix = (
        scores
        + weights.across * ~same
        + weights.figures * figures
        - weights.day * np.minimum(apart, weights.most_days)
    )
    return like


def shared_figures(ones: NDArray[int32], others: NDArray[int32]) -> Matrix:
    """How much each two accounts share of figures: the more digits one has, up to three, the more it tells.

    Args:
        ones: shape (n, figures), each once; 0 where there are fewer.
    """
    held = (ones[:, :, None] == others[:, None, :]).any(axis=2) & (ones > 0)
    both: Matrix = (tells(ones) * held).sum(axis=1)
    return both


def tells(figures: NDArray[int32]) -> Matrix:
    """How much figures tell."""
    return exactly(np.minimum(np.log10(np.maximum(figures, 1)) / 2, 1.0))


def exactly(values: Matrix) -> Matrix:
    """Values in whole parts of one, so small that nothing is lost and so large that sums of thousands of them
    and of their squares are exact: these are the same in whatever order they are added up."""
    rounded: Matrix = np.rint(values * EXACT) / EXACT
    return rounded
