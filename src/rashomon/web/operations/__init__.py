"""What can be asked of a library, each once.

The API has a route for each; the tools of ``rashomon.web.mcp`` are some of them, with short answers.
"""

from __future__ import annotations

from rashomon.model import Document
from rashomon.web.desk import document_key
from rashomon.web.operations import reading
from rashomon.web.operations.operation import CSV, HTML, operation

__all__ = ["OPERATIONS"]

_NO_STORY = {404: "There is no such story; of one that was found to be one with another, it says with which."}
_NO_ARTICLE = {404: "There is no such article."}
_NO_CHECK = {
    404: "There is no such story.",
    409: "There is no report to hold it against.",
    400: "The body is no JSON.",
    415: "The body is neither JSON nor plain text.",
}

OPERATIONS = (
    operation("/stories", reading.list_stories, "Stories, page by page."),
    operation(
        "/stories/{story}",
        reading.get_story,
        "A story's dossier with its articles, as `rashomon read --json` writes it.",
        made=Document,
        key=lambda of: document_key(of.story),
        refusals=_NO_STORY,
    ),
    operation(
        "/stories/{story}/claims.csv",
        reading.get_claims,
        "A story's claims as a table: a row for each statement that is evidence of a claim.",
        media=CSV,
        refusals=_NO_STORY,
    ),
    operation(
        "/stories/{story}/figures.csv",
        reading.get_figures,
        "A story's figures, times, places and names as a table.",
        media=CSV,
        refusals=_NO_STORY,
    ),
    operation(
        "/stories/{story}/report.html",
        reading.get_report,
        "A story as one web page that needs no other file.",
        media=HTML,
        refusals=_NO_STORY,
    ),
    operation(
        "/articles",
        reading.find_article,
        "The article that was published at an address.",
        about=reading.about_article,
        refusals=_NO_ARTICLE,
    ),
    operation(
        "/articles/{article}",
        reading.get_article,
        "An article, its text and what changed from version to version.",
        about=reading.about_article,
        refusals=_NO_ARTICLE,
    ),
    operation(
        "/entities",
        reading.get_entity,
        "Articles that name a person, an organisation or a place, in any language, and its words.",
        about=reading.about_entity,
    ),
    operation(
        "/search",
        reading.search,
        "Statements by their words and by what they mean, in any language.",
        question=lambda of: of.q if of.meaning else None,
    ),
    operation(
        "/check",
        reading.check,
        "Hold a text against the reports that come nearest, as `rashomon check --json` writes it.",
        method="POST",
        refusals=_NO_CHECK,
    ),
    operation(
        "/changes",
        reading.list_changes,
        "What happened to stories, in the order in which it did: to follow a library, or a story.",
    ),
    operation(
        "/languages",
        reading.list_languages,
        "The languages of the library, and those that have rules of their own.",
    ),
    operation("/status", reading.get_status, "The library in numbers."),
)
