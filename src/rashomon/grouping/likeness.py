"""How much two accounts look like accounts of one event.

Two likenesses are added up: that of the two leads, and how well each account's first statements are matched
by the best of the other's. Both are high for any two articles, higher within a language than across, and
higher where all news is of one subject. So each is told as a standard score: by how many standard deviations
it lies above what the article has with other articles of its partner's language; the mean of both sides'. The
days between the two articles are taken off. What a few articles cannot show of means and deviations is taken
from ``Weights``, which count as so many articles.

Names, numbers and dates that two accounts share added nothing to this (docs/evaluation.md).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64, intp
    from numpy.typing import NDArray

    from rashomon.grouping.sketch import Sketch

    Matrix = NDArray[float64]


class Usual(NamedTuple):
    """Mean and standard deviation of a likeness between articles of different events."""

    mean: float
    deviation: float


class Weights(Struct, frozen=True, kw_only=True):
    """What is not learned from the articles at hand. How they do is in docs/evaluation.md."""

    lead_same_language: Usual = Usual(0.848, 0.027)
    lead_across: Usual = Usual(0.813, 0.021)
    told_same_language: Usual = Usual(0.34, 0.06)
    told_across: Usual = Usual(0.268, 0.054)
    articles: float = 10.0  # as how many articles these figures count
    across: float = 0.4  # added where the languages differ: chance brings fewer of those near each other
    day: float = 0.3  # taken off for each day between two articles
    most_days: float = 15.0
    pair: float = 0.4  # the likeness from which on two articles alone tell of one event
    crowd: float = 0.45  # more than that, for each time that there are 2.7 times as many articles
    most: float = 2.6
    stream: float = 2.4  # the same as articles come in without end


WEIGHTS = Weights()


class Shelf:
    """Sketches side by side, so that one is compared with all of them at once.

    ``leads`` has shape (articles, dimension), ``told`` (statements, dimension); ``starts`` (articles,) says
    where an article's statements begin.
    """

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self.leads = np.stack([one.lead for one in sketches])
        self.told = np.concatenate([one.told for one in sketches])
        sizes = np.array([len(one.told) for one in sketches])
        self.starts: NDArray[intp] = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        self._shares = 1.0 / sizes

    def compare(self, one: Sketch) -> tuple[Matrix, Matrix]:
        """Both likenesses of a sketch to each on the shelf: of the leads, of what is told; 0 to 1.

        The second is the mean, over the statements of both, of the best likeness to one of the other's.
        """
        close = one.told @ self.told.T
        mine = np.maximum.reduceat(close, self.starts, axis=1).mean(axis=0)
        theirs = np.add.reduceat(close.max(axis=0), self.starts) * self._shares
        return (self.leads @ one.lead).astype(np.float64), ((mine + theirs) / 2).astype(np.float64)


class Standing(NamedTuple):
    """What an article usually has with others of a language: in the lead, in what is told."""

    lead: Usual
    told: Usual


def standing(lead: Matrix, told: Matrix, same_language: bool, weights: Weights = WEIGHTS) -> Standing:
    """The standing of an article, of its likenesses to articles of one language; there may be none."""
    return Standing(
        _usual(lead, weights.lead_same_language if same_language else weights.lead_across, weights.articles),
        _usual(told, weights.told_same_language if same_language else weights.told_across, weights.articles),
    )


def _usual(values: Matrix, known: Usual, articles: float) -> Usual:
    count = len(values) + articles
    mean = (float(values.sum(dtype=np.float64)) + articles * known.mean) / count
    spread = float(((values - mean) ** 2).sum(dtype=np.float64))
    variance = (spread + articles * (known.deviation**2 + (known.mean - mean) ** 2)) / count
    return Usual(mean, math.sqrt(max(variance, 1e-6)))


def score(lead: Matrix, told: Matrix, usual: Standing) -> Matrix:
    """The mean standard score of two likenesses, by what is usual."""
    scores: Matrix = (
        (lead - usual.lead.mean) / usual.lead.deviation + (told - usual.told.mean) / usual.told.deviation
    ) / 2
    return scores


def corrections(ones: Sequence[Sketch], others: Sequence[Sketch], weights: Weights = WEIGHTS) -> Matrix:
    """What is added to standard scores for the languages of two articles and taken off for the days between.

    Returns:
        float64, shape (ones, others); nothing comes off where a day is not known.
    """
    days, other_days = (
        np.array([math.nan if sketch.day is None else sketch.day for sketch in side])
        for side in (ones, others)
    )
    apart = np.minimum(np.abs(days[:, None] - other_days[None]), weights.most_days)
    differ = np.array([[one.language != other.language for other in others] for one in ones])
    added: Matrix = weights.across * differ - weights.day * np.nan_to_num(apart, nan=0.0)
    return added


def enough(articles: int, weights: Weights = WEIGHTS) -> float:
    """The likeness from which on accounts tell of one event, among so many articles.

    Someone who gives two articles most often gives two of one event; of hundreds, most pairs are of two.
    """
    return min(weights.most, weights.pair + weights.crowd * math.log(max(articles, 2) / 2))


def likeness(sketches: Sequence[Sketch], weights: Weights = WEIGHTS) -> Matrix:
    """The likeness of each account to each other one.

    Returns:
        float64, shape (n, n), symmetric. 0 is about what articles of different events have, and the unit is
        their standard deviation. The diagonal has no meaning.
    """
    shelf = Shelf(sketches)
    pairs = [shelf.compare(one) for one in sketches]
    leads, told = (np.stack([pair[at] for pair in pairs]).astype(np.float64) for at in (0, 1))
    languages = [one.language for one in sketches]
    scores = np.empty_like(leads)
    for language in sorted(set(languages)):
        members = np.array([at for at, name in enumerate(languages) if name == language])
        for row, own in enumerate(languages):
            others = members[members != row]
            usual = standing(leads[row, others], told[row, others], own == language, weights)
            scores[row, members] = score(leads[row, members], told[row, members], usual)
    both: Matrix = (scores + scores.T) / 2
    return both + corrections(sketches, sketches, weights)
