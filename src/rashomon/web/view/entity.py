"""A person, organisation or place across stories, ready for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.library.quoting import quotations_of
from rashomon.report.words import one_line
from rashomon.web.view.accounts import article_page, story_page, words_anchor
from rashomon.web.view.bylines import Byline, byline, story_titles
from rashomon.web.view.marks import Words, words
from rashomon.web.view.moments import order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from rashomon.library.looking import NamedIn
    from rashomon.library.quoting import QuotedIn
    from rashomon.web.view.reader import Reader

MOST_STORIES = 40  # that are listed at first
MOST_ARTICLES = 8  # of a story that are listed
MOST_SAID = 60  # quotations


class Spelling(Struct, frozen=True):
    """A spelling, in which languages it is used, and how often."""

    words: Words
    given: str


class Naming(Struct, frozen=True):
    """An article that names the entity, and how."""

    byline: Byline
    names: tuple[Words, ...]
    count: int


class InStory(Struct, frozen=True):
    """A story that names the entity, and its articles that do."""

    page: str
    title: Words
    articles: tuple[Naming, ...]
    more: int


class SaidThere(Struct, frozen=True):
    """Words that an article gives as the entity's; ``more`` articles have the same."""

    words: Words
    direct: bool
    byline: Byline
    page: str
    more: int


class EntityShown(Struct, frozen=True, kw_only=True):
    """Everything on the page of an entity; ``rest`` counts stories that are not listed yet."""

    name: str
    type: str
    spellings: tuple[Spelling, ...]
    stories: tuple[InStory, ...]
    rest: int
    articles: int
    said: tuple[SaidThere, ...]
    unsaid: int


def show(
    reader: Reader, connection: Connection, name: str, found: Sequence[NamedIn], *, whole: bool = False
) -> EntityShown:
    """An entity for a reader, of the articles that name it; ``unsaid`` counts quotations not shown.

    Unless ``whole`` is true, ``MOST_STORIES`` stories are listed.
    """
    found = _newest_first(found)
    types: dict[str, int] = {}
    for one in found:
        types[one.type] = types.get(one.type, 0) + one.count
    by_story: dict[str, dict[str, list[NamedIn]]] = {}
    for one in found:
        by_story.setdefault(one.article.story, {}).setdefault(one.article.id, []).append(one)
    listed = list(by_story) if whole else list(by_story)[:MOST_STORIES]
    titles = story_titles(reader, connection, listed)
    said = _once(quotations_of(connection, found))
    return EntityShown(
        name=one_line(name),
        type=max(sorted(types), key=lambda kind: types[kind]) if types else "",
        spellings=_spellings(reader, found),
        stories=tuple(_story(reader, story, titles[story], by_story[story]) for story in listed),
        rest=len(by_story) - len(listed),
        articles=len({one.article.id for one in found}),
        said=tuple(_said(reader, said[:MOST_SAID])),
        unsaid=max(0, len(said) - MOST_SAID),
    )


def _newest_first(found: Iterable[NamedIn]) -> list[NamedIn]:
    """By the hour, too; those of no known time last."""
    latest = sorted(found, key=lambda one: order(one.article.published), reverse=True)
    return sorted(latest, key=lambda one: order(one.article.published) == order(None))


def _once(quoted: Iterable[QuotedIn]) -> list[list[QuotedIn]]:
    """Quotations in their order, each with its like."""
    same: dict[str, list[QuotedIn]] = {}
    for one in quoted:
        same.setdefault(one_line(one.quote).casefold(), []).append(one)
    return list(same.values())


def _said(reader: Reader, quoted: Iterable[list[QuotedIn]]) -> Iterator[SaidThere]:
    for first, *others in quoted:
        yield SaidThere(
            words=words(first.quote, first.article.language),
            direct=first.direct,
            byline=byline(reader, first.article),
            page=f"{article_page(first.article.id)}#{words_anchor(first.start, first.end)}",
            more=len({one.article.id for one in others} - {first.article.id}),
        )


def _spellings(reader: Reader, found: Sequence[NamedIn]) -> tuple[Spelling, ...]:
    counts: dict[str, dict[str, int]] = {}
    for one in found:
        spoken = counts.setdefault(one_line(one.name), {})
        spoken[one.article.language] = spoken.get(one.article.language, 0) + one.count
    ordered = sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return tuple(
        Spelling(
            words(text, next(iter(spoken))),
            " · ".join(
                f"{reader.language_name(code)}\u00a0×{reader.number(n)}" for code, n in spoken.items()
            ),
        )
        for text, spoken in ordered
    )


def _story(reader: Reader, story: str, title: Words, named: dict[str, list[NamedIn]]) -> InStory:
    some = list(named.values())[:MOST_ARTICLES]
    articles = tuple(_naming(reader, found) for found in some)
    return InStory(story_page(story), title, articles, len(named) - len(some))


def _naming(reader: Reader, found: Sequence[NamedIn]) -> Naming:
    article = found[0].article
    names = dict.fromkeys(one_line(one.name) for one in found)
    return Naming(
        byline=byline(reader, article),
        names=tuple(words(name, article.language) for name in names),
        count=sum(one.count for one in found),
    )
