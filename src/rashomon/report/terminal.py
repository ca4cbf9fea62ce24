"""A document in a terminal, or as plain text where the output is piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.lines import emit, isolated, put, put_marked
from rashomon.report.rows import quantity_rows, time_rows
from rashomon.report.terminal_claims import show_agreements, show_differences, show_singles
from rashomon.report.terminal_facts import show_entities, show_quotations, show_rows, show_timeline
from rashomon.report.terminal_parts import heading, more
from rashomon.report.view import view
from rashomon.report.witnesses import shared
from rashomon.report.words import count, language_name, listed, one_line, when

if TYPE_CHECKING:
    from rich.console import Console

    from rashomon.model import Document
    from rashomon.report.view import View


SHARINGS = 10  # sentences on who is one witness


def show(document: Document, console: Console, *, singles: int = 6) -> None:
    """Print every story of a document.

    Args:
        document (Document): what a run made.
        console (Console): where to; its width, colours and whether it is a terminal are respected.
        singles (int): how many claims of one article alone are shown; the others are counted.
    """
    if not document.stories:
        put(console, Text("No story: no article could be compared."))
    for index, story in enumerate(document.stories):
        if index:
            emit(console, Text(""))
            emit(console, Text("─" * console.width if console.is_terminal else "-" * 8, style="dim"))
            emit(console, Text(""))
        _show_story(view(document, story), console, singles)


def _show_story(shown: View, console: Console, singles: int) -> None:
    _show_head(shown, console)
    if shown.story.origins > 1 or shown.claims["agree"] or shown.claims["differ"]:
        show_differences(shown, console)
        show_agreements(shown, console)
    else:
        emit(console, Text(""))
        put(console, Text("There is one origin only: nothing can agree or differ.", style="italic"))
    show_singles(shown, console, singles)
    show_entities(shown, console, "Who", ("person", "organisation"))
    show_entities(shown, console, "Where", ("place",))
    show_rows(shown, console, "When", time_rows(shown.story.times))
    show_rows(shown, console, "How many", quantity_rows(shown.story.quantities))
    show_quotations(shown, console)
    show_timeline(shown, console)


def _show_head(shown: View, console: Console) -> None:
    story = shown.story
    put(console, isolated(Text(one_line(story.title) or "Untitled", style="bold"), console))
    sizes = [count(len(story.articles), "article"), count(story.origins, "independent origin")]
    put(console, Text(f"{', '.join(sizes)}, in {listed([language_name(code) for code in story.languages])}"))
    heading(console, "Sources", "bold")
    for source in shown.sources.values():
        article = source.article
        known = [language_name(article.language), when(one_line(article.published or "")) or "date unknown"]
        if article.url:
            known.append(one_line(article.url))
        line = Text.assemble(isolated(Text(source.label, style="bold"), console), f", {', '.join(known)}")
        if source.copies:
            line.append(f"; same origin as {source.copies}", style="italic")
        put_marked(console, Text(source.letter, style="bold"), line, indent=2)
    for sharing in shared(shown)[:SHARINGS]:
        put(console, isolated(Text(sharing.why, style="italic"), console), indent=2, hang=2)
    more(console, len(shown.story.shared) - SHARINGS, 2)
