"""WARC, packed files and zip: what is whole is read, what is broken is named, and bombs come to an end."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import random
import resource
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Article, Unread
from rashomon.sources import find_articles
from rashomon.sources.packed import Budget, PackedError, Unpacked, packing
from rashomon.sources.warc import read_warc

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BRIDGE = "The bridge fell on Monday morning. Twelve people were hurt, the mayor said.\n"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
}


def page(number: int, size: int = 2) -> bytes:
    body = f"<p>Report {number}. {BRIDGE.strip()}</p>" * size
    return f"<html><head><title>Bridge {number}</title></head><body>{body}</body></html>".encode()


def record(
    number: int,
    body: bytes | None = None,
    *,
    status: int = 200,
    media: str = "text/html; charset=utf-8",
    kind: str = "response",
    http: str = "",
    length: str | None = None,
) -> bytes:
    body = page(number) if body is None else body
    block = f"HTTP/1.1 {status} X\r\nContent-Type: {media}\r\n{http}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2020-03-0{number % 9 + 1}T10:00:00Z\r\n"
        f"WARC-Target-URI: https://outlet.example/{number}\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def found(data: bytes) -> list[Article | Unread]:
    return list(find_articles(["-"], stdin=io.BytesIO(data)))


def urls(items: list[Article | Unread]) -> list[str | None]:
    return [item.url for item in items if isinstance(item, Article)]


def whys(items: list[Article | Unread]) -> list[str]:
    return [item.why for item in items if isinstance(item, Unread)]


# WARC


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, zstd.compress])
def test_pages_of_a_warc_file_are_articles_with_address_and_day(pack: Callable[[bytes], bytes]) -> None:
    items = found(b"".join(pack(record(number)) for number in (1, 2, 3)))
    assert urls(items) == [f"https://outlet.example/{number}" for number in (1, 2, 3)]
    first = items[0]
    assert isinstance(first, Article)
    assert (first.id, first.outlet, first.title) == ("stdin-1", "outlet.example", "Bridge 1")
    assert first.published == "2020-03-02T10:00:00Z"
    assert "Twelve people were hurt" in first.text


def test_what_is_no_page_is_counted() -> None:
    data = (
        record(1)
        + record(2, status=404)
        + record(3, b"\x89PNG", media="image/png")
        + record(4, kind="revisit")
    )
    items = found(data + record(5, kind="request"))
    assert urls(items) == ["https://outlet.example/1"]
    assert whys(items) == ["3 records without a web page: 1 answered 404, 1 image/png, 1 repeated"]


@pytest.mark.parametrize("place", [20, 60, 200])
def test_reading_goes_on_behind_a_broken_member(place: int) -> None:
    members = [gzip.compress(record(number)) for number in range(6)]
    broken = bytearray(members[2])
    broken[place : place + 8] = b"\xff" * 8
    items = found(b"".join([*members[:2], bytes(broken), *members[3:]]))
    assert [url for url in urls(items) if url != "https://outlet.example/2"] == [
        f"https://outlet.example/{number}" for number in (0, 1, 3, 4, 5)
    ]
    assert whys(items)


def test_reading_goes_on_behind_a_broken_record() -> None:
    data = record(1) + record(2, length="-5") + b"rubbish\r\n" + record(3) + record(4)[:-40]
    items = found(data)
    assert urls(items) == ["https://outlet.example/1", "https://outlet.example/3"]
    assert "a record that is cut off" in whys(items)
    assert len(whys(items)) == 3


def test_codings_are_undone_where_the_crawler_left_them() -> None:
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page(1)[:50], page(1)[50:])) + b"0\r\n\r\n"
    )
    data = (
        record(1, chunked, http="Transfer-Encoding: chunked\r\n")
        + record(2, gzip.compress(page(2)), http="Content-Encoding: gzip\r\n")
        + record(3, http="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
        + record(4, b"\x01\x02", http="Content-Encoding: br\r\n")
    )
    items = found(data)
    assert urls(items) == [f"https://outlet.example/{number}" for number in (1, 2, 3)]
    assert [why.split(":")[0] for why in whys(items)] == ["in a coding that is not read"]


def test_a_charset_of_the_servers_is_believed() -> None:
    body = "<html><body><p>Мост рухнул в понедельник утром.</p></body></html>".encode("koi8-r")
    (item,) = found(record(1, body, media="text/html; charset=koi8-r"))
    assert isinstance(item, Article)
    assert "Мост рухнул" in item.text


def test_a_page_larger_than_an_article_may_be_is_passed_over_unread() -> None:
    pages = list(read_warc(io.BytesIO(record(1, b"x" * 200_000) + record(2)).read, 10_000))
    assert [(one.number, one.body is None) for one in pages] == [(1, True), (2, False)]


def test_a_warc_file_is_never_held_whole() -> None:
    data = gzip.compress(record(1, b"<p>" + random.Random(1).randbytes(900_000), media="image/png"), 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream = Unpacked(io.BytesIO(data * 200).read, "gzip")
    assert sum(one.number == 0 for one in read_warc(stream.read, 20_000_000)) == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 450_000  # 180 MB are the file itself


@given(st.binary(max_size=400), st.integers(0, 2000), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_damaged_warc_file_never_raises(noise: bytes, place: int, packed: bool) -> None:
    data = b"".join((gzip.compress if packed else bytes)(record(number)) for number in range(4))
    stream: io.RawIOBase | io.BytesIO = io.BytesIO(data[:place] + noise + data[place + len(noise) :])
    if packed and place >= 2:
        unpacked = Unpacked(stream.read, "gzip")
        unpacked.mend = True
        stream = unpacked
    with contextlib.suppress(PackedError):
        for one in read_warc(stream.read, 100_000):
            assert (one.body is None) == bool(one.why)


# Packed files


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_is_read_as_what_it_packs(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"reports.jsonl{suffix}"
    path.write_bytes(PACKERS[suffix](b'{"text": "%s"}\n' % BRIDGE.strip().encode()) * 2)
    articles = list(find_articles([str(path)]))
    assert [item.id for item in articles if isinstance(item, Article)] == ["reports-1", "reports-2"]


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_bomb_ends_soon_and_is_named(suffix: str) -> None:
    bomb = PACKERS[suffix](b"\n" * 45_000_000)
    budget = Budget()
    stream = Unpacked(io.BytesIO(bomb).read, packing(bomb) or "", budget)
    with pytest.raises(PackedError, match="bomb"):
        sum(len(part) for part in iter(lambda: stream.read(65_536), b""))
    assert budget.unpacked < 35_000_000


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_that_is_cut_off_gives_what_came_and_says_so(suffix: str) -> None:
    lines = b"".join(b'{"id": "%d", "text": "%s"}\n' % (n, BRIDGE.strip().encode()) for n in range(3))
    data = PACKERS[suffix](lines) + PACKERS[suffix](lines)[:-9]
    items = found(data)
    assert len(urls(items)) >= 3
    assert whys(items)[-1].endswith("cut off")


def test_packing_within_packing_has_an_end() -> None:
    data = BRIDGE.encode()
    for _ in range(6):
        data = gzip.compress(data)
    assert whys(found(data)) == ["packed several times over, as no text is"]


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstandard"])
@given(st.binary(max_size=300), st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_any_bytes_unpack_or_are_named(kind: str, data: bytes, size: int) -> None:
    magic = {"gzip": b"\x1f\x8b\x08", "bzip2": b"BZh9", "xz": b"\xfd7zXZ\x00", "zstandard": b"(\xb5/\xfd"}[
        kind
    ]
    stream = Unpacked(io.BytesIO(magic + data).read, kind)
    with contextlib.suppress(PackedError):
        while stream.read(size):
            pass
    assert all(isinstance(item, Article | Unread) for item in found(magic + data))


# Zip


def zipped(path: Path, files: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", way) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_files_of_a_zip_archive_are_read_by_name(way: int, tmp_path: Path) -> None:
    files = {
        "b/two.txt": BRIDGE.encode(),
        "a.html": page(1),
        ".hidden/x.txt": b"x",
        "c.warc.gz": gzip.compress(record(7)),
    }
    items = list(find_articles([str(zipped(tmp_path / "all.zip", files, way))]))
    assert [item.id for item in items if isinstance(item, Article)] == ["a", "two", "c-1"]


def test_a_zip_bomb_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", {f"{n}.jsonl": b" " * 20_000_000 for n in range(2)})
    items = list(find_articles([str(path)]))
    assert any("bomb" in why for why in whys(items))


def test_what_only_looks_like_a_zip_archive_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.txt": BRIDGE.encode() * 50})
    whole = path.read_bytes()
    for data in (
        whole[:60],
        whole[:40] + b"\xff" * 30 + whole[70:],
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
    ):
        path.write_bytes(data)
        assert whys(list(find_articles([str(path)])))
    zipped(path, {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert whys(list(find_articles([str(path)]))) == ["not text: an office document"]


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_a_damaged_zip_archive_never_raises(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    path = zipped(tmp_path_factory.mktemp("z") / "x.zip", {"a.txt": BRIDGE.encode(), "b.txt": b"x" * 90})
    data = path.read_bytes()
    path.write_bytes(b"PK\x03\x04" + data[4:place] + noise + data[place + len(noise) :])
    assert all(isinstance(item, Article | Unread) for item in find_articles([str(path)]))
