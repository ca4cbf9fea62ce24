"""How well statements align with the gold's evidence, with each story's weights fitted on the other stories.

Counted are pairs of evidence in different articles, as in ``rashomon.evaluation.claims``, before anything
else is compared. Intervals are of the bootstrap over stories, from the 5th to the 95th of a hundred.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.comparing.aligning import align
from rashomon.comparing.aligning.align import Weights, align_words, in_context
from rashomon.comparing.claims import cover
from rashomon.evaluation.claims import Place, overlap, places_of_gold
from rashomon.evaluation.gold import articles_of, load_gold
from rashomon.evaluation.score import harmonic, share
from rashomon.grouping import one_story
from rashomon.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import Alignment
    from rashomon.encoder import Encoder
    from rashomon.evaluation.gold import Gold
    from rashomon.model import Account, Encoding

THRESHOLDS = tuple(round(0.6 + 0.1 * n, 1) for n in range(9))
FITTED = tuple(Weights(*w) for w in product((0.0, 0.15, 0.25, 0.35), (0.0, 0.5, 1.0), THRESHOLDS))
DRAWS = 1_000


class AlignScore(Struct, frozen=True, kw_only=True):
    """Pairs of the gold, those of them found, pairs of ours, those of them right; and an interval of F1."""

    gold: int
    found: int
    ours: int
    right: int
    interval: tuple[float, float] | None = None

    @property
    def p(self) -> float:
        """The share of our pairs that are right."""
        return share(self.right, self.ours)

    @property
    def r(self) -> float:
        """The share of the gold's pairs that are found."""
        return share(self.found, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return harmonic(self.p, self.r)


class AlignResult(Struct, frozen=True):
    """The scores by row: the stories, all of them, and what all give without a part; and the weights."""

    rows: dict[str, AlignScore]
    weights: Weights


class _Told(Struct, frozen=True, eq=False):
    """One gold story as it is read: its pairs of statements that the gold has, and the gold's pairs."""

    accounts: tuple[Account, ...]
    right: dict[tuple[int, int], set[int]]
    gold: int
    articles: tuple[str, ...]


def evaluate_align(gold_paths: Sequence[Path], encoder: Encoder, *, fit: bool) -> AlignResult:
    """Align the statements of each gold story.

    Args:
        gold_paths: gold stories.
        encoder: the open encoder.
        fit: fit all weights, each story's on the others; else only the threshold is.

    Raises:
        GoldError: a gold file cannot be used.
    """
    golds = [load_gold(path) for path in gold_paths]
    stories = [_read(gold, encoder) for gold in golds]
    words = [align_words(story.accounts) for story in stories]
    choices = (
        FITTED if fit else tuple(msgspec.structs.replace(align.WEIGHTS, threshold=t) for t in THRESHOLDS)
    )
    table = _table(stories, words, choices)
    held_out = _held_out(table)
    rows = {gold.story: _score(counts) for gold, counts in zip(golds, held_out, strict=True)}
    rows["ALL"] = _score(held_out.sum(axis=0), _interval(held_out))
    best = choices[_best(table.sum(axis=1))]
    rows["fitted on all"] = _score(table.sum(axis=1)[_best(table.sum(axis=1))])
    shown = tuple(msgspec.structs.replace(best, threshold=t) for t in THRESHOLDS)
    for name, without in _ablations(stories, words, shown).items():
        counts = _held_out(without)
        rows[name] = _score(counts.sum(axis=0), _interval(counts))
    return AlignResult(rows, best)


def _ablations(
    stories: Sequence[_Told], words: Sequence[Alignment], choices: Sequence[Weights]
) -> dict[str, NDArray[np.int64]]:
    def less(**changed: float) -> list[Weights]:
        return [msgspec.structs.replace(choice, **changed) for choice in choices]

    nameless = [align_words([_without(a, names=True) for a in story.accounts]) for story in stories]
    valueless = [align_words([_without(a, names=False) for a in story.accounts]) for story in stories]
    flat = [align_words(story.accounts, margins=False) for story in stories]
    return {
        "without names": _table(stories, nameless, choices),
        "without values": _table(stories, valueless, less(same_day=0.0)),
        "without margins": _table(
            stories, flat, [Weights(c.beside, c.same_day, c.threshold * 4) for c in choices]
        ),
        "without what stands beside": _table(stories, words, less(beside=0.0)),
        "without a third report": _table(stories, words, choices, alone=True),
    }


def _read(gold: Gold, encoder: Encoder) -> _Told:
    articles = sorted(articles_of(gold), key=lambda article: article.id)
    accounts = one_story(list(read_all(articles, encoder))).accounts
    said = [Place(s.article, s.start, s.end) for account in accounts for s in account.statements]
    texts = {account.article.id: account.article.text for account in accounts}
    pairs = [
        pair
        for claim in gold.claims
        if claim.verdict != "single"
        for pair in combinations(places_of_gold(claim, texts, gold.story), 2)
        if pair[0].article != pair[1].article
    ]
    right: dict[tuple[int, int], set[int]] = {}
    for number, pair in enumerate(pairs):
        held = [[n for n, place in enumerate(said) if overlap(place, wanted)] for wanted in pair]
        for a, b in product(*held):
            right.setdefault((min(a, b), max(a, b)), set()).add(number)
    return _Told(tuple(accounts), right, len(pairs), tuple(place.article for place in said))


def _table(
    stories: Sequence[_Told], words: Sequence[Alignment], choices: Sequence[Weights], *, alone: bool = False
) -> NDArray[np.int64]:
    """Counts (gold, found, ours, right) by choice of weights and story: shape (choices, stories, 4)."""
    return np.array(
        [
            [
                _count(story, in_context(told, story.accounts, choice), choice.threshold, alone=alone)
                for story, told in zip(stories, words, strict=True)
            ]
            for choice in choices
        ]
    )


def _count(story: _Told, alignment: Alignment, threshold: float, *, alone: bool) -> tuple[int, int, int, int]:
    groups = [
        group.members
        for group in cover(alignment, threshold, threshold + align.WEAK - align.WEIGHTS.threshold)
    ]
    if alone:
        sure = align.pairs_of(alignment, threshold)
        groups = [(pair.one, pair.other) for pair in sure]
    pairs = [
        pair
        for members in groups
        for pair in combinations(members, 2)
        if story.articles[pair[0]] != story.articles[pair[1]]
    ]
    found = set().union(*(story.right.get(pair, set()) for pair in pairs))
    return story.gold, len(found), len(pairs), sum(pair in story.right for pair in pairs)


def _held_out(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each story's counts with the weights that are best on the others."""
    rows = []
    for story in range(table.shape[1]):
        others = np.delete(table, story, axis=1).sum(axis=1)
        rows.append(table[_best(others if table.shape[1] > 1 else table[:, story]), story])
    return np.array(rows)


def _best(counts: NDArray[np.int64]) -> int:
    return int(np.argmax([_score(row).f1 for row in counts]))


def _score(counts: NDArray[np.int64], interval: tuple[float, float] | None = None) -> AlignScore:
    gold, found, ours, right = (int(count) for count in counts)
    return AlignScore(gold=gold, found=found, ours=ours, right=right, interval=interval)


def _interval(counts: NDArray[np.int64]) -> tuple[float, float]:
    drawn = np.random.default_rng(0).integers(0, len(counts), (DRAWS, len(counts)))
    low, high = np.percentile([_score(counts[some].sum(axis=0)).f1 for some in drawn], [5, 95])
    return round(float(low), 4), round(float(high), 4)


def _without(account: Account, *, names: bool) -> Account:
    """An account without the tokens of its names, or of its figures and times."""
    values = [(q.start, q.end) for q in account.quantities] + [(t.start, t.end) for t in account.times]
    spans = [(m.start, m.end) for m in account.mentions] if names else values
    encodings = [
        _less(
            encoding,
            [(start - s.start, end - s.start) for start, end in spans if start < s.end and end > s.start],
        )
        for s, encoding in zip(account.statements, account.encodings, strict=True)
    ]
    return msgspec.structs.replace(account, encodings=tuple(encodings))


def _less(encoding: Encoding, spans: Sequence[tuple[int, int]]) -> Encoding:
    kept = np.ones(len(encoding.offsets), bool)
    for start, end in spans:
        kept &= (encoding.offsets[:, 1] <= start) | (encoding.offsets[:, 0] >= end)
    return msgspec.structs.replace(encoding, states=encoding.states[kept], offsets=encoding.offsets[kept])
