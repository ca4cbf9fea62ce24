"""The page of an article."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from rashomon.library.errors import LibraryError
from rashomon.library.looking import find_article, versions_of
from rashomon.model import Document
from rashomon.web.pages.rendering import answer, desk_of, reader, render
from rashomon.web.view.accounts import article_page
from rashomon.web.view.article import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from rashomon.web.heavy import Heavy


async def show_article(request: Request) -> Response:
    """An article by its id, the beginning of one, or its address."""
    made = await to_thread.run_sync(partial(_page, request))
    if isinstance(made, Response):
        return made
    heavy: Heavy = request.app.state.heavy
    return answer(request, await heavy.run(made))


def _page(request: Request) -> Response | Callable[[], bytes]:
    """The page, or what makes it where the accounts of its story must be compared first."""
    wanted, desk = request.path_params["article"], desk_of(request)
    with desk.connection() as connection:
        try:
            row, said = find_article(connection, wanted)
        except LibraryError as error:
            raise HTTPException(404, f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
        versions = versions_of(connection, row.id) if row.versions > 1 else []
    if row.id != wanted:
        return RedirectResponse(article_page(row.id), 307)
    found = desk.document_bytes(row.story)
    if found is None:  # it left its story at this moment
        raise HTTPException(404, "There is no such article.")
    stamp, document_bytes, at_once = found

    def make() -> bytes:
        document = msgspec.json.decode(document_bytes(), type=Document)
        return render(request, "article.html", article=show(reader(request), row, said, versions, document))

    key = ("article page", row.id, row.versions, stamp, reader(request).locale)
    work = partial(desk.answers.get, key, make)
    return answer(request, work()) if at_once else work
