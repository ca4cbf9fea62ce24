"""The command that watches feeds, once or for ever."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from rashomon.cli.inputs import language_option, private_option
from rashomon.cli.library import library_option, opened
from rashomon.cli.output import print_bytes, say
from rashomon.cli.progress import Progress, encoder_option, open_encoder
from rashomon.cli.stopping import wish_to_end

if TYPE_CHECKING:
    from rashomon.library import Added, LibraryError
    from rashomon.library.watching import Looked
    from rashomon.model import Unread

_FAILED = 1
_MINUTE = 60.0


def _since(_context: click.Context, _option: click.Parameter, value: datetime | None) -> str | None:
    return value.date().isoformat() if value else None


@click.command()
@click.argument("feeds", metavar="FEED|OPML...", nargs=-1, required=True)
@click.option("--once", is_flag=True, help="Ask each feed that is due once, and end.")
@click.option(
    "--every",
    metavar="MINUTES",
    type=click.FloatRange(min=1),
    default=15,
    show_default=True,
    help="How often each feed is asked.",
)
@click.option(
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_since,
    help="Leave entries alone that are told to be older; a week for sitemaps where not given.",
)
@language_option
@click.option("--outlet", metavar="NAME", help="Who published, where not given.")
@private_option
@library_option
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each thing that happens.")
@click.option("--quiet", is_flag=True, help="No progress bar, and only what went wrong.")
@click.pass_context
def watch(
    context: click.Context,
    feeds: tuple[str, ...],
    once: bool,
    every: float,
    since: str | None,
    language: str | None,
    outlet: str | None,
    allow_private: bool,
    location: str | None,
    encoder: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Watch feeds, and add to the library what is new in them: its stories grow as it comes.

    FEED is the web address of an RSS or Atom feed, a sitemap, an OPML list, or a page that names its feeds;
    OPML also a file. Each is asked every 15 minutes and no more often than it wishes. Ctrl-C keeps what
    was fetched and ends; the same command goes on from there.

    \b
    rashomon watch https://example.org/feed.xml feeds.opml
    rashomon watch --once --json feeds.opml
    """
    from rashomon.library.watching import watch_feeds
    from rashomon.sources import Defaults, Fetcher, until
    from rashomon.sources.listing import addresses_of

    log = _Log(as_json, quiet)

    def addresses() -> list[str]:
        found, unread = addresses_of(feeds)  # files are read anew each time: they may have been changed
        for one in unread:
            log.tell(one)
        return found

    if not addresses():
        raise click.ClickException("There is nothing to watch.")
    with Progress(quiet or as_json) as progress, wish_to_end() as wish:
        sleep = until(wish.came)
        with opened(location, create=True) as library:
            added = watch_feeds(
                library,
                addresses,
                lambda: open_encoder(progress, encoder),
                Fetcher(allow_private=allow_private, sleep=sleep),
                defaults=Defaults(language=language, outlet=outlet),
                every=every * _MINUTE,
                since=since,
                once=once,
                stop=wish.came,
                sleep=sleep,
                told=log.tell,
                comparing=lambda done, total: progress.show("Comparing", done / max(total, 1)),
            )
    log.sum_up(added, once)
    if added.stopped:
        say("stopped as asked; what was fetched is kept. Run the same command again to go on")
        context.exit(wish.status)
    if log.failed or not once:  # it ends by itself only where no feed is left
        context.exit(_FAILED)


class _Log:
    """What is printed as things happen: lines for people, or lines of JSON."""

    def __init__(self, as_json: bool, quiet: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet
        self.failed = False
        self._asked = False

    def tell(self, what: Looked | Unread | Added | LibraryError) -> None:
        """Print what happened. What went wrong goes to standard error, and to the JSON as well."""
        from rashomon.library import Added, LibraryError
        from rashomon.model import Unread

        if isinstance(what, LibraryError):
            say(f"{what}; waiting for it")
        elif isinstance(what, Unread):
            self.failed = True
            say(f"{what.where}: {what.why}")
            self._line("unread", where=what.where, why=what.why)
        elif isinstance(what, Added):
            new, changed, known_already = what.new, what.changed, what.known
            self._line("added", new=new, changed=changed, known=known_already)
            if not self._quiet and not self._as_json:
                click.echo(f"{new:,} new, {changed:,} changed, {known_already:,} known already.")
        else:
            self._asked = True
            if what.failed:
                self.failed = True
                say(f"{what.feed}: {what.failed}; {_again(what.again)}")
            self._line("asked", feed=what.feed, articles=what.articles, failed=what.failed, again=what.again)

    def sum_up(self, added: Added, once: bool) -> None:
        """What a run did, where it did nothing that was told of."""
        if once and not self._quiet and not self._as_json and not (added.new + added.changed + added.known):
            click.echo("Nothing new." if self._asked else "No feed is due yet.")

    def _line(self, event: str, **fields: Any) -> None:
        if not self._as_json:
            return
        import msgspec

        time_now = datetime.now(UTC).isoformat(timespec="seconds")
        print_bytes(msgspec.json.encode({"time": time_now, "event": event, **fields}) + b"\n")


def _again(moment: str | None) -> str:
    if moment is None:
        return "not asked again"
    minutes = (datetime.fromisoformat(moment).timestamp() - time.time()) / _MINUTE
    return f"asked again in {max(1, round(minutes)):,} min"
