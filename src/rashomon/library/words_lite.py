"""Full text in SQLite: an FTS5 table, and its own count of how many versions have a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import text

from rashomon.library.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection


class LiteWords(Words):
    """The index of a SQLite library: an FTS5 table."""

    def add(self, connection: Connection, told: Iterable[tuple[int, Sequence[str]]]) -> None:
        if rows := [{"version": number, "told": " ".join(words)} for number, words in told]:
            connection.execute(text("INSERT INTO words (rowid, told) VALUES (:version, :told)"), rows)

    def remove(self, connection: Connection, number: int, words: Sequence[str]) -> None:
        query = "INSERT INTO words (words, rowid, told) VALUES ('delete', :version, :told)"
        connection.execute(text(query), {"version": number, "told": " ".join(words)})

    def numbers(self, connection: Connection) -> list[int]:
        return list(connection.execute(text("SELECT id FROM words_docsize ORDER BY id")).scalars())

    def check(self, connection: Connection) -> None:
        connection.execute(text("INSERT INTO words (words) VALUES ('integrity-check')"))

    def holding(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        query = text("SELECT doc FROM words_known WHERE term = :word")
        return {word: connection.execute(query, {"word": word}).scalar() or 0 for word in words}

    def likeliest(self, connection: Connection, rarity: Mapping[str, int], most: int) -> dict[int, int]:
        """By the lists of who has each word, which SQLite gives whole: bm25 takes ten times as long."""
        query = text("SELECT group_concat(rowid) FROM words WHERE words MATCH :asked")
        parts, weights = [], []
        for word, rare in rarity.items():
            if listed := connection.execute(query, {"asked": _in_match(word)}).scalar():
                parts.append(np.fromstring(listed, np.int64, sep=","))
                weights.append(np.full(len(parts[-1]), rare, np.int64))
        if not parts:
            return {}
        versions, at = np.unique(np.concatenate(parts), return_inverse=True)
        held = np.bincount(at, np.concatenate(weights)).astype(np.int64)
        best = np.lexsort((-versions, -held))[:most]
        return dict(zip(versions[best].tolist(), held[best].tolist(), strict=True))

    def newest(self, connection: Connection, words: Sequence[str], most: int) -> list[int]:
        query = "SELECT rowid FROM words WHERE words MATCH :asked ORDER BY rowid DESC LIMIT :most"
        given = {"asked": " AND ".join(map(_in_match, words)), "most": most}
        return list(connection.execute(text(query), given).scalars())


def _in_match(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
