"""Answers that are kept, packed, for as long as they are right, up to a number of bytes."""

from __future__ import annotations

import time
import zlib
from collections import OrderedDict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

SMALL = 4_096  # bytes are kept as they are
SHARE = 0.02  # of its time goes into making one answer anew, whatever changes
OLDEST = 1.0  # seconds that an answer is given out at most after it changed


class _Kept(NamedTuple):
    stamp: Hashable
    data: bytes
    packed: bool
    made: float  # when, by the clock
    fresh: float  # until then it is right enough, whatever changes


class Remembered:
    """Bytes by a key that names what they are; the least lately used go first.

    What was made under another ``stamp`` is made anew. Where that comes again within a second, as when much
    is written to a library, it is not made more often than so that making it takes a fiftieth of the time.
    Several threads that ask for the same at once wait for the one that makes it. ``clock`` gives seconds
    that only rise.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._size = 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Hashable, tuple[Lock, int]] = {}

    def get(self, key: Hashable, make: Callable[[], bytes], stamp: Hashable = None) -> bytes:
        """What is kept, or else what ``make`` gives.

        Args:
            key: names what is asked for; without a stamp, all that it is made of, too.
            make: makes it.
            stamp: another when what it is made of has changed; to be asked before that is read.
        """
        if (known := self.peek(key, stamp)) is not None:
            return known
        with self._alone(key):
            if (known := self.peek(key, stamp)) is not None:
                return known
            begun = self._clock()
            made = make()
            self._keep(key, made, stamp, begun)
            return made

    def peek(self, key: Hashable, stamp: Hashable = None) -> bytes | None:
        """What is kept and right; None where there is nothing."""
        with self._lock:
            known = self._kept.get(key)
            if known is None or (known.stamp != stamp and known.fresh <= self._clock()):
                return None
            self._kept.move_to_end(key)
        return zlib.decompress(known.data) if known.packed else known.data

    def _keep(self, key: Hashable, made: bytes, stamp: Hashable, begun: float) -> None:
        packed = len(made) > SMALL
        data = zlib.compress(made, 1) if packed else made
        with self._lock:
            now = fresh = self._clock()
            if (before := self._kept.pop(key, None)) is not None:
                self._size -= len(before.data)
                if begun - before.made < OLDEST:
                    fresh += min(OLDEST, (now - begun) / SHARE)
            if len(data) > self._most // 4:
                return
            self._kept[key] = _Kept(stamp, data, packed, now, fresh)
            self._size += len(data)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1].data)

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        with self._lock:
            lock, waiting = self._making.get(key, (Lock(), 0))
            self._making[key] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._making[key]
                if waiting == 1:
                    del self._making[key]
                else:
                    self._making[key] = lock, waiting - 1
