"""The map of a story: the places that its accounts name, as often as they do."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.words import cut, one_line
from rashomon.web.charts.frame import HEIGHT, WIDTH, Frame, around, is_place, world
from rashomon.web.charts.labels import Anchor, Box, Label, Spot, place_labels
from rashomon.web.charts.shapes import GRAIN, Land, land, middle
from rashomon.web.view.accounts import entity_page
from rashomon.web.view.facts import name_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Entity
    from rashomon.web.view.reader import Reader

MOST = 40  # places on a map, places listed beneath it
SHARE = 0.2  # of all mentions; where fewer have a known place, a map would show what is beside the point
CORE, COUNTRY_CORE = 0.25, 0.5  # of the mentions of the most named; whatever has as many is in the frame
NARROW = 288.0  # pixels of the map on a screen of 320
_NAME = 28  # code points of a name on the map
_SEEN = 4.0  # units of the overview that the frame takes at least
_OVERVIEW = (0.25, 0.19)  # of the map's width and height


class Spotted(Struct, frozen=True):
    """A place that the accounts name. A country has a code and no degrees."""

    name: str
    page: str
    mentions: int
    longitude: float | None = None
    latitude: float | None = None
    country: str = ""


class Written(Struct, frozen=True):
    """A name beside its mark, in pixels; ``screens`` says on which: "", "wide" or "narrow"."""

    across: str
    down: str
    anchor: Anchor
    screens: str


class Mark(Struct, frozen=True):
    """A place on the map: percent from its left and top, the circle's radius in pixels ("" for a country)."""

    name: str
    label: str
    page: str
    mentions: int
    left: str
    top: str
    radius: str
    written: tuple[Written, ...]


class Overview(Struct, frozen=True):
    """The whole world in a corner (percent): where the frame is in it, and the places outside the frame."""

    left: str
    top: str
    width: str
    height: str
    view: str
    land: Land
    frame: tuple[tuple[str, str, str, str], ...]
    others: tuple[tuple[str, str], ...]


class PlaceMap(Struct, frozen=True):
    """A map ready to be drawn. ``outside`` are the places that only the overview has, ``unknown`` those of
    which nobody knows where they are."""

    view: str
    land: Land
    marks: tuple[Mark, ...]
    overview: Overview | None
    shown: tuple[Spotted, ...]
    outside: tuple[Spotted, ...]
    unknown: tuple[Spotted, ...]
    more: int


def place_map(reader: Reader, entities: Iterable[Entity]) -> PlaceMap | None:
    """The map of the places among some entities; None where too few of them have a known place."""
    places = _places(reader, entities)
    countries = [place for place in places if place.country]
    unknown = [place for place in places if place.longitude is None and not place.country]
    known = [place for place in places if place not in unknown]
    mentions = sum(place.mentions for place in known)
    if not known or mentions < SHARE * (mentions + sum(place.mentions for place in unknown)):
        return None
    frame = around(_core(known))
    shown = [place for place in known if frame.holds(*_degrees(place))][:MOST]
    outside = [place for place in known if not frame.holds(*_degrees(place))]
    corner = _corner(frame, shown) if frame.degrees < 150 else None
    named = frozenset(place.country for place in countries)
    listed = [*shown, *outside, *unknown]
    left = MOST - len(shown)
    return PlaceMap(
        f"0 0 {WIDTH * GRAIN:g} {HEIGHT * GRAIN:g}",
        land(frame, named),
        _marks(frame, shown, corner),
        _overview(frame, outside, corner) if corner else None,
        tuple(shown),
        tuple(outside[:left]),
        tuple(unknown[: max(0, left - len(outside))]),
        max(0, len(listed) - MOST),
    )


def _places(reader: Reader, entities: Iterable[Entity]) -> list[Spotted]:
    """The places, the most named first; those at one spot, or with one name, are one."""
    groups: dict[tuple[object, ...], list[Entity]] = {}
    for entity in entities:
        if entity.type == "place" and one_line(entity.name):
            groups.setdefault(_spot(entity), []).append(entity)
    placed = {name_for(reader, one).casefold() for spot, same in groups.items() if spot[0] for one in same}
    made = []
    for spot, same in groups.items():
        first = max(same, key=lambda one: len(one.mentions))
        name = reader.country_name(str(spot[1])) if spot[0] == "country" else name_for(reader, first)
        if not spot[0] and name.casefold() in placed:
            continue
        count = sum(len(one.mentions) for one in same)
        at = (first.longitude, first.latitude) if spot[0] == "town" else (None, None)
        country = str(spot[1]) if spot[0] == "country" else ""
        made.append(Spotted(name, entity_page(first.name), count, *at, country))
    return sorted(made, key=lambda place: (-place.mentions, place.name))


