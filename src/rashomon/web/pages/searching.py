"""Search: statements by their words and by what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.library import search
from rashomon.web.pages.rendering import answer, asking, desk_of, kept, reader, render
from rashomon.web.view.accounts import article_page, story_page, words_anchor
from rashomon.web.view.bylines import Byline, byline, story_titles
from rashomon.web.view.choosing import asked, choices, named
from rashomon.web.view.marks import Words, words

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from rashomon.library import Hit
    from rashomon.web.view.reader import Reader

MOST = 40


class HitShown(Struct, frozen=True):
    """A statement that was found, with its article and story."""

    words: Words
    page: str
    verdict: str
    by: tuple[str, ...]
    byline: Byline
    story: str
    story_title: Words


@asking
def show_search(request: Request) -> Response:
    """Statements that tell of something, in any language."""
    desk, who = desk_of(request), reader(request)
    wanted = asked(request.query_params)

    def make() -> bytes:
        known = choices(desk)
        encode = desk.encoding() if wanted.q else None
        hits = search(desk.library, wanted.q, encode, filters=wanted.filters(), most=MOST) if wanted.q else []
        return render(
            request,
            "search.html",
            hits=_shown(request, who, hits),
            asked=wanted,
            known=known,
            spoken=named(who, known),
            only_words=bool(wanted.q) and encode is None,
        )

    return answer(request, kept(request, make)())


def _shown(request: Request, who: Reader, hits: list[Hit]) -> list[HitShown]:
    ids = sorted({hit.article.story for hit in hits})
    with desk_of(request).connection() as connection:
        titles = story_titles(who, connection, ids)
    return [_hit(who, hit, titles[hit.article.story]) for hit in hits]


def _hit(who: Reader, hit: Hit, story_title: Words) -> HitShown:
    article = hit.article
    return HitShown(
        words=words(hit.quote, article.language),
        page=f"{article_page(article.id)}#{words_anchor(hit.start, hit.end)}",
        verdict=hit.verdict,
        by=hit.by,
        byline=byline(who, article),
        story=story_page(article.story),
        story_title=story_title,
    )
