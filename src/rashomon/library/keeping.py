"""What was read of articles, into the tables: a batch of them in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from rashomon.grouping.dates import day_of
from rashomon.library import tables
from rashomon.library.errors import LibraryError
from rashomon.library.facts import fact, set_fact
from rashomon.library.grouped import Held
from rashomon.library.packing import as_kept, checksum, pack_said, pack_vectors
from rashomon.library.refreshing import refresh_stories
from rashomon.library.rows import unpack_rows
from rashomon.library.states import pack_states
from rashomon.library.tokens import name_key, tokens
from rashomon.library.vectors import add_vectors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy import float32
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rashomon.encoder import Encoder
    from rashomon.grouping.stream.members import Change
    from rashomon.library.coming import Coming
    from rashomon.library.grouped import Grouped
    from rashomon.library.opening import Library
    from rashomon.model import Account

VERSION = "version"  # what changes say of an article that was changed by its outlet
_ARTICLES = tables.articles


class Keeper:
    """A library while articles are added to it; nobody else may write to it.

    Raises:
        LibraryError: the library was made with another encoder.
    """

    def __init__(self, library: Library, encoder: Encoder, held: Held | None = None) -> None:
        self._library = library
        self._held = held or Held()
        self._encoder = encoder
        with library.writing() as connection:
            self._hold_to_encoder(connection)
        with library.reading() as connection:
            self._grouped = self._held.take(connection, encoder.dimension)
        with library.writing() as connection:
            self._grouped.settle(connection)
            self._last_article = int(fact(connection, "last article") or 0)
            self._last_version = int(fact(connection, "last version") or 0)
            self._articles = connection.execute(select(func.count()).select_from(_ARTICLES)).scalar_one()

    def keep(self, coming: Sequence[Coming], accounts: Sequence[Account]) -> tuple[int, int]:
        """Keep a batch; how many of its articles are new, and how many new versions of known ones."""
        batch = _Batch(self._encoder, self._last_article, self._last_version)
        with self._library.writing() as connection:
            kept = [batch.take(connection, *both) for both in zip(coming, accounts, strict=True)]
            is_new = [one.number is None for one in coming]
            found = iter(self._grouped.add_all([one for one, new in zip(kept, is_new, strict=True) if new]))
            for account, new in zip(kept, is_new, strict=True):
                if new:
                    batch.place(account.article.id, next(found))
                else:
                    batch.change(account.article.id, self._grouped.story_of(account.article.id))
            batch.write(connection, self._library, self._grouped)
        self._last_article, self._last_version = batch.last_article, batch.last_version
        count = sum(is_new)
        self._articles += count
        if self._grouped.worth_keeping(self._articles):
            with self._library.writing() as connection:
                self._grouped.keep(connection, self._last_article)
        return count, len(coming) - count

    def end(self) -> None:
        """All is kept; the stories stay in memory where these are to be held."""
        with self._library.reading() as connection:
            self._held.hold(connection, self._grouped)

    def _hold_to_encoder(self, connection: Connection) -> None:
        """Vectors of two encoders cannot be compared, so that a library holds to one."""
        known = fact(connection, "encoder")
        if known is None:
            set_fact(connection, "encoder", self._encoder.name)
            set_fact(connection, "dimension", str(self._encoder.dimension))
            set_fact(connection, "tagger", self._encoder.tagger_name)
        elif known != self._encoder.name:
            raise LibraryError(
                f"{self._library.location}: its articles were read with the encoder {known}, "
                f"this one is {self._encoder.name}; begin another library for it"
            )


class _Batch:
    """The rows that a batch adds, written at once at its end."""

    def __init__(self, encoder: Encoder, last_article: int, last_version: int) -> None:
        self.last_article, self.last_version = last_article, last_version
        self._encoder = encoder
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self._rows: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._changed: list[tuple[int, dict[str, Any]]] = []  # articles of which a new version came
        self._touched: dict[str, None] = {}
        self._left: dict[str, None] = {}  # stories that others may have gone from
        self._words: list[tuple[int, list[str]]] = []
        self._vectors: list[tuple[int, NDArray[float32]]] = []

    def take(self, connection: Connection, one: Coming, account: Account) -> Account:
        """Take in an article's rows; the account as it can be read again, without token states."""
        article = account.article
        self.last_version += 1
        version = self.last_version
        row = {
            "version": version,
            "url": article.url,
            "outlet": article.outlet,
            "language": article.language,
            "published": article.published,
            "day": day_of(article),
            "title": article.title,
        }
        number, count = one.number, 1
        if number is None:
            self.last_article += 1
            number = self.last_article
            more = {"id": article.id, "key": one.key, "file": one.file, "versions": 1, "added": self._now}
            self._rows["articles"].append({"number": number, **more, **row})
        else:
            query = select(_ARTICLES.c.versions).where(_ARTICLES.c.number == number)
            count += connection.execute(query).scalar_one()
            self._changed.append((number, {"versions": count, **row}))
        packed, vectors = pack_said(account), pack_vectors(account)
        states = pack_states(account, self._encoder.name)
        self._rows["versions"].append(
            {
                "number": version,
                "article": number,
                "version": count,
                "content": one.content,
                "added": self._now,
                "statements": len(account.statements),
                "account": packed,
                "vectors": vectors,
                "checksum": checksum(packed, vectors),
            }
        )
        self._rows["states"].append({"version": version, "packed": states, "checksum": checksum(states)})
        self._rows["names"] += _names(version, account)
        rows = unpack_rows(vectors, self._encoder.dimension)
        self._words.append((version, tokens(article.text, article.language)))
        self._vectors.append((version, rows[: len(account.statements)]))
        return as_kept(account, rows)

    def place(self, article: str, found: Sequence[Change]) -> None:
        """What a new article changed among the stories."""
        for change in found:
            row = {"what": change.what, "story": change.story, "article": article, "other": change.other}
            self._rows["changes"].append({"version": None, **row})
            if change.what != "ended":
                self._touched[change.story] = None
            if change.other is not None:
                self._touched[change.other] = None
                self._left[change.other if change.what == "merged" else change.story] = None

    def change(self, article: str, story: str | None) -> None:
        """A new version of an article came to its story."""
        assert story is not None
        self._touched[story] = None
        row = {"what": VERSION, "story": story, "article": article, "other": None}
        self._rows["changes"].append({"version": self._changed[-1][1]["versions"], **row})

    def write(self, connection: Connection, library: Library, grouped: Grouped) -> None:
        """Write all that was taken in."""
        for row in self._rows["articles"]:
            row["story"] = grouped.story_of(row["id"])
            self._touched[row["story"]] = None
        self._follow(connection, grouped)
        self._replace(connection)
        for name in ("articles", "versions", "states", "names", "changes"):
            if rows := self._rows[name]:
                connection.execute(insert(tables.metadata.tables[name]), rows)
        library.words.add(connection, self._words)
        add_vectors(connection, self._vectors)
        refresh_stories(connection, self._touched)
        set_fact(connection, "last article", str(self.last_article))
        set_fact(connection, "last version", str(self.last_version))

    def _follow(self, connection: Connection, grouped: Grouped) -> None:
        """Give articles that were there before their story where it is another now."""
        query = select(_ARTICLES.c.id, _ARTICLES.c.story).where(_ARTICLES.c.story.in_(list(self._left)))
        for name, before in connection.execute(query).all() if self._left else ():
            if (now := grouped.story_of(name)) != before:
                connection.execute(update(_ARTICLES).where(_ARTICLES.c.id == name).values(story=now))

    def _replace(self, connection: Connection) -> None:
        """Bring articles with a new version up to it; of the one before only what was said stays."""
        for number, row in self._changed:
            here = _ARTICLES.c.number == number
            before = connection.execute(select(_ARTICLES.c.version).where(here)).scalar_one()
            for table in (tables.states, tables.names):
                connection.execute(delete(table).where(table.c.version == before))
            connection.execute(update(_ARTICLES).where(here).values(**row))


def _names(version: int, account: Account) -> list[dict[str, object]]:
    """The names that an article gives, as they are looked up, and how often."""
    counted: Counter[tuple[str, str]] = Counter()
    text: dict[tuple[str, str], str] = {}
    for mention in account.mentions:
        if key := name_key(mention.name):
            counted[key, mention.type] += 1
            text.setdefault((key, mention.type), mention.name)
    return [
        {"version": version, "key": key, "type": kind, "text": text[key, kind], "count": count}
        for (key, kind), count in sorted(counted.items())
    ]
