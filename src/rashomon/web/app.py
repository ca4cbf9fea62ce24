"""The application: pages for people, the API, and what every request passes."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from rashomon.library import LibraryError
from rashomon.web import api, pages
from rashomon.web.abreast import Abreast
from rashomon.web.access import Access
from rashomon.web.desk import Desk
from rashomon.web.heavy import Heavy
from rashomon.web.pages.problem import refusal
from rashomon.web.problems import RefusedError, sentence
from rashomon.web.questions import Questions
from rashomon.web.safety import Safety
from rashomon.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

SAID = {
    404: "There is nothing here.",
    405: "This cannot be done here with that method.",
}


def make_app(location: str | Desk | None = None, *, settings: Settings | None = None) -> Starlette:
    """An ASGI application that serves a library; ``app.state.desk`` is what its answers share, and
    ``app.state.heavy`` runs what takes long.

    Args:
        location: a library's folder or URL, or a desk that is open and stays so; the user's where None.
        settings: who may ask and how much.

    Raises:
        LibraryError: there is no library, or it cannot be opened.
    """
    settings = settings or Settings()
    desk = location if isinstance(location, Desk) else Desk.open(location, model=settings.model)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        try:
            yield
        finally:
            if desk is not location:
                desk.close()

    middleware = [Middleware(Safety, settings=settings)]
    if settings.token is not None:
        middleware.append(Middleware(Access, token=settings.token))
    app = Starlette(
        routes=[Mount("/api/1", routes=api.routes()), *pages.routes()],
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={HTTPException: _http, RefusedError: _refused, LibraryError: _library},
    )
    app.router.redirect_slashes = False
    app.state.desk = desk
    app.state.settings = settings
    app.state.heavy = Heavy()
    app.state.questions = Questions(desk)
    app.state.abreast = Abreast(desk)
    return app


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail
    if detail == HTTPStatus(error.status_code).phrase:
        detail = SAID.get(error.status_code, f"{detail}.")
    headers = {
        name: ", ".join(sorted(value.split(", "))) if name == "Allow" else value
        for name, value in (error.headers or {}).items()
    }
    told = RefusedError(error.status_code, detail, headers=headers)
    return refusal(request.scope, told)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return refusal(request.scope, error)


async def _library(request: Request, error: Exception) -> Response:
    """The library does not answer: for a moment, where another writes to it."""
    why = sentence(error)
    return refusal(request.scope, RefusedError(503, why, headers={"Retry-After": "5"}, why=why))
