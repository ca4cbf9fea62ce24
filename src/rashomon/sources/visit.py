"""One visit to a feed, a sitemap, or a list of these."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from rashomon.model import Article, Unread
from rashomon.sources import dates
from rashomon.sources.addresses import FetchError
from rashomon.sources.follow import read_answer
from rashomon.sources.links import Links
from rashomon.sources.listing import Listing, read_listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.sources.feeds import Entry
    from rashomon.sources.fetch import Fetcher
    from rashomon.sources.finish import Finisher
    from rashomon.sources.links import Link

_LONGEST_PAUSE = 86_400.0
_LIST_EVERY = 86_400.0  # which feeds there are changes rarely
_DAYS_OF_SITEMAP = 7
_TRIES = 3
_MOST_KEPT = 5_000
_PART = 16  # articles that are handed over together where none of them had to be fetched
_GONE = 410
_BUSY = frozenset((429, 503))


class FeedState(Struct, frozen=True, kw_only=True):
    """What is kept of an address between two visits; plain data, to be stored as JSON.

    ``due`` is when it may be asked again (seconds since 1970). ``seen`` holds short hashes of the entries
    that were read, the latest last; ``tried`` how often entries were tried in vain. ``leads`` are the feeds
    and sitemaps that it names. ``failures`` counts the visits in a row that failed. ``gone``: the server said
    that it is no more, and it is not asked again.
    """

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    gone: bool = False
    seen: tuple[str, ...] = ()
    tried: dict[str, int] = {}
    leads: tuple[str, ...] = ()


class Polled(Struct, frozen=True, kw_only=True):
    """A part of a visit to a feed: what was new, what could not be read, and the state to keep with it.

    ``failed`` says why the feed itself could not be had; ``forbidden``: it was not asked, since the user
    did not allow it, which is no failure of its server. ``last``: the visit ends with this part.
    """

    feed: str
    found: tuple[Article | Unread, ...]
    state: FeedState
    failed: str | None = None
    forbidden: bool = False
    last: bool = True


class Manner(NamedTuple):
    """How feeds are visited; see ``watch.poll``."""

    fetcher: Fetcher
    finisher: Finisher
    every: float
    follow: bool
    since: str | None


def visit(feed: str, before: FeedState, manner: Manner) -> Iterator[Polled]:
    """What is new at an address, in parts; see ``watch.poll``."""
    fetcher, every = manner.fetcher, manner.every
    try:
        answer = fetcher.get(feed, etag=before.etag, modified=before.modified)
    except FetchError as error:
        yield _failed(feed, before, error, fetcher.clock(), every)
        return
    pause = max(every, min(answer.fresh, _LONGEST_PAUSE))
    after = replace(before, due=fetcher.clock() + pause, failures=0)
    if answer.status == 304:
        yield Polled(feed=feed, found=(), state=after)
        return
    listing = read_listing(answer, fetcher.limit_bytes)
    if isinstance(listing, str):
        yield _failed(feed, before, FetchError(listing), fetcher.clock(), every)
        return
    after = replace(after, etag=answer.etag, modified=answer.modified, leads=listing.leads)
    pause = max(pause, _LIST_EVERY if listing.kind == "feeds" else min(listing.pause, _LONGEST_PAUSE))
    after = replace(after, due=fetcher.clock() + pause)
    yield from _News(feed, before, after, listing, answer.url, manner).parts()


class _News:
    """The entries of a listing that were not seen before, read one after another."""

    def __init__(
        self,
        feed: str,
        before: FeedState,
        after: FeedState,
        listing: Listing,
        where: str,
        manner: Manner,
    ) -> None:
        self._feed = feed
        self._before = before
        self._after = after
        self._where = where
        self._manner = manner
        self._tried: dict[str, int] = {}
        self._found: list[Article | Unread] = []
        self._fetched = False
        keys = _keyed(listing.entries)
        # What the feed still holds is the last to be forgotten.
        old = [key for key in before.seen if key not in keys]
        self._most = max(_MOST_KEPT, 2 * len(keys))
        self._seen = dict.fromkeys([*old, *(key for key in before.seen if key in keys)])
        self._fresh = {key: entry for key, entry in keys.items() if key not in self._seen}
        first = not before.seen
        for key, entry in list(self._fresh.items()):
            if _is_old(entry, listing, first, manner):
                self._seen[key] = None
                del self._fresh[key]

    def parts(self) -> Iterator[Polled]:
        for key, entry in self._fresh.items():
            wait = self._read(key, entry)
            if wait:  # the host wants to be left alone: what is left waits for the next visit
                due = max(self._after.due, self._manner.fetcher.clock() + wait)
                yield self._part(replace(self._after, due=due, etag=None, modified=None), last=True)
                return
            if self._fetched or len(self._found) >= _PART:
                again = replace(self._after, due=self._before.due, etag=None, modified=None)
                yield self._part(again, last=False)
        # A server that is told the etag would say that nothing changed, though some are to be tried again.
        after = replace(self._after, etag=None, modified=None) if self._tried else self._after
        yield self._part(after, last=True)

    def _part(self, state: FeedState, *, last: bool) -> Polled:
        found, self._found, self._fetched = tuple(self._found), [], False
        tried = self._tried if last else self._before.tried | self._tried
        state = replace(state, seen=tuple(self._seen)[-self._most :], tried=dict(tried))
        return Polled(feed=self._feed, found=found, state=state, last=last)

    def _read(self, key: str, entry: Entry) -> float | None:
        """Read an entry; the seconds to wait where its host cannot be asked now."""
        where = f"{self._where}, entry {entry.number}"
        if entry.article:
            self._found += self._manner.finisher.finish(entry.article, where, None, entry.key)
        elif entry.link and self._manner.follow:
            try:
                self._found += self._page(entry.link)
            except FetchError as error:
                if error.wait or error.status in _BUSY:
                    return error.wait or self._manner.every
                self._found.append(Unread(entry.link.url, str(error)))
                tries = self._before.tried.get(key, 0) + 1
                if tries < _TRIES and error.status != _GONE:
                    self._tried[key] = tries
                    return None
        elif entry.link:
            self._found.append(
                Unread(where, f"an entry without its full text, not fetched: {entry.link.url}")
            )
        else:
            self._found.append(Unread(where, "an entry with neither its full text nor a link"))
        self._seen[key] = None
        return None

    def _page(self, link: Link) -> Iterator[Article | Unread]:
        self._fetched = True
        answer = self._manner.fetcher.get(link.url)
        for found in read_answer(answer, link, self._manner.finisher, self._manner.fetcher.limit_bytes):
            if isinstance(found, Links):
                yield Unread(link.url, f"a {found.kind} where an article should be, not followed")
            else:
                yield found


def _keyed(entries: Sequence[Entry]) -> dict[str, Entry]:
    """The entries by short keys. A text that changed is another entry, and so are two under one name."""
    named = Counter(entry.key for entry in entries)
    found: dict[str, Entry] = {}
    for entry in entries:
        key = entry.key
        if entry.article:
            key += f"\0{entry.article.text}"
        if named[entry.key] > 1:
            key += f"\0{entry.link.url if entry.link else ''}\0{entry.link.title if entry.link else ''}"
        found.setdefault(_short(key), entry)
    return found


def _is_old(entry: Entry, listing: Listing, first: bool, manner: Manner) -> bool:
    """Whether an entry is to be left alone; a sitemap may list the pages of years."""
    told = entry.article.published if entry.article else None
    if entry.link:
        told = entry.link.modified or entry.link.published
    day = dates.normalise(told) if told else None
    since = manner.since
    if since is None and listing.kind == "sitemap":
        if day is None:
            return first
        since = (
            (datetime.fromtimestamp(manner.fetcher.clock(), UTC) - timedelta(days=_DAYS_OF_SITEMAP))
            .date()
            .isoformat()
        )
    return since is not None and day is not None and len(day) >= 10 and day[:10] < since


def _failed(feed: str, before: FeedState, error: FetchError, now: float, every: float) -> Polled:
    failures = before.failures + 1
    pause = min(every * 2 ** min(failures - 1, 10), max(every, _LONGEST_PAUSE))
    gone = error.status == _GONE
    state = replace(before, due=now + max(pause, error.wait or 0.0), failures=failures, gone=gone)
    why, told = str(error), (Unread(feed, str(error)),)
    return Polled(feed=feed, found=told, state=state, failed=why, forbidden=error.forbidden)


def _short(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=9).hexdigest()
