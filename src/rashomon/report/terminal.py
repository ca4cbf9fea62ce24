"""A document in a terminal, or as plain text where the output is piped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rashomon.report.lines import emit, isolated, joined, put, put_columns, put_marked
from rashomon.report.view import (
    SIGNS,
    alike,
    by_article,
    country_of,
    families,
    names_of,
    quantity_rows,
    sides,
    speakers,
    time_rows,
    view,
)
from rashomon.report.words import count, cut, language_name, listed, one_line, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from rashomon.model import Claim, Document, Entity, Evidence, Verdict
    from rashomon.report.view import Row, Side, View

QUOTE_LENGTH = 240
ROWS = 20
HEADINGS: dict[Verdict, str] = {
    "agree": "Origins agree",
    "differ": "Origins differ",
    "single": "Only one says",
}
STYLES: dict[Verdict, str] = {"agree": "green", "differ": "yellow", "single": "cyan"}


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
        _show_agreements(shown, console)
        _show_differences(shown, console)
    else:
        emit(console, Text(""))
        put(console, Text("There is one origin only: nothing can agree or differ.", style="italic"))
    _show_singles(shown, console, singles)
    _show_entities(shown, console, "Who", ("person", "organisation"))
    _show_entities(shown, console, "Where", ("place",))
    _show_rows(shown, console, "When", time_rows(shown.story.times))
    _show_rows(shown, console, "How many", quantity_rows(shown.story.quantities))
    _show_quotations(shown, console)
    _show_timeline(shown, console)


def _show_head(shown: View, console: Console) -> None:
    story = shown.story
    put(console, isolated(Text(one_line(story.title) or "Untitled", style="bold"), console))
    sizes = [count(len(story.articles), "article"), count(story.origins, "independent origin")]
    put(console, Text(f"{', '.join(sizes)}, in {listed([language_name(code) for code in story.languages])}"))
    _heading(console, "Sources", "bold")
    for source in shown.sources.values():
        article = source.article
        known = [language_name(article.language), when(one_line(article.published or "")) or "date unknown"]
        if article.url:
            known.append(one_line(article.url))
        line = Text.assemble(isolated(Text(source.label, style="bold"), console), f", {', '.join(known)}")
        if source.copies:
            line.append(f"; same origin as {listed(list(source.copies))}", style="italic")
        put_marked(console, Text(source.letter, style="bold"), line, indent=2)


def _show_agreements(shown: View, console: Console) -> None:
    _verdict_heading(shown, console, "agree")
    for index, (claim, behind) in enumerate(families(shown.claims["agree"])):
        if index:
            emit(console, Text(""))
        mark = _number(shown, claim)
        put_marked(console, mark, _quoted(claim.text, console, "bold"), indent=2)
        told = f"{count(claim.origins, 'independent origin')}, {count(_articles(claim), 'article')}"
        put(console, Text(told, style="dim"), indent=5)
        for group in alike(claim.evidence, claim.text):
            if one_line(group[0].quote) == one_line(claim.text):
                line = _tags(shown, group, console).append(" (quoted above)")
            else:
                line = _evidence(shown, group, console)
            put(console, line, indent=5, hang=2)
        seen = set(claim.evidence)
        for other in behind:
            _show_behind(shown, other, seen, console)
            seen.update(other.evidence)


def _show_behind(shown: View, claim: Claim, seen: set[Evidence], console: Console) -> None:
    """A claim on much the same words as those already shown: what it adds to them."""
    words = (
        f"{count(claim.origins, 'origin')}, on words of {_letters(shown, _places(claim, seen, True))} above"
    )
    new = [item for item in claim.evidence if item not in seen]
    line = Text.assemble(words, " and" if new else "")
    put_marked(console, _number(shown, claim), line, indent=5)
    for group in alike(new):
        put(console, _evidence(shown, group, console), indent=9, hang=2)


def _places(claim: Claim, seen: set[Evidence], inside: bool) -> list[str]:
    return list(dict.fromkeys(item.article for item in claim.evidence if (item in seen) == inside))


def _show_differences(shown: View, console: Console) -> None:
    _verdict_heading(shown, console, "differ")
    for index, claim in enumerate(shown.claims["differ"]):
        if index:
            emit(console, Text(""))
        _show_difference(shown, claim, console)


def _verdict_heading(shown: View, console: Console, verdict: Verdict) -> None:
    claims = shown.claims[verdict]
    _heading(console, f"{SIGNS[verdict]} {HEADINGS[verdict]} ({len(claims)})", STYLES[verdict])
    if not claims:
        put(console, Text("Nothing."), indent=2)


def _number(shown: View, claim: Claim) -> Text:
    return Text(f"{shown.numbers[claim.id]}.", style=f"bold {STYLES[claim.verdict]}")


def _show_difference(shown: View, claim: Claim, console: Console) -> None:
    why = one_line(claim.difference.why) if claim.difference else ""
    put_marked(console, _number(shown, claim), Text(why or "The accounts part.", style="bold"), indent=2)
    put_columns(console, [_side(shown, side, console) for side in sides(claim)], indent=5)
    told = {item for side in sides(claim) for item in side.evidence}
    for group in alike(item for item in claim.evidence if item not in told):
        put(console, _evidence(shown, group, console), indent=5, hang=2)


def _side(shown: View, side: Side, console: Console) -> Text:
    names = dict.fromkeys(
        [value.article for value in side.values] or [item.article for item in side.evidence]
    )
    cell = Text()
    if side.values:
        cell.append_text(isolated(Text(side.value, style="bold yellow"), console))
        words = [isolated(Text(f"“{text}”"), console) for text in side.words if text != side.value]
        cell.append("\n" if words else "").append_text(joined(words, ", "))
        cell.append(f"\n{count(shown.origins(names), 'origin')}", style="dim")
    for group in alike(side.evidence):
        cell.append("\n" if cell.plain else "").append_text(_evidence(shown, group, console))
    for name in names:
        if all(item.article != name for item in side.evidence):
            cell.append("\n" if cell.plain else "").append_text(_tag(shown, name, console))
    return cell


def _show_singles(shown: View, console: Console, singles: int) -> None:
    claims = shown.claims["single"]
    _verdict_heading(shown, console, "single")
    for article, group in by_article(claims).items():
        put(console, Text.assemble(_tag(shown, article, console), f": {len(group)}"), indent=2, hang=2)
        for claim in group[:singles]:
            line = _quoted(claim.text, console)
            also = [shown.source(item.article).letter for item in claim.evidence if item.article != article]
            if also:
                line.append(f" (also in {listed(list(dict.fromkeys(also)))}, same origin)")
            put_marked(console, _number(shown, claim), line, indent=4)
        _more(console, len(group) - singles, 4)


def _show_entities(shown: View, console: Console, heading: str, types: tuple[str, ...]) -> None:
    entities = [entity for kind in types for entity in shown.story.entities if entity.type == kind]
    if not entities:
        return
    _heading(console, heading, "bold")
    entities.sort(key=lambda entity: -len(entity.mentions))
    for entity in entities[:ROWS]:
        put(console, _entity(shown, entity, console), indent=2, hang=4)
    _more(console, len(entities) - ROWS, 2)


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
        f"; in {_letters(shown, [mention.article for mention in entity.mentions])}", style="dim"
    )


def _show_rows(shown: View, console: Console, heading: str, rows: list[Row]) -> None:
    if not rows:
        return
    _heading(console, heading, "bold")
    for row in rows[:ROWS]:
        line = Text(row.what, style="bold")
        if heading == "How many" and row.code:
            line.append(" · ").append_text(isolated(Text(row.code), console))
        words = [isolated(Text(f"“{cut(text, 80)}”"), console) for text in row.texts]
        line.append(": ").append_text(joined(words, ", "))
        line.append(f"; in {_letters(shown, [span.article for span in row.spans])}", style="dim")
        put(console, line, indent=2, hang=4)
    _more(console, len(rows) - ROWS, 2)


def _show_quotations(shown: View, console: Console) -> None:
    groups = speakers(shown)
    if not groups:
        return
    _heading(console, "Who said what", "bold")
    for name, quotations in groups:
        put(console, isolated(Text(name, style="bold"), console), indent=2)
        for same in quotations[:ROWS]:
            text, direct = same[0].text, same[0].direct
            line = _quoted(text, console) if direct else _words(text, console)
            line.append(" (direct, " if direct else " (reported, ")
            line.append(f"{_letters(shown, [quotation.article for quotation in same])})")
            put(console, line, indent=4, hang=2)
        _more(console, len(quotations) - ROWS, 4)


def _show_timeline(shown: View, console: Console) -> None:
    if not shown.story.timeline:
        return
    _heading(console, "Timeline", "bold")
    claims = {claim.id: claim for claim in shown.story.claims}
    for entry in shown.story.timeline:
        put(console, Text(when(entry.when), style="bold"), indent=2)
        for name in entry.claims:
            claim = claims.get(name)
            if claim is None:
                continue
            mark = Text(f"{SIGNS[claim.verdict]} {shown.numbers[name]}.", style=STYLES[claim.verdict])
            put_marked(console, mark, _words(claim.text, console, length=120), indent=4)


def _heading(console: Console, words: str, style: str) -> None:
    emit(console, Text(""))
    put(console, Text(words, style=f"bold {style}" if style != "bold" else style))


def _more(console: Console, left: int, indent: int) -> None:
    if left > 0:
        put(console, Text(f"and {left:,} more in --html and --json", style="italic"), indent=indent)


def _evidence(shown: View, alike: Sequence[Evidence], console: Console) -> Text:
    return Text.assemble(_tags(shown, alike, console), ": ", _quoted(alike[0].quote, console))


def _tags(shown: View, evidence: Sequence[Evidence], console: Console) -> Text:
    names = dict.fromkeys(item.article for item in evidence)
    return joined([_tag(shown, name, console) for name in names], ", ")


def _tag(shown: View, article: str, console: Console) -> Text:
    source = shown.source(article)
    label = isolated(Text(source.label), console)
    return Text.assemble(
        (source.letter, "bold"), " ", label, (f" [{one_line(source.article.language)}]", "dim")
    )


def _quoted(text: str, console: Console, style: str = "") -> Text:
    return isolated(Text(f"“{cut(one_line(text), QUOTE_LENGTH)}”", style=style), console)


def _words(text: str, console: Console, length: int = QUOTE_LENGTH) -> Text:
    return isolated(Text(cut(one_line(text), length)), console)


def _letters(shown: View, articles: Sequence[str]) -> str:
    counts = {shown.source(article).letter: 0 for article in articles}
    for article in articles:
        counts[shown.source(article).letter] += 1
    ordered = sorted(counts.items(), key=lambda item: (len(item[0]), item[0]))
    return ", ".join(f"{name}\u00a0×{times}" if times > 1 else name for name, times in ordered)


def _articles(claim: Claim) -> int:
    return len({item.article for item in claim.evidence})
