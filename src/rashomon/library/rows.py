"""Rows of numbers in 8 bits: the largest of each row and, of that, each number's share in 127ths.

A row's cosine with the row before is 0.9999.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

_STEPS = 127.0


def pack_rows(rows: NDArray[float32]) -> bytes:
    """Rows of numbers (shape (n, d)) in 8 bits: the largest of each row, then all."""
    largest = np.abs(rows).max(axis=1, initial=0).astype(np.float32)
    scaled = np.rint(rows * (_STEPS / np.maximum(largest, 1e-12))[:, None]).astype(np.int8)
    packed: bytes = largest.tobytes() + scaled.tobytes()
    return packed


def unpack_rows(packed: bytes, dimension: int) -> NDArray[float32]:
    """The rows (float32, shape (n, dimension)). Raises ValueError where the bytes are none."""
    count, rest = divmod(len(packed), dimension + 4)
    if rest:
        raise ValueError(f"{len(packed)} bytes are no rows of {dimension} numbers")
    largest = np.frombuffer(packed, np.float32, count)
    scaled = np.frombuffer(packed, np.int8, offset=4 * count).reshape(count, dimension)
    rows: NDArray[float32] = scaled.astype(np.float32)
    rows *= (largest / np.float32(_STEPS))[:, None]
    return rows


def rows_of(places: Sequence[tuple[bytes, int]], dimension: int) -> NDArray[float32]:
    """One row each of several that ``pack_rows`` packed (float32, shape (n, dimension))."""
    largest, scaled = [], []
    for packed, place in places:
        count = len(packed) // (dimension + 4)
        start = 4 * count + place * dimension
        largest.append(packed[4 * place : 4 * place + 4])
        scaled.append(packed[start : start + dimension])
    rows: NDArray[float32] = (
        np.frombuffer(b"".join(scaled), np.int8).reshape(-1, dimension).astype(np.float32)
    )
    rows *= (np.frombuffer(b"".join(largest), np.float32) / np.float32(_STEPS))[:, None]
    return rows


def unit_rows(rows: NDArray[float32]) -> NDArray[float32]:
    """The rows at length 1."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: NDArray[float32] = rows / np.maximum(length, np.float32(1e-9))
    return scaled
