"""What a server is told when it starts, and the limits that it keeps."""

from __future__ import annotations

from msgspec import Struct

# Python runs one at a time, and each more that takes turns costs a tenth; a second goes past what takes long.
THREADS = 2


class Settings(Struct, frozen=True, kw_only=True):
    """How a library is served.

    ``host`` is what the server is bound to, ``token`` what a client must show (None: nothing), ``hosts``
    further names that the server may be called by. ``model`` names another encoder. Limits: ``body`` and
    ``query`` in bytes, ``headers`` all of them in bytes, ``seconds`` until a body must be there, ``threads``
    that read the library, ``together`` requests at once.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    hosts: tuple[str, ...] = ()
    model: str | None = None
    body: int = 1_000_000
    query: int = 4_096
    headers: int = 16_384
    seconds: float = 20.0
    threads: int = THREADS
    together: int = 128