def _spot(entity: Entity) -> tuple[object, ...]:
    if is_place(entity.longitude, entity.latitude):
        return "town", round(entity.longitude or 0.0, 2), round(entity.latitude or 0.0, 2)
    if entity.longitude is None and entity.country and middle(entity.country):
        return "country", entity.country
    return "", one_line(entity.name).casefold()


def _degrees(place: Spotted) -> tuple[float, float]:
    if place.longitude is not None and place.latitude is not None:
        return place.longitude, place.latitude
    return middle(place.country) or (0.0, 0.0)


def _core(known: Sequence[Spotted]) -> list[tuple[float, float]]:
    """Where the places are that the frame must hold: those named often, the most named in any case."""
    most = max(place.mentions for place in known)
    towns = any(not place.country for place in known)
    core = []
    for place in known:
        share = COUNTRY_CORE if place.country and towns else CORE
        if place.mentions >= share * most:
            core.append(_degrees(place))
    return core


def _marks(frame: Frame, shown: Sequence[Spotted], corner: Box | None) -> tuple[Mark, ...]:
    most = max(place.mentions for place in shown) if shown else 1
    radii = ["" if place.country else f"{max(4, 12 * sqrt(place.mentions / most)):.1f}" for place in shown]
    names = [cut(place.name, _NAME) for place in shown]
    order = sorted(range(len(shown)), key=lambda number: bool(shown[number].country))
    spots = [frame.place(*_degrees(place)) for place in shown]
    written = []
    for width in (WIDTH, NARROW):
        scale = width / WIDTH
        wanting = [
            Spot(spots[n][0] * scale, spots[n][1] * scale, float(radii[n] or 0), names[n]) for n in order
        ]
        taken = [_scaled(corner, scale)] if corner else []
        room = Box(2, 2, width - 2, HEIGHT * scale - 2)
        written.append(dict(zip(order, place_labels(wanting, room, taken), strict=True)))
    return tuple(
        Mark(
            place.name,
            names[n],
            place.page,
            place.mentions,
            _percent(spots[n][0] / WIDTH),
            _percent(spots[n][1] / HEIGHT),
            radii[n],
            _written(written[0][n], written[1][n]),
        )
        for n, place in enumerate(shown)
    )


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)


def _written(wide: Label | None, narrow: Label | None) -> tuple[Written, ...]:
    same = wide == narrow
    screens = (("", wide),) if same else (("wide", wide), ("narrow", narrow))
    return tuple(
        Written(f"{label.across:.1f}", f"{label.down:.1f}", label.anchor, name)
        for name, label in screens
        if label
    )


def _corner(frame: Frame, shown: Sequence[Spotted]) -> Box:
    """The corner for the overview that hides the least; the lower ones first."""
    width, height = WIDTH * _OVERVIEW[0], HEIGHT * _OVERVIEW[1]
    corners = [
        Box(left, top, left + width, top + height)
        for top in (HEIGHT - height, 0.0)
        for left in (0.0, WIDTH - width)
    ]
    spots = [(frame.place(*_degrees(place)), place.mentions) for place in shown]

    def hidden(box: Box) -> int:
        near = Box(box.left - 60, box.top - 30, box.right + 60, box.bottom + 30)
        return sum(count for (x, y), count in spots if near.meets(Box(x - 8, y - 8, x + 8, y + 8)))

    return min(corners, key=hidden)


def _overview(frame: Frame, outside: Sequence[Spotted], corner: Box) -> Overview:
    small = world(corner.right - corner.left, corner.bottom - corner.top)
    x, y = small.place(frame.longitude, frame.latitude)
    width = max(_SEEN, frame.degrees * small.across)
    height = max(_SEEN, frame.height / frame.up * small.up)
    left, top = x - width / 2, min(max(0.0, y - height / 2), small.height - height)
    sides = [left, left + small.width] if left < 0 else [left, left - small.width]
    frames = [
        (f"{side:.1f}", f"{top:.1f}", f"{width:.1f}", f"{height:.1f}")
        for side in sides
        if side < small.width and side + width > 0
    ]
    others = [small.place(*_degrees(place)) for place in outside[:MOST]]
    return Overview(
        _percent(corner.left / WIDTH),
        _percent(corner.top / HEIGHT),
        _percent(_OVERVIEW[0]),
        _percent(_OVERVIEW[1]),
        f"0 0 {small.width:g} {small.height:g}",
        land(small, grain=1),
        tuple(frames),
        tuple((f"{x:.1f}", f"{y:.1f}") for x, y in others),
    )


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
