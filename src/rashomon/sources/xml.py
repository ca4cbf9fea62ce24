"""XML of strangers: parsed leniently, with nothing fetched and no entity expanded.

lxml is used rather than feedparser, which needs seconds for 100 KB of markup that means harm, and longer by
the square of that: libxml2 takes what is nested or expanded too far as broken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_START = re.compile(
    r"\s*(?:<\?(?:(?!\?>).){0,2000}\?>\s*|<!--(?:(?!-->).){0,2000}-->\s*|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>\s*)*"
    r"<(?:\w+:)?(rss|feed|rdf|opml|urlset|sitemapindex)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)


def xml_kind(head: str) -> str | None:
    """The name of the root element, lower case, of the kinds of XML that are read."""
    match = _START.match(head.removeprefix("\ufeff"))
    return match[1].lower() if match else None


def parse_xml(text: str) -> _Element | None:
    """The root element, or None where nothing can be made of it."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    plain = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    try:
        return etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def name_of(element: _Element) -> str:
    """An element's name without its namespace, lower case; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: _Element, *names: str) -> Iterator[_Element]:
    """The children of these names."""
    return (child for child in element if name_of(child) in names)


def text_of(element: _Element | None) -> str:
    """All the text below an element, without entities that were not expanded."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for node in element.iterdescendants():
        if isinstance(node.tag, str):
            parts.append(node.text or "")
        parts.append(node.tail or "")
    return "".join(parts).strip()
