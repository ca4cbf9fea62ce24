"""Articles from where they are: text, HTML, JSON Lines, feeds, WARC, packed files, folders, and the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.sources.fields import Defaults
from rashomon.sources.find import LIMIT_BYTES, find_articles

if TYPE_CHECKING:
    from rashomon.sources.addresses import FetchError
    from rashomon.sources.fetch import Fetcher

__all__ = ["LIMIT_BYTES", "Defaults", "FetchError", "Fetcher", "find_articles"]

_LATER = {"FetchError": "addresses", "Fetcher": "fetch"}


def __getattr__(name: str) -> object:
    """What fetches is imported only where it is asked for."""
    if name not in _LATER:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"rashomon.sources.{_LATER[name]}"), name)
