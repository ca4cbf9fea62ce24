"""What is watched: feeds and sitemaps with their entries, and lists and pages that lead to these."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from rashomon.model import Unread
from rashomon.sources.contents import reason
from rashomon.sources.decode import NotTextError, clean, decode
from rashomon.sources.feeds import Entry, read_feed, read_opml, read_sitemap
from rashomon.sources.html import declared_charset, looks_like_html
from rashomon.sources.links import web_address
from rashomon.sources.packed import PackedError, packing, unpack
from rashomon.sources.xml import xml_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.sources.fetch import Answer

_MOST_BYTES_OF_A_LIST = 20_000_000
_HEAD = 200_000  # characters of a page within which its feeds are named
_TTL = re.compile(r"<ttl>\s*([0-9]{1,6})\s*</ttl>", re.ASCII)  # of RSS, in minutes
_LINK = re.compile(r"<link\b([^>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEEDS = frozenset(("application/rss+xml", "application/atom+xml", "application/rdf+xml"))
_COMMENTS = "comments"  # what readers wrote, as the feeds of WordPress have it


class Listing(Struct, frozen=True, kw_only=True):
    """The entries of a feed or a sitemap, and the addresses of feeds and sitemaps that it leads to.

    ``pause``: how many seconds a feed wishes to be left alone between two visits.
    """

    kind: Literal["feed", "sitemap", "sitemaps", "feeds"]
    entries: tuple[Entry, ...] = ()
    leads: tuple[str, ...] = ()
    pause: float = 0.0


def read_listing(answer: Answer, limit_bytes: int) -> Listing | str:
    """What a server's answer lists, or why nothing; a web page lists the feeds that its head names."""
    body = answer.body
    try:
        if kind := packing(body):
            body = unpack(body, kind, limit_bytes)
        text = clean(decode(body, answer.charset or declared_charset(body)).text)[0]
    except (PackedError, NotTextError) as error:
        return str(error)
    kind = xml_kind(text[:20_000])
    if kind == "opml":
        return Listing(kind="feeds", leads=tuple(link.url for link in read_opml(text)))
    if kind == "sitemapindex":
        return Listing(kind="sitemaps", leads=tuple(link.url for link in read_sitemap(text)))
    if kind == "urlset":
        pages = enumerate(read_sitemap(text), 1)
        return Listing(
            kind="sitemap",
            entries=tuple(
                Entry(key=f"{link.url} {link.modified or ''}", number=number, link=link)
                for number, link in pages
            ),
        )
    if kind is None and looks_like_html(text[:5000]):
        leads = tuple(named_feeds(text, answer.url))
        return Listing(kind="feeds", leads=leads) if leads else "a page that names no feed"
    entries = read_feed(text, answer.url)
    if entries is None:
        return "neither a feed nor a list of feeds"
    wish = _TTL.search(text[:_HEAD])
    return Listing(kind="feed", entries=tuple(entries), pause=60.0 * int(wish[1]) if wish else 0.0)


def addresses_of(inputs: Iterable[str]) -> tuple[list[str], list[Unread]]:
    """The addresses that are to be watched: those given, and those that OPML files name."""
    found: list[str] = []
    unread: list[Unread] = []
    for one in inputs:
        if url := web_address(one):
            found.append(url)
            continue
        try:
            with Path(one).open("rb") as file:
                text = decode(file.read(_MOST_BYTES_OF_A_LIST), None).text
        except (OSError, ValueError) as error:
            unread.append(Unread(one, reason(error)))
            continue
        except NotTextError as error:
            unread.append(Unread(one, str(error)))
            continue
        links = read_opml(clean(text)[0]) if xml_kind(text[:20_000]) == "opml" else []
        found += [link.url for link in links]
        if not links:
            unread.append(Unread(one, "names no feeds: give a web address, or an OPML file that names feeds"))
    return list(dict.fromkeys(found)), unread


def named_feeds(page: str, base: str) -> list[str]:
    """The feeds that a page's head names for programs that read feeds (``rel="alternate"``)."""
    found: dict[str, None] = {}
    for match in _LINK.finditer(page[:_HEAD]):
        told = {
            name.lower(): unescape(quoted or single or bare)
            for name, quoted, single, bare in _ATTRIBUTE.findall(match[1])
        }
        if "alternate" in told.get("rel", "").lower().split() and told.get("type", "").lower() in _FEEDS:
            try:
                url = web_address(urljoin(base, told.get("href", "").strip()))
                if url and _COMMENTS not in urlsplit(url).path.split("/"):
                    found[url] = None
            except ValueError:
                continue
    return list(found)
