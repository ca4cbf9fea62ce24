"""Statements by meaning: their vectors in cells of near ones, in the database itself.

New vectors wait in one unsorted cell, which every search looks through. When there are many they are sorted
into cells around centres (an inverted file, Jégou et al. 2011, https://doi.org/10.1109/TPAMI.2010.57); a
search then reads the unsorted ones and the cells nearest to what is asked for. The centres are made anew when
the library is four times as large as when they were made; the old cells serve until the new are complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import bindparam, delete, func, insert, select, update

from rashomon.grouping.vectors import centre, unit
from rashomon.library import tables
from rashomon.library.facts import fact, set_fact
from rashomon.library.held_cells import bits, held_cells
from rashomon.library.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy import float32, int64
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Select

    from rashomon.library.held_cells import Cell
    from rashomon.library.opening import Library

    Vectors = NDArray[float32]

UNSORTED = -1
MOST_UNSORTED = 20_000
GROWN = 4
PROBED = 24  # cells are read by a search
LOOKED_AT = 1.5  # times as many as are wanted are looked at closely
SAMPLE_A_CELL = 40  # statements that each centre is made from
_ROUNDS = 6
_SCALE = 508.0  # of a component in 8 bits: none is larger than a quarter, but for a few that are cut
_STEPS = 3  # a size that is kept in two bits
_LARGE = 2.2  # times the mean size of a vector's components
_BITS = 16  # of a statement's number are its place in its version
_ROWS = 16_384
_PACKED = select(tables.versions.c.number, tables.versions.c.vectors).where(
    tables.versions.c.number.in_(bindparam("versions", expanding=True))
)


class Near(NamedTuple):
    """Statements near to what was asked for: their versions, their places there, and their cosines."""

    versions: NDArray[int64]
    places: NDArray[int64]
    likeness: Vectors


def centred(vectors: Vectors) -> Vectors:
    """Vectors relative to what those of any text have in common, of length 1."""
    return unit(vectors - centre(vectors.shape[1]))


def add_vectors(connection: Connection, told: Iterable[tuple[int, Vectors]]) -> None:
    """Take in the statements' vectors of versions, by the version's number."""
    parts = [(number, vectors) for number, vectors in told if len(vectors)]
    if not parts:
        return
    numbers = np.concatenate([(number << _BITS) + np.arange(len(v), dtype=np.int64) for number, v in parts])
    rows = _small(centred(np.concatenate([vectors for _, vectors in parts])))
    _insert(connection, generation(connection), UNSORTED, numbers, rows)


def near(connection: Connection, vector: Vectors, most: int) -> Near:
    """The statements nearest to a vector (float32, shape (d,)), the nearest first."""
    wanted = centred(vector[None, :])[0]
    now, held, size = generation(connection), held_cells(connection.engine), len(vector)
    wanted_cells = [UNSORTED]
    if (centres := held.centres(connection, now, size)) is not None:
        wanted_cells += np.argsort(-(centres @ wanted), kind="stable")[:PROBED].tolist()
    cells = held.cells(connection, now, wanted_cells, size)
    if not cells:
        return Near(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    apart = _apart(wanted, cells)
    enough = min(int(LOOKED_AT * most), len(apart))
    close = np.flatnonzero(apart <= np.partition(apart, enough - 1)[enough - 1])
    numbers = np.concatenate([cell.numbers for cell in cells])[close]
    numbers = numbers[np.lexsort((numbers, apart[close]))[:enough]]
    return _nearest_of_these(connection, numbers >> _BITS, numbers & ((1 << _BITS) - 1), wanted, most)


def _apart(wanted: Vectors, cells: Iterable[Cell]) -> NDArray[np.uint16]:
    """How far statements of cells are from a vector, by their signs: the sum of its components (in two bits)
    that have another sign there."""
    size = np.abs(wanted)
    steps = np.minimum(np.rint(size * (_STEPS / (_LARGE * max(float(size.mean()), 1e-9)))), _STEPS)
    low, high = steps.astype(np.uint8) & 1, steps.astype(np.uint8) & 2
    above, ones, twos = bits(np.stack([wanted > 0, low, high])).T[:, :, None]
    sums = []
    for cell in cells:
        differs = cell.signs ^ above
        sums.append(np.bitwise_count(differs & twos).sum(axis=0, dtype=np.uint16) << 1)
        sums[-1] += np.bitwise_count(differs & ones).sum(axis=0, dtype=np.uint16)
    return np.concatenate(sums)


def _nearest_of_these(
    connection: Connection, versions: NDArray[int64], places: NDArray[int64], wanted: Vectors, most: int
) -> Near:
    """The nearest of some statements, by their vectors as these are kept with the versions."""
    query = {"versions": np.unique(versions).tolist()}
    packed = {row.number: row.vectors for row in connection.execute(_PACKED, query).all()}
    there = np.flatnonzero([version in packed for version in versions.tolist()])
    versions, places = versions[there], places[there]
    pairs = zip(versions.tolist(), places.tolist(), strict=True)
    rows = rows_of([(packed[version], place) for version, place in pairs], len(wanted))
    like = centred(rows) @ wanted
    first = np.lexsort((places, versions, -like))[:most]
    return Near(versions[first], places[first], like[first])


def nearest_of(told: Iterable[tuple[int, Vectors]], vector: Vectors, most: int) -> Near:
    """The statements nearest to a vector among those of some versions, all of which are looked at."""
    wanted = centred(vector[None, :])[0]
    versions, places, likeness = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.float32)]
    for version, vectors in told:
        if len(vectors):
            versions.append(np.full(len(vectors), version, np.int64))
            places.append(np.arange(len(vectors), dtype=np.int64))
            likeness.append(centred(vectors) @ wanted)
    like = np.concatenate(likeness)
    best = np.argsort(-like, kind="stable")[:most]
    return Near(np.concatenate(versions)[best], np.concatenate(places)[best], like[best])


def forget_vectors(connection: Connection, versions: Iterable[int]) -> None:
    """Let go of the statements of versions."""
    gone = np.array(sorted(versions), np.int64)
    query = select(tables.cells.c.number, tables.cells.c.numbers).order_by(tables.cells.c.number)
    for row, packed in connection.execute(query).all():
        numbers = np.frombuffer(packed, np.int64)
        kept = ~np.isin(numbers >> _BITS, gone)
        if kept.all():
            continue
        here = tables.cells.c.number == row
        if not kept.any():
            connection.execute(delete(tables.cells).where(here))
            continue
        vectors = connection.execute(select(tables.cells.c.vectors).where(here)).scalar_one()
        rows = np.frombuffer(vectors, np.int8).reshape(len(numbers), -1)
        connection.execute(
            update(tables.cells)
            .where(here)
            .values(numbers=numbers[kept].tobytes(), vectors=np.ascontiguousarray(rows[kept]).tobytes())
        )


def sort_cells(library: Library, dimension: int, most: int = MOST_UNSORTED) -> None:
    """Sort what waits unsorted, where it is much; bounded transactions, and a crash leaves the old cells."""
    with library.reading() as connection:
        now = generation(connection)
        waiting = _count(connection, now, UNSORTED)
        total = _count(connection, now, None)
        made_of = connection.execute(
            select(tables.centres.c.of).where(tables.centres.c.generation == now)
        ).scalar()
    if waiting < most:
        return
    if made_of is None or total >= GROWN * made_of:
        _sort_anew(library, now, total, dimension)
        return
    with library.writing() as connection:
        centres = _centres(connection, now, dimension)
        assert centres is not None
        rows = connection.execute(_of(now, UNSORTED)).all()
        connection.execute(
            delete(tables.cells).where(tables.cells.c.generation == now, tables.cells.c.cell == UNSORTED)
        )
        _spread(connection, now, centres, [(row.numbers, row.vectors) for row in rows])


def generation(connection: Connection) -> int:
    """Which cells are in use."""
    return int(fact(connection, "cells") or 0)


def statements_held(connection: Connection) -> int:
    """How many statements can be found by meaning."""
    return _count(connection, generation(connection), None)


def _sort_anew(library: Library, now: int, total: int, dimension: int) -> None:
    new = now + 1
    cells = max(16, int(total**0.5))
    with library.writing() as connection:  # what a crash left of an earlier attempt
        connection.execute(delete(tables.cells).where(tables.cells.c.generation == new))
        connection.execute(delete(tables.centres).where(tables.centres.c.generation == new))
    with library.reading() as connection:
        numbers = connection.execute(
            select(tables.cells.c.number)
            .where(tables.cells.c.generation == now)
            .order_by(tables.cells.c.number)
        )
        rows = [row[0] for row in numbers]
        centres = _make_centres(connection, rows, cells, total, dimension)
    with library.writing() as connection:
        connection.execute(
            insert(tables.centres), {"generation": new, "packed": _small(centres).tobytes(), "of": total}
        )
    waiting: list[tuple[bytes, bytes]] = []
    for at, row in enumerate(rows):
        with library.reading() as connection:
            found = connection.execute(
                select(tables.cells.c.numbers, tables.cells.c.vectors).where(tables.cells.c.number == row)
            ).one()
        waiting.append((found.numbers, found.vectors))
        if sum(len(one) for one, _ in waiting) >= 16 * 8 * _ROWS or at == len(rows) - 1:
            with library.writing() as connection:
                _spread(connection, new, _rounded(centres), waiting)
            waiting = []
    with library.writing() as connection:
        set_fact(connection, "cells", str(new))
        connection.execute(delete(tables.cells).where(tables.cells.c.generation == now))
        connection.execute(delete(tables.centres).where(tables.centres.c.generation == now))


def _make_centres(connection: Connection, rows: list[int], cells: int, total: int, dimension: int) -> Vectors:
    """Centres by k-means on the sphere, from statements drawn evenly from the library."""
    step = max(1, total // (cells * SAMPLE_A_CELL))
    drawn, start = [], 0
    for row in rows:
        packed = connection.execute(
            select(tables.cells.c.vectors).where(tables.cells.c.number == row)
        ).scalar_one()
        vectors = np.frombuffer(packed, np.int8).reshape(-1, dimension)
        drawn.append(vectors[(-start) % step :: step])
        start += len(vectors)
    sample = unit(np.concatenate(drawn).astype(np.float32))
    centres: Vectors = sample[np.linspace(0, len(sample) - 1, cells).astype(np.int64)]
    for _ in range(_ROUNDS):
        nearest = _nearest(sample, centres)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, sample)
        filled = np.linalg.norm(sums, axis=1) > 0
        centres = np.where(filled[:, None], unit(sums), centres)
    return centres


def _spread(connection: Connection, now: int, centres: Vectors, waiting: list[tuple[bytes, bytes]]) -> None:
    numbers = np.concatenate([np.frombuffer(some, np.int64) for some, _ in waiting])
    rows = np.concatenate([np.frombuffer(v, np.int8).reshape(-1, centres.shape[1]) for _, v in waiting])
    nearest = _nearest(rows, centres)
    order = np.argsort(nearest, kind="stable")
    cells, starts = np.unique(nearest[order], return_index=True)
    for cell, part in zip(cells.tolist(), np.split(order, starts[1:]), strict=True):
        _insert(connection, now, cell, numbers[part], rows[part])


def _nearest(rows: NDArray[np.generic], centres: Vectors) -> NDArray[int64]:
    found = [
        np.argmax(rows[start : start + _ROWS].astype(np.float32) @ centres.T, axis=1)
        for start in range(0, len(rows), _ROWS)
    ]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _insert(
    connection: Connection, now: int, cell: int, numbers: NDArray[int64], rows: NDArray[np.int8]
) -> None:
    packed = {"numbers": numbers.tobytes(), "vectors": np.ascontiguousarray(rows).tobytes()}
    connection.execute(insert(tables.cells), {"generation": now, "cell": cell, **packed})


def _centres(connection: Connection, now: int, dimension: int) -> Vectors | None:
    packed = connection.execute(
        select(tables.centres.c.packed).where(tables.centres.c.generation == now)
    ).scalar()
    if packed is None:
        return None
    return np.frombuffer(packed, np.int8).reshape(-1, dimension).astype(np.float32) / np.float32(_SCALE)


def _count(connection: Connection, now: int, cell: int | None) -> int:
    query = select(func.sum(func.length(tables.cells.c.numbers))).where(tables.cells.c.generation == now)
    if cell is not None:
        query = query.where(tables.cells.c.cell == cell)
    return int(connection.execute(query).scalar() or 0) // 8


def _of(now: int, cell: int) -> Select[tuple[bytes, bytes]]:
    return (
        select(tables.cells.c.numbers, tables.cells.c.vectors)
        .where(tables.cells.c.generation == now, tables.cells.c.cell == cell)
        .order_by(tables.cells.c.number)
    )


def _small(rows: Vectors) -> NDArray[np.int8]:
    small: NDArray[np.int8] = np.clip(np.rint(rows * _SCALE), -127, 127).astype(np.int8)
    return small


def _rounded(centres: Vectors) -> Vectors:
    """The centres as they are kept."""
    return _small(centres).astype(np.float32) / np.float32(_SCALE)
