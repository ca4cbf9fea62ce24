"""The web means harm: redirects, names that change, bombs, endless and broken answers, false certificates."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from test_sources_archives import zstd
from web_site import AUTHORITY, PAGE, Site, fetcher, serving_securely, site, why

from rashomon.model import Article, Unread
from rashomon.sources import FetchError, find_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

__all__ = ["site"]

LOOK_UP = socket.getaddrinfo


class Names:
    """A service of names whose answers change from one question to the next."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, public: str, *answers: str) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        monkeypatch.setattr("socket.getaddrinfo", self._answer)
        monkeypatch.setattr("rashomon.sources.addresses.is_public", lambda ip: ip == public)

    def _answer(self, host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        if not str(host).endswith(".example"):
            return LOOK_UP(host, port, *rest, **named)
        self.asked.append(str(host))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return LOOK_UP(answer, port, *rest, **named)


# Names


def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/robots.txt", b"")
    site.put("/")
    names = Names(monkeypatch, "127.0.0.1", "127.0.0.1")
    url = f"http://rebound.example:{site.server.server_port}/"
    assert fetcher(allow_private=False).get(url).body == PAGE
    assert names.asked == ["rebound.example"] * 2  # once for robots.txt, once for the page


def test_a_name_that_becomes_private_between_two_requests_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/robots.txt", b"")
    site.put("/")
    Names(monkeypatch, "127.0.0.1", "127.0.0.1", "127.0.0.2")
    assert "private" in why(f"http://rebound.example:{site.server.server_port}/", allow_private=False)
    assert site.count("/") == 0


def test_a_name_that_is_never_answered_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: time.sleep(1) or [])
    start = time.monotonic()
    assert "not looked up in time" in why("http://slow.example/", seconds=0.3)
    assert time.monotonic() - start < 3


# HTTPS


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    Names(monkeypatch, "127.0.0.1", "127.0.0.1")
    with serving_securely(tmp_path) as one:
        one.put("/")
        yield one


def address(secure: Site, name: str = "outlet.example") -> str:
    return f"https://{name}:{secure.server.server_port}/"


def test_a_certificate_of_nobody_known_is_refused(secure: Site) -> None:
    assert "certificate" in why(address(secure))
    assert secure.asked == []


def test_an_authority_is_trusted_where_ssl_cert_file_names_it_and_only_for_its_names(
    secure: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "authority.pem").write_text(AUTHORITY)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    assert fetcher().get(address(secure)).body == PAGE
    assert "certificate" in why(address(secure, "another.example"))
    assert "certificate" in why(address(secure, "127.0.0.1"))


def test_what_speaks_no_https_is_named(site: Site) -> None:
    site.put("/")
    assert why(site.url.replace("http:", "https:") + "/", seconds=2)


# Redirects


@pytest.mark.parametrize(
    "to",
    ["file:///etc/passwd", "ftp://x.example/", "http://", "javascript:alert(1)", "http://u:p@x.example/"],
)
def test_redirects_to_other_schemes_are_refused(to: str, site: Site) -> None:
    site.put("/", b"", 302, Location=to)
    assert why(site.url + "/")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://169.254.169.254/latest"]
)
def test_redirects_to_private_addresses_are_refused(
    to: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "rashomon.sources.addresses.is_public", lambda ip: ip == "127.0.0.1" and not site.count("/go")
    )
    site.put("/go", b"", 302, Location=to)
    assert "private or reserved" in why(site.url + "/go", allow_private=False)


def test_redirects_in_a_circle_or_without_end_stop(site: Site) -> None:
    site.put("/a", b"", 301, Location="/b")
    site.put("/b", b"", 302, Location="/a#x")
    assert "circle" in why(site.url + "/a")
    for number in range(20):
        site.put(f"/{number}", b"", 307, Location=f"/{number + 1}")
    assert "more than" in why(site.url + "/0")


# Limits


def test_endless_slow_and_huge_answers_end_in_time(site: Site) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.05)

    def slow_head(handler: BaseHTTPRequestHandler) -> None:
        for letter in b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 20:
            handler.wfile.write(bytes([letter]))
            time.sleep(0.05)

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000):
            handler.wfile.write(b"x" * 10_000)

    site.pages |= {"/slow": slow, "/head": slow_head, "/endless": endless}
    site.put("/huge", Content_Length="10000000000")
    start = time.monotonic()
    assert "longer than" in why(site.url + "/slow", seconds=0.5)
    assert "longer than" in why(site.url + "/head", seconds=0.5)
    assert "larger" in why(site.url + "/endless", limit_bytes=100_000)
    assert "larger" in why(site.url + "/huge")
    assert time.monotonic() - start < 8


def test_what_is_no_answer_of_a_web_server_is_named(site: Site) -> None:
    raw = {
        "/cut": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
        "/rubbish": b"\x00\x01\x02 rubbish\r\n\r\n",
        "/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n",
        "/lengths": b"HTTP/1.1 200 OK\r\nContent-Length: -5, 7\r\n\r\nabc",
        "/heads": b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n",
        "/line": b"HTTP/1.1 200 OK\r\nA: " + b"b" * 200_000 + b"\r\n\r\n",
        "/none": b"",
    }
    for path, data in raw.items():
        site.pages[path] = lambda handler, data=data: handler.wfile.write(data) and None
        assert why(site.url + path, seconds=2)


