"""The weights of the likeness, fitted on labelled pairs by logistic regression, and what to expect of them.

The parts of a pair are those that a stream knows when the later of the two comes. What to expect is measured
in ten folds over groups of pairs that have no article in common: what is chosen for each fold comes from the
others, and from other sets. Pairs alone: they are the same where their likeness is enough, and nothing is
clustered. Arriving: a stream with these weights says it, and the threshold is the one with which it is best.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.evaluation.each_other import compare, standard
from rashomon.evaluation.gold import Pair
from rashomon.evaluation.grouping import arriving, stream_over
from rashomon.evaluation.pairs import PairScore, connected, count_pairs, interval
from rashomon.grouping.dates import in_order
from rashomon.grouping.stories import sketches
from rashomon.grouping.stream.likeness import WEIGHTS
from rashomon.model import Account

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import bool_, float64
    from numpy.typing import NDArray

    Matrix = NDArray[float64]
    Flags = NDArray[bool_]

Labelled = tuple[Sequence[Pair], Sequence[Account]]
FOLDS = 10
RIDGE = 1.0  # on parts of unit deviation
STEPS = 30
LEAST = -3.0  # no standard score counts as less, so that articles that are set apart do not draw the line
ENOUGH = tuple(round(1.7 + 0.1 * step, 1) for step in range(8))
PARTS = ("standard score", "across", "figures", "day")
IN_USE = np.array([1.0, WEIGHTS.across, WEIGHTS.figures, -WEIGHTS.day])


class Measured(Struct, frozen=True, kw_only=True):
    """What came of weights that were chosen in this way."""

    how: str
    one_language: PairScore
    across_languages: PairScore
    all: PairScore
    interval: tuple[float, float]


class FitResult(Struct, frozen=True, kw_only=True):
    """Weights by the parts' names, that of the standard score being 1, the likeness that is enough, and what
    to expect of them."""

    weights: dict[str, float]
    enough: float
    measured: tuple[Measured, ...]


class _Set:
    """Labelled pairs with their parts, and what a stream says of them by any weights."""

    def __init__(self, labelled: Labelled) -> None:
        pairs, accounts = labelled
        self.pairs = [pair for pair in pairs if pair.label != "unsure"]
        self.parts = _parts(self.pairs, accounts)
        self.same = np.array([pair.label == "same" for pair in self.pairs])
        fold_of = {id(pair): at % FOLDS for at, group in enumerate(connected(self.pairs)) for pair in group}
        self.folds = np.array([fold_of[id(pair)] for pair in self.pairs])
        self._sketches = arriving(accounts)
        self._said: dict[tuple[float, ...], Flags] = {}

    def stream(self, weights: Matrix, enough: float) -> Flags:
        """Whether each pair is together when the later has come."""
        across, figures, day = np.round(weights[1:], 2).tolist()
        key = across, figures, day, enough
        if key not in self._said:
            made = msgspec.structs.replace(
                WEIGHTS, across=across, figures=figures, day=-day, enough_at_arrival=enough
            )
            together, _ = stream_over(self._sketches, self.pairs, made)
            self._said[key] = np.array([together[pair.a, pair.b] for pair in self.pairs])
        return self._said[key]

    def measured(self, how: str, said: Flags) -> Measured:
        """The counts of what was said."""
        together = {id(pair): bool(one) for pair, one in zip(self.pairs, said, strict=True)}

        def is_said(pair: Pair) -> bool:
            return together[id(pair)]

        return Measured(
            how=how,
            one_language=count_pairs((p for p in self.pairs if not p.cross), is_said),
            across_languages=count_pairs((p for p in self.pairs if p.cross), is_said),
            all=count_pairs(self.pairs, is_said),
            interval=interval(self.pairs, is_said),
        )


def fit(labelled: Labelled, also: Sequence[Labelled] = ()) -> FitResult:
    """Fit the weights to labelled pairs of accounts, and to those of other sets."""
    one, others = _Set(labelled), [_Set(other) for other in also]
    every = [one, *others]

    def weights(train: Flags, sets: Sequence[_Set] = every) -> Matrix:
        chosen = [(part, train if part is one else np.ones(len(part.same), dtype=bool)) for part in sets]
        return _logistic(
            np.concatenate([part.parts[rows] for part, rows in chosen]),
            np.concatenate([part.same[rows] for part, rows in chosen]),
        )

    def enough(made: Matrix, train: Flags, sets: Sequence[_Set] = every) -> float:
        def mean(threshold: float) -> float:
            rows = {id(one): train}
            return sum(
                _f1(part.stream(made, threshold), part.same, rows.get(id(part))) for part in sets
            ) / len(sets)

        return max(ENOUGH, key=mean)

    def alone(train: Flags) -> Flags:
        made = _logistic(one.parts[train], one.same[train])
        return one.parts @ made >= _threshold(one.parts @ made, one.same, train)

    def fitted(train: Flags) -> Flags:
        made = weights(train)
        return one.stream(made, enough(made, train))

    ways: list[tuple[str, Callable[[Flags], Flags]]] = [
        ("pairs alone, fitted on others", alone),
        ("arriving, fitted on others", fitted),
        ("arriving, threshold of others", lambda train: one.stream(IN_USE, enough(IN_USE, train))),
    ]
    measured = [one.measured(how, _in_folds(one, said)) for how, said in ways]
    all_rows = np.ones(len(one.same), dtype=bool)
    if others:
        made = weights(all_rows, others)
        said = one.stream(made, enough(made, all_rows, others))
        measured.append(one.measured("arriving, fitted on other sets", said))
    made = weights(all_rows)
    return FitResult(
        weights=dict(zip(PARTS, made.tolist(), strict=True)),
        enough=enough(made, all_rows),
        measured=tuple(measured),
    )


def _in_folds(one: _Set, said: Callable[[Flags], Flags]) -> Flags:
    """What is said of each pair by what was chosen on the folds that it is not of."""
    found = np.zeros(len(one.same), dtype=bool)
    for fold in sorted(set(one.folds.tolist())):
        held = one.folds == fold
        if one.same[~held].any():
            found[held] = said(~held)[held]
    return found


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
    found /= found[0]
    return found


def _threshold(likes: Matrix, same: Flags, rows: Flags) -> float:
    """The likeness from which on F1 over these rows is best, halfway to the next lower one."""
    likes, same = likes[rows], same[rows]
    order = np.argsort(-likes, kind="stable")
    found = np.cumsum(same[order])
    f1 = 2 * found / (np.arange(1, len(likes) + 1) + same.sum())
    at = int(f1.argmax())
    least = likes[order[at]]
    return float(least + likes[order[at + 1]]) / 2 if at + 1 < len(likes) else float(least)


def _f1(said: Flags, same: Flags, rows: Flags | None = None) -> float:
    if rows is not None:
        said, same = said[rows], same[rows]
    return float(2 * (said & same).sum() / max(1, said.sum() + same.sum()))
