"""Feeds and sitemaps that are watched: what is new in them since the last time, asked for politely."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from rashomon.sources.fields import Defaults
from rashomon.sources.finish import Finisher
from rashomon.sources.visit import FeedState, Manner, visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rashomon.sources.fetch import Fetcher
    from rashomon.sources.visit import Polled

EVERY_SECONDS = 900.0
AT_ONCE = 200  # addresses that take turns, so that nobody waits for one host's pace
_DEEPEST = 2  # a list or a page leads to a feed, an index of sitemaps to sitemaps
_MOST_ADDRESSES = 50_000
_SANE_SECONDS = 60 * 86_400.0  # nothing is due later than that, unless the clock was wrong


def poll(
    feeds: Sequence[str],
    state: Mapping[str, FeedState],
    *,
    fetcher: Fetcher,
    defaults: Defaults | None = None,
    every: float = EVERY_SECONDS,
    follow: bool = True,
    since: str | None = None,
) -> Iterator[Polled]:
    """Visit each address that is due, and give its new articles; keep these and the state together.

    Each part that is yielded is whole: who stores it before asking for the next loses nothing when
    interrupted. The addresses take turns, a page each. An entry without its full text is fetched from its
    link (unless ``follow`` is false); where that fails it is tried again at the next visits, three times
    in all. A feed that fails is asked ever less often, up to once a day, or when it says. Nothing is raised
    for what the web answers. Ids of articles are unique within one call.

    Args:
        feeds: addresses of feeds and sitemaps, and of lists (OPML, indexes) and pages that name some.
        state: what was kept of each.
        fetcher: how they are asked.
        defaults: what holds for articles that do not carry a language, day or outlet.
        every: seconds between two visits to one.
        since: the day (ISO 8601) before which entries are left alone that are told to be older. Without it,
            of sitemaps those older than a week, and what they do not date where they are seen for the
            first time.
    """
    waiting = deque((feed, 0) for feed in feeds)
    known: set[str] = set()
    visits: deque[tuple[Iterator[Polled], int]] = deque()
    manner = Manner(fetcher, Finisher(defaults or Defaults()), every, follow, since)
    while waiting or visits:
        while waiting and len(visits) < AT_ONCE:
            feed, depth = waiting.popleft()
            if feed in known or len(known) >= _MOST_ADDRESSES:
                continue
            known.add(feed)
            before = state.get(feed, FeedState())
            if before.gone or fetcher.clock() < before.due < fetcher.clock() + _SANE_SECONDS:
                waiting.extend((lead, depth + 1) for lead in before.leads if depth < _DEEPEST)
            else:
                visits.append((visit(feed, before, manner), depth))
        if not visits:
            return
        turn, depth = visits.popleft()
        if (polled := next(turn, None)) is None:
            continue
        yield polled
        if polled.last:
            waiting.extend((lead, depth + 1) for lead in polled.state.leads if depth < _DEEPEST)
        else:
            visits.append((turn, depth))


def next_due(feeds: Sequence[str], state: Mapping[str, FeedState]) -> float | None:
    """When the next of the feeds and of what they lead to is due (seconds since 1970; 0: never asked); None
    where all are gone."""
    found: dict[str, FeedState] = {}
    reached = list(feeds)
    for _ in range(_DEEPEST + 1):
        found |= {feed: state.get(feed, FeedState()) for feed in reached if feed not in found}
        reached = [lead for feed in reached for lead in found[feed].leads]
    return min((one.due for one in found.values() if not one.gone), default=None)
