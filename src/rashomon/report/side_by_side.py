"""Two articles passage by passage in a terminal, or as plain text where the output is piped."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.lines import emit, isolated, put, put_marked, wrapped
from rashomon.report.terminal_parts import STYLES, heading
from rashomon.report.view import SIGNS, letter
from rashomon.report.words import called, harmless, language_name, one_line, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from rashomon.comparing.passages import Comparison, Passage
    from rashomon.model import Article, Evidence, Value

SIDE_BY_SIDE = 80  # cells from which the two stand in columns
GAP = 3


def show(comparison: Comparison, console: Console) -> None:
    """Print two articles passage by passage, in columns where there is room, else one below the other.

    Args:
        comparison: what comparing made of them.
        console: where to; its width, colours and whether it is a terminal are respected.
    """
    verdicts = [passage.verdict for passage in comparison.passages]
    heading(console, f"{called(comparison.articles[0])} and {called(comparison.articles[1])}", "bold")
    for index, article in enumerate(comparison.articles):
        known = [language_name(article.language), when(one_line(article.published or "")) or "date unknown"]
        name = Text.assemble(isolated(Text(called(article), style="bold"), console), f", {', '.join(known)}")
        if title := one_line(article.title or ""):
            name.append(": ").append_text(isolated(Text(title), console))
        put_marked(console, Text(letter(index), style="bold"), name, indent=2)
    if comparison.origins < 2:
        put(console, Text("One copies the other, or both one report: they are one witness.", style="italic"))
    both = f"{SIGNS['agree']} {verdicts.count('agree')} told by both"
    part = f"{SIGNS['differ']} {verdicts.count('differ')} on which they part"
    put(console, Text(f"{both}, {part}, {SIGNS['single']} {verdicts.count('single')} that only one says"))
    if not comparison.passages:
        put(console, Text("Neither article has words that can be compared."))
    for passage in comparison.passages:
        emit(console, Text(""))
        _show_passage(passage, comparison.articles, console)


def _show_passage(passage: Passage, articles: tuple[Article, Article], console: Console) -> None:
    style = STYLES[passage.verdict]
    for difference in passage.differences:
        sign = Text(SIGNS["differ"], style=f"bold {style}")
        put_marked(console, sign, Text(one_line(difference.why), "bold"))
    mark = Text(SIGNS[passage.verdict], style=f"bold {style}")
    told = [[item for item in passage.evidence if item.article == article.id] for article in articles]
    if console.width < SIDE_BY_SIDE:
        for index, items in enumerate(told):
            for item in items:
                who = Text.assemble(mark, " ", (letter(index), "bold"))
                put_marked(console, who, _words(item, passage, console))
        return
    width = (console.width - 2 - GAP) // 2
    columns = [
        [line for item in items for line in wrapped(console, _words(item, passage, console), width)]
        for items in told
    ]
    for number, (left, right) in enumerate(zip_longest(*columns, fillvalue=Text(""))):
        line = Text.assemble(mark if number == 0 else " ", " ", left)
        line.append(" " * (width - left.cell_len + GAP)).append_text(right)
        line.rstrip()
        emit(console, line)


def _words(item: Evidence, passage: Passage, console: Console) -> Text:
    """The words, without what a terminal would obey; values that both give and those that part stand out."""
    parting = [value for difference in passage.differences for value in difference.values]
    return isolated(
        highlighted(
            item,
            [
                *((v, "underline green") for v in passage.values if v.agrees),
                *((v, "bold yellow") for v in parting),
            ],
        ),
        console,
    )


def highlighted(item: Evidence, values: Iterable[tuple[Value, str]]) -> Text:
    """The words of some evidence on one line, with some values in a style."""
    text = Text(harmless(item.quote))
    if len(text.plain) == len(item.quote):  # else spans would not hold
        for value, style in values:
            if value.article == item.article and item.start <= value.start < value.end <= item.end:
                text.stylize(style, value.start - item.start, value.end - item.start)
    return text
