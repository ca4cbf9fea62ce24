"""Feeds, sitemaps and lists of these from one visit to the next: only what is new, asked for politely."""

from __future__ import annotations

import gzip
import json
from typing import Any

import msgspec
from test_sources_feeds import RSS, STORY, full
from web_site import Site, fetcher, site

from rashomon.model import Article, Unread
from rashomon.sources import FeedState, next_due, poll
from rashomon.sources.listing import named_feeds

__all__ = ["site"]

NOW = 1_320_105_600.0  # 1 November 2011, when the entries of the feeds below are new


def look(address: str, now: float, state: dict[str, FeedState] | None = None, **options: Any) -> Any:
    """What a round of visits gives, and the states after it."""
    states = dict(state or {})
    found: list[Article | Unread] = []
    for part in poll([address], states, fetcher=fetcher(clock=lambda: now), **options):
        states[part.feed] = part.state
        found += part.found
    return found, states


# Feeds


def serve(site: Site, *items: str, etag: str = '"1"') -> None:
    body = (RSS % "".join(items)).replace("https://outlet.example", site.url).encode()
    site.pages["/feed"] = lambda handler: (
        (304, {}, b"") if handler.headers.get("If-None-Match") == etag else (200, {"ETag": etag}, body)
    )


def visit(site: Site, state: FeedState | None, now: float) -> tuple[list[Article | Unread], FeedState]:
    feed = site.url + "/feed"
    before = {feed: msgspec.json.decode(msgspec.json.encode(state), type=FeedState)} if state else {}
    parts = list(poll([feed], before, fetcher=fetcher(clock=lambda: now)))
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
    return [item for part in parts for item in part.found], parts[-1].state


def test_only_what_is_new_is_given(site: Site) -> None:
    serve(site, full(1))
    first, state = visit(site, None, 0)
    assert [item.title for item in first if isinstance(item, Article)] == ["Bridge 1"]
    assert visit(site, state, 1000)[0] == []
    serve(site, full(2), full(1), etag='"2"')
    second, state = visit(site, state, 2000)
    assert [item.title for item in second if isinstance(item, Article)] == ["Bridge 2"]
    assert (
        list(poll([site.url + "/feed"], {site.url + "/feed": state}, fetcher=fetcher(clock=lambda: 2001.0)))
        == []
    )


def test_an_entry_whose_page_fails_is_tried_three_times(site: Site) -> None:
    serve(site, full(1, "Short."))
    state: FeedState | None = None
    counts = []
    for now in range(0, 5000, 1000):
        _, state = visit(site, state, now)
        counts.append(site.count("/1"))
    assert counts == [1, 2, 3, 3, 3]


def test_a_feed_that_fails_is_asked_less_and_less_and_one_that_is_gone_no_more(site: Site) -> None:
    site.put("/feed", b"", 500)
    state: FeedState | None = None
    pauses = []
    now = 0.0
    for _ in range(4):
        found, state = visit(site, state, now)
        assert [item.why for item in found if isinstance(item, Unread)] == ["answered 500"]
        pauses.append(state.due - now)
        now = state.due
    assert pauses == [900, 1800, 3600, 7200]
    site.put("/feed", b"", 429, Retry_After="50000")
    _, state = visit(site, state, now)
    assert state.due - now == 50_000
    site.put("/feed", b"", 410)
    _, state = visit(site, state, state.due)
    assert state.gone
    assert next_due([site.url + "/feed"], {site.url + "/feed": state}) is None


def test_what_is_no_feed_is_named(site: Site) -> None:
    for body in (b"<html><body>Hello</body></html>", b"\x89PNG\r\n\x1a\n", b"", json.dumps([1]).encode()):
        site.put("/feed", body)
        found, state = visit(site, None, 0)
        assert [type(item) for item in found] == [Unread]
        assert state.failures == 1


def test_a_text_that_changed_and_entries_of_one_name_are_new(site: Site) -> None:
    serve(site, full(1))
    _, state = visit(site, None, 0)
    serve(site, full(1, STORY + "Two have died since."), etag='"2"')
    again, _ = visit(site, state, 1000)
    assert [item.text[-5:] for item in again if isinstance(item, Article)] == ["\nEnd."]
    for number in range(3):
        site.put(f"/{number}")
    serve(site, *(f"<item><guid>0</guid><link>/{number}</link></item>" for number in range(3)), etag='"3"')
    assert len([item for item in visit(site, None, 0)[0] if isinstance(item, Article)]) == 3


