"""Our stories beside those of other clusterings, over the same vectors and the same labelled pairs.

The one parameter of each is chosen in ten folds over connected pairs: by the F1 of nine, applied to the
tenth. Ours has its threshold chosen so too; its weights were chosen on these pairs.
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.evaluation.pairs import PairScore, bcubed, connected, count_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.encoder import Encoder
    from rashomon.evaluation.gold import Pair
    from rashomon.grouping.sketch import Sketch
    from rashomon.grouping.stream.likeness import Weights
    from rashomon.model import Account, Story

    Vectors = NDArray[float32]
    Clustering = Callable[[Sequence[Sketch], Vectors, float], Sequence[object]]

FOLDS = 10
COSINES = tuple(round(0.15 + 0.05 * step, 2) for step in range(16))
OURS = tuple(round(1.3 + 0.1 * step, 1) for step in range(13))
TEXT = "any article"  # BERTopic wants words of each, two at least, which do not change its clusters
NOTE = "parameter: the one that is best on all pairs; F1: each fold with the one that is best on the others"


class MethodResult(Struct, frozen=True, kw_only=True):
    """What one clustering gives; ``skipped`` says why it was not run, where it was not."""

    method: str
    parameter: float = 0.0
    one_language: PairScore = PairScore()
    across_languages: PairScore = PairScore()
    all: PairScore = PairScore()
    bcubed: tuple[float, float] = (0.0, 0.0)
    seconds: float = 0.0
    skipped: str | None = None


class GroupingResult(Struct, frozen=True):
    """All clusterings."""

    methods: tuple[MethodResult, ...]


def evaluate(path: Path, encoder: Encoder, stories: Path | None = None) -> GroupingResult:
    """Run every clustering that is installed over a labelled set.

    Args:
        stories: the stories of its articles, where the set has only pairs.

    Raises:
        GoldError: a file cannot be used.
    """
    from rashomon.evaluation.labelled import load
    from rashomon.grouping.dates import in_order
    from rashomon.grouping.stories import sketches

    pairs, accounts, label = load(path, encoder, stories)
    ordered = sketches(sorted(accounts, key=lambda account: in_order(account.article)))
    return GroupingResult(tuple(compare(name, ordered, pairs, label) for name in METHODS))


def compare(
    method: str, sketches: Sequence[Sketch], pairs: Sequence[Pair], label: Mapping[str, str]
) -> MethodResult:
    """Run one clustering over accounts in their order, and score it by pairs and by stories with a label."""
    clustering, parameters = METHODS[method]
    vectors = subjects(sketches)
    labelled = [pair for pair in pairs if pair.label != "unsure"]
    splits: dict[float, dict[str, object]] = {}
    seconds = []
    for parameter in parameters:
        before = time.perf_counter()
        try:
            labels = clustering(sketches, vectors, parameter)
        except ImportError as error:
            return MethodResult(method=method, skipped=f"{error.name} is not installed")
        seconds.append(time.perf_counter() - before)
        splits[parameter] = {one.id: label for one, label in zip(sketches, labels, strict=True)}

    def said(parameter: float) -> Callable[[Pair], bool]:
        return lambda pair: splits[parameter][pair.a] == splits[parameter][pair.b]

    groups = connected(labelled)
    together: dict[int, bool] = {}
    for fold in range(FOLDS):
        others = [pair for at, group in enumerate(groups) if at % FOLDS != fold for pair in group]
        best = max(parameters, key=lambda one: count_pairs(others, said(one)).f1)
        for group in groups[fold::FOLDS]:
            together |= {id(pair): said(best)(pair) for pair in group}

    def chosen(pair: Pair) -> bool:
        return together[id(pair)]

    parameter = max(parameters, key=lambda one: count_pairs(labelled, said(one)).f1)
    return MethodResult(
        method=method,
        parameter=parameter,
        bcubed=bcubed(label, splits[parameter]),
        one_language=count_pairs((pair for pair in labelled if not pair.cross), chosen),
        across_languages=count_pairs((pair for pair in labelled if pair.cross), chosen),
        all=count_pairs(labelled, chosen),
        seconds=min(seconds),
    )


def subjects(sketches: Sequence[Sketch]) -> Vectors:
    """The vectors that the others cluster: one of each article, relative to the mean of its language."""
    from rashomon.grouping.vectors import unit

    vectors = np.stack([one.subject for one in sketches])
    languages = np.array([one.language for one in sketches])
    for language in sorted(set(languages.tolist())):
        vectors[languages == language] -= vectors[languages == language].mean(axis=0)
    return unit(vectors)


def in_stories(stories: Iterable[Story]) -> dict[str, str]:
    """The story of each article."""
    return {account.article.id: story.id for story in stories for account in story.accounts}


def arriving(accounts: Iterable[Account]) -> list[Sketch]:
    """What a stream keeps of accounts that come in the order in which they were published."""
    from rashomon.grouping import Stream, in_order

    stream = Stream()
    return [stream.sketch(one) for one in sorted(accounts, key=lambda account: in_order(account.article))]


def stream_over(
    sketches: Sequence[Sketch], pairs: Iterable[Pair], weights: Weights | None = None
) -> tuple[Mapping[tuple[str, str], bool], Mapping[str, str | None]]:
    """Whether two articles of a pair are together once the later has come, and all stories at the end."""
    from rashomon.grouping import Stream
    from rashomon.grouping.stream.likeness import WEIGHTS

    partners: dict[str, list[tuple[str, tuple[str, str]]]] = {}
    for pair in pairs:
        partners.setdefault(pair.a, []).append((pair.b, (pair.a, pair.b)))
        partners.setdefault(pair.b, []).append((pair.a, (pair.a, pair.b)))
    stream, together = Stream(weights or WEIGHTS), {}
    for one in sketches:
        stream.add(one)
        for other, key in partners.get(one.id, ()):
            if stream.story_of(other) is not None:
                together[key] = stream.story_of(one.id) == stream.story_of(other)
    return together, {one.id: stream.story_of(one.id) for one in sketches}


def _ours(sketches: Sequence[Sketch], _vectors: Vectors, threshold: float) -> list[object]:
    from rashomon.grouping import Stream
    from rashomon.grouping.stream.likeness import WEIGHTS

    stream = Stream(msgspec.structs.replace(WEIGHTS, enough_at_arrival=threshold))
    for one in sketches:
        stream.add(one)
    return [stream.story_of(one.id) for one in sketches]


def _hdbscan(_sketches: Sequence[Sketch], vectors: Vectors, samples: float) -> list[object]:
    clustering = import_module("sklearn.cluster")
    model = clustering.HDBSCAN(min_cluster_size=2, min_samples=int(samples), copy=True)
    found = model.fit_predict(vectors).tolist()
    return [("alone", at) if label < 0 else label for at, label in enumerate(found)]


def _agglomerative(_sketches: Sequence[Sketch], vectors: Vectors, cosine: float) -> list[object]:
    clustering = import_module("sklearn.cluster")
    model = clustering.AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - cosine, metric="cosine", linkage="average"
    )
    return list(model.fit_predict(vectors).tolist())


def _sentence_transformers(_sketches: Sequence[Sketch], vectors: Vectors, cosine: float) -> list[object]:
    utilities = import_module("sentence_transformers.util")
    found = utilities.community_detection(vectors, threshold=cosine, min_community_size=2)
    label = {int(member): at for at, members in enumerate(found) for member in members}
    return [label.get(at, ("alone", at)) for at in range(len(vectors))]


def _bertopic(_sketches: Sequence[Sketch], vectors: Vectors, clusters: float) -> list[object]:
    """Online, as its documentation has it: a clustering that learns in parts, and words that fade. Only its
    clusters are asked for, so what the articles say is left out."""
    topics = import_module("bertopic")
    learn = import_module("sklearn.cluster")
    reduce = import_module("sklearn.decomposition")
    words = import_module("bertopic.vectorizers").OnlineCountVectorizer(decay=0.01)
    size = min(64, len(vectors))
    model = topics.BERTopic(
        umap_model=reduce.IncrementalPCA(n_components=min(5, size)),
        hdbscan_model=learn.MiniBatchKMeans(n_clusters=min(int(clusters), size), random_state=0),
        vectorizer_model=words,
    )
    found: list[object] = []
    for part in np.array_split(vectors.astype(np.float64), len(vectors) // size):
        model.partial_fit([TEXT] * len(part), embeddings=part)
        found += list(model.topics_)
    return found


def _dbstream(_sketches: Sequence[Sketch], vectors: Vectors, cosine: float) -> list[object]:
    clustering = import_module("river.cluster")
    model = clustering.DBSTREAM(
        clustering_threshold=(2 * (1 - cosine)) ** 0.5,
        fading_factor=0.001,
        cleanup_interval=1000,
        intersection_factor=0.5,
        minimum_weight=1.0,
    )
    rows = [dict(enumerate(vector.tolist())) for vector in vectors]
    for row in rows:
        model.learn_one(row)
    return [model.predict_one(row) for row in rows]


def _communities(_sketches: Sequence[Sketch], vectors: Vectors, cosine: float) -> list[object]:
    """Fast community detection as the utilities of sentence-transformers document it: all that are near a
    vector are a community, the largest are taken first, and what is taken leaves the others."""
    near = vectors @ vectors.T >= cosine
    labels: list[object] = [("alone", at) for at in range(len(vectors))]
    free = np.ones(len(vectors), dtype=bool)
    for at in np.argsort(-near.sum(axis=1), kind="stable").tolist():
        members = np.flatnonzero(near[at] & free)
        if len(members) < 2:
            continue
        free[members] = False
        for member in members.tolist():
            labels[member] = at
    return labels


METHODS: dict[str, tuple[Clustering, tuple[float, ...]]] = {
    "Rashomon": (_ours, OURS),
    "HDBSCAN (scikit-learn)": (_hdbscan, (1, 2, 3, 4)),
    "agglomerative, average link (scikit-learn)": (_agglomerative, COSINES),
    "community detection (as in sentence-transformers)": (_communities, COSINES),
    "community detection (sentence-transformers)": (_sentence_transformers, COSINES),
    "DBSTREAM (river)": (_dbstream, (0.3, 0.5, 0.7)),
    "BERTopic, online": (_bertopic, (20, 40, 60)),
}


def rows(result: GroupingResult) -> list[tuple[str, dict[str, str]]]:
    """The table's rows."""
    return [
        (
            one.method,
            {
                "parameter": "" if one.skipped else f"{one.parameter:g}",
                "P": f"{one.all.precision:.2f}",
                "R": f"{one.all.recall:.2f}",
                "F1": f"{one.all.f1:.3f}",
                "one language": f"{one.one_language.f1:.3f}",
                "across": f"{one.across_languages.f1:.3f}",
                "B³ P": f"{one.bcubed[0]:.2f}",
                "B³ R": f"{one.bcubed[1]:.2f}",
                "seconds": one.skipped or f"{one.seconds:.2f}",
            },
        )
        for one in result.methods
    ]


def measures(result: GroupingResult) -> object:
    """Every count, and F1, for JSON."""
    return {
        "measure": "grouping",
        "methods": [msgspec.to_builtins(one) | {"f1": round(one.all.f1, 4)} for one in result.methods],
    }
