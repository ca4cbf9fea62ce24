"""What is remembered of feeds from one look to the next, beside the articles that they gave.

States are kept after the articles: a crash between the two reads a feed once more, and adds nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from rashomon.library.tables import feeds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rashomon.library.opening import Library


def feed_states(library: Library) -> dict[str, str]:
    """The state of each feed as JSON, by its address."""
    with library.reading() as connection:
        return {row.url: row.state for row in connection.execute(select(feeds).order_by(feeds.c.url))}


def keep_feed_states(library: Library, states: Mapping[str, str]) -> None:
    """Keep the states of some feeds, as JSON by their addresses; those of others stay."""
    with library.only_writer(), library.writing() as connection:
        for url, state in states.items():
            connection.execute(delete(feeds).where(feeds.c.url == url))
            connection.execute(insert(feeds), {"url": url, "state": state})
