"""py3langid's model of which language a text is in, kept in a form that opens quickly.

The package's own file is compressed so well that opening it costs most of a second. So it is opened once,
cut to the languages that are told apart here, and kept in the user's cache folder (19 MB).
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import icu
import msgspec

from rashomon.encoder.cache import cached

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike, NDArray

_VERSION = 1
_BYTES = 256  # a state has a next state for each value of a byte


class _Table(msgspec.Struct, frozen=True, array_like=True):
    """A table whose rows are much like one row.

    ``like`` is that row, ``counts`` (uint16) says for each row how many of its entries are others,
    ``columns`` (uint8) where they stand, and ``others`` what they are.
    """

    like: memoryview
    counts: memoryview
    columns: memoryview
    others: memoryview


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    """The model as plain bytes.

    ``weights`` (float16, shape (f, n)) and ``biases`` (float32, shape (n,)) score n classes by f features.
    ``outputs`` (int32) is each state's feature or -1, ``rows`` (uint16) each state's row in ``next``
    (uint32), the table of next states.
    """

    classes: tuple[str, ...]
    weights: _Table
    biases: memoryview
    next: _Table
    rows: memoryview
    outputs: memoryview


def open_classifier() -> Callable[[str], tuple[str, float]]:
    """A function that gives a text's language and how likely it is among those that are told apart.

    These are the languages with a two-letter code that ICU has data for. The others are languages that
    reports are hardly written in and close kin of one that they are, so that they take more right answers
    away than they give.
    """
    import py3langid

    name = f"languages-{py3langid.__version__}-icu{icu.ICU_VERSION}-v{_VERSION}.model"
    with warnings.catch_warnings():  # the encoder tells of a cache folder that can't be written
        warnings.simplefilter("ignore", RuntimeWarning)
        kept = cached(name, _build)
    return _classifier(msgspec.msgpack.decode(kept, type=_Stored))


def _build() -> bytes:
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    written = {locale.getLanguage() for locale in icu.Locale.getAvailableLocales().values()}
    model.set_languages(
        [
            code
            for code in model.labels
            if len(code) == 2 and icu.Locale.createCanonical(code).getLanguage() in written
        ]
    )
    weights = np.asarray(model.nb_ptc, np.float16)
    following = np.asarray(model.tk_nextmove, np.uint32).reshape(-1, _BYTES)
    return msgspec.msgpack.encode(
        _Stored(
            classes=tuple(model.nb_classes),
            weights=_packed(weights, like=weights.min(axis=0)),  # a feature that a language never has
            biases=_bytes(np.asarray(model.nb_pc, np.float32)),
            next=_packed(following, like=following[0]),
            rows=_bytes(np.asarray(model.tk_row, np.uint16)),
            outputs=_bytes(np.asarray(model.tk_output, np.int32)),
        )
    )


def _packed(table: NDArray[Any], like: NDArray[Any]) -> _Table:
    import numpy as np

    other = table != like
    counts = other.sum(axis=1, dtype=np.uint16)
    return _Table(
        _bytes(like), _bytes(counts), _bytes(np.nonzero(other)[1].astype(np.uint8)), _bytes(table[other])
    )


def _bytes(array: NDArray[Any]) -> memoryview:
    return memoryview(array.tobytes())


def _unpacked(table: _Table, kind: DTypeLike) -> NDArray[Any]:
    """The table, row after row, as one array."""
    import numpy as np

    like: NDArray[Any] = np.frombuffer(table.like, kind)
    counts = np.frombuffer(table.counts, np.uint16)
    places = np.repeat(np.arange(len(counts)) * len(like), counts)
    places += np.frombuffer(table.columns, np.uint8)
    whole = np.tile(like, len(counts))
    whole[places] = np.frombuffer(table.others, kind)
    return whole


def _classifier(stored: _Stored) -> Callable[[str], tuple[str, float]]:
    import numpy as np
    from py3langid.langid import LanguageIdentifier

    model = LanguageIdentifier(
        _unpacked(stored.weights, np.float16).reshape(-1, len(stored.classes)),
        np.frombuffer(stored.biases, np.float32),
        list(stored.classes),
        _unpacked(stored.next, np.uint32).data,  # gives Python's own integers, unlike the array
        np.frombuffer(stored.outputs, np.int32).tolist(),
        norm_probs=True,
        tk_row=np.frombuffer(stored.rows, np.uint16).tolist(),
    )

    def classify(text: str) -> tuple[str, float]:
        code, probability = model.classify(text)
        return str(code), float(probability)

    return classify
