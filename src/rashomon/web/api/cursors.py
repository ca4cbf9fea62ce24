"""Where a page ends, as clients hand it back."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, TypeVar

import msgspec

from rashomon.web.problems import Invalid, RefusedError

if TYPE_CHECKING:
    from msgspec import Struct

S = TypeVar("S", bound="Struct")


def cursor_of(place: Struct) -> str:
    """A place as a cursor."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(cursor: str, kind: type[S]) -> S:
    """The place of a cursor. Raises RefusedError (422) for what is none."""
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kind)
    except ValueError:
        wrong = Invalid("after", "no cursor that was given out here")
        raise RefusedError(422, "The cursor is none of this list.", errors=(wrong,)) from None
