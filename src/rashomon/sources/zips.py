"""Zip archives: their members as inputs of their own, with one limit for all that they unpack to."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.model import Unread
from rashomon.sources.contents import Found, Source, read_contents, reason
from rashomon.sources.packed import Budget, PackedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from rashomon.sources.finish import Finisher

_MOST_MEMBERS = 100_000
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/")


def is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read_zip(
    file: BinaryIO, size: int, source: Source, finisher: Finisher, limit_bytes: int
) -> Iterator[Found]:
    """The articles of a zip archive's files in the order of their names; nothing is written to disk.

    Hidden files and folders are left out. ``size`` is the archive's, in bytes.
    """
    budget = Budget()
    budget.packed = size
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if any(one.filename.startswith(_OFFICE) for one in members[:3]):
                yield Unread(source.where, "not text: an office document")
                return
            if len(members) > _MOST_MEMBERS:
                yield Unread(source.where, f"{len(members):,} files in it ({_MOST_MEMBERS:,} at most)")
                return
            found = False
            for member in sorted(members, key=lambda one: one.filename):
                path = PurePosixPath(member.filename)
                if any(part.startswith((".", "__MACOSX")) for part in path.parts):
                    continue
                found = True
                name = member.filename.encode("utf-8", "replace").decode()
                inner = replace(
                    source,
                    where=f"{source.where}, {name}",
                    stem=path.stem,
                    suffix=path.suffix.lower(),
                    alone=False,
                )
                yield from _read_member(archive, member, budget, inner, finisher, limit_bytes)
            if not found:
                yield Unread(source.where, "no files in it")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        yield Unread(source.where, _why(error))


def _read_member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    budget: Budget,
    source: Source,
    finisher: Finisher,
    limit: int,
) -> Iterator[Found]:
    if member.flag_bits & 1:
        yield Unread(source.where, "locked by a password")
        return
    try:
        with archive.open(member) as stream:
            yield from read_contents(_Counted(stream, budget), source, finisher, limit)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        yield Unread(source.where, _why(error))


class _Counted(io.RawIOBase):
    def __init__(self, stream: zipfile.ZipExtFile | object, budget: Budget) -> None:
        self._stream: zipfile.ZipExtFile = stream  # type: ignore[assignment]
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            part = self._stream.read1(min(len(buffer), 65_536))
        except OSError:
            raise
        except MemoryError:
            raise
        except Exception as error:  # BadZipFile, and what each way of packing has of its own
            raise PackedError("broken zip data") from error
        self._budget.unpacked += len(part)
        self._budget.check()
        buffer[: len(part)] = part
        return len(part)


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return reason(error)
    return (
        "packed in a way that is not read"
        if isinstance(error, NotImplementedError)
        else "a broken zip archive"
    )
