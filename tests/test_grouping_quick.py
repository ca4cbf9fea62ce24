"""What is compiled gives the same as NumPy, to the last bit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from test_grouping_bad_input import several

from rashomon.grouping.stream import kin
from rashomon.grouping.stream import placing as streams
from rashomon.grouping.stream.active import Active
from rashomon.grouping.stream.placing import Stream
from rashomon.grouping.stream.quick import Quick, functions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rashomon.grouping.sketch import Sketch
    from rashomon.grouping.stream.block import Block

needs_numba = pytest.mark.skipif(functions() is None, reason="Numba is not installed")


running: list[Stream] = []


def run(given: list[Sketch], active: int = 200) -> tuple[list[Any], bytes]:
    stream = Stream(active=active)
    running[:] = [stream]
    changes = [stream.add_all(given[start : start + 50]) for start in range(0, len(given), 50)]
    return changes, stream.save()


@needs_numba
def test_each_step_is_the_same_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    done: Counter[str] = Counter()

    def both(name: str, changes: Callable[[Any], tuple[Any, ...]]) -> None:
        method = getattr(Active, name)

        def twice(self: Active, *given: Any) -> Any:
            quick = self.quick
            if quick is None:
                return method(self, *given)
            before = [values.copy() for values in changes(self)]
            self.quick = None
            slow = method(self, *given)
            after = [values.copy() for values in changes(self)]
            for values, old in zip(changes(self), before, strict=True):
                values[...] = old
            self.quick = quick
            found = method(self, *given)
            np.testing.assert_equal(found, slow)
            for values, expected in zip(changes(self), after, strict=True):
                np.testing.assert_array_equal(values, expected)
            done[name] += 1
            return found

        monkeypatch.setattr(Active, name, twice)

    both("clusters", lambda _: ())
    both("link", lambda active: (active.rows.linked, active.rows.counted))
    clusters = Quick.clusters

    def held(self: Quick, numbers: Any) -> Any:
        np.testing.assert_equal(self.alike(numbers), kin.alike(self._rows, numbers, running[0]._weights))
        done["alike"] += 1
        return clusters(self, numbers)

    monkeypatch.setattr(Quick, "clusters", held)
    arrive = Quick.arrive

    def as_slowly(self: Quick, block: Block, at: int) -> Any:
        rows = self._rows
        changed = (rows.told, rows.scales, rows.facts, rows.sums, rows.story, rows.linked)
        before = [values.copy() for values in changed]
        found = arrive(self, block, at)
        after = [values.copy() for values in changed]
        for values, old in zip(changed, before, strict=True):
            values[...] = old
        alone = block if len(block.close) else block._replace(mates=[True] * len(block.mates))
        self._rows.count -= 1
        active = running[0]._active
        active.quick = None
        slow = active.add(alone, at)
        active.quick = self
        for values, expected in zip(changed, after, strict=True):
            np.testing.assert_array_equal(values, expected)
        np.testing.assert_equal(found, slow[1:])
        done["arrive"] += 1
        return found

    monkeypatch.setattr(Quick, "arrive", as_slowly)
    monkeypatch.setattr(streams, "PAYS", 40)
    monkeypatch.setattr(streams, "in_background", lambda work: work)
    run(several(12, 800))
    assert min(done.values()) > 20


@needs_numba
@pytest.mark.parametrize("active", [60, 200, 2000])
def test_stories_are_the_same_with_numba_and_without(monkeypatch: pytest.MonkeyPatch, active: int) -> None:
    given = several(12, 600)
    given[300:300] = given[40:80]  # come again
    without = run(given, active)
    monkeypatch.setattr(streams, "PAYS", 100)
    assert run(given, active) == without


def test_without_numba_all_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given = several(5, 100)
    expected = run(given)
    monkeypatch.setattr(streams, "PAYS", 20)
    monkeypatch.setattr("rashomon.grouping.stream.active.functions", lambda: None)
    assert run(given) == expected


@needs_numba
def test_a_cache_folder_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    code = "from rashomon.grouping.stream.quick import functions; print(functions() is not None)"
    environment = {**os.environ, "RASHOMON_CACHE": str(tmp_path / "file" / "cache")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (done.stdout, done.stderr) == ("True\n", "")
