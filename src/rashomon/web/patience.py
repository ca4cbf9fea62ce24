"""How long a client is waited for; uvicorn bounds only the silence between two requests.

Requests are read by httptools where it is installed, which takes a third of the time that h11 does.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"

if TYPE_CHECKING or not find_spec("httptools"):
    _Quick = H11Protocol
else:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as _Quick


class _Patience:
    """A connection that ends where the headers of a request take too long or too much room, or an answer is
    not taken in. How long the body may take is ``Settings.seconds``.

    What it is mixed with is a protocol of uvicorn, and tells by ``asking`` whether headers are awaited.
    """

    to_ask = 20.0  # seconds from the connection, or a request's first byte, to the end of its headers
    to_read = 120.0  # seconds from the end of an answer until the client has it
    largest = 65_536  # bytes of headers that are not at their end
    asking = True
    loop: asyncio.AbstractEventLoop
    transport: asyncio.Transport
    _late: asyncio.TimerHandle | None = None
    _held = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)  # type: ignore[misc]
        self._late = self.loop.call_later(self.to_ask, self._give_up, TOO_LATE)

    def data_received(self, data: bytes) -> None:
        waited = self.asking
        super().data_received(data)  # type: ignore[misc]
        if not self.asking:
            self._held = 0
            self._wait_no_more()
            return
        self._held += len(data) if waited else 0
        if self._held > self.largest:
            self._give_up(TOO_LARGE)
        elif self._late is None:
            self._late = self.loop.call_later(self.to_ask, self._give_up, TOO_LATE)

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()  # type: ignore[misc]
        self._wait_no_more()
        self._late = self.loop.call_later(self.to_read, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)  # type: ignore[misc]

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self, told: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(told)
            self.transport.close()


class Careful(_Patience, H11Protocol):  # type: ignore[misc]
    """Requests read by h11."""

    @property
    def asking(self) -> bool:  # type: ignore[override]
        return bool(self.conn.their_state is h11.IDLE)


class Quick(_Patience, _Quick):  # type: ignore[misc]
    """Requests read by httptools."""

    def on_message_begin(self) -> None:
        super().on_message_begin()  # type: ignore[misc]
        self.asking = True

    def on_headers_complete(self) -> None:
        super().on_headers_complete()  # type: ignore[misc]
        self.asking = False


Patient: Any = Quick if find_spec("httptools") else Careful
