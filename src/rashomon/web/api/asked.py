"""What may be asked: the parameters of each operation, with their bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from rashomon.model import Verdict
from rashomon.web.checking import MOST_CHARACTERS, REPORTS

NO_NUL = r"^[^\u0000]*$"  # which no database holds

Name = Annotated[str, Meta(min_length=1, max_length=300, pattern=NO_NUL)]
Language = Annotated[
    str, Meta(pattern="^[A-Za-z0-9-]{1,35}$", description="A BCP 47 code, such as vi.", examples=["vi"])
]
Outlet = Annotated[Name, Meta(description="Who published, written as in the articles.")]
Since = Annotated[date, Meta(description="Published on this day or later.", examples=["2024-05-01"])]
Until = Annotated[date, Meta(description="Published on this day or before.", examples=["2024-05-31"])]
Named = Annotated[
    Name, Meta(description="Only where this person, organisation or place is named, in any language.")
]
Held = Annotated[Verdict, Meta(description="Only with statements that are held against others so.")]
Cursor = Annotated[
    str,
    Meta(pattern="^[0-9]{1,18}-[0-9]{1,7}$", description="Where the page begins: `next` of that before."),
]
Limit = Annotated[int, Meta(ge=1, le=200, description="How many at most.")]
StoryId = Annotated[
    str,
    Meta(min_length=1, max_length=100, pattern=r"^[^\u0000/]*$", description="A story's id, such as s12."),
]
ArticleId = Annotated[
    str, Meta(min_length=1, max_length=100, pattern=r"^[^\u0000/]*$", description="An article's id.")
]


Words = Annotated[
    str,
    Meta(min_length=1, max_length=1_000, pattern=NO_NUL, description="What is looked for, in any language."),
]
Day = Annotated[date, Meta(description='From which "on Monday" is counted.')]


class Nothing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No parameters."""


class OfStories(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which stories are listed."""

    language: Language | None = None
    outlet: Outlet | None = None
    since: Since | None = None
    until: Until | None = None
    entity: Named | None = None
    verdict: Held | None = None
    articles: Annotated[int, Meta(ge=1, le=1_000_000, description="Only of so many articles and more.")] = 1
    order: Annotated[
        Literal["founded", "latest"],
        Meta(
            description="founded: the newest story first; paging through all misses and doubles none, "
            "whatever comes meanwhile. latest: that with the latest article first; one that grows meanwhile "
            "moves to the front."
        ),
    ] = "founded"
    after: Cursor | None = None
    limit: Limit = 50


class OneStory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which story."""

    story: StoryId


class OneArticle(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which article."""

    article: ArticleId


class AtAddress(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which article, by where it was published."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000, pattern=NO_NUL, description="Its address.")]


class OfEntity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which person, organisation or place."""

    name: Annotated[Name, Meta(description="Any of its names, in any language.")]
    limit: Limit = 50


class Searched(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is searched for."""

    q: Words
    language: Language | None = None
    outlet: Outlet | None = None
    since: Since | None = None
    until: Until | None = None
    entity: Named | None = None
    verdict: Held | None = None
    meaning: Annotated[bool, Meta(description="Also by what it means, not by the words alone.")] = True
    limit: Annotated[int, Meta(ge=1, le=100, description="How many at most.")] = 20


class OfChanges(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which changes."""

    after: (
        Annotated[str, Meta(pattern="^[0-9]{1,18}$", description="Where to go on: `next` of before.")] | None
    ) = None
    limit: Limit = 100


class ToCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to check, and against what."""

    text: Annotated[
        str, Meta(min_length=1, max_length=MOST_CHARACTERS, description="A draft, a summary, any text.")
    ]
    title: Annotated[str, Meta(max_length=1_000)] | None = None
    language: Annotated[Language, Meta(description="Detected where not given.")] | None = None
    published: Day | None = None
    stories: Annotated[
        tuple[StoryId, ...], Meta(max_length=20, description="Only against reports of these stories.")
    ] = ()
    reports: Annotated[
        int, Meta(ge=1, le=60, description="Against so many of the nearest reports at most.")
    ] = REPORTS
