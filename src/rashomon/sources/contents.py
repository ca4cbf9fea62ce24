"""What an input holds: its bytes as articles, links to articles, and what could not be read."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from rashomon.model import Article, Unread
from rashomon.sources.decode import NotTextError, bom, clean, decode, signature
from rashomon.sources.feeds import read_feed, read_opml, read_sitemap
from rashomon.sources.html import declared_charset, looks_like_html, read_html
from rashomon.sources.links import Links
from rashomon.sources.packed import SUFFIXES, Budget, PackedError, Unpacked, packing
from rashomon.sources.records import megabytes, parse, read_document, read_lines
from rashomon.sources.text import read_text
from rashomon.sources.warc import Page, read_warc
from rashomon.sources.xml import xml_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rashomon.sources.fields import Fields
    from rashomon.sources.finish import Finisher

_HTML = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_LINES = frozenset((".jsonl", ".ndjson"))
_HEAD_BYTES = 65_536
_DEEPEST_PACKED = 3

Found = Article | Unread | Links


class Source(Struct, frozen=True, kw_only=True):
    """Where bytes come from, and what is known of them besides.

    ``where`` is shown to people; ``stem`` is the article's id where it has none of its own; ``suffix`` is
    the file name's, lower case. ``url``, ``charset``, ``published`` and ``outlet`` are what a record, a
    server or a feed said; the article's own words go before the last two. ``alone``: an article found here is
    all that the file at ``path`` holds, unless it stands in a list.
    """

    where: str
    stem: str
    path: str | None = None
    suffix: str = ""
    url: str | None = None
    charset: str | None = None
    published: str | None = None
    outlet: str | None = None
    alone: bool = False


class Joined(io.RawIOBase):
    """A stream whose head was looked at: gives the head again, then the rest, as soon as it comes."""

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        self._head = b""
        self._read: Callable[[int], bytes | None] = getattr(stream, "read1", stream.read)

    def head(self, size: int) -> bytes:
        """The stream up to the end of its first line that is not blank, or up to ``size`` bytes."""
        while len(self._head) < size and b"\n" not in self._head.lstrip():
            if not (more := self._read(size - len(self._head))):
                break
            self._head += more
        return self._head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head[: len(buffer)] or self._read(len(buffer)) or b""
        self._head = self._head[len(part) :]
        buffer[: len(part)] = part
        return len(part)


def read_contents(
    stream: BinaryIO | io.RawIOBase, source: Source, finisher: Finisher, limit_bytes: int
) -> Iterator[Found]:
    """Everything in a stream. Errors of reading are named, not raised."""
    try:
        yield from _read_stream(Joined(stream), source, finisher, limit_bytes, Budget(), 0)
    except OSError as error:
        yield Unread(source.where, reason(error))


def reason(error: OSError | ValueError) -> str:
    """Why something could not be opened or read, in words for people."""
    if isinstance(error, PackedError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError):
        return (error.strerror or "cannot be read").lower()
    return "not a valid path"


def _read_stream(
    stream: Joined, source: Source, finisher: Finisher, limit: int, budget: Budget, depth: int
) -> Iterator[Found]:
    head = stream.head(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES and not head.strip():
        yield Unread(source.where, "empty")
        return
    if kind := packing(head):
        if depth >= _DEEPEST_PACKED:
            yield Unread(source.where, "packed several times over, as no text is")
            return
        unpacked = Unpacked(stream.read, kind, budget)
        inner = Joined(unpacked)
        unpacked.mend = kind == "gzip" and inner.head(5).startswith(b"WARC/")
        yield from _read_stream(inner, _unpacked(source), finisher, limit, budget, depth + 1)
        return
    if head.startswith(b"WARC/"):
        yield from _read_records(read_warc(stream.read, limit), source, finisher)
        return
    if kind := signature(head):
        yield Unread(source.where, f"not text: {kind}")
        return
    suffix = source.suffix
    if suffix in _LINES or (suffix not in _HTML and suffix != ".json" and _starts_with_record(head)):
        for record in read_lines(io.BufferedReader(stream, _HEAD_BYTES), limit):
            place = f"{source.where}, {record.place}"
            if record.fields is None:
                yield Unread(place, record.why)
            else:
                yield from finisher.finish(
                    record.fields, place, source.path, f"{source.stem}-{record.number}"
                )
        return
    data = io.BufferedReader(stream, _HEAD_BYTES).read(limit + 1)
    if len(data) > limit:
        yield Unread(source.where, f"larger than {megabytes(limit)}, the most that one article may have")
        return
    yield from read_data(data, source, finisher)


def read_data(data: bytes, source: Source, finisher: Finisher) -> Iterator[Found]:
    """What bytes that are no archive hold: one page or text, JSON, or a feed or another list."""
    where = source.where
    is_page = source.suffix in _HTML
    declared = source.charset
    if declared is None and (is_page or b"<" in data[:1000]):
        declared = declared_charset(data)
    try:
        decoded = decode(data, declared)
    except NotTextError as error:
        yield Unread(where, str(error))
        return
    if decoded.undecoded:
        yield Unread(where, f"{decoded.undecoded} bytes could not be decoded; U+FFFD stands in their place")
    text = decoded.text
    value = parse(text) if source.suffix == ".json" or text.lstrip()[:1] in ("{", "[") else None
    if source.suffix == ".json" or isinstance(value, dict | list):
        for record in read_document(value):
            place = f"{where}, {record.place}" if record.place else where
            own = f"{source.stem}-{record.number}" if record.place else source.stem
            if record.fields is None:
                yield Unread(place, record.why)
            else:
                alone = source.alone and not record.place
                yield from finisher.finish(record.fields, place, source.path, own, alone=alone)
    elif kind := xml_kind(text[:20_000]):
        yield from _read_list(kind, clean(text)[0], source, finisher)
    elif is_page or looks_like_html(text[:5000]):
        text, replaced = clean(text)  # before the parser drops what is replaced here
        if replaced:
            yield Unread(where, f"{replaced} control characters were replaced by U+FFFD")
        try:
            fields = read_html(text, source.url)
        except NotTextError as error:
            yield Unread(where, str(error))
            return
        yield from _finish(fields, source, finisher)
    elif text.lstrip()[:5].lower() == "<?xml":
        yield Unread(where, "XML that is no feed, OPML or sitemap")
    else:
        yield from _finish(read_text(text), source, finisher)


def _finish(fields: Fields, source: Source, finisher: Finisher) -> Iterator[Article | Unread]:
    whole = replace(
        fields,
        url=fields.url or source.url,
        published=fields.published or source.published,
        outlet=fields.outlet or source.outlet,
    )
    yield from finisher.finish(whole, source.where, source.path, source.stem, alone=source.alone)


def _read_list(kind: str, text: str, source: Source, finisher: Finisher) -> Iterator[Found]:
    where = source.where
    if kind == "opml":
        links = Links(where=where, kind="list of feeds", links=tuple(read_opml(text)))
    elif kind in ("urlset", "sitemapindex"):
        links = Links(where=where, kind="sitemap", links=tuple(read_sitemap(text)))
    else:
        entries = read_feed(text, source.url)
        if not entries:
            yield Unread(where, "a feed that cannot be read" if entries is None else "a feed without entries")
            return
        for entry in entries:
            place = f"{where}, entry {entry.number}"
            if entry.article:
                yield from finisher.finish(entry.article, place, source.path, f"{source.stem}-{entry.number}")
            elif entry.link:
                yield Links(where=place, kind="feed", links=(entry.link,))
            else:
                yield Unread(place, "an entry with neither its full text nor a link")
        return
    yield links if links.links else Unread(where, f"a {links.kind} without links")


def _read_records(pages: Iterator[Page], source: Source, finisher: Finisher) -> Iterator[Article | Unread]:
    for page in pages:
        where = f"{source.where}, record {page.number}" if page.number else source.where
        if page.body is None:
            yield Unread(where, f"{page.why} ({page.url})" if page.url else page.why)
            continue
        of_record = Source(
            where=where,
            stem=f"{source.stem}-{page.number}",
            path=source.path,
            suffix=".html",
            url=page.url,
            charset=page.charset,
            published=page.date,
        )
        for found in read_data(page.body, of_record, finisher):
            if not isinstance(found, Links):
                yield found


def _unpacked(source: Source) -> Source:
    """The source without the suffix of its packing: ``reports.jsonl.gz`` is ``reports.jsonl``."""
    if source.suffix not in SUFFIXES:
        return source
    inner = PurePath(source.stem)
    return replace(source, stem=inner.stem, suffix=inner.suffix.lower())


def _starts_with_record(head: bytes) -> bool:
    """Whether the first line is a JSON object and more follows it."""
    if marked := bom(head):
        text = head[len(marked[0]) :].decode(marked[1], "replace")
    else:
        text = head.decode("utf-8", "replace")
    first, end, _ = text.lstrip().partition("\n")
    return bool(end) and first.startswith("{") and isinstance(parse(first), dict)
