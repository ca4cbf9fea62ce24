"""Where two accounts let the same happen: "at the airport of Zagreb" against "à l'aéroport de Belgrade".

Most names that only one of two statements has are another spelling of a name that the other has, or one more
detail. So each side must have one place of its own, both must lie apart where GeoNames has them, else their
names must be unlike for the encoder, which knows "Anvers" for Antwerp, and both statements must say the same
around them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rashomon.comparing.differences.slots import rest_alike, spans_alike
from rashomon.comparing.names.same_person import script_of_name
from rashomon.comparing.values.agreement import likeness, outside
from rashomon.reading.names.letters import simplified

if TYPE_CHECKING:
    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Entity, Mention

ALIKE = 0.5  # mean cosine of the tokens of the shorter statement, its names left out, to their nearest
APART = 50.0  # kilometres
OTHER_NAME = 0.42  # most cosine of two names that are not one town's (24 pairs of names: 0.45 to 0.91)
EARTH = 6371.0  # kilometres


def parting_places(
    one: Said, other: Said, figures: Figures, states: States
) -> tuple[tuple[Mention, Entity], tuple[Mention, Entity]] | None:
    """The places on which two statements part, each as it is named there; or None."""
    mine, its = figures.places.get(one.place, {}), figures.places.get(other.place, {})
    own, theirs = mine.keys() - its.keys(), its.keys() - mine.keys()
    if len(own) != 1 or len(theirs) != 1:
        return None
    first, second = mine[min(own)], its[min(theirs)]
    if first[1].id in figures.named.get(other.statement.article, ()) or second[1].id in figures.named.get(
        one.statement.article, ()
    ):
        return None
    known = first[1].geonames is not None and second[1].geonames is not None
    if known and not _lie_apart(first[1], second[1]):
        return None
    if not known and not _are_unlike(one, first, other, second, states):
        return None
    kept = [states[said.place][outside(said, said.mentions)] for said in (one, other)]
    return (first, second) if likeness(*kept) >= ALIKE else None


def _are_unlike(
    one: Said, first: tuple[Mention, Entity], other: Said, second: tuple[Mention, Entity], states: States
) -> bool:
    """True for two towns of which GeoNames lacks one; countries are known, regions have several words.

    Most towns have names in other languages that begin with the same letter ("Gand", "Gent").
    """
    names = first[0].name, second[0].name
    if " " in names[0] + names[1] or simplified(names[0])[:1] == simplified(names[1])[:1]:
        return False
    if script_of_name((names[0],)) != script_of_name((names[1],)):
        return False
    if any(entity.geonames is not None and entity.latitude is None for _, entity in (first, second)):
        return False
    spans = [
        (mention.start - said.statement.start, mention.end - said.statement.start)
        for said, (mention, _) in ((one, first), (other, second))
    ]
    if spans_alike(one, spans[0], other, spans[1], states) >= OTHER_NAME:
        return False
    return rest_alike(one, spans[0], other, spans[1], states) >= ALIKE


def _lie_apart(one: Entity, other: Entity) -> bool:
    """True for two cities that are far from each other."""
    if one.geonames is None or other.geonames is None:
        return False
    points = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in points:
        return False
    a, b, c, d = (math.radians(point or 0.0) for point in points)
    angle = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(angle, 1.0))) > APART
