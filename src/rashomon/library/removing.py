"""Articles out of a library, with everything that was made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from rashomon.library.dossiers import make_dossiers
from rashomon.library.facts import fact, rearrange
from rashomon.library.grouped import Grouped
from rashomon.library.identity import file_at
from rashomon.library.looking import find_article
from rashomon.library.packing import unpack_said
from rashomon.library.refreshing import drop_dossiers, refresh_stories
from rashomon.library.tables import articles, changes, evidence, names, states, versions
from rashomon.library.tokens import tokens
from rashomon.library.vectors import forget_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rashomon.library.opening import Library


def remove_articles(library: Library, wanted: Sequence[str]) -> list[str]:
    """Remove articles with all their versions; their stories are made anew. All of them go, or none.

    Args:
        library: nobody else may write to it meanwhile.
        wanted: ids, addresses, or paths of files that hold one article each.

    Returns:
        list[str]: the ids of what was removed.

    Raises:
        LibraryError: there is no such article.
    """
    with library.only_writer():
        with library.reading() as connection:
            gone = list(dict.fromkeys(_id_of(connection, one) for one in wanted))
            dimension = int(fact(connection, "dimension") or 0)
            grouped = Grouped(connection, dimension)
            last = int(fact(connection, "last article") or 0)
        with library.writing() as connection:
            grouped.settle(connection)
            touched, numbers = [], []
            for name in gone:
                row = connection.execute(
                    select(articles.c.number, articles.c.story).where(articles.c.id == name)
                ).one()
                touched.append(row.story)
                drop_dossiers(connection, [row.story])
                query = select(versions.c.number, versions.c.account).where(versions.c.article == row.number)
                for number, packed in connection.execute(query).all():
                    article = unpack_said(packed).article
                    library.words.remove(connection, number, tokens(article.text, article.language))
                    numbers.append(number)
                connection.execute(delete(changes).where(changes.c.article == name))
                for table in (states, names, evidence):
                    connection.execute(delete(table).where(table.c.version.in_(numbers)))
                connection.execute(delete(versions).where(versions.c.article == row.number))
                connection.execute(delete(articles).where(articles.c.number == row.number))
            rearrange(connection)
            forget_vectors(connection, numbers)
            refresh_stories(connection, touched)
            # What is grouped later must not depend on articles whose words are gone: it is kept as it is now.
            grouped.keep(connection, last)
        make_dossiers(library)
    return gone


def _id_of(connection: Connection, wanted: str) -> str:
    """The id of an article; of a file that held several, one after the other, the last."""
    held = select(articles.c.id).where(articles.c.file == (file_at(wanted) or ""))
    newest = connection.execute(held.order_by(articles.c.number.desc()).limit(1)).scalar()
    return newest or find_article(connection, wanted)[0].id
