"""Full text: which articles have which words, by FTS5 of SQLite or a tsvector of PostgreSQL.

Both (``words_lite``, ``words_server``) are given our own words (``tokens``) and cut nothing themselves. A
row's number is that of the version.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

COMMON = 0.2  # a word in more of the articles than this is not looked for beside rarer ones
_COMMON_FROM = 1_000  # articles
_LITTLE = 0.1  # what common words tell where others of the question are nowhere


class Words(Protocol):
    """The full-text index of a library."""

    def add(self, connection: Connection, told: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Take in the words of versions by their number."""

    def remove(self, connection: Connection, number: int, words: Sequence[str]) -> None:
        """Forget a version; ``words`` are those that it was added with."""

    def numbers(self, connection: Connection) -> list[int]:
        """The versions that are in the index, rising."""

    def check(self, connection: Connection) -> None:
        """Raises the database's error, or ValueError, where the index is broken."""

    def holding(self, connection: Connection, words: Sequence[str]) -> dict[str, int]:
        """How many versions have each of some words; those that none has may be left out."""

    def likeliest(self, connection: Connection, rarity: Mapping[str, int], most: int) -> dict[int, int]:
        """Versions that have some of the words, by how much rarity they have of them: most first, then the
        newest."""

    def newest(self, connection: Connection, words: Sequence[str], most: int) -> list[int]:
        """The newest versions that have all of the words."""


def find_words(
    index: Words, connection: Connection, words: Sequence[str], most: int, total: int
) -> dict[int, float]:
    """Versions that have some of the words, the likeliest first, and how much each has of what is asked.

    A word counts by how rare it is (Spärck Jones 1972, https://doi.org/10.1108/eb026526): the share that
    a version has of all words' rarity is its weight, 0 to 1. In a large library common words are not looked
    for beside rarer ones, and count as if all had their usual share: to find all that have them takes long,
    and tells little.

    Args:
        index: the library's.
        connection: an open view of the library.
        words: what is asked for.
        most: how many versions.
        total: how many articles the library has.
    """
    wanted = list(dict.fromkeys(words))
    holding = index.holding(connection, wanted) if wanted else {}
    known = [word for word in wanted if holding.get(word)]
    if not known:
        return {}
    rarity = {word: _rarity(holding.get(word, 0), total) for word in wanted}
    rare = {word: rarity[word] for word in known if total < _COMMON_FROM or holding[word] <= COMMON * total}
    if not rare:
        found = index.newest(connection, known, most)
        return dict.fromkeys(found, 1.0 if len(known) == len(wanted) else _LITTLE)
    whole = sum(rarity.values())
    usual = sum(rarity[word] * min(1.0, holding[word] / total) for word in known if word not in rare)
    likeliest = index.likeliest(connection, rare, most)
    return {version: (held + usual) / whole for version, held in likeliest.items()}


def _rarity(held: int, total: int) -> int:
    """In thousandths: whole numbers add up to the same in any order."""
    return round(1_000 * log((total + 1) / (min(held, total) + 0.5)))
