"""Full text: which articles have which words, by FTS5 of SQLite or a tsvector of PostgreSQL.

Both are given our own words (``tokens``) and cut nothing themselves. A row's number is that of the version.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

COMMON = 0.2  # a word in more of the articles than this is not looked for beside rarer ones
_COMMON_FROM = 1_000  # articles
_LITTLE = 0.1  # what common words tell where others of the question are nowhere


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

    def find(self, connection: Connection, words: Sequence[str], most: int, total: int) -> dict[int, float]:
        """Versions that have some of the words, the likeliest first, and how much each has of what is asked.

        A word counts by how rare it is (Spärck Jones 1972, https://doi.org/10.1108/eb026526): the share that
        a version has of all words' rarity is its weight, 0 to 1. In a large library common words are looked
        for beside rarer ones no more: to rank all that have them takes long, and tells little.

        Args:
            connection: an open view of the library.
            words: what is asked for.
            most: how many versions.
            total: how many articles the library has.
        """
        wanted = list(dict.fromkeys(words))
        holding = {word: self._holding(connection, word) for word in wanted}
        rarity = {word: log((total + 1) / (min(held, total) + 0.5)) for word, held in holding.items()}
        known = [word for word in wanted if holding[word]]
        rare = [word for word in known if total < _COMMON_FROM or holding[word] <= COMMON * total]
        if not known:
            return {}
        whole = sum(rarity.values())
        if not rare:  # the newest that have all of them
            found = self._some(connection, known, most, every=True)
            return dict.fromkeys(found, 1.0 if len(known) == len(wanted) else _LITTLE)
        share = dict.fromkeys(self._some(connection, rare, most), 0.0)
        for word in known:
            for version in self._having(connection, word, share):
                share[version] += rarity[word] / whole
        return dict(sorted(share.items(), key=lambda one: -one[1]))

    def _holding(self, connection: Connection, word: str) -> int:
        """How many versions have a word."""
        if self._lite:
            query = "SELECT doc FROM words_known WHERE term = :word"
            return int(connection.execute(text(query), {"word": word}).scalar() or 0)
        query = "SELECT count(*) FROM words WHERE told @@ CAST(:word AS tsquery)"
        return int(connection.execute(text(query), {"word": self._quoted(word)}).scalar_one())

    def _some(
        self, connection: Connection, words: Sequence[str], most: int, *, every: bool = False
    ) -> list[int]:
        """Versions that have some of the words, those first that have most of them; or the newest of all."""
        quoted = [self._quoted(word) for word in words]
        if self._lite:
            asked = (" AND " if every else " OR ").join(quoted)
            order = "rowid DESC" if every else "bm25(words), rowid DESC"
            query = f"SELECT rowid FROM words WHERE words MATCH :asked ORDER BY {order} LIMIT :most"
        else:
            asked = (" & " if every else " | ").join(quoted)
            order = "version DESC" if every else "ts_rank(told, CAST(:asked AS tsquery)) DESC, version DESC"
            query = (
                "SELECT version FROM words WHERE told @@ CAST(:asked AS tsquery) "
                f"ORDER BY {order} LIMIT :most"
            )
        return [int(row[0]) for row in connection.execute(text(query), {"asked": asked, "most": most})]

    def _having(self, connection: Connection, word: str, versions: Iterable[int]) -> list[int]:
        """Those of some versions that have a word."""
        query = (
            "SELECT rowid FROM words WHERE words MATCH :word AND rowid IN :versions"
            if self._lite
            else "SELECT version FROM words WHERE told @@ CAST(:word AS tsquery) AND version IN :versions"
        )
        asked = text(query).bindparams(bindparam("versions", expanding=True))
        given = {"word": self._quoted(word), "versions": list(versions)}
        return [int(row[0]) for row in connection.execute(asked, given)]

    def _quoted(self, word: str) -> str:
        if self._lite:
            return f'"{word.replace(chr(34), chr(34) * 2)}"'
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
