"""What somebody is quoted with, across stories."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select

from rashomon.library.looking import ArticleRow  # noqa: TC001 (msgspec needs it)
from rashomon.library.tables import articles, versions
from rashomon.library.tokens import name_key
from rashomon.model import Mention, Quotation  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rashomon.library.looking import NamedIn

AT_ONCE = 100  # accounts
_ACCOUNTS = (
    select(articles.c.id, versions.c.account)
    .join(versions, versions.c.number == articles.c.version)
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
)


class QuotedIn(Struct, frozen=True, kw_only=True):
    """Words of an article that are given to an entity: code points ``start`` to ``end`` of its text."""

    article: ArticleRow
    start: int
    end: int
    quote: str
    direct: bool


class _Spoken(Struct, frozen=True):
    """Of all that is kept of an account, who says what."""

    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()


def quotations_of(connection: Connection, found: Sequence[NamedIn]) -> list[QuotedIn]:
    """What articles give as the words of the entity that they name, in their order (see ``find_entity``)."""
    named: dict[str, tuple[ArticleRow, set[str]]] = {}
    for one in found:
        named.setdefault(one.article.id, (one.article, set()))[1].add(name_key(one.name))
    ids = list(named)
    quoted = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        kept = {row.id: row.account for row in connection.execute(_ACCOUNTS, {"ids": some})}
        for article, names in (named[one] for one in some if one in kept):
            spoken = _spoken(kept[article.id])
            speakers = {one.key for one in spoken.mentions if name_key(one.name) in names}
            quoted += [
                QuotedIn(article=article, start=one.start, end=one.end, quote=one.text, direct=one.direct)
                for one in spoken.quotations
                if one.speaker in speakers
            ]
    return quoted


@lru_cache(maxsize=2_048)  # what is asked for are mostly the latest articles
def _spoken(packed: bytes) -> _Spoken:
    return msgspec.msgpack.decode(zlib.decompress(packed), type=_Spoken)
