"""RSS (0.9 to 2.0), Atom, OPML and sitemaps: the articles they hold and the links to those they don't."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct

from rashomon.sources.fields import Fields
from rashomon.sources.html import visible_text
from rashomon.sources.links import Link, web_address
from rashomon.sources.xml import children, name_of, parse_xml, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

# As UTF-8, which makes scripts more alike: a Chinese letter says about as much as three Latin ones.
_FULL_BYTES = 600
_FULL_BYTES_OF_SUMMARY = 1_500
_CUT = re.compile(r"(?:…|\.\.\.|\[[….]+\]|\(more\)|»|→)\W{0,3}$")


class Entry(Struct, frozen=True, kw_only=True):
    """An entry of a feed: its article where it holds one, else its link; ``key`` is its own in the feed."""

    key: str
    number: int
    article: Fields | None = None
    link: Link | None = None


def read_feed(text: str, base: str | None = None) -> list[Entry] | None:
    """The entries of an RSS or Atom feed in its order, or None where it is none.

    An entry holds its article where it has content of some length that is not cut off ("…"), or a
    description several times as long as descriptions are; otherwise it is a link. ``base`` is where the
    feed came from, for links that are relative.
    """
    root = parse_xml(text)
    if root is None or name_of(root) not in ("rss", "feed", "rdf"):
        return None
    channel = next(children(root, "channel"), root)
    outlet = " ".join(visible_text(text_of(next(children(channel, "title"), None))).split()) or None
    language = text_of(next(children(channel, "language"), None)) or _attribute(root, "lang")
    items = [*children(channel, "item", "entry")] or [*children(root, "item", "entry")]
    base = _attribute(root, "base") or base or _address(channel, None)
    return [_entry(item, number, outlet, language, base) for number, item in enumerate(items, 1)]


def read_opml(text: str) -> list[Link]:
    """The feeds that an OPML file names."""
    root = parse_xml(text)
    found: dict[str, Link] = {}
    for outline in root.iter() if root is not None else ():
        if name_of(outline) == "outline":
            names = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
            if url := web_address(names.get("xmlurl")):
                found.setdefault(url, Link(url=url, title=names.get("title") or names.get("text")))
    return list(found.values())


def read_sitemap(text: str) -> list[Link]:
    """The pages that a sitemap names, or the sitemaps of an index, with what a news sitemap tells of them."""
    root = parse_xml(text)
    found: dict[str, Link] = {}
    for entry in children(root, "url", "sitemap") if root is not None else ():
        url = web_address(text_of(next(children(entry, "loc"), None)))
        news = next(children(entry, "news"), None)
        told = {name_of(one): text_of(one) for one in news} if news is not None else {}
        if url:
            link = Link(
                url=url,
                title=told.get("title"),
                published=told.get("publication_date"),
                modified=text_of(next(children(entry, "lastmod"), None)) or None,
            )
            found.setdefault(url, link)
    return list(found.values())


def _entry(item: _Element, number: int, outlet: str | None, language: str | None, base: str | None) -> Entry:
    url = _address(item, base)
    title = " ".join(visible_text(_text(next(children(item, "title"), None))).split()) or None
    dates = {name_of(one): text_of(one) for one in item if one.text}
    published = next(
        (dates[name] for name in ("pubdate", "published", "issued", "date", "created") if dates.get(name)),
        None,
    )
    source = next(children(item, "source"), None)
    named = next(children(source, "title"), source) if source is not None else None
    outlet = text_of(named) or outlet
    key = text_of(next(children(item, "guid", "id"), None)) or url or f"{title or ''} {published or ''}"
    text = _full_text(item)
    if text is None:
        link = Link(url=url, key=key, title=title, outlet=outlet, published=published) if url else None
        return Entry(key=key, number=number, link=link)
    fields = Fields(
        url=url,
        outlet=outlet,
        language_hint=_attribute(item, "lang") or language or None,
        published=published,
        title=title,
        text=text,
    )
    return Entry(key=key, number=number, article=fields)


def _full_text(item: _Element) -> str | None:
    contents = [
        visible_text(_text(one)) for one in children(item, "encoded", "content") if not one.get("url")
    ]
    summaries = [visible_text(_text(one)) for one in children(item, "description", "summary")]
    longest = max(contents, key=len, default="")
    if _is_whole(longest, _FULL_BYTES) and all(len(longest) >= len(summary) for summary in summaries):
        return longest
    longest = max(summaries, key=len, default="")
    return longest if _is_whole(longest, _FULL_BYTES_OF_SUMMARY) else None


def _is_whole(text: str, least_bytes: int) -> bool:
    return len(text.encode("utf-8", "replace")) >= least_bytes and not _CUT.search(text[-60:])


def _text(element: _Element | None) -> str:
    """The words or markup of an element: HTML as text, as CDATA, or as elements of XHTML."""
    if element is None:
        return ""
    if any(isinstance(child.tag, str) for child in element):
        from lxml import etree

        markup: str = etree.tostring(element, encoding="unicode", with_tail=False)
        return re.sub(r"<(/?)\w+:", r"<\1", markup)
    return text_of(element)


def _address(item: _Element, base: str | None) -> str | None:
    """Where the entry stands on the web: its link, or a guid that is one."""
    return next(
        (url for text in _addresses(item) if (url := web_address(_joined(base, text)))),
        None,
    )


def _addresses(item: _Element) -> Iterator[str]:
    links = [*children(item, "link")]
    for link in links:
        if (href := link.get("href")) and link.get("rel", "alternate") == "alternate":
            yield href
    for link in links:
        if text := text_of(link):
            yield text
    for guid in children(item, "guid", "id"):
        if guid.get("isPermaLink", "").lower() != "false" and "://" in (text := text_of(guid)):
            yield text


def _joined(base: str | None, url: str) -> str:
    try:
        return urljoin(base, url.strip()) if base else url
    except ValueError:
        return ""


def _attribute(element: _Element, name: str) -> str | None:
    """The value of xml:lang or xml:base."""
    value: str | None = element.get(f"{{http://www.w3.org/XML/1998/namespace}}{name}")
    return value
