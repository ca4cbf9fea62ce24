"""JSON Lines, and JSON that holds one article or a list of them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from rashomon.sources.decode import NotTextError, bom
from rashomon.sources.fields import Fields, from_mapping, html_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where answers of news services and feeds in JSON keep their list.
_LISTS = ("articles", "items", "results", "entries", "data")


class Record(Struct, frozen=True):
    """One record: its place in the file ("line 3", "item 3"), and its fields or why it has none."""

    place: str
    number: int
    fields: Fields | None
    why: str = ""


def read_lines(stream: BinaryIO, limit_bytes: int) -> Iterator[Record]:
    """The records of JSON Lines, one at a time; a line that is broken or too long says so."""
    head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    marked = bom(head)
    encoding = marked[1] if marked else "utf-8"
    lines = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="\n")
    try:
        yield from _read_lines(lines, limit_bytes)
    finally:
        lines.detach()


def _read_lines(lines: io.TextIOWrapper, limit: int) -> Iterator[Record]:
    number = 0
    while line := lines.readline(limit + 1):
        number += 1
        if line == "\n":
            continue
        place = f"line {number}"
        if len(line) > limit:
            while line and not line.endswith("\n"):
                line = lines.readline(limit + 1)
            yield Record(place, number, None, f"longer than {megabytes(limit)}")
        elif any("\udc80" <= character <= "\udcff" for character in line):
            yield Record(place, number, None, "not valid UTF-8")
        elif text := line.lstrip("\ufeff").strip():
            value = parse(text)
            if isinstance(value, list):
                yield Record(place, number, None, "a list, where each line should be one article")
            else:
                yield _record(place, number, value)


def read_document(value: object) -> Iterator[Record]:
    """The records of parsed JSON: one article, a list of them, or an object that holds such a list."""
    if isinstance(value, dict) and from_mapping(value).text is None:
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), value)
    if not isinstance(value, list):
        yield _record("", 1, value)
        return
    for number, item in enumerate(value, 1):
        yield _record(f"item {number}", number, item)


def parse(text: str) -> object:
    """What a JSON text holds; a ValueError (not raised) says where it is broken."""
    try:
        value: object = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        return ValueError(f"not valid JSON: {error.msg} ({where})")
    except RecursionError:
        return ValueError("JSON nested too deeply")
    except ValueError:  # a number of more digits than Python converts
        return ValueError("not valid JSON: a number is too long")
    return value


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1_000_000:g} MB" if size >= 100_000 else f"{size:,} bytes"


def _record(place: str, number: int, value: object) -> Record:
    if isinstance(value, ValueError):
        return Record(place, number, None, str(value))
    if not isinstance(value, dict):
        return Record(place, number, None, "not a JSON object with the fields of an article")
    fields = from_mapping(value)
    if fields.text is None and (page := html_of(value)):
        from rashomon.sources.html import read_html

        try:
            page_fields = read_html(page)
        except NotTextError as error:
            return Record(place, number, None, str(error))
        given = {name: got for name in Fields.__struct_fields__ if (got := getattr(fields, name))}
        fields = replace(page_fields, **given)
    if fields.text is None:
        names = ", ".join(sorted(map(str, value))[:12]) or "none"
        return Record(place, number, None, f"no text (fields: {names})")
    return Record(place, number, fields)
