"""The rows of stories, brought into line with their articles."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select, update

from rashomon.library.tables import aliases, articles, dossiers, evidence, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import Any

    from sqlalchemy import Connection

_AT_ONCE = 500


def refresh_stories(connection: Connection, touched: Iterable[str]) -> None:
    """Bring the rows of stories into line with their articles, and forget their dossiers; those without
    articles go."""
    names = iter(dict.fromkeys(touched))
    while some := list(islice(names, _AT_ONCE)):
        known = set(connection.execute(select(stories.c.id).where(stories.c.id.in_(some))).scalars())
        rows = _rows(connection, some)
        drop_dossiers(connection, known)
        if gone := sorted(known - rows.keys()):
            connection.execute(delete(stories).where(stories.c.id.in_(gone)))
        if new := [
            {"id": name, "number": int(name.lstrip("s")), **rows[name]}
            for name in some
            if name in rows and name not in known
        ]:
            connection.execute(insert(stories), new)
        for alone in (True, False):  # the title of a story of several is its dossier's
            told = [
                {
                    "story": name,
                    **{key: value for key, value in rows[name].items() if alone or key != "title"},
                }
                for name in some
                if name in rows and name in known and (rows[name]["articles"] == 1) == alone
            ]
            if told:
                values: dict[str, Any] = {key: bindparam(key) for key in told[0] if key != "story"}
                connection.execute(
                    update(stories).where(stories.c.id == bindparam("story")).values(**values), told
                )


def drop_dossiers(connection: Connection, names: Collection[str]) -> None:
    """Forget what was made of stories."""
    if names:
        for table in (dossiers, aliases, evidence):
            connection.execute(delete(table).where(table.c.story.in_(sorted(names))))


def _rows(connection: Connection, names: list[str]) -> dict[str, dict[str, Any]]:
    """What is told of stories by their articles alone, by their ids; those without articles are left out."""
    story, inside = articles.c.story, articles.c.story.in_(names)
    spoken: defaultdict[str, list[str]] = defaultdict(list)
    query = select(story, articles.c.language).where(inside).distinct().order_by(articles.c.language)
    for name, language in connection.execute(query):
        spoken[name].append(language)
    first, last, title = func.min(articles.c.day), func.max(articles.c.day), func.min(articles.c.title)
    counted = select(story, func.count(), first, last, title).where(inside).group_by(story)
    return {
        name: {
            "title": title,
            "articles": count,
            "first": first,
            "last": last,
            "languages": " ".join(sorted(spoken[name])),
            "stale": count > 1,
            "origins": 1,
            "differing": 0,
        }
        for name, count, first, last, title in connection.execute(counted)
    }
