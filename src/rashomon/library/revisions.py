"""The versions of an article, and what each changed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from rashomon.library.packing import unpack_said
from rashomon.library.tables import articles, versions
from rashomon.model import Revision

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from rashomon.library.packing import Said


class VersionRow(Struct, frozen=True, kw_only=True):
    """A version of an article: when it came, and which sentences it has that the one before had not, and the
    other way round."""

    version: int
    added: str
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def versions_of(connection: Connection, article: str) -> list[VersionRow]:
    """The versions of an article by its id, the first first, each with what it changed."""
    query = (
        select(versions.c.version, versions.c.added, versions.c.account)
        .join(articles, articles.c.number == versions.c.article)
        .where(articles.c.id == article)
        .order_by(versions.c.version)
    )
    found: list[VersionRow] = []
    before: list[str] | None = None
    for number, added, packed in connection.execute(query):
        told = _sentences(unpack_said(packed))
        new: list[str] = []
        gone: list[str] = []
        if before is not None:
            for what, i1, i2, j1, j2 in SequenceMatcher(None, before, told, autojunk=False).get_opcodes():
                if what != "equal":
                    gone += before[i1:i2]
                    new += told[j1:j2]
        found.append(VersionRow(version=number, added=added, new=tuple(new), gone=tuple(gone)))
        before = told
    return found


def revisions_of(connection: Connection, story: str) -> tuple[Revision, ...]:
    """What later versions of a story's articles changed, in the order in which they came."""
    changed = select(articles.c.id).where(articles.c.story == story, articles.c.versions > 1)
    names = connection.execute(changed.order_by(articles.c.id)).scalars().all()
    found = [
        Revision(article=name, version=one.version, added=one.added, new=one.new, gone=one.gone)
        for name in names
        for one in versions_of(connection, name)[1:]
    ]
    return tuple(sorted(found, key=lambda one: (one.added, one.article, one.version)))


def _sentences(said: Said) -> list[str]:
    return [said.article.text[one.start : one.end] for one in said.sentences]
