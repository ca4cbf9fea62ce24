"""Where the names on a map stand, so that none lies on another."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LETTER, LINE = 7.0, 15.0  # pixels of a letter of usual width, and of a line
_WIDE = 13.0  # pixels of a letter as wide as a line is high
_APART = 2.0  # pixels between two names

Anchor = Literal["start", "middle", "end"]


class Box(Struct, frozen=True):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have any room in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Spot(Struct, frozen=True):
    """What wants a name: where it is in pixels, and the radius of its mark (0: it stands on the spot)."""

    x: float
    y: float
    radius: float
    name: str


class Label(Struct, frozen=True):
    """Where a name stands beside its spot, in pixels from it to the start of its line."""

    across: float
    down: float
    anchor: Anchor


def width_of(text: str) -> float:
    """About how many pixels a text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    none = sum(unicodedata.combining(letter) > 0 for letter in text)
    return wide * _WIDE + (len(text) - wide - none) * LETTER


def place_labels(spots: Sequence[Spot], room: Box, taken: Iterable[Box] = ()) -> list[Label | None]:
    """For each spot where its name stands, None where there is no room for it; earlier ones choose first."""
    marks = [Box(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots if s.radius]
    used = [*taken, *marks]
    found: list[Label | None] = []
    for spot in spots:
        for label in _choices(spot.radius):
            box = _box(spot, label)
            inside = (
                room.left <= box.left
                and box.right <= room.right
                and room.top <= box.top
                and box.bottom <= room.bottom
            )
            if inside and not any(box.meets(other) for other in used):
                used.append(box)
                found.append(label)
                break
        else:
            found.append(None)
    return found


def _choices(radius: float) -> tuple[Label, ...]:
    if not radius:
        return (Label(0, 4, "middle"), Label(0, -10, "middle"), Label(0, 18, "middle"))
    near, corner = radius + 4, radius * 0.7 + 3
    return (
        Label(near, 4, "start"),
        Label(-near, 4, "end"),
        Label(0, -near, "middle"),
        Label(0, radius + 14, "middle"),
        Label(corner, -corner, "start"),
        Label(corner, corner + 9, "start"),
        Label(-corner, -corner, "end"),
        Label(-corner, corner + 9, "end"),
    )


def _box(spot: Spot, label: Label) -> Box:
    width = width_of(spot.name)
    left = spot.x + label.across - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    bottom = spot.y + label.down + 4
    return Box(left - _APART, bottom - LINE, left + width + _APART, bottom)
