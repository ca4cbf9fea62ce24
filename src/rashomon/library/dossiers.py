"""Dossiers: made where something new came to a story, and read again as they were made."""

from __future__ import annotations

import zlib
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, insert, select, update

from rashomon import __version__
from rashomon.comparing import compare
from rashomon.grouping import one_story
from rashomon.library.facts import fact
from rashomon.library.packing import unpack, unpack_said
from rashomon.library.refreshing import drop_dossiers
from rashomon.library.revisions import revisions_of
from rashomon.library.tables import aliases, articles, dossiers, evidence, states, stories, versions
from rashomon.library.tokens import name_key
from rashomon.model import Document, Dossier, MadeBy

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from rashomon.library.opening import Library
    from rashomon.model import Account, Article


_ACCOUNTS = (
    select(versions.c.account, versions.c.vectors, states.c.packed)
    .select_from(articles)
    .join(versions, versions.c.number == articles.c.version)
    .outerjoin(states, states.c.version == versions.c.number)
    .where(articles.c.story == bindparam("story"))
    .order_by(articles.c.number)
)


class Kept(Struct, frozen=True):
    """A dossier as it is kept: JSON, compressed. ``origins`` are its articles'."""

    made_by: MadeBy
    dossier: Dossier
    origins: dict[str, str | None]


def make_dossiers(
    library: Library,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Compare the accounts of each story to which something new came; returns how many are left undone.

    Each is written in a transaction of its own, in the order of the stories' founding.
    """
    with library.reading() as connection:
        waiting = connection.execute(
            select(stories.c.id).where(stories.c.stale).order_by(stories.c.number)
        ).scalars()
        names = list(waiting)
    for done, name in enumerate(names):
        if stop():
            return len(names) - done
        if progress:
            progress(done, len(names))
        with library.reading() as connection:
            made = make_dossier(connection, name)
        with library.writing() as connection:
            keep_dossier(connection, made)
    return 0


def make_dossier(connection: Connection, story: str) -> Kept:
    """Compare the accounts of a story as they are now; nothing is written."""
    return compared(connection, story, accounts_of(connection, story))


def accounts_of(connection: Connection, story: str) -> list[Account]:
    """The accounts of a story, in the order in which they came; one alone has no token states."""
    dimension = int(fact(connection, "dimension") or 0)
    rows = connection.execute(_ACCOUNTS, {"story": story}).all()
    return [  # token states are what accounts are aligned by
        unpack(unpack_said(account), vectors, packed if len(rows) > 1 else None, dimension)
        for account, vectors, packed in rows
    ]


def compared(connection: Connection, story: str, accounts: list[Account]) -> Kept:
    """What comparing the accounts of a story gives."""
    whole = msgspec.structs.replace(one_story(accounts), id=story)
    origins = {account.article.id: account.article.origin for account in whole.accounts}
    made_by = MadeBy(
        rashomon=__version__,
        encoder=fact(connection, "encoder") or "",
        tagger=fact(connection, "tagger") or "",
    )
    return Kept(made_by, compare(whole), origins)


def read_dossier(connection: Connection, story: str) -> Kept:
    """The dossier of a story: as kept where it is up to date, else made of what there is."""
    stale = connection.execute(select(stories.c.stale).where(stories.c.id == story)).scalar()
    packed = connection.execute(select(dossiers.c.packed).where(dossiers.c.story == story)).scalar()
    if stale or packed is None:
        return make_dossier(connection, story)
    return msgspec.json.decode(zlib.decompress(packed), type=Kept)


def story_document(connection: Connection, story: str) -> Document:
    """A story as a document of the contract (``docs/json.md``), its articles included."""
    kept = read_dossier(connection, story)
    found = articles_of(connection, story)
    return Document(
        made_by=kept.made_by,
        articles=tuple(
            msgspec.structs.replace(article, origin=kept.origins.get(article.id)) for article in found
        ),
        stories=(msgspec.structs.replace(kept.dossier, revisions=revisions_of(connection, story)),),
    )


def articles_of(connection: Connection, story: str) -> list[Article]:
    """The articles of a story, by their ids."""
    query = (
        select(versions.c.account)
        .join(articles, articles.c.version == versions.c.number)
        .where(articles.c.story == story)
        .order_by(articles.c.id)
    )
    return [unpack_said(packed).article for packed in connection.execute(query).scalars()]


def day_name(day: int | None) -> str | None:
    """A day as ISO 8601, from its number."""
    return None if day is None else date.fromordinal(day).isoformat()


def keep_dossier(connection: Connection, made: Kept) -> None:
    """Write a dossier, what is known of its story by it, its names and its evidence."""
    dossier, story = made.dossier, made.dossier.id
    drop_dossiers(connection, [story])
    packed = zlib.compress(msgspec.json.encode(made), 6)
    connection.execute(insert(dossiers), {"story": story, "packed": packed})
    named = {
        (entity.id, key): {
            "story": story,
            "entity": entity.id,
            "key": key,
            "name": entity.name,
            "type": entity.type,
        }
        for entity in dossier.entities
        for text in (entity.name, *(name.text for name in entity.names))
        if (key := name_key(text))
    }
    if named:
        connection.execute(insert(aliases), list(named.values()))
    current = select(articles.c.id, articles.c.version).where(articles.c.story == story)
    version = {row.id: row.version for row in connection.execute(current)}
    told = {
        (claim.id, one.article, one.start): {
            "story": story,
            "claim": claim.id,
            "version": version[one.article],
            "start": one.start,
            "verdict": claim.verdict,
        }
        for claim in dossier.claims
        for one in claim.evidence
    }
    if told:
        connection.execute(insert(evidence), list(told.values()))
    differing = sum(claim.verdict == "differ" for claim in dossier.claims)
    row = {"title": dossier.title, "origins": dossier.origins, "differing": differing, "stale": False}
    connection.execute(update(stories).where(stories.c.id == story).values(**row))
