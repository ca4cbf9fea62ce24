"""Which machines may be asked: only those that everybody can reach, unless that is allowed."""

from __future__ import annotations

import ipaddress
import socket
import threading
from urllib.parse import urlsplit

from rashomon.sources.links import web_address

_PORTS = {"http": 80, "https": 443}


class FetchError(Exception):
    """Why an address was not fetched. ``status`` was answered, with ``wait`` seconds to wait; ``forbidden``
    where the user has not allowed it."""

    def __init__(
        self, why: str, *, status: int | None = None, wait: float | None = None, forbidden: bool = False
    ) -> None:
        super().__init__(why)
        self.forbidden = forbidden
        self.status = status
        self.wait = wait


class Target:
    """An address taken apart: scheme, host, port, the path with its query, and where the host is."""

    def __init__(self, url: str) -> None:
        """Raises FetchError where the address is no http or https one, or carries a password."""
        if web_address(url) is None:
            raise FetchError("not an http or https address")
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
            self.host = host if ":" in host else host.encode("idna").decode("ascii")
            self.port = parts.port if parts.port is not None else _PORTS[parts.scheme.lower()]
        except (ValueError, UnicodeError):
            raise FetchError("not an address that can be understood") from None
        if "@" in parts.netloc:
            raise FetchError("an address with a user name or password, which is not fetched")
        self.scheme = parts.scheme.lower()
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = f"[{self.host}]" if ":" in self.host else self.host
        self.netloc = named if self.port == _PORTS[self.scheme] else f"{named}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also where IPv6 wraps one of IPv4."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in ipaddress.ip_network("64:ff9b::/96") or ip in ipaddress.ip_network("::/96"):
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if not all(is_public(str(one)) for one in inner if one is not None):
            return False
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def resolve(target: Target, *, allow_private: bool, seconds: float) -> tuple[str, ...]:
    """The IP addresses to connect to, the likeliest first. Whoever asks must connect to one of these, and not
    look the name up again.

    Raises FetchError where the name is unknown or any of its addresses is not public.
    """
    answers: list[str] = []
    failed: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            answers.extend(str(one[4][0]) for one in found)
        except (OSError, UnicodeError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)  # looking up a name cannot be given a time limit
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise FetchError(f"the name {target.host} was not looked up in time")
    if not answers:
        raise FetchError(f"no such host: {target.host}")
    if not allow_private and not all(map(is_public, answers)):
        raise FetchError(
            f"{target.host} is a private or reserved address, which is not fetched unless allowed",
            forbidden=True,
        )
    return tuple(dict.fromkeys(answers))
