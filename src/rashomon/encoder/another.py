"""Another model of the family: its vectors and token states, beside the packaged encoder's names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from rashomon.encoder import Encoder
from rashomon.encoder.folder import FolderWeights
from rashomon.encoder.hub import find_model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import float32, int32
    from numpy.typing import NDArray

    from rashomon.encoder import NameTag
    from rashomon.model import Encoding


def open_another(
    model: str, *, progress: Callable[[str, float], None] | None = None, threads: int | None = None
) -> Encoder:
    """Open the model of a folder or of a name on the hub; see ``Encoder.open``.

    Raises WeightsError where there is none, or where it is broken or of another kind.
    """
    weights = FolderWeights(find_model(model))
    title = re.sub(r"[^\w.-]", "_", Path(model).expanduser().absolute().name) or "model"
    vectors = Encoder.of(weights, title, progress=progress, threads=threads)
    return VectorsOfAnother(vectors, Encoder.open(progress=progress, threads=threads))


class VectorsOfAnother(Encoder):
    """Vectors of one encoder and names of another, since the tagger's layers fit the packaged one alone."""

    def __init__(self, vectors: Encoder, names: Encoder) -> None:
        """Join two open encoders."""
        self._vectors = vectors
        self._namer = names
        self.name = vectors.name
        self.dimension = vectors.dimension
        self.threads = vectors.threads

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """As ``Encoder.encode``, by the first."""
        return self._vectors.encode(texts)

    def tag(self, texts: Sequence[str]) -> list[tuple[NameTag, ...]]:
        """As ``Encoder.tag``, by the second."""
        return self._namer.tag(texts)

    def encode_and_tag(self, texts: Sequence[str]) -> list[tuple[Encoding, tuple[NameTag, ...]]]:
        """What ``encode`` and ``tag`` give, in two passes."""
        return list(zip(self.encode(texts), self.tag(texts), strict=True))

    def embeddings(self, text: str) -> NDArray[float32]:
        """As ``Encoder.embeddings``, by the first."""
        return self._vectors.embeddings(text)

    def label_probabilities(self, texts: Sequence[str]) -> list[tuple[NDArray[int32], NDArray[float32]]]:
        """As ``Encoder.label_probabilities``, by the second."""
        return self._namer.label_probabilities(texts)

    @property
    def tagger_name(self) -> str:
        """As ``Encoder.tagger_name``, of the second."""
        return self._namer.tagger_name
