"""What every request passes before it is answered, and what every answer carries.

The order: limits of how much is asked at once, the name that the server is called by, the size of the
request, where a change comes from (``rashomon.web.access`` then asks for the token). Article text is hostile:
no answer may run a script that is not the program's own, nor be shown within another site.
"""

from __future__ import annotations

import logging
import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers

from rashomon.web.pages.problem import refusal
from rashomon.web.problems import RefusedError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rashomon.web.settings import Settings

log = logging.getLogger("rashomon.web")

CONTENT_POLICY = "; ".join(
    (
        *("default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a browser would not say whence a form comes
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_CARRIED = [
    (name.lower().encode(), value.encode())
    for name, value in {**HEADERS, "Cache-Control": "no-store"}.items()
]
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::\d{1,5})?", re.ASCII)
SAFE = {"GET", "HEAD", "OPTIONS"}


class Safety:
    """The outermost layer: limits, host, size and origin of a request; headers of the answer.

    Nothing that goes wrong behind it reaches a client but as status 500 without details; the log has them.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._together = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                has = {name for name, _ in message["headers"]}
                message["headers"] += [one for one in _CARRIED if one[0] not in has]
            await send(message)

        self._together += 1
        try:
            self._check(scope)
            await self.app(scope, _Body(receive, scope, self.settings).receive, guarded)
        except RefusedError as refused:
            if begun:
                raise
            await refusal(scope, refused)(scope, receive, guarded)
        except Exception:
            log.exception("a fault while answering %s %r", scope["method"], scope["path"])
            if begun:
                raise
            fault = RefusedError(500, "A fault of the program; its log tells more.")
            await refusal(scope, fault)(scope, receive, guarded)
        finally:
            self._together -= 1

    def _check(self, scope: Scope) -> None:
        settings, headers = self.settings, Headers(scope=scope)
        if self._together > settings.together:
            raise RefusedError(503, "Too much is asked at once; try again.", headers={"Retry-After": "1"})
        check_host(headers.getlist("host"), settings)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > settings.query:
            raise RefusedError(414, f"An address may have {settings.query:,} bytes.", most=settings.query)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > settings.headers:
            told = f"The headers may have {settings.headers:,} bytes."
            raise RefusedError(431, told, most=settings.headers)
        check_origin(scope["method"], headers)


def check_host(given: list[str], settings: Settings) -> None:
    """Refuse a name that the server was not told of: by such a name another site could read it.

    On a loopback address the names of this machine are known. On another any numeric address is, since only
    names can be made to point here.

    Raises:
        RefusedError: 421 (Misdirected Request), or 400 without one ``Host``.
    """
    if len(given) != 1:
        raise RefusedError(400, "A request has one Host header.")
    match = _HOST.fullmatch(given[0])
    name = (match[1] or match[2]).lower().removesuffix(".") if match else ""
    known = {*LOOPBACK, settings.host.lower(), *(host.lower() for host in settings.hosts)}
    if name in known or (name and not is_loopback(settings.host) and _is_address(name)):
        return
    raise RefusedError(421, "This server is not known by that name; --allow-host NAME lets it be.")


def check_origin(method: str, headers: Headers) -> None:
    """Refuse what another site sends or takes in, pages that are followed to by a link apart.

    Raises:
        RefusedError: 403.
    """
    site = headers.get("sec-fetch-site")
    if site in {"cross-site", "same-site"} and (
        method not in SAFE or headers.get("sec-fetch-mode") != "navigate"
    ):
        raise RefusedError(403, "Another site may not ask this.")
    origin = headers.get("origin")
    if origin == "null" and site == "same-origin":  # a browser that tells no page where a form was sent from
        return
    if method not in SAFE and origin and urlsplit(origin).netloc != headers.get("host"):
        raise RefusedError(403, "Another site may not ask this.")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is bound to a host."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class _Body:
    """The body of a request, of a bounded size and within a bounded time."""

    def __init__(self, receive: Receive, scope: Scope, settings: Settings) -> None:
        self._receive = receive
        self._settings = settings
        self._size = 0
        self._whole = False
        self._until = anyio.current_time() + settings.seconds
        length = Headers(scope=scope).get("content-length", "")
        self._told = int(length[:18]) if length.isdecimal() else 0

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        if self._told > self._settings.body:
            raise self._too_large()
        try:
            with anyio.fail_after(max(0.0, self._until - anyio.current_time())):
                message = await self._receive()
        except TimeoutError:
            raise RefusedError(408, "The request did not come to its end in time.") from None
        self._size += len(message.get("body", b""))
        if self._size > self._settings.body:
            raise self._too_large()
        self._whole = not message.get("more_body", False)
        return message

    def _too_large(self) -> RefusedError:
        most = self._settings.body
        return RefusedError(413, f"A request may have {most:,} bytes.", most=most)
