"""A client that is slow on purpose holds nothing for long, and cannot keep others out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from rashomon.web import running
from rashomon.web.patience import Patient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ASKED = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
LARGE = b"x" * 8_000_000  # more than the system keeps for a client that does not read


async def app(scope: Any, _: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": LARGE if scope["path"] == "/large" else b"here"})


def served(
    client: Callable[[int, ServerState], Awaitable[None]], *, connections: int = running.CONNECTIONS
) -> None:
    """Let a client talk to a server that soon gives up."""
    asyncio.run(_served(type("Impatient", (Patient,), {"to_ask": 0.3, "to_read": 0.3}), client, connections))


async def _served(
    protocol: Any, client: Callable[[int, ServerState], Awaitable[None]], connections: int
) -> None:
    config = uvicorn.Config(
        app, log_config=None, lifespan="off", limit_concurrency=connections, timeout_keep_alive=1
    )
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server, asyncio.timeout(20):
        await client(server.sockets[0].getsockname()[1], state)


@pytest.mark.parametrize("first", [b"", ASKED])
def test_headers_that_come_byte_by_byte_are_given_up(first: bytes) -> None:
    async def client(port: int, state: ServerState) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(first)
        if first:
            assert (await reader.readuntil(b"0\r\n\r\n")).startswith(b"HTTP/1.1 200")
        for byte in ASKED[:-2] + b"X: " + b"y" * 200:
            writer.write(bytes([byte]))
            await asyncio.sleep(0.05)
            if not state.connections:
                break
        assert (await reader.read()).startswith(b"HTTP/1.1 408")

    served(client)


def test_who_asks_in_time_is_answered_again_and_again() -> None:
    async def client(port: int, _: ServerState) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _round in range(3):
            await asyncio.sleep(0.2)
            writer.write(ASKED)
            assert (await reader.readuntil(b"0\r\n\r\n")).startswith(b"HTTP/1.1 200")
        writer.close()

    served(client)


def test_an_answer_that_nobody_takes_in_is_let_go() -> None:
    async def client(port: int, state: ServerState) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_000)
        writer.write(ASKED.replace(b"/ ", b"/large ", 1))
        await reader.readline()
        while state.connections:
            await asyncio.sleep(0.05)
        writer.close()

    served(client)


def test_more_connections_than_allowed_are_refused_until_the_silent_ones_are_gone() -> None:
    async def ask(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(ASKED)
        status = await reader.readline()
        writer.close()
        return status.split()[1]

    async def client(port: int, state: ServerState) -> None:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
        assert await ask(port) == b"503"
        while len(state.connections) > 1:
            await asyncio.sleep(0.05)
        assert await ask(port) == b"200"
        for _, writer in silent:
            writer.close()

    served(client, connections=4)


def test_headers_without_end_are_given_up() -> None:
    async def client(port: int, _: ServerState) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(ASKED[:-2])
        for number in range(200):
            writer.write(b"X-%d: %s\r\n" % (number, b"y" * 1_000))
        answered = await reader.readline()
        assert answered.split()[1] in {b"400", b"431"}
        writer.close()

    served(client)


def test_what_is_no_http_is_refused() -> None:
    async def client(port: int, _: ServerState) -> None:
        for told in (
            b"\x16\x03\x01 hello\r\n\r\n",
            b"GET  / HTTP/9.9\r\n\r\n",
            b"GET \xff\xfe HTTP/1.1\r\n\r\n",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(told)
            assert (await reader.readline()).split()[1:2] == [b"400"], told
            writer.close()

    served(client)
