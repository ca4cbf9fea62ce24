"""The tools, each a function of the desk and of what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from rashomon.library import looking
from rashomon.web.desk import Desk  # noqa: TC001 (types tell what a tool is asked and gives)
from rashomon.web.mcp import asked, given
from rashomon.web.mcp.given import line, quoted, shortened, source_of
from rashomon.web.mcp.leading import each_side_first, leading_words
from rashomon.web.operations import reading
from rashomon.web.operations.asked import Nothing  # noqa: TC001
from rashomon.web.operations.given import StatusAnswer  # noqa: TC001
from rashomon.web.operations.operation import types_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rashomon.comparing.checking.checked import Contradiction
    from rashomon.library.looking import NamedIn
    from rashomon.library.packing import Said
    from rashomon.model import Claim, Evidence

ARTICLES = 40  # of a story that are named
EVIDENCE = 6  # quotations beneath a claim
QUOTATIONS = 20  # of an entity
SUPPORT = 3  # quotations for, against and near to a statement


class Tool(Struct, frozen=True, kw_only=True):
    """A tool: its name, what it is for, and the function that serves it."""

    name: str
    title: str
    about: str
    asked: type[Struct]
    gives: type[Struct]
    use: Callable[[Desk, Any], Struct]


def tool(use: Callable[[Desk, Any], Struct], title: str, about: str) -> Tool:
    """A tool named as its function, which tells by its types what is asked and given."""
    wanted, gives = types_of(use)
    return Tool(name=use.__name__, title=title, about=about, asked=wanted, gives=gives, use=use)


def search_statements(desk: Desk, of: asked.Search) -> given.FoundStatements:
    made = reading.search(desk, of)
    found = (
        given.FoundStatement(
            evidence=quoted(hit.quote, hit.start, hit.end, source_of(hit.article)),
            story=hit.article.story,
            verdict=hit.verdict,
            by=hit.by,
        )
        for hit in made.hits
    )
    return given.FoundStatements(meaning=made.meaning, found=tuple(found))


def list_stories(desk: Desk, of: asked.Stories) -> given.ListedStories:
    page = reading.list_stories(desk, of)
    with desk.connection() as connection:
        words = leading_words(connection, page.stories)
    listed = (
        given.ListedStory(**asdict(replace(row, title=line(row.title))), evidence=words[row.id])
        for row in page.stories
    )
    return given.ListedStories(stories=tuple(listed), next=page.next)


def read_story(desk: Desk, of: asked.Story) -> given.ToldStory:
    document = reading.read_story(desk, of.story)
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
    found = reading.read_article(desk, of.article)
    text = found.text
    start = min(of.start, len(text))
    end = min(start + of.length, len(text))
    return given.ToldArticle(
        source=source_of(found.article),
        story=found.article.story,
        versions=found.article.versions,
        text=text[start:end],
        start=start,
        end=end,
        characters=len(text),
    )


def find_entity(desk: Desk, of: asked.Entity) -> given.NamedEntity:
    made = reading.get_entity(desk, of)
    found = made.articles
    with desk.connection() as connection:
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
    return given.NamedEntity(
        articles=tuple(named),
        quotations=tuple(
            quoted(one.quote, one.start, one.end, source_of(one.article))
            for one in made.quotations[:QUOTATIONS]
        ),
        quotations_in_all=len(made.quotations),
    )


def check_text(desk: Desk, of: asked.ToCheck) -> given.ToldCheck:
    made = reading.check(desk, of)
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


def library_status(desk: Desk, of: Nothing) -> StatusAnswer:
    return reading.get_status(desk, of)


def _claim(claim: Claim, sources: dict[str, given.Source]) -> given.ToldClaim:
    return given.ToldClaim(
        id=claim.id,
        text=shortened(claim.text),
        language=claim.language,
        verdict=claim.verdict,
        origins=claim.origins,
        why=shortened(claim.difference.why) if claim.difference else None,
        evidence=_evidence(each_side_first(claim), sources, EVIDENCE),
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


TOOLS = (
    tool(
        search_statements,
        "Search",
        "Find statements of news reports by their words and by what they mean, in any language.",
    ),
    tool(
        list_stories,
        "Stories",
        "List stories (events that one or more reports tell of), those with the latest reports first, each "
        "with words of its reports.",
    ),
    tool(
        read_story,
        "A story",
        "Read what the reports of an event agree on, where they differ and what only one of them says, "
        "each claim with the number of independent origins behind it and the words that it stands on.",
    ),
    tool(read_article, "An article", "Read a report's text, or a part of it."),
    tool(
        find_entity,
        "A person, an organisation or a place",
        "List the reports that name a person, an organisation or a place, in any language, and what they "
        "quote it with.",
    ),
    tool(
        check_text,
        "Check a text",
        "Hold a text against the reports of the library: which of its statements they bear out, "
        "contradict or say nothing of. Use it on a summary before it is given to anyone.",
    ),
    tool(
        library_status,
        "The library in numbers",
        "How many articles, stories and statements the library has, and in which languages.",
    ),
)
