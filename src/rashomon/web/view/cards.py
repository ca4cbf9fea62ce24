"""A story as the list of stories shows it."""

from __future__ import annotations

import zlib
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import func, select

from rashomon.library.dossiers import Kept
from rashomon.library.tables import articles, dossiers, names, stories
from rashomon.model import Article, Claim, Document, Entity
from rashomon.report.view import is_sure, view
from rashomon.report.words import one_line
from rashomon.web.view.accounts import entity_page, story_page
from rashomon.web.view.bylines import Titled, story_title
from rashomon.web.view.differences import Line, line, strongest
from rashomon.web.view.facts import name_for
from rashomon.web.view.moments import days, order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rashomon.library.looking import StoryRow
    from rashomon.web.desk import Desk
    from rashomon.web.view.marks import Words
    from rashomon.web.view.reader import Reader

MOST_OUTLETS = 3
LATELY = 1  # days before the newest article of the library in which a story is said to grow


class Found(Struct, frozen=True, kw_only=True):
    """What a list tells of a story's dossier, whoever reads: counts of claims, the place, the strongest
    difference."""

    differ: int = 0
    agree: int = 0
    perhaps: int = 0
    single: int = 0
    where: Entity | None = None
    strongest: Claim | None = None


class Told(Struct, frozen=True, kw_only=True):
    """What a list tells of a story's articles: their titles, outlets, how many came on the last day."""

    titles: tuple[Titled, ...]
    outlets: tuple[str, ...]
    newest: int


class Card(Struct, frozen=True, kw_only=True):
    """A story ready for a list."""

    id: str
    page: str
    title: Words
    days: str
    where: str
    where_page: str
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    more_outlets: int
    articles: int
    origins: int
    newest: int
    compared: bool
    found: Found
    line: Line | None
    hit: Words | None = None
    hit_page: str = ""


def cards(reader: Reader, desk: Desk, connection: Connection, rows: Sequence[StoryRow]) -> list[Card]:
    """Stories as a list shows them, in the same order."""
    ids = [row.id for row in rows]
    told = _told(connection, rows)
    places = _places(connection, [row.id for row in rows if row.articles == 1])
    marks = _marks(connection, ids)
    newest = connection.execute(select(func.max(stories.c.last))).scalar()
    found = {row.id: _found(desk, connection, row.id, marks.get(row.id)) for row in rows if row.up_to_date}
    return [_card(reader, row, told[row.id], found.get(row.id), places.get(row.id), newest) for row in rows]


def _card(
    reader: Reader, row: StoryRow, told: Told, found: Found | None, place: str | None, newest: int | None
) -> Card:
    held = found or Found()
    where = held.where.name if held.where else place or ""
    lately = row.last and newest and date.fromisoformat(row.last).toordinal() >= newest - LATELY
    grows = lately and told.newest < row.articles
    return Card(
        id=row.id,
        page=story_page(row.id),
        title=story_title(reader, row.title, told.titles),
        days=days(reader, row.first, row.last),
        where=name_for(reader, held.where) if held.where else one_line(where),
        where_page=entity_page(where) if where else "",
        languages=reader.language_names(row.languages),
        outlets=told.outlets[:MOST_OUTLETS],
        more_outlets=max(0, len(told.outlets) - MOST_OUTLETS),
        articles=row.articles,
        origins=row.origins,
        newest=told.newest if grows else 0,
        compared=row.up_to_date,
        found=held,
        line=line(reader, held.strongest) if held.strongest else None,
    )


def _told(connection: Connection, rows: Sequence[StoryRow]) -> dict[str, Told]:
    """Titles, outlets and the newest articles of stories, in one query."""
    columns = (articles.c.language, articles.c.outlet, articles.c.title, articles.c.published, articles.c.id)
    query = (
        select(articles.c.story, *columns)
        .where(articles.c.story.in_([row.id for row in rows]))
        .order_by(articles.c.number)
    )
    titles: dict[str, list[Titled]] = {row.id: [] for row in rows}
    outlets: dict[str, dict[str, int]] = {row.id: {} for row in rows}
    newest = {row.id: 0 for row in rows}
    last = {row.id: row.last for row in rows}
    for story, language, outlet, title, published, name in connection.execute(query):
        if title:
            titles[story].append(Titled(order(published), name, language, title))
        if outlet:
            called = one_line(outlet)
            outlets[story][called] = outlets[story].get(called, 0) + 1
        newest[story] += bool(published and last[story] and published.startswith(last[story]))
    return {
        row.id: Told(titles=tuple(titles[row.id]), outlets=tuple(outlets[row.id]), newest=newest[row.id])
        for row in rows
    }


def _places(connection: Connection, wanted: Sequence[str]) -> dict[str, str]:
    """The place that the one article of a story names most often."""
    query = (
        select(articles.c.story, names.c.text)
        .join(names, names.c.version == articles.c.version)
        .where(articles.c.story.in_(wanted), names.c.type == "place")
        .order_by(articles.c.story, names.c.count.desc(), names.c.key)
    )
    found: dict[str, str] = {}
    for story, text in connection.execute(query) if wanted else ():
        found.setdefault(story, text)
    return found


def _marks(connection: Connection, wanted: Sequence[str]) -> dict[str, str]:
    """What changes whenever the dossier of a story does: its articles' versions and its length."""
    query = (
        select(
            articles.c.story,
            func.count(),
            func.sum(articles.c.version),
            func.max(articles.c.version),
            func.max(func.length(dossiers.c.packed)),
        )
        .outerjoin(dossiers, dossiers.c.story == articles.c.story)
        .where(articles.c.story.in_(wanted))
        .group_by(articles.c.story)
    )
    return {story: repr(tuple(mark)) for story, *mark in connection.execute(query)}


def _found(desk: Desk, connection: Connection, story: str, mark: str | None) -> Found:
    def make() -> bytes:
        packed = connection.execute(select(dossiers.c.packed).where(dossiers.c.story == story)).scalar()
        return msgspec.json.encode(look(packed) if packed else Found())

    return msgspec.json.decode(desk.answers.get(("card", story, mark), make), type=Found)


def look(packed: bytes) -> Found:
    """What a list tells of a dossier as it is kept."""
    kept = msgspec.json.decode(zlib.decompress(packed), type=Kept)
    story = kept.dossier
    known = tuple(Article(id=name, text="", origin=kept.origins.get(name)) for name in story.articles)
    shown = view(Document(made_by=kept.made_by, articles=known, stories=(story,)), story)
    agree = [family.head for family in shown.families["agree"]]
    places = [entity for entity in story.entities if entity.type == "place"]
    return Found(
        differ=len(shown.families["differ"]),
        agree=sum(map(is_sure, agree)),
        perhaps=sum(not is_sure(claim) for claim in agree),
        single=len(shown.families["single"]),
        where=_bare(max(places, key=lambda place: len(place.mentions))) if places else None,
        strongest=strongest(family.head for family in shown.families["differ"]),
    )


def _bare(entity: Entity) -> Entity:
    """An entity with its names, without where they stand."""
    return msgspec.structs.replace(entity, mentions=(), candidates=())
