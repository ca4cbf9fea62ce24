"""The operations of the API: one table, from which routes, checks of requests and the document are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

JSON = "application/json"
CSV = "text/csv"
HTML = "text/html"
PLAIN = "text/plain"


class Made(Struct, frozen=True, kw_only=True):
    """An answer: its ``stamp`` changes whenever it does, ``make`` gives its bytes.

    ``heavy`` answers are made few at once. ``file`` is the name under which a browser keeps it; ``then`` is
    where the next page begins.
    """

    stamp: str | None = None
    make: Callable[[], bytes]
    heavy: bool = False
    file: str | None = None
    then: str | None = None


class Operation(Struct, frozen=True, kw_only=True):
    """What can be asked for.

    ``asked`` is a struct of the parameters: those named in ``path`` stand there, the others in the query.
    ``body`` is the type of the request's body, where it has one. ``gives`` is the type of the answer for
    JSON, None for another ``media`` type. ``answer`` is called with the desk, the parameters and the body.
    ``refusals`` names statuses beside those that any operation may have, and when.
    """

    name: str
    path: str
    summary: str
    asked: type[Struct]
    answer: Callable[..., Made]
    gives: Any = None
    media: str = JSON
    method: str = "GET"
    body: type[Struct] | None = None
    refusals: dict[int, str] = {}
