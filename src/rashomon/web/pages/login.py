"""The form that asks for the token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from rashomon.web.pages.rendering import reader, render

if TYPE_CHECKING:
    from starlette.requests import Request


def login_page(request: Request, back: str, status: int = 200, *, wrong: bool = False) -> Response:
    """A page with the form.

    Args:
        request: what was asked for.
        back: the path that is gone to afterwards.
        status: 401 where something else was asked for.
        wrong: a wrong token was shown.
    """
    body = render(request, "login.html", next=back, wrong=wrong)
    headers = {"Content-Language": reader(request).language, "Vary": "Accept-Language, Cookie"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(body, status, headers, "text/html; charset=utf-8")
