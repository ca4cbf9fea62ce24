"""The pages for people: stories, a story, accounts side by side, an article, a person or place, search,
a text that is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Mount, Route

from rashomon.web.pages.article import show_article
from rashomon.web.pages.beside import show_side_by_side
from rashomon.web.pages.checking import show_check
from rashomon.web.pages.entity import show_entity
from rashomon.web.pages.language import choose_language
from rashomon.web.pages.searching import show_search
from rashomon.web.pages.static import Static
from rashomon.web.pages.stories import show_stories
from rashomon.web.pages.story import show_story

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """The routes of all pages, static files included. A page that stands in the menu has a line in
    ``rendering.MENU``."""
    return [
        Route("/", show_stories, name="stories"),
        Route("/story/{story}", show_story, name="story"),
        Route("/article/{article:path}", show_article, name="article"),
        Route("/entity/{name:path}", show_entity, name="entity"),
        Route("/side-by-side", show_side_by_side, name="side by side"),
        Route("/check", show_check, methods=["GET", "POST"], name="check"),
        Route("/search", show_search, name="search"),
        Route("/language", choose_language, methods=["POST"], name="language"),
        Mount("/static", Static(), name="static"),
    ]
