"""Accounts as bytes, and back: spans as MessagePack, vectors as ``rows``, token states as ``states`` tells.

What is compared is always what was kept, so that it does not matter when it is read.
"""

from __future__ import annotations

import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.library.rows import pack_rows, unit_rows, unpack_rows
from rashomon.library.states import no_states, unpack_states
from rashomon.model import Account, Article, Encoding, Mention, Quantity, Quotation, Sentence, Statement, Time

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


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


def unpack(said: Said, vectors: bytes, states: bytes | None, dimension: int) -> Account:
    """The account; without token states it can be grouped and shown, but not compared.

    Raises:
        ValueError: the bytes are broken.
    """
    rows = unit_rows(unpack_rows(vectors, dimension))
    count = len(said.statements)
    if len(rows) not in {count, count + 1}:
        raise ValueError(f"broken vectors: {len(rows)} for {count} statements")
    parts = unpack_states(states, count, dimension) if states else [no_states(dimension)] * count
    encodings = tuple(
        Encoding(vector=vector, states=state, offsets=offsets)
        for vector, (state, offsets) in zip(rows[:count], parts, strict=True)
    )
    fields = {name: getattr(said, name) for name in Said.__struct_fields__}
    return Account(**fields, encodings=encodings, lead=rows[count] if len(rows) > count else None)


def as_kept(account: Account, rows: NDArray[float32]) -> Account:
    """An account as ``unpack`` gives it without token states, from the rows that its vectors were kept as."""
    rows, count = unit_rows(rows), len(account.statements)
    state, offsets = no_states(rows.shape[1])
    encodings = tuple(Encoding(vector=vector, states=state, offsets=offsets) for vector in rows[:count])
    return msgspec.structs.replace(
        account, encodings=encodings, lead=rows[count] if len(rows) > count else None
    )


def checksum(*parts: bytes) -> bytes:
    """Sixteen bytes by which it is seen whether others are as they were written."""
    made: bytes = blake2b(b"".join(parts), digest_size=16).digest()
    return made
