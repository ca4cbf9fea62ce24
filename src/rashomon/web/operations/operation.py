"""An operation: a function of the desk and of what is asked, and how clients are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_type_hints

from msgspec import Struct
from msgspec.json import encode

from rashomon.web.remembered import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from rashomon.web.desk import Desk

JSON = "application/json"
CSV = "text/csv"
HTML = "text/html"
PLAIN = "text/plain"


class Made(Struct, frozen=True, kw_only=True):
    """An answer: its ``stamp`` changes whenever it does, ``make`` gives its bytes.

    ``heavy`` answers are made few at once. ``file`` is the name under which a browser keeps it.
    """

    stamp: str | None = None
    make: Callable[[], bytes]
    heavy: bool = False
    file: str | None = None


class Operation(Struct, frozen=True, kw_only=True):
    """What can be asked for.

    ``answer`` is called with the desk and an ``asked``: of a GET its fields are parameters (those named in
    ``path`` stand there, the others in the query), of a POST the body. ``gives`` is the type of the answer
    for JSON, None for another ``media`` type. ``known`` gives at once an answer that is kept and right by the
    stamp of what is written, None where there is none. ``question`` gives the text that is encoded for it,
    None where none is. ``refusals`` names statuses beside those that any operation may have, and when.
    """

    name: str
    path: str
    summary: str
    answer: Callable[[Desk, Any], Made]
    asked: type[Struct]
    gives: type[Struct] | None
    known: Callable[[Desk, Any, int], Answer | None] | None = None
    question: Callable[[Any], str | None] | None = None
    media: str = JSON
    method: Literal["GET", "POST"] = "GET"
    refusals: dict[int, str] = {}


def operation(
    path: str,
    look: Callable[[Desk, Any], Struct],
    summary: str,
    *,
    made: type[Struct] | None = None,
    about: Callable[[Any, Any], tuple[int, ...] | None] | None = None,
    key: Callable[[Any], Hashable] | None = None,
    method: Literal["GET", "POST"] = "GET",
    **more: Any,
) -> Operation:
    """An operation named as its function, which tells by its types what is asked and given.

    Args:
        path: below ``/api/1``.
        look: gives a struct, or what is ``Made`` of one already.
        summary: what it is for.
        made: what a function that gives ``Made`` made it of, where that is JSON.
        about: the topics that an answer is about, from what was asked and given; None: all of the library.
        key: under what ``look`` keeps what it has made, where it does so itself.
        method: what a GET gives is kept until something is written that it is about
            (``rashomon.web.remembered``); a POST is heavy.
        more: other fields of ``Operation``.
    """
    asked, gives = types_of(look)
    first, *others = look.__name__.split("_")
    name = first + "".join(word.capitalize() for word in others)

    def kept(desk: Desk, of: Struct) -> Made:
        def made() -> Answer:
            given = look(desk, of)
            return Answer(encode(given), about(of, given) if about else None)

        seen = desk.look()
        return Made(make=lambda: desk.answers.get((name, of), made, seen))

    def known(desk: Desk, of: Struct, seen: int) -> Answer | None:
        return desk.answers.peek(key(of) if key else (name, of), seen)

    def new(desk: Desk, of: Struct) -> Made:
        return Made(make=lambda: encode(look(desk, of)), heavy=True)

    answer: Any = look
    if gives is not Made:
        answer, made = (kept if method == "GET" else new), gives
    return Operation(
        name=name,
        path=path,
        summary=summary,
        answer=answer,
        asked=asked,
        gives=made,
        known=known if key or answer is kept else None,
        method=method,
        **more,
    )


def types_of(look: Callable[[Desk, Any], Struct]) -> tuple[type[Struct], type[Struct]]:
    """What a function is asked and what it gives."""
    hints = get_type_hints(look)
    return hints["of"], hints["return"]
