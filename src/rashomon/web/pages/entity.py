"""The page of a person, an organisation or a place, across stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.library.naming import find_entity
from rashomon.web.pages.rendering import answer, desk_of, kept, reader, render
from rashomon.web.view.choosing import LONGEST
from rashomon.web.view.entity import show

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST = 200  # articles that are looked at, the latest first


def show_entity(request: Request) -> Response:
    """Where somebody or something is named, by any of its names in any language."""
    name = request.path_params["name"].replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST]
    desk = desk_of(request)

    def make() -> bytes:
        with desk.connection() as connection:
            found = find_entity(connection, name, MOST)
            shown = show(reader(request), connection, name, found)
        return render(request, "entity.html", entity=shown, cut=MOST if len(found) == MOST else 0)

    return answer(request, kept(request, ("entity", name), make, desk.stamp())())
