"""How much a function does, counted in calls: the same on any machine, where seconds are not."""

import sys
from collections.abc import Callable
from typing import Any


def calls(function: Callable[[], object]) -> int:
    """The calls of functions, Python's own included, that a function makes."""
    count = 0

    def add(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(add)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


def grows_as_the_text(reader: Callable[[str], object], piece: str, size: int = 4_000) -> bool:
    """Whether a reader of a piece said over and over makes about twice the calls for a text twice as long."""
    short, long = (piece * (n // len(piece)) for n in (size, 2 * size))
    reader(long)
    return calls(lambda: reader(long)) <= 2.3 * calls(lambda: reader(short)) + 1_000
