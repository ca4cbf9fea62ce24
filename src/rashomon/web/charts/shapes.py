"""The countries of Natural Earth as paths of a map (see ``data/README.md``)."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from rashomon.web.charts.frame import Frame, world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Points = NDArray[np.float64]

FINE = 80.0  # degrees; what is wider is drawn of the coarse shapes
GRAIN = 2  # steps of a path to a unit of the map
_BEYOND = 12.0  # units around the map that are drawn too, so that no line ends in sight


class Shapes(Struct, frozen=True, eq=False):
    """Rings of countries and the lines between them, in degrees; ``boxes``: west, south, east, north."""

    rings: tuple[Points, ...]
    boxes: Points
    owners: tuple[str, ...]
    borders: tuple[Points, ...]
    border_boxes: Points


class Land(Struct, frozen=True):
    """What SVG paths need: land, the countries that stand out, and borders."""

    land: str
    named: str
    borders: str


@lru_cache(128)
def land(frame: Frame, named: frozenset[str] = frozenset(), *, grain: int = GRAIN) -> Land:
    """The land in a frame, in whole steps.

    Args:
        named: ISO 3166-1 alpha-2 codes of countries that stand out.
        grain: steps to a unit of the map.
    """
    shapes = _shapes("fine" if frame.degrees < FINE else "coarse")
    plain: list[str] = []
    standing: list[str] = []
    for number, shift in _within(shapes.boxes, frame):
        path = _ring(shapes.rings[number] + (shift, 0.0), frame, grain)
        (standing if shapes.owners[number] in named else plain).append(path)
    lines = [
        path
        for number, shift in _within(shapes.border_boxes, frame)
        for path in _line(shapes.borders[number] + (shift, 0.0), frame, grain)
    ]
    return Land("".join(plain), "".join(standing), "".join(lines))


@cache
def middle(country: str) -> tuple[float, float] | None:
    """Longitude and latitude near the middle of a country's largest part; None of one that has no shape."""
    shapes = _shapes("fine")
    rings = [ring for ring, owner in zip(shapes.rings, shapes.owners, strict=True) if owner == country]
    if not country or not rings:
        return None
    ring = max(rings, key=lambda one: abs(_area(one)[0]))
    _, east, north = _area(ring)
    return float(east), float(north)


def _area(ring: Points) -> tuple[float, float, float]:
    """The area of a ring and its centre of gravity."""
    here, there = ring, np.roll(ring, -1, axis=0)
    cross = here[:, 0] * there[:, 1] - there[:, 0] * here[:, 1]
    whole = cross.sum() / 2
    if not whole:
        return 0.0, ring[0, 0], ring[0, 1]
    east, north = ((here + there) * cross[:, None]).sum(axis=0) / (6 * whole)
    return whole, east, north


def _within(boxes: Points, frame: Frame) -> Iterator[tuple[int, float]]:
    """The numbers of boxes that meet a frame, and by how many degrees east each is moved to meet it."""
    half_across = (frame.width / 2 + _BEYOND) / frame.across
    half_up = (frame.height / 2 + _BEYOND) / frame.up
    low, high = frame.latitude - half_up, frame.latitude + half_up
    for shift in (-360.0, 0.0, 360.0):
        west, east = frame.longitude - half_across - shift, frame.longitude + half_across - shift
        meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= high) & (boxes[:, 3] >= low)
        for number in np.flatnonzero(meets):
            yield int(number), shift


def _on_map(points: Points, frame: Frame) -> Points:
    scale = np.array((frame.across, -frame.up))
    moved: Points = (points - (frame.longitude, frame.latitude)) * scale + (frame.width / 2, frame.height / 2)
    return moved


