"""Feeds and other lists: what they hold, what they lead to, and what is new in them."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_site import site

from rashomon.model import Article, Unread
from rashomon.sources import find_articles
from rashomon.sources.feeds import read_feed, read_opml, read_sitemap

__all__ = ["site"]

STORY = "The bridge over the river fell on Monday morning, and twelve people were hurt, the mayor said. " * 8
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Outlet</title><link>https://outlet.example/</link>
<language>en</language>%s</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi"><title>Tờ Báo</title><entry><id>urn:1</id>
<title type="html">Cầu &amp;amp; sông</title><link rel="self" href="https://x.example/self"/>
<link rel="alternate" href="https://x.example/1"/><updated>2020-01-02T00:00:00Z</updated>
<published>2020-01-01T00:00:00Z</published><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>%s</p>
<p>Hai.</p></div></content></entry></feed>"""


def full(number: int, text: str = STORY) -> str:
    return (
        f"<item><title>Bridge {number}</title><link>/{number}</link>"
        f"<guid isPermaLink='false'>g{number}</guid>"
        f"<pubDate>Mon, 31 Oct 2011 22:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>{text}</p><p>End.</p>]]>"
        "</content:encoded></item>"
    )


def found(text: str | bytes) -> list[Article | Unread]:
    return list(find_articles(["-"], stdin=io.BytesIO(text.encode() if isinstance(text, str) else text)))


def test_an_entry_with_its_full_text_is_an_article() -> None:
    (item,) = found(RSS % full(1))
    assert isinstance(item, Article)
    assert (item.url, item.outlet, item.language) == ("https://outlet.example/1", "The Outlet", "en")
    assert (item.title, item.published) == ("Bridge 1", "2011-10-31T22:00:00Z")
    assert item.text == f"{STORY.strip()}\nEnd."


def test_atom_is_read_with_xhtml_in_it() -> None:
    (item,) = found(ATOM % ("Cây cầu đã sập sáng thứ Hai, mười hai người bị thương. " * 12))
    assert isinstance(item, Article)
    assert (item.url, item.published, item.title) == (
        "https://x.example/1",
        "2020-01-01T00:00:00Z",
        "Cầu & sông",
    )
    assert (item.language, item.text[-4:]) == ("vi", "Hai.")


@pytest.mark.parametrize("text", ["Twelve people were hurt.", STORY + "…", STORY + " [...]", ""])
def test_an_entry_without_its_full_text_is_named_by_its_link(text: str) -> None:
    (item,) = found(RSS % full(1, text).replace("<p>End.</p>", ""))
    assert isinstance(item, Unread)
    assert item.why == "an entry without its full text, not fetched: https://outlet.example/1"


def test_broken_and_mis_encoded_feeds_give_what_can_be_read() -> None:
    assert len(found((RSS % (full(1) + full(2)))[:-60])) == 2
    assert len(found((RSS % full(1)).replace("Bridge 1", "A & B <br> &nbsp; &hellip;"))) == 1
    cyrillic = (RSS % full(1, "Мост рухнул в понедельник утром. " * 40)).replace(
        '"1.0"', '"1.0" encoding="windows-1251"', 1
    )
    (item,) = found(cyrillic.encode("cp1251"))
    assert isinstance(item, Article)
    assert item.text.startswith("Мост рухнул")


def test_lists_tell_how_many_links_they_hold() -> None:
    opml = '<?xml version="1.0"?><opml><body><outline><outline xmlUrl="https://a.example/f"/></outline></body></opml>'
    assert [item.why for item in found(opml) if isinstance(item, Unread)] == [
        "a list of feeds: 1 link, not fetched"
    ]
    entry = "<url><loc>https://a.example/{}</loc></url>"
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entry.format(1)}{entry.format(2)}</urlset>"
    assert [item.why for item in found(sitemap) if isinstance(item, Unread)] == [
        "a sitemap: 2 links, not fetched"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<rss>" + "<" * 300_000,
        "<rss>" + "<a>" * 300_000,
        "<rss><channel><title>" + "&" * 300_000,
        "<rss " + "a='b' " * 100_000 + ">",
        "<rss>" + "<!--" * 100_000,
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]><rss><channel><item><title>&a11;</title><description>&a11;</description></item></channel></rss>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&x;</title></item></channel></rss>",
        "<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/x.dtd'><rss><channel><item/></channel></rss>",
    ],
    ids=["signs", "depth", "ampersands", "attributes", "comments", "laughs", "file", "dtd"],
)
def test_xml_that_means_harm_does_none(text: str) -> None:
    start = time.process_time()
    items = found(text)
    assert time.process_time() - start < 5
    assert "root:" not in repr(items)
    assert all(len(repr(item)) < 5_000 for item in items)


@given(st.text(max_size=200), st.binary(max_size=200), st.integers(0, 900))
@settings(max_examples=150, deadline=None)
def test_damaged_lists_never_raise(text: str, noise: bytes, place: int) -> None:
    whole = (RSS % full(1)).encode()
    damaged = (whole[:place] + noise + whole[place + len(noise) :]).decode("utf-8", "replace")
    for one in (damaged, f"<rss>{text}", f"<feed><entry>{text}</entry></feed>"):
        read_feed(one, "https://a.example/")
        read_opml(one)
        read_sitemap(one)
    assert all(isinstance(item, Article | Unread) for item in found(damaged))
