"""Accounts held each against each other one, by which the weights of the likeness are fitted.

A stream compares an account only with those near to it; here all are compared, so that no pair is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.stream.likeness import (
    SUMS,
    WEIGHTS,
    adjusted,
    general,
    on_one_subject,
    score,
    shared_figures,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import intp
    from numpy.typing import NDArray

    from rashomon.grouping.sketch import Sketch
    from rashomon.grouping.stream.likeness import Flags, Matrix, Weights


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


class Compared(NamedTuple):
    """What each account has with each other one, of shape (n, n), and the language of each, as a number."""

    lead: Matrix
    told: Matrix
    same: Flags
    apart: Matrix
    figures: Matrix
    languages: NDArray[intp]

    def first(self, count: int) -> Compared:
        """Only the first so many accounts."""
        part = np.s_[:count, :count]
        return Compared(
            self.lead[part],
            self.told[part],
            self.same[part],
            self.apart[part],
            self.figures[part],
            self.languages[:count],
        )


def compare(sketches: Sequence[Sketch]) -> Compared:
    """Hold each of some accounts against each other one."""
    count = len(sketches)
    shelf = Shelf(sketches)
    lead, told = np.empty((count, count)), np.empty((count, count))
    for row, one in enumerate(sketches):
        lead[row], told[row] = shelf.compare(one)
    names = sorted({one.language for one in sketches})
    languages = np.array([names.index(one.language) for one in sketches], dtype=np.intp)
    same = languages[:, None] == languages[None]
    return Compared(lead, told, same, days_apart(sketches), _figures(sketches), languages)


def standard(seen: Compared, weights: Weights = WEIGHTS) -> Matrix:
    """The standard score of each two by what is usual for both, shape (n, n), symmetric."""
    lead, told, same, apart, _, languages = seen
    usual = on_one_subject(general(lead, told, same, weights), apart, weights)
    np.fill_diagonal(usual, val=False)
    sums = np.empty((len(lead), int(languages.max(initial=0)) + 1, SUMS))
    for at in range(sums.shape[1]):
        these = usual & (languages == at)
        parts = (np.ones_like(lead), lead, lead**2, told, told**2)
        sums[:, at] = np.stack([np.where(these, part, 0.0).sum(axis=1) for part in parts], axis=1)
    mine = score(lead, told, same, sums[:, languages], weights)
    return (mine + mine.T) / 2


def likeness(sketches: Sequence[Sketch], weights: Weights = WEIGHTS) -> Matrix:
    """The likeness of each account to each other one.

    Returns:
        float64, shape (n, n), symmetric. The unit is a standard deviation. The diagonal has no meaning.
    """
    seen = compare(sketches)
    return adjusted(standard(seen, weights), seen.same, seen.apart, seen.figures, weights)


def days_apart(sketches: Sequence[Sketch]) -> Matrix:
    """The days between each two; 0 where one is not known."""
    days = np.array([np.nan if one.day is None else one.day for one in sketches])
    apart: Matrix = np.nan_to_num(np.abs(days[:, None] - days[None]), nan=0.0)
    return apart


def _figures(sketches: Sequence[Sketch]) -> Matrix:
    listed = np.zeros((len(sketches), max((len(one.figures) for one in sketches), default=0)), dtype=np.int32)
    for row, one in enumerate(sketches):
        listed[row, : len(one.figures)] = one.figures
    shared: Matrix = np.stack([shared_figures(np.broadcast_to(one, listed.shape), listed) for one in listed])
    return shared
