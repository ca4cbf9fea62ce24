"""Articles from paths: which files, what each is, and what could not be read."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rashomon.model import Article, Unread
from rashomon.sources.decode import NotTextError, bom, clean, decode, signature
from rashomon.sources.fields import Defaults, Fields
from rashomon.sources.finish import Finisher
from rashomon.sources.html import declared_charset, looks_like_html, read_html
from rashomon.sources.records import megabytes, parse, read_document, read_lines
from rashomon.sources.text import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LIMIT_BYTES = 20_000_000
_HTML = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_LINES = frozenset((".jsonl", ".ndjson"))
_NO_ARTICLES = {
    ".css": "a style sheet",
    ".js": "a script",
    ".csv": "a table (turn it into JSON Lines)",
    ".tsv": "a table (turn it into JSON Lines)",
}
_SKIPPED = ("readme", "license", "licence")
_HEAD_BYTES = 65_536


def find_articles(
    paths: Sequence[str],
    *,
    defaults: Defaults | None = None,
    stdin: BinaryIO | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> Iterator[Article | Unread]:
    """Articles from text files, HTML pages, JSON Lines, folders of these, and ``-`` (``stdin``).

    ``defaults`` hold for inputs that don't carry a language, day or outlet. One article may have
    ``limit_bytes`` bytes; JSON Lines may be longer, since they are read line by line. Yields, in the
    order of the paths and sorted within folders, an Article for each article and an Unread for each
    thing that could not be read or was not kept as it was. Ids are unique within one call.
    """
    finisher = Finisher(defaults or Defaults())
    for path in paths:
        if path == "-":
            stream = _Joined(stdin) if stdin is not None else None
            if stream is None:
                yield Unread("-", "no standard input")
                continue
            yield from _read_stream(stream, finisher, "standard input", None, "stdin", "", limit_bytes)
        else:
            yield from _read_path(path, finisher, limit_bytes)


def _read_path(path: str, finisher: Finisher, limit: int) -> Iterator[Article | Unread]:
    where = _shown(path)
    try:
        is_folder = Path(path).is_dir()
    except (OSError, ValueError) as error:
        yield Unread(where, _reason(error))
        return
    if is_folder:
        yield from _read_folder(path, finisher, limit)
    else:
        yield from _read_file(path, finisher, limit)


def _read_folder(folder: str, finisher: Finisher, limit: int) -> Iterator[Article | Unread]:
    """Every file below the folder, sorted; hidden files, README and LICENSE files are not articles."""
    failed: list[OSError] = []
    found = False
    for place, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for error in failed:
            yield Unread(_shown(str(error.filename)), _reason(error))
        found = found or bool(failed)
        failed.clear()
        for name in sorted(files):
            if name.startswith(".") or name.lower().startswith(_SKIPPED):
                continue
            found = True
            path = os.path.join(place, name)  # noqa: PTH118 - Path would drop the user's "./"
            kind = _NO_ARTICLES.get(Path(name).suffix.lower())
            if kind:
                yield Unread(_shown(path), f"not an article: {kind}")
            elif not Path(path).is_file():
                yield Unread(_shown(path), "not a file")
            else:
                yield from _read_file(path, finisher, limit)
    for error in failed:
        found = True
        yield Unread(_shown(str(error.filename)), _reason(error))
    if not found:
        yield Unread(_shown(folder), "no articles in this folder")


def _read_file(path: str, finisher: Finisher, limit: int) -> Iterator[Article | Unread]:
    where = _shown(path)
    stem, suffix = Path(where).stem, Path(path).suffix.lower()
    try:
        with Path(path).open("rb", buffering=0) as file:
            yield from _read_stream(_Joined(file), finisher, where, where, stem, suffix, limit)
    except (OSError, ValueError) as error:
        yield Unread(where, _reason(error))


def _read_stream(
    stream: _Joined, finisher: Finisher, where: str, path: str | None, stem: str, suffix: str, limit: int
) -> Iterator[Article | Unread]:
    try:
        head = stream.head(_HEAD_BYTES)
    except OSError as error:
        yield Unread(where, _reason(error))
        return
    if len(head) < _HEAD_BYTES and not head.strip():
        yield Unread(where, "empty")
        return
    if suffix in _LINES or (suffix not in _HTML and suffix != ".json" and _starts_with_record(head)):
        if kind := signature(head):
            yield Unread(where, f"not text: {kind}")
            return
        for record in read_lines(io.BufferedReader(stream, _HEAD_BYTES), limit):
            place = f"{where}, {record.place}"
            if record.fields is None:
                yield Unread(place, record.why)
            else:
                yield from finisher.finish(record.fields, place, path, f"{stem}-{record.number}")
        return
    if kind := signature(head):
        yield Unread(where, f"not text: {kind}")
        return
    data = io.BufferedReader(stream, _HEAD_BYTES).read(limit + 1)
    if len(data) > limit:
        yield Unread(where, f"larger than {megabytes(limit)}, the most that one article may have")
        return
    yield from _read_data(data, finisher, where, path, stem, suffix)


def _read_data(
    data: bytes, finisher: Finisher, where: str, path: str | None, stem: str, suffix: str
) -> Iterator[Article | Unread]:
    is_page = suffix in _HTML
    declared = declared_charset(data) if is_page or b"<" in data[:1000] else None
    try:
        decoded = decode(data, declared)
    except NotTextError as error:
        yield Unread(where, str(error))
        return
    if decoded.undecoded:
        yield Unread(where, f"{decoded.undecoded} bytes could not be decoded; U+FFFD stands in their place")
    text = decoded.text
    value = parse(text) if suffix == ".json" or text.lstrip()[:1] in ("{", "[") else None
    if suffix == ".json" or isinstance(value, dict | list):
        for record in read_document(value):
            place = f"{where}, {record.place}" if record.place else where
            own = f"{stem}-{record.number}" if record.place else stem
            if record.fields is None:
                yield Unread(place, record.why)
            else:
                yield from finisher.finish(record.fields, place, path, own)
        return
    fields: Fields
    if is_page or looks_like_html(text[:5000]):
        text, replaced = clean(text)  # before the parser drops what is replaced here
        if replaced:
            yield Unread(where, f"{replaced} control characters were replaced by U+FFFD")
        try:
            fields = read_html(text)
        except NotTextError as error:
            yield Unread(where, str(error))
            return
    elif text.lstrip()[:5].lower() in ("<?xml", "<rss ", "<feed"):
        yield Unread(where, "XML, which is not read (feeds are not read yet)")
        return
    else:
        fields = read_text(text)
    yield from finisher.finish(fields, where, path, stem)


def _starts_with_record(head: bytes) -> bool:
    """Whether the first line is a JSON object and more follows it."""
    if marked := bom(head):
        text = head[len(marked[0]) :].decode(marked[1], "replace")
    else:
        text = head.decode("utf-8", "replace")
    first, end, _ = text.lstrip().partition("\n")
    return bool(end) and first.startswith("{") and isinstance(parse(first), dict)


class _Joined(io.RawIOBase):
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


def _shown(path: str) -> str:
    """A path as text that can be printed and written as JSON, with "/" between its parts."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError):
        return (error.strerror or "cannot be read").lower()
    return "not a valid path"
