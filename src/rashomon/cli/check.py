"""The command that holds a text against reports."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from rashomon.cli.inputs import (
    fetch_option,
    fetcher_of,
    find,
    language_option,
    one_article,
    private_option,
    published_option,
)
from rashomon.cli.output import check_outputs, say, screen, standard_output, write_made
from rashomon.cli.progress import Progress, encoder_option, open_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.checking.checked import Check
    from rashomon.model import Article

_UNREAD = 1
_FAILED = 3
FAILING = {
    "contradicted": {"contradicted"},
    "disputed": {"contradicted", "disputed"},
    "unsupported": {"contradicted", "disputed", "unsupported"},
}


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--against",
    metavar="PATH",
    multiple=True,
    required=True,
    help="Reports to hold it against; may be given again.",
)
@click.argument("more", metavar="[PATH...]", nargs=-1)
@published_option
@language_option
@click.option(
    "--fail-on",
    type=click.Choice([*FAILING]),
    help="Exit with status 3 where a statement is this, or worse: contradicted is worst.",
)
@click.option("--json", "json_file", metavar="FILE", help="Write JSON; - is standard output.")
@click.option("--html", "html_file", metavar="FILE", help="Write one web page; - is standard output.")
@fetch_option
@private_option
@encoder_option
@click.option("--quiet", is_flag=True, help="No progress bar, and nothing on the screen that a file holds.")
@click.pass_context
def check(
    context: click.Context,
    file: str,
    against: tuple[str, ...],
    more: tuple[str, ...],
    published: str | None,
    language: str | None,
    fail_on: str | None,
    json_file: str | None,
    html_file: str | None,
    fetch: bool,
    allow_private: bool,
    encoder: str | None,
    quiet: bool,
) -> None:
    """Hold a text against reports: which of its statements they bear out, contradict, or say nothing of.

    FILE is a draft, a summary that a language model made, or any text; - is standard input. PATH is what the
    command read takes: text files, web pages, JSON Lines, folders. They may be in other languages than FILE.
    --published and --language are FILE's, where it does not carry them.

    \b
    rashomon check draft.txt --against reports/
    rashomon check summary.txt --against report-en.txt report-vi.txt
    echo "Ten people died." | rashomon check - --against reports/ --fail-on contradicted

    The exit status is 0 where all was read, whatever came of it; 1 where something could not be read or
    written, 2 where the command was called wrongly, 3 where --fail-on found what it was asked for.
    """
    from rashomon.sources import Defaults

    paths = [*against, *more]
    outputs = {"--json": json_file, "--html": html_file}
    check_outputs(outputs, [file, *paths])
    if file == "-" and "-" in paths:
        raise click.UsageError("Standard input can be FILE or a PATH, not both.")
    fetcher = fetcher_of(fetch, allow_private)
    text, unclear = one_article(file, Defaults(language=language, published=published), fetcher)
    reports, unread = find(paths, Defaults(), fetcher=fetcher)
    reports = [report for report in reports if not _same(report, text)]
    if not reports:
        raise click.ClickException("There is no report to hold it against.")
    made = _make(text, reports, encoder, quiet)
    if made.text.boilerplate:
        say(f"{file}: {len(made.text.boilerplate)} passages look like page furniture and were not checked")

    def as_json() -> bytes:
        from rashomon.report.json import dumps

        return dumps(made)

    def as_page() -> str:
        from rashomon.report.checked_page import render

        return render(made)

    unwritten = write_made(outputs, json=as_json, html=as_page)
    if "-" not in outputs.values() and not (quiet and any(outputs.values())):
        from rashomon.report import checked

        with standard_output():
            checked.show(made, console=screen())
    if unclear or unread or unwritten:
        context.exit(_UNREAD)
    if fail_on and any(statement.verdict in FAILING[fail_on] for statement in made.statements):
        context.exit(_FAILED)


def _same(report: Article, text: Article) -> bool:
    """True where a folder of reports holds the text itself: it would bear itself out."""
    if report.path is None or text.path is None:
        return False
    return os.path.realpath(report.path) == os.path.realpath(text.path)


def _make(text: Article, reports: Sequence[Article], model: str | None, quiet: bool) -> Check:
    from rashomon.comparing.document import make_check

    with Progress(quiet) as progress:
        encoder = open_encoder(progress, model)

        def reading(done: int, total: int) -> None:
            progress.show("Reading", done / max(total, 1))

        return make_check(text, reports, encoder, progress=reading)
