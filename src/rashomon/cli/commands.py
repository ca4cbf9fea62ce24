"""The commands. Each imports what it needs when it runs, so that ``--help`` answers at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rashomon import __version__
from rashomon.cli.check import check
from rashomon.cli.compare import compare
from rashomon.cli.demo import demo
from rashomon.cli.evaluating import evaluate
from rashomon.cli.group import group
from rashomon.cli.inputs import (
    fetch_option,
    fetcher_of,
    find,
    language_option,
    private_option,
    published_option,
    reader_option,
)
from rashomon.cli.library import add, remove, verify
from rashomon.cli.library_export import export
from rashomon.cli.library_search import search
from rashomon.cli.library_show import article, entity, status, stories, story
from rashomon.cli.output import check_outputs, print_bytes, say, screen, standard_output, write
from rashomon.cli.progress import Progress, encoder_option, open_encoder
from rashomon.cli.serving import mcp, serve
from rashomon.cli.watching import watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, Document

_UNREAD = 1


class _Sorted(click.Group):
    """Commands by what they work on, each told in a whole sentence."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        named = {
            "Reports at hand": ["read", "compare", "check", "group"],
            "The library": [*(str(one.name) for one in _LIBRARY), "serve", "mcp", "demo"],
        }
        sorted_in = {name for names in named.values() for name in names}
        named["About Rashomon"] = [name for name in self.list_commands(ctx) if name not in sorted_in]
        for title, names in named.items():
            with formatter.section(title):
                told = [(name, self.commands[name].get_short_help_str(limit=200)) for name in names]
                formatter.write_dl(told)


@click.group(cls=_Sorted, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rashomon")
def cli() -> None:
    """Lay reports of one event side by side: what they agree on, where they differ, what only one says.

    \b
    rashomon read reports/
    rashomon read --together --html dossier.html report-en.txt report-vi.txt
    rashomon compare report-en.txt report-vi.txt
    rashomon check draft.txt --against reports/
    rashomon add reports/
    rashomon watch feeds.opml
    rashomon search what happened
    rashomon serve
    rashomon demo
    """


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--together", is_flag=True, help="All inputs tell of one event: don't split them into stories.")
@published_option
@language_option
@click.option("--outlet", metavar="NAME", help="Who published, where not given.")
@click.option("--json", "json_file", metavar="FILE", help="Write the dossier as JSON; - is standard output.")
@click.option("--html", "html_file", metavar="FILE", help="Write the dossier as one web page.")
@reader_option
@fetch_option
@private_option
@encoder_option
@click.option("--quiet", is_flag=True, help="No progress bar, and nothing on the screen that a file holds.")
@click.pass_context
def read(
    context: click.Context,
    paths: tuple[str, ...],
    together: bool,
    published: str | None,
    language: str | None,
    outlet: str | None,
    json_file: str | None,
    html_file: str | None,
    reader: str | None,
    fetch: bool,
    allow_private: bool,
    encoder: str | None,
    quiet: bool,
) -> None:
    """Read reports and show what they agree on, where they differ and what only one of them says.

    PATH is a text file, a web page (HTML), JSON Lines, an RSS or Atom feed, a WARC file, any of these packed
    (.gz, .bz2, .xz, .zst, .zip), a folder of these, or - for standard input; with --fetch also a web
    address. A text file may begin with its url, outlet, published, language and title between two lines
    of "---".

    \b
    rashomon read report-en.txt report-vi.txt
    rashomon read --together --published 2011-10-31 reports/
    rashomon read --in vi reports/
    rashomon read --json dossier.json --html dossier.html reports/ more.jsonl
    rashomon read --fetch https://example.org/report.html

    The exit status is 0 where all was read, 1 where something was not (each is named, the rest is shown),
    2 where the command was called wrongly.
    """
    from rashomon.sources import Defaults

    outputs = {"--json": json_file, "--html": html_file}
    check_outputs(outputs, paths)
    defaults = Defaults(language=language, published=published, outlet=outlet)
    with Progress(quiet) as progress:
        fetcher = fetcher_of(fetch, allow_private)
        articles, unread = find(paths, defaults, fetcher=fetcher, progress=progress.show)
    if not articles:
        say("nothing to read")
        context.exit(_UNREAD)
    document = _make(articles, together=together, reader=reader, model=encoder, quiet=quiet)
    from rashomon.report.reader import shown_in

    with shown_in(reader):
        unwritten = write(document, outputs)
        if "-" not in outputs.values() and not (quiet and any(outputs.values())):
            from rashomon.report import terminal

            with standard_output():
                terminal.show(document, console=screen())
    if unread or unwritten:
        context.exit(_UNREAD)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def languages(as_json: bool) -> None:
    """List the languages, how deeply each is read, and how well.

    "words" counts the words and patterns that the language's own file adds to ICU and CLDR. "times" and
    "numbers" are the F1 of right values on the project's own marked sentences. Any other language is read
    with ICU and CLDR alone.

    \b
    rashomon languages
    rashomon languages --json
    """
    from rashomon.cli.languages import DEPTHS, rows

    found = list(rows())
    if as_json:
        import json

        print_bytes(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column in found[0]:
        table.add_column(column)
    for row in found:
        table.add_row(*row.values())
    console = screen()
    console.print(table)
    console.print()
    for depth, meaning in DEPTHS.items():
        console.print(f"{depth}: {meaning}.")
    console.print("times, numbers: F1 of right values, on so many that we marked ourselves.")
    console.print("Any other language is read with ICU and CLDR alone (cldr).")


_LIBRARY = (add, watch, stories, story, article, entity, search, export, status, verify, remove)

for command in (group, compare, check, evaluate, *_LIBRARY, serve, mcp, demo):
    cli.add_command(command)


def _make(
    articles: Sequence[Article], *, together: bool, reader: str | None, model: str | None, quiet: bool
) -> Document:
    from rashomon.comparing.document import make_document

    with Progress(quiet) as progress:
        encoder = open_encoder(progress, model)

        def reading(done: int, total: int) -> None:
            progress.show("Reading", done / max(total, 1))

        return make_document(articles, encoder, together=together, reader=reader, progress=reading)
