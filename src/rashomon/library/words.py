"""Full text: which articles have which words, by FTS5 of SQLite or a tsvector of PostgreSQL.

Both are given our own words (``tokens``) and cut nothing themselves. A row's number is that of the version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

COMMON = 0.2  # a word in more of the articles than this is not looked for beside rarer ones
_COMMON_FROM = 1_000  # articles


class Words:
    """The full-text index of a library; ``dialect`` is SQLAlchemy's name of the database."""

    def __init__(self, dialect: str) -> None:
        self._lite = dialect == "sqlite"

    def add(self, connection: Connection, told: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Take in the words of versions by their number."""
        if self._lite:
            rows = [{"version": number, "told": " ".join(words)} for number, words in told]
            query = "INSERT INTO words (rowid, told) VALUES (:version, :told)"
        else:
            rows = [{"version": number, "told": sorted(set(words))} for number, words in told]
            query = (
                "INSERT INTO words (version, told) "
                "VALUES (:version, array_to_tsvector(CAST(:told AS text[])))"
            )
        if rows:
            connection.execute(text(query), rows)

    def remove(self, connection: Connection, number: int, words: Sequence[str]) -> None:
        """Forget a version; ``words`` are those that it was added with."""
        if self._lite:
            query = "INSERT INTO words (words, rowid, told) VALUES ('delete', :version, :told)"
            connection.execute(text(query), {"version": number, "told": " ".join(words)})
        else:
            connection.execute(text("DELETE FROM words WHERE version = :version"), {"version": number})

    def numbers(self, connection: Connection) -> list[int]:
        """The versions that are in the index, rising."""
        query = (
            "SELECT id FROM words_docsize ORDER BY id"
            if self._lite
            else "SELECT version FROM words ORDER BY 1"
        )
        return [int(row[0]) for row in connection.execute(text(query))]

    def check(self, connection: Connection) -> None:
        """Raises the database's error where the index is broken (SQLite)."""
        if self._lite:
            connection.execute(text("INSERT INTO words (words) VALUES ('integrity-check')"))

    def find(self, connection: Connection, words: Sequence[str], most: int, total: int) -> list[int]:
        """Versions that have most of the words, the likeliest first.

        Those that have all the words stand before those that have some.
        """
        wanted = list(dict.fromkeys(words))
        if not wanted:
            return []
        if self._lite:
            return self._find_lite(connection, wanted, most, total)
        quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in wanted]
        query = text(
            "SELECT version FROM words WHERE told @@ CAST(:some AS tsquery) "
            "ORDER BY told @@ CAST(:every AS tsquery) DESC, ts_rank(told, CAST(:some AS tsquery)) DESC, "
            "version DESC LIMIT :most"
        )
        given = {"some": " | ".join(quoted), "every": " & ".join(quoted), "most": most}
        return [int(row[0]) for row in connection.execute(query, given)]

    def _find_lite(self, connection: Connection, words: list[str], most: int, total: int) -> list[int]:
        query = text(
            "SELECT rowid FROM words WHERE words MATCH :words ORDER BY bm25(words), rowid DESC LIMIT :most"
        )
        known = text("SELECT doc FROM words_known WHERE term = :word")
        quoted = [f'"{word.replace(chr(34), chr(34) * 2)}"' for word in words]
        holding = [connection.execute(known, {"word": word}).scalar() or 0 for word in words]
        found: list[int] = []
        if all(holding):
            # Ranking all that hold common words takes long, and tells little.
            rare = total < _COMMON_FROM or min(holding) <= COMMON * total
            every = (
                query
                if rare
                else text("SELECT rowid FROM words WHERE words MATCH :words ORDER BY rowid DESC LIMIT :most")
            )
            rows = connection.execute(every, {"words": " AND ".join(quoted), "most": most})
            found = [int(row[0]) for row in rows]
        if len(found) < most and len(words) > 1:
            some = [
                word
                for word, count in zip(quoted, holding, strict=True)
                if count and (total < _COMMON_FROM or count <= COMMON * total)
            ]
            if some:
                rows = connection.execute(query, {"words": " OR ".join(some), "most": most})
                found += [int(row[0]) for row in rows]
        return list(dict.fromkeys(found))[:most]
