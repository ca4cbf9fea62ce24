"""The operations, each once."""

from __future__ import annotations

from rashomon.comparing.checked import Check
from rashomon.model import Document
from rashomon.web.api import answers, asked, given
from rashomon.web.api.operations import CSV, HTML, Operation

_NO_STORY = {404: "There is no such story; of one that was found to be one with another, it says with which."}
_NO_ARTICLE = {404: "There is no such article."}

OPERATIONS = (
    Operation(
        name="listStories",
        path="/stories",
        summary="Stories, page by page.",
        asked=asked.OfStories,
        gives=given.StoryPage,
        answer=answers.stories,
    ),
    Operation(
        name="getStory",
        path="/stories/{story}",
        summary="A story's dossier with its articles, as `rashomon read --json` writes it.",
        asked=asked.OneStory,
        gives=Document,
        answer=answers.story,
        refusals=_NO_STORY,
    ),
    Operation(
        name="getClaims",
        path="/stories/{story}/claims.csv",
        summary="A story's claims as a table: a row for each statement that is evidence of a claim.",
        asked=asked.OneStory,
        media=CSV,
        answer=answers.claims,
        refusals=_NO_STORY,
    ),
    Operation(
        name="getFigures",
        path="/stories/{story}/figures.csv",
        summary="A story's figures, times, places and names as a table.",
        asked=asked.OneStory,
        media=CSV,
        answer=answers.figures,
        refusals=_NO_STORY,
    ),
    Operation(
        name="getReport",
        path="/stories/{story}/report.html",
        summary="A story as one web page that needs no other file.",
        asked=asked.OneStory,
        media=HTML,
        answer=answers.report,
        refusals=_NO_STORY,
    ),
    Operation(
        name="findArticle",
        path="/articles",
        summary="The article that was published at an address.",
        asked=asked.AtAddress,
        gives=given.ArticleAnswer,
        answer=answers.article_at,
        refusals=_NO_ARTICLE,
    ),
    Operation(
        name="getArticle",
        path="/articles/{article}",
        summary="An article, its text and what changed from version to version.",
        asked=asked.OneArticle,
        gives=given.ArticleAnswer,
        answer=answers.article,
        refusals=_NO_ARTICLE,
    ),
    Operation(
        name="getEntity",
        path="/entities",
        summary="Articles that name a person, an organisation or a place, in any language.",
        asked=asked.OfEntity,
        gives=given.EntityAnswer,
        answer=answers.entity,
    ),
    Operation(
        name="search",
        path="/search",
        summary="Statements by their words and by what they mean, in any language.",
        asked=asked.Searched,
        gives=given.SearchAnswer,
        answer=answers.searched,
    ),
    Operation(
        name="check",
        method="POST",
        path="/check",
        summary="Hold a text against the reports that come nearest, as `rashomon check --json` writes it.",
        asked=asked.Nothing,
        body=asked.ToCheck,
        gives=Check,
        answer=answers.check,
        refusals={
            404: "There is no such story.",
            409: "There is no report to hold it against.",
            400: "The body is no JSON.",
            415: "The body is neither JSON nor plain text.",
        },
    ),
    Operation(
        name="listChanges",
        path="/changes",
        summary="What happened to stories, in the order in which it did: to follow a library.",
        asked=asked.OfChanges,
        gives=given.ChangePage,
        answer=answers.changes,
    ),
    Operation(
        name="listLanguages",
        path="/languages",
        summary="The languages of the library, and those that have rules of their own.",
        asked=asked.Nothing,
        gives=given.LanguageAnswer,
        answer=answers.languages,
    ),
    Operation(
        name="getStatus",
        path="/status",
        summary="The library in numbers.",
        asked=asked.Nothing,
        gives=given.StatusAnswer,
        answer=answers.status,
    ),
)
