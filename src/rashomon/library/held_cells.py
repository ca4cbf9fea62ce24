"""Cells that searches look through, held in memory as far as there is room: to read them takes longer.

Of each component of a vector only its sign is held, an eighth of what the database keeps: enough to find the
few among which the nearest are, as in RaBitQ (Gao and Long 2024, https://doi.org/10.1145/3654970).
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import bindparam, func, select

from rashomon.library.tables import cells, centres

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import bool_, float32, int64, uint64
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine

MOST = 96_000_000  # bytes
_AT_ONCE = 500
_THESE = (
    cells.c.generation == bindparam("generation"),
    cells.c.cell.in_(bindparam("cells", expanding=True)),
)
_LENGTH = func.length(cells.c.numbers)
_EXTENTS = (
    select(cells.c.cell, func.count(), func.sum(_LENGTH), func.max(cells.c.number))
    .where(*_THESE)
    .group_by(cells.c.cell)
    .order_by(cells.c.cell)
)
_PARTS = select(cells.c.cell, cells.c.number, _LENGTH).where(*_THESE).order_by(cells.c.number)
_PART = select(cells.c.number, cells.c.numbers, cells.c.vectors).where(
    cells.c.number.in_(bindparam("parts", expanding=True))
)
_CENTRES = select(centres.c.packed).where(centres.c.generation == bindparam("generation"))


class Cell(NamedTuple):
    """The statements of a cell, and the signs of their vectors in words of 64 bits (shape (d / 64, n)).

    ``parts`` are the rows that it was read from, by number and length: what is written never changes but by
    becoming shorter. So how many they are, how long together, and the last of them tell whether others are.
    """

    parts: tuple[tuple[int, int], ...]
    numbers: NDArray[int64]
    signs: NDArray[uint64]

    @property
    def extent(self) -> tuple[int, int, int]:
        return len(self.parts), sum(length for _, length in self.parts), self.parts[-1][0]

    @property
    def size(self) -> int:
        return self.numbers.nbytes + self.signs.nbytes


class HeldCells:
    """What was read of one library's cells, ``most`` bytes of it; the least lately used goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._held: OrderedDict[tuple[int, int], Cell] = OrderedDict()
        self._centres: tuple[int, NDArray[float32] | None] = -1, None
        self._lock = Lock()

    def cells(
        self, connection: Connection, generation: int, wanted: Sequence[int], dimension: int
    ) -> list[Cell]:
        """Those of some cells that are not empty."""
        query = {"generation": generation, "cells": wanted}
        extents = {cell: tuple(rest) for cell, *rest in connection.execute(_EXTENTS, query).all()}
        with self._lock:
            found = {
                cell: self._held[generation, cell] for cell in extents if (generation, cell) in self._held
            }
            for cell in found:
                self._held.move_to_end((generation, cell))
        changed = [cell for cell in extents if cell not in found or found[cell].extent != extents[cell]]
        if changed:
            for cell, held in self._renewed(connection, generation, changed, found, dimension):
                found[cell] = held
                self._hold((generation, cell), held)
        return [found[cell] for cell in extents]

    def _renewed(
        self,
        connection: Connection,
        generation: int,
        changed: list[int],
        found: dict[int, Cell],
        dimension: int,
    ) -> Iterator[tuple[int, Cell]]:
        """Cells as they are now, from what was known of them and what is new."""
        parts: dict[int, list[tuple[int, int]]] = {}
        for cell, number, length in connection.execute(
            _PARTS, {"generation": generation, "cells": changed}
        ).all():
            parts.setdefault(cell, []).append((number, length))
        new = {cell: _new_parts(found.get(cell), some) for cell, some in parts.items()}
        read = _read(connection, [number for some in new.values() for number, _ in some])
        for cell, some in new.items():
            before = found[cell] if len(some) < len(parts[cell]) else None
            yield cell, _joined(before, tuple(parts[cell]), [read[number] for number, _ in some], dimension)

    def centres(self, connection: Connection, generation: int, dimension: int) -> NDArray[float32] | None:
        """The centres of all cells (shape (n, d)), of whatever length; None where there are none yet."""
        known, kept = self._centres
        if known == generation and kept is not None:
            return kept
        packed = connection.execute(_CENTRES, {"generation": generation}).scalar()
        if packed is None:
            return None
        kept = np.frombuffer(packed, np.int8).reshape(-1, dimension).astype(np.float32)
        self._centres = generation, kept
        return kept

    def _hold(self, key: tuple[int, int], cell: Cell) -> None:
        with self._lock:
            if (before := self._held.pop(key, None)) is not None:
                self._size -= before.size
            self._held[key] = cell
            self._size += cell.size
            while self._size > self._most:
                self._size -= self._held.popitem(last=False)[1].size


def _new_parts(before: Cell | None, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is to be read of a cell: of one that only grew what is new, else all."""
    known = before.parts if before else ()
    return parts[len(known) :] if tuple(parts[: len(known)]) == known else parts


def _read(connection: Connection, parts: Sequence[int]) -> dict[int, tuple[bytes, bytes]]:
    """Parts of cells by their numbers: the statements and their vectors as they are kept."""
    found = {}
    for start in range(0, len(parts), _AT_ONCE):
        for number, *packed in connection.execute(_PART, {"parts": parts[start : start + _AT_ONCE]}):
            found[number] = packed[0], packed[1]
    return found


def _joined(
    before: Cell | None, parts: tuple[tuple[int, int], ...], new: list[tuple[bytes, bytes]], dimension: int
) -> Cell:
    """A cell of what was known of it and what is new."""
    numbers = [np.frombuffer(some, np.int64) for some, _ in new]
    signs = [bits(np.frombuffer(packed, np.int8).reshape(-1, dimension) > 0) for _, packed in new]
    if before:
        numbers, signs = [before.numbers, *numbers], [before.signs, *signs]
    return Cell(parts, np.concatenate(numbers), np.concatenate(signs, axis=1))


def bits(flags: NDArray[bool_]) -> NDArray[uint64]:
    """Flags (shape (n, d)) in words of 64 bits: shape (d / 64, n), d rounded up."""
    packed = np.packbits(flags, axis=1)
    if over := packed.shape[1] % 8:
        packed = np.pad(packed, ((0, 0), (0, 8 - over)))
    return np.ascontiguousarray(packed.view(np.uint64).T)


_OF: WeakKeyDictionary[Engine, HeldCells] = WeakKeyDictionary()


def held_cells(engine: Engine) -> HeldCells:
    """What is held of the library that an engine has open."""
    return _OF.setdefault(engine, HeldCells())
