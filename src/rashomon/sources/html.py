"""Web pages: body, title, outlet, address and day of publication. No script is ever run."""

from __future__ import annotations

import logging
import re
from html import unescape
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.sources.decode import NotTextError
from rashomon.sources.fields import Fields

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
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
    + [f"h{level}" for level in range(1, 7)]
)
_NAMES = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "nav",
    "form",
    "button",
    "head",
)
_UNSEEN = re.compile(rf"<(?:!--|({'|'.join(_NAMES)})(?=[\s/>]))", re.IGNORECASE)
_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _NAMES} | {"--": re.compile("--!?>")}
_TAG = re.compile(r"</?([A-Za-z][^\s/>]{0,40})|<[!?]()")
# A report's page has a few hundred thousand characters; trafilatura needs some 7 s for a million.
_MOST_MARKUP = 1_500_000
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
    its visible words, and ``note`` says so. The date is what the page states of itself (see
    ``stated_date``). Raises NotTextError for a page too large to be one report.
    """
    seen = _without_unseen(page)
    if len(seen) > _MOST_MARKUP:
        raise NotTextError(
            f"a page of {len(seen):,} characters, longer than a report is ({_MOST_MARKUP:,} at most)"
        )
    import trafilatura
    from lxml.etree import LxmlError

    from rashomon.sources.html_dates import stated_date

    fields = Fields(note="no article was found in the page; all its visible words are taken")
    try:
        tree = trafilatura.load_html(page)
        if tree is None or _is_deep(tree):
            return replace(fields, text=visible_text(seen))
        language = _declared_language(tree)
        title = tree.findtext(".//title")
        fields = replace(
            fields, title=title, published=stated_date(tree, url, language), language_hint=language
        )
        found = trafilatura.bare_extraction(
            page,
            url=url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (LxmlError, ValueError, TypeError, AttributeError, RecursionError, AssertionError, LookupError):
        found = None
    if found is None or isinstance(found, dict) or not found.text:
        return replace(fields, text=visible_text(seen))
    return replace(
        fields,
        url=found.url or url,
        outlet=found.sitename or found.hostname,
        title=found.title or fields.title,
        text=found.text,
        note=None,
    )


def visible_text(page: str) -> str:
    """The words of a page that a reader would see, a line a block; in one pass, whatever the markup."""
    parts: list[str] = []
    position = 0
    page = _without_unseen(page)
    while (start := page.find("<", position)) >= 0:
        parts.append(page[position:start])
        name = _TAG.match(page, start)
        end = page.find(">", start) if name else start
        if end < 0:
            position = len(page)
            break
        if name and (name[1] or "").lower() in _BLOCKS:
            parts.append("\n")
        elif not name:
            parts.append("<")
        position = end + 1
    parts.append(page[position:])
    lines = (" ".join(line.split()) for line in unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def _without_unseen(page: str) -> str:
    """The page without comments, scripts, styles and the like; what is not closed goes on to the end."""
    parts: list[str] = []
    position = 0
    while match := _UNSEEN.search(page, position):
        parts.append(page[position : match.start()])
        end = _ENDS[(match[1] or "--").lower()].search(page, match.end())
        position = end.end() if end else len(page)
    parts.append(page[position:])
    return " ".join(parts)


def _is_deep(tree: HtmlElement) -> bool:
    """Whether elements are nested so deeply that reading them by recursion might not come back."""
    from lxml.etree import iterwalk

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _declared_language(tree: HtmlElement) -> str | None:
    values = (
        tree.get("lang"),
        tree.get("xml:lang"),
        next(iter(tree.xpath("//meta[translate(@http-equiv,'CL','cl')='content-language']/@content")), None),
        next(iter(tree.xpath("//meta[@property='og:locale']/@content")), None),
    )
    return next((str(value).split(",")[0].strip() for value in values if value and value.strip()), None)
