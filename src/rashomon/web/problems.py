"""What went wrong, told as RFC 9457 says (``application/problem+json``)."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from msgspec import Struct
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Invalid(Struct, frozen=True):
    """What is wrong with one part of a request; ``where`` names the parameter or the field."""

    where: str
    why: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not answered: its ``status``, the ``title`` of that, and ``detail`` in one sentence.

    ``errors`` names each part that is wrong.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[Invalid, ...] = ()


class RefusedError(Exception):
    """A request that is not answered, and why: the status and one sentence for whom it came from.

    People are told by their language's label of the status, which has room for ``most``, the bytes that there
    may be, or for ``why``, what the program says itself.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: tuple[Invalid, ...] = (),
        headers: dict[str, str] | None = None,
        most: int = 0,
        why: str = "",
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.most = most
        self.why = why


def problem(refused: RefusedError) -> Response:
    """The answer that tells of it."""
    told = Problem(
        title=HTTPStatus(refused.status).phrase,
        status=refused.status,
        detail=refused.detail,
        errors=refused.errors,
    )
    # ``type`` is the default by the RFC; it is written so that nobody has to know.
    body = msgspec.json.encode({"type": told.type, **msgspec.to_builtins(told)})
    return Response(body, refused.status, headers=refused.headers, media_type=MEDIA_TYPE)


def not_there(error: Exception) -> RefusedError:
    """What the library has not, as it says so itself: 404."""
    return RefusedError(404, sentence(error))


def sentence(error: Exception) -> str:
    """What an error says as a sentence; names in it stay as they are."""
    told = str(error)
    return f"{told[:1].upper()}{told[1:]}."


def is_for_programs(path: str) -> bool:
    """Whether an address is one of the API's."""
    return path == "/api" or path.startswith("/api/")
