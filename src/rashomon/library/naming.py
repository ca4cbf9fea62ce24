"""Articles that name a person, an organisation or a place, the latest first.

A name may stand in very many: the latest are found by their days, without reading the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, Integer, String, and_, bindparam, func, or_, select

from rashomon.library.held_days import held_days
from rashomon.library.looking import NamedIn, article_row
from rashomon.library.tables import aliases, articles, names, stories
from rashomon.library.tokens import name_key

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection

    Mark = tuple[int, str, str, str, int]

FEW = 100  # articles that are read quicker than chosen from
_KEY: BindParameter[str] = bindparam("key", type_=String)
_SINCE: BindParameter[int] = bindparam("since", type_=Integer)
_COUNT = select(func.count()).select_from(
    select(names.c.key).where(names.c.key == _KEY).limit(bindparam("most")).subquery()
)
_NAMING = select(names.c.version).where(names.c.key == _KEY)
_ROWS = select(*articles.c, names.c.text.label("name"), names.c.type.label("type"), names.c.count)
_OWN = _ROWS.join(names, names.c.version == articles.c.version).where(names.c.key == _KEY)
_OWN_AMONG = _OWN.where(articles.c.version.in_(bindparam("versions", expanding=True)))
_ALIAS = aliases.alias("of_it")
_OTHERS = (
    _ROWS.select_from(_ALIAS)
    .join(stories, stories.c.id == _ALIAS.c.story)
    .join(aliases, and_(aliases.c.story == _ALIAS.c.story, aliases.c.entity == _ALIAS.c.entity))
    .join(articles, articles.c.story == stories.c.id)
    .join(names, and_(names.c.version == articles.c.version, names.c.key == aliases.c.key))
    .where(
        _ALIAS.c.key == _KEY,
        aliases.c.key != _KEY,
        or_(stories.c.last >= _SINCE, _SINCE == 0),
        func.coalesce(articles.c.day, 0) >= _SINCE,
    )
)


def find_entity(connection: Connection, name: str, most: int = 100) -> list[NamedIn]:
    """Articles that name an entity, in any language: by this name, or by another that an entity of their
    story is known by. The latest first."""
    key = name_key(name)
    found = _latest_naming(connection, key, most)
    first = sorted(found)[:most]
    since = -first[-1][0] if len(first) == most else 0
    found |= {_mark(row): row for row in connection.execute(_OTHERS, {"key": key, "since": since})}
    return [
        NamedIn(article=article_row(row), name=row.name, type=row.type, count=row[-1])
        for row in (found[mark] for mark in sorted(found)[:most])
    ]


def _mark(row: Any) -> Mark:
    """What puts rows in order, and is one's own."""
    return -(row.day or 0), row.id, row.name, row.type, row[-1]


def _latest_naming(connection: Connection, key: str, most: int) -> dict[Mark, Any]:
    """The latest articles that give a name by its key; all of them where they are few."""
    count = connection.execute(_COUNT, {"key": key, "most": FEW + 1}).scalar_one()
    if count <= FEW:
        return {_mark(row): row for row in connection.execute(_OWN, {"key": key})}
    held = held_days(connection.engine)
    held.read(connection)
    if (chosen := held.naming(key, most)) is not None:
        found = _those(connection, key, chosen)
        if len({row.version for row in found.values()}) == len(chosen):  # else some are earlier versions
            return found
    every = connection.execute(_NAMING, {"key": key}).scalars().all()
    return _those(connection, key, held.latest(every, most))


def _those(connection: Connection, key: str, versions: list[int]) -> dict[Mark, Any]:
    rows = connection.execute(_OWN_AMONG, {"key": key, "versions": versions})
    return {_mark(row): row for row in rows}
