"""A new article is held against stories cheaply, and as exactly as by holding all against one another."""

from __future__ import annotations

import numpy as np
import pytest
from test_grouping_bad_input import run, several

from rashomon.grouping.stream import kin
from rashomon.grouping.stream.active import Active
from rashomon.grouping.stream.cluster import cluster
from rashomon.grouping.stream.kin import Alike, one_story
from rashomon.grouping.stream.likeness import WEIGHTS
from rashomon.grouping.stream.placing import Stream
from rashomon.grouping.stream.products import ZERO, _of_bytes, _of_floats, products


def test_a_newcomer_is_as_like_others_as_all_that_are_held_against_one_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = []
    clusters = Active.clusters

    def both(self: Active, numbers: np.ndarray) -> list[list[int]]:
        usually, plainly, known = kin.alike(self.rows, numbers, self.weights)
        row, others = self.rows.row(int(numbers[-1])), self.rows.at(numbers[:-1])
        lead, told = self.rows.compare([row], [0, len(others)], others)
        seen = self.usuals.seen(np.full(len(others), row), others, numbers[:-1], lead, told)
        found = known[-1, :-1]
        held.append((self.likeness(int(numbers[-1]), seen)[found], usually[-1, :-1][found]))
        held.append((kin.anywhere(seen)[found], plainly[-1, :-1][found]))
        return clusters(self, numbers)

    monkeypatch.setattr(Active, "clusters", both)
    run(several(5, 150))
    assert len(held) > 50
    for found, row in held:
        assert np.allclose(found, row, atol=1e-4)


def test_stories_of_several_are_one_where_their_mean_is_high_whatever_is_usual() -> None:
    known = ~np.eye(6, dtype=bool)
    group = np.arange(6) // 3
    usually = np.where(group[:, None] == group, 2.5, 0.5)
    for between, expected in ((3.4, [[0, 1, 2], [3, 4, 5]]), (3.9, [[0, 1, 2, 3, 4, 5]])):
        plainly = np.where(group[:, None] == group, 5.0, between)
        assert cluster(Alike(usually, plainly, known), WEIGHTS) == expected


def test_more_is_asked_of_few_by_what_is_usual_anywhere() -> None:
    for many, expected in ((2, False), (6, True)):
        assert one_story([], [4.0] * many, WEIGHTS) is expected
        assert one_story([1.0] * many, [4.0] * many, WEIGHTS) is expected
        assert one_story([3.0] * many, [4.0] * many, WEIGHTS)
    assert not one_story([], [], WEIGHTS)


def test_products_of_bytes_are_exact() -> None:
    drawn = np.random.default_rng(3).integers(1, 256, (40, 384)).astype(np.uint8)
    drawn[:3] = np.array([255, 1, ZERO])[:, None]
    exact = (drawn.astype(np.int64) - ZERO) @ (drawn[:13].astype(np.int64) - ZERO).T
    assert (products(drawn[:13], drawn) == exact).all()
    signed = (drawn[:13] ^ ZERO).view(np.int8)
    assert (_of_floats(drawn, signed) == exact).all()
    assert _of_bytes()(drawn, signed).shape == exact.shape


@pytest.mark.parametrize("size", [7, 1000, 10**9])
def test_a_stream_is_kept_in_parts_of_any_size(size: int) -> None:
    stream = run(several(3, 12))
    parts = list(stream.parts(size))
    assert {len(part) for part in parts[:-1]} <= {size}
    assert len(parts[-1]) <= size
    assert Stream.load(b"".join(parts)).stories == stream.stories


@pytest.mark.parametrize("cut", [0, 3, 8, 20, -1])
def test_a_stream_that_is_cut_off_is_refused(cut: int) -> None:
    kept = run(several(3, 12)).save()
    with pytest.raises(ValueError, match="no saved stream"):
        Stream.load(kept[:cut])
