"""What an article and a story are called: titles in the reader's language, outlet, day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import or_, select

from rashomon.library.tables import articles, stories
from rashomon.report.words import one_line
from rashomon.web.view.accounts import article_page
from rashomon.web.view.marks import Words, words
from rashomon.web.view.moments import order, published

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from rashomon.library.looking import ArticleRow
    from rashomon.model import Article
    from rashomon.web.view.reader import Reader


class Byline(Struct, frozen=True):
    """An article as it is named: its page, title, outlet, the name of its language, and when it was published
    (``told`` as the article gives it, ``when`` in the reader's words)."""

    page: str
    title: Words
    outlet: str
    language: str
    told: str
    when: str


class Titled(Struct, frozen=True):
    """An article's title, its language, and what puts the articles of a story in the order of publication."""

    published: str
    id: str
    language: str
    title: str


def byline(reader: Reader, article: Article | ArticleRow) -> Byline:
    """An article as it is named."""
    title = one_line(article.title or "")
    return Byline(
        page=article_page(article.id),
        title=words(title, article.language) if title else _untitled(reader),
        outlet=one_line(article.outlet or ""),
        language=reader.language_name(article.language),
        told=article.published or "",
        when=published(reader, article.published),
    )


def titled(article: Article) -> Titled:
    """What ``story_title`` has to know of an article."""
    return Titled(order(article.published), article.id, article.language, article.title or "")


def story_title(reader: Reader, own: str | None, told: Collection[Titled]) -> Words:
    """A story's title for a reader.

    It is the story's own where an article in the reader's language has it, else that of the earliest article
    in their language, else the story's own.
    """
    theirs = [one for one in told if one.title and one.language.split("-")[0] == reader.language]
    if theirs and own not in {one.title for one in theirs}:
        first = min(theirs, key=lambda one: (one.published, one.id))
        return words(one_line(first.title), first.language)
    if not (title := one_line(own or "")):
        return _untitled(reader)
    return words(title, next((one.language for one in (*theirs, *told) if one.title == own), None))


def story_titles(reader: Reader, connection: Connection, wanted: Sequence[str]) -> dict[str, Words]:
    """The titles of stories of a library for a reader, by the stories' ids."""
    spoken = or_(
        articles.c.language == reader.language, articles.c.language.startswith(f"{reader.language}-")
    )
    columns = (articles.c.published, articles.c.id, articles.c.language, articles.c.title)
    told: dict[str, list[Titled]] = {}
    query = select(articles.c.story, *columns).where(
        articles.c.story.in_(wanted), spoken, articles.c.title.is_not(None)
    )
    for story, day, name, language, title in connection.execute(query) if wanted else ():
        told.setdefault(story, []).append(Titled(order(day), name, language, title))
    own = select(stories.c.id, stories.c.title).where(stories.c.id.in_(wanted))
    known = {row.id: row.title for row in connection.execute(own)} if wanted else {}
    return {story: story_title(reader, known.get(story), told.get(story, ())) for story in wanted}


def _untitled(reader: Reader) -> Words:
    return words(str(reader.say("story.untitled")), reader.language)
