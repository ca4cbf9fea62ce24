"""Names out of the encoder: persons, organisations and places, as spans of the text.

The lower layers of the encoder are shared; upper layers of their own, fine-tuned on text marked by hand, end
in one score per label and token (``data/TAGGER.md`` says on what, and how good they are). Labels are IOB2;
the best legal sequence is found by Viterbi's method: an inside label follows its own type, and within a word
no name begins or ends.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO
from math import exp, log
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from msgspec import Struct

from rashomon.encoder.name_edges import joins, may_follow_clitic, trimmed, with_article
from rashomon.encoder.weights import WeightsError
from rashomon.model import EntityType  # noqa: TC001 (msgspec looks it up)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import bool_, float32, int32
    from numpy.typing import NDArray

    from rashomon.encoder.weights import Config

FILE = "tagger.npz"
TYPES: tuple[EntityType, ...] = ("person", "organisation", "place")
LABELS = 1 + 2 * len(TYPES)
"""No name, then for each type its beginning and its inside."""

FORBIDDEN = -1e4


class NameTag(Struct, frozen=True, order=True):
    """A name: a half-open span of code points, its type, and how sure the tagger is of both, 0 to 1."""

    start: int
    end: int
    type: EntityType
    score: float


class Decoding(Struct, frozen=True):
    """How scores become names, fitted on sentences that were kept from training.

    ``temperature`` divides the scores; ``after_same`` and ``after_other`` are what it costs (in log
    probability) to begin a name directly after one of its own or of another type; ``gain_none`` and its
    like are added to the log probability of no name and of names of a type. How sure a name is: the
    logistic function of ``score_base``, plus ``score_mean`` times the log odds of the geometric mean of its
    labels' probabilities, plus ``score_least`` times those of the least of them.
    """

    temperature: float = 1.0
    after_same: float = 0.0
    after_other: float = 0.0
    gain_none: float = 0.0
    gain_person: float = 0.0
    gain_organisation: float = 0.0
    gain_place: float = 0.0
    score_base: float = 0.0
    score_mean: float = 1.0
    score_least: float = 0.0


class TaggerWeights:
    """The weights of the upper layers and the head, read from the package.

    ``first`` is the number of layers that are shared with the encoder; ``identity`` names these weights.
    """

    def __init__(self, content: bytes, config: Config) -> None:
        """Take over a weights file. Raises WeightsError where it is broken or of another encoder."""
        try:
            with np.load(BytesIO(content), allow_pickle=False) as arrays:
                self._arrays = {name: arrays[name] for name in arrays.files}
            self.first = int(self._arrays["first"])
            fitted = {
                name: float(self._arrays[name]) for name in Decoding.__struct_fields__ if name in self._arrays
            }
            self.decoding = Decoding(**fitted)
            fits = self._arrays["head.weight"].shape == (LABELS, config.hidden)
            whole = f"l{config.layers - 1}.oln.b" in self._arrays and 0 < self.first < config.layers
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise WeightsError(
                f"{FILE}: broken weights of the tagger ({error}); reinstall rashomon"
            ) from error
        if not fits or not whole:
            raise WeightsError(f"{FILE}: made for another encoder; reinstall rashomon")
        self.config = config
        self.identity = blake2b(content, digest_size=8).hexdigest()

    def vector(self, name: str) -> NDArray[float32]:
        """The float32 array ``name``, flat."""
        return np.asarray(self._array(name).reshape(-1), np.float32)

    def matrix(self, name: str, columns: int) -> NDArray[float32]:
        """The matrix ``name`` of rows of ``columns`` weights, as float32."""
        whole: NDArray[float32] = self._array(name).astype(np.float32).reshape(-1, columns)
        scale = self._arrays.get(f"{name}.scale")
        return whole if scale is None else np.asarray(whole * scale[:, None], np.float32)

    def _array(self, name: str) -> NDArray[Any]:
        try:
            array: NDArray[Any] = self._arrays[name]
        except KeyError:
            raise WeightsError(f"{FILE}: {name} is missing; reinstall rashomon") from None
        return array


@cache
def shipped_weights(config: Config) -> TaggerWeights:
    """The weights inside the package. Raises WeightsError where they are missing or broken."""
    try:
        content = files("rashomon.encoder").joinpath("data", FILE).read_bytes()
    except OSError as error:
        raise WeightsError(
            f"{FILE}: the tagger's weights can't be read ({error}); reinstall rashomon"
        ) from error
    return TaggerWeights(content, config)


def log_probabilities(logits: NDArray[float32], temperature: float = 1.0) -> NDArray[float32]:
    """The log probability of each label (the last axis), of its scores divided by the temperature."""
    scaled = logits / np.float32(temperature)
    scaled -= scaled.max(axis=-1, keepdims=True)
    return np.asarray(scaled - np.log(np.exp(scaled).sum(axis=-1, keepdims=True)), np.float32)


def names_of(
    text: str, offsets: NDArray[int32], logits: NDArray[float32], decoding: Decoding | None = None
) -> tuple[NameTag, ...]:
    """The names of a text, in order.

    Args:
        text: the text.
        offsets: the span of each of its n tokens, shape (n, 2).
        logits: a score per label, shape (n, 7).
        decoding: how scores become names.
    """
    if not len(offsets):
        return ()
    decoding = decoding or Decoding()
    logs = log_probabilities(logits, decoding.temperature)
    labels = best_labels(logs + _gains(decoding), *_joints(text, offsets), decoding)
    tags = []
    for start, end in _runs(labels):
        score = _score(logs[np.arange(start, end), labels[start:end]], decoding)
        kind = TYPES[(int(labels[start]) - 1) // 2]
        begin = with_article(text, int(offsets[start, 0]))
        first, last = trimmed(text, begin, int(offsets[end - 1, 1]), kind)
        if first < last:
            tags.append(NameTag(first, last, kind, score))
    return tuple(tags)


def evidence(logs: NDArray[float32]) -> tuple[float, float]:
    """The log odds of the geometric mean, and of the least, of the probabilities of a name's labels."""
    mean, least = (min(max(float(np.exp(x)), 1e-6), 1 - 1e-6) for x in (logs.mean(), logs.min()))
    return log(mean / (1 - mean)), log(least / (1 - least))


