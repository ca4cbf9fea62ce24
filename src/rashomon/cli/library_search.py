"""The command that searches a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rashomon.cli.library import json_option, library_option, opened, print_json
from rashomon.cli.library_show import language_filter, most_option, outlet_filter, since_filter, until_filter
from rashomon.cli.output import say, screen, standard_output
from rashomon.cli.progress import Progress, encoder_option, open_encoder

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


@click.command()
@click.argument("words", nargs=-1, required=True)
@language_filter
@outlet_filter
@since_filter
@until_filter
@click.option(
    "--entity", metavar="NAME", help="Only in articles that name this person, organisation or place."
)
@click.option(
    "--verdict",
    metavar="VERDICT",
    type=click.Choice(["agree", "differ", "single"]),
    help="Only what others tell as well (agree) or otherwise (differ), or only one tells (single).",
)
@click.option("--words-only", is_flag=True, help="By the words alone, not by what they mean.")
@most_option(20)
@library_option
@encoder_option
@json_option
def search(
    words: tuple[str, ...],
    language: str | None,
    outlet: str | None,
    since: int | None,
    until: int | None,
    entity: str | None,
    verdict: str | None,
    words_only: bool,
    most: int,
    location: str | None,
    encoder: str | None,
    as_json: bool,
) -> None:
    """Find statements by their words and by what they mean, in any language.

    What is asked in one language is found in others. Below each statement stand its article, who published
    it when, its story, and the verdict on what it says.

    \b
    rashomon search ferry collision dead
    rashomon search --language zh --verdict differ "how many were killed"
    rashomon search --entity NATO --since 2011-10-01 --json visit
    """
    from rashomon.library import Filters
    from rashomon.library import search as look
    from rashomon.report.words import one_line

    filters = Filters(
        language=language, outlet=outlet, since=since, until=until, entity=entity, verdict=verdict
    )
    with Progress(quiet=False) as progress, opened(location) as library:
        encode = None
        if not words_only:
            model = open_encoder(progress, encoder)
            if (known := library.fact("encoder")) and known != model.name:
                raise click.ClickException(f"the library was made with the encoder {known}; use --encoder")

            def encode(text: str) -> NDArray[float32]:
                return model.encode([text])[0].vector

        found = look(library, " ".join(words), encode, filters=filters, most=most)
    if as_json:
        print_json(found)
        return
    console = screen()
    with standard_output():
        for hit in found:
            one = hit.article
            known_of = (one.outlet, one.language, (one.published or "")[:10], f"story {one.story}")
            told = one_line(", ".join(part for part in known_of if part))
            for line in (one_line(hit.quote), f"    {one.id}: {told}; {hit.verdict}"):
                console.print(line, soft_wrap=not console.is_terminal)
    if not found:
        say("nothing was found")
