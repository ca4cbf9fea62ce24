"""A checked text in a terminal, or as plain text where the output is piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.checked_words import HEADINGS, SIGNS, alike_contradictions, verdict_words
from rashomon.report.groups import alike
from rashomon.report.lines import emit, isolated, joined, put, put_marked
from rashomon.report.sheet import letters
from rashomon.report.side_by_side import highlighted
from rashomon.report.terminal_parts import heading, quoted
from rashomon.report.words import called, count, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from rashomon.comparing.checking.checked import Check, CheckedStatement, CheckVerdict
    from rashomon.model import Evidence

STYLES: dict[CheckVerdict, str] = {
    "supported": "green",
    "disputed": "yellow",
    "contradicted": "red",
    "unsupported": "cyan",
    "nothing": "dim",
}
SHOWN = 3  # reports that are quoted for one statement


def show(check: Check, console: Console) -> None:
    """Print each statement of a text with what the reports make of it, in the text's order.

    Args:
        check: what checking made of it.
        console: where to; its width, colours and whether it is a terminal are respected.
    """
    verdicts = [statement.verdict for statement in check.statements]
    marks = letters(check.articles)
    heading(console, one_line(check.text.title or "") or called(check.text), "bold")
    told = f"{count(len(check.articles), 'report')} from {count(check.origins, 'independent origin')}"
    put(console, Text(f"{count(len(verdicts), 'statement')}, held against {told}"))
    counts = [f"{SIGNS[v]} {verdicts.count(v)} {words}" for v, words in HEADINGS.items() if v in verdicts]
    if counts:
        put(console, Text(", ".join(counts)))
    else:
        put(console, Text("It has no words that can be checked."))
    for statement in check.statements:
        emit(console, Text(""))
        _show_statement(check, statement, marks, console)


def _show_statement(
    check: Check, statement: CheckedStatement, marks: dict[str, str], console: Console
) -> None:
    style = STYLES[statement.verdict]
    item = _as_evidence(check, statement)
    styles = [(v.value, "underline green" if v.origins else "bold yellow") for v in statement.values]
    if statement.verdict in ("nothing", "supported"):
        styles = []
    words = highlighted(item, styles)
    put_marked(console, Text(SIGNS[statement.verdict], style=f"bold {style}"), isolated(words, console))
    if statement.verdict == "nothing":
        return
    put(console, Text(verdict_words(statement), style=style), indent=2)
    against = alike_contradictions(statement.contradicted_by)
    for same in against[:SHOWN]:
        put(console, Text(one_line(same[0].why), style="bold"), indent=2)
        _show_evidence(check, [one.evidence for one in same], marks, console, SIGNS["contradicted"])
    _more(len(against) - SHOWN, console)
    borne = alike(statement.supported_by)
    for items in borne[:SHOWN]:
        _show_evidence(check, items, marks, console, SIGNS["supported"])
    _more(len(borne) - SHOWN, console)
    if statement.why:
        put(console, Text(one_line(statement.why), style="bold"), indent=2)
    for items in alike(statement.related):
        _show_evidence(check, items, marks, console, "related:")


def _as_evidence(check: Check, statement: CheckedStatement) -> Evidence:
    from rashomon.model import Evidence

    return Evidence(check.text.id, statement.start, statement.end, statement.quote)


def _show_evidence(
    check: Check, items: Sequence[Evidence], marks: dict[str, str], console: Console, sign: str
) -> None:
    """Evidence in the same words: who says it, and the words."""
    known = {article.id: article for article in check.articles}
    articles = [known[item.article] for item in items]
    names = [
        Text.assemble((marks[article.id], "bold"), " ", isolated(Text(called(article)), console))
        for article in articles
    ]
    who = joined(names, ", ").append(f" [{one_line(articles[0].language)}]", style="dim").append(": ")
    put_marked(console, Text(sign, style="dim"), who.append_text(quoted(items[0].quote, console)), indent=2)


def _more(left: int, console: Console) -> None:
    if left > 0:
        put(console, Text(f"and {left:,} more in --html and --json", style="italic"), indent=2)
