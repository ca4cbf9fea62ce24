"""The stream of stories of a library: kept now and then, and brought up to date from the articles after that.

What was added since is added again, from what is kept of it, and finds the same stories; so the stream, which
is large, need not be kept with each batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from rashomon.grouping.stream.placing import Stream
from rashomon.library import tables
from rashomon.library.facts import rearrange
from rashomon.library.packing import unpack, unpack_said
from rashomon.library.refreshing import refresh_stories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rashomon.grouping.stream.members import Change
    from rashomon.model import Account

AGAIN = 500  # articles at least, or a tenth of all, are added again before the stream is kept anew
_SHARE = 0.1
_PART = 8_000_000
_AT_ONCE = 64


class Grouped:
    """The stories of a library while it is written to.

    Args:
        connection: an open view of the library.
        dimension: the length of its vectors.
    """

    def __init__(self, connection: Connection, dimension: int) -> None:
        self.upto = connection.execute(select(func.max(tables.streams.c.upto))).scalar()
        self.since = 0
        self._stream = Stream()
        if self.upto is not None:
            parts = connection.execute(
                select(tables.streams.c.packed)
                .where(tables.streams.c.upto == self.upto)
                .order_by(tables.streams.c.part)
            )
            try:
                self._stream = Stream.load(b"".join(row[0] for row in parts))
            except ValueError:  # of another version of the program
                self.upto = None
        self._settled = self.upto is not None  # else all are grouped again, and may find others
        later = connection.execute(
            select(tables.versions.c.article, tables.versions.c.account, tables.versions.c.vectors)
            .where(tables.versions.c.version == 1, tables.versions.c.article > (self.upto or 0))
            .order_by(tables.versions.c.article)
        )
        while some := later.fetchmany(_AT_ONCE):
            self.add_all([unpack(unpack_said(packed), rows, None, dimension) for _, packed, rows in some])

    def add_all(self, accounts: Sequence[Account]) -> list[tuple[Change, ...]]:
        """Find the stories of new articles, and what else each changed."""
        self.since += len(accounts)
        return self._stream.add_all([self._stream.sketch(account) for account in accounts])

    def story_of(self, article: str) -> str | None:
        """The story of an article by its id."""
        return self._stream.story_of(article)

    def settle(self, connection: Connection) -> None:
        """Give articles the stories that they have here, where all were grouped again."""
        if self._settled:
            return
        touched: dict[str, None] = {}
        here = tables.articles
        for name, before in connection.execute(select(here.c.id, here.c.story).order_by(here.c.number)).all():
            now = self.story_of(name)
            if now is not None and now != before:
                connection.execute(update(here).where(here.c.id == name).values(story=now))
                touched |= {before: None, now: None}
        if touched:
            rearrange(connection)
        refresh_stories(connection, touched)
        self._settled = True

    def worth_keeping(self, articles: int) -> bool:
        """Whether so many were added since the stream was kept that it should be kept anew."""
        return self.since >= max(AGAIN, _SHARE * articles)

    def keep(self, connection: Connection, upto: int) -> None:
        """Keep the stream as it is after the article of this number."""
        connection.execute(delete(tables.streams))
        for part, packed in enumerate(self._stream.parts(_PART)):
            connection.execute(insert(tables.streams), {"upto": upto, "part": part, "packed": packed})
        self.upto, self.since = upto, 0


class Held:
    """The stories of a library held in memory between two addings, since to load many takes seconds.

    They are loaded anew where somebody else wrote meanwhile, or an adding did not come to its end.
    """

    def __init__(self) -> None:
        self._grouped: Grouped | None = None
        self._stamp: tuple[int | None, ...] = ()

    def take(self, connection: Connection, dimension: int) -> Grouped:
        """The stories as they are in the library; given back by ``hold`` when all is written."""
        grouped, self._grouped = self._grouped, None
        if grouped is None or self._stamp != _stamp(connection):
            return Grouped(connection, dimension)
        return grouped

    def hold(self, connection: Connection, grouped: Grouped) -> None:
        """Hold on to them as the library is now."""
        self._grouped, self._stamp = grouped, _stamp(connection)


def _stamp(connection: Connection) -> tuple[int | None, ...]:
    """Another after every writing: numbers are never given twice, and removing makes articles fewer."""
    articles, versions = tables.articles.c.number, tables.versions.c.number
    query = select(func.count(articles), func.max(articles), select(func.max(versions)).scalar_subquery())
    return tuple(connection.execute(query).one())
