"""Articles that name a person, an organisation or a place, the latest first.

A name may stand in very many: what is shown is found by the days of publication, without reading the others.
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, Integer, String, and_, bindparam, func, or_, select

from rashomon.library.held_days import held_days
from rashomon.library.looking import NamedIn, article_row
from rashomon.library.tables import aliases, articles, names, stories
from rashomon.library.tokens import name_key

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection

FEW = 100  # articles that are read quicker than chosen from
_KEY: BindParameter[str] = bindparam("key", type_=String)
_SINCE: BindParameter[int] = bindparam("since", type_=Integer)
_ALL = select(func.max(articles.c.number))
_COUNT = select(func.count()).select_from(
    select(names.c.key).where(names.c.key == _KEY).limit(bindparam("most")).subquery()
)
_NAMING = select(names.c.version).where(names.c.key == _KEY)
_AMONG = _NAMING.where(names.c.version.in_(bindparam("versions", expanding=True)))
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
    chosen = _latest_naming(connection, key, most)
    if chosen is None:
        found = {_mark(row): row for row in connection.execute(_OWN, {"key": key})}
    else:
        found = {_mark(row): row for row in connection.execute(_OWN_AMONG, {"key": key, "versions": chosen})}
    first = sorted(found)[:most]
    since = -first[-1][0] if len(first) == most else 0
    found |= {_mark(row): row for row in connection.execute(_OTHERS, {"key": key, "since": since})}
    return [
        NamedIn(article=article_row(row), name=row.name, type=row.type, count=row[-1])
        for row in (found[mark] for mark in sorted(found)[:most])
    ]


def _mark(row: Any) -> tuple[int, str, str, str, int]:
    """What puts rows in order, and is one's own."""
    return -(row.day or 0), row.id, row.name, row.type, row[-1]


def _latest_naming(connection: Connection, key: str, most: int) -> list[int] | None:
    """The versions of the latest articles that give a name by its key; None where few give it."""
    every = connection.execute(_ALL).scalar() or 0
    many = max(FEW, isqrt(most * every))  # from here on it is quicker to go back through the days
    count = connection.execute(_COUNT, {"key": key, "most": many + 1}).scalar_one()
    if count <= FEW:
        return None
    held = held_days(connection.engine)
    held.read(connection)
    if count > many:
        found: list[int] = []
        for some in held.back(4 * most, 4 * many):
            found += connection.execute(_AMONG, {"key": key, "versions": some}).scalars()
            if len(found) >= most:
                return held.latest(found, most)
    return held.latest(connection.execute(_NAMING, {"key": key}).scalars().all(), most)
