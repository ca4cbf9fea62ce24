"""What was written to the library is looked up once for all that ask, and not behind those that take long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import CapacityLimiter, Lock, to_thread

if TYPE_CHECKING:
    from rashomon.web.desk import Desk


class Abreast:
    """Keeps a desk abreast of its library, so that what it keeps can be given out at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._one_at_a_time = Lock()
        self._thread = CapacityLimiter(1)

    async def now(self) -> int | None:
        """The stamp of what is written now; None of a server's database, which is asked for each answer."""
        if self._desk.library.folder is None:
            return None
        if (seen := self._desk.seen()) is not None:
            return seen
        async with self._one_at_a_time:
            if (seen := self._desk.seen()) is not None:
                return seen
            return await to_thread.run_sync(self._desk.look, limiter=self._thread)
