"""The command that splits articles into stories and compares nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rashomon.cli.inputs import (
    fetch_option,
    fetcher_of,
    find,
    language_option,
    private_option,
    published_option,
)
from rashomon.cli.output import check_outputs, say, screen, standard_output, write_made
from rashomon.cli.progress import Progress, encoder_option, open_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, Document

_UNREAD = 1


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@published_option
@language_option
@click.option(
    "--json", "json_file", metavar="FILE", help="Write articles and stories as JSON; - is standard output."
)
@click.option("--svg", "svg_file", metavar="FILE", help="Write a picture of the stories over time.")
@fetch_option
@private_option
@encoder_option
@click.option("--quiet", is_flag=True, help="No progress bar, and nothing on the screen that a file holds.")
@click.pass_context
def group(
    context: click.Context,
    paths: tuple[str, ...],
    published: str | None,
    language: str | None,
    json_file: str | None,
    svg_file: str | None,
    fetch: bool,
    allow_private: bool,
    encoder: str | None,
    quiet: bool,
) -> None:
    """Split articles into stories: those that tell of one event come together, in whatever language.

    PATH is as for "read". Shown are the stories of several articles, those with most first, with how many
    independent origins they have, when and in which languages they were told; then the articles that stand
    alone. The JSON is that of "read" without claims and what else comparing finds.

    \b
    rashomon group reports/
    rashomon group --json stories.json --svg stories.svg feed.jsonl
    rashomon group --quiet --json - feed.jsonl | jq '.stories[].articles'

    The exit status is as for "read".
    """
    from rashomon.report import json, stories, stories_picture
    from rashomon.sources import Defaults

    outputs = {"--json": json_file, "--svg": svg_file}
    check_outputs(outputs, paths)
    articles, unread = find(
        paths,
        Defaults(language=language, published=published),
        fetcher=fetcher_of(fetch, allow_private),
    )
    if not articles:
        say("nothing to read")
        context.exit(_UNREAD)
    document = _make(articles, encoder, quiet)
    unwritten = write_made(
        outputs, json=lambda: json.dumps(document), html=lambda: stories_picture.render(document)
    )
    if "-" not in outputs.values() and not (quiet and any(outputs.values())):
        with standard_output():
            stories.show(document, screen())
    if unread or unwritten:
        context.exit(_UNREAD)


def _make(articles: Sequence[Article], model: str | None, quiet: bool) -> Document:
    from rashomon.comparing.document import make_listing

    with Progress(quiet) as progress:
        return make_listing(
            articles,
            open_encoder(progress, model),
            progress=lambda done, total: progress.show("Reading", done / max(total, 1)),
        )
