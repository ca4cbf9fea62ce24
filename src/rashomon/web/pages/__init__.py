"""The pages for people: stories, a story, an article, a person or place, search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Mount, Route

from rashomon.web.pages.article import article
from rashomon.web.pages.entity import entity
from rashomon.web.pages.language import choose_language
from rashomon.web.pages.searching import searching
from rashomon.web.pages.static import Static
from rashomon.web.pages.stories import stories
from rashomon.web.pages.story import story

if TYPE_CHECKING:
    from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """The routes of all pages, static files included. A page that stands in the menu has a line in
    ``rendering.MENU``."""
    return [
        Route("/", stories, name="stories"),
        Route("/story/{story}", story, name="story"),
        Route("/article/{article:path}", article, name="article"),
        Route("/entity/{name:path}", entity, name="entity"),
        Route("/search", searching, name="search"),
        Route("/language", choose_language, methods=["POST"], name="language"),
        Mount("/static", Static(), name="static"),
    ]
