"""Which place a name means: territories of CLDR, cities of GeoNames, told apart by what the article names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.model import PlaceCandidate
from rashomon.reading.names.gazetteer import LARGE, City, cities, country_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A city is taken without its country being named from this size on (inhabitants): chosen so that world news'
# usual cities pass and villages with the names of common words don't.
_KNOWN_FROM = 150_000
_WORLD_KNOWN = 1_000_000
_MOST_CANDIDATES = 5


class Place(Struct, frozen=True, gc=False):
    """A place: a stable key, an ISO 3166-1 country where it is known, its GeoNames id, coordinates and
    inhabitants where it is a city."""

    key: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    geonames: int | None = None


def territory(code: str) -> Place:
    """The place of an ISO 3166 or UN M.49 code. A continent has no country."""
    country = code if code.isalpha() else None
    return Place(f"territory:{code.casefold()}", country, geonames=country_id(country) if country else None)


def resolve(
    names: Sequence[str], countries: Mapping[str, int], *, strict: bool = False
) -> list[Place | None]:
    """The city that each name means, or None where none is likely.

    Args:
        names: names of possible cities, as they are written.
        countries: how often the article names each country (ISO 3166-1 alpha-2).
        strict: only cities that the world knows, for texts whose capitals tell nothing.
    """
    found = cities(names)
    if strict:
        found = [tuple(city for city in all_ if city.population >= LARGE) for all_ in found]
    likely = Counter(countries)
    return [_choose(candidates, likely) if candidates else None for candidates in found]


def candidates(name: str) -> tuple[PlaceCandidate, ...]:
    """The cities that a name may mean, the most populous first, five at most."""
    (found,) = cities([name])
    return tuple(
        PlaceCandidate(
            geonames=city.id,
            name=city.name,
            country=city.country,
            latitude=city.latitude,
            longitude=city.longitude,
            population=city.population,
        )
        for city in found[:_MOST_CANDIDATES]
    )


def _choose(candidates: tuple[City, ...], countries: Counter[str]) -> Place | None:
    here = [city for city in candidates if countries[city.country]]
    if here:
        best = max(
            here,
            key=lambda c: (c.main or c.population >= _KNOWN_FROM, countries[c.country], c.population, -c.id),
        )
        # A world city beats a village in a country that the article happens to name.
        world = max(candidates, key=lambda c: (c.population, -c.id))
        if world.population >= _WORLD_KNOWN and world.population > 50 * best.population:
            best = world
        return _place(best)
    known = [city for city in candidates if city.population >= (_KNOWN_FROM if city.main else _WORLD_KNOWN)]
    if not known:
        return None
    return _place(max(known, key=lambda c: (c.population, -c.id)))


def _place(city: City) -> Place:
    return Place(f"city:{city.id}", city.country, city.latitude, city.longitude, city.population, city.id)
