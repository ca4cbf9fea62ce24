"""Questions that come together are encoded together, which takes half the time of one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import CapacityLimiter, Lock, to_thread

if TYPE_CHECKING:
    from rashomon.web.desk import Desk

LONGEST = 200  # characters; others would wait for a longer one, which is encoded where it is needed
TOGETHER = 16


class Questions:
    """What is asked of a desk and is waiting for its vector."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: dict[str, None] = {}
        self._one_at_a_time = Lock()
        self._thread = CapacityLimiter(1)

    async def ready(self, text: str) -> None:
        """Return when the desk knows the vector of a text, if it can: who then asks for it need not wait.

        While some are encoded others gather; whoever comes to be first encodes all that have.
        """
        if not 0 < len(text) <= LONGEST or self._desk.knows(text):
            return
        self._waiting[text] = None
        async with self._one_at_a_time:
            if text in self._waiting:
                together = list(self._waiting)[:TOGETHER]
                if text not in together:
                    together[-1] = text
                for one in together:
                    del self._waiting[one]
                await to_thread.run_sync(self._desk.foresee, together, limiter=self._thread)
