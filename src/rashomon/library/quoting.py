"""What somebody is quoted with, across stories."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, bindparam, select

from rashomon.library.looking import ArticleRow  # noqa: TC001 (msgspec needs it)
from rashomon.library.tables import articles, versions
from rashomon.library.tokens import name_key
from rashomon.model import Mention, Quotation  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rashomon.library.looking import NamedIn

AT_ONCE = 100  # accounts
HELD = 4_096  # articles, by what is said in them
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


class _Said(NamedTuple):
    """Words, and all names of their speaker as they are looked up."""

    start: int
    end: int
    text: str
    direct: bool
    names: frozenset[str]


_Version = tuple[str, int, str]
_HELD: WeakKeyDictionary[Engine, OrderedDict[_Version, tuple[_Said, ...]]] = WeakKeyDictionary()
_LOCK = Lock()


def quotations_of(connection: Connection, found: Sequence[NamedIn]) -> list[QuotedIn]:
    """What articles give as the words of the entity that they name, in their order (see ``find_entity``)."""
    named: dict[str, tuple[ArticleRow, set[str]]] = {}
    for one in found:
        named.setdefault(one.article.id, (one.article, set()))[1].add(name_key(one.name))
    said = _said_in(connection, [article for article, _ in named.values()])
    return [
        QuotedIn(article=article, start=one.start, end=one.end, quote=one.text, direct=one.direct)
        for article, names in named.values()
        for one in said.get(article.id, ())
        if not names.isdisjoint(one.names)
    ]


def _said_in(connection: Connection, wanted: Sequence[ArticleRow]) -> dict[str, tuple[_Said, ...]]:
    """What is said in articles, by their ids; what was read of the latest is held."""
    versions = {one.id: (one.id, one.versions, one.added) for one in wanted}
    with _LOCK:
        held = _HELD.setdefault(connection.engine, OrderedDict())
        known = {name: held[version] for name, version in versions.items() if version in held}
        for name in known:
            held.move_to_end(versions[name])
    missing = [name for name in versions if name not in known]
    for start in range(0, len(missing), AT_ONCE):
        for name, packed in connection.execute(_ACCOUNTS, {"ids": missing[start : start + AT_ONCE]}):
            known[name] = _read(packed)
    with _LOCK:
        held |= {versions[name]: known[name] for name in missing if name in known}
        while len(held) > HELD:
            held.popitem(last=False)
    return known


def _read(packed: bytes) -> tuple[_Said, ...]:
    spoken = msgspec.msgpack.decode(zlib.decompress(packed), type=_Spoken)
    speakers = {one.speaker for one in spoken.quotations}
    names: dict[str, set[str]] = {}
    for one in spoken.mentions:
        if one.key in speakers:
            names.setdefault(one.key, set()).add(name_key(one.name))
    return tuple(
        _Said(one.start, one.end, one.text, one.direct, frozenset(names[one.speaker]))
        for one in spoken.quotations
        if one.speaker in names
    )
