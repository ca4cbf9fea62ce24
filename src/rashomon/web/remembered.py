"""Answers that are kept, packed, for as long as they are right, up to a number of bytes."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


class Remembered:
    """Bytes by a key that names everything they were made of; the least lately used go first.

    Several threads that ask for the same at once wait for the one that makes it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()
        self._making: dict[Hashable, tuple[Lock, int]] = {}

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept, or else what ``make`` gives."""
        if (known := self._find(key)) is not None:
            return known
        with self._alone(key):
            if (known := self._find(key)) is not None:
                return known
            made = make()
            self._keep(key, made)
            return made

    def _find(self, key: Hashable) -> bytes | None:
        with self._lock:
            if (known := self._kept.get(key)) is None:
                return None
            self._kept.move_to_end(key)
        return zlib.decompress(known)

    def _keep(self, key: Hashable, made: bytes) -> None:
        packed = zlib.compress(made, 1)
        with self._lock:
            if len(packed) > self._most // 4 or key in self._kept:
                return
            self._kept[key] = packed
            self._size += len(packed)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])

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
