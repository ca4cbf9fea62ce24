"""The day of each article and whom the newest name, in memory: the latest are found without reading all."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import bindparam, select

from rashomon.library.tables import articles, names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy import bytes_, int32, int64
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine

NEWEST = 8_192  # versions, and others of the same day; twice as many before they are chosen anew
_AT_ONCE = 500
_ROWS = 4_096
_ID = 16  # bytes of an article's id by which those of one day are put in order: ours are shorter
_LATER = (
    select(articles.c.version, articles.c.day, articles.c.id)
    .where(articles.c.version > bindparam("last"))
    .order_by(articles.c.version)
)
_NAMES = (
    select(names.c.version, names.c.key)
    .where(names.c.version.in_(bindparam("versions", expanding=True)))
    .distinct()
)


class HeldDays:
    """The days of one library's versions, and who the newest of these name.

    A version's day never changes, and later ones have higher numbers. What the newest name may be of an
    earlier version of an article.
    """

    def __init__(self) -> None:
        self._days = np.zeros(1, np.int32)
        self._ids = np.zeros(1, f"S{_ID}")
        self._since = 0  # the first of the days of which all are newest
        self._newest = 2 * NEWEST + 1  # how many they are; more than there may be: none were looked for yet
        self._naming: dict[str, list[int]] = {}  # the newest versions by the keys of the names in them
        self._lock = Lock()

    def read(self, connection: Connection) -> None:
        """Take in what has come."""
        with self._lock:
            last = len(self._days) - 1
            parts = [_columns(rows) for rows in connection.execute(_LATER, {"last": last}).partitions(_ROWS)]
            if not parts:
                return
            numbers = np.concatenate([part[0] for part in parts])
            size = int(numbers[-1]) + 1
            days, ids = np.zeros(size, np.int32), np.zeros(size, f"S{_ID}")
            days[: last + 1], ids[: last + 1] = self._days, self._ids
            days[numbers] = np.concatenate([part[1] for part in parts])
            ids[numbers] = np.concatenate([part[2] for part in parts])
            self._days, self._ids = days, ids
            self._take_names(connection, numbers)

    def naming(self, key: str, most: int) -> list[int] | None:
        """The latest of the newest versions that give a name; None where these are too few."""
        with self._lock:
            found = self._naming.get(key, ())
            return self.latest(found, most) if len(found) >= most else None

    def latest(self, versions: Sequence[int], most: int) -> list[int]:
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

    def _take_names(self, connection: Connection, new: NDArray[int64]) -> None:
        if self._newest + len(new) > 2 * NEWEST:
            known = np.flatnonzero(self._ids != b"")
            self._since = 0
            if len(known) > NEWEST:  # those of no known day are never among the newest
                self._since = max(1, int(np.partition(self._days[known], -NEWEST)[-NEWEST]))
            self._newest, self._naming, new = 0, {}, known
        new = new[self._days[new] >= self._since]
        self._newest += len(new)
        for start in range(0, len(new), _AT_ONCE):
            some = {"versions": new[start : start + _AT_ONCE].tolist()}
            for version, key in connection.execute(_NAMES, some):
                self._naming.setdefault(key, []).append(version)


def _columns(rows: Sequence[Any]) -> tuple[NDArray[int64], NDArray[int32], NDArray[bytes_]]:
    return (
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] or 0 for row in rows], np.int32),
        np.array([row[2].encode("utf-8", "replace") for row in rows], f"S{_ID}"),
    )


_OF: WeakKeyDictionary[Engine, HeldDays] = WeakKeyDictionary()


def held_days(engine: Engine) -> HeldDays:
    """What is held of the library that an engine has open."""
    return _OF.setdefault(engine, HeldDays())