# Bombs


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:])),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("zstd", zstd.compress(PAGE)),
    ],
    ids=["gzip", "gzip in two", "x-gzip", "deflate", "bare deflate", "zstd"],
)
def test_coded_answers_are_decoded(coding: str, data: bytes, site: Site) -> None:
    site.put("/", data, Content_Encoding=coding)
    assert fetcher().get(site.url + "/").body == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
def test_bombs_and_broken_codings_are_named(coding: str, site: Site) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstd.compress}[coding]
    bomb = pack(b"0" * 60_000_000)
    site.put("/bomb", bomb, Content_Encoding=coding)
    site.put("/cut", pack(PAGE)[:-9], Content_Encoding=coding)
    site.put("/broken", b"\xff" * 9, Content_Encoding=coding)
    assert len(bomb) < 100_000
    assert "unpacks to more than" in why(site.url + "/bomb")
    assert "cut off" in why(site.url + "/cut")
    assert "broken" in why(site.url + "/broken")


def test_a_coding_that_is_not_read_is_named(site: Site) -> None:
    site.put("/", b"xyz", Content_Encoding="br")
    site.put("/twice", gzip.compress(gzip.compress(PAGE)), Content_Encoding="gzip, gzip")
    assert "coding" in why(site.url + "/")
    assert "coding" in why(site.url + "/twice")


def test_a_packed_file_that_is_fetched_is_no_bomb_either(site: Site) -> None:
    site.put("/all.jsonl.gz", gzip.compress(b" " * 15_000_000 + b"{}" * 30_000_000), Content_Type="")
    (found,) = find_articles([site.url + "/all.jsonl.gz"], fetcher=fetcher())
    assert isinstance(found, Unread)


# What is no page


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"", "text/html"),
        (b"%PDF-1.7 " + bytes(200), "text/html"),
        (bytes(range(256)) * 40, "text/html; charset=utf-8"),
        (PAGE.decode().encode("utf-16"), "text/html; charset=iso-8859-1"),
        (PAGE, "text/html; charset=no-such-thing"),
        (PAGE, "x" * 5000),
        (b"<html>" + b"<div>" * 200_000, "text/html"),
        (b"<html><body>" + b"&#0;&#xFFFFFFFF;&#xD800;" * 2000, "text/html"),
        ("<html><body><p>Мост рухнул, двенадцать раненых.</p></body></html>".encode("koi8-r"), "text/html"),
        (b"[" * 100_000, "application/json"),
        (b"PK\x03\x04" + bytes(500), "application/zip"),
        (b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n", "text/html"),
    ],
    ids=[
        *(
            "empty",
            "pdf",
            "noise",
            "utf-16",
            "charset",
            "media",
            "deep",
            "references",
            "koi8",
            "json",
            "zip",
            "warc",
        ),
    ],
)
def test_odd_answers_are_read_or_named(body: bytes, media: str, site: Site) -> None:
    site.put("/", body, Content_Type=media)
    start = time.process_time()
    found = list(find_articles([site.url + "/"], fetcher=fetcher()))
    assert found
    assert all(isinstance(one, Article | Unread) for one in found)
    assert time.process_time() - start < 20


def test_links_of_feeds_lead_to_no_private_address_and_no_file(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    Names(monkeypatch, "127.0.0.1", "127.0.0.1")
    port = site.server.server_port
    links = [
        f"http://127.0.0.2:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "file:///x",
    ]
    items = "".join(f"<item><link>{link}</link><guid>{link}</guid></item>" for link in links)
    site.put("/feed", f"<rss><channel>{items}</channel></rss>".encode(), Content_Type="text/xml")
    found = list(find_articles([site.url + "/feed"], fetcher=fetcher(allow_private=False)))
    assert all(isinstance(one, Unread) for one in found)
    assert sum("private or reserved" in one.why for one in found if isinstance(one, Unread)) == 3
    assert [path for path, _ in site.asked] == ["/robots.txt", "/feed"]


def test_robots_txt_that_means_harm_does_none(site: Site) -> None:
    site.put("/" + "a" * 2000)
    site.put("/")
    crooked = (b"\xff" * 1000, b"\0" * 5000, b"User-agent: *\nCrawl-delay: 1e99\n")
    for body in (*crooked, b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"$\n"):
        site.put("/robots.txt", body)
        start = time.process_time()
        with suppress(FetchError):
            fetcher(sleep=lambda _: None).get(site.url + "/" + "a" * 2000)
        assert time.process_time() - start < 5
    site.put("/robots.txt", b"", 302, Location="/robots.txt")
    fetcher().get(site.url + "/")
    site.put("/robots.txt", b"# " + b"x" * 600_000)
    assert "larger" in why(site.url + "/")
