"""Articles from where they are: text files, HTML pages, JSON Lines, folders of these, standard input."""

from __future__ import annotations

from rashomon.sources.fields import Defaults
from rashomon.sources.find import LIMIT_BYTES, find_articles

__all__ = ["LIMIT_BYTES", "Defaults", "find_articles"]
