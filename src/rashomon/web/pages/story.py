"""The page of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from rashomon.library.looking import changes_of
from rashomon.library.tables import changes
from rashomon.model import Document
from rashomon.web.charts import charts
from rashomon.web.lately import of_story
from rashomon.web.pages.rendering import answer, base_of, desk_of, in_turn, kept, reader, render
from rashomon.web.remembered import Answer
from rashomon.web.view.accounts import story_page
from rashomon.web.view.history import history
from rashomon.web.view.story import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request


@in_turn
def show_story(request: Request) -> Response | Callable[[], bytes]:
    """What is told of one event. ``?all=1``: every claim of it."""
    name, whole = request.path_params["story"], request.query_params.get("all") == "1"
    desk = desk_of(request)
    seen = desk.look()
    found = desk.document_bytes(name)
    if found is None:
        return _elsewhere(request, name)
    _, document_bytes, at_once = found

    def make() -> Answer:
        document = msgspec.json.decode(document_bytes(), type=Document)
        page = story_page(name)
        shown = show(reader(request), document, base_of(request) + page, whole=whole)
        with desk.connection() as connection:
            happened = changes_of(connection, name)
        made = render(
            request,
            "story.html",
            story=shown,
            api=f"/api/1/stories/{quote(name, safe='')}",
            charts=charts(reader(request), document),
            history=history(reader(request), name, happened, shown.accounts),
        )
        return Answer(made, (of_story(name),))

    work = kept(request, make, seen)
    return answer(request, work()) if at_once else work


def _elsewhere(request: Request, name: str) -> Response:
    """To the story that this one was found to be one with, so that links to it last.

    Raises:
        HTTPException: 404, there never was such a story.
    """
    with desk_of(request).connection() as connection:
        into = connection.execute(
            select(changes.c.story)
            .where(changes.c.other == name, changes.c.what == "merged", changes.c.story != name)
            .order_by(changes.c.number.desc())
        ).scalar()
    if into is None:
        raise HTTPException(404, "There is no such story.")
    return RedirectResponse(story_page(into), 307)
