"""The commands that write to a library: add, remove, verify; and what all commands of it share."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from rashomon.cli.inputs import fetch_option, fetcher_of, language_option, private_option, published_option
from rashomon.cli.output import print_bytes, say
from rashomon.cli.progress import Adding, Progress, encoder_option, open_encoder
from rashomon.cli.stopping import ending, wish_to_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.library import Library
    from rashomon.model import Unread

_FAILED = 1

library_option = click.option(
    "--library",
    "location",
    metavar="FOLDER|URL",
    envvar="RASHOMON_LIBRARY",
    help="The library: a folder, or postgresql://…; a folder among your data where not given.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
quiet_option = click.option("--quiet", is_flag=True, help="No progress bar, and no summary.")


@contextmanager
def opened(location: str | None, *, create: bool = False) -> Iterator[Library]:
    """The library, its errors as those of a command."""
    from rashomon.library import LibraryError, open_library

    try:
        with open_library(location, create=create) as library:
            yield library
    except LibraryError as error:
        raise click.ClickException(str(error)) from None


def print_json(value: Any) -> None:
    import msgspec

    print_bytes(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> int | None:
    """A day of an option as its number."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2024-05-31") from None


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@published_option
@language_option
@click.option("--outlet", metavar="NAME", help="Who published, where not given.")
@fetch_option
@private_option
@library_option
@encoder_option
@json_option
@quiet_option
@click.pass_context
def add(
    context: click.Context,
    paths: tuple[str, ...],
    published: str | None,
    language: str | None,
    outlet: str | None,
    fetch: bool,
    allow_private: bool,
    location: str | None,
    encoder: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Add reports to the library: read once, put into their stories, and compared there.

    PATH is a text file, a web page (HTML), JSON Lines, an RSS or Atom feed, a WARC file, any of these packed
    (.gz, .bz2, .xz, .zst, .zip), a folder of these, or - for standard input; with --fetch also a web
    address, OPML or a sitemap. Adding the same again changes nothing, and a report changed at its address
    becomes a new version. Ctrl-C finishes the batch at hand; the same command goes on from there.

    \b
    rashomon add reports/
    rashomon add --library ~/news --outlet "The Daily" more.jsonl
    rashomon add --fetch https://example.org/report.html
    """
    from rashomon.library import add_articles
    from rashomon.sources import Defaults, find_articles, until

    defaults = Defaults(language=language, published=published, outlet=outlet)
    stdin = sys.stdin.buffer if sys.stdin else None
    unread = 0

    def tell(one: Unread) -> None:
        nonlocal unread
        unread += 1
        say(f"{one.where}: {one.why}")

    with Progress(quiet) as progress, opened(location, create=True) as library, wish_to_end() as wish:
        opened_encoder = open_encoder(progress, encoder)
        fetcher = fetcher_of(fetch, allow_private, until(wish.came))
        bar = Adding(progress, paths)
        found = find_articles(paths, defaults=defaults, stdin=stdin, fetcher=fetcher, progress=bar.read)
        added = add_articles(
            library,
            ending(found, wish.came),
            opened_encoder,
            progress=bar.added,
            unread=tell,
            comparing=bar.compared,
            stop=wish.came,
        )
    if as_json:
        print_json(added)
    elif not quiet:
        click.echo(f"{added.new:,} new, {added.changed:,} changed, {added.known:,} known already.")
    if added.stopped or added.waiting:
        say("stopped as asked; all that was told above is kept. Run the same command again to go on")
        context.exit(wish.status)
    if unread:
        context.exit(_FAILED)


@click.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@library_option
@quiet_option
def remove(articles: tuple[str, ...], location: str | None, quiet: bool) -> None:
    """Remove articles from the library, with all their versions and all that was made of them.

    ARTICLE is an id, the address of the article, or the file that it was added from, where that holds it
    alone. Either all of them are removed, or none.

    \b
    rashomon remove a1f0c2d3e4
    rashomon remove https://example.org/report.html reports/draft.txt
    """
    from rashomon.library import remove_articles

    with opened(location) as library:
        gone = remove_articles(library, articles)
    if not quiet:
        click.echo(f"Removed: {', '.join(gone)}.")


@click.command()
@library_option
@quiet_option
@click.pass_context
def verify(context: click.Context, location: str | None, quiet: bool) -> None:
    """Look at everything in the library: hashes, counts, references, full text and vectors.

    The exit status is 0 where all is well, 1 where something is wrong; each thing is told.

    \b
    rashomon verify
    rashomon verify --library ~/news
    """
    from rashomon.library import verify as look

    wrong = 0
    with Progress(quiet) as progress, opened(location) as library:
        for one in look(library, lambda done, total: progress.show("Looking", done / max(total, 1))):
            wrong += 1
            say(one)
    if wrong:
        context.exit(_FAILED)
    if not quiet:
        click.echo("The library is whole.")
