"""A story's document as bytes, put together of what the library keeps: nothing is compared twice."""

from __future__ import annotations

import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select

from rashomon.library.dossiers import accounts_of, compared
from rashomon.library.tables import articles, dossiers, stories, versions
from rashomon.model import FORMAT, Article, Dossier, MadeBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection


class Known(Struct, frozen=True):
    """What a story's document is made of now. ``stamp`` changes when the document does.

    ``packed`` is its dossier as it is kept; None where it must be made first.
    """

    story: str
    stamp: str
    versions: tuple[int, ...]
    packed: bytes | None


class _Kept(Struct, frozen=True):
    made_by: msgspec.Raw
    dossier: msgspec.Raw
    origins: dict[str, str | None]


class _Document(Struct, frozen=True, kw_only=True):
    format: str = FORMAT
    made_by: MadeBy | msgspec.Raw
    articles: tuple[Article, ...]
    stories: tuple[Dossier | msgspec.Raw]


class _Told(Struct, frozen=True):
    """Of all that is kept of an account, the article."""

    article: Article


_STORY = (
    select(stories.c.stale, dossiers.c.packed)
    .outerjoin(dossiers, dossiers.c.story == stories.c.id)
    .where(stories.c.id == bindparam("story"))
)
_VERSIONS = select(articles.c.version).where(articles.c.story == bindparam("story")).order_by(articles.c.id)
_ACCOUNTS = select(versions.c.number, versions.c.account).where(
    versions.c.number.in_(bindparam("numbers", expanding=True))
)


def known_story(connection: Connection, story: str) -> Known | None:
    """What there is of a story; None where there is no such story."""
    row = connection.execute(_STORY, {"story": story}).first()
    if row is None:
        return None
    numbers = tuple(connection.execute(_VERSIONS, {"story": story}).scalars())
    packed = None if row.stale else row.packed
    mark = blake2b(repr((story, numbers)).encode(), digest_size=12)
    mark.update(packed or b"")
    return Known(story, mark.hexdigest(), numbers, packed)


def document_bytes(connection: Connection, known: Known) -> bytes:
    """The document (``docs/json.md``) as compact JSON."""
    if known.packed is None:
        accounts = accounts_of(connection, known.story)
        made = compared(connection, known.story, accounts)
        told = sorted((account.article for account in accounts), key=lambda article: article.id)
        return _encoded(made.made_by, told, made.origins, made.dossier)
    kept = msgspec.json.decode(zlib.decompress(known.packed), type=_Kept)
    return _encoded(kept.made_by, _articles(connection, known.versions), kept.origins, kept.dossier)


def _encoded(
    made_by: MadeBy | msgspec.Raw,
    told: Sequence[Article],
    origins: dict[str, str | None],
    dossier: Dossier | msgspec.Raw,
) -> bytes:
    articles = tuple(msgspec.structs.replace(one, origin=origins.get(one.id)) for one in told)
    return msgspec.json.encode(_Document(made_by=made_by, articles=articles, stories=(dossier,)))


def _articles(connection: Connection, numbers: Sequence[int]) -> list[Article]:
    found: dict[int, Article] = {}
    for start in range(0, len(numbers), 500):
        some = {"numbers": numbers[start : start + 500]}
        for number, packed in connection.execute(_ACCOUNTS, some):
            found[number] = msgspec.msgpack.decode(zlib.decompress(packed), type=_Told).article
    return [found[number] for number in numbers if number in found]
