"""Which values of a claim's statements another origin gives too.

Each reading is held once against each other reading, not each statement against each other: a claim of a
thousand statements has few figures, days and names.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
import numpy as np

from rashomon.comparing.values.agreement import COUNTS_ALIKE, can_be_equal, counted, values_agree
from rashomon.comparing.values.counting import count_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Quantity, Time, Value

KEPT = 16_384  # figures of which the direction is kept
ROWS = 1_024  # figures of one reading that are held against another's at a time
_Key = TypeVar("_Key", bound=tuple[object, ...])


class _Figure(NamedTuple):
    """A figure of a claim's statement, with the number of its origin in the claim."""

    said: Said
    quantity: Quantity
    origin: int


class Marker:
    """Marks agreement in the claims of one story; what a figure counts is remembered from claim to claim."""

    def __init__(self, states: States, figures: Figures) -> None:
        self._classes = {
            (figure.said.place, figure.quantity.start): figure.kind
            for held in figures.of_statement.values()
            for figure in held
        }
        self._directions = lru_cache(maxsize=KEPT)(partial(counted, states=states))

    def mark(self, values: Sequence[Sequence[Value]], members: Sequence[Said]) -> tuple[Value, ...]:
        """The values of a claim's statements, marked where another origin gives one that can be true at once.

        Args:
            values: the values of each statement.
            members: the statements, in the same order.
        """
        numbers = {origin: n for n, origin in enumerate(dict.fromkeys(member.origin for member in members))}
        if len(numbers) < 2:
            return tuple(value for its_values in values for value in its_values)
        told = [(numbers[member.origin], member) for member in members]
        named = _origins(
            (_name(value), origin) for (origin, _), held in zip(told, values, strict=True) for value in held
        )
        dated = _joined(_origins((_time(time), origin) for origin, member in told for time in member.times))
        agreed = self._agreed([_Figure(m, q, origin) for origin, m in told for q in m.quantities])
        marked = []
        for (origin, member), its_values in zip(told, values, strict=True):
            for value in its_values:
                if value.type == "quantity":
                    agrees = (member.place, value.start) in agreed
                elif value.type == "time":
                    mine = next(time for time in member.times if time.start == value.start)
                    agrees = bool(dated[_time(mine)] - {origin})
                else:
                    agrees = bool(named[_name(value)] - {origin})
                marked.append(msgspec.structs.replace(value, agrees=agrees))
        return tuple(marked)

    def _agreed(self, figures: Sequence[_Figure]) -> set[tuple[int, int]]:
        """The figures, by statement and start, of which another origin gives one of the same."""
        by_reading: defaultdict[tuple[object, ...], list[_Figure]] = defaultdict(list)
        for figure in figures:
            by_reading[_reading(figure.quantity)].append(figure)
        readings = list(by_reading.values())
        agreed: set[tuple[int, int]] = set()
        for at, ones in enumerate(readings):
            for others in readings[at:]:
                if can_be_equal(ones[0].quantity, others[0].quantity):
                    agreed |= self._counting_alike(ones, others)
        return agreed

    def _counting_alike(self, ones: Sequence[_Figure], others: Sequence[_Figure]) -> set[tuple[int, int]]:
        """Of two readings that can be true at once the figures of which another origin's counts the same."""
        agreed: set[tuple[int, int]] = set()
        mine, its = self._by_class(ones), self._by_class(others)
        for kind in mine.keys() & its.keys():
            if len({f.origin for f in mine[kind]} | {f.origin for f in its[kind]}) < 2:
                continue
            columns, origins = self._matrix(its[kind]), np.array([f.origin for f in its[kind]])
            for first in range(0, len(mine[kind]), ROWS):
                rows = mine[kind][first : first + ROWS]
                apart = np.array([f.origin for f in rows])[:, None] != origins[None, :]
                alike = (self._matrix(rows) @ columns.T >= COUNTS_ALIKE) & apart
                for held, found in ((rows, alike.any(axis=1)), (its[kind], alike.any(axis=0))):
                    agreed |= {
                        (f.said.place, f.quantity.start) for f, is_ in zip(held, found, strict=True) if is_
                    }
        return agreed

    def _by_class(self, figures: Sequence[_Figure]) -> dict[str, list[_Figure]]:
        found: defaultdict[str, list[_Figure]] = defaultdict(list)
        for figure in figures:
            key = figure.said.place, figure.quantity.start
            if key not in self._classes:
                self._classes[key] = count_class(figure.said, figure.quantity)
            found[self._classes[key] or ""].append(figure)
        return found

    def _matrix(self, figures: Sequence[_Figure]) -> NDArray[float32]:
        return np.stack([self._directions(figure.said, figure.quantity) for figure in figures])


def _name(value: Value) -> tuple[str, str]:
    return value.type, value.value


def _time(time: Time) -> tuple[bool, str]:
    return time.type == "duration", time.value


def _reading(quantity: Quantity) -> tuple[object, ...]:
    return quantity.low, quantity.high, quantity.approximate, quantity.unit, quantity.whole


def _origins(told: Iterable[tuple[_Key, int]]) -> dict[_Key, set[int]]:
    """The origins that give each reading."""
    found: defaultdict[_Key, set[int]] = defaultdict(set)
    for key, origin in told:
        found[key].add(origin)
    return found


def _joined(dated: Mapping[tuple[bool, str], set[int]]) -> dict[tuple[bool, str], set[int]]:
    """The origins that give a time of its kind that can be true at once with each."""
    return {
        (kind, value): {
            origin
            for (its_kind, other), origins in dated.items()
            if kind == its_kind and values_agree(value, other)
            for origin in origins
        }
        for kind, value in dated
    }
