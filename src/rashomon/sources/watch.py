"""Feeds that are watched: what is new in them since the last time, asked for politely."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from rashomon.model import Article, Unread
from rashomon.sources.addresses import FetchError
from rashomon.sources.contents import Source
from rashomon.sources.decode import NotTextError, clean, decode
from rashomon.sources.feeds import Entry, read_feed
from rashomon.sources.fields import Defaults
from rashomon.sources.finish import Finisher
from rashomon.sources.follow import follow as follow_links
from rashomon.sources.html import declared_charset
from rashomon.sources.links import Links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rashomon.sources.fetch import Answer, Fetcher

EVERY_SECONDS = 900.0
_LONGEST_PAUSE = 86_400.0
_TRIES = 3
_MOST_KEPT = 5_000
_GONE = 410


class FeedState(Struct, frozen=True, kw_only=True):
    """What is kept of a feed between two visits; plain data, to be stored as JSON.

    ``due`` is when it may be asked again (seconds since 1970). ``seen`` holds short hashes of the entries
    that were read, the latest last; ``tried`` how often entries were tried in vain. ``failures`` counts the
    visits in a row that failed. ``gone``: the server said that it is no more, and it is not asked again.
    """

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    gone: bool = False
    seen: tuple[str, ...] = ()
    tried: dict[str, int] = {}


class Polled(Struct, frozen=True, kw_only=True):
    """One visit to a feed: what was new, what could not be read, and the state to keep with it."""

    feed: str
    found: tuple[Article | Unread, ...]
    state: FeedState


def poll(
    feeds: Sequence[str],
    state: Mapping[str, FeedState],
    *,
    fetcher: Fetcher,
    defaults: Defaults | None = None,
    every: float = EVERY_SECONDS,
    follow: bool = True,
) -> Iterator[Polled]:
    """Visit each feed that is due, and give its new articles; keep these and the state together.

    What is yielded is whole: who stores it before asking for the next loses nothing when interrupted. An
    entry without its full text is fetched from its link (unless ``follow`` is false); where that fails
    it is tried again at the next visits, three times in all. A feed that fails is asked ever less often, up
    to once a day, or when it says. Nothing is raised for what the web answers. Ids of articles are unique
    within one visit of a feed only.
    """
    for feed in dict.fromkeys(feeds):
        before = state.get(feed, FeedState())
        if not before.gone and before.due <= fetcher.clock():
            yield _visit(feed, before, fetcher, Finisher(defaults or Defaults()), every, follow)


def next_due(feeds: Sequence[str], state: Mapping[str, FeedState]) -> float | None:
    """When the next of the feeds is due (seconds since 1970; 0: never asked); None where all are gone."""
    states = (state.get(feed, FeedState()) for feed in feeds)
    return min((one.due for one in states if not one.gone), default=None)


def _visit(
    feed: str, before: FeedState, fetcher: Fetcher, finisher: Finisher, every: float, follow: bool
) -> Polled:
    try:
        answer = fetcher.get(feed, etag=before.etag, modified=before.modified)
    except FetchError as error:
        after = _after_failure(before, error, fetcher.clock(), every)
        return Polled(feed=feed, found=(Unread(feed, str(error)),), state=after)
    after = replace(before, due=fetcher.clock() + every, failures=0)
    if answer.status == 304:
        return Polled(feed=feed, found=(), state=after)
    entries = _entries(answer)
    if isinstance(entries, str):
        after = _after_failure(before, FetchError(entries), fetcher.clock(), every)
        return Polled(feed=feed, found=(Unread(feed, entries),), state=after)
    found: list[Article | Unread] = []
    seen = dict.fromkeys(before.seen)
    tried: dict[str, int] = {}
    for entry in entries:
        key = hashlib.blake2b(entry.key.encode("utf-8", "replace"), digest_size=9).hexdigest()
        if key in seen:
            seen[key] = seen.pop(key)  # what the feed still holds is the last to be forgotten
            continue
        items = list(_read(entry, answer, fetcher, finisher, follow))
        found += items
        tries = before.tried.get(key, 0) + 1
        if tries < _TRIES and not any(isinstance(item, Article) for item in items) and entry.link and follow:
            tried[key] = tries
        else:
            seen[key] = None
    after = replace(
        after,
        etag=None if tried else answer.etag,  # else the server would say that nothing changed
        modified=None if tried else answer.modified,
        seen=tuple(seen)[-max(_MOST_KEPT, 2 * len(entries)) :],
        tried=tried,
    )
    return Polled(feed=feed, found=tuple(found), state=after)


def _entries(answer: Answer) -> list[Entry] | str:
    """The entries, or why there are none."""
    try:
        text = decode(answer.body, answer.charset or declared_charset(answer.body)).text
    except NotTextError as error:
        return str(error)
    entries = read_feed(clean(text)[0], answer.url)
    return "not an RSS or Atom feed" if entries is None else entries


def _read(
    entry: Entry, answer: Answer, fetcher: Fetcher, finisher: Finisher, follow: bool
) -> Iterator[Article | Unread]:
    source = Source(where=f"{answer.url}, entry {entry.number}", stem=entry.key)
    if entry.article:
        yield from finisher.finish(entry.article, source.where, None, source.stem)
    elif entry.link and follow:
        links = Links(where=source.where, kind="feed", links=(entry.link,))
        yield from follow_links(links, fetcher, finisher, fetcher.limit_bytes)
    elif entry.link:
        yield Unread(source.where, f"an entry without its full text, not fetched: {entry.link.url}")
    else:
        yield Unread(source.where, "an entry with neither its full text nor a link")


def _after_failure(before: FeedState, error: FetchError, now: float, every: float) -> FeedState:
    failures = before.failures + 1
    pause = min(every * 2 ** min(failures - 1, 10), max(every, _LONGEST_PAUSE))
    return replace(
        before, due=now + max(pause, error.wait or 0.0), failures=failures, gone=error.status == _GONE
    )
