"""What a library holds: its stories, its articles, what happened to them."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import and_, func, or_, select

from rashomon.library import tables
from rashomon.library.dossiers import day_name
from rashomon.library.errors import LibraryError
from rashomon.library.facts import fact
from rashomon.library.packing import unpack_said
from rashomon.library.vectors import statements_held

if TYPE_CHECKING:
    from typing import Any

    from sqlalchemy import Connection, Select, Table

    from rashomon.library.opening import Library
    from rashomon.library.packing import Said

_ARTICLES, _STORIES = tables.articles, tables.stories


class StoryRow(Struct, frozen=True, kw_only=True):
    """A story as it is listed, ``first`` to ``last`` by days of publication; ``differing`` counts claims."""

    id: str
    title: str | None
    articles: int
    origins: int
    languages: tuple[str, ...]
    first: str | None
    last: str | None
    differing: int
    up_to_date: bool


class ArticleRow(Struct, frozen=True, kw_only=True):
    """An article as it is listed."""

    id: str
    story: str
    title: str | None
    outlet: str | None
    language: str
    published: str | None
    url: str | None
    versions: int
    added: str


class ChangeRow(Struct, frozen=True, kw_only=True):
    """What happened to a story: founded, joined, merged, split (see ``grouping.stream``) or version.

    ``number`` rises; ``added`` tells when the article, or its ``version``, came.
    """

    number: int
    what: str
    story: str
    article: str
    other: str | None = None
    version: int | None = None
    added: str | None = None


class NamedIn(Struct, frozen=True, kw_only=True):
    """An article that names an entity, how it calls it and how often."""

    article: ArticleRow
    name: str
    type: str
    count: int


class Numbers(Struct, frozen=True, kw_only=True):
    """A library in numbers. ``waiting`` counts stories whose dossier is still to be made."""

    schema: str
    encoder: str | None
    articles: int
    versions: int
    stories: int
    statements: int
    waiting: int
    languages: dict[str, int]


class Status(Numbers, frozen=True, kw_only=True):
    """A library in numbers, where it lies and how large it is."""

    location: str
    bytes: int | None


def list_stories(
    connection: Connection,
    *,
    language: str | None = None,
    outlet: str | None = None,
    since: int | None = None,
    until: int | None = None,
    at_least: int = 1,
    most: int | None = None,
) -> list[StoryRow]:
    """Stories, those with the latest articles first. Days are numbers as of ``date.toordinal``."""
    query = select(_STORIES).where(_STORIES.c.articles >= at_least)
    if since is not None:
        query = query.where(_STORIES.c.last >= since)
    if until is not None:
        query = query.where(_STORIES.c.first <= until)
    for column, value in ((_ARTICLES.c.language, language), (_ARTICLES.c.outlet, outlet)):
        if value is not None:
            query = query.where(_STORIES.c.id.in_(select(_ARTICLES.c.story).where(column == value)))
    query = query.order_by(func.coalesce(_STORIES.c.last, 0).desc(), _STORIES.c.number.desc())
    return [story_row_of(row) for row in connection.execute(query.limit(most) if most else query)]


def story_row(connection: Connection, story: str) -> StoryRow:
    """A story by its id. Raises LibraryError where there is none, and says where it went if it was merged."""
    row = connection.execute(select(_STORIES).where(_STORIES.c.id == story)).first()
    if row is None:
        into = connection.execute(
            select(tables.changes.c.story)
            .where(tables.changes.c.other == story, tables.changes.c.what == "merged")
            .order_by(tables.changes.c.number.desc())
        ).scalar()
        more = f"; it was found to be one with {into}" if into else ""
        raise LibraryError(f"no story {story}{more}")
    return story_row_of(row)


def changes_of(
    connection: Connection, story: str | None = None, *, after: int = 0, most: int | None = None
) -> list[ChangeRow]:
    """What happened to a story, or to all, in the order in which it did, behind the number ``after``."""
    table, kept = tables.changes, tables.versions
    query = (
        select(*table.c, kept.c.added)
        .outerjoin(_ARTICLES, _ARTICLES.c.id == table.c.article)
        .outerjoin(
            kept,
            and_(kept.c.article == _ARTICLES.c.number, kept.c.version == func.coalesce(table.c.version, 1)),
        )
        .where(table.c.number > after)
        .order_by(table.c.number)
        .limit(most)
    )
    if story is not None:
        query = query.where(or_(table.c.story == story, table.c.other == story))
    return [ChangeRow(**row._mapping) for row in connection.execute(query)]


def find_article(connection: Connection, wanted: str) -> tuple[ArticleRow, Said]:
    """An article by its id, its address or the beginning of its id. Raises LibraryError where there is none
    or there are several."""
    from rashomon.library.identity import canonical

    where = _ARTICLES.c.id == wanted
    if address := canonical(wanted):
        where = or_(where, _ARTICLES.c.key == address)
    rows = connection.execute(_rows().where(where)).all()
    if not rows and len(wanted) > 2:
        rows = connection.execute(
            _rows().where(_ARTICLES.c.id.startswith(wanted, autoescape=True)).limit(2)
        ).all()
    if len(rows) != 1:
        raise LibraryError(f"{'several articles begin with' if rows else 'no article'} {wanted}")
    packed = connection.execute(
        select(tables.versions.c.account).where(tables.versions.c.number == rows[0].version)
    ).scalar_one()
    return article_row(rows[0]), unpack_said(packed)


def status(library: Library) -> Status:
    """A library in numbers."""
    from rashomon.library.opening import NEWEST

    with library.reading() as connection:
        spoken = connection.execute(
            select(_ARTICLES.c.language, func.count())
            .group_by(_ARTICLES.c.language)
            .order_by(func.count().desc())
        )
        languages = {row[0]: row[1] for row in spoken}
        return Status(
            location=library.location,
            schema=NEWEST,
            encoder=fact(connection, "encoder"),
            articles=sum(languages.values()),
            versions=_count(connection, tables.versions),
            stories=_count(connection, _STORIES),
            statements=statements_held(connection),
            waiting=connection.execute(
                select(func.count()).select_from(_STORIES).where(_STORIES.c.stale)
            ).scalar_one(),
            languages=languages,
            bytes=_size(library, connection),
        )


def _size(library: Library, connection: Connection) -> int | None:
    if library.folder is None:
        query = "SELECT pg_database_size(current_database())"
        return int(connection.exec_driver_sql(query).scalar() or 0)
    return sum(path.stat().st_size for path in library.folder.iterdir() if path.is_file())


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _rows() -> Select[Any]:
    return select(*_ARTICLES.c)


_FIELDS = ArticleRow.__struct_fields__
_VALUES = itemgetter(*(_ARTICLES.c.keys().index(name) for name in _FIELDS))


def article_row(row: Any) -> ArticleRow:
    """A row that begins with all columns of the table of articles, as it is listed."""
    return ArticleRow(**dict(zip(_FIELDS, _VALUES(row), strict=True)))


def story_row_of(row: Any) -> StoryRow:
    """A row of the table of stories as it is listed."""
    return StoryRow(
        id=row.id,
        title=row.title,
        articles=row.articles,
        origins=row.origins,
        languages=tuple(row.languages.split()),
        first=day_name(row.first),
        last=day_name(row.last),
        differing=row.differing,
        up_to_date=not row.stale,
    )
