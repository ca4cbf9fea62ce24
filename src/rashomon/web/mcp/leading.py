"""Words that a story is listed with, so that a list, too, can be traced to its articles."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from rashomon.library import looking
from rashomon.library.dossiers import Kept
from rashomon.library.tables import articles, dossiers
from rashomon.report.groups import sides
from rashomon.web.mcp.given import quoted, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from rashomon.library.looking import StoryRow
    from rashomon.model import Claim, Evidence
    from rashomon.web.mcp.given import Quoted

LEADING = 2  # quotations of a listed story


def leading_words(connection: Connection, rows: Iterable[StoryRow]) -> dict[str, tuple[Quoted, ...]]:
    """What the first claim of each story stands on; the first statement of one that is not compared yet."""
    rows = list(rows)
    current = [row.id for row in rows if row.up_to_date]
    query = select(dossiers.c.story, dossiers.c.packed).where(dossiers.c.story.in_(current))
    told: dict[str, Sequence[Evidence]] = {}
    for story, packed in connection.execute(query) if current else ():
        claims = msgspec.json.decode(zlib.decompress(packed), type=Kept).dossier.claims
        if claims:
            told[story] = each_side_first(claims[0])[:LEADING]
    names = [one.article for evidence in told.values() for one in evidence]
    found = connection.execute(select(articles).where(articles.c.id.in_(names))) if names else ()
    sources = {row.id: source_of(looking.article_row(row)) for row in found}
    words = {
        story: tuple(quoted(one.quote, one.start, one.end, sources[one.article]) for one in evidence)
        for story, evidence in told.items()
    }
    return {row.id: words.get(row.id) or _first_statement(connection, row.id) for row in rows}


def each_side_first(claim: Claim) -> list[Evidence]:
    """The evidence of a claim: where accounts differ, first one statement for each side."""
    first = {side.values[0].article: at for at, side in reversed([*enumerate(sides(claim))]) if side.values}
    seen: set[str] = set()

    def place(item: Evidence) -> int:
        if item.article not in first or item.article in seen:
            return len(first)
        seen.add(item.article)
        return first[item.article]

    places = [place(item) for item in claim.evidence]
    return [item for _, item in sorted(zip(places, claim.evidence, strict=True), key=lambda one: one[0])]


def _first_statement(connection: Connection, story: str) -> tuple[Quoted, ...]:
    query = select(articles.c.id).where(articles.c.story == story).order_by(articles.c.number).limit(1)
    name = connection.execute(query).scalar()
    if name is None:
        return ()
    row, said = looking.find_article(connection, name)
    if not said.statements:
        return ()
    first = said.statements[0]
    return (quoted(said.article.text[first.start : first.end], first.start, first.end, source_of(row)),)
