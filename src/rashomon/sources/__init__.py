"""Articles from where they are: text, HTML, JSON Lines, feeds, WARC, packed files, folders, and the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.sources.fields import Defaults
from rashomon.sources.find import LIMIT_BYTES, find_articles

if TYPE_CHECKING:
    from rashomon.sources.addresses import FetchError
    from rashomon.sources.fetch import Fetcher, StoppedError, until
    from rashomon.sources.visit import FeedState, Polled
    from rashomon.sources.watch import next_due, poll

__all__ = [
    "LIMIT_BYTES",
    "Defaults",
    "FeedState",
    "FetchError",
    "Fetcher",
    "Polled",
    "StoppedError",
    "find_articles",
    "next_due",
    "poll",
    "until",
]

_LATER = {
    "FeedState": "visit",
    "FetchError": "addresses",
    "Fetcher": "fetch",
    "Polled": "visit",
    "StoppedError": "fetch",
    "next_due": "watch",
    "poll": "watch",
    "until": "fetch",
}


def __getattr__(name: str) -> object:
    """What fetches is imported only where it is asked for."""
    if name not in _LATER:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"rashomon.sources.{_LATER[name]}"), name)
