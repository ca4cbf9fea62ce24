"""Feeds watched into a library: asked when they are due, and kept in batches together with what they gave."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.library.adding import Added, add_articles
from rashomon.library.dossiers import make_dossiers
from rashomon.library.errors import LibraryBusyError
from rashomon.library.feeds import feed_states, keep_feed_states
from rashomon.library.grouped import Held
from rashomon.model import Article, Unread
from rashomon.sources import FeedState, StoppedError, next_due, poll
from rashomon.sources.watch import EVERY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rashomon.encoder import Encoder
    from rashomon.library.opening import Library
    from rashomon.sources import Defaults, Fetcher, Polled

_BATCH_ARTICLES = 64
_BATCH_SECONDS = 60.0  # what came is kept after so long, though the batch be small
_BUSY_SECONDS = 5.0


class Looked(Struct, frozen=True, kw_only=True):
    """A visit to a feed that has ended: how many articles it gave, and when it is asked again.

    ``again`` is ISO 8601 in UTC, None where the feed is gone. ``failed`` says why the feed could not be had.
    """

    feed: str
    articles: int
    failed: str | None = None
    again: str | None = None


def watch_feeds(
    library: Library,
    feeds: Callable[[], Sequence[str]],
    open_encoder: Callable[[], Encoder],
    fetcher: Fetcher,
    *,
    defaults: Defaults | None = None,
    every: float = EVERY_SECONDS,
    since: str | None = None,
    once: bool = False,
    stop: Callable[[], bool] = lambda: False,
    sleep: Callable[[float], None],
    told: Callable[[Looked | Unread | Added | LibraryBusyError], None],
    comparing: Callable[[int, int], None] | None = None,
) -> Added:
    """Ask feeds when they are due, and add what is new, until it is to stop or all feeds are gone.

    Articles are kept first, then what is remembered of the feeds that gave them: whatever happens between the
    two, nothing is lost, and nothing added twice. While another process writes to the library, it waits.

    Args:
        library: where to.
        feeds: the addresses, asked for at each round; see ``sources.poll``, as are the options.
        open_encoder: opens the encoder that the library was begun with; called when something new came.
        fetcher: how the feeds are asked.
        once: ask each feed that is due once, and end.
        stop: asked all the time whether to end; what was fetched is kept first.
        sleep: waits, and raises StoppedError where it is to end.
        told: called with what happens: visits, what could not be read, what was added.
        comparing: called with how many stories are compared, of how many.

    Raises:
        LibraryError: the library cannot be written to, or was made with another encoder.
    """
    states = {url: _state(kept) for url, kept in feed_states(library).items()}
    keeping = _Keeping(library, open_encoder, states, stop, sleep, told, comparing)
    with suppress(LibraryBusyError), library.only_writer():  # what was left undone the last time
        make_dossiers(library, progress=comparing, stop=stop)
    while True:
        watched = feeds()
        try:
            for part in poll(watched, states, fetcher=fetcher, defaults=defaults, every=every, since=since):
                keeping.take(part, fetcher.clock())
                if stop():
                    break
        except StoppedError:
            pass
        keeping.keep()
        due = next_due(watched, states)
        if once or due is None or stop():
            keeping.done.stopped = stop()
            return keeping.done
        try:
            sleep(max(1.0, due - fetcher.clock()))
        except StoppedError:
            keeping.done.stopped = True
            return keeping.done


class _Keeping:
    """What came and is not yet kept."""

    def __init__(
        self,
        library: Library,
        open_encoder: Callable[[], Encoder],
        states: dict[str, FeedState],
        stop: Callable[[], bool],
        sleep: Callable[[float], None],
        told: Callable[[Looked | Unread | Added | LibraryBusyError], None],
        comparing: Callable[[int, int], None] | None,
    ) -> None:
        self._library = library
        self._encoder = cache(open_encoder)
        self._states = states
        self._stop = stop
        self._sleep = sleep
        self._told = told
        self._comparing = comparing
        self._articles: list[Article] = []
        self._changed: dict[str, FeedState] = {}
        self._counts: dict[str, int] = {}
        self._since: float | None = None
        self._held = Held()
        self.done = Added()

    def take(self, part: Polled, now: float) -> None:
        """Take in a part of a visit, and keep what came where it is enough."""
        articles = [one for one in part.found if isinstance(one, Article)]
        self._articles += articles
        self._states[part.feed] = part.state
        if not part.forbidden:  # it is asked at once when the user allows it
            self._changed[part.feed] = part.state
        self._counts[part.feed] = self._counts.get(part.feed, 0) + len(articles)
        for one in part.found:
            if isinstance(one, Unread) and not part.failed:
                self._told(one)
        if part.last:
            again = None if part.state.gone else datetime.fromtimestamp(part.state.due, UTC)
            self._told(
                Looked(
                    feed=part.feed,
                    articles=self._counts.pop(part.feed),
                    failed=part.failed,
                    again=again.isoformat(timespec="seconds") if again else None,
                )
            )
        self._since = now if self._since is None else self._since
        if len(self._articles) >= _BATCH_ARTICLES or now - self._since >= _BATCH_SECONDS:
            self.keep()

    def keep(self) -> None:
        """Keep what came; where somebody else writes, when they have ended."""
        busy = False
        while self._articles or self._changed:
            try:
                self._keep()
            except LibraryBusyError as error:
                if not busy:
                    self._told(error)
                busy = True
                try:
                    self._sleep(_BUSY_SECONDS)
                except StoppedError:  # nothing is lost: the feeds' states were not kept either
                    break
        self._since = None

    def _keep(self) -> None:
        if self._articles:
            taken = 0

            def progress(done: Added) -> None:
                nonlocal taken
                taken = done.new + done.changed + done.known

            added = add_articles(
                self._library,
                self._articles,
                self._encoder(),
                progress=progress,
                comparing=self._comparing,
                stop=lambda: taken >= len(self._articles) and self._stop(),  # what came is kept first
                held=self._held,
            )
            self._told(added)
            self.done.new += added.new
            self.done.changed += added.changed
            self.done.known += added.known
            self.done.waiting = added.waiting
            self._articles = []
        keep_feed_states(
            self._library, {url: msgspec.json.encode(one).decode() for url, one in self._changed.items()}
        )
        self._changed = {}


def _state(kept: str) -> FeedState:
    try:
        return msgspec.json.decode(kept, type=FeedState)
    except msgspec.MsgspecError:  # of another version: the feed is read anew, and adds nothing twice
        return FeedState()
