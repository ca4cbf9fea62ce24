"""The page of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from rashomon.library.errors import LibraryError
from rashomon.library.looking import article_row, find_article
from rashomon.library.revisions import versions_of
from rashomon.library.tables import articles
from rashomon.model import Document
from rashomon.web.lately import topics_of
from rashomon.web.pages.rendering import answer, desk_of, in_turn, kept, reader, render
from rashomon.web.problems import not_there
from rashomon.web.remembered import Answer
from rashomon.web.view.accounts import article_page
from rashomon.web.view.article import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from starlette.requests import Request

    from rashomon.library.looking import ArticleRow
    from rashomon.library.packing import Said


@in_turn
def show_article(request: Request) -> Response | Callable[[], bytes]:
    """An article by its id, the beginning of one, or its address."""
    wanted, desk = request.path_params["article"], desk_of(request)
    seen = desk.look()
    with desk.connection() as connection:
        known = connection.execute(select(articles).where(articles.c.id == wanted)).first()
        if known is None:
            return RedirectResponse(article_page(_found(connection, wanted)[0].id), 307)
    row = article_row(known)
    found = desk.document_bytes(row.story)
    if found is None:  # it left its story at this moment
        raise HTTPException(404, "There is no such article.")
    _, document_bytes, at_once = found

    def make() -> Answer:
        with desk.connection() as connection:
            now, said = _found(connection, wanted)
            versions = versions_of(connection, row.id) if now.versions > 1 else []
        document = msgspec.json.decode(document_bytes(), type=Document)
        shown = show(reader(request), now, said, versions, document)
        return Answer(render(request, "article.html", article=shown), topics_of([now]))

    work = kept(request, make, seen)
    return answer(request, work()) if at_once else work


def _found(connection: Connection, wanted: str) -> tuple[ArticleRow, Said]:
    try:
        return find_article(connection, wanted)
    except LibraryError as error:
        raise not_there(error) from None
