"""What part of the world a map shows, and where on it a place is."""

from __future__ import annotations

from math import cos, isfinite, radians
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 720.0, 440.0  # of a map, in its own units
ALONE, LEAST = 9.0, 3.5  # degrees from south to north that are shown at least, of one place and of several
MARGIN = 0.16  # of the map, on each side of the places
SOUTH, NORTH = -56.0, 84.0  # degrees; the world that people live in
WIDEST = 200.0  # degrees from west to east; what is wider becomes the whole world
_SQUEEZED = 0.25  # least width of a degree east in degrees north, near the poles


class Frame(Struct, frozen=True):
    """A part of the world: where its middle is, and how many units of the map a degree has.

    Degrees are drawn as squares at the middle's latitude (an equirectangular projection), so that a part of
    the size of a country has its usual shape; east and west go on across the 180th meridian.
    """

    longitude: float
    latitude: float
    across: float
    up: float
    width: float = WIDTH
    height: float = HEIGHT

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is, from the top left corner."""
        east = (longitude - self.longitude + 180) % 360 - 180
        return self.width / 2 + east * self.across, self.height / 2 - (latitude - self.latitude) * self.up

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place is on the map."""
        x, y = self.place(longitude, latitude)
        return 0 <= x <= self.width and 0 <= y <= self.height

    @property
    def degrees(self) -> float:
        """How many degrees it is wide."""
        return self.width / self.across


def is_place(longitude: float | None, latitude: float | None) -> bool:
    """Whether these are degrees of some place on earth."""
    if longitude is None or latitude is None or not (isfinite(longitude) and isfinite(latitude)):
        return False
    return abs(longitude) <= 180 and abs(latitude) <= 90


def world(
    width: float = WIDTH,
    height: float = HEIGHT,
    *,
    longitude: float = 0.0,
    south: float = SOUTH,
    north: float = NORTH,
) -> Frame:
    """All of the world but the ice of its poles, unless a place is there."""
    south, north = min(south, SOUTH), max(north, NORTH)
    return Frame(longitude, (south + north) / 2, width / 360, height / (north - south), width, height)


def around(places: Sequence[tuple[float, float]]) -> Frame:
    """The part of the world that holds some places (longitude, latitude) and what is around them."""
    west, east = _shortest([longitude for longitude, _ in places])
    north, south = max(latitude for _, latitude in places), min(latitude for _, latitude in places)
    latitude = (south + north) / 2
    squeezed = max(_SQUEEZED, cos(radians(latitude)))
    inner = 1 - 2 * MARGIN
    up = min(
        HEIGHT / (LEAST if len(set(places)) > 1 else ALONE),
        HEIGHT * inner / max(north - south, 1e-6),
        WIDTH * inner / max((east - west) * squeezed, 1e-6),
    )
    longitude = ((west + east) / 2 + 180) % 360 - 180
    if WIDTH / (up * squeezed) > WIDEST:
        middle = 0.0 if -60 <= longitude <= 60 else longitude
        return world(longitude=middle, south=south, north=north)
    return Frame(longitude, latitude, up * squeezed, up)


def _shortest(longitudes: Sequence[float]) -> tuple[float, float]:
    """The shortest way around the world that passes all: its west end, and its east end (beyond 180 where it
    crosses that meridian)."""
    ordered = sorted({longitude % 360 for longitude in longitudes})
    gaps = [
        ((after - before) % 360 or 360.0, after)
        for before, after in zip(ordered, [*ordered[1:], ordered[0]], strict=True)
    ]
    widest, west = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    return west, west + 360 - widest
