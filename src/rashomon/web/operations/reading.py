"""The function behind each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from rashomon import __version__
from rashomon.comparing.checking.checked import Check  # noqa: TC001 (types tell what an operation gives)
from rashomon.library import Filters, LibraryError, looking
from rashomon.library import search as search_library
from rashomon.library.exporting import CLAIM_COLUMNS, FIGURE_COLUMNS, claim_rows, csv_lines, figure_rows
from rashomon.library.naming import find_entity
from rashomon.library.quoting import quotations_of
from rashomon.library.revisions import versions_of
from rashomon.library.tokens import name_key
from rashomon.model import Document
from rashomon.web.checking import Draft, NothingToHoldError, check_text
from rashomon.web.desk import Desk  # noqa: TC001
from rashomon.web.lately import of_name, topics_of
from rashomon.web.listing import Chosen, Place, list_page
from rashomon.web.operations import asked, given
from rashomon.web.operations.operation import Made
from rashomon.web.problems import RefusedError, not_there, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

T = TypeVar("T")


def list_stories(desk: Desk, of: asked.Stories) -> given.StoryPage:
    chosen = Chosen(**of.chosen(), at_least=of.articles)
    after = Place.of(of.after) if of.after else None
    with desk.connection() as connection:
        found, end = list_page(connection, chosen, order=of.order, after=after, most=of.limit)
    return given.StoryPage(stories=tuple(found), next=end.cursor() if end else None)


def get_story(desk: Desk, of: asked.Story) -> Made:
    stamp, make, at_once = _document(desk, of.story)
    return Made(stamp=stamp, make=make, heavy=not at_once)


def get_claims(desk: Desk, of: asked.Story) -> Made:
    return _table(desk, of, "claims", lambda document: csv_lines([document], claim_rows, CLAIM_COLUMNS))


def get_figures(desk: Desk, of: asked.Story) -> Made:
    return _table(desk, of, "figures", lambda document: csv_lines([document], figure_rows, FIGURE_COLUMNS))


def get_report(desk: Desk, of: asked.Story) -> Made:
    from rashomon.report.page import render

    stamp, make, _ = _document(desk, of.story)

    def page() -> bytes:
        return render(msgspec.json.decode(make(), type=Document)).encode("utf-8", "replace")

    return Made(
        stamp=f"{stamp}-report",
        make=lambda: desk.answers.get((of.story, stamp, "report"), page),
        heavy=True,
        file=f"{of.story}.html",
    )


def read_story(desk: Desk, story: str) -> Document:
    """A story as a document. Raises RefusedError (404)."""
    return msgspec.json.decode(_document(desk, story)[1](), type=Document)


def get_article(desk: Desk, of: asked.Article) -> given.ArticleAnswer:
    return read_article(desk, of.article)


def find_article(desk: Desk, of: asked.Address) -> given.ArticleAnswer:
    return read_article(desk, of.url)


def read_article(desk: Desk, wanted: str) -> given.ArticleAnswer:
    """An article by its id or address. Raises RefusedError (404)."""
    with desk.connection() as connection:
        row, said = _told(looking.find_article, connection, wanted)
        versions = versions_of(connection, row.id) if row.versions > 1 else []
    return given.ArticleAnswer(article=row, text=said.article.text, versions=tuple(versions))


def about_article(of: asked.Article | asked.Address, found: given.ArticleAnswer) -> tuple[int, ...] | None:
    """What an answer is about; all where the article was not asked for by its id: another may have it."""
    row = found.article
    return topics_of([row]) if isinstance(of, asked.Article) and of.article == row.id else None


def get_entity(desk: Desk, of: asked.Entity) -> given.EntityAnswer:
    with desk.connection() as connection:
        found = find_entity(connection, of.name, of.limit)
        said = quotations_of(connection, found)
    return given.EntityAnswer(name=of.name, articles=tuple(found), quotations=tuple(said))


def about_entity(of: asked.Entity, found: given.EntityAnswer) -> tuple[int, ...]:
    """What an answer is about."""
    return topics_of((one.article for one in found.articles), of_name(name_key(of.name)))


def search(desk: Desk, of: asked.Search) -> given.SearchAnswer:
    encode = desk.encoding() if of.meaning else None
    found = search_library(desk.library, of.q, encode, filters=Filters(**of.chosen()), most=of.limit)
    return given.SearchAnswer(q=of.q, meaning=encode is not None, hits=tuple(found))


def list_changes(desk: Desk, of: asked.Changes) -> given.ChangePage:
    after = int(of.after or 0)
    with desk.connection() as connection:
        found = looking.changes_of(connection, of.story, after=after, most=of.limit)
    return given.ChangePage(changes=tuple(found), next=str(found[-1].number if found else after))


def get_status(desk: Desk, of: asked.Nothing) -> given.StatusAnswer:  # noqa: ARG001
    found = looking.status(desk.library)
    numbers = {name: getattr(found, name) for name in looking.Numbers.__struct_fields__}
    return given.StatusAnswer(rashomon=__version__, **numbers)


def list_languages(desk: Desk, of: asked.Nothing) -> given.LanguageAnswer:  # noqa: ARG001
    import icu

    from rashomon.language.rules import codes, load

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


def check(desk: Desk, of: asked.ToCheck) -> Check:
    draft = Draft(
        text=of.text,
        title=of.title,
        language=of.language,
        published=of.published.isoformat() if of.published else None,
    )
    with desk.connection() as connection:
        for name in of.stories:
            _told(looking.story_row, connection, name)
    try:
        return check_text(desk, draft, stories=of.stories, most=of.reports)
    except NothingToHoldError as error:
        raise RefusedError(409, sentence(error)) from None


def _document(desk: Desk, name: str) -> tuple[str, Callable[[], bytes], bool]:
    """The stamp of a story's document, what makes it, and whether that takes but a moment."""
    found = desk.document_bytes(name)
    if found is None:
        with desk.connection() as connection:
            _told(looking.story_row, connection, name)
        raise RefusedError(404, f"No story {name}.")  # it went this very moment
    return found


def _table(desk: Desk, of: asked.Story, name: str, lines: Callable[[Document], Iterable[bytes]]) -> Made:
    stamp, make, at_once = _document(desk, of.story)

    def rows() -> bytes:
        return b"".join(lines(msgspec.json.decode(make(), type=Document)))

    return Made(stamp=f"{stamp}-{name}", make=rows, heavy=not at_once, file=f"{of.story}-{name}.csv")


def _told(look: Callable[[Connection, str], T], connection: Connection, name: str) -> T:
    """What is looked for. Raises RefusedError (404) where there is none, saying what became of it."""
    try:
        return look(connection, name)
    except LibraryError as error:
        raise not_there(error) from None
