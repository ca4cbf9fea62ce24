"""The command that lays two articles side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rashomon.cli.inputs import (
    fetch_option,
    fetcher_of,
    language_option,
    one_article,
    private_option,
    published_option,
)
from rashomon.cli.output import check_outputs, screen, standard_output, write_made
from rashomon.cli.progress import Progress, encoder_option, open_encoder

if TYPE_CHECKING:
    from rashomon.comparing.passages import Comparison
    from rashomon.model import Article

_UNREAD = 1


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@published_option
@language_option
@click.option("--json", "json_file", metavar="FILE", help="Write JSON; - is standard output.")
@click.option("--html", "html_file", metavar="FILE", help="Write one web page; - is standard output.")
@fetch_option
@private_option
@encoder_option
@click.option("--quiet", is_flag=True, help="No progress bar, and nothing on the screen that a file holds.")
@click.pass_context
def compare(
    context: click.Context,
    one: str,
    other: str,
    published: str | None,
    language: str | None,
    json_file: str | None,
    html_file: str | None,
    fetch: bool,
    allow_private: bool,
    encoder: str | None,
    quiet: bool,
) -> None:
    """Lay two articles side by side, passage by passage, in the order of A.

    Shown are what both tell, where they part and why, and what only one says, in its place. A and B may be
    in different languages; each is a text file, a web page (HTML) or JSON Lines with one article, or - for
    standard input; with --fetch also a web address.

    \b
    rashomon compare report-en.txt report-vi.txt
    rashomon compare --html both.html first.html second.html
    curl -s https://example.org/report.html | rashomon compare - mine.txt
    """
    from rashomon.sources import Defaults

    outputs = {"--json": json_file, "--html": html_file}
    check_outputs(outputs, (one, other))
    if one == other == "-":
        raise click.UsageError("Standard input can be A or B, not both.")
    defaults = Defaults(language=language, published=published)
    fetcher = fetcher_of(fetch, allow_private)
    first, unread = one_article(one, defaults, fetcher)
    second, more_unread = one_article(other, defaults, fetcher)
    comparison = _make((first, second), encoder, quiet)

    def as_json() -> bytes:
        from rashomon.report.json import dumps

        return dumps(comparison)

    def as_page() -> str:
        from rashomon.report.side_by_side_page import render

        return render(comparison)

    unwritten = write_made(outputs, json=as_json, html=as_page)
    if "-" not in outputs.values() and not (quiet and any(outputs.values())):
        from rashomon.report import side_by_side

        with standard_output():
            side_by_side.show(comparison, console=screen())
    if unread or more_unread or unwritten:
        context.exit(_UNREAD)


def _make(articles: tuple[Article, Article], model: str | None, quiet: bool) -> Comparison:
    from rashomon.comparing.document import make_comparison

    with Progress(quiet) as progress:
        return make_comparison(*articles, open_encoder(progress, model))
