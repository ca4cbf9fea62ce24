"""The weights of the likeness, fitted on labelled pairs by logistic regression, and what to expect of them.

The parts of a pair are those that a stream knows when the later of the two comes. What to expect is measured
in ten folds over groups of pairs that have no article in common: weights and threshold of each fold come from
the others. Nothing is clustered here: a pair is said to be the same where its likeness is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.evaluation.pairs import PairScore, connected, count_pairs, interval
from rashomon.grouping.dates import in_order
from rashomon.grouping.likeness import WEIGHTS, compare, standard
from rashomon.grouping.stories import sketches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from rashomon.evaluation.gold import Pair
    from rashomon.model import Account

    Matrix = NDArray[float64]
    Flags = NDArray[bool_]

FOLDS = 10
RIDGE = 1.0  # on parts of unit deviation
STEPS = 30
LEAST = -3.0  # no standard score counts as less, so that articles that are set apart do not draw the line
PARTS = ("standard score", "across", "figures", "day")


class FitResult(Struct, frozen=True, kw_only=True):
    """Weights by the parts' names, that of the standard score being 1, the likeness that is enough, and what
    comes of weights that were fitted on other pairs."""

    weights: dict[str, float]
    enough: float
    one_language: PairScore
    across_languages: PairScore
    all: PairScore
    interval: tuple[float, float]


def fit(pairs: Sequence[Pair], accounts: Sequence[Account]) -> FitResult:
    """Fit the weights to labelled pairs of accounts."""
    labelled = [pair for pair in pairs if pair.label != "unsure"]
    parts = _parts(labelled, accounts)
    same = np.array([pair.label == "same" for pair in labelled])
    groups = connected(labelled)
    fold_of = {id(pair): at % FOLDS for at, group in enumerate(groups) for pair in group}
    folds = np.array([fold_of[id(pair)] for pair in labelled])
    said = np.zeros(len(labelled), dtype=bool)
    for fold in sorted(set(folds.tolist())):
        others = folds != fold
        if not same[others].any():
            continue
        weights = _logistic(parts[others], same[others])
        said[~others] = parts[~others] @ weights >= _threshold(parts[others] @ weights, same[others])
    together = {id(pair): bool(one) for pair, one in zip(labelled, said, strict=True)}
    weights = _logistic(parts, same)
    weights = weights / weights[0]
    return FitResult(
        weights=dict(zip(PARTS, weights.tolist(), strict=True)),
        enough=float(_threshold(parts @ weights, same)),
        one_language=count_pairs((p for p in labelled if not p.cross), lambda p: together[id(p)]),
        across_languages=count_pairs((p for p in labelled if p.cross), lambda p: together[id(p)]),
        all=count_pairs(labelled, lambda p: together[id(p)]),
        interval=interval(labelled, lambda p: together[id(p)]),
    )


def _parts(pairs: Sequence[Pair], accounts: Sequence[Account]) -> Matrix:
    """The parts of each pair, by what had come with the later of the two: shape (pairs, 4)."""
    ordered = sorted(accounts, key=lambda account: in_order(account.article))
    place = {account.article.id: at for at, account in enumerate(ordered)}
    whole = compare(sketches(ordered))
    parts = np.zeros((len(pairs), len(PARTS)))
    known: dict[int, Matrix] = {}
    for row, pair in enumerate(pairs):
        one, other = sorted((place[pair.a], place[pair.b]))
        if other not in known:
            known[other] = standard(whole.first(other + 1))[other].copy()
        apart = min(whole.apart[one, other], WEIGHTS.most_days)
        across = not whole.same[one, other]
        parts[row] = max(known[other][one], LEAST), across, whole.figures[one, other], apart
    return parts


def _logistic(parts: Matrix, same: Flags) -> Matrix:
    """The weights of a ridge logistic regression, by Newton's method; the intercept is left out."""
    scale = parts.std(axis=0) + 1e-9
    made = np.column_stack([parts / scale, np.ones(len(parts))])
    ridge = np.diag([*np.full(parts.shape[1], RIDGE), 1e-6])
    weights = np.zeros(made.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(made @ weights, -30, 30)))
        slope = made.T @ (chance - same) + ridge @ weights
        curve = (made * (chance * (1 - chance))[:, None]).T @ made + ridge
        weights = weights - np.linalg.solve(curve, slope)
    found: Matrix = weights[:-1] / scale
    return found


def _threshold(likes: Matrix, same: Flags) -> float:
    """The likeness from which on F1 is best, halfway to the next lower one."""
    order = np.argsort(-likes, kind="stable")
    found = np.cumsum(same[order])
    f1 = 2 * found / (np.arange(1, len(likes) + 1) + same.sum())
    at = int(f1.argmax())
    least = likes[order[at]]
    return float(least + likes[order[at + 1]]) / 2 if at + 1 < len(likes) else float(least)
