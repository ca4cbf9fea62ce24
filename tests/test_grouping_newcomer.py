"""A new article is held against stories cheaply, and as exactly as by holding all against one another."""

from __future__ import annotations

import numpy as np
import pytest
from test_grouping_bad_input import run, several

from rashomon.grouping.newcomer import Newcomers
from rashomon.grouping.products import ZERO, _of_bytes, _of_floats, products
from rashomon.grouping.stream import Stream


def test_a_newcomer_is_as_like_stories_as_the_last_of_all_that_stand_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = []
    likeness = Newcomers.likeness

    def both(self: Newcomers, number: int, shown: dict, at: np.ndarray, close: object, usual: object) -> dict:
        found = likeness(self, number, shown, at, close, usual)
        listed = [one for story in shown for one in shown[story]]
        numbers = np.array([*sorted(listed), number])
        row = self.own.matrix(numbers)[-1, np.searchsorted(numbers, listed)]
        held.append((np.concatenate([found[story] for story in shown]), row))
        return found

    monkeypatch.setattr(Newcomers, "likeness", both)
    run(several(5, 150))
    assert len(held) > 50
    for found, row in held:
        assert np.allclose(found, row, atol=1e-4)


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
