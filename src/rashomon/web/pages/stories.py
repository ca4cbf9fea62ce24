"""The list of stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import select

from rashomon.library import search
from rashomon.library.looking import story_row
from rashomon.library.tables import stories
from rashomon.web.listing import Place, list_page
from rashomon.web.pages.rendering import answer, asking, desk_of, kept, reader, render
from rashomon.web.view.accounts import article_page, words_anchor
from rashomon.web.view.cards import Card, cards
from rashomon.web.view.choosing import Asked, asked, choices, named
from rashomon.web.view.marks import words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rashomon.library import Hit

_CURSOR = re.compile("[0-9]{1,15}-[0-9]{1,9}", re.ASCII)
MOST = 20  # stories on a page
HITS = 120  # statements whose stories are listed


class Listed(Struct, frozen=True):
    """Stories of one page, and where the next one begins."""

    cards: list[Card]
    then: str


@asking
def show_stories(request: Request) -> Response:
    """Stories, the newest first; those in which something is found, the likeliest first."""
    desk = desk_of(request)
    wanted = asked(request.query_params)
    after = request.query_params.get("after", "")
    who = reader(request)

    def make() -> bytes:
        known = choices(desk)
        listed = _found(request, wanted) if wanted.q else _latest(request, wanted, after)
        return render(
            request,
            "stories.html",
            listed=listed,
            asked=wanted,
            after=after,
            known=known,
            spoken=named(who, known),
        )

    return answer(request, kept(request, make)())


def _latest(request: Request, wanted: Asked, after: str) -> Listed:
    place = Place.of(after) if _CURSOR.fullmatch(after) else None
    desk = desk_of(request)
    with desk.connection() as connection:
        rows, end = list_page(connection, wanted.chosen(), order="latest", after=place, most=MOST)
        shown = cards(reader(request), desk, connection, rows)
    return Listed(shown, wanted.address("/", after=end.cursor()) if end else "")


def _found(request: Request, wanted: Asked) -> Listed:
    """Stories that hold what is looked for, each with its likeliest statement."""
    desk = desk_of(request)
    hits = search(desk.library, wanted.q, desk.encoding(), filters=wanted.filters(), most=HITS)
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.article.story, hit)
    with desk.connection() as connection:
        known = select(stories.c.id, stories.c.articles).where(stories.c.id.in_(list(first)))
        sizes = {row.id: row.articles for row in connection.execute(known)}
        several = wanted.chosen().at_least
        kept = [story_row(connection, one) for one in first if sizes.get(one, 0) >= several][:MOST]
        shown = cards(reader(request), desk, connection, kept)
    return Listed([_with(card, first[card.id]) for card in shown], "")


def _with(card: Card, hit: Hit) -> Card:
    page = f"{article_page(hit.article.id)}#{words_anchor(hit.start, hit.end)}"
    return msgspec.structs.replace(card, hit=words(hit.quote, hit.article.language), hit_page=page)
