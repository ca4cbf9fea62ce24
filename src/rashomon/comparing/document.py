"""The whole way: articles in, a document of dossiers out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from rashomon import __version__
from rashomon.comparing import compare
from rashomon.grouping import group, one_story
from rashomon.model import Document, MadeBy
from rashomon.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rashomon.encoder import Encoder
    from rashomon.model import Account, Article, Story


def make_document(
    articles: Sequence[Article],
    encoder: Encoder,
    *,
    together: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Read the articles, group them into stories and compare the accounts of each.

    Args:
        articles: each with an id of its own; their order does not matter.
        encoder: the open encoder.
        together: all articles tell of one event, nothing is grouped.
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
    origin = {a.article.id: a.article.origin for story in stories for a in story.accounts}
    return Document(
        made_by=MadeBy(rashomon=__version__, encoder=encoder.name, tagger=encoder.tagger_name),
        articles=tuple(msgspec.structs.replace(a.article, origin=origin.get(a.article.id)) for a in accounts),
        stories=tuple(compare(story) for story in stories),
    )
