"""WARC files (ISO 28500), such as Common Crawl's CC-NEWS: the web pages in them, one at a time.

The reader is our own because the usual ones end at the first broken record. It never holds more than one
page, goes on behind what is broken, and says what was left out.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.sources.packed import HoleError, PackedError, inflate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_CHUNK = 65_536
_LONGEST_HEAD = 65_536
_VERSION = re.compile(rb"WARC/\d{1,3}\.\d{1,3}\r?\n")
_LONGEST_VERSION = 16
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,1000}\r\n")


class Page(Struct, frozen=True, kw_only=True):
    """A web page of a record, or why there is none.

    ``number`` counts the file's records from 1; 0 stands for the file. ``date`` is when the page was got,
    as the record has it. ``charset`` is what the answer's head declares.
    """

    number: int
    url: str | None = None
    date: str | None = None
    charset: str | None = None
    body: bytes | None = None
    why: str = ""


class _Broken(Exception):  # noqa: N818 - it never leaves this file
    pass


def read_warc(read: Callable[[int], bytes | None], limit_bytes: int) -> Iterator[Page]:
    """The web pages (answers 200 with HTML) of a WARC file; ``read`` gives at most so many bytes of it.

    A record that is broken, or a page of more than ``limit_bytes``, gives a Page without a body that says
    why. The last one counts what else was left out: pictures, answers such as 404, repeated pages.
    """
    stream = _Buffered(read)
    left_out: Counter[str] = Counter()
    number = 0
    while True:
        try:
            skipped = stream.to_next_record()
            if skipped:
                yield Page(number=number, why=f"{skipped:,} bytes after this record are no record")
            if not stream.ahead(_LONGEST_VERSION):
                break
        except HoleError as hole:
            yield Page(number=number, why=f"after this record: {hole}")
            continue
        number += 1
        try:
            page = _record(stream, number, limit_bytes, left_out)
        except (_Broken, HoleError) as error:
            yield Page(number=number, why=str(error))
            continue
        if page:
            yield page
    if left_out:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in left_out.most_common(8))
        count = left_out.total()
        yield Page(number=0, why=f"{count:,} record{'s' * (count > 1)} without a web page: {kinds}")


def _record(stream: _Buffered, number: int, limit: int, left_out: Counter[str]) -> Page | None:
    head = _headers(stream.head())
    length = head.get("content-length", "")
    if not re.fullmatch("[0-9]{1,15}", length):
        raise _Broken("a record that does not tell its length")
    size = int(length)
    kind = head.get("warc-type", "").lower()
    url = head.get("warc-target-uri", "").strip("<> ") or None
    if kind not in ("response", "resource"):
        stream.skip(size)
        if kind == "revisit":
            left_out["repeated"] += 1
        elif kind not in ("warcinfo", "request", "metadata"):
            left_out[kind[:30] or "of no type"] += 1
        return None
    if size > limit + _LONGEST_HEAD:
        stream.skip(size)
        return Page(number=number, url=url, why=f"larger than {limit:,} bytes, the most that a page may have")
    block = stream.take(size)
    if kind == "resource":
        media, declared = _media(head.get("content-type", ""))
        body, http = block, head
    else:
        start, _, body = block.partition(b"\r\n\r\n")
        status = re.match(rb"HTTP/[\d.]+ +(\d{3})\b", start)
        if not status:
            left_out["of no web server"] += 1
            return None
        if status[1] != b"200":
            left_out[f"answered {status[1].decode()}"] += 1
            return None
        http = _headers(start.partition(b"\n")[2])
        media, declared = _media(http.get("content-type", ""))
    if media not in _PAGES:
        left_out[media[:40] or "of no type"] += 1
        return None
    why = ""
    try:
        body = _plain(body, http, limit)
    except PackedError as error:
        why = str(error)
    return Page(
        number=number,
        url=url,
        date=head.get("warc-date"),
        charset=declared,
        body=None if why else body,
        why=why,
    )


def _plain(body: bytes, http: Mapping[str, str], limit: int) -> bytes:
    """The body as it was meant. Many crawlers undo codings and keep the head that names them."""
    if "chunked" in http.get("transfer-encoding", "").lower():
        body = _joined(body)
    coding = http.get("content-encoding", "").strip().lower()
    looks_plain = body.lstrip()[:1] in (b"<", b"\xef")
    if coding and coding != "identity" and not looks_plain:
        return inflate(body, coding, limit)
    return body


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(body, position):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        position = match.end() + size + 2
    return b"".join(parts) if position >= len(body) and parts else body


def _headers(head: bytes) -> dict[str, str]:
    """Names in lower case; the first of a name counts; folded lines are joined."""
    found: dict[str, str] = {}
    text = re.sub(r"\r?\n[ \t]+", " ", head.decode("utf-8", "replace"))
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _media(value: str) -> tuple[str, str | None]:
    media, *parameters = value.split(";")
    named = (one.partition("=") for one in parameters)
    charset = next((text.strip(" \"'") for name, _, text in named if name.strip().lower() == "charset"), None)
    return media.strip().lower(), charset or None


class _Buffered:
    """A stream that can be looked at ahead and stays sound where a read fails."""

    def __init__(self, read: Callable[[int], bytes | None]) -> None:
        self._read = read
        self._buffer = bytearray()

    def ahead(self, size: int) -> bool:
        """Get ``size`` bytes ready, or what is left; whether there are any."""
        while len(self._buffer) < size and self._more():
            pass
        return bool(self._buffer)

    def to_next_record(self) -> int:
        """Go to where a record begins, or to the end; how many bytes other than line ends lay between."""
        skipped = 0
        while self.ahead(_LONGEST_VERSION):
            if _VERSION.match(self._buffer):
                return skipped
            match = _VERSION.search(self._buffer)
            end = match.start() if match else max(1, len(self._buffer) - _LONGEST_VERSION)
            skipped += len(bytes(self._buffer[:end]).strip())
            del self._buffer[:end]
        return skipped

    def head(self) -> bytes:
        """The lines up to the empty one; the version is the first."""
        while (match := re.search(rb"\r?\n\r?\n", self._buffer)) is None:
            if len(self._buffer) > _LONGEST_HEAD or not self._more():
                del self._buffer[:5]  # or the same record would be found again
                raise _Broken("a record whose head does not end")
        head = bytes(self._buffer[: match.start()])
        del self._buffer[: match.end()]
        return head

    def take(self, size: int) -> bytes:
        while len(self._buffer) < size and self._more():
            pass
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        if len(data) < size:
            raise _Broken("a record that is cut off")
        return data

    def skip(self, size: int) -> None:
        while size > 0:
            if not self._buffer and not self._more():
                raise _Broken("a record that is cut off")
            step = min(size, len(self._buffer))
            del self._buffer[:step]
            size -= step

    def _more(self) -> bool:
        try:
            data = self._read(_CHUNK)
        except HoleError:
            self._buffer.clear()
            raise
        if data:
            self._buffer += data
        return bool(data)
