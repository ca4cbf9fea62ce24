"""Accounts as bytes, and back: spans as MessagePack, vectors and token states in 8 bits.

A row of numbers is kept as its largest one and, of that, each number's share in 127ths; its cosine with the
row before is 0.9999. What is compared is always what was kept, so that it does not matter when it is read.
"""

from __future__ import annotations

import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.model import Account, Article, Encoding, Mention, Quantity, Quotation, Sentence, Statement, Time

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_STEPS = 127.0


class Said(Struct, frozen=True, kw_only=True):
    """An account without its numbers."""

    article: Article
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotations: tuple[Quotation, ...] = ()


def pack_said(account: Account) -> bytes:
    """Everything that an account says, its text included."""
    fields = {name: getattr(account, name) for name in Said.__struct_fields__}
    return zlib.compress(msgspec.msgpack.encode(Said(**fields)), 6)


def unpack_said(packed: bytes) -> Said:
    """Raises ValueError where the bytes are broken."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(packed), type=Said)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError(f"broken account: {error}") from None


def pack_vectors(account: Account) -> bytes:
    """The vectors of the statements, the lead's behind them where there is one."""
    rows = [encoding.vector for encoding in account.encodings]
    if account.lead is not None:
        rows.append(account.lead)
    return pack_rows(np.array(rows, np.float32)) if rows else b""


def pack_states(account: Account) -> bytes:
    """The token states of the statements and where the tokens stand."""
    encodings = account.encodings
    if not encodings:
        return b""
    counts = np.array([len(encoding.states) for encoding in encodings], np.uint32)
    offsets = np.concatenate([encoding.offsets for encoding in encodings]).astype(np.uint32)
    head = zlib.compress(
        np.concatenate([[len(counts)], counts, offsets.reshape(-1)]).astype(np.uint32).tobytes()
    )
    rows = pack_rows(np.concatenate([encoding.states for encoding in encodings]))
    return len(head).to_bytes(4, "little") + head + rows


def unpack(said: Said, vectors: bytes, states: bytes | None, dimension: int) -> Account:
    """The account; without token states it can be grouped and shown, but not compared.

    Raises:
        ValueError: the bytes are broken.
    """
    rows = unit_rows(unpack_rows(vectors, dimension))
    count = len(said.statements)
    if len(rows) not in {count, count + 1}:
        raise ValueError(f"broken vectors: {len(rows)} for {count} statements")
    parts = _unpack_states(states, count, dimension) if states else [_no_states(dimension)] * count
    encodings = tuple(
        Encoding(vector=vector, states=state, offsets=offsets)
        for vector, (state, offsets) in zip(rows[:count], parts, strict=True)
    )
    fields = {name: getattr(said, name) for name in Said.__struct_fields__}
    return Account(**fields, encodings=encodings, lead=rows[count] if len(rows) > count else None)


def checksum(*parts: bytes) -> bytes:
    """Sixteen bytes by which it is seen whether others are as they were written."""
    made: bytes = blake2b(b"".join(parts), digest_size=16).digest()
    return made


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


def unit_rows(rows: NDArray[float32]) -> NDArray[float32]:
    """The rows at length 1."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: NDArray[float32] = rows / np.maximum(length, np.float32(1e-9))
    return scaled


def _unpack_states(
    packed: bytes, count: int, dimension: int
) -> list[tuple[NDArray[float32], NDArray[np.int32]]]:
    size = int.from_bytes(packed[:4], "little")
    try:
        head = np.frombuffer(zlib.decompress(packed[4 : 4 + size]), np.uint32).astype(np.int64)
    except zlib.error as error:
        raise ValueError(f"broken states: {error}") from None
    if not len(head) or head[0] != count:
        raise ValueError("broken states: not as many as statements")
    counts, offsets = head[1 : 1 + count], head[1 + count :].astype(np.int32).reshape(-1, 2)
    rows = unpack_rows(packed[4 + size :], dimension)
    if len(rows) != counts.sum() or len(offsets) != len(rows):
        raise ValueError("broken states: not as many as tokens")
    ends = np.cumsum(counts)[:-1]
    return list(zip(np.split(rows, ends), np.split(offsets, ends), strict=True))


def _no_states(dimension: int) -> tuple[NDArray[float32], NDArray[np.int32]]:
    return np.zeros((0, dimension), np.float32), np.zeros((0, 2), np.int32)
