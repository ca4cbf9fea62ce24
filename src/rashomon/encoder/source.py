"""What an encoder needs of a model's weights, wherever they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.encoder.weights import Config, Vocabulary


class Rows(Protocol):
    """A table that stays in its file."""

    def rows(self, which: NDArray[np.integer[Any]] | slice) -> NDArray[float32]:
        """The rows ``which`` as float32, shape (n, columns)."""


class WeightsSource(Protocol):
    """Open weights: the packaged file (``Weights``) or a model's folder (``FolderWeights``).

    Its methods raise WeightsError where a tensor is missing or of another kind.
    """

    path: Path
    config: Config

    @property
    def identity(self) -> str:
        """Names these weights; others have another identity."""

    def vocabulary(self) -> Vocabulary:
        """The Unigram pieces, their scores and the normalisation map."""

    def vector(self, name: str) -> NDArray[float32]:
        """The tensor ``name``, flat."""

    def blocks(self, name: str, columns: int) -> Rows:
        """The tensor ``name`` as a table of rows of ``columns`` weights."""

    def matrix(self, name: str, columns: int) -> NDArray[float32]:
        """The tensor ``name``, shape (rows, columns)."""
