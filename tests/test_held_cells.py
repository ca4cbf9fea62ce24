"""Cells that searches look through are held in memory, and are those of the database whatever is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from rashomon.library import open_library, tables
from rashomon.library.held_cells import HeldCells, held_cells
from rashomon.library.vectors import add_vectors, forget_vectors, near, sort_cells

if TYPE_CHECKING:
    from pathlib import Path

    from rashomon.library import Library

SIZE = 32


def drawn(seed: int, count: int) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, SIZE)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


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
            with library.writing() as connection:
                add_vectors(connection, [(number, rows)])
            assert found(library, rows[2])[0] == (number, 2)
        sort_cells(library, SIZE, most=100)
        assert all(found(library, rows[3])[0] == (number, 3) for number, rows in vectors.items())
        with library.writing() as connection:
            forget_vectors(connection, [7, 8])
        assert found(library, vectors[7][0])[0][0] not in {7, 8}
        assert found(library, vectors[9][0])[0] == (9, 0)


def test_no_more_is_held_than_there_is_room_for(tmp_path: Path) -> None:
    with open_library(str(tmp_path), create=True) as library:
        with library.writing() as connection:
            add_vectors(connection, [(number, drawn(number, 8)) for number in range(1, 100)])
        sort_cells(library, SIZE, most=100)
        held = HeldCells(most=2_000)
        with library.reading() as connection:
            cells = sorted(set(connection.execute(select(tables.cells.c.cell)).scalars()))
            one_by_one = [held.cells(connection, 1, [cell], SIZE)[0] for cell in cells]
            together = held_cells(library.engine).cells(connection, 1, cells, SIZE)
        assert sum(len(cell.numbers) for cell in one_by_one) == 99 * 8
        assert {*map(len, (cell.numbers for cell in together))} == {
            *map(len, (c.numbers for c in one_by_one))
        }
        assert sum(cell.vectors.nbytes for cell in held._held.values()) <= 2_000
