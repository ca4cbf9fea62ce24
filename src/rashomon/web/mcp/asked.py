"""What the tools are asked for."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from rashomon.model import Verdict  # noqa: TC001 (msgspec needs it)
from rashomon.web.api.asked import (
    NO_NUL,
    Cursor,
    Day,
    Held,
    Language,
    Name,
    Named,
    Outlet,
    Since,
    StoryId,
    Until,
    Words,
)

TEXT = 6_000  # code points of a text that is checked, and of a part of an article


class Search(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is searched for."""

    q: Words
    language: Language | None = None
    outlet: Outlet | None = None
    since: Since | None = None
    until: Until | None = None
    entity: Named | None = None
    verdict: Held | None = None
    limit: Annotated[int, Meta(ge=1, le=25, description="How many at most.")] = 10


class Stories(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which stories."""

    language: Language | None = None
    outlet: Outlet | None = None
    since: Since | None = None
    until: Until | None = None
    entity: Named | None = None
    verdict: Held | None = None
    articles: Annotated[int, Meta(ge=1, le=1_000_000, description="Only of so many articles and more.")] = 1
    after: Cursor | None = None
    limit: Annotated[int, Meta(ge=1, le=50, description="How many at most.")] = 20


class Story(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which story, and which of its claims."""

    story: StoryId
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


class Entity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which person, organisation or place."""

    name: Annotated[Name, Meta(description="Any of its names, in any language.")]
    limit: Annotated[int, Meta(ge=1, le=40, description="How many articles at most.")] = 15


class ToCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to check, and against what."""

    text: Annotated[str, Meta(min_length=1, max_length=TEXT, description="A draft, a summary, any text.")]
    language: Annotated[Language, Meta(description="Detected where not given.")] | None = None
    published: Day | None = None
    stories: Annotated[
        tuple[StoryId, ...], Meta(max_length=20, description="Only against reports of these stories.")
    ] = ()
