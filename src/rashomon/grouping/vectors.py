"""Vectors at unit length, and what the vectors of any text have in common."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Vectors = NDArray[float32]


def unit(vectors: Vectors) -> Vectors:
    """Vectors at unit length, in their last axis; those without length stay zero."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    scaled: Vectors = np.divide(vectors, np.maximum(length, 1e-9), dtype=np.float32)
    return scaled


@cache
def centre(dimension: int) -> Vectors:
    """The mean vector of a sentence in any language (float32, shape (dimension,)).

    It is known of the packaged encoder; for vectors of another dimension it is zero.
    """
    with files(__package__).joinpath("data", "centre.npy").open("rb") as file:
        mean: Vectors = np.load(file).astype(np.float32)
    return mean if len(mean) == dimension else np.zeros(dimension, dtype=np.float32)
