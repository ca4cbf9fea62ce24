"""Articles that give a name which very many give: the latest are found without looking at all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, func, select

from rashomon.library.tables import articles, names

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COUNT = select(func.count()).where(names.c.key == bindparam("key"))
_ALL = select(func.max(articles.c.number))
_LATEST = (
    select(articles.c.version)
    .where(exists().where(names.c.version == articles.c.version, names.c.key == bindparam("key")))
    .order_by(articles.c.day.desc().nulls_last(), articles.c.id)
    .limit(bindparam("most"))
)


def latest_naming(connection: Connection, key: str, most: int) -> list[int] | None:
    """The versions of the latest articles that give a name by its key; None where few enough give it that it
    is quicker to look at all of these than to go back through the days."""
    count = connection.execute(_COUNT, {"key": key}).scalar_one()
    every = connection.execute(_ALL).scalar() or 0
    if count * count <= most * every:
        return None
    return list(connection.execute(_LATEST, {"key": key, "most": most}).scalars())
