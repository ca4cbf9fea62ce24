"""Fetching: only where allowed, within limits, politely. Servers stand on loopback, in the test."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Article, Unread
from rashomon.sources import Fetcher, FetchError, find_articles
from rashomon.sources.addresses import Target, is_public, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = (
    b"<html><head><title>Bridge</title></head><body><article><p>The bridge fell on Monday morning. "
    b"Twelve people were hurt, the mayor said.</p></article></body></html>"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}
Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose answers are functions of the request; it keeps what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], Reply | None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                self.close_connection = True
                answer = site.pages.get(self.path, lambda _: (404, {}, b""))(self)
                if answer is None:
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def put(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = lambda _: (status, {**HTML, **named}, body)

    def count(self, path: str) -> int:
        return sum(one == path for one, _ in self.asked)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


def fetcher(**options: object) -> Fetcher:
    return Fetcher(**{"allow_private": True, "delay": 0.0, "seconds": 5.0, **options})  # type: ignore[arg-type]


def why(url: str, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher(**options).get(url)
    return str(caught.value)


# Where may be fetched from


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *(
            "100.64.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1%eth0",
        ),
        *("fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "::127.0.0.1", "2001:db8::1", "nonsense"),
    ],
)
def test_addresses_that_not_everybody_reaches_are_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "localhost",
        "[::ffff:7f00:1]",
        "0",
    ],
)
def test_loopback_is_refused_however_it_is_written(host: str, site: Site) -> None:
    site.put("/")
    assert why(f"http://{host}:{site.server.server_port}/", allow_private=False)
    assert site.asked == []


def test_a_name_is_looked_up_once_and_that_address_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/")
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (one, 80)) for one in answers.pop(0)]
    )
    assert resolve(Target("http://rebound.example/"), allow_private=False, seconds=1) == "93.184.216.34"
    with pytest.raises(FetchError, match="private"):
        resolve(Target("http://rebound.example/"), allow_private=False, seconds=1)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: both)
    with pytest.raises(FetchError, match="private"):
        resolve(Target("http://mixed.example/"), allow_private=False, seconds=1)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "gopher://a",
        "http://",
        "http://[::1",
        "//a",
        "http://a\n.example/",
        "http://u:p@a.example/",
        "http://a.example:99999/",
        "http://" + "a" * 70 + ".example/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    assert why(url)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}"):
        try:
            Target(url)
        except FetchError:
            continue


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


def test_packed_answers_are_unpacked_and_bombs_named(site: Site) -> None:
    site.put("/", gzip.compress(PAGE), Content_Encoding="gzip")
    site.put("/bomb", gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    site.put("/odd", b"xyz", Content_Encoding="br")
    site.put("/bad", b"xyz", Content_Encoding="gzip")
    assert fetcher().get(site.url + "/").body == PAGE
    assert "unpacks to more than" in why(site.url + "/bomb")
    assert "coding" in why(site.url + "/odd")
    assert "broken" in why(site.url + "/bad")


# Politeness


def test_the_project_and_its_version_are_named(site: Site) -> None:
    site.put("/")
    fetcher().get(site.url + "/")
    assert all(head["user-agent"].startswith("Rashomon/0") for _, head in site.asked)


def test_robots_txt_is_asked_once_and_obeyed(site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /closed*\nCrawl-delay: 7\n")
    site.put("/open")
    site.put("/to-closed", b"", 302, Location="/closed/2")
    waited: list[float] = []
    one = fetcher(clock=lambda: 0.0, sleep=waited.append)
    one.get(site.url + "/open")
    for path in ("/closed", "/to-closed"):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            one.get(site.url + path)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open", "/to-closed"]
    assert waited == [7.0]


def test_a_host_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.put("/")
    site.put("/robots.txt", b"", 500)
    assert "robots.txt" in why(site.url + "/")
    assert site.count("/") == 0


def test_a_busy_host_is_asked_again_when_it_says_so_and_not_before(site: Site) -> None:
    answers = iter([(429, {"Retry-After": "9"}, b""), (200, HTML, PAGE), (503, {"Retry-After": "4000"}, b"")])
    site.pages["/"] = lambda _: next(answers)
    waited: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    one = fetcher(clock=lambda: now[0], sleep=sleep)
    assert one.get(site.url + "/").status == 200
    assert waited == [9.0]
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            one.get(site.url + "/")
        assert caught.value.wait == 4000
    assert site.count("/") == 3


def test_what_did_not_change_is_not_sent_again(site: Site) -> None:
    site.pages["/"] = lambda handler: (
        (304, {"ETag": '"1"'}, b"")
        if handler.headers.get("If-None-Match") == '"1"'
        else (200, {**HTML, "ETag": '"1"'}, PAGE)
    )
    first = fetcher().get(site.url + "/")
    assert (first.status, first.etag) == (200, '"1"')
    assert fetcher().get(site.url + "/", etag=first.etag).status == 304


# From addresses to articles


def test_an_address_is_not_fetched_unless_asked_to(site: Site) -> None:
    site.put("/")
    (item,) = find_articles([site.url + "/"])
    assert isinstance(item, Unread)
    assert site.asked == []


def test_lists_of_feeds_lead_to_their_articles(site: Site) -> None:
    item = "<item><link>/report</link><pubDate>Mon, 31 Oct 2011 22:00:00 GMT</pubDate></item>"
    site.put(
        "/feed",
        f"<rss><channel><title>The Outlet</title>{item}</channel></rss>".encode(),
        Content_Type="text/xml",
    )
    outline = f'<outline xmlUrl="{site.url}/feed"/><outline xmlUrl="{site.url}/gone"/>'
    site.put("/opml", f"<opml><body>{outline}</body></opml>".encode())
    site.put("/report")
    found = list(find_articles([site.url + "/opml"], fetcher=fetcher()))
    (article,) = [one for one in found if isinstance(one, Article)]
    assert (article.url, article.published) == (site.url + "/report", "2011-10-31T22:00:00Z")
    assert [one.why for one in found if isinstance(one, Unread)] == ["answered 404"]


def test_sitemaps_that_name_one_another_come_to_an_end(site: Site) -> None:
    names = "".join(f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in "ab")
    for name in "ab":
        site.put(f"/{name}", f"<sitemapindex>{names}</sitemapindex>".encode(), Content_Type="text/xml")
    list(find_articles([site.url + "/a"], fetcher=fetcher()))
    assert (site.count("/a"), site.count("/b")) == (1, 1)
