"""Compressed files, unpacked as they are read, with limits that no real text reaches."""

from __future__ import annotations

import bz2
import io
import lzma
import sys
import zlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"(\xb5/\xfd": "zstandard",
}
SUFFIXES = frozenset((".gz", ".bz2", ".xz", ".zst"))
# Text shrinks 3 to 10 times, the most repetitive lines of JSON some 100 times.
MOST_RATIO = 250
RATIO_COUNTS_FROM = 30_000_000
MOST_BYTES = 1_000_000_000_000
_MOST_MEMORY = 256 << 20
_ZSTD_WINDOW_LOG = 27  # 128 MB, the most that zstd itself takes unasked
_CHUNK = 65_536


class PackedError(OSError):
    """What is packed is broken, cut off or a decompression bomb; the message says which."""

    def __str__(self) -> str:
        return str(self.args[0])


class HoleError(PackedError):
    """A broken part was left out; reading can go on behind it."""


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Budget:
    """How much may come out of how much: shared by all that one file unpacks to."""

    def __init__(self, most_ratio: int = MOST_RATIO, most_bytes: int = MOST_BYTES) -> None:
        self._most_ratio = most_ratio
        self._most_bytes = most_bytes
        self.packed = 0
        self.unpacked = 0

    def check(self) -> None:
        """Raises PackedError where more came out than a text gives."""
        if self.unpacked > max(RATIO_COUNTS_FROM, self._most_ratio * self.packed):
            raise PackedError(
                f"unpacks to more than {self._most_ratio} times its size, as only a decompression bomb does"
            )
        if self.unpacked > self._most_bytes:
            raise PackedError(f"unpacks to more than {self._most_bytes:,} bytes")


def packing(head: bytes) -> str | None:
    """How a file with this beginning is packed, or None."""
    return next((kind for magic, kind in PACKED.items() if head.startswith(magic)), None)


class Unpacked(io.RawIOBase):
    """A compressed stream as what it unpacks to; members that follow one another are one stream.

    ``read`` gives at most so many bytes of the packed stream. With ``mend``, a broken member of gzip is
    left out: a HoleError is raised once, and reading goes on with the next member.
    """

    def __init__(self, read: Callable[[int], bytes | None], kind: str, budget: Budget | None = None) -> None:
        self._source = read
        self._kind = kind
        self._budget = budget or Budget()
        self._decoder: _Decoder = _decoder(kind)
        self._started = False
        self._left = b""
        self.mend = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._more(min(len(buffer), 1 << 20))
        buffer[: len(part)] = part
        return len(part)

    def _more(self, size: int) -> bytes:
        while True:
            if self._decoder.eof:
                self._left = self._decoder.unused_data
                self._decoder, self._started = _decoder(self._kind), False
            if not self._started and not self._next_member():
                return b""
            data = b""
            if self._decoder.needs_input:
                data, self._left = self._left or self._fetch(), b""
                if not data:
                    self._decoder, self._started = _decoder(self._kind), False
                    raise PackedError(f"{self._kind} data that is cut off")
            try:
                part = self._decoder.decompress(data, size)
            except MemoryError:
                raise
            except Exception as error:  # each library has an error of its own
                self._skip(data)
                raise (HoleError if self.mend else PackedError)(f"broken {self._kind} data") from error
            self._budget.unpacked += len(part)
            self._budget.check()
            if part:
                return part

    def _next_member(self) -> bool:
        """Whether another member follows; padding and what is no member end the stream, as gzip has it."""
        while len(self._left) < 6 and (more := self._fetch()):
            self._left = (self._left + more).lstrip(b"\0") if self._budget.unpacked else self._left + more
        self._left = self._left.lstrip(b"\0")
        if packing(self._left) != self._kind:
            if not self.mend or not self._left:
                return False
            self._skip(b"")
            raise HoleError(f"broken {self._kind} data")
        self._started = True
        return True

    def _skip(self, data: bytes) -> None:
        """Go on at the next place where a member may begin."""
        self._decoder, self._started = _decoder(self._kind), False
        if not self.mend:
            return
        rest = data[1:] + self._left[1:] if data else self._left[1:]
        magic = b"\x1f\x8b\x08"
        while (found := rest.find(magic)) < 0:
            if not (more := self._fetch()):
                self._left = b""
                return
            rest = rest[-2:] + more
        self._left = rest[found:]

    def _fetch(self) -> bytes:
        data = self._source(_CHUNK) or b""
        self._budget.packed += len(data)
        return data


class _Zlib:
    """zlib's own decompressor in the manner of the others."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.eof and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def inflate(data: bytes, coding: str, limit: int) -> bytes:
    """The body of an HTTP answer that is coded as gzip, deflate or zstd.

    Raises PackedError where it is broken, another coding, or gives more than ``limit`` bytes.
    """
    kind = {"gzip": "gzip", "x-gzip": "gzip", "zstd": "zstandard", "deflate": "deflate"}.get(coding)
    if kind is None:
        raise PackedError(f"in a coding that is not read: {coding[:40]!r}")
    if kind != "deflate":
        if data and packing(data) != kind:
            raise PackedError(f"broken {coding} data")
        return unpack(data, kind, limit)
    for window in (15, -15):  # as the standard has it, and as some servers have it
        decoder = zlib.decompressobj(window)
        try:
            whole = decoder.decompress(data, limit + 1)
        except zlib.error:
            continue
        _check(len(whole), limit)
        if not decoder.eof:
            raise PackedError(f"{coding} data that is cut off")
        return whole
    raise PackedError(f"broken {coding} data")


def unpack(data: bytes, kind: str, limit: int) -> bytes:
    """All that ``data``, packed as ``packing`` tells, unpacks to.

    Raises PackedError where it is broken, cut off, or gives more than ``limit`` bytes.
    """
    stream = Unpacked(io.BytesIO(data).read, kind)
    parts: list[bytes] = []
    size = 0
    while part := stream.read(_CHUNK):
        parts.append(part)
        size += len(part)
        _check(size, limit)
    return b"".join(parts)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise PackedError(f"unpacks to more than {limit:,} bytes")


def _decoder(kind: str) -> _Decoder:
    if kind == "gzip":
        return _Zlib(31)
    if kind == "bzip2":
        return bz2.BZ2Decompressor()
    if kind == "xz":
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW_LOG}
    return zstd.ZstdDecompressor(options=options)