def _ring(points: Points, frame: Frame, grain: int) -> str:
    """A ring as a path, without what is far outside the frame (by Sutherland and Hodgman, 1974)."""
    kept = _on_map(points, frame)
    for axis, side, bound in (
        (0, 1, -_BEYOND),
        (0, -1, frame.width + _BEYOND),
        (1, 1, -_BEYOND),
        (1, -1, frame.height + _BEYOND),
    ):
        inside = (kept[:, axis] - bound) * side >= 0
        if inside.all():
            continue
        before, was_inside = np.roll(kept, 1, axis=0), np.roll(inside, 1)
        crosses = inside != was_inside
        step = kept[:, axis] - before[:, axis]
        share = np.divide(bound - before[:, axis], step, out=np.zeros(len(kept)), where=crosses)
        both = np.stack((before + (kept - before) * share[:, None], kept), axis=1).reshape(-1, 2)
        kept = both[np.stack((crosses, inside), axis=1).reshape(-1)]
        if len(kept) < 3:
            return ""
    path = _path(kept, grain, least=3)
    return f"{path}z" if path else ""


def _line(points: Points, frame: Frame, grain: int) -> Iterator[str]:
    """A line as paths: the pieces of it that may be in sight."""
    drawn = _on_map(points, frame)
    low, high = np.minimum(drawn[1:], drawn[:-1]), np.maximum(drawn[1:], drawn[:-1])
    size = (frame.width + _BEYOND, frame.height + _BEYOND)
    seen = ((high >= -_BEYOND) & (low <= size)).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], seen, [False])).astype("i1")))
    for start, end in edges.reshape(-1, 2):
        yield _path(drawn[start : end + 1], grain, least=2)


def _path(points: Points, grain: int, *, least: int) -> str:
    """Points as a path of whole steps; "" where fewer than ``least`` are left."""
    steps = np.rint(np.clip(points, -1e5, 1e5) * grain).astype(np.int64)
    changes = np.diff(steps, axis=0)
    changes = changes[changes.any(axis=1)]
    if len(changes) < least - 1:
        return ""
    turns = np.flatnonzero((changes[1:] != changes[:-1]).any(axis=1)) + 1
    changes = np.add.reduceat(changes, [0, *turns], axis=0)
    written = "".join(f"l{east} {north}" for east, north in changes.tolist()).replace(" -", "-")
    return f"M{steps[0, 0]} {steps[0, 1]}{written}"


@cache
def _shapes(scale: str) -> Shapes:
    with as_file(files("rashomon.web.charts") / "data" / "countries.npz") as path, np.load(path) as data:
        held: dict[str, NDArray[Any]] = {
            name.partition("_")[2]: data[name] for name in data.files if name.startswith(scale)
        }
    steps = np.stack([np.cumsum(held[axis], dtype="u2") for axis in ("east", "north")], axis=1)
    points = steps / 65_535 * (360, 180) - (180, 90)
    arcs = [points[start:end] for start, end in zip(held["arcs"][:-1], held["arcs"][1:], strict=True)]
    chosen = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in held["ring_arcs"]]
    rings = tuple(
        _unbroken(np.concatenate(chosen[start:end]))
        for start, end in zip(held["rings"][:-1], held["rings"][1:], strict=True)
    )
    borders = tuple(np.unwrap(arcs[number], period=360, axis=0) for number in held["borders"])
    owners = tuple(code.decode() for code in held["owners"])
    return Shapes(rings, _boxes(rings), owners, borders, _boxes(borders))


def _unbroken(ring: Points) -> Points:
    """A ring that goes on across the 180th meridian; one around the south pole is closed along the pole."""
    east = np.unwrap(ring[:, 0], period=360)
    whole = np.stack((east, ring[:, 1]), axis=1)
    if abs(east[-1] - east[0]) < 180:
        return whole
    return np.concatenate((whole, [(east[-1], -90.0), (east[0], -90.0)]))


def _boxes(lines: tuple[Points, ...]) -> Points:
    return np.array([(*line.min(axis=0), *line.max(axis=0)) for line in lines])


__all__ = ["GRAIN", "Frame", "Land", "land", "middle", "world"]
