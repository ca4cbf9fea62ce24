"""Token states as bytes, and back: those of the packaged encoder in 98 bytes a token.

Each article's states are told relative to their mean, along the 256 directions in which states vary most
(``tools/measure_axes.py``), turned so that all matter alike, and each number in 3 bits (Max 1960,
https://doi.org/10.1109/TIT.1960.1057548). States of other encoders, and of older libraries, have 8 bits.
``docs/performance.md`` tells what that changes in dossiers.
"""

from __future__ import annotations

import zlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from rashomon.encoder import MODEL
from rashomon.library.rows import pack_rows, unpack_rows

if TYPE_CHECKING:
    from numpy import float32, int32
    from numpy.typing import NDArray

    from rashomon.model import Account

    Rows = NDArray[float32]

_SMALL = b"\xff\xff\xff\xff1"  # what the small form begins with; the other begins with a length below that
_BITS = 3
_LEVELS = np.array([-2.1520, -1.3439, -0.7560, -0.2451, 0.2451, 0.7560, 1.3439, 2.1520], np.float32)
_EDGES = np.array([-1.7480, -1.0500, -0.5006, 0.0, 0.5006, 1.0500, 1.7480], np.float32)


def pack_states(account: Account, encoder: str) -> bytes:
    """The token states of an account's statements and where the tokens stand; ``encoder`` is its name."""
    encodings = account.encodings
    if not encodings:
        return b""
    counts = np.array([len(encoding.states) for encoding in encodings], np.uint32)
    offsets = np.concatenate([encoding.offsets for encoding in encodings]).astype(np.uint32)
    rows = np.concatenate([encoding.states for encoding in encodings]).astype(np.float32)
    if not encoder.startswith(f"{MODEL}/") or rows.shape[1] != len(_axes()):
        head = zlib.compress(
            np.concatenate([[len(counts)], counts, offsets.reshape(-1)]).astype(np.uint32).tobytes()
        )
        return len(head).to_bytes(4, "little") + head + pack_rows(rows)
    steps = np.diff(offsets, axis=0, prepend=np.zeros((1, 2), np.uint32)).astype(np.int32)
    head = zlib.compress(np.concatenate([[len(counts)], counts, steps.T.reshape(-1)]).astype("<i4").tobytes())
    return _SMALL + len(head).to_bytes(4, "little") + head + _pack_small(rows)


def unpack_states(packed: bytes, count: int, dimension: int) -> list[tuple[Rows, NDArray[int32]]]:
    """For each of ``count`` statements its tokens' states, float32, shape (tokens, dimension), and spans.

    Raises:
        ValueError: the bytes are broken.
    """
    small = packed.startswith(_SMALL)
    start = len(_SMALL) if small else 0
    size = int.from_bytes(packed[start : start + 4], "little")
    start += 4
    try:
        head = np.frombuffer(zlib.decompress(packed[start : start + size]), "<i4")
    except (zlib.error, ValueError) as error:
        raise ValueError(f"broken states: {error}") from None
    if not len(head) or head[0] != count or len(head) % 2 != (count + 1) % 2:
        raise ValueError("broken states: not as many as statements")
    counts, spans = head[1 : 1 + count], head[1 + count :]
    offsets = spans.reshape(2, -1).T.cumsum(axis=0) if small else spans.reshape(-1, 2)
    rest = packed[start + size :]
    rows = _unpack_small(rest, len(offsets), dimension) if small else unpack_rows(rest, dimension)
    if len(rows) != counts.sum() or len(offsets) != len(rows):
        raise ValueError("broken states: not as many as tokens")
    ends = np.cumsum(counts)[:-1]
    parts = zip(np.split(rows, ends), np.split(offsets.astype(np.int32), ends), strict=True)
    return list(parts)


def no_states(dimension: int) -> tuple[Rows, NDArray[int32]]:
    """What a statement has whose states are not kept."""
    return np.zeros((0, dimension), np.float32), np.zeros((0, 2), np.int32)


def _pack_small(rows: Rows) -> bytes:
    """The mean, the size of each row, and their 3 bits a direction."""
    mean = rows.mean(axis=0).astype("<f2") if len(rows) else np.zeros(rows.shape[1], "<f2")
    along = (rows - mean.astype(np.float32)) @ _axes()
    sizes = np.sqrt(np.einsum("ij,ij->i", along, along) / along.shape[1]).astype("<f2")
    along /= np.maximum(sizes.astype(np.float32), np.float32(1e-6))[:, None]
    level = np.zeros(along.shape, np.uint8)
    for edge in _EDGES:
        level += along > edge
    bits = np.stack([level >> bit & 1 for bit in range(_BITS)])
    return bytes(mean.tobytes() + sizes.tobytes() + np.packbits(bits, axis=-1).tobytes())


def _unpack_small(packed: bytes, count: int, dimension: int) -> Rows:
    axes = _axes()
    wide, deep = axes.shape
    if dimension != wide or len(packed) != 2 * wide + count * (2 + _BITS * deep // 8):
        raise ValueError("broken states: not as many bytes as tokens need")
    mean: Rows = np.frombuffer(packed, "<f2", wide).astype(np.float32)
    sizes: Rows = np.frombuffer(packed, "<f2", count, offset=2 * wide).astype(np.float32)
    bits = np.frombuffer(packed, np.uint8, offset=2 * wide + 2 * count).reshape(_BITS, count, deep // 8)
    level = np.zeros((count, deep), np.uint8)
    for bit, plane in enumerate(bits):
        level |= np.unpackbits(plane, axis=-1) << bit
    along: Rows = _LEVELS[level] * sizes[:, None]
    rows: Rows = along @ axes.T + mean
    return rows


@cache
def _axes() -> Rows:
    """Directions of length 1, at right angles to one another: float32, shape (dimension, directions)."""
    with files(__package__).joinpath("data", "axes.npy").open("rb") as file:
        axes: Rows = np.load(file).astype(np.float32)
    return axes
