"""Arrays and what they belong to as bytes, in parts, so that nothing large is held twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

LENGTH = 8  # bytes that tell how long the head is


class Form(Struct, frozen=True):
    """An array's name, the type of its values, and its shape."""

    name: str
    type: str
    shape: tuple[int, ...]


def forms(arrays: Arrays) -> tuple[Form, ...]:
    """What is to be known of arrays to read them."""
    return tuple(Form(name, values.dtype.str, values.shape) for name, values in arrays.items())


def pack(head: bytes, arrays: Arrays, size: int) -> Iterator[bytes]:
    """A head and arrays, one after the other, in parts of so many bytes."""
    left = b""
    for whole in (len(head).to_bytes(LENGTH, "little"), head, *map(_bytes, arrays.values())):
        start = 0
        while len(left) + len(whole) - start >= size:
            end = start + size - len(left)
            yield left + bytes(whole[start:end])
            left, start = b"", end
        left += bytes(whole[start:])
    if left:
        yield left


def head_of(kept: bytes) -> bytes:
    """The head of what was packed."""
    end = LENGTH + int.from_bytes(kept[:LENGTH], "little")
    return kept[LENGTH:end]


def arrays_of(kept: bytes, wanted: Iterable[Form]) -> dict[str, NDArray[Any]]:
    """The arrays of what was packed, which share its memory. Raises ValueError where it is too short."""
    at = LENGTH + int.from_bytes(kept[:LENGTH], "little")
    arrays = {}
    for form in wanted:
        values = np.frombuffer(kept, form.type, _count(form.shape), at)
        arrays[form.name] = values.reshape(form.shape)
        at += values.nbytes
    return arrays


def _count(shape: Sequence[int]) -> int:
    if min(shape, default=0) < 0:
        raise ValueError("an array of less than nothing")
    count = 1
    for size in shape:
        count *= size
    return count


def _bytes(values: NDArray[Any]) -> memoryview:
    flat = np.ascontiguousarray(values).reshape(-1)
    return flat.view(np.uint8).data
