"""Cells that searches look through are held in memory, and are those of the database whatever is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import insert, select

from rashomon.library import open_library, tables
from rashomon.library.held_cells import HeldCells, held_cells
from rashomon.library.rows import pack_rows
from rashomon.library.vectors import add_vectors, forget_vectors, near, sort_cells

if TYPE_CHECKING:
    from pathlib import Path

    from rashomon.library import Library

SIZE = 32


def drawn(seed: int, count: int, size: int = SIZE) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def take_in(library: Library, told: dict[int, np.ndarray]) -> None:
    """Keep versions that have nothing but vectors."""
    empty = {"version": 1, "content": b"", "added": "", "account": b"", "checksum": b""}
    with library.writing() as connection:
        for number, rows in told.items():
            name = {"number": number, "id": str(number), "key": str(number), "version": number}
            connection.execute(
                insert(tables.articles), {**name, "versions": 1, "language": "en", "story": "s1", "added": ""}
            )
            of = {"number": number, "article": number, "statements": len(rows), "vectors": pack_rows(rows)}
            connection.execute(insert(tables.versions), {**empty, **of})
        add_vectors(connection, told.items())


def found(library: Library, vector: np.ndarray, most: int = 5) -> list[tuple[int, int]]:
    with library.reading() as connection:
        best = near(connection, vector, most)
    assert (np.diff(best.likeness) <= 0).all()
    return list(zip(best.versions.tolist(), best.places.tolist(), strict=True))


def test_what_is_added_sorted_and_removed_is_seen_by_the_next_search(tmp_path: Path) -> None:
    vectors = {number: drawn(number, 4) for number in range(1, 60)}
    with open_library(str(tmp_path), create=True) as library:
        assert found(library, vectors[1][0]) == []
        for number, rows in vectors.items():
            take_in(library, {number: rows})
            assert found(library, rows[2])[0] == (number, 2)
        sort_cells(library, SIZE, most=100)
        assert all(found(library, rows[3])[0] == (number, 3) for number, rows in vectors.items())
        with library.writing() as connection:
            forget_vectors(connection, [7, 8])
        assert found(library, vectors[7][0])[0][0] not in {7, 8}
        assert found(library, vectors[9][0])[0] == (9, 0)


def test_no_more_is_held_than_there_is_room_for(tmp_path: Path) -> None:
    with open_library(str(tmp_path), create=True) as library:
        take_in(library, {number: drawn(number, 8) for number in range(1, 100)})
        sort_cells(library, SIZE, most=100)
        held = HeldCells(most=500)
        with library.reading() as connection:
            cells = sorted(set(connection.execute(select(tables.cells.c.cell)).scalars()))
            one_by_one = [held.cells(connection, 1, [cell], SIZE)[0] for cell in cells]
            together = held_cells(library.engine).cells(connection, 1, cells, SIZE)
        assert sum(len(cell.numbers) for cell in one_by_one) == 99 * 8
        assert {*map(len, (cell.numbers for cell in together))} == {
            *map(len, (c.numbers for c in one_by_one))
        }
        assert sum(cell.signs.nbytes for cell in held._held.values()) <= 500


def test_what_is_near_is_found_by_the_signs(tmp_path: Path) -> None:
    told = {number: drawn(number, 40, 384) for number in range(1, 80)}
    with open_library(str(tmp_path), create=True) as library:
        take_in(library, told)
        for number, rows in told.items():
            wanted = rows[number // 2] + 2 * drawn(1000 + number, 1, 384)[0]  # a cosine of about 0.45
            assert found(library, wanted)[0] == (number, number // 2)


def test_of_many_alike_no_more_are_read_than_of_others(tmp_path: Path) -> None:
    copies = np.repeat(drawn(1, 1), 400, axis=0)
    with open_library(str(tmp_path), create=True) as library:
        take_in(library, dict.fromkeys(range(1, 6), copies))
        assert found(library, copies[0], 50) == [(1, place) for place in range(50)]
