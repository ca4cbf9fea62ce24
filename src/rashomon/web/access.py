"""Who may ask: those who show the token, as ``Authorization: Bearer …`` or once in a form.

What the form leaves in a browser is no token, but a random name of a session; it ends with the server.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse

from rashomon.web.pages.login import login_page
from rashomon.web.pages.problem import refusal
from rashomon.web.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "rashomon-session"
DAYS = 30
TRIES, TRIES_OF_ALL, WINDOW = 5, 100, 60.0  # wrong tokens of one address, and of all, in so many seconds
_MOST_ADDRESSES = 1_000
_MOST_SESSIONS = 1_000


class Access:
    """Asks for a token. ``clock`` gives seconds that only rise."""

    def __init__(self, app: ASGIApp, token: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self._token = _digest(token)
        self._clock = clock
        self._sessions: dict[str, float] = {}
        self._wrong: dict[str, list[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        path = scope["path"]
        if path == "/login":
            await (await self._login(request))(scope, receive, send)
        elif path == "/logout" and request.method == "POST":
            self._sessions.pop(request.cookies.get(COOKIE, ""), None)
            gone = RedirectResponse("/login", 303)
            gone.delete_cookie(COOKIE)
            await gone(scope, receive, send)
        elif path.startswith("/static/") or self._known(request):
            await self.app(scope, receive, send)
        elif path.startswith("/api/"):
            refused = RefusedError(401, "Show the token: Authorization: Bearer TOKEN.")
            refused.headers["WWW-Authenticate"] = "Bearer"
            await refusal(scope, refused)(scope, receive, send)
        else:
            asked = f"{path}?{request.url.query}" if request.url.query else path
            await login_page(request, asked, 401)(scope, receive, send)

    def _known(self, request: Request) -> bool:
        until = self._sessions.get(request.cookies.get(COOKIE, ""))
        if until is not None and self._clock() < until:
            return True
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self._is_right(request, shown.strip())

    async def _login(self, request: Request) -> Response:
        if request.method in {"GET", "HEAD"}:
            return login_page(request, "/")
        if request.method != "POST":
            raise RefusedError(405, "The form is sent by POST.", headers={"Allow": "GET, HEAD, POST"})
        try:
            given = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
        except ValueError:
            raise RefusedError(400, "That is no form.") from None
        back = local_path(given.get("next", ["/"])[0])
        if not self._is_right(request, given.get("token", [""])[0].strip()):
            return login_page(request, back, 401, wrong=True)
        name, now = secrets.token_urlsafe(32), self._clock()
        self._sessions = {known: until for known, until in self._sessions.items() if until > now}
        while len(self._sessions) >= _MOST_SESSIONS:
            del self._sessions[next(iter(self._sessions))]
        self._sessions[name] = now + DAYS * 86_400
        answer = RedirectResponse(back, 303)
        answer.set_cookie(
            COOKIE,
            name,
            max_age=DAYS * 86_400,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    def _is_right(self, request: Request, shown: str) -> bool:
        """Whether that is the token. Raises RefusedError (429) where too many wrong ones were shown."""
        now = self._clock()
        address = request.client.host if request.client else ""
        self._wrong = {
            known: kept
            for known, times in self._wrong.items()
            if (kept := [one for one in times if now - one < WINDOW])
        }
        mine = self._wrong.get(address, [])
        every = sum(map(len, self._wrong.values()))
        if len(mine) >= TRIES or every >= TRIES_OF_ALL or len(self._wrong) >= _MOST_ADDRESSES:
            first = mine[0] if mine else min(times[0] for times in self._wrong.values())
            wait = {"Retry-After": str(max(1, int(first + WINDOW - now) + 1))}
            raise RefusedError(429, "Too many wrong tokens; wait before the next.", headers=wait)
        if hmac.compare_digest(_digest(shown), self._token):
            return True
        self._wrong.setdefault(address, []).append(now)
        return False


def local_path(path: str) -> str:
    r"""A path of this server, to go back to; ``/`` for what leads elsewhere (``//host``, ``/\host``)."""
    if not path.startswith("/") or path[1:2] in {"/", "\\"} or any(c < " " or c == "\\" for c in path):
        return "/"
    return path


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
