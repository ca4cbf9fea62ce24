"""The figures of a story by what they count, and of which places and days they are told."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct, field

from rashomon.comparing.dateline import end_of_dateline
from rashomon.comparing.values.counting import (
    count_class,
    counts_people,
    counts_persons,
    is_part,
    names_its_class,
)
from rashomon.comparing.values.dating import clause_of, times_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Entity, Mention, Quantity

MANY = 12  # figures in a statement from which on it is a table, whose figures stand for themselves


class Figure(Struct, frozen=True, eq=False):
    """A quantity in a statement, with its class, and the places and days that its clause tells of.

    ``part`` is set for one of several and for a part of another: it parts nobody, but may be what another
    article gives too; ``whole`` where the statement gives parts of it. ``people`` is set where people are
    counted, ``persons`` where they are of any kind, ``known`` where GeoNames has all the places.
    """

    said: Said
    quantity: Quantity
    kind: str | None
    part: bool
    whole: bool
    people: bool
    persons: bool
    places: frozenset[str]
    known: bool
    countries: frozenset[str]
    days: frozenset[str]


class Figures(Struct, frozen=True, eq=False):
    """All figures of a story, by the place of their statement and by article and class; and what is named.

    ``places`` holds the places that each statement names, by their entity's id, ``named`` the ids of all
    entities of each article, ``statements`` all statements of each; ``keys`` the id of each mention's entity,
    ``persons`` the persons that each statement names, by that id, each by its longest name there;
    ``marked`` and ``read`` keep what ``kinds.marks_of`` and ``readings.judged`` found for each.
    """

    of_statement: Mapping[int, tuple[Figure, ...]]
    of_article: Mapping[tuple[str, str | None], tuple[Figure, ...]]
    places: Mapping[int, Mapping[str, tuple[Mention, Entity]]]
    named: Mapping[str, frozenset[str]]
    statements: Mapping[str, tuple[Said, ...]]
    keys: Mapping[tuple[str, str], str]
    persons: Mapping[int, Mapping[str, Mention]]
    marked: dict[int, frozenset[int]] = field(default_factory=dict)
    read: dict[int, Hashable] = field(default_factory=dict)


def figures_of(said: Sequence[Said], entities: Mapping[tuple[str, str], Entity]) -> Figures:
    """The figures of a story's statements.

    Args:
        said: the statements.
        entities: the entity of each (article id, mention key).
    """
    of_statement: dict[int, tuple[Figure, ...]] = {}
    of_article: defaultdict[tuple[str, str | None], list[Figure]] = defaultdict(list)
    for one in said:
        found = [
            _figure(one, quantity, entities, whole=_has_parts(one, quantity))
            for quantity in one.quantities
            if len(one.quantities) <= MANY and not quantity.low == quantity.high == 1
        ]
        of_statement[one.place] = tuple(found)
        for figure in found:
            of_article[one.statement.article, figure.kind].append(figure)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for (article, _), entity in entities.items():
        named[article].add(entity.id)
    keys = {key: entity.id for key, entity in entities.items()}
    statements: defaultdict[str, list[Said]] = defaultdict(list)
    for one in said:
        statements[one.statement.article].append(one)
    return Figures(
        of_statement,
        {key: tuple(held) for key, held in of_article.items()},
        {one.place: _places(one, entities) for one in said if one.mentions},
        {article: frozenset(ids) for article, ids in named.items()},
        {article: tuple(own) for article, own in statements.items()},
        keys,
        {one.place: _persons(one, keys) for one in said if one.mentions},
    )


def _persons(said: Said, keys: Mapping[tuple[str, str], str]) -> dict[str, Mention]:
    found: dict[str, Mention] = {}
    named = (mention for mention in said.mentions if mention.type == "person")
    for mention in sorted(named, key=lambda m: (m.start - m.end, m.start)):
        key = keys.get((mention.article, mention.key))
        if key is not None:
            found.setdefault(key, mention)
    return found


def _places(said: Said, entities: Mapping[tuple[str, str], Entity]) -> dict[str, tuple[Mention, Entity]]:
    found: dict[str, tuple[Mention, Entity]] = {}
    written = end_of_dateline(said)
    for mention in said.mentions:
        if mention.end <= written:
            continue
        entity = entities.get((mention.article, mention.key))
        if entity is not None and entity.type == "place":
            found.setdefault(entity.id, (mention, entity))
    return found


def _has_parts(said: Said, quantity: Quantity) -> bool:
    """True where the statement gives a part of a figure beside it: "three of the eleven on board died"."""
    return not names_its_class(said, quantity) and any(
        other is not quantity and other.whole == quantity.low for other in said.quantities
    )


def _figure(
    said: Said, quantity: Quantity, entities: Mapping[tuple[str, str], Entity], *, whole: bool
) -> Figure:
    start, end = clause_of(said, quantity)
    places = [
        entity
        for mention, entity in _places(said, entities).values()
        if start <= mention.start and mention.end <= end
    ]
    return Figure(
        said=said,
        quantity=quantity,
        kind=count_class(said, quantity),
        part=is_part(said, quantity),
        whole=whole,
        people=counts_people(said, quantity),
        persons=counts_persons(said, quantity),
        places=frozenset(place.id for place in places),
        known=all(place.geonames is not None for place in places),
        countries=frozenset(place.country for place in places if place.country),
        days=times_of(said, quantity),
    )
