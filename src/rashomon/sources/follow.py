"""From links to articles: what is fetched is read as a file of its kind would be."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rashomon.model import Article, Unread
from rashomon.sources.addresses import FetchError
from rashomon.sources.contents import Found, Source, read_contents
from rashomon.sources.links import Link, Links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.sources.fetch import Answer, Fetcher
    from rashomon.sources.finish import Finisher

# A list of feeds names feeds, which name pages; a sitemap of sitemaps the same. A page names nothing.
_DEEPEST = 3
_MOST_LINKS = 50_000


def follow_link(link: Link, fetcher: Fetcher, finisher: Finisher, limit: int) -> Iterator[Article | Unread]:
    """The articles at a web address: a page, or all that a feed or another list there leads to."""
    yield from _Following(fetcher, finisher, limit).link(link, 0)


def follow(links: Links, fetcher: Fetcher, finisher: Finisher, limit: int) -> Iterator[Article | Unread]:
    """The articles that links lead to; each that cannot be had is named."""
    yield from _Following(fetcher, finisher, limit).links(links, 1)


def read_answer(answer: Answer, link: Link, finisher: Finisher, limit: int) -> Iterator[Found]:
    """What a server's answer holds; ``link`` is what the list that led there tells of it."""
    page = answer.media in ("text/html", "application/xhtml+xml")
    source = Source(
        where=answer.url,
        stem=answer.url,
        suffix=".html" if page else "",
        url=answer.url,
        charset=answer.charset,
        published=link.published,
        outlet=link.outlet,
    )
    return read_contents(io.BytesIO(answer.body), source, finisher, limit)


class _Following:
    def __init__(self, fetcher: Fetcher, finisher: Finisher, limit: int) -> None:
        self._fetcher = fetcher
        self._finisher = finisher
        self._limit = limit
        self._seen: set[str] = set()

    def links(self, found: Links, depth: int) -> Iterator[Article | Unread]:
        if depth > _DEEPEST:
            yield Unread(found.where, f"a {found.kind} named by lists of lists, not followed further")
            return
        for link in found.links:
            if len(self._seen) >= _MOST_LINKS:
                yield Unread(found.where, f"more than {_MOST_LINKS:,} links; the rest is not fetched")
                return
            yield from self.link(link, _DEEPEST if found.kind == "feed" else depth)

    def link(self, link: Link, depth: int) -> Iterator[Article | Unread]:
        if link.url in self._seen:
            return
        self._seen.add(link.url)
        try:
            answer = self._fetcher.get(link.url)
        except FetchError as error:
            yield Unread(link.url, str(error))
            return
        for found in read_answer(answer, link, self._finisher, self._limit):
            if isinstance(found, Links):
                yield from self.links(found, depth + 1)
            else:
                yield found
