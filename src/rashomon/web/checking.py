"""A text held against a library: the reports that come nearest are found, then it is checked as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from rashomon import __version__
from rashomon.comparing.checking.check import check_statements
from rashomon.comparing.checking.checked import Check
from rashomon.grouping import one_story
from rashomon.library import LibraryError
from rashomon.library.facts import fact
from rashomon.library.packing import unpack, unpack_said
from rashomon.library.tables import articles, states, versions
from rashomon.library.vectors import near
from rashomon.model import Article, MadeBy
from rashomon.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from rashomon.model import Account
    from rashomon.web.desk import Desk

MOST_CHARACTERS = 20_000
REPORTS = 24  # that a text is held against, where not said otherwise
NEAREST = 60  # statements are looked at for each of the text's


class Draft(Struct, frozen=True, kw_only=True):
    """A text that is to be checked, as its author gives it: any language, title and day may be unknown."""

    text: str
    title: str | None = None
    language: str | None = None
    published: str | None = None


class NothingToHoldError(LibraryError):
    """No report of the library can be held against a text."""


def check_text(desk: Desk, draft: Draft, *, stories: Sequence[str] = (), most: int = REPORTS) -> Check:
    """Hold a text against the reports of a library that come nearest to it.

    Args:
        desk: where the library is.
        draft: the text; no longer than ``MOST_CHARACTERS``.
        stories: only reports of these stories.
        most: so many reports at most.

    Raises:
        LibraryError: the encoder is none that fits the library.
        NothingToHoldError: there is no report to hold it against.
    """
    text = _article(draft)
    with desk.encoder() as encoder:
        own = read(text, encoder)
        made_by = MadeBy(rashomon=__version__, encoder=encoder.name, tagger=encoder.tagger_name)
    if not own.statements:
        return Check(made_by=made_by, text=own.article, articles=(), origins=0, statements=())
    with desk.connection() as connection:
        chosen = _of_stories(connection, stories) if stories else None
        found = _nearest(connection, own, chosen, most)
        accounts = accounts_of(connection, found)
    if not accounts:
        raise NothingToHoldError("there is no report to hold the text against")
    told = one_story(accounts).accounts
    return Check(
        made_by=made_by,
        text=own.article,
        articles=tuple(account.article for account in told),
        origins=len({account.article.origin for account in told}),
        statements=check_statements(own, told),
    )


def _article(draft: Draft) -> Article:
    from rashomon.sources import languages
    from rashomon.sources.dates import normalise
    from rashomon.sources.decode import clean
    from rashomon.sources.text import title_apart

    text, _ = clean(draft.text)
    language = languages.normalise(draft.language or "") or languages.detect(text)
    published = normalise(draft.published, language) if draft.published else None
    title = clean(draft.title)[0] if draft.title else title_apart(text)
    return Article(id="text", text=text, title=title, language=language, published=published or None)


def _of_stories(connection: Connection, stories: Sequence[str]) -> list[int]:
    query = select(articles.c.version).where(articles.c.story.in_(stories)).order_by(articles.c.number)
    return list(connection.execute(query).scalars())


def _nearest(connection: Connection, own: Account, chosen: list[int] | None, most: int) -> list[int]:
    """The versions that tell most of what the text tells: those whose statements come nearest, each of the
    text's statements counting alike."""
    if chosen is not None and len(chosen) <= most:
        return chosen
    allowed = None if chosen is None else set(chosen)
    score: dict[int, float] = {}
    for encoding in own.encodings:
        found = near(connection, encoding.vector, NEAREST if allowed is None else 10 * NEAREST)
        best: dict[int, float] = {}
        for version, likeness in zip(found.versions.tolist(), found.likeness.tolist(), strict=True):
            if allowed is None or version in allowed:
                best.setdefault(version, likeness)
        for version, likeness in best.items():
            score[version] = score.get(version, 0.0) + max(0.0, likeness) ** 2
    return sorted(score, key=lambda version: (-score[version], version))[:most]


def accounts_of(connection: Connection, numbers: Sequence[int]) -> list[Account]:
    """The accounts of versions with their token states; those without are left out."""
    dimension = int(fact(connection, "dimension") or 0)
    query = (
        select(versions.c.account, versions.c.vectors, states.c.packed)
        .join(states, states.c.version == versions.c.number)
        .where(versions.c.number.in_(numbers))
        .order_by(versions.c.number)
    )
    return [
        unpack(unpack_said(account), vectors, packed, dimension)
        for account, vectors, packed in connection.execute(query)
        if packed
    ]
