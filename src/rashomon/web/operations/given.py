"""What is answered, beside the types of the JSON contract (``docs/json.md``) and of the library."""

from __future__ import annotations

from msgspec import Struct

from rashomon.library.looking import (
    ArticleRow,
    ChangeRow,
    NamedIn,
    Numbers,
    StoryRow,
)
from rashomon.library.quoting import QuotedIn  # noqa: TC001
from rashomon.library.revisions import VersionRow  # noqa: TC001
from rashomon.library.search import Hit  # noqa: TC001


class StoryPage(Struct, frozen=True, kw_only=True):
    """Stories; ``next`` is where the next page begins, null on the last."""

    stories: tuple[StoryRow, ...]
    next: str | None


class ArticleAnswer(Struct, frozen=True, kw_only=True):
    """An article, its text and what changed from version to version."""

    article: ArticleRow
    text: str
    versions: tuple[VersionRow, ...]


class EntityAnswer(Struct, frozen=True, kw_only=True):
    """Articles that name an entity, the latest first, and what they give as its words."""

    name: str
    articles: tuple[NamedIn, ...]
    quotations: tuple[QuotedIn, ...]


class SearchAnswer(Struct, frozen=True, kw_only=True):
    """Statements that were found, the likeliest first.

    ``meaning`` is false where they were looked for by their words alone: as asked, or because there is no
    encoder that fits the library.
    """

    q: str
    meaning: bool
    hits: tuple[Hit, ...]


class ChangePage(Struct, frozen=True, kw_only=True):
    """What happened, in the order in which it did; ``next`` is where to go on, now or later."""

    changes: tuple[ChangeRow, ...]
    next: str


class LanguageRow(Struct, frozen=True, kw_only=True):
    """A language: how many articles of the library are in it, and how deeply it is read (see
    ``docs/adding-a-language.md``); ``depth`` is cldr where only ICU and CLDR know it."""

    code: str
    name: str
    articles: int
    depth: str


class LanguageAnswer(Struct, frozen=True, kw_only=True):
    """The languages of the library and those that have rules of their own."""

    languages: tuple[LanguageRow, ...]


class StatusAnswer(Numbers, frozen=True, kw_only=True):
    """A library in numbers, and the version of the program."""

    rashomon: str