def test_a_feed_is_asked_no_more_often_than_it_wishes(site: Site) -> None:
    serve(site, "<ttl>120</ttl>", full(1))
    assert visit(site, None, 0)[1].due == 7200
    site.put("/feed", (RSS % full(1)).encode(), Cache_Control="public, max-age=3600, s-maxage=9")
    assert visit(site, None, 0)[1].due == 3600
    serve(site, "<ttl>999999</ttl>", full(1))
    assert visit(site, None, 0)[1].due == 86_400


def test_a_clock_that_was_wrong_silences_no_feed_for_years(site: Site) -> None:
    serve(site, full(1))
    found, _ = look(site.url + "/feed", NOW, {site.url + "/feed": FeedState(due=NOW * 2)})
    assert len(found) == 1


# Sitemaps, lists, pages


def sitemap(site: Site, *pages: tuple[str, str]) -> bytes:
    entries = "".join(
        f"<url><loc>{site.url}{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in pages
    )
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>".encode()


def test_of_a_sitemap_only_what_is_new_or_changed_is_fetched(site: Site) -> None:
    for path in ("/old", "/new", "/undated", "/later"):
        site.put(path)
    site.put("/map", sitemap(site, ("/old", "2009-05-05"), ("/new", "2011-10-31"), ("/undated", "")))
    found, states = look(site.url + "/map", NOW)
    assert [one.url for one in found if isinstance(one, Article)] == [site.url + "/new"]
    site.put(
        "/map",
        sitemap(site, ("/old", "2011-11-01"), ("/new", "2011-10-31"), ("/undated", ""), ("/later", "")),
    )
    found, _ = look(site.url + "/map", NOW + 1000, states)
    assert [one.url for one in found if isinstance(one, Article)] == [site.url + "/old", site.url + "/later"]
    found, _ = look(site.url + "/map", NOW, since="2000-01-01")
    assert len(found) == 4


def test_indexes_lists_and_pages_lead_to_what_is_watched(site: Site) -> None:
    site.put("/new")
    site.put("/map.gz", gzip.compress(sitemap(site, ("/new", "2011-10-31"))), Content_Type="application/gzip")
    index = f"<sitemapindex><sitemap><loc>{site.url}/map.gz</loc></sitemap></sitemapindex>"
    site.put("/index", index.encode())
    serve(site, full(1))
    link = '<link href="/feed" type="application/rss+xml" rel="alternate">'
    comments = '<link href="/comments/feed/" type="application/rss+xml" rel="alternate">'
    site.put("/", f"<html><head>{link}{comments}</head><body>Home</body></html>".encode())
    for address, there in (("/index", "/map.gz"), ("/", "/feed")):
        found, states = look(site.url + address, NOW)
        assert len([one for one in found if isinstance(one, Article)]) == 1
        assert set(states) == {site.url + address, site.url + there}
        assert next_due([site.url + address], states) == NOW + 900
        before = site.count(there)
        look(site.url + address, NOW + 901, states)
        assert site.count(there) == before + 1


def test_lists_that_lead_to_one_another_come_to_an_end(site: Site) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        site.put(
            f"/{name}",
            f"<sitemapindex><sitemap><loc>{site.url}/{other}</loc></sitemap></sitemapindex>".encode(),
        )
    look(site.url + "/a", NOW)
    assert (site.count("/a"), site.count("/b")) == (1, 1)


def test_a_page_names_its_feeds_in_any_manner_of_writing() -> None:
    page = "<link REL='Alternate' Type=application/atom+xml href=f.xml><link rel=stylesheet href=x><link"
    assert named_feeds(page, "https://a.example/b/") == ["https://a.example/b/f.xml"]
    assert (
        named_feeds('<link rel="alternate" type="application/rss+xml" href="http://[">', "https://a.example")
        == []
    )


# A busy host


def test_a_host_that_wants_to_be_left_alone_is_and_its_entries_wait(site: Site) -> None:
    serve(site, *(full(number, "Short.") for number in range(4)))
    site.put("/0")
    for number in range(1, 4):
        site.put(f"/{number}", b"", 429, Retry_After="5000")
    found, states = look(site.url + "/feed", NOW)
    assert [one.url for one in found if isinstance(one, Article)] == [site.url + "/0"]
    assert (site.count("/1"), site.count("/2")) == (1, 0)
    assert next_due([site.url + "/feed"], states) == NOW + 5000
    for number in range(1, 4):
        site.put(f"/{number}")
    found, _ = look(site.url + "/feed", NOW + 5001, states)
    assert len([one for one in found if isinstance(one, Article)]) == 3
