"""The options and arguments that name articles, and the articles themselves."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from rashomon.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rashomon.model import Article
    from rashomon.sources import Defaults, Fetcher


def _published(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from rashomon.sources.dates import normalise

    if found := normalise(value):
        return found
    raise click.BadParameter(f"{value!r} is no date of one reading; write it as 2011-10-31")


def known_language(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from rashomon.sources.languages import normalise

    if found := normalise(value):
        return found
    raise click.BadParameter(f"{value!r} is no language that is known; write its code, such as vi")


published_option = click.option(
    "--published", metavar="DATE", callback=_published, help="Day of publication, where not given."
)
language_option = click.option(
    "--language", metavar="CODE", callback=known_language, help="Language, where not given."
)

reader_option = click.option(
    "--in",
    "reader",
    metavar="CODE",
    callback=known_language,
    help="Language in which to show claims, where told in it.",
)


fetch_option = click.option(
    "--fetch", is_flag=True, help="Fetch web addresses, and what feeds and lists of links lead to."
)
private_option = click.option(
    "--allow-private", is_flag=True, help="Fetch from this machine and private networks, too."
)


def fetcher_of(
    fetch: bool, allow_private: bool, sleep: Callable[[float], None] = time.sleep
) -> Fetcher | None:
    """What fetches, where it was asked to; one for a whole command, so that it is polite throughout."""
    if not fetch:
        return None
    from rashomon.sources import Fetcher

    return Fetcher(allow_private=allow_private, sleep=sleep)


def find(
    paths: Sequence[str],
    defaults: Defaults,
    *,
    fetcher: Fetcher | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[list[Article], int]:
    """The articles, and how many inputs could not be read; each of those is named on standard error."""
    from rashomon.model import Unread
    from rashomon.sources import find_articles

    articles: list[Article] = []
    unread = 0
    stdin = sys.stdin.buffer if sys.stdin else None
    for found in find_articles(paths, defaults=defaults, stdin=stdin, fetcher=fetcher, progress=progress):
        if isinstance(found, Unread):
            unread += 1
            say(f"{found.where}: {found.why}")
        else:
            articles.append(found)
    return articles, unread


def one_article(path: str, defaults: Defaults, fetcher: Fetcher | None = None) -> tuple[Article, int]:
    """The article of a file, of standard input or of a web page, and how much of it could not be read.

    Raises:
        ClickException: there are several.
        Exit: there is none; why was said.
    """
    articles, unread = find([path], defaults, fetcher=fetcher)
    name = "standard input" if path == "-" else path
    if len(articles) > 1:
        raise click.ClickException(f"{name} holds {len(articles):,} articles; give one that holds one.")
    if not articles:
        if not unread:
            say(f"{name}: no article")
        raise click.exceptions.Exit(1)
    return articles[0], unread
