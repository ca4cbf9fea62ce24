"""Work that takes long: one at a time, so that reading stays quick, and few wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import anyio
import anyio.to_thread

from rashomon.web.problems import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

WAITING = 8


class Heavy:
    """Runs such work in a thread. Where too much waits already, more is refused (503)."""

    def __init__(self, waiting: int = WAITING) -> None:
        self._most = waiting
        self._waiting = 0
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """What ``work`` gives. Raises RefusedError where too much waits."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(1)
        if self._waiting > self._most:
            raise RefusedError(503, "Much is being checked; try again.", headers={"Retry-After": "10"})
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._waiting -= 1
