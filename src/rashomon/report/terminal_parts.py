"""Small parts of what a terminal shows: headings, numbers, sources' tags, quoted words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.lines import emit, isolated, joined, put
from rashomon.report.view import HEADINGS, SIGNS, some, tally
from rashomon.report.words import count, cut, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from rashomon.model import Claim, Evidence, Verdict
    from rashomon.report.view import View

QUOTE_LENGTH = 240
MANY = 12  # sources that are all named; of more the number is told
STYLES: dict[Verdict, str] = {"agree": "green", "differ": "yellow", "single": "cyan"}


def heading(console: Console, words: str, style: str) -> None:
    """A heading after an empty line."""
    emit(console, Text(""))
    put(console, Text(words, style=f"bold {style}" if style != "bold" else style))


def more(console: Console, left: int, indent: int) -> None:
    """How many rows were left out, where any were."""
    if left > 0:
        put(console, Text(f"and {left:,} more in --html and --json", style="italic"), indent=indent)


def verdict_heading(shown: View, console: Console, verdict: Verdict) -> None:
    """A verdict with its sign and how many claims have it."""
    words = f"{SIGNS[verdict]} {HEADINGS[verdict]} ({tally(shown, verdict)})"
    heading(console, words, STYLES[verdict])
    if not shown.claims[verdict]:
        put(console, Text("Nothing."), indent=2)


def numbered(shown: View, claim: Claim) -> Text:
    """A claim's number."""
    return Text(f"{shown.numbers[claim.id]}.", style=f"bold {STYLES[claim.verdict]}")


def told(shown: View, alike: Sequence[Evidence], console: Console) -> Text:
    """Evidence in the same words: who says it, and the words."""
    return Text.assemble(tags(shown, alike, console), ": ", quoted(alike[0].quote, console))


def tags(shown: View, evidence: Sequence[Evidence], console: Console) -> Text:
    """The sources of some evidence, each once."""
    names = list(dict.fromkeys(item.article for item in evidence))
    shown_tags = joined([tag(shown, name, console) for name in names[:MANY]], ", ")
    return shown_tags.append(f" and {count(len(names) - MANY, 'other')}") if len(names) > MANY else shown_tags


def tag(shown: View, article: str, console: Console) -> Text:
    """A source by letter, name and language."""
    source = shown.source(article)
    label = isolated(Text(source.label), console)
    return Text.assemble(
        (source.letter, "bold"), " ", label, (f" [{one_line(source.article.language)}]", "dim")
    )


def quoted(text: str, console: Console, style: str = "") -> Text:
    """Words in quotation marks, cut where they are long."""
    return isolated(Text(f"“{cut(one_line(text), QUOTE_LENGTH)}”", style=style), console)


def unquoted(text: str, console: Console, length: int = QUOTE_LENGTH) -> Text:
    """Words as they are, cut where they are long."""
    return isolated(Text(cut(one_line(text), length)), console)


def letters(shown: View, articles: Iterable[str]) -> str:
    """The letters of articles, with how often each where that is more than once."""
    counts = Counter(shown.source(article).letter for article in articles)
    ordered = sorted(counts.items(), key=lambda item: (len(item[0]), item[0]))
    names = [f"{name}\u00a0×{times}" if times > 1 else name for name, times in ordered]
    return ", ".join(names) if len(names) <= MANY else some(names, len(names))
