"""What the tools are asked for: as the operations, so much less at once that an answer can be read whole."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from rashomon.model import Verdict  # noqa: TC001 (msgspec needs it)
from rashomon.web.operations import asked
from rashomon.web.operations.asked import NO_NUL

TEXT = 6_000  # code points of a text that is checked, and of a part of an article


class Search(asked.Search, frozen=True, kw_only=True):
    """What is searched for."""

    limit: Annotated[int, Meta(ge=1, le=25, description="How many at most.")] = 10


class Stories(asked.Stories, frozen=True, kw_only=True):
    """Which stories."""

    order: Literal["latest", "founded"] = "latest"
    limit: Annotated[int, Meta(ge=1, le=50, description="How many at most.")] = 20


class Story(asked.Story, frozen=True, kw_only=True):
    """Which story, and which of its claims."""

    verdict: Annotated[Verdict, Meta(description="Only claims with this verdict.")] | None = None
    start: Annotated[int, Meta(ge=0, le=1_000_000, description="The first claim: `next` of before.")] = 0
    limit: Annotated[int, Meta(ge=1, le=25, description="How many claims at most.")] = 10


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which article, and which part of its text."""

    article: Annotated[
        str, Meta(min_length=1, max_length=2_000, pattern=NO_NUL, description="Its id, or its address.")
    ]
    start: Annotated[int, Meta(ge=0, le=10_000_000, description="The first code point.")] = 0
    length: Annotated[int, Meta(ge=1, le=TEXT, description="How many code points at most.")] = 4_000


class Entity(asked.Entity, frozen=True, kw_only=True):
    """Which person, organisation or place."""

    limit: Annotated[int, Meta(ge=1, le=40, description="How many articles at most.")] = 15


class ToCheck(asked.ToCheck, frozen=True, kw_only=True):
    """A text to check, and against what."""

    text: Annotated[str, Meta(min_length=1, max_length=TEXT, description="A draft, a summary, any text.")]
