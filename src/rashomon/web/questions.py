"""Questions that come together are encoded together, which takes half the time of one after the other."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, Lock, Semaphore, to_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rashomon.web.desk import Desk

LONGEST = 200  # characters; others would wait for a longer one, which is encoded where it is needed
TOGETHER = 16


class Questions:
    """What is asked of a desk and is waiting for its vector and its answer.

    Args:
        desk: encodes.
        turns: how many are answered at the same time.
    """

    def __init__(self, desk: Desk, turns: int) -> None:
        self._desk = desk
        self._waiting: dict[str, None] = {}
        self._turns = Semaphore(turns)
        self._one_at_a_time = Lock()
        self._thread = CapacityLimiter(1)

    @asynccontextmanager
    async def turn(self, text: str | None) -> AsyncIterator[None]:
        """Wait until it is a question's turn to be answered; the desk then knows its vector, if it can.

        Those that wait gather, and the first of them that has its turn encodes them all.
        """
        if not text or len(text) > LONGEST or self._desk.knows(text):
            yield
            return
        self._waiting[text] = None
        try:
            async with self._turns:
                async with self._one_at_a_time:
                    if text in self._waiting:
                        await self._encode(text)
                yield
        finally:
            self._waiting.pop(text, None)

    async def _encode(self, text: str) -> None:
        together = [text, *(one for one in self._waiting if one != text)][:TOGETHER]
        for one in together:
            del self._waiting[one]
        await to_thread.run_sync(self._desk.foresee, together, limiter=self._thread)
