"""A stream as it is saved."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rashomon.grouping.furniture import Furniture  # noqa: TC001 - msgspec asks for the types
from rashomon.grouping.stream.likeness import Weights  # noqa: TC001
from rashomon.grouping.stream.packed import Form  # noqa: TC001


class Kept(Struct, frozen=True, kw_only=True):
    """A stream as it is saved."""

    weights: Weights
    most: int
    active: tuple[Form, ...]
    members: dict[int, list[str]]
    shown: dict[int, list[int]]
    held: dict[int, list[str]]
    founded: int
    days: list[int]
    last: dict[int, int]
    furniture: Furniture
    format: Literal["rashomon.stream/6"] = "rashomon.stream/6"
