"""The page that tells why there is no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.web.pages.rendering import answer, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rashomon.web.problems import RefusedError


def problem_page(request: Request, refused: RefusedError) -> Response:
    """What went wrong, in the reader's language, with the detail as the program gives it."""
    kind = {404: "missing", 503: "busy"}.get(refused.status, "refused")
    body = render(request, "problem.html", kind=kind, status=refused.status, detail=refused.detail)
    response = answer(request, body, refused.status)
    response.headers.update(refused.headers)
    response.headers["Cache-Control"] = "no-store"
    return response
