"""The claims in a terminal: those that differ, those that agree, those of one origin alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.agreed import agreed
from rashomon.report.groups import alike, by_article, is_development, sides, told_at
from rashomon.report.lines import emit, isolated, joined, put, put_columns, put_marked
from rashomon.report.terminal_parts import (
    STYLES,
    letters,
    more,
    numbered,
    quoted,
    tag,
    tags,
    told,
    verdict_heading,
)
from rashomon.report.view import (
    DEVELOPING,
    DEVELOPMENT,
    MAYBE,
    PERHAPS,
    PERHAPS_EXPLAINED,
    backing,
    is_sure,
    more_wordings,
    reasons,
    some,
)
from rashomon.report.witnesses import sources_named
from rashomon.report.words import count, one_line

if TYPE_CHECKING:
    from rich.console import Console

    from rashomon.model import Claim
    from rashomon.report.groups import Family, Side
    from rashomon.report.view import View


def show_differences(shown: View, console: Console) -> None:
    """The claims that differ, their sides in columns where there is room."""
    verdict_heading(shown, console, "differ")
    for index, family in enumerate(shown.families["differ"]):
        if index:
            emit(console, Text(""))
        _show_difference(shown, family.head, console)
        _show_behind(shown, family, console)


def show_agreements(shown: View, console: Console) -> None:
    """The claims that origins agree on, the things they agree on, and every account's words."""
    verdict_heading(shown, console, "agree")
    sure = True
    for index, family in enumerate(shown.families["agree"]):
        if index:
            emit(console, Text(""))
        if sure and not is_sure(family.head):
            sure = False
            put(console, Text(f"{MAYBE} {PERHAPS}", style=f"bold {STYLES['agree']}"))
            put(console, Text(PERHAPS_EXPLAINED, style="italic"), indent=2)
            emit(console, Text(""))
        _show_agreement(shown, family.head, console)
        _show_behind(shown, family, console)


def show_singles(shown: View, console: Console, singles: int) -> None:
    """The claims of one origin alone, by article, at most ``singles`` of each."""
    claims = shown.claims["single"]
    verdict_heading(shown, console, "single")
    for article, group in by_article(claims).items():
        put(console, Text.assemble(tag(shown, article, console), f": {len(group)}"), indent=2, hang=2)
        for claim in group[:singles]:
            line = quoted(claim.text, console)
            also = dict.fromkeys(
                shown.source(item.article).letter for item in claim.evidence if item.article != article
            )
            if also:
                line.append(f" (also in {some(list(also), len(also))}, same origin)")
            put_marked(console, numbered(shown, claim), line, indent=4)
        more(console, len(group) - singles, 4)


def _show_difference(shown: View, claim: Claim, console: Console) -> None:
    why = Text()
    for piece, foreign in reasons(claim.difference.why if claim.difference else ""):
        why.append_text(isolated(Text(piece), console) if foreign else Text(piece))
    why.stylize("bold")
    put_marked(
        console, numbered(shown, claim), why if why.plain else Text("The accounts part.", "bold"), indent=2
    )
    rises = is_development(claim)
    if rises:
        put(console, Text(f"{DEVELOPMENT} {DEVELOPING}", style="yellow"), indent=_below(shown, claim))
    _show_sources_named(shown, claim, console)
    parts = sides(claim)
    cells = [_side(shown, side, console, told_at(side) if rises else "") for side in parts]
    put_columns(console, cells, indent=_below(shown, claim))
    seen = {item for side in parts for item in side.evidence}
    rest = alike(item for item in claim.evidence if item not in seen)
    if rest:
        emit(console, Text(""))
        put(console, Text("Also told by", style="dim"), indent=_below(shown, claim))
    for group in rest:
        put(console, told(shown, group, console), indent=_below(shown, claim), hang=2)


def _side(shown: View, side: Side, console: Console, published: str = "") -> Text:
    names = dict.fromkeys(
        [value.article for value in side.values] or [item.article for item in side.evidence]
    )
    cell = Text()
    if published:
        cell.append(f"told {published}\n", style="dim")
    if side.values:
        cell.append_text(isolated(Text(side.value, style="bold yellow"), console))
        words = [isolated(Text(f"“{text}”"), console) for text in side.words if text != side.value]
        cell.append("\n" if words else "").append_text(joined(words, ", "))
        cell.append(f"\n{backing(shown, names)}", style="dim")
    for group in alike(side.evidence):
        cell.append("\n" if cell.plain else "").append_text(told(shown, group, console))
    for name in names:
        if all(item.article != name for item in side.evidence):
            cell.append("\n" if cell.plain else "").append_text(tag(shown, name, console))
    return cell


def _show_agreement(shown: View, claim: Claim, console: Console) -> None:
    put_marked(console, numbered(shown, claim), quoted(claim.text, console, "bold"), indent=2)
    names = {item.article for item in claim.evidence}
    told_by = f"{count(claim.origins, 'independent origin')}, {count(len(names), 'article')}"
    put(console, Text(told_by, style="dim"), indent=_below(shown, claim))
    things = [isolated(Text(thing.words), console) for thing in agreed(shown, claim)]
    if things:
        line = Text.assemble(("agree on: ", "green"), joined(things, " · "))
        put(console, line, indent=_below(shown, claim), hang=2)
    _show_sources_named(shown, claim, console)
    for group in alike(claim.evidence, claim.text):
        if one_line(group[0].quote) == one_line(claim.text):
            line = tags(shown, group, console).append(" (quoted above)")
        else:
            line = told(shown, group, console)
        put(console, line, indent=_below(shown, claim), hang=2)


def _show_sources_named(shown: View, claim: Claim, console: Console) -> None:
    """Whom the articles name as the source of a claim."""
    words, named = sources_named(shown, claim)
    if not named:
        return
    sources = []
    for one in named:
        source = isolated(Text(one.source), console)
        sources.append(
            source if words != "according to" else source.append(f" ({letters(shown, one.articles)})")
        )
    line = Text.assemble((f"{words}: ", "magenta"), joined(sources, " · "))
    put(console, line, indent=_below(shown, claim), hang=2)


def _show_behind(shown: View, family: Family, console: Console) -> None:
    """The claims on much the same words: their numbers, and whose further words they stand on."""
    if not family.behind:
        return
    first, last = (shown.numbers[claim.id] for claim in (family.behind[0], family.behind[-1]))
    between = " and " if last == first + 1 else " to "
    numbers = f"{first}" if first == last else f"{first}{between}{last}"
    words = f"and {more_wordings(len(family.behind))} ({numbers}) in --html and --json"
    further = {item for claim in family.behind for item in claim.evidence if item not in family.head.evidence}
    if further:
        words += f", with further words of {letters(shown, {item.article for item in further})}"
    put(console, Text(words, style="italic"), indent=_below(shown, family.head), hang=2)


def _below(shown: View, claim: Claim) -> int:
    """The indent of what stands below a claim's first word."""
    return 3 + numbered(shown, claim).cell_len
