"""What a library holds, for other programs: JSON Lines, tables of claims and figures, JSON-LD, RSS."""

from __future__ import annotations

import csv
import io
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import msgspec
from sqlalchemy import select

from rashomon.library.dossiers import story_document
from rashomon.library.errors import LibraryError
from rashomon.library.looking import list_stories, story_row
from rashomon.library.tables import stories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from rashomon.library.opening import Library
    from rashomon.model import Claim, Document

_WHERE = ("article", "outlet", "published", "start", "end")
CLAIM_COLUMNS = (
    *("story", "claim", "verdict", "origins", "score", "language", "text"),
    *(*_WHERE, "url", "quote", "why"),
)
FIGURE_COLUMNS = (
    *("story", "claim", "verdict", "type", "value", "unit", "of", "text"),
    *(*_WHERE, "agrees"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def documents(library: Library, chosen: Sequence[str] = ()) -> Iterator[Document]:
    """A document per story, in the order of the stories' founding; all stories, or those chosen by id."""
    with library.reading() as connection:
        query = select(stories.c.id).order_by(stories.c.number)
        names = list(connection.execute(query).scalars())
    if unknown := set(chosen) - set(names):
        raise LibraryError(f"no story {min(unknown)}")
    for name in names:
        if not chosen or name in chosen:
            with library.reading() as connection:
                document = story_document(connection, name)
            yield document


def json_lines(found: Iterable[Document]) -> Iterator[bytes]:
    """Each document of the contract (``docs/json.md``) on a line."""
    for document in found:
        yield msgspec.json.encode(document) + b"\n"


def claim_rows(document: Document) -> Iterator[dict[str, object]]:
    """A row for each statement that is evidence of a claim."""
    articles = {article.id: article for article in document.articles}
    for story in document.stories:
        for claim in story.claims:
            for one in claim.evidence:
                article = articles[one.article]
                yield {
                    **_head(story.id, claim),
                    "origins": claim.origins,
                    "score": claim.score,
                    "language": claim.language,
                    "text": claim.text,
                    "article": one.article,
                    "outlet": article.outlet,
                    "published": article.published,
                    "url": article.url,
                    "start": one.start,
                    "end": one.end,
                    "quote": one.quote,
                    "why": claim.difference.why if claim.difference else None,
                }


def figure_rows(document: Document) -> Iterator[dict[str, object]]:
    """A row for each value that the evidence of a claim gives: figures, times, places and names."""
    articles = {article.id: article for article in document.articles}
    for story in document.stories:
        for claim in story.claims:
            for value in claim.values:
                article = articles[value.article]
                yield {
                    **_head(story.id, claim),
                    "type": value.type,
                    "value": value.value,
                    "unit": value.unit,
                    "of": value.of,
                    "text": value.text,
                    "article": value.article,
                    "outlet": article.outlet,
                    "published": article.published,
                    "start": value.start,
                    "end": value.end,
                    "agrees": value.agrees,
                }


def csv_lines(
    found: Iterable[Document], rows: Callable[[Document], Iterator[dict[str, object]]], columns: Sequence[str]
) -> Iterator[bytes]:
    """Rows as CSV (RFC 4180, UTF-8). What would be a formula gets an apostrophe."""
    line = io.StringIO()
    writer = csv.DictWriter(line, columns)
    writer.writeheader()
    for document in found:
        for row in rows(document):
            writer.writerow({name: _harmless(value) for name, value in row.items()})
        yield line.getvalue().encode("utf-8", "replace")
        line.seek(0)
        line.truncate()
    yield line.getvalue().encode("utf-8", "replace")


def parquet(found: Iterable[Document], path: str) -> None:
    """The claims' rows as a Parquet file. Raises LibraryError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ModuleNotFoundError:
        raise LibraryError("Parquet needs pyarrow: pip install 'rashomon[parquet]'") from None
    kinds: dict[str, Any] = {"origins": pyarrow.int32(), "start": pyarrow.int32(), "end": pyarrow.int32()}
    kinds["score"] = pyarrow.float64()
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in CLAIM_COLUMNS])
    with ParquetWriter(path, schema) as writer:
        for document in found:
            if rows := list(claim_rows(document)):
                writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))


def json_ld(found: Iterable[Document]) -> Iterator[bytes]:
    """Articles as schema.org's NewsArticle and differing claims as Claim, one JSON-LD object a line."""
    for document in found:
        articles = [
            {
                "@type": "NewsArticle",
                "@id": article.url or f"urn:rashomon:{article.id}",
                "identifier": article.id,
                "headline": article.title,
                "inLanguage": article.language,
                "datePublished": article.published,
                "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
                "url": article.url,
            }
            for article in document.articles
        ]
        ids = {str(one["identifier"]): one["@id"] for one in articles}
        for story in document.stories:
            claims = [
                {
                    "@type": "Claim",
                    "@id": f"urn:rashomon:{story.id}:{claim.id}",
                    "text": claim.text,
                    "inLanguage": claim.language,
                    "appearance": [
                        {"@id": ids[one]} for one in dict.fromkeys(e.article for e in claim.evidence)
                    ],
                }
                for claim in story.claims
                if claim.origins > 1
            ]
            whole = {
                "@context": "https://schema.org",
                "@type": "Collection",
                "@id": f"urn:rashomon:{story.id}",
                "name": story.title,
                "inLanguage": list(story.languages),
                "hasPart": [*({k: v for k, v in one.items() if v is not None} for one in articles), *claims],
            }
            yield msgspec.json.encode(whole) + b"\n"


def rss(library: Library, chosen: Sequence[str] = (), most: int = 100) -> bytes:
    """The latest stories, or those chosen by id, as an RSS 2.0 feed."""
    from datetime import UTC, datetime

    with library.reading() as connection:
        listed = (
            [story_row(connection, one) for one in dict.fromkeys(chosen)]
            if chosen
            else list_stories(connection, most=most)
        )
    items = []
    for story in listed:
        day = story.last and datetime.fromisoformat(story.last).replace(tzinfo=UTC)
        told = f"Articles: {story.articles}; origins: {story.origins}; claims that differ: {story.differing}"
        items.append(
            f"<item><title>{_xml(story.title or story.id)}</title>"
            f'<guid isPermaLink="false">{_xml(story.id)}</guid>'
            f"<description>{_xml(told)}</description>"
            + (f"<pubDate>{format_datetime(day)}</pubDate>" if day else "")
            + "</item>\n"
        )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Rashomon: stories</title>'
    )
    head += "<link>urn:rashomon:stories</link><description>The latest stories of a library</description>\n"
    return (head + "".join(items) + "</channel></rss>\n").encode("utf-8", "replace")


def _head(story: str, claim: Claim) -> dict[str, object]:
    return {"story": story, "claim": claim.id, "verdict": claim.verdict}


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _xml(text: str) -> str:
    """Text without what XML 1.0 cannot hold."""
    return escape("".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff")))
