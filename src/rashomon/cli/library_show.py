"""The commands that show what is in a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from rashomon.cli.inputs import known_language, reader_option
from rashomon.cli.library import day, json_option, library_option, opened, print_json
from rashomon.cli.output import say, screen, standard_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from rich.console import Console

    from rashomon.library.revisions import VersionRow
    from rashomon.model import Revision

F = TypeVar("F", bound="Callable[..., Any]")


def _of_language(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A language by its code or name; that of articles of which none is known is "und"."""
    return value if value == "und" else known_language(context, option, value)


language_filter = click.option(
    "--language", metavar="CODE", callback=_of_language, help="Only in this language."
)
outlet_filter = click.option("--outlet", metavar="NAME", help="Only of this outlet.")
since_filter = click.option("--since", metavar="DAY", callback=day, help="Published on this day or later.")
until_filter = click.option("--until", metavar="DAY", callback=day, help="Published on this day or before.")


def most_option(number: int) -> Callable[[F], F]:
    """How many rows are shown."""
    return click.option(
        "--most",
        type=click.IntRange(1),
        metavar="N",
        default=number,
        show_default=True,
        help="How many at most.",
    )


@click.command()
@language_filter
@outlet_filter
@since_filter
@until_filter
@click.option(
    "--articles", type=click.IntRange(1), metavar="N", default=1, help="Only of N articles and more."
)
@most_option(50)
@library_option
@json_option
def stories(
    language: str | None,
    outlet: str | None,
    since: int | None,
    until: int | None,
    articles: int,
    most: int,
    location: str | None,
    as_json: bool,
) -> None:
    """List the stories of the library, the latest first.

    \b
    rashomon stories
    rashomon stories --articles 3 --since 2024-05-01 --language vi
    """
    from rashomon.library.looking import list_stories

    with opened(location) as library, library.reading() as connection:
        found = list_stories(
            connection,
            language=language,
            outlet=outlet,
            since=since,
            until=until,
            at_least=articles,
            most=most,
        )
    if as_json:
        print_json(found)
        return
    _table(
        ("story", "articles", "origins", "differ", "last", "languages", "title"),
        (
            (
                one.id,
                str(one.articles),
                str(one.origins) if one.up_to_date else "?",
                str(one.differing) if one.up_to_date else "?",
                one.last or "",
                " ".join(one.languages),
                one.title or "",
            )
            for one in found
        ),
    )


@click.command()
@click.argument("story_id", metavar="ID")
@click.option("--json", "json_file", metavar="FILE", help="Write the dossier as JSON; - is standard output.")
@click.option("--html", "html_file", metavar="FILE", help="Write the dossier as one web page.")
@reader_option
@library_option
@click.pass_context
def story(
    context: click.Context,
    story_id: str,
    json_file: str | None,
    html_file: str | None,
    reader: str | None,
    location: str | None,
) -> None:
    """Show a story: its dossier, and what happened to it since it was founded.

    \b
    rashomon story s12
    rashomon story s12 --html story.html
    rashomon story s12 --json - | jq .stories[0].claims
    """
    from rashomon.cli.output import check_outputs, write
    from rashomon.library.dossiers import story_document
    from rashomon.library.looking import changes_of, story_row
    from rashomon.report import terminal
    from rashomon.report.reader import shown_in

    outputs = {"--json": json_file, "--html": html_file}
    check_outputs(outputs, ())
    with opened(location) as library, library.reading() as connection:
        story_row(connection, story_id)
        document = story_document(connection, story_id)
        changes = changes_of(connection, story_id)
    with shown_in(reader):
        if any(outputs.values()):
            if write(document, outputs):
                context.exit(1)
            return
        console = screen()
        with standard_output():
            terminal.show(document, console=console)
            console.print()
            console.print("What happened to this story")
            changed = {(one.article, one.version): one for one in document.stories[0].revisions}
            for change in changes:
                more = f" {change.other}" if change.other else ""
                version = f" {change.version}" if change.version else ""
                console.print(f"  {change.article} {change.what}{more}{version}")
                if revision := changed.get((change.article, change.version or 0)):
                    _show_changed(console, revision, "      ")


