"""Who, where, when, how many, who said what and the timeline, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.lines import isolated, joined, put, put_marked
from rashomon.report.rows import country_of, moments, names_of, speakers, told_at
from rashomon.report.terminal_parts import STYLES, heading, letters, more, quoted, unquoted
from rashomon.report.view import sign
from rashomon.report.words import cut, one_line, when

if TYPE_CHECKING:
    from rich.console import Console

    from rashomon.model import Entity
    from rashomon.report.rows import Row
    from rashomon.report.view import View

ROWS = 20


def show_entities(shown: View, console: Console, title: str, types: tuple[str, ...]) -> None:
    """People and organisations, or places, with every name that they were given."""
    entities = [entity for kind in types for entity in shown.story.entities if entity.type == kind]
    if not entities:
        return
    heading(console, title, "bold")
    entities.sort(key=lambda entity: -len(entity.mentions))
    for entity in entities[:ROWS]:
        put(console, _entity(shown, entity, console), indent=2, hang=4)
    more(console, len(entities) - ROWS, 2)


def _entity(shown: View, entity: Entity, console: Console) -> Text:
    line = isolated(Text(one_line(entity.name), style="bold"), console)
    if entity.type == "organisation":
        line.append(" (organisation)")
    if entity.type == "place" and country_of(entity):
        line.append(f" ({country_of(entity)})")
    others = {text: given for text, given in names_of(entity).items() if text != one_line(entity.name)}
    if others:
        names = [
            Text.assemble(isolated(Text(text), console), f" [{given}]") for text, given in others.items()
        ]
        line.append("; also ").append_text(joined(names, ", "))
    return line.append(
        f"; in {letters(shown, [mention.article for mention in entity.mentions])}", style="dim"
    )


def show_rows(shown: View, console: Console, title: str, rows: list[Row]) -> None:
    """A table of times or quantities."""
    if not rows:
        return
    heading(console, title, "bold")
    for row in rows[:ROWS]:
        line = Text(row.what, style="bold")
        if title == "How many" and row.code:
            line.append(" · ").append_text(isolated(Text(row.code), console))
        words = [isolated(Text(f"“{cut(text, 80)}”"), console) for text in row.texts]
        line.append(": ").append_text(joined(words, ", "))
        line.append(f"; in {letters(shown, [span.article for span in row.spans])}", style="dim")
        put(console, line, indent=2, hang=4)
    more(console, len(rows) - ROWS, 2)


def show_quotations(shown: View, console: Console) -> None:
    """Who said what, in direct or reported words."""
    groups = speakers(shown)
    if not groups:
        return
    heading(console, "Who said what", "bold")
    for name, quotations in groups:
        put(console, isolated(Text(name, style="bold"), console), indent=2)
        for same in quotations[:ROWS]:
            text, direct = same[0].text, same[0].direct
            line = quoted(text, console) if direct else unquoted(text, console)
            line.append(" (direct, " if direct else " (reported, ")
            line.append(f"{letters(shown, [quotation.article for quotation in same])})")
            put(console, line, indent=4, hang=2)
        more(console, len(quotations) - ROWS, 4)


def show_timeline(shown: View, console: Console) -> None:
    """The claims by the time that they tell of."""
    if not shown.story.timeline:
        return
    heading(console, "Timeline", "bold")
    for moment, groups in moments(shown):
        put(console, Text(when(moment), style="bold"), indent=2)
        for group in groups:
            numbers = ", ".join(str(shown.numbers[claim.id]) for claim in group)
            verdict = group[0].verdict
            mark = Text(f"{sign(group[0])} {numbers}.", style=STYLES[verdict])
            line = unquoted(told_at(shown, group[0], moment)[0], console, length=120)
            if group[0].id in shown.foreseen:
                line.append(" (foreseen)", style="italic")
            put_marked(console, mark, line, indent=4)
