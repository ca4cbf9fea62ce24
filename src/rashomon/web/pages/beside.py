"""The page that lays accounts of one story side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException

from rashomon.library.errors import LibraryError
from rashomon.library.looking import find_article, story_row
from rashomon.library.tables import articles
from rashomon.model import Document
from rashomon.web.across import compared
from rashomon.web.lately import of_article, of_story
from rashomon.web.pages.rendering import answer, desk_of, in_turn, kept, reader, render
from rashomon.web.problems import not_there
from rashomon.web.remembered import Answer
from rashomon.web.view.beside import show
from rashomon.web.view.partners import FEWEST, MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response


class _Chosen(msgspec.Struct, frozen=True):
    """An article as it is now."""

    id: str
    story: str
    version: int


@in_turn
def show_side_by_side(request: Request) -> Response | Callable[[], bytes]:
    """Two to four accounts, ``?articles=ID`` each, in the order of the first. With fewer, or with
    ``?story=ID`` alone, they can be chosen."""
    desk = desk_of(request)
    seen = desk.look()
    given = list(dict.fromkeys(one for one in request.query_params.getlist("articles") if one))
    chosen = [_found(request, one) for one in given[: MOST + 1]]
    chosen = list({one.id: one for one in chosen}.values())
    stories = {one.story for one in chosen}
    asked = request.query_params.get("story", "")
    ids = [one.id for one in chosen[:MOST]]
    about = (*map(of_article, ids), *map(of_story, {*stories, asked}))
    shown = ids if FEWEST <= len(chosen) <= MOST else []
    if not stories and not asked:
        body = render(request, "side-by-side.html", beside=None, wrong="", ticked=())
        return answer(request, body)
    document: Callable[[], bytes]
    wrong = "" if shown else "few" if len(chosen) < FEWEST else "many"
    if len(stories) > 1 and shown:
        versions = sorted(one.version for one in chosen)
        document, at_once, stored = partial(compared, desk, versions), False, False
    else:
        name = chosen[0].story if chosen else asked
        found = desk.document_bytes(name)
        if found is None:
            _no_story(request, name)
        assert found is not None
        (_, document, at_once), stored = found, True

    def make() -> Answer:
        told = msgspec.json.decode(document(), type=Document)
        known = [one for one in shown if one in told.stories[0].articles]
        beside = show(reader(request), told, known, kept=stored)
        page = render(
            request, "side-by-side.html", beside=beside, wrong=wrong if chosen else "", ticked=tuple(ids)
        )
        return Answer(page, about)

    work = kept(request, make, seen)
    return answer(request, work()) if at_once else work


def _found(request: Request, wanted: str) -> _Chosen:
    """An article by its id, the beginning of one, or its address. Raises HTTPException (404)."""
    with desk_of(request).connection() as connection:
        try:
            query = select(articles.c.id, articles.c.story, articles.c.version)
            row = connection.execute(query.where(articles.c.id == wanted)).first()
            if row is None:
                known = find_article(connection, wanted)[0].id
                row = connection.execute(query.where(articles.c.id == known)).one()
        except LibraryError as error:
            raise not_there(error) from None
    return _Chosen(row.id, row.story, row.version)


def _no_story(request: Request, name: str) -> None:
    with desk_of(request).connection() as connection:
        try:
            story_row(connection, name)
        except LibraryError as error:
            raise not_there(error) from None
    raise HTTPException(404, "There is no such story.")