@click.command()
@click.argument("article_id", metavar="ID")
@library_option
@json_option
def article(article_id: str, location: str | None, as_json: bool) -> None:
    """Show an article: where it is from, its text, and what changed from version to version.

    ID is an article's id, the beginning of one, or its address.

    \b
    rashomon article a1f0c2d3e4
    rashomon article https://example.org/report.html --json
    """
    from rashomon.library.looking import find_article
    from rashomon.library.revisions import versions_of
    from rashomon.report.words import harmless, one_line

    with opened(location) as library, library.reading() as connection:
        row, said = find_article(connection, article_id)
        versions = versions_of(connection, row.id)
    if as_json:
        print_json({"article": row, "text": said.article.text, "versions": versions})
        return
    console = screen()
    with standard_output():
        for value in (row.title, row.outlet, row.url, row.published):
            if value:
                console.print(one_line(value))
        console.print(f"{row.id} of story {row.story}, {one_line(row.language)}, added {row.added}")
        console.print()
        console.print(harmless(said.article.text, lines=True), soft_wrap=not console.is_terminal)
        for one in versions[1:]:
            console.print()
            console.print(f"Version {one.version}, {one.added}")
            _show_changed(console, one, "  ")


@click.command()
@click.argument("name")
@most_option(50)
@library_option
@json_option
def entity(name: str, most: int, location: str | None, as_json: bool) -> None:
    """List the articles that name a person, an organisation or a place, in any language.

    \b
    rashomon entity "Anders Fogh Rasmussen"
    rashomon entity Hà Nội --json
    """
    from rashomon.library.naming import find_entity

    with opened(location) as library, library.reading() as connection:
        found = find_entity(connection, name, most)
    if as_json:
        print_json(found)
        return
    _table(
        ("article", "story", "language", "published", "named", "times", "title"),
        (
            (
                one.article.id,
                one.article.story,
                one.article.language,
                (one.article.published or "")[:10],
                one.name,
                str(one.count),
                one.article.title or "",
            )
            for one in found
        ),
    )


@click.command()
@library_option
@json_option
def status(location: str | None, as_json: bool) -> None:
    """Show the library in numbers.

    \b
    rashomon status
    rashomon status --json
    """
    from rashomon.library.looking import status as look

    with opened(location) as library:
        found = look(library)
    if as_json:
        print_json(found)
        return
    console = screen()
    with standard_output():
        console.print(f"library     {found.location}")
        console.print(f"articles    {found.articles:,} ({found.versions:,} versions)")
        console.print(f"stories     {found.stories:,} ({found.waiting:,} wait to be compared)")
        console.print(f"statements  {found.statements:,}")
        console.print("languages   " + ", ".join(f"{code} {n:,}" for code, n in found.languages.items()))
        if found.bytes is not None:
            console.print(f"size        {found.bytes / 1e6:,.1f} MB")
        console.print(f"encoder     {found.encoder or 'none yet'}")


def _show_changed(console: Console, one: Revision | VersionRow, indent: str) -> None:
    """The sentences that a version of an article lost, and those that it has anew."""
    from rashomon.report.words import one_line

    for mark, sentences in (("-", one.gone), ("+", one.new)):
        for sentence in sentences:
            console.print(f"{indent}{mark} {one_line(sentence)}", soft_wrap=not console.is_terminal)


def _table(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Rows for a screen; where it is a pipe, values between tabs, whole. Nothing in them is obeyed."""
    from rashomon.report.words import one_line

    console = screen()
    told = [tuple(one_line(value) for value in row) for row in rows]
    if not told:
        say("nothing was found")
        return
    with standard_output():
        if not console.is_terminal:
            for row in told:
                click.echo("\t".join(row))
            return
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in told:
            table.add_row(*row)
        console.print(table)
