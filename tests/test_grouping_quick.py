"""What is compiled gives the same as NumPy, to the last bit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from test_grouping_bad_input import several

from rashomon.grouping import stream as streams
from rashomon.grouping.newcomer import Newcomers
from rashomon.grouping.own import Own
from rashomon.grouping.quick import Quick, functions
from rashomon.grouping.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from rashomon.grouping.block import Block
    from rashomon.grouping.sketch import Sketch

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

    def both(
        holder: type, name: str, changes: Callable[[Any], tuple[Any, ...]], own: Callable[[Any], Own]
    ) -> None:
        method = getattr(holder, name)

        def twice(self: Any, *given: Any) -> Any:
            quick = own(self).quick
            if quick is None:
                return method(self, *given)
            before = [values.copy() for values in changes(self)]
            own(self).quick = None
            slow = method(self, *given)
            after = [values.copy() for values in changes(self)]
            for values, old in zip(changes(self), before, strict=True):
                values[...] = old
            own(self).quick = quick
            found = method(self, *given)
            np.testing.assert_equal(found, slow)
            for values, expected in zip(changes(self), after, strict=True):
                np.testing.assert_array_equal(values, expected)
            done[name] += 1
            return found

        monkeypatch.setattr(holder, name, twice)

    both(Own, "matrix", lambda _: (), lambda own: own)
    both(Own, "clusters", lambda _: (), lambda own: own)
    both(Own, "settle", lambda own: (own.rows.own,), lambda own: own)
    both(Own, "link", lambda own: (own.rows.linked, own.rows.counted), lambda own: own)
    both(Newcomers, "likeness", lambda _: (), lambda new: new.own)
    arrive = Quick.arrive

    def as_slowly(self: Quick, block: Block, at: int) -> Any:
        rows, number = self._rows, self._rows.count - 1
        changed = (rows.told, rows.scales, rows.facts, rows.sums, rows.own, rows.story, rows.linked)
        before = [values.copy() for values in changed]
        found = arrive(self, block, at)
        after = [values.copy() for values in changed]
        for values, old in zip(changed, before, strict=True):
            values[...] = old
        alone = block if len(block.close) else block._replace(mates=[True] * len(block.mates))
        slow = running[0]._active._arrive(alone, at, number)
        for values, expected in zip(changed, after, strict=True):
            np.testing.assert_array_equal(values, expected)
        np.testing.assert_equal(found[:3], slow)
        done["arrive"] += 1
        return found

    monkeypatch.setattr(Quick, "arrive", as_slowly)
    monkeypatch.setattr(streams, "PAYS", 40)
    monkeypatch.setattr(streams, "in_background", lambda work: work)
    run(several(12, 800))
    assert min(done.values()) > 20
