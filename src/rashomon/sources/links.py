"""What an input points to, where it does not hold the words itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from rashomon.model import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

Listed = Literal["feed", "list of feeds", "sitemap"]


class Link(Struct, frozen=True, kw_only=True):
    """An address, and what the list that holds it tells of what is there; ``modified`` is a sitemap's."""

    url: str
    key: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None


class Links(Struct, frozen=True, kw_only=True):
    """The links of one list, whose articles would have to be fetched."""

    where: str
    kind: Listed
    links: tuple[Link, ...]


def not_fetched(found: Links) -> Iterator[Unread]:
    """Each entry of a feed by its address; of longer lists how many there are."""
    if found.kind == "feed":
        for link in found.links:
            yield Unread(found.where, f"an entry without its full text, not fetched: {link.url}")
    else:
        count = len(found.links)
        yield Unread(found.where, f"a {found.kind}: {count:,} link{'s' * (count != 1)}, not fetched")


def web_address(text: str | None) -> str | None:
    """An http or https address without its fragment, or None where the text is none."""
    url = (text or "").strip()
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(url) > 4000:
            return None
        if not url.isprintable() or " " in url:
            return None
        return parts._replace(fragment="").geturl()
    except ValueError:
        return None
