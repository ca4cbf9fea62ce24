"""The day of publication that a web page states of itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from rashomon.sources.dates import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_META = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published"),
    *(
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date",
        "dcterms.date",
        "citation_publication_date",
    ),
    *("pubdate", "publishdate", "publish-date", "publication_date", "published_at", "date"),
)
_ABOUT_DATES = re.compile(r"date|time|publi|posted|byline|stamp", re.IGNORECASE)
_EITHER_ORDER = re.compile(r"\b(0?[1-9]|1[0-2])[-/.](0?[1-9]|1[0-2])[-/.](?:\d{2}){1,2}\b")
# Fixed bounds: htmldate's own end is today, and the same page must give the same date tomorrow.
_EARLIEST, _LATEST = "1900-01-01", "2199-12-31"


def stated_date(tree: HtmlElement, url: str | None = None, language: str | None = None) -> str | None:
    """The date or date-time of publication, as ISO 8601, or None.

    First what the page says for machines: its metadata, JSON-LD, microdata. Else htmldate reads the
    address and the elements made for dates, and its answer counts only where the earliest and the latest
    date that it finds are one. Running text, copyright lines and today's date are never looked at.
    """
    for value in _for_machines(tree):
        if found := normalise(value, language):
            return found
    return _agreed(tree, url)


def _for_machines(tree: HtmlElement) -> Iterator[str]:
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(name.strip().lower(), element.get("content") or "")
    yield from (meta[name] for name in _META if meta.get(name))
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from _in_linked_data(script.text or "")
    marked = "//*[@itemprop='datePublished'] | //time[@pubdate]"
    elements = tree.xpath(marked)
    if len(elements) == 1:
        element = elements[0]
        yield element.get("datetime") or element.get("content") or str(element.text_content())


def _in_linked_data(text: str) -> Iterator[str]:
    """``datePublished`` of the one article that JSON-LD describes; of several it is not known which."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    dates = list(dict.fromkeys(_dates(data, 0)))
    if len(dates) == 1:
        yield dates[0]


def _dates(data: Any, depth: int) -> Iterator[str]:
    if depth > 6:
        return
    if isinstance(data, list):
        for item in data:
            yield from _dates(item, depth + 1)
    elif isinstance(data, dict):
        types = str(data.get("@type", ""))
        if isinstance(data.get("datePublished"), str) and re.search("Article|Posting|Report", types):
            yield data["datePublished"]
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _dates(data.get(name), depth + 1)


def _agreed(tree: HtmlElement, url: str | None) -> str | None:
    from htmldate import find_date
    from lxml.etree import LxmlError

    page = _only_dates(tree)
    try:
        first, last = (
            find_date(
                page,
                extensive_search=False,
                original_date=original,
                url=url,
                min_date=_EARLIEST,
                max_date=_LATEST,
            )
            for original in (True, False)
        )
    except (LxmlError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
    return first if first == last else None


def _only_dates(tree: HtmlElement) -> HtmlElement:
    """A page of the head's metadata and of the short elements of the body that are made for dates."""
    from lxml import html

    page = html.fromstring("<html><head></head><body></body></html>")
    for element in tree.xpath("//head/meta | //head/link[@rel='canonical']"):
        copy = html.Element(element.tag)
        copy.attrib.update(element.attrib)
        page.head.append(copy)
    for element in tree.xpath("//body//*[not(ancestor-or-self::aside or ancestor-or-self::footer)]"):
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        about = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
        if element.tag not in ("time", "abbr") and not _ABOUT_DATES.search(about):
            continue
        text = str(element.text_content())
        if len(text) < 100 and not _EITHER_ORDER.search(text):
            copy = html.Element(element.tag)
            copy.attrib.update(element.attrib)
            copy.text = text
            page.body.append(copy)
    return page
