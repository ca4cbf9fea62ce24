"""Named tensors in safetensors files, memory-mapped: nothing is read before it is asked for.

The format (https://huggingface.co/docs/safetensors): 8 bytes that give the length of a JSON header, the
header with each tensor's type, shape and place, then the tensors. The ``safetensors`` package gives numpy no
bfloat16 and no chosen rows of a table; of a word table of 1 GB we need but a few rows.
"""

from __future__ import annotations

import struct
from errno import ENOMEM
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.encoder.weights import WeightsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy import float32, uint8
    from numpy.typing import NDArray

FILE = "model.safetensors"
INDEX = "model.safetensors.index.json"
MOST_HEADER = 100_000_000
"""No more bytes of header are believed in, as by the format's own library."""

_TYPES = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}


class _Entry(Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class _Index(Struct, frozen=True):
    weight_map: dict[str, str]


class Tensor(Struct, frozen=True, eq=False):
    """A tensor as it lies in the file: ``raw`` has its shape; bfloat16 is kept as its 16 bits."""

    raw: NDArray[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes of its axes."""
        return self.raw.shape

    def rows(self, which: NDArray[np.integer[Any]] | slice) -> NDArray[float32]:
        """The rows ``which`` as float32; only these are read from the file."""
        part = np.asarray(self.raw[which])
        if part.dtype == np.uint16:  # bfloat16 is the upper half of a float32
            return (part.astype(np.uint32) << 16).view(np.float32)
        return part.astype(np.float32)

    def values(self) -> NDArray[float32]:
        """The whole tensor as float32."""
        return self.rows(slice(None))


def open_tensors(folder: Path) -> dict[str, Tensor]:
    """The tensors of a model's folder by name: of one file, or of the files that an index names.

    Raises WeightsError where a file is missing, cut off or of another kind.
    """
    index = folder / INDEX
    if (folder / FILE).exists() or not index.exists():
        return _read(folder / FILE)
    try:
        places = msgspec.json.decode(index.read_bytes(), type=_Index).weight_map
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WeightsError(f"{index}: can't be read ({error})") from error
    files: dict[str, Mapping[str, Tensor]] = {}
    tensors: dict[str, Tensor] = {}
    for name, file in places.items():
        if file not in files:
            if "/" in file or "\\" in file:
                raise WeightsError(f"{index}: names {file}, which is not in its folder")
            files[file] = _read(folder / file)
        if name not in files[file]:
            raise WeightsError(f"{folder / file}: tensor {name} is missing")
        tensors[name] = files[file][name]
    return tensors


def _read(path: Path) -> dict[str, Tensor]:
    try:
        content = np.memmap(path, np.uint8, "r")
    except FileNotFoundError:
        raise WeightsError(f"{path}: missing; weights are read from safetensors files only") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == ENOMEM:
            raise MemoryError(str(error)) from error
        raise WeightsError(f"{path}: can't be read ({error})") from error
    try:
        if len(content) < 8:
            raise ValueError("cut off in its header")
        (length,) = struct.unpack("<Q", content[:8].tobytes())
        if length > MOST_HEADER or content[8:9].tobytes() != b"{":
            raise ValueError("no safetensors file")
        if 8 + length > len(content):
            raise ValueError("cut off in its header")
        header = msgspec.json.decode(content[8 : 8 + length].tobytes(), type=dict[str, Any])
        header.pop("__metadata__", None)
        body = content[8 + length :]
        return {
            name: Tensor(_array(body, name, msgspec.convert(entry, _Entry)))
            for name, entry in header.items()
            # Kept beside the weights by some versions of transformers; no weights.
            if not name.endswith("position_ids")
        }
    except (ValueError, msgspec.MsgspecError) as error:
        raise WeightsError(f"{path}: broken or foreign weights file ({error})") from error


def _array(body: NDArray[uint8], name: str, entry: _Entry) -> NDArray[Any]:
    if entry.dtype not in _TYPES:
        raise ValueError(f"tensor {name} is {entry.dtype}; float32, float16 and bfloat16 are read")
    start, end = entry.data_offsets
    if end > len(body):
        raise ValueError(f"cut off at byte {len(body)} of its tensors, need {end}")
    if not 0 <= start <= end or min(entry.shape, default=0) < 0:
        raise ValueError(f"tensor {name} has no place in it")
    # np.frombuffer keeps the map and, unlike a view, takes tensors that do not begin at a multiple of 4.
    return np.frombuffer(body[start:end].data, _TYPES[entry.dtype]).reshape(entry.shape)
