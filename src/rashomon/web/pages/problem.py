"""The page that tells why there is no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.requests import Request

from rashomon.web.pages.rendering import answer, reader, render
from rashomon.web.problems import is_for_programs, problem

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import Scope

    from rashomon.web.problems import RefusedError

KINDS = {404: "missing", 429: "token", 500: "fault", 503: "busy"}
TOLD = (400, 403, 404, 405, 408, 413, 414, 415, 421, 429, 431, 500, 503)


def refusal(scope: Scope, refused: RefusedError) -> Response:
    """The answer to a request that is refused: for programs under ``/api``, else for people."""
    return problem(refused) if is_for_programs(scope["path"]) else problem_page(Request(scope), refused)


def problem_page(request: Request, refused: RefusedError) -> Response:
    """What went wrong and what to do, in the reader's language."""
    kind = KINDS.get(refused.status, "refused")
    body = render(request, "problem.html", kind=kind, status=refused.status, detail=_detail(request, refused))
    response = answer(request, body, refused.status)
    response.headers.update(refused.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def _detail(request: Request, refused: RefusedError) -> Markup:
    who = reader(request)
    if refused.why or refused.status not in TOLD:
        why = Markup('<bdi lang="en">{}</bdi>').format(refused.why or refused.detail)
        return who.say("refused.why", why=why)
    return who.say(
        f"refused.{refused.status}",
        time=who.measure(int(refused.headers.get("Retry-After", "1")), "second"),
        size=who.measure(refused.most, "byte"),
    )
