"""A name while it is worked on: what is known of it so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from rashomon.model import EntityType
    from rashomon.reading.names.capitals import NameSpan
    from rashomon.reading.names.places import Place


class Name(Struct):
    """A span while it is worked on: ``core`` are its words' forms without particles."""

    span: NameSpan
    name: str
    core: tuple[str, ...]
    type: EntityType | None
    start: int
    end: int
    key: str | None = None
    place: Place | None = None