def _score(logs: NDArray[float32], decoding: Decoding) -> float:
    mean, least = evidence(logs)
    odds = decoding.score_base + decoding.score_mean * mean + decoding.score_least * least
    return round(1 / (1 + exp(-min(max(odds, -20.0), 20.0))), 4)


@cache
def _gains(decoding: Decoding) -> NDArray[float32]:
    gains = [decoding.gain_none]
    for gain in (decoding.gain_person, decoding.gain_organisation, decoding.gain_place):
        gains += [gain, gain]
    return np.array(gains, np.float32)


def best_labels(
    logs: NDArray[float32],
    inside_word: NDArray[bool_],
    clitic: NDArray[bool_],
    decoding: Decoding | None = None,
) -> NDArray[np.int64]:
    """The most likely legal labels of n tokens (Viterbi 1967).

    Args:
        logs: log probabilities, shape (n, 7).
        inside_word: whether a token goes on with the word of the token before it, shape (n,).
        clitic: whether a name may begin there all the same, shape (n,).
        decoding: what it costs to begin a name directly after another.
    """
    steps = _steps(decoding or Decoding())
    best: NDArray[np.int64] = logs.argmax(axis=1)
    before = np.concatenate([[0], best[:-1]])
    # The likeliest labels, each by itself, are the best sequence wherever their steps cost nothing.
    if (steps[np.where(inside_word, 1 + clitic, 0), before, best] == 0).all():
        return best
    score = logs[0] + steps[0, 0]
    back = np.zeros(logs.shape, np.int64)
    for i in range(1, len(logs)):
        paths = score[:, None] + steps[1 + int(clitic[i]) if inside_word[i] else 0]
        back[i] = paths.argmax(axis=0)
        score = paths.max(axis=0) + logs[i]
    labels = np.zeros(len(logs), np.int64)
    labels[-1] = score.argmax()
    for i in range(len(logs) - 1, 0, -1):
        labels[i - 1] = back[i, labels[i]]
    return labels


@cache
def _steps(decoding: Decoding) -> NDArray[float32]:
    """What a step from label to label costs: between words, within a word, and after a clitic."""
    steps = np.zeros((3, LABELS, LABELS), np.float32)
    beginnings = np.arange(1, LABELS, 2)
    steps[:, 1:, beginnings] = -decoding.after_other
    for begin in beginnings:
        own = [begin, begin + 1]
        steps[:, own, begin] = -decoding.after_same
        steps[:, :, begin + 1] = FORBIDDEN
        steps[:, own, begin + 1] = 0
    steps[1:, :, beginnings] = FORBIDDEN
    steps[1:, 1:, 0] = FORBIDDEN
    steps[2, 0, beginnings] = 0
    return steps


def _joints(text: str, offsets: NDArray[int32]) -> tuple[NDArray[bool_], NDArray[bool_]]:
    """Where tokens go on with a word, and where what stands before them may be a clitic."""
    inside, clitic = np.zeros((2, len(offsets)), np.bool_)
    before = -1
    for i, (start, end) in enumerate(offsets.tolist()):
        if start == before and joins(text[start - 1]) and joins(text[start]):
            inside[i] = True
            clitic[i] = may_follow_clitic(text[start])
        before = end
    return inside, clitic


def _runs(labels: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The spans of tokens that are one name."""
    start = None
    for i, label in enumerate([*labels.tolist(), 0]):
        if start is not None and (label == 0 or label % 2 == 1):
            yield start, i
            start = None
        if label % 2 == 1:
            start = i
