"""Words on either side of an apostrophe are words: all are looked for anew in what is kept."""

from __future__ import annotations

from alembic import op
from sqlalchemy import select

from rashomon.library.packing import unpack_said
from rashomon.library.tables import versions
from rashomon.library.tokens import tokens
from rashomon.library.words_lite import LiteWords
from rashomon.library.words_server import ServerWords

revision = "0005"
down_revision = "0004"

_AT_ONCE = 200


def upgrade() -> None:
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    op.execute("INSERT INTO words (words) VALUES ('delete-all')" if lite else "TRUNCATE words, words_known")
    index = LiteWords() if lite else ServerWords()
    last = 0
    while rows := connection.execute(
        select(versions.c.number, versions.c.account)
        .where(versions.c.number > last)
        .order_by(versions.c.number)
        .limit(_AT_ONCE)
    ).all():
        said = [(row.number, unpack_said(row.account).article) for row in rows]
        index.add(connection, [(number, tokens(one.text, one.language)) for number, one in said])
        last = rows[-1].number
