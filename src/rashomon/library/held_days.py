"""The day of each article, held in memory: which of many are the latest is found without reading them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import bindparam, select

from rashomon.library.tables import articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import int64
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine

_ID = 16  # bytes of an article's id by which those of one day are put in order: ours are shorter
_LATER = (
    select(articles.c.version, articles.c.day, articles.c.id)
    .where(articles.c.version > bindparam("last"))
    .order_by(articles.c.version)
)


class HeldDays:
    """The days of one library's versions. A version's never changes, and later ones have higher numbers."""

    def __init__(self) -> None:
        self._days = np.zeros(1, np.int32)
        self._ids = np.zeros(1, f"S{_ID}")
        self._newest = np.zeros(0, np.int64)
        self._lock = Lock()

    def read(self, connection: Connection) -> None:
        """Take in what has come."""
        with self._lock:
            last = len(self._days) - 1
            rows = connection.execute(_LATER, {"last": last}).all()
            if not rows:
                return
            numbers = np.array([row[0] for row in rows], np.int64)
            size = int(numbers[-1]) + 1
            days, ids = np.zeros(size, np.int32), np.zeros(size, f"S{_ID}")
            days[: last + 1], ids[: last + 1] = self._days, self._ids
            days[numbers] = [row[1] or 0 for row in rows]
            ids[numbers] = [row[2].encode("utf-8", "replace") for row in rows]
            self._days, self._ids, self._newest = days, ids, np.zeros(0, np.int64)

    def latest(self, versions: Sequence[int] | NDArray[int64], most: int) -> list[int]:
        """The latest of some versions, those of one day by the articles' ids; more where these are alike."""
        some = np.asarray(versions, np.int64)
        days, ids = self._days[some], self._ids[some]
        order = np.lexsort((ids, -days))
        end = min(most, len(order))
        while 0 < end < len(order) and (days[order[end]], ids[order[end]]) == (
            days[order[end - 1]],
            ids[order[end - 1]],
        ):
            end += 1
        found: list[int] = some[order[:end]].tolist()
        return found

    def back(self, first: int, most: int) -> Iterator[list[int]]:
        """All versions, the latest first, back to about ``most``: about ``first`` of them, then twice as many
        at a time, but whole days."""
        days, newest = self._days, self._newest
        if len(newest) < min(most, len(days)):
            cut = np.partition(days, -most)[-most] if most < len(days) else 0
            newest = np.flatnonzero(days >= cut)
            self._newest = newest = newest[np.argsort(-days[newest], kind="stable")]
        told, start = -days[newest], 0
        while start < len(newest):
            end = int(np.searchsorted(told, told[min(start + first, len(told)) - 1], side="right"))
            some: list[int] = newest[start:end].tolist()
            yield some
            start, first = end, 2 * first


_OF: WeakKeyDictionary[Engine, HeldDays] = WeakKeyDictionary()


def held_days(engine: Engine) -> HeldDays:
    """What is held of the library that an engine has open."""
    return _OF.setdefault(engine, HeldDays())
