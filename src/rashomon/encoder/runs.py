"""Which texts run through the encoder's graph together, and on which threads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RUN_TOKENS = 256
"""Texts of the same length are run together up to this many tokens."""


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Windows that run together, by their lengths in tokens: the places of those of one length.

    Long ones come first, so that at the end no core waits for one.
    """
    by_length: dict[int, list[int]] = {}
    for place, length in enumerate(lengths):
        by_length.setdefault(length, []).append(place)
    found: list[list[int]] = []
    for length in sorted(by_length, reverse=True):
        same = by_length[length]
        step = max(1, RUN_TOKENS // length)
        found += [same[start : start + step] for start in range(0, len(same), step)]
    return found


def run_all(work: Sequence[Sequence[int]], run: Callable[[Sequence[int]], None], threads: int) -> None:
    """Run each batch, a thread for each: that scales better than several threads within a run of a short
    text."""
    if threads == 1 or len(work) < 2:
        for batch in work:
            run(batch)
        return
    pool = ThreadPoolExecutor(min(threads, len(work)))
    try:
        for _ in pool.map(run, work):
            pass
    finally:
        pool.shutdown(cancel_futures=True)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
