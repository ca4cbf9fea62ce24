"""The application run by uvicorn until it is asked to end."""

from __future__ import annotations

import errno
import logging
import socket
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import uvicorn

from rashomon.library import LibraryError
from rashomon.web.patience import Patient

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from starlette.applications import Starlette

CONNECTIONS = 512
SECONDS_TO_END = 5  # answers that are on their way are waited for
_ACCESS = "uvicorn.access"


class ListenError(LibraryError):
    """A host and port that cannot be listened to; its text says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 is any that is free. Raises ListenError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.create_server((host, port), family=family, backlog=256, reuse_port=False)
    except socket.gaierror:
        raise ListenError(f"{host}: there is no such host") from None
    except OSError as error:
        raise ListenError(_why(error, host, port)) from None
    except (OverflowError, UnicodeError):
        raise ListenError(f"{host}, {port}: no address that can be listened to") from None
    found.setblocking(False)
    return found


def address_of(listening: socket.socket) -> str:
    """The address that a browser opens: this machine's, where the socket listens to all."""
    host, port = listening.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(
    app: Starlette, listening: socket.socket, *, log: bool = False, ready: Callable[[], None] | None = None
) -> None:
    """Serve until SIGINT (Ctrl-C) or SIGTERM; then end what is begun, and return.

    Args:
        app: what is served.
        listening: where.
        log: tell each request, and faults with where they are, on standard error; else faults in a line.
        ready: called when requests are answered.
    """
    _log_to_stderr(log)
    config = uvicorn.Config(
        app,
        loop="uvloop" if find_spec("uvloop") else "asyncio",
        http=Patient,
        ws="none",
        log_config=None,
        access_log=log,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends at a signal without passing it on: to be asked to end is no failure."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self._ready and self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.force_exit = self.should_exit
        self.should_exit = True


class _Plain(logging.Formatter):
    """A line without anything that a terminal would obey; where a fault lies only when asked for."""

    def __init__(self, whole: bool) -> None:
        super().__init__("rashomon: %(message)s")
        self._whole = whole

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not self._whole:
            kind, error = record.exc_info[:2]
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
            record.msg = (
                f"{record.getMessage()}: {kind.__name__ if kind else ''}: {error} (--log shows where)"
            )
            record.args = ()
        told = super().format(record)
        return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in told)


def _log_to_stderr(whole: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Plain(whole))
    for name in ("rashomon.web", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    # It also tells of each connection that was refused, and of clients that speak no HTTP: no fault of ours.
    logging.getLogger("uvicorn.error").setLevel(logging.INFO if whole else logging.ERROR)
    logging.getLogger(_ACCESS).setLevel(logging.INFO)


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken; choose another by --port, or --port 0 for one that is free"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"port {port} may not be opened without more rights; choose one above 1023 by --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine"
    return f"{host}, port {port}: {(error.strerror or str(error)).lower()}"
