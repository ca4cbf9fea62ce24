"""Whether a library has an article already: by its address, by what it says, or by its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, update

from rashomon.grouping.origins.copies import COPIED
from rashomon.grouping.origins.runs import LENGTH
from rashomon.library.identity import file_of, is_gone
from rashomon.library.packing import unpack_said
from rashomon.library.tables import articles, versions
from rashomon.library.tokens import tokens

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rashomon.model import Article

_LAST_OF_A_FILE = 4


class Known(NamedTuple):
    """The number and the id of the article that something is a version of, None where it is new; whether the
    library has these very words; and whether the article's file has been moved to where it came from now."""

    number: int | None = None
    id: str | None = None
    same: bool = False
    moved: bool = False


def look_up(connection: Connection, article: Article, key: str, content: bytes) -> Known:
    """What the library knows of an article.

    Args:
        connection: an open view of it.
        article: what came.
        key, content: ``identity.key_of`` and ``identity.content_of`` it.
    """
    there = select(articles.c.number, articles.c.id, articles.c.key, articles.c.file)
    said = there.join(versions, versions.c.article == articles.c.number).where(versions.c.content == content)
    if not key.startswith("content:"):
        found = connection.execute(there.where(articles.c.key == key)).first()
        if found is None:
            return Known()
        same = connection.execute(said.where(articles.c.number == found.number).limit(1)).first()
        return Known(found.number, found.id, same is not None)
    file = file_of(article)
    found = connection.execute(said.order_by(articles.c.number).limit(1)).first()
    if found is None:
        return _by_file(connection, article, file) if file else Known()
    is_a_file = file is not None and file != found.file and found.key.startswith("content:")
    return Known(found.number, found.id, True, is_a_file and (found.file is None or is_gone(found.file)))


def move(connection: Connection, number: int, article: Article) -> None:
    """Keep that the file of an article is now another."""
    connection.execute(update(articles).where(articles.c.number == number).values(file=file_of(article)))


def _by_file(connection: Connection, article: Article, file: str) -> Known:
    """The article that this file held last, unless it now holds quite another."""
    query = (
        select(articles.c.number, articles.c.id, versions.c.account)
        .join(versions, versions.c.number == articles.c.version)
        .where(articles.c.file == file)
        .order_by(articles.c.number.desc())
        .limit(_LAST_OF_A_FILE)
    )
    runs = _runs(article)
    for row in connection.execute(query):
        before = _runs(unpack_said(row.account).article)
        if len(runs & before) >= COPIED * min(len(runs), len(before)):
            return Known(row.number, row.id)
    return Known()


def _runs(article: Article) -> set[tuple[str, ...]]:
    """The runs of four words of an article; of all its words where they are fewer."""
    told = tokens(f"{article.title or ''}\n{article.text}", article.language)
    length = min(LENGTH, len(told))
    return {tuple(told[place : place + length]) for place in range(len(told) - length + 1)}
