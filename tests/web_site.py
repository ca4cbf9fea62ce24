"""A web server on loopback, made in the tests: what it answers is up to each of them."""

from __future__ import annotations

import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from rashomon.sources import Fetcher, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGE = (
    b"<html><head><title>Bridge</title></head><body><article><p>The bridge fell on Monday morning. "
    b"Twelve people were hurt, the mayor said.</p></article></body></html>"
)
HTML = {"Content-Type": "text/html; charset=utf-8"}
Reply = tuple[int, dict[str, str], bytes]


class Site:
    """A server whose answers are functions of the request; it keeps what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], Reply | None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                self.close_connection = True
                answer = site.pages.get(self.path, lambda _: (404, {}, b""))(self)
                if answer is None:
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def put(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = lambda _: (status, {**HTML, **named}, body)

    def count(self, path: str) -> int:
        return sum(one == path for one, _ in self.asked)


@contextmanager
def serving(secure: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site()
    if secure:
        site.server.socket = secure.wrap_socket(site.server.socket, server_side=True)
    thread = threading.Thread(target=site.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as one:
        yield one


def fetcher(**options: object) -> Fetcher:
    return Fetcher(**{"allow_private": True, "delay": 0.0, "seconds": 5.0, **options})  # type: ignore[arg-type]


def why(url: str, **options: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetcher(**options).get(url)
    return str(caught.value)


# Valid from 2000 to 2100, for "outlet.example" alone, and of no use to anybody.
AUTHORITY = """\
-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIBATAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZBdXRob3Jp
dHkgb2YgdGhlIHRlc3RzMCAXDTAwMDEwMTAwMDAwMFoYDzIxMDAwMTAxMDAwMDAw
WjAhMR8wHQYDVQQDDBZBdXRob3JpdHkgb2YgdGhlIHRlc3RzMFkwEwYHKoZIzj0C
AQYIKoZIzj0DAQcDQgAEFakb9b7q4JBhtRHEYyfUh7n5Pzd8tUhuDD3QACZxpD0l
sNK1PbLyqCZ+8RClCNrgOcvyrXHVmQgkKObDdnL3rKNCMEAwDwYDVR0TAQH/BAUw
AwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR0OBBYEFJkenya4p35KbGLO09Xav+BI
yGWiMAoGCCqGSM49BAMCA0cAMEQCIHfIHLeZsTsBKqExm8MZCts1YKIbFYCGNLVN
V0oZwcHEAiA5UU5rWFsCcfRyZ+6mFvpghNtQ9MRJ3NpVWp7Xavy1ng==
-----END CERTIFICATE-----
"""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBrDCCAVKgAwIBAgIBAjAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZBdXRob3Jp
dHkgb2YgdGhlIHRlc3RzMCAXDTAwMDEwMTAwMDAwMFoYDzIxMDAwMTAxMDAwMDAw
WjAZMRcwFQYDVQQDDA5vdXRsZXQuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49
AwEHA0IABKhWJ1MZPoaslEFHQvmFESY9Wuxju8+ZfsgwZ/h4eefjAsUqbfYiofdJ
B+LyQs48bIdVdWjFGesiCG0Ob7f/zIyjgYAwfjAMBgNVHRMBAf8EAjAAMBkGA1Ud
EQQSMBCCDm91dGxldC5leGFtcGxlMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB8GA1Ud
IwQYMBaAFJkenya4p35KbGLO09Xav+BIyGWiMB0GA1UdDgQWBBS4EbpYx2gUgLrP
GRug2e9Kva+h0jAKBggqhkjOPQQDAgNIADBFAiA/LqRVqltUc7yYfWHuGevFx4YE
+1bwxJJtLHN45SH3+AIhAJ7XEs32aEIDmtJutx/jxs8Wx+WCYIfL/Cl51yL/VTEn
-----END CERTIFICATE-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIFGKaDaySFUoD7ZxkFrzeMsLdQs7IwfpN0AUocXewjiroAoGCCqGSM49
AwEHoUQDQgAEqFYnUxk+hqyUQUdC+YURJj1a7GO7z5l+yDBn+Hh55+MCxSpt9iKh
90kH4vJCzjxsh1V1aMUZ6yIIbQ5vt//MjA==
-----END EC PRIVATE KEY-----
"""


@contextmanager
def serving_securely(folder: Path) -> Iterator[Site]:
    """A site that speaks HTTPS, with a certificate of the authority of the tests."""
    (folder / "certificate.pem").write_text(CERTIFICATE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem")
    with serving(context) as site:
        yield site
