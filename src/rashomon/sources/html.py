"""Web pages: body, title, outlet, address and day of publication. No script is ever run."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from rashomon.sources.fields import Fields

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(
    rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.I
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "article",
        "section",
        "header",
        "footer",
        "blockquote",
        "table",
        "ul",
        "ol",
    ]
)
_UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "nav", "form", "button"]
)
_HEADING = re.compile("h[1-6]")
_DEEPEST = 200

for _name in ("trafilatura", "htmldate", "courlan", "charset_normalizer", "readability"):
    logging.getLogger(_name).addHandler(logging.NullHandler())  # or Python prints their warnings to stderr


def looks_like_html(head: str) -> bool:
    """Whether a text begins as a web page does."""
    return _START.match(head) is not None


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page says it is in, within its first 4,096 bytes."""
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode("ascii") if match else None


def read_html(page: str, url: str | None = None) -> Fields:
    """The fields of a web page; ``text`` is its body without navigation, or None where it has no words.

    The body, title, site and address come from trafilatura; a page that it makes nothing of gives all
    its visible words. The date is what the page states of itself (see ``stated_date``).
    """
    if nesting(page) > _DEEPEST:  # libxml2 and what builds on it cut such pages off, or overflow the stack
        return Fields(text=visible_text(page) or None)
    import trafilatura
    from lxml.etree import LxmlError

    from rashomon.sources.html_dates import stated_date

    try:
        tree = trafilatura.load_html(page)
        if tree is None:
            return Fields(text=visible_text(page) or None)
        language = _declared_language(tree)
        published = stated_date(tree, url, language)
        found = trafilatura.bare_extraction(
            page,
            url=url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (
        LxmlError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
        AssertionError,
        KeyError,
        IndexError,
    ):
        return Fields(text=visible_text(page) or None)
    if found is None or isinstance(found, dict):
        title = tree.findtext(".//title")
        return Fields(
            text=visible_text(page) or None, title=title, published=published, language_hint=language
        )
    return Fields(
        url=found.url or url,
        outlet=found.sitename or found.hostname,
        language_hint=language,
        published=published,
        title=found.title,
        text=found.text or visible_text(page) or None,
    )


def nesting(page: str) -> int:
    """How deeply the elements of a page are nested, counted roughly: void and unclosed tags are bounded."""
    deepest = depth = 0
    for match in re.finditer(
        r"<(/?)(div|span|section|article|table|tr|td|ul|ol|li|b|i|em|font|a|p|blockquote|\w+)\b", page
    ):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _UNSEEN:
            self.unseen.append(tag)
        elif tag == "body":
            self.unseen.clear()
        elif tag in _BLOCKS or _HEADING.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()
        elif tag in _BLOCKS or _HEADING.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)


def visible_text(page: str) -> str:
    """The words of a page that a reader would see, a line a block. Takes any nesting."""
    parser = _VisibleText()
    try:
        parser.feed(page)
        parser.close()
    except (AssertionError, ValueError):
        pass
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _declared_language(tree: HtmlElement) -> str | None:
    values = (
        tree.get("lang"),
        tree.get("xml:lang"),
        next(iter(tree.xpath("//meta[translate(@http-equiv,'CL','cl')='content-language']/@content")), None),
        next(iter(tree.xpath("//meta[@property='og:locale']/@content")), None),
    )
    return next((str(value).split(",")[0].strip() for value in values if value and value.strip()), None)
