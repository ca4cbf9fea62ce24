"""What a client holds already is not sent again (RFC 9110, 13.1.2)."""

from __future__ import annotations

from hashlib import blake2b

REVALIDATE = "private, no-cache"


def tag_of(data: bytes) -> str:
    """The ETag of an answer."""
    return f'"{blake2b(data, digest_size=12).hexdigest()}"'


def held(given: str | None, tag: str) -> bool:
    """Whether an ``If-None-Match`` names what a tag stands for."""
    if not given:
        return False
    return given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(","))
