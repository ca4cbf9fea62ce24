"""How long a client is waited for; uvicorn bounds only the silence between two requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Patient(HttpToolsProtocol):
    """A connection that ends where the headers of a request take too long or too much room, or an answer is
    not taken in. How long the body may take is ``Settings.seconds``. ``asking`` tells whether headers are
    awaited.
    """

    to_ask = 20.0  # seconds from the connection, or a request's first byte, to the end of its headers
    to_read = 120.0  # seconds from the end of an answer until the client has it
    largest = 65_536  # bytes of headers that are not at their end
    asking = True
    _late: asyncio.TimerHandle | None = None
    _held = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._late = self.loop.call_later(self.to_ask, self._give_up, TOO_LATE)

    def data_received(self, data: bytes) -> None:
        waited = self.asking
        super().data_received(data)
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
        super().timeout_keep_alive_handler()
        self._wait_no_more()
        self._late = self.loop.call_later(self.to_read, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self, told: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(told)
            self.transport.close()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.asking = True

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.asking = False
