"""The tools, each a function of the desk and of what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from rashomon.library import Filters, looking, search
from rashomon.web.api.asked import Nothing
from rashomon.web.api.given import StatusAnswer
from rashomon.web.api.listing import Chosen, Place, list_page
from rashomon.web.api.statuses import status_of
from rashomon.web.checking import Draft, check_text
from rashomon.web.mcp import asked, given
from rashomon.web.mcp.given import line, quoted, shortened, source_of
from rashomon.web.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from rashomon.comparing.checked import Contradiction
    from rashomon.library.looking import NamedIn
    from rashomon.library.packing import Said
    from rashomon.model import Claim, Evidence
    from rashomon.web.desk import Desk

ARTICLES = 40  # of a story that are named
EVIDENCE = 6  # quotations beneath a claim
SUPPORT = 3  # quotations for, against and near to a statement


class Tool(Struct, frozen=True, kw_only=True):
    """A tool: its name, what it is for, and the function that serves it."""

    name: str
    title: str
    about: str
    asked: type[Struct]
    gives: type[Struct]
    use: Callable[[Desk, Any], Struct]


def search_statements(desk: Desk, of: asked.Search) -> given.FoundStatements:
    filters = Filters(
        language=of.language,
        outlet=of.outlet,
        since=_day(of.since),
        until=_day(of.until),
        entity=of.entity,
        verdict=of.verdict,
    )
    encode = desk.encoding()
    hits = search(desk.library, of.q, encode, filters=filters, most=of.limit)
    found = (
        given.FoundStatement(
            evidence=quoted(hit.quote, hit.start, hit.end, source_of(hit.article)),
            story=hit.article.story,
            verdict=hit.verdict,
            by=hit.by,
        )
        for hit in hits
    )
    return given.FoundStatements(meaning=encode is not None, found=tuple(found))


def list_stories(desk: Desk, of: asked.Stories) -> given.ListedStories:
    chosen = Chosen(
        language=of.language,
        outlet=of.outlet,
        since=_day(of.since),
        until=_day(of.until),
        entity=of.entity,
        verdict=of.verdict,
        at_least=of.articles,
    )
    after = Place.of(of.after) if of.after else None
    with desk.connection() as connection:
        rows, end = list_page(connection, chosen, order="latest", after=after, most=of.limit)
    names = [name for name in given.ListedStory.__struct_fields__ if name != "title"]
    stories = (
        given.ListedStory(title=line(row.title), **{name: getattr(row, name) for name in names})
        for row in rows
    )
    return given.ListedStories(stories=tuple(stories), next=end.cursor() if end else None)


def read_story(desk: Desk, of: asked.Story) -> given.ToldStory:
    document = desk.document(of.story)
    if document is None:
        with desk.connection() as connection:
            looking.story_row(connection, of.story)
        raise RefusedError(404, f"no story {of.story}")
    dossier = document.stories[0]
    sources = {article.id: source_of(article) for article in document.articles}
    claims = [one for one in dossier.claims if of.verdict in {None, one.verdict}]
    shown = claims[of.start : of.start + of.limit]
    end = of.start + len(shown)
    return given.ToldStory(
        id=dossier.id,
        title=line(dossier.title) or "",
        languages=dossier.languages,
        origins=dossier.origins,
        articles=tuple(sources[one] for one in dossier.articles[:ARTICLES]),
        articles_in_all=len(dossier.articles),
        claims=tuple(_claim(one, sources) for one in shown),
        claims_in_all=len(claims),
        next=end if end < len(claims) else None,
    )


def read_article(desk: Desk, of: asked.Part) -> given.ToldArticle:
    with desk.connection() as connection:
        row, said = looking.find_article(connection, of.article)
    text = said.article.text
    start = min(of.start, len(text))
    end = min(start + of.length, len(text))
    return given.ToldArticle(
        source=source_of(row),
        story=row.story,
        versions=row.versions,
        text=text[start:end],
        start=start,
        end=end,
        characters=len(text),
    )


def find_entity(desk: Desk, of: asked.Entity) -> given.NamedEntity:
    with desk.connection() as connection:
        found = looking.find_entity(connection, of.name, of.limit)
        said = {one.article.id: looking.find_article(connection, one.article.id)[1] for one in found}
    named = (
        given.NamedThere(
            name=line(one.name) or "",
            type=one.type,
            count=one.count,
            story=one.article.story,
            evidence=_naming(one, said[one.article.id]),
            source=source_of(one.article),
        )
        for one in found
    )
    return given.NamedEntity(articles=tuple(named))


def check(desk: Desk, of: asked.ToCheck) -> given.ToldCheck:
    published = of.published.isoformat() if of.published else None
    with desk.connection() as connection:
        for name in of.stories:
            looking.story_row(connection, name)
    made = check_text(
        desk, Draft(text=of.text, language=of.language, published=published), stories=of.stories
    )
    sources = {article.id: source_of(article) for article in made.articles}
    statements = (
        given.ToldStatement(
            quote=shortened(one.quote),
            start=one.start,
            end=one.end,
            verdict=one.verdict,
            origins=one.origins,
            origins_against=one.origins_against,
            together=one.together,
            why=one.why and shortened(one.why),
            supported_by=_evidence(one.supported_by, sources),
            contradicted_by=tuple(_against(found, sources) for found in one.contradicted_by[:SUPPORT]),
            related=_evidence(one.related, sources),
        )
        for one in made.statements
    )
    return given.ToldCheck(reports=len(made.articles), origins=made.origins, statements=tuple(statements))


def status(desk: Desk, _: Nothing) -> StatusAnswer:
    return status_of(desk.library)


def _claim(claim: Claim, sources: dict[str, given.Source]) -> given.ToldClaim:
    return given.ToldClaim(
        id=claim.id,
        text=shortened(claim.text),
        language=claim.language,
        verdict=claim.verdict,
        origins=claim.origins,
        why=shortened(claim.difference.why) if claim.difference else None,
        evidence=_evidence(claim.evidence, sources, EVIDENCE),
        evidence_in_all=len(claim.evidence),
    )


def _against(found: Contradiction, sources: dict[str, given.Source]) -> given.Against:
    (words,) = _evidence([found.evidence], sources)
    return given.Against(evidence=words, on=found.on, why=shortened(found.why))


def _evidence(
    found: Sequence[Evidence], sources: dict[str, given.Source], most: int = SUPPORT
) -> tuple[given.Quoted, ...]:
    return tuple(quoted(one.quote, one.start, one.end, sources[one.article]) for one in found[:most])


def _naming(one: NamedIn, said: Said) -> given.Quoted | None:
    """The first sentence in which an article names an entity so."""
    for mention in said.mentions:
        if one.name in {mention.name, mention.text}:
            for sentence in said.sentences:
                if sentence.start <= mention.start < sentence.end:
                    words = said.article.text[sentence.start : sentence.end]
                    return quoted(words, sentence.start, sentence.end, source_of(one.article))
    return None


def _day(day: date | None) -> int | None:
    return day.toordinal() if day else None


TOOLS = (
    Tool(
        name="search_statements",
        title="Search",
        about="Find statements of news reports by their words and by what they mean, in any language.",
        asked=asked.Search,
        gives=given.FoundStatements,
        use=search_statements,
    ),
    Tool(
        name="list_stories",
        title="Stories",
        about="List stories (events that one or more reports tell of), those with the latest reports first.",
        asked=asked.Stories,
        gives=given.ListedStories,
        use=list_stories,
    ),
    Tool(
        name="read_story",
        title="A story",
        about="Read what the reports of an event agree on, where they differ and what only one of them says, "
        "each claim with the number of independent origins behind it and the words that it stands on.",
        asked=asked.Story,
        gives=given.ToldStory,
        use=read_story,
    ),
    Tool(
        name="read_article",
        title="An article",
        about="Read a report's text, or a part of it.",
        asked=asked.Part,
        gives=given.ToldArticle,
        use=read_article,
    ),
    Tool(
        name="find_entity",
        title="A person, an organisation or a place",
        about="List the reports that name a person, an organisation or a place, in any language.",
        asked=asked.Entity,
        gives=given.NamedEntity,
        use=find_entity,
    ),
    Tool(
        name="check_text",
        title="Check a text",
        about="Hold a text against the reports of the library: which of its statements they bear out, "
        "contradict or say nothing of. Use it on a summary before it is given to anyone.",
        asked=asked.ToCheck,
        gives=given.ToldCheck,
        use=check,
    ),
    Tool(
        name="library_status",
        title="The library in numbers",
        about="How many articles, stories and statements the library has, and in which languages.",
        asked=Nothing,
        gives=StatusAnswer,
        use=status,
    ),
)
