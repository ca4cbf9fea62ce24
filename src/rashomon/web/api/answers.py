"""The answer to each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import select

from rashomon.library import Filters, LibraryError, looking, search, tables
from rashomon.library.exporting import CLAIM_COLUMNS, FIGURE_COLUMNS, claim_rows, csv_lines, figure_rows
from rashomon.model import Document
from rashomon.web.api import given
from rashomon.web.api.listing import Chosen, Place, list_page
from rashomon.web.api.operations import Made
from rashomon.web.api.statuses import status_of
from rashomon.web.checking import Draft, NothingToHoldError, check_text
from rashomon.web.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from datetime import date

    from msgspec import Struct
    from sqlalchemy import Connection

    from rashomon.web.api import asked
    from rashomon.web.desk import Desk

T = TypeVar("T")


def stories(desk: Desk, of: asked.OfStories) -> Made:
    after = Place.of(of.after) if of.after else None
    chosen = Chosen(
        language=of.language,
        outlet=of.outlet,
        since=_day(of.since),
        until=_day(of.until),
        entity=of.entity,
        verdict=of.verdict,
        at_least=of.articles,
    )

    def look() -> given.StoryPage:
        with desk.connection() as connection:
            found, end = list_page(connection, chosen, order=of.order, after=after, most=of.limit)
        return given.StoryPage(stories=tuple(found), next=end.cursor() if end else None)

    return _kept(desk, of, look)


def story(desk: Desk, of: asked.OneStory) -> Made:
    stamp, make, at_once = _document(desk, of.story)
    return Made(stamp=stamp, make=make, heavy=not at_once)


def claims(desk: Desk, of: asked.OneStory) -> Made:
    return _table(desk, of, "claims", lambda d: csv_lines([d], claim_rows, CLAIM_COLUMNS))


def figures(desk: Desk, of: asked.OneStory) -> Made:
    return _table(desk, of, "figures", lambda d: csv_lines([d], figure_rows, FIGURE_COLUMNS))


def report(desk: Desk, of: asked.OneStory) -> Made:
    from rashomon.report.page import render

    stamp, make, _ = _document(desk, of.story)

    def page() -> bytes:
        document = msgspec.json.decode(make(), type=Document)
        return render(document).encode("utf-8", "replace")

    return Made(
        stamp=f"{stamp}-report",
        make=lambda: desk.answers.get((of.story, stamp, "report"), page),
        heavy=True,
        file=f"{of.story}.html",
    )


def article(desk: Desk, of: asked.OneArticle) -> Made:
    return _article(desk, of, of.article)


def article_at(desk: Desk, of: asked.AtAddress) -> Made:
    return _article(desk, of, of.url)


def entity(desk: Desk, of: asked.OfEntity) -> Made:
    def look() -> given.EntityAnswer:
        with desk.connection() as connection:
            found = looking.find_entity(connection, of.name, of.limit)
        return given.EntityAnswer(name=of.name, articles=tuple(found))

    return _kept(desk, of, look)


def searched(desk: Desk, of: asked.Searched) -> Made:
    filters = Filters(
        language=of.language,
        outlet=of.outlet,
        since=_day(of.since),
        until=_day(of.until),
        entity=of.entity,
        verdict=of.verdict,
    )

    def look() -> given.SearchAnswer:
        encode = desk.encoding() if of.meaning else None
        found = search(desk.library, of.q, encode, filters=filters, most=of.limit)
        return given.SearchAnswer(q=of.q, meaning=encode is not None, hits=tuple(found))

    return _kept(desk, of, look)


def changes(desk: Desk, of: asked.OfChanges) -> Made:
    after = int(of.after or 0)
    table = tables.changes
    query = select(table).where(table.c.number > after).order_by(table.c.number).limit(of.limit)

    def look() -> given.ChangePage:
        with desk.connection() as connection:
            rows = connection.execute(query).all()
        found = tuple(
            given.Change(
                number=row.number,
                change=looking.ChangeRow(
                    what=row.what, story=row.story, article=row.article, other=row.other, version=row.version
                ),
            )
            for row in rows
        )
        return given.ChangePage(changes=found, next=str(rows[-1].number if rows else after))

    return _kept(desk, of, look)


def status(desk: Desk, of: asked.Nothing) -> Made:
    return _kept(desk, (of, "status"), lambda: status_of(desk.library))


def languages(desk: Desk, of: asked.Nothing) -> Made:
    import icu

    from rashomon.language.rules import codes, load

    def look() -> given.LanguageAnswer:
        count = looking.status(desk.library).languages
        english = icu.Locale("en")
        rows = (
            given.LanguageRow(
                code=code,
                name=str(icu.Locale(code).getDisplayName(english)),
                articles=count.get(code, 0),
                depth=load(code).depth,
            )
            for code in sorted({*codes(), *count})
        )
        return given.LanguageAnswer(languages=tuple(rows))

    return _kept(desk, (of, "languages"), look)


def check(desk: Desk, _: asked.Nothing, body: asked.ToCheck) -> Made:
    draft = Draft(
        text=body.text,
        title=body.title,
        language=body.language,
        published=body.published.isoformat() if body.published else None,
    )

    def look() -> bytes:
        if body.stories:
            with desk.connection() as connection:
                for name in body.stories:
                    _told(looking.story_row, connection, name)
        try:
            return msgspec.json.encode(check_text(desk, draft, stories=body.stories, most=body.reports))
        except NothingToHoldError as error:
            raise RefusedError(409, f"{error}.".capitalize()) from None

    return Made(make=look, heavy=True)


def _kept(desk: Desk, key: Hashable, look: Callable[[], Struct]) -> Made:
    """An answer that holds until something is written to the library."""
    stamp = desk.stamp()
    return Made(make=lambda: desk.answers.get((key, stamp), lambda: msgspec.json.encode(look())))


def _document(desk: Desk, name: str) -> tuple[str, Callable[[], bytes], bool]:
    """The stamp of a story's document, what makes it, and whether that takes but a moment."""
    found = desk.document_bytes(name)
    if found is None:
        with desk.connection() as connection:
            _told(looking.story_row, connection, name)
        raise RefusedError(404, f"No story {name}.")  # it went this very moment
    return found


def _table(desk: Desk, of: asked.OneStory, name: str, lines: Callable[[Document], Iterable[bytes]]) -> Made:
    stamp, make, at_once = _document(desk, of.story)

    def rows() -> bytes:
        return b"".join(lines(msgspec.json.decode(make(), type=Document)))

    return Made(stamp=f"{stamp}-{name}", make=rows, heavy=not at_once, file=f"{of.story}-{name}.csv")


def _article(desk: Desk, of: Struct, wanted: str) -> Made:
    def look() -> given.ArticleAnswer:
        with desk.connection() as connection:
            row, said = _told(looking.find_article, connection, wanted)
            versions = looking.versions_of(connection, row.id) if row.versions > 1 else []
        return given.ArticleAnswer(article=row, text=said.article.text, versions=tuple(versions))

    return _kept(desk, of, look)


def _told(look: Callable[[Connection, str], T], connection: Connection, name: str) -> T:
    """What is looked for. Raises RefusedError (404) where there is none, saying what became of it."""
    try:
        return look(connection, name)
    except LibraryError as error:
        raise RefusedError(404, f"{error}.".capitalize()) from None


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None
