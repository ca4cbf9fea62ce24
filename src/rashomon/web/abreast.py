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

    async def now(self) -> None:
        """Return when the desk knows what was written until now. A database on a server is asked for each
        answer."""
        if self._desk.library.folder is None or self._desk.seen() is not None:
            return
        async with self._one_at_a_time:
            if self._desk.seen() is None:
                await to_thread.run_sync(self._desk.look, limiter=self._thread)
