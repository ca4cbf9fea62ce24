"""Full text in PostgreSQL: a table of tsvectors, and one of how many versions have a word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import text

from rashomon.library.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection


class ServerWords(Words):
    """The index of a PostgreSQL library: a table of tsvectors, and one of how many versions have a word."""

    def add(self, connection: Connection, told: Iterable[tuple[int, Sequence[str]]]) -> None:
        each = [(number, sorted(set(words))) for number, words in told]
        if not each:
            return
        query = (
            "INSERT INTO words (version, told) VALUES (:version, array_to_tsvector(CAST(:told AS text[])))"
        )
        connection.execute(text(query), [{"version": number, "told": words} for number, words in each])
        counted = sorted(Counter(word for _, words in each for word in words).items())
        query = (
            "INSERT INTO words_known (term, doc) "
            "SELECT * FROM unnest(CAST(:terms AS text[]), CAST(:docs AS bigint[])) "
            "ON CONFLICT (term) DO UPDATE SET doc = words_known.doc + excluded.doc"
        )
        terms, docs = [word for word, _ in counted], [count for _, count in counted]
        connection.execute(text(query), {"terms": terms, "docs": docs})

    def remove(self, connection: Connection, number: int, words: Sequence[str]) -> None:  # noqa: ARG002
        query = (
            "WITH gone AS (DELETE FROM words WHERE version = :version RETURNING told) "
            "UPDATE words_known SET doc = doc - 1 FROM gone WHERE term = ANY (tsvector_to_array(gone.told))"
        )
        connection.execute(text(query), {"version": number})
        connection.execute(text("DELETE FROM words_known WHERE doc = 0"))

    def numbers(self, connection: Connection) -> list[int]:
        return list(connection.execute(text("SELECT version FROM words ORDER BY version")).scalars())

    def check(self, connection: Connection) -> None:
        query = (
            "SELECT count(*) FROM ts_stat('SELECT told FROM words') AS found "
            "FULL JOIN words_known ON term = word WHERE doc IS DISTINCT FROM ndoc"
        )
        if wrong := connection.execute(text(query)).scalar():
            raise ValueError(f"{wrong:,} words are counted wrongly")

    def holding(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        query = text("SELECT term, doc FROM words_known WHERE term = ANY (CAST(:words AS text[]))")
        return {row.term: row.doc for row in connection.execute(query, {"words": list(words)})}

    def likeliest(self, connection: Connection, rarity: Mapping[str, int], most: int) -> dict[int, int]:
        """By the lists of who has each word: ts_rank would read the words of all that have any."""
        each = (
            f"SELECT version, CAST(:r{at} AS bigint) AS rarity FROM words "
            f"WHERE told @@ CAST(:w{at} AS tsquery)"
            for at in range(len(rarity))
        )
        query = (
            f"SELECT version, CAST(sum(rarity) AS bigint) FROM ({' UNION ALL '.join(each)}) AS held "
            "GROUP BY version ORDER BY sum(rarity) DESC, version DESC LIMIT :most"
        )
        given: dict[str, object] = {"most": most}
        for at, (word, rare) in enumerate(rarity.items()):
            given |= {f"w{at}": _in_tsquery(word), f"r{at}": rare}
        return {row[0]: row[1] for row in connection.execute(text(query), given)}

    def newest(self, connection: Connection, words: Sequence[str], most: int) -> list[int]:
        query = (
            "SELECT version FROM words WHERE told @@ CAST(:asked AS tsquery) "
            "ORDER BY version DESC LIMIT :most"
        )
        given = {"asked": " & ".join(map(_in_tsquery, words)), "most": most}
        return list(connection.execute(text(query), given).scalars())


def _in_tsquery(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
