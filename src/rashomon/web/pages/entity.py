"""The page of a person, an organisation or a place, across stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.library.naming import find_entity
from rashomon.library.tokens import name_key
from rashomon.web.lately import of_name, topics_of
from rashomon.web.pages.rendering import answer, desk_of, in_turn, kept, reader, render
from rashomon.web.remembered import Answer
from rashomon.web.view.choosing import LONGEST
from rashomon.web.view.entity import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST = 200  # articles that are looked at, the latest first


@in_turn
def show_entity(request: Request) -> Response:
    """Where somebody or something is named, by any name in any language. ``?all=1``: in every story."""
    name = request.path_params["name"].replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST]
    desk, whole = desk_of(request), request.query_params.get("all") == "1"

    def make() -> Answer:
        with desk.connection() as connection:
            found = find_entity(connection, name, MOST)
            shown = show(reader(request), connection, name, found, whole=whole)
        page = render(request, "entity.html", entity=shown, cut=MOST if len(found) == MOST else 0)
        return Answer(page, topics_of((one.article for one in found), of_name(name_key(name))))

    return answer(request, kept(request, make)())
