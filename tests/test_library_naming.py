"""Who is named where: the latest articles of however many, as if all of them had been read."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update

from rashomon.library import held_days, naming, open_library
from rashomon.library.naming import find_entity
from rashomon.library.tables import aliases, articles, names, stories, versions

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

NAMES = ("anna brodd", "brodd", "a. brodd", "paul vint")
SHARES = (0.6, 0.2, 0.02, 0.004)
Told = tuple[int, str, str]


class Drawn:
    """A library of drawn rows, and the same as plain lists."""

    def __init__(self, connection: Connection, chance: random.Random) -> None:
        self.connection, self.chance = connection, chance
        self.last = 0
        self.told: dict[str, tuple[int, set[str], str]] = {}  # of an article its day, names and story
        self.known: dict[str, set[str]] = {}  # of a story the keys of one entity

    def add(self, count: int) -> None:
        for _ in range(count):
            self.last += 1
            number, story = self.last, f"s{self.last // 4}"
            day = self.chance.choice([0, *range(730_000, 730_060)])
            row = {"number": number, "id": f"a{self.chance.random():.8f}{number}", "key": f"k{number}",
                   "version": number, "versions": 1, "language": "en", "day": day or None, "story": story,
                   "added": "2024"}  # fmt: skip
            self.connection.execute(insert(articles), row)
            self._name(row["id"], number, number, day, story)
            if story not in self.known:
                self._found(story)

    def change(self, count: int) -> None:
        """New versions of some articles, on other days and with other names."""
        for name in self.chance.sample(sorted(self.told), count):
            self.last += 1
            day, _, story = self.told[name]
            row = self.connection.execute(articles.select().where(articles.c.id == name)).one()
            self.connection.execute(names.delete().where(names.c.version == row.version))
            day += 1 if day else 0
            new = {"version": self.last, "day": day or None, "versions": row.versions + 1}
            self.connection.execute(update(articles).where(articles.c.id == name).values(**new))
            self._name(name, row.number, self.last, day, story)

    def _name(self, name: str, number: int, version: int, day: int, story: str) -> None:
        row = {"number": version, "article": number, "version": version, "content": b"", "added": "2024",
               "statements": 0, "account": b"", "vectors": b"", "checksum": b""}  # fmt: skip
        self.connection.execute(insert(versions), row)
        told = {key for key, share in zip(NAMES, SHARES, strict=True) if self.chance.random() < share}
        for key in told:
            named = {"version": version, "key": key, "type": "person", "text": key.title(), "count": 1}
            self.connection.execute(insert(names), named)
        self.told[name] = day, told, story

    def _found(self, story: str) -> None:
        days = [730_060]
        row = {"id": story, "number": int(story[1:]), "articles": 4, "origins": 4, "languages": "en",
               "first": min(days), "last": max(days), "differing": 0, "stale": False}  # fmt: skip
        self.connection.execute(insert(stories), row)
        known = {"anna brodd", "brodd"} if self.chance.random() < 0.1 else set()
        for key in known:
            named = {"story": story, "entity": "e1", "key": key, "name": key, "type": "person"}
            self.connection.execute(insert(aliases), named)
        self.known[story] = known

    def expected(self, key: str, most: int) -> list[Told]:
        found = [
            (-day, name, one.title())
            for name, (day, told, story) in self.told.items()
            for one in told
            if one == key or {one, key} <= self.known[story]
        ]
        return sorted(found)[:most]


@pytest.mark.parametrize(("few", "newest"), [(1, held_days.NEWEST), (1, 100), (naming.FEW, 400)])
def test_the_latest_of_many_are_those_that_reading_all_would_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, newest: int
) -> None:
    monkeypatch.setattr(naming, "FEW", few)
    monkeypatch.setattr(held_days, "NEWEST", newest)
    with open_library(str(tmp_path), create=True) as library, library.writing() as connection:
        drawn = Drawn(connection, random.Random(few))
        for count in (40, 1, 1_500, 7):
            drawn.add(count)
            drawn.change(count // 5)
            for key in NAMES:
                for most in (1, 20, 200):
                    found = find_entity(connection, key, most)
                    told = [(-drawn.told[one.article.id][0], one.article.id, one.name) for one in found]
                    assert told == drawn.expected(key, most)
