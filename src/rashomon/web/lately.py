"""What was written to a library lately: an answer lasts until something that it tells of has changed.

Adding tells by ``changes`` which stories and articles it touched, a story is stale until its accounts are
compared, and ``facts.rearrange`` tells of what these do not. What else is written, such as feeds and cells,
changes nothing that is told of a story, an article or a name.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from rashomon.library.facts import REARRANGED, fact
from rashomon.library.tables import aliases, articles, changes, names, stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from rashomon.library.looking import ArticleRow

Topic = int

MOST = 100_000  # topics
MANY = 2_000  # changes, or stale stories: where there are more, all is taken to have changed
_AT_ONCE = 500
_LAST = select(func.max(changes.c.number))
_CHANGES = (
    select(changes.c.number, changes.c.story, changes.c.other, changes.c.article)
    .where(changes.c.number > bindparam("last"))
    .order_by(changes.c.number)
    .limit(MANY + 1)
)
_STALE = select(stories.c.id).where(stories.c.stale).limit(MANY + 1)
_NAMES = (
    select(names.c.key)
    .join(articles, articles.c.version == names.c.version)
    .where(articles.c.id.in_(bindparam("some", expanding=True)))
    .distinct()
)
_ALIASES = select(aliases.c.key).where(aliases.c.story.in_(bindparam("some", expanding=True))).distinct()


def of_story(story: str) -> Topic:
    """What is told of a story by its id: its articles, its dossier, what happened to it."""
    return hash(("story", story))


def of_article(article: str) -> Topic:
    """An article by its id."""
    return hash(("article", article))


def of_name(key: str) -> Topic:
    """Who and what has a name, by its key."""
    return hash(("name", key))


def topics_of(found: Iterable[ArticleRow], *more: Topic) -> tuple[Topic, ...]:
    """Articles, their stories, and other topics."""
    rows = list(found)
    return *more, *map(of_article, {row.id for row in rows}), *map(of_story, {row.story for row in rows})


class Lately:
    """Counts what is written to a library: after each writing that is seen comes another number.

    Args:
        stamp: gives another value whenever something was written.
        reading: opens one view of the library.
    """

    def __init__(
        self, stamp: Callable[[], str], reading: Callable[[], AbstractContextManager[Connection]]
    ) -> None:
        self._stamp, self._reading = stamp, reading
        self._lock = Lock()
        self._known = ""
        self._number = 0
        self._floor = 0  # what was made before may be wrong, whatever it is about
        self._changed: dict[Topic, int] = {}  # when a topic changed last
        self._last: int | None = None
        self._stale: frozenset[str] | None = None
        self._rearranged: str | None = None

    def seen(self) -> int | None:
        """The number where nothing was written since it was given; else None: ``look`` gives another."""
        return self._number if self._stamp() == self._known else None

    def look(self) -> int:
        """The number of what is written now; to be asked before the library is read for an answer."""
        with self._lock:
            if (stamp := self._stamp()) != self._known:
                with self._reading() as connection:
                    self._take(connection)
                self._known = stamp
            return self._number

    def changed(self, about: Iterable[Topic], number: int) -> bool:
        """Whether something may have changed since a number was given."""
        when = self._changed  # before the floor: see _take
        return number < self._floor or any(when.get(topic, 0) > number for topic in about)

    def _take(self, connection: Connection) -> None:
        self._number += 1
        rearranged = fact(connection, REARRANGED)
        stale: frozenset[str] | None = frozenset(connection.execute(_STALE).scalars())
        if len(stale or ()) > MANY:
            stale = None
        known = self._last is not None and rearranged == self._rearranged
        rows = connection.execute(_CHANGES, {"last": self._last}).all() if known else []
        if not known or len(rows) > MANY or stale is None or self._stale is None:
            self._last = connection.execute(_LAST).scalar() or 0
            self._floor = self._number  # first the floor: who asks meanwhile looks at it last
            self._changed = {}
        else:
            self._last = rows[-1].number if rows else self._last
            touched = {one for row in rows for one in (row.story, row.other) if one is not None}
            touched |= stale ^ self._stale
            for topic in _topics(connection, touched, {row.article for row in rows}):
                self._changed[topic] = self._number
        if len(self._changed) > MOST:
            self._floor = sorted(self._changed.values())[len(self._changed) // 2]
            self._changed = {topic: when for topic, when in self._changed.items() if when > self._floor}
        self._stale, self._rearranged = stale, rearranged


def _topics(connection: Connection, touched: set[str], told: set[str]) -> Iterator[Topic]:
    """What changed with stories, and with articles that came to them or went."""
    yield from map(of_story, touched)
    yield from map(of_article, told)
    for some in _parts(touched):
        yield from map(of_name, connection.execute(_ALIASES, {"some": some}).scalars())
    for some in _parts(told):
        yield from map(of_name, connection.execute(_NAMES, {"some": some}).scalars())


def _parts(names: set[str]) -> Iterator[list[str]]:
    every = sorted(names)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
