"""The whole way: articles in, a document of dossiers out."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import msgspec

from rashomon import __version__
from rashomon.comparing import compare
from rashomon.comparing.checking.check import check_statements
from rashomon.comparing.checking.checked import Check
from rashomon.comparing.passages import Comparison, compare_passages
from rashomon.grouping import group, in_order, one_story, without_states
from rashomon.model import Document, Dossier, MadeBy
from rashomon.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from rashomon.encoder import Encoder
    from rashomon.model import Account, Article, Story


def make_document(
    articles: Sequence[Article],
    encoder: Encoder,
    *,
    together: bool,
    reader: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Read the articles, group them into stories and compare the accounts of each.

    Args:
        articles: each with an id of its own; their order does not matter.
        encoder: the open encoder.
        together: all articles tell of one event, nothing is grouped.
        reader: the language of who reads (BCP 47): claims are shown by statements in it, where some are.
        progress: called with how many articles are read, of how many.
    """
    accounts: list[Account] = []
    for account in read_all(sorted(articles, key=lambda article: article.id), encoder):
        accounts.append(account)
        if progress:
            progress(len(accounts), len(articles))
    stories: tuple[Story, ...] = ()
    if accounts:
        stories = (one_story(accounts),) if together else group(accounts)
    given = {a.article.id: a.article for story in stories for a in story.accounts}
    return Document(
        made_by=_made_by(encoder),
        articles=tuple(given.get(a.article.id, a.article) for a in accounts),
        stories=tuple(compare(story, reader) for story in stories),
    )


def make_listing(
    articles: Sequence[Article], encoder: Encoder, *, progress: Callable[[int, int], None] | None = None
) -> Document:
    """Read the articles and group them into stories; nothing is compared, so that no story has claims.

    Args:
        articles: each with an id of its own; their order does not matter.
        encoder: the open encoder.
        progress: called with how many articles are read, of how many.
    """
    accounts: list[Account] = []
    for account in read_all(sorted(articles, key=lambda article: article.id), encoder):
        accounts.append(without_states(account))
        if progress:
            progress(len(accounts), len(articles))
    stories = group(accounts)
    given = {a.article.id: a.article for story in stories for a in story.accounts}
    return Document(
        made_by=_made_by(encoder),
        articles=tuple(given[a.article.id] for a in accounts),
        stories=tuple(_listed(story) for story in stories),
    )


def _listed(story: Story) -> Dossier:
    articles = sorted((account.article for account in story.accounts), key=in_order)
    titles = [article.title for article in articles if article.title]
    return Dossier(
        id=story.id,
        title=titles[0] if titles else articles[0].text.strip()[:80] or articles[0].id,
        languages=tuple(sorted({article.language for article in articles})),
        articles=tuple(account.article.id for account in story.accounts),
        origins=len({article.origin for article in articles}),
        shared=story.shared,
    )


def make_comparison(one: Article, other: Article, encoder: Encoder) -> Comparison:
    """Read two articles and lay their passages side by side, in the order of the first."""
    one = apart(one, "a", {other.id})
    accounts = tuple(read_all([one, other], encoder))
    origins = {a.article.id: a.article for a in one_story(accounts).accounts}
    return Comparison(
        made_by=_made_by(encoder),
        articles=(origins[one.id], origins[other.id]),
        origins=len({article.origin for article in origins.values()}),
        passages=compare_passages(*accounts),
    )


def make_check(
    text: Article,
    reports: Sequence[Article],
    encoder: Encoder,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Check:
    """Read a text and reports, and hold each statement of the text against them.

    Args:
        text: what is checked.
        reports: each with an id of its own; their order does not matter.
        encoder: the open encoder.
        progress: called with how many articles are read, of how many.
    """
    text = apart(text, "text", {report.id for report in reports})
    accounts: list[Account] = []
    for account in read_all([text, *sorted(reports, key=lambda article: article.id)], encoder):
        accounts.append(account)
        if progress:
            progress(len(accounts), len(reports) + 1)
    own, told = accounts[0], one_story(accounts[1:]).accounts
    return Check(
        made_by=_made_by(encoder),
        text=own.article,
        articles=tuple(account.article for account in told),
        origins=len({account.article.origin for account in told}),
        statements=check_statements(own, told),
    )


def apart(article: Article, name: str, taken: Container[str]) -> Article:
    """The article with an id that no other has."""
    if article.id not in taken:
        return article
    number = next(n for n in count(1) if f"{name}{n}" not in taken)
    return msgspec.structs.replace(article, id=f"{name}{number}")


def _made_by(encoder: Encoder) -> MadeBy:
    return MadeBy(rashomon=__version__, encoder=encoder.name, tagger=encoder.tagger_name)
