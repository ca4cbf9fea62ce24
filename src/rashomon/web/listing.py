"""Stories page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import and_, exists, func, or_, select

from rashomon.library import Filters, tables
from rashomon.library.looking import story_row_of
from rashomon.library.tokens import name_key

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from rashomon.library.looking import StoryRow

_ARTICLES, _STORIES = tables.articles, tables.stories


class Chosen(Filters, frozen=True, kw_only=True):
    """Which stories: as ``Filters`` has it, and of so many articles and more."""

    also: str | None = None  # another entity that is named, too
    at_least: int = 1


class Place(Struct, frozen=True):
    """Where a page ends: the last story's number and latest day there."""

    number: int
    last: int

    @classmethod
    def of(cls, cursor: str) -> Place:
        """The place of a cursor, as clients hand it back."""
        number, _, last = cursor.partition("-")
        return cls(int(number), int(last))

    def cursor(self) -> str:
        """The place as a cursor."""
        return f"{self.number}-{self.last}"


def list_page(
    connection: Connection, chosen: Chosen, *, order: str, after: Place | None, most: int
) -> tuple[list[StoryRow], Place | None]:
    """Stories and where the next page begins; None there on the last page.

    Args:
        connection: one view of the library.
        chosen: which stories.
        order: "founded": the newest first; "latest": the one with the latest article first.
        after: where the page before ended.
        most: how many.
    """
    last = func.coalesce(_STORIES.c.last, 0)
    query = select(_STORIES).where(*_where(chosen))
    if order == "latest":
        query = query.order_by(last.desc(), _STORIES.c.number.desc())
        if after:
            query = query.where(
                or_(last < after.last, and_(last == after.last, _STORIES.c.number < after.number))
            )
    else:
        query = query.order_by(_STORIES.c.number.desc())
        if after:
            query = query.where(_STORIES.c.number < after.number)
    rows = connection.execute(query.limit(most + 1)).all()
    end = rows[most - 1] if len(rows) > most else None
    place = Place(end.number, end.last or 0) if end else None
    return [story_row_of(row) for row in rows[:most]], place


def _where(chosen: Chosen) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if chosen.at_least > 1:
        where.append(_STORIES.c.articles >= chosen.at_least)
    if chosen.since is not None:
        where.append(_STORIES.c.last >= chosen.since)
    if chosen.until is not None:
        where.append(_STORIES.c.first <= chosen.until)
    for column, value in ((_ARTICLES.c.language, chosen.language), (_ARTICLES.c.outlet, chosen.outlet)):
        if value is not None:
            where.append(exists().where(_ARTICLES.c.story == _STORIES.c.id, column == value))
    for entity in (chosen.entity, chosen.also):
        if entity is None:
            continue
        key = name_key(entity)
        naming = select(_ARTICLES.c.story).join(tables.names, tables.names.c.version == _ARTICLES.c.version)
        known = select(tables.aliases.c.story).where(tables.aliases.c.key == key)
        where.append(
            or_(_STORIES.c.id.in_(naming.where(tables.names.c.key == key)), _STORIES.c.id.in_(known))
        )
    if chosen.verdict == "differ":
        where.append(_STORIES.c.differing > 0)
    elif chosen.verdict is not None:
        told = tables.evidence
        held = exists().where(told.c.story == _STORIES.c.id, told.c.verdict == chosen.verdict)
        alone = _STORIES.c.articles == 1  # has no dossier, and is held against nothing
        where.append(or_(held, alone) if chosen.verdict == "single" else held)
    return where
