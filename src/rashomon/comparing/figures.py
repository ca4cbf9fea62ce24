"""The figures of a story by what they count, and those of two statements that cannot both be true.

Two figures of one class need not be at odds: one may be of a part, of another place or day, or somebody's
whom the article quotes beside the figure that it gives itself. A figure that the other article gives too,
anywhere, parts nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from rashomon.comparing.agreement import can_be_equal, likeness
from rashomon.comparing.counting import CROWD, count_class, counts_people, counts_persons, is_part
from rashomon.comparing.dateline import end_of_dateline
from rashomon.comparing.dating import clause_of, of_other_times, times_of
from rashomon.comparing.matching import (
    are_degrees,
    counts_the_same,
    matched,
    may_count_the_same,
    measures_the_same,
    nouns_alike,
    unmatched,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from rashomon.comparing.align import States
    from rashomon.comparing.values import Said
    from rashomon.model import Entity, Mention, Quantity

YEAR = re.compile(r"(?<![\dPT:.-])\d{4}(?=-|/|~|$)")
TOLD_END = 3.0  # how many times its bound "more than" may reach to where the article tells more elsewhere
SAID_ALIKE = 0.33  # of two statements, by ``likeness``, whose measures are of the same thing
SAME_YEAR = 0.45  # of two statements that tell of the same year though only one of them names it
SAME_PEOPLE = 0.4  # cosine, by token states, of two nouns for some people: attackers and assaillants
OTHER_CROWD = 50.0  # how many times larger a crowd is that is another
MANY = 12  # figures in a statement from which on it is a table, whose figures stand for themselves
SAME = "same thing"
"""The class of figures that count the same thing by its name, whatever it is."""


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
        wholes = {quantity.whole for quantity in one.quantities}
        found = [
            _figure(one, quantity, entities, whole=quantity.low in wholes)
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


def parting_figures(
    one: Said, other: Said, figures: Figures, states: States, *, sure: bool
) -> dict[str, list[Figure]]:
    """The figures of two statements that cannot both be true, by the class of what they count.

    Where one figure of a class stands on both sides, nothing of that class parts them: further figures are
    those of a part, of an earlier hour or of somebody else's account.

    Args:
        one: a statement.
        other: a statement of another article.
        figures: all figures of the story.
        states: the centred token states of each statement, by its place.
        sure: whether the statements surely tell of the same; else their figures must, by day and place.
    """
    mine, its = figures.of_statement[one.place], figures.of_statement[other.place]
    if all(p.kind != q.kind or can_be_equal(p.quantity, q.quantity) for p in mine for q in its):
        return {}
    years = _years(one), _years(other)
    other_year = all(years) and not years[0] & years[1]
    if other_year and not sure:
        return {}
    if other_year and likeness(states[one.place], states[other.place]) < SAME_YEAR:
        return {}
    found: dict[str, list[Figure]] = {}
    for kind in sorted({f.kind for f in mine} & {f.kind for f in its} - {None}, key=str):
        pairs = [(p, q) for p in mine for q in its if p.kind == q.kind == kind and _comparable(p, q, states)]
        pairs = [pair for pair in pairs if not _adds_up(*pair, mine, its)]
        _add_parting(found, str(kind), pairs, figures, sure=sure)
    if not found:
        plain = [(p, q) for p in mine for q in its if p.kind is None and q.kind is None]
        plain = [pair for pair in plain if not _adds_up(*pair, mine, its)]
        same = [(p, q) for p, q in plain if counts_the_same(p, q, states)]
        if not same and sure:
            same = _measured_alike(one, other, plain, states)
        if same and _without_figures(one.text) != _without_figures(other.text):
            _add_parting(found, SAME, same, figures, sure=sure)
    return found


def _adds_up(one: Figure, other: Figure, mine: Sequence[Figure], its: Sequence[Figure]) -> bool:
    """True where one is a part and the other the sum: "312 passengers and 24 crew", "336 people"."""
    for part, total, beside in ((one, other, mine), (other, one, its)):
        of, whole = part.quantity, total.quantity
        if of.low is None or whole.low is None or whole.low != whole.high:
            continue
        rest = {f.quantity.low for f in beside if f is not part and f.quantity.unit == of.unit}
        if whole.low > of.low and whole.low - of.low in rest:
            return True
    return False


def _measured_alike(
    one: Said, other: Said, plain: Sequence[tuple[Figure, Figure]], states: States
) -> list[tuple[Figure, Figure]]:
    """The plain figures of two statements that say much the same, by what is measured or counted."""
    measures = [(p, q) for p, q in plain if measures_the_same(p, q)]
    counts = [(p, q) for p, q in plain if may_count_the_same(p, q)]
    degrees = [(p, q) for p, q in plain if are_degrees(p, q)]
    if not (unmatched(measures) or unmatched(counts) or degrees):
        return []
    if likeness(states[one.place], states[other.place]) < SAID_ALIKE:
        return []
    return matched(measures, states) or matched(counts, states) or degrees


def _add_parting(
    found: dict[str, list[Figure]],
    kind: str,
    pairs: Sequence[tuple[Figure, Figure]],
    figures: Figures,
    *,
    sure: bool,
) -> None:
    if any(can_be_equal(p.quantity, q.quantity) for p, q in pairs):
        return
    if any(_told(p, q, figures) or _told(q, p, figures) for p, q in pairs):
        return
    for p, q in pairs:
        if not (p.part or q.part) and _same_scope(p, q, sure=sure):
            found.setdefault(kind, []).extend((p, q))


def _comparable(one: Figure, other: Figure, states: States) -> bool:
    """False where one counts people of any kind and the other some of them ("policemen"), or both others.

    Crowds of quite another size are other crowds, or one that is only called for ("a million man march").
    """
    if one.kind != CROWD:
        if one.persons or other.persons:
            return one.persons and other.persons
        return bool(one.quantity.of and other.quantity.of) and nouns_alike(one, other, states) >= SAME_PEOPLE
    low, high = sorted(figure.quantity.low or figure.quantity.high or 0.0 for figure in (one, other))
    return high <= OTHER_CROWD * low


def _same_scope(one: Figure, other: Figure, *, sure: bool) -> bool:
    """False where two figures are of other days or places, or may be where that is not sure."""
    if one.kind is not None or (one.days and other.days):  # sums stand beside terms: "between 2016 and 2019"
        undated = (other if one.days else one).said.account
        told = (time.value for time in undated.times)
        if of_other_times(one.days, other.days, undated.article.published, told):
            return False
    if one.places and other.places:
        shared = one.places & other.places or one.countries & other.countries
        # A place that GeoNames does not have may be the other's under another spelling.
        if not shared and not (sure and not (one.known and other.known)):
            return False
    elif not sure and one.kind not in (CROWD, None) and (one.places or other.places):
        return False
    return sure or bool(one.days) == bool(other.days)


def _told(figure: Figure, against: Figure, figures: Figures) -> bool:
    """True where the other article gives a figure too, in another statement."""
    article = against.said.statement.article
    bounds = (against.quantity.low, against.quantity.high)
    return any(
        held.said.place != against.said.place
        and (held.quantity.low, held.quantity.high) != bounds
        and can_be_equal(figure.quantity, held.quantity, TOLD_END)
        for held in figures.of_article.get((article, figure.kind), ())
    )


@lru_cache(maxsize=8_192)
def _without_figures(text: str) -> str:
    """The words of a statement; what differs in nothing but its figures is page furniture ("9 comments")."""
    return " ".join(word for word in text.split() if not any(letter.isdigit() for letter in word))


def _years(said: Said) -> set[str]:
    """The years that a statement tells of: those it names, else the year of its article."""
    named = {year for time in said.times for year in _years_in(time.value)}
    published = said.account.article.published
    return named or ({published[:4]} if published else set())


@lru_cache(maxsize=8_192)
def _years_in(value: str) -> tuple[str, ...]:
    return tuple(YEAR.findall(value))
