"""Whether a library is whole: every hash, count and reference looked at."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from rashomon.library import tables
from rashomon.library.dossiers import Kept
from rashomon.library.facts import fact
from rashomon.library.packing import checksum, unpack, unpack_said
from rashomon.library.vectors import generation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from rashomon.library.opening import Library

_ARTICLES, _VERSIONS, _STORIES = tables.articles, tables.versions, tables.stories
_STEP = 200


def verify(library: Library, progress: Callable[[int, int], None] | None = None) -> Iterator[str]:
    """What is wrong with a library, one sentence each; nothing where it is whole.

    Args:
        library: nobody may write to it meanwhile.
        progress: called with how many versions of articles were looked at, of how many.
    """
    with library.only_writer(), library.writing() as connection:
        if connection.dialect.name == "sqlite":
            for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
                if row[0] != "ok":
                    yield f"the database: {row[0]}"
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                yield f"a row of {row[0]} belongs to no row of {row[2]}"
        yield from _versions(connection, progress)
        yield from _articles(connection)
        yield from _stories(connection)
        yield from _words(library, connection)
        yield from _vectors(connection)


def _versions(connection: Connection, progress: Callable[[int, int], None] | None) -> Iterator[str]:
    dimension = int(fact(connection, "dimension") or 0)
    total = connection.execute(select(func.count()).select_from(_VERSIONS)).scalar_one()
    last, done = 0, 0
    while True:
        rows = connection.execute(
            select(
                *_VERSIONS.c,
                tables.states.c.packed,
                tables.states.c.checksum.label("states_checksum"),
                _ARTICLES.c.id,
                _ARTICLES.c.version.label("newest"),
            )
            .outerjoin(tables.states, tables.states.c.version == _VERSIONS.c.number)
            .outerjoin(_ARTICLES, _ARTICLES.c.number == _VERSIONS.c.article)
            .where(_VERSIONS.c.number > last)
            .order_by(_VERSIONS.c.number)
            .limit(_STEP)
        ).all()
        if not rows:
            return
        for row in rows:
            where = f"version {row.version} of {row.id or 'no article'}"
            try:
                said = unpack_said(row.account)
                account = unpack(said, row.vectors, row.packed, dimension)
            except ValueError as error:
                yield f"{where}: {error}"
                continue
            if checksum(row.account, row.vectors) != row.checksum:
                yield f"{where}: it is not what was written"
            if row.packed is not None and checksum(row.packed) != row.states_checksum:
                yield f"{where}: its token states are not what was written"
            if row.id is None:
                yield f"{where}: it belongs to no article"
            if len(account.statements) != row.statements:
                yield f"{where}: {len(account.statements)} statements, not {row.statements}"
            if row.newest == row.number and row.packed is None:
                yield f"{where}: its token states are missing"
        last, done = rows[-1].number, done + len(rows)
        if progress:
            progress(done, total)


def _articles(connection: Connection) -> Iterator[str]:
    query = (
        select(
            _ARTICLES.c.id, _ARTICLES.c.versions, func.count(_VERSIONS.c.number), func.max(_VERSIONS.c.number)
        )
        .outerjoin(_VERSIONS, _VERSIONS.c.article == _ARTICLES.c.number)
        .group_by(_ARTICLES.c.id, _ARTICLES.c.versions, _ARTICLES.c.version)
        .having(
            (func.count(_VERSIONS.c.number) != _ARTICLES.c.versions)
            | (func.max(_VERSIONS.c.number) != _ARTICLES.c.version)
        )
    )
    for name, told, found in connection.execute(query):
        yield f"{name}: {told} versions by its own count, {found} kept"
    lost = select(_ARTICLES.c.id).where(_ARTICLES.c.story.not_in(select(_STORIES.c.id)))
    for name in connection.execute(lost).scalars():
        yield f"{name}: it belongs to no story"


def _stories(connection: Connection) -> Iterator[str]:
    query = (
        select(_STORIES.c.id, _STORIES.c.articles, func.count(_ARTICLES.c.number))
        .outerjoin(_ARTICLES, _ARTICLES.c.story == _STORIES.c.id)
        .group_by(_STORIES.c.id, _STORIES.c.articles)
        .having(func.count(_ARTICLES.c.number) != _STORIES.c.articles)
    )
    for name, told, found in connection.execute(query):
        yield f"{name}: {told} articles by its own count, {found} kept"
    made = select(_STORIES.c.id, tables.dossiers.c.packed).outerjoin(
        tables.dossiers, tables.dossiers.c.story == _STORIES.c.id
    )
    for name, packed in connection.execute(made.where(_STORIES.c.articles > 1, ~_STORIES.c.stale)):
        if packed is None:
            yield f"{name}: its dossier is missing"
            continue
        try:
            kept = msgspec.json.decode(zlib.decompress(packed), type=Kept)
        except (zlib.error, msgspec.MsgspecError) as error:
            yield f"{name}: its dossier is broken: {error}"
            continue
        held = select(_ARTICLES.c.id).where(_ARTICLES.c.story == name).order_by(_ARTICLES.c.id)
        if list(kept.dossier.articles) != list(connection.execute(held).scalars()):
            yield f"{name}: its dossier tells of other articles than it has"


def _words(library: Library, connection: Connection) -> Iterator[str]:
    try:
        library.words.check(connection)
    except DBAPIError as error:
        yield f"full text: {error.orig}"
    except ValueError as error:
        yield f"full text: {error}"
    held = list(connection.execute(select(_VERSIONS.c.number).order_by(_VERSIONS.c.number)).scalars())
    found = library.words.numbers(connection)
    if held != found:
        missing, more = len(set(held) - set(found)), len(set(found) - set(held))
        yield f"full text: {missing} versions are missing, {more} are there that the library has not"


def _vectors(connection: Connection) -> Iterator[str]:
    query = select(tables.cells.c.numbers).where(tables.cells.c.generation == generation(connection))
    parts = [np.frombuffer(packed, np.int64) for packed in connection.execute(query).scalars()]
    numbers = np.concatenate([np.zeros(0, np.int64), *parts])
    held = {row[0]: row[1] for row in connection.execute(select(_VERSIONS.c.number, _VERSIONS.c.statements))}
    versions, counts = np.unique(numbers >> 16, return_counts=True)
    found = dict(zip(versions.tolist(), counts.tolist(), strict=True))
    if len(np.unique(numbers)) != len(numbers) or found != {n: count for n, count in held.items() if count}:
        yield "vectors: not one for each statement"
