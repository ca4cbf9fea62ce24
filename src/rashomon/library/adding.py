"""Articles into a library: each is read once, finds its story, and is kept in one transaction with others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update

from rashomon.grouping.dates import day_of
from rashomon.library.dossiers import make_dossiers, refresh_stories
from rashomon.library.errors import LibraryError
from rashomon.library.facts import fact, set_fact
from rashomon.library.grouped import Grouped
from rashomon.library.identity import content_of, file_of, id_of, key_of, storable
from rashomon.library.known import look_up, move
from rashomon.library.packing import (
    checksum,
    pack_said,
    pack_states,
    pack_vectors,
    unpack,
    unpack_rows,
    unpack_said,
)
from rashomon.library.tables import articles, changes, names, states, versions
from rashomon.library.tokens import name_key, tokens
from rashomon.library.vectors import add_vectors, sort_cells
from rashomon.model import Account, Unread
from rashomon.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from rashomon.encoder import Encoder
    from rashomon.grouping.stream import Change
    from rashomon.library.opening import Library
    from rashomon.model import Article

BATCH_ARTICLES = 64
BATCH_CHARACTERS = 120_000
VERSION = "version"  # what changes say of an article that was changed by its outlet


class Added(Struct, kw_only=True):
    """What an adding did: how many articles were new, changed and known, and what is left undone."""

    new: int = 0
    changed: int = 0
    known: int = 0
    stopped: bool = False
    waiting: int = 0  # stories whose dossier is still to be made


class _Coming(NamedTuple):
    """An article that is to be kept: ``number`` is that of the article it is a version of, or None."""

    article: Article
    key: str
    content: bytes
    number: int | None
    file: str | None


def add_articles(
    library: Library,
    found: Iterable[Article | Unread],
    encoder: Encoder,
    *,
    progress: Callable[[Added], None] | None = None,
    unread: Callable[[Unread], None] | None = None,
    comparing: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Added:
    """Keep articles, group them, and compare the accounts of stories to which something new came.

    Adding the same again changes nothing. What was added before an error stays; the rest is added by adding
    the same again.

    Args:
        library: where to; nobody else may write to it meanwhile.
        found: articles, and what could not be read.
        encoder: the one that the library was begun with.
        progress: called after each batch.
        unread: called with each input that could not be read.
        comparing: called with how many stories are compared, of how many.
        stop: asked before each batch and each story whether to end here.

    Raises:
        LibraryError: the library cannot be written to, or was made with another encoder.
    """
    done = Added()
    with library.only_writer():
        adder = _Adder(library, encoder)
        for one in found:
            if isinstance(one, Unread):
                if unread:
                    unread(one)
                continue
            if not adder.take(one, done):
                continue
            if stop():
                done.stopped = True
                break
            adder.keep(done)
            if progress:
                progress(done)
        adder.keep(done)
        if progress:
            progress(done)
        done.stopped = done.stopped or stop()
        sort_cells(library, encoder.dimension)
        done.waiting = make_dossiers(library, progress=comparing, stop=stop)
    return done


class _Adder:
    """What is known while articles are added."""

    def __init__(self, library: Library, encoder: Encoder) -> None:
        self._library = library
        self._encoder = encoder
        self._coming: list[_Coming] = []
        self._size = 0
        with library.writing() as connection:
            self._hold_to_encoder(connection)
        with library.reading() as connection:
            self._grouped = Grouped(connection, encoder.dimension)
            self._last_article = int(fact(connection, "last article") or 0)
            self._last_version = int(fact(connection, "last version") or 0)
            self._articles = connection.execute(select(func.count()).select_from(articles)).scalar_one()

    def take(self, article: Article, done: Added) -> bool:
        """Take in an article where it is new or changed; true where a batch is full."""
        article = storable(article)
        content = content_of(article)
        key = key_of(article, content)
        file = file_of(article)
        if any(
            one.content != content and (one.key == key or (file and one.file == file)) for one in self._coming
        ):
            self.keep(done)  # the earlier version first
        if any(one.key == key for one in self._coming):
            done.known += 1
            return False
        with self._library.reading() as connection:
            found = look_up(connection, article, key, content)
        if found.moved and found.number is not None:
            with self._library.writing() as connection:
                move(connection, found.number, article)
        if found.same:
            done.known += 1
            return False
        named = msgspec.structs.replace(article, id=found.id or id_of(key))
        self._coming.append(_Coming(named, key, content, found.number, file))
        self._size += len(article.text)
        return len(self._coming) >= BATCH_ARTICLES or self._size >= BATCH_CHARACTERS

    def keep(self, done: Added) -> None:
        """Read what came and keep it."""
        coming, self._coming, self._size = self._coming, [], 0
        if not coming:
            return
        accounts = list(read_all([one.article for one in coming], self._encoder))
        with self._library.writing() as connection:
            self._write(connection, coming, accounts)
        new = sum(one.number is None for one in coming)
        done.new += new
        done.changed += len(coming) - new
        self._articles += new
        if self._grouped.worth_keeping(self._articles):
            with self._library.writing() as connection:
                self._grouped.keep(connection, self._last_article)

    def _write(self, connection: Connection, coming: list[_Coming], accounts: list[Account]) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        touched: dict[str, None] = {}
        told, vectors = [], []
        for one, account in zip(coming, accounts, strict=True):
            self._last_version += 1
            version = self._last_version
            packed, rows = pack_said(account), pack_vectors(account)
            kept = unpack(unpack_said(packed), rows, None, self._encoder.dimension)
            number, count = self._row(connection, one, account, now)
            connection.execute(
                insert(versions),
                {
                    "number": version,
                    "article": number,
                    "version": count,
                    "content": one.content,
                    "added": now,
                    "statements": len(account.statements),
                    "account": packed,
                    "vectors": rows,
                    "checksum": checksum(packed, rows),
                },
            )
            numbers = pack_states(account)
            row = {"version": version, "packed": numbers, "checksum": checksum(numbers)}
            connection.execute(insert(states), row)
            if rows_of_names := _names(version, account):
                connection.execute(insert(names), rows_of_names)
            told.append((version, tokens(account.article.text, account.article.language)))
            vectors.append((version, unpack_rows(rows, self._encoder.dimension)[: len(account.statements)]))
            touched |= dict.fromkeys(self._place(connection, one, kept, count))
        self._library.words.add(connection, told)
        add_vectors(connection, vectors)
        refresh_stories(connection, touched)
        set_fact(connection, "last article", str(self._last_article))
        set_fact(connection, "last version", str(self._last_version))

    def _row(self, connection: Connection, one: _Coming, account: Account, now: str) -> tuple[int, int]:
        """The article's row, made or brought up to date: its number, and how many versions there are now."""
        article = account.article
        row = {
            "version": self._last_version,
            "url": article.url,
            "outlet": article.outlet,
            "language": article.language,
            "published": article.published,
            "day": day_of(article),
            "title": article.title,
        }
        if one.number is None:
            self._last_article += 1
            more = {
                "id": article.id,
                "key": one.key,
                "file": one.file,
                "versions": 1,
                "story": "",
                "added": now,
            }
            connection.execute(insert(articles), {"number": self._last_article, **more, **row})
            return self._last_article, 1
        here = articles.c.number == one.number
        before, count = connection.execute(select(articles.c.version, articles.c.versions).where(here)).one()
        connection.execute(delete(states).where(states.c.version == before))
        connection.execute(delete(names).where(names.c.version == before))
        connection.execute(update(articles).where(here).values(versions=count + 1, **row))
        return one.number, count + 1

    def _place(self, connection: Connection, one: _Coming, account: Account, version: int) -> list[str]:
        """Put an article into its story; the stories that this changed."""
        name = account.article.id
        if one.number is not None:
            story = connection.execute(select(articles.c.story).where(articles.c.id == name)).scalar_one()
            row = {"what": VERSION, "story": story, "article": name, "version": version}
            connection.execute(insert(changes), row)
            return [story]
        found = self._grouped.add(account)
        story = self._grouped.story_of(name)
        assert story is not None
        connection.execute(update(articles).where(articles.c.id == name).values(story=story))
        touched = [story]
        for change in found:
            touched += self._follow(connection, change)
        return touched

    def _follow(self, connection: Connection, change: Change) -> list[str]:
        row = {"what": change.what, "story": change.story, "article": change.article, "other": change.other}
        connection.execute(insert(changes), row)
        if change.other is None:
            return [change.story]
        before = change.other if change.what == "merged" else change.story
        members = connection.execute(select(articles.c.id).where(articles.c.story == before)).scalars().all()
        for member in members:
            now = self._grouped.story_of(member)
            if now != before:
                connection.execute(update(articles).where(articles.c.id == member).values(story=now))
        return [change.story, change.other]

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
