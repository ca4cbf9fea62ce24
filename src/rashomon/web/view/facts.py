"""Who, when, how many, and who said what, of a story: rows of its tables, each with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.rows import quantity_rows, speakers, time_rows
from rashomon.report.words import one_line
from rashomon.web.view.accounts import entity_page
from rashomon.web.view.amounts import quantity_words
from rashomon.web.view.marks import Words, words
from rashomon.web.view.moments import when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Entity, EntityType, Quantity, Time
    from rashomon.report.rows import Row
    from rashomon.web.view.accounts import Place
    from rashomon.web.view.claims import Shower
    from rashomon.web.view.reader import Reader

MOST_PLACES = 12  # links of one row


class Name(Struct, frozen=True):
    """One spelling, and how often each language gives it: "English ×2"."""

    words: Words
    given: str


class Who(Struct, frozen=True):
    """A person, organisation or place: its page, every spelling, and who names it."""

    name: str
    page: str
    country: str
    names: tuple[Name, ...]
    articles: int
    places: tuple[Place, ...]


class Fact(Struct, frozen=True):
    """A time or figure in words, what it counts, how the articles put it, and where."""

    what: str
    code: str
    texts: tuple[Words, ...]
    places: tuple[Place, ...]
    more: int = 0


class Said(Struct, frozen=True):
    """Words given to a speaker."""

    words: Words
    direct: bool
    places: tuple[Place, ...]


class Speaker(Struct, frozen=True):
    """Who is quoted; ``name`` is empty where nobody is named."""

    name: str
    page: str
    said: tuple[Said, ...]


def name_for(reader: Reader, entity: Entity) -> str:
    """What an entity is called in the reader's language, most often; else its name."""
    own = [name for name in entity.names if name.language.split("-")[0] == reader.language]
    if not own or any(name.text == entity.name for name in own):
        return one_line(entity.name)
    return one_line(max(own, key=lambda name: name.count).text)


def who(shower: Shower, kind: EntityType) -> list[Who]:
    """The persons, organisations or places of a story, those named most often first."""
    found = [entity for entity in shower.shown.story.entities if entity.type == kind]
    return [_who(shower, entity) for entity in sorted(found, key=lambda entity: -len(entity.mentions))]


def _who(shower: Shower, entity: Entity) -> Who:
    reader = shower.reader
    spellings: dict[str, dict[str, int]] = {}
    for name in entity.names:
        counts = spellings.setdefault(one_line(name.text), {})
        counts[name.language] = counts.get(name.language, 0) + name.count
    names = tuple(
        Name(
            words(text, next(iter(counts))),
            " · ".join(
                f"{reader.language_name(code)}\u00a0×{reader.number(n)}" for code, n in counts.items()
            ),
        )
        for text, counts in spellings.items()
    )
    country = reader.country_name(entity.country) if entity.country else ""
    own = {entity.name.casefold(), *(text.casefold() for text in spellings)}
    first = {mention.article: mention for mention in reversed(entity.mentions)}
    ordered = [first[article] for article in shower.shown.story.articles if article in first]
    return Who(
        name=name_for(reader, entity),
        page=entity_page(entity.name),
        country="" if country.casefold() in own else country,
        names=names,
        articles=len(ordered),
        places=_places(shower, [(one.article, one.start, one.end) for one in ordered]),
    )


def times(shower: Shower) -> list[Fact]:
    """Every time that is told, in the order of their values."""
    rows = time_rows(shower.shown.story.times)
    return [_fact(shower, row, when(shower.reader, row.code, _weekday(row.spans)), row.code) for row in rows]


def figures(shower: Shower) -> list[Fact]:
    """Every figure that is told, in the order in which they are first told."""
    made = []
    for row in quantity_rows(shower.shown.story.quantities):
        first: Quantity = row.spans[0]  # type: ignore[assignment]
        made.append(_fact(shower, row, quantity_words(shower.reader, first), row.code))
    return made


def said(shower: Shower) -> list[Speaker]:
    """Who is quoted, in the order they are first quoted in; words without a speaker last."""
    found = []
    for name, quotations in speakers(shower.shown):
        named = any(q.speaker or q.speaker_text for same in quotations for q in same)
        each = tuple(
            Said(
                words(same[0].text, shower.shown.source(same[0].article).article.language),
                same[0].direct,
                _places(shower, [(one.article, one.start, one.end) for one in same]),
            )
            for same in quotations
        )
        found.append(Speaker(name if named else "", entity_page(name) if named else "", each))
    return found


def _fact(shower: Shower, row: Row, what: str, code: str) -> Fact:
    spellings: dict[str, Words] = {}
    for span in row.spans:
        language = shower.languages.get(span.article, "")
        spellings.setdefault(one_line(span.text), words(span.text, language))
    places = [(span.article, span.start, span.end) for span in row.spans]
    shown = _places(shower, places)
    return Fact(what, code, tuple(spellings.values())[:MOST_PLACES], shown, max(0, len(places) - MOST_PLACES))


def _weekday(spans: Sequence[Time | Quantity]) -> int | None:
    return getattr(spans[0], "weekday", None)


def _places(shower: Shower, spans: Iterable[tuple[str, int, int]]) -> tuple[Place, ...]:
    found = (shower.place(*span) for span in list(spans)[:MOST_PLACES])
    return tuple(place for place in found if place)
