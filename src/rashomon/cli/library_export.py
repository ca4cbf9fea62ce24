"""The command that gives what is in a library to other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rashomon.cli.library import library_option, opened
from rashomon.cli.output import check_outputs, print_bytes, write_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMATS = ("jsonl", "claims", "figures", "parquet", "jsonld", "rss")


@click.command()
@click.argument("story_ids", metavar="[STORY]...", nargs=-1)
@click.option(
    "--format",
    "kind",
    metavar="FORMAT",
    type=click.Choice(FORMATS),
    default="jsonl",
    show_default=True,
    help="One of those above.",
)
@click.option("--output", metavar="FILE", default="-", help="Where to; - is standard output.")
@library_option
def export(story_ids: tuple[str, ...], kind: str, output: str, location: str | None) -> None:
    """Export stories for other programs: all, or those named.

    \b
    jsonl    a dossier a line, as docs/json.md tells
    claims   a CSV row for each statement that is evidence of a claim
    figures  a CSV row for each figure, time, place and name in them
    parquet  the claims as Parquet (needs pyarrow)
    jsonld   articles and claims in the words of schema.org
    rss      a feed of the latest 100 stories

    \b
    rashomon export > dossiers.jsonl
    rashomon export --format claims --output claims.csv s1 s7
    rashomon export --format rss --output stories.xml
    """
    from rashomon.library import exporting

    check_outputs({"--output": output}, ())
    if kind == "parquet" and output == "-":
        raise click.UsageError("Parquet is written to a file: give --output FILE.")
    with opened(location) as library:
        if kind == "parquet":
            exporting.parquet(exporting.documents(library, story_ids), output)
            return
        parts: Iterable[bytes]
        found = exporting.documents(library, story_ids)
        if kind == "rss":
            parts = [exporting.rss(library, story_ids)]
        elif kind == "jsonld":
            parts = exporting.json_ld(found)
        elif kind == "claims":
            parts = exporting.csv_lines(found, exporting.claim_rows, exporting.CLAIM_COLUMNS)
        elif kind == "figures":
            parts = exporting.csv_lines(found, exporting.figure_rows, exporting.FIGURE_COLUMNS)
        else:
            parts = exporting.json_lines(found)
        if output == "-":
            for part in parts:
                print_bytes(part)
        else:
            write_parts(output, parts)
