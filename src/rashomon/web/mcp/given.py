"""What the tools give: short enough to be read whole, and each line with the words that it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.checking.checked import CheckVerdict  # noqa: TC001 (msgspec needs it)
from rashomon.library.looking import StoryRow
from rashomon.model import DifferenceOn, Verdict  # noqa: TC001 (msgspec needs them)

if TYPE_CHECKING:
    from rashomon.library.looking import ArticleRow
    from rashomon.model import Article

QUOTE = 400  # code points of a quotation, beside which there are others
LINE = 200  # of a title or an address


class Source(Struct, frozen=True, kw_only=True):
    """An article: who published it, where and when. Articles of a story that have one ``origin`` are copies
    of one report; where it is null the article is its own, or the tool does not tell."""

    article: str
    outlet: str | None
    language: str
    published: str | None
    title: str | None
    url: str | None
    origin: str | None = None


class Quoted(Struct, frozen=True, kw_only=True):
    """Words of an article: code points ``start`` to ``end`` of its text. A long quotation is cut, and is then
    not ``whole``; read_article shows the rest."""

    quote: str
    whole: bool
    start: int
    end: int
    source: Source


class FoundStatement(Struct, frozen=True, kw_only=True):
    """A statement that was found, its story, and how it is held against others there."""

    evidence: Quoted
    story: str
    verdict: str
    by: tuple[str, ...]


class FoundStatements(Struct, frozen=True, kw_only=True):
    """Statements, the likeliest first; ``meaning`` is false where they were found by their words alone."""

    meaning: bool
    found: tuple[FoundStatement, ...]


class ListedStory(StoryRow, frozen=True, kw_only=True):
    """A story as it is listed, and the words that its first claim stands on."""

    evidence: tuple[Quoted, ...]


class ListedStories(Struct, frozen=True, kw_only=True):
    """Stories; ``next`` is where the next page begins, null on the last."""

    stories: tuple[ListedStory, ...]
    next: str | None


class ToldClaim(Struct, frozen=True, kw_only=True):
    """A claim: how many independent origins tell it, why they differ where they do, and in whose words. Where
    they differ, its first quotations are of one account for each side."""

    id: str
    text: str
    language: str
    verdict: Verdict
    origins: int
    why: str | None
    evidence: tuple[Quoted, ...]
    evidence_in_all: int


class ToldStory(Struct, frozen=True, kw_only=True):
    """A story: some of its claims, those that matter most first. ``next`` is where the others begin."""

    id: str
    title: str
    languages: tuple[str, ...]
    origins: int
    articles: tuple[Source, ...]
    articles_in_all: int
    claims: tuple[ToldClaim, ...]
    claims_in_all: int
    next: int | None


class ToldArticle(Struct, frozen=True, kw_only=True):
    """A part of an article's text, from ``start`` to ``end`` of so many ``characters`` (code points)."""

    source: Source
    story: str
    versions: int
    text: str
    start: int
    end: int
    characters: int


class NamedThere(Struct, frozen=True, kw_only=True):
    """An article that names an entity: how, how often, and a sentence in which it does."""

    name: str
    type: str
    count: int
    story: str
    evidence: Quoted | None
    source: Source


class NamedEntity(Struct, frozen=True, kw_only=True):
    """Articles that name an entity, in any language, the latest first, and what they give as its words."""

    articles: tuple[NamedThere, ...]
    quotations: tuple[Quoted, ...]
    quotations_in_all: int


class Against(Struct, frozen=True, kw_only=True):
    """Words that are at odds with a statement: on what, and why."""

    evidence: Quoted
    on: DifferenceOn
    why: str


class ToldStatement(Struct, frozen=True, kw_only=True):
    """A statement of a text and what the reports make of it; see ``docs/commands.md`` for the verdicts."""

    quote: str
    start: int
    end: int
    verdict: CheckVerdict
    origins: int
    origins_against: int
    together: bool
    why: str | None
    supported_by: tuple[Quoted, ...]
    contradicted_by: tuple[Against, ...]
    related: tuple[Quoted, ...]


class ToldCheck(Struct, frozen=True, kw_only=True):
    """A text held against so many ``reports`` of so many independent ``origins``."""

    reports: int
    origins: int
    statements: tuple[ToldStatement, ...]


def source_of(article: Article | ArticleRow) -> Source:
    """An article as a source."""
    return Source(
        article=article.id,
        outlet=line(article.outlet),
        language=article.language,
        published=line(article.published),
        title=line(article.title),
        url=article.url if article.url is None or len(article.url) <= 2 * LINE else None,
        origin=getattr(article, "origin", None),
    )


def quoted(words: str, start: int, end: int, source: Source, most: int = QUOTE) -> Quoted:
    """Words with where they stand."""
    whole = len(words) <= most
    return Quoted(quote=shortened(words, most), whole=whole, start=start, end=end, source=source)


def shortened(text: str, most: int = QUOTE) -> str:
    """A text that is not too long."""
    return text if len(text) <= most else f"{text[:most]}…"


def line(text: str | None) -> str | None:
    """A line that is not too long."""
    return None if text is None else shortened(text, LINE)
