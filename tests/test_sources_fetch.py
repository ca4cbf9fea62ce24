"""Fetching: only where allowed, within limits, politely. Servers stand on loopback, in the test."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_site import HTML, PAGE, Site, fetcher, site, why

from rashomon.model import Article, Unread
from rashomon.sources import FetchError, find_articles
from rashomon.sources.addresses import Target, is_public, resolve

__all__ = ["site"]

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
    assert resolve(Target("http://rebound.example/"), allow_private=False, seconds=1) == ("93.184.216.34",)
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


def test_a_server_that_says_nothing_changed_though_it_was_not_asked_is_named(site: Site) -> None:
    site.put("/", b"", 304)
    assert why(site.url + "/") == "answered 304"


def test_letters_of_any_script_may_stand_in_an_address(site: Site) -> None:
    site.put("/b%C3%A1o/c%E1%BA%A7u")
    site.pages["/go"] = lambda it: (
        it.wfile.write("HTTP/1.1 302 x\r\nLocation: /báo/cầu\r\nContent-Length: 0\r\n\r\n".encode()) and None
    )
    assert fetcher().get(site.url + "/báo/cầu").body == PAGE
    assert fetcher().get(site.url + "/go").body == PAGE


def test_where_one_address_of_a_name_is_dead_the_next_is_tried(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/")
    look_up = socket.getaddrinfo
    both = [(2, 1, 6, "", (one, 0)) for one in ("127.0.0.3", "127.0.0.1")]
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, *rest, **named: both if host == "two.example" else look_up(host, *rest, **named),
    )
    assert fetcher().get(f"http://two.example:{site.server.server_port}/").body == PAGE


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
