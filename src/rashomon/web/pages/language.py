"""The reader's choice of a language, kept in a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse

from rashomon.web.access import local_path
from rashomon.web.pages.rendering import COOKIE
from rashomon.web.view.reader import languages

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

YEAR = 31_536_000


async def choose_language(request: Request) -> Response:
    """Keep what the form says, and go back to the page where it stood."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"))
    chosen = form.get("lang", [""])[0]
    response = RedirectResponse(local_path(form.get("back", ["/"])[0]), 303)
    if chosen in languages():
        response.set_cookie(
            COOKIE, chosen, max_age=YEAR, samesite="lax", httponly=True, secure=request.url.scheme == "https"
        )
    return response
