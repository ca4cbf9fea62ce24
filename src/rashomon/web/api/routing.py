"""Routes made of the operations, and an operation's answer as one of HTTP: with ETag, 304 and file name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.responses import Response
from starlette.routing import Route

from rashomon.web.api.document import document_bytes
from rashomon.web.api.requests import asked
from rashomon.web.etags import REVALIDATE, held, tag_of
from rashomon.web.operations import OPERATIONS
from rashomon.web.operations.operation import JSON, Made

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from rashomon.web.heavy import Heavy
    from rashomon.web.operations.operation import Operation


def routes() -> list[BaseRoute]:
    """The routes below ``/api/1``."""
    made: list[BaseRoute] = [
        Route(one.path, _endpoint(one), methods=[one.method], name=f"api-{one.name}") for one in OPERATIONS
    ]
    return [Route("/openapi.json", _openapi, methods=["GET"], name="api-openapi"), *made]


def _endpoint(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        state = request.app.state
        of = await asked(request, operation)
        known = request.headers.get("if-none-match") if operation.method == "GET" else None
        if (
            operation.known
            and (seen := await state.abreast.now()) is not None
            and (told := operation.known(state.desk, of, seen)) is not None
        ):
            return _response(operation, Made(stamp=told.tag, make=lambda: told.data), known)
        if operation.question and (question := operation.question(of)):
            await state.questions.ready(question)

        def at_once() -> Made | Response:
            made = operation.answer(state.desk, of)
            if made.stamp and held(known, f'"{made.stamp}"'):
                return _not_modified(f'"{made.stamp}"')
            return made if made.heavy else _response(operation, made, known)

        found = await anyio.to_thread.run_sync(at_once)
        if isinstance(found, Made):
            heavy: Heavy = state.heavy
            return await heavy.run(partial(_response, operation, found, known))
        return found

    return endpoint


async def _openapi(request: Request) -> Response:
    data = document_bytes(secured=request.app.state.settings.token is not None)
    tag = tag_of(data)
    if held(request.headers.get("if-none-match"), tag):
        return _not_modified(tag)
    return Response(data, headers={"ETag": tag, "Cache-Control": REVALIDATE}, media_type=JSON)


def _response(operation: Operation, made: Made, known: str | None) -> Response:
    data = made.make()
    headers = {"Cache-Control": "no-store"}
    if operation.method == "GET":
        tag = f'"{made.stamp}"' if made.stamp else tag_of(data)
        if held(known, tag):
            return _not_modified(tag)
        headers = {"ETag": tag, "Cache-Control": REVALIDATE}
    if made.file:
        headers["Content-Disposition"] = f'attachment; filename="{made.file}"'
    media = operation.media if operation.media == JSON else f"{operation.media}; charset=utf-8"
    return Response(data, headers=headers, media_type=media)


def _not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": REVALIDATE})
