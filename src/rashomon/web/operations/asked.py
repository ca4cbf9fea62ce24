"""What may be asked: the parameters of each operation, with their bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from rashomon.model import Verdict  # noqa: TC001 (msgspec needs it)
from rashomon.web.checking import MOST_CHARACTERS, REPORTS

NO_NUL = r"^[^\u0000]*$"  # which no database holds

Name = Annotated[str, Meta(min_length=1, max_length=300, pattern=NO_NUL)]
Language = Annotated[
    str, Meta(pattern="^[A-Za-z0-9-]{1,35}$", description="A BCP 47 code, such as vi.", examples=["vi"])
]
Limit = Annotated[int, Meta(ge=1, le=200, description="How many at most.")]
Id = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\u0000/]*$")]
StoryId = Annotated[Id, Meta(description="A story's id, such as s12.")]


class Nothing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No parameters."""


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which stories, or of which articles."""

    language: Language | None = None
    outlet: Annotated[Name, Meta(description="Who published, written as in the articles.")] | None = None
    since: (
        Annotated[date, Meta(description="Published on this day or later.", examples=["2024-05-01"])] | None
    ) = None
    until: (
        Annotated[date, Meta(description="Published on this day or before.", examples=["2024-05-31"])] | None
    ) = None
    entity: (
        Annotated[
            Name,
            Meta(description="Only where this person, organisation or place is named, in any language."),
        ]
        | None
    ) = None
    verdict: (
        Annotated[Verdict, Meta(description="Only with statements that are held against others so.")] | None
    ) = None

    def chosen(self) -> dict[str, Any]:
        """The fields of ``rashomon.library.Filters``, which counts days."""
        found = {name: getattr(self, name) for name in Choice.__struct_fields__}
        return {name: day.toordinal() if isinstance(day, date) else day for name, day in found.items()}


class Stories(Choice, frozen=True, kw_only=True):
    """Which stories are listed."""

    articles: Annotated[int, Meta(ge=1, le=1_000_000, description="Only of so many articles and more.")] = 1
    order: Annotated[
        Literal["founded", "latest"],
        Meta(
            description="founded: the newest story first; paging through all misses and doubles none, "
            "whatever comes meanwhile. latest: that with the latest article first; one that grows meanwhile "
            "moves to the front."
        ),
    ] = "founded"
    after: (
        Annotated[
            str,
            Meta(
                pattern="^[0-9]{1,18}-[0-9]{1,7}$",
                description="Where the page begins: `next` of that before.",
            ),
        ]
        | None
    ) = None
    limit: Limit = 50


class Story(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which story."""

    story: StoryId


class Article(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which article."""

    article: Annotated[Id, Meta(description="An article's id.")]


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which article, by where it was published."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000, pattern=NO_NUL, description="Its address.")]


class Entity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which person, organisation or place."""

    name: Annotated[Name, Meta(description="Any of its names, in any language.")]
    limit: Limit = 50


class Search(Choice, frozen=True, kw_only=True):
    """What is searched for."""

    q: Annotated[
        str,
        Meta(
            min_length=1, max_length=1_000, pattern=NO_NUL, description="What is looked for, in any language."
        ),
    ]
    meaning: Annotated[bool, Meta(description="Also by what it means, not by the words alone.")] = True
    limit: Annotated[int, Meta(ge=1, le=100, description="How many at most.")] = 20


class Changes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which changes."""

    story: Annotated[StoryId, Meta(description="Only what happened to this story.")] | None = None
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
    published: Annotated[date, Meta(description='From which "on Monday" is counted.')] | None = None
    stories: Annotated[
        tuple[StoryId, ...], Meta(max_length=20, description="Only against reports of these stories.")
    ] = ()
    reports: Annotated[
        int, Meta(ge=1, le=60, description="Against so many of the nearest reports at most.")
    ] = REPORTS
