"""One request over one connection, to an address that was checked, within limits of time and size."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING

import urllib3
from msgspec import Struct
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from rashomon.sources.addresses import FetchError, Target, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK = 65_536


class Response(Struct, frozen=True, kw_only=True):
    """What a server answered; header names are lower case. ``body`` is still coded."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Plain(HTTPConnection):
    opened: list[HTTPConnection]

    def connect(self) -> None:
        super().connect()
        self.opened.append(self)


class _Secure(HTTPSConnection):
    opened: list[HTTPConnection]

    def connect(self) -> None:
        super().connect()
        self.opened.append(self)


def request(
    target: Target, headers: Mapping[str, str], *, allow_private: bool, seconds: float, limit_bytes: int
) -> Response:
    """GET the target. Redirects are not followed; proxies of the environment are not used.

    The whole exchange may take ``seconds``, however slowly each byte comes: then the connection is closed.
    Raises FetchError.
    """
    deadline = time.monotonic() + seconds
    addresses = resolve(target, allow_private=allow_private, seconds=seconds)
    opened: list[HTTPConnection] = []
    late = threading.Event()

    def close() -> None:
        late.set()
        for connection in opened:
            if connection.sock is not None:
                with contextlib.suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)

    left = max(0.1, deadline - time.monotonic())
    timer = threading.Timer(left, close)
    timer.daemon = True
    timer.start()
    each = left / len(addresses)
    pools = [_pool(target, address, opened, each, left) for address in addresses]
    try:
        answer = _first_answer(pools, target, headers)
        body = b"" if answer.status == 304 else _body(answer, limit_bytes, late)
        if late.is_set():
            raise FetchError(f"took longer than {seconds:g} s")
        return Response(
            status=answer.status,
            headers={name.lower(): value for name, value in answer.headers.items()},
            body=body,
        )
    except (HTTPError, OSError, ValueError) as error:
        if late.is_set():
            raise FetchError(f"took longer than {seconds:g} s") from None
        raise FetchError(f"{_words(error)}") from error
    finally:
        timer.cancel()
        for pool in pools:
            pool.close()
        for connection in opened:
            connection.close()


def _first_answer(
    pools: list[urllib3.HTTPConnectionPool], target: Target, headers: Mapping[str, str]
) -> urllib3.BaseHTTPResponse:
    """The answer of the first address that can be connected to."""
    for pool in pools[:-1]:
        with contextlib.suppress(NewConnectionError, ConnectTimeoutError):
            return _get(pool, target, headers)
    return _get(pools[-1], target, headers)


def _get(
    pool: urllib3.HTTPConnectionPool, target: Target, headers: Mapping[str, str]
) -> urllib3.BaseHTTPResponse:
    return pool.urlopen(
        "GET",
        target.path,
        headers={"Host": target.netloc, **headers},
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=False,
        assert_same_host=False,
    )


def _pool(
    target: Target, address: str, opened: list[HTTPConnection], connect: float, read: float
) -> urllib3.HTTPConnectionPool:
    """A pool of the checked address alone; the certificate must be the name's."""
    timeout = urllib3.Timeout(connect=connect, read=read)
    if target.scheme == "https":
        secure = urllib3.HTTPSConnectionPool(
            address, target.port, timeout=timeout, server_hostname=target.host, assert_hostname=target.host
        )
        secure.ConnectionCls = type("_Watched", (_Secure,), {"opened": opened})
        return secure
    plain = urllib3.HTTPConnectionPool(address, target.port, timeout=timeout)
    plain.ConnectionCls = type("_Watched", (_Plain,), {"opened": opened})
    return plain


def _body(answer: urllib3.BaseHTTPResponse, limit: int, late: threading.Event) -> bytes:
    told = answer.headers.get("Content-Length", "")
    if told.isascii() and told.isdigit() and int(told[:18]) > limit:
        raise FetchError(f"larger than {limit:,} bytes, by its own account")
    parts: list[bytes] = []
    size = 0
    while part := answer.read(_CHUNK, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise FetchError(f"larger than {limit:,} bytes")
        if late.is_set():
            break
    return b"".join(parts)


def _words(error: Exception) -> str:
    kind = type(error).__name__
    if "SSL" in kind or "Certificate" in kind:
        return "no secure connection: the certificate or the encryption is not in order"
    if "NewConnection" in kind or isinstance(error, ConnectionRefusedError):
        return "no connection to the server"
    if "IncompleteRead" in kind or "IncompleteRead" in str(error):
        return "the answer was cut off"
    if "Timeout" in kind:
        return "the server did not answer in time"
    return "the server broke off or did not answer as a web server does"
