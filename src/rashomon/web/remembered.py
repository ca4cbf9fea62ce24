"""Answers that are kept for as long as they are right, up to a number of bytes."""

from __future__ import annotations

import time
import zlib
from collections import OrderedDict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

SMALL = 4_096  # bytes are kept as they are
NEW = 0.25  # of the room is for answers as they were made; those that leave it are packed
CHEAP = 0.002  # seconds: what takes less to make and was not asked for again is not packed, but let go
SHARE = 0.005  # of its time goes into making one answer anew, whatever changes
OLDEST = 3.0  # seconds that an answer is given out at most after it changed


class Answer(NamedTuple):
    """What was made: its bytes, the topics that it is about where these are known, and its ETag if it has one
    of its own."""

    data: bytes
    about: tuple[int, ...] | None = None
    tag: str = ""


class _Kept:
    __slots__ = ("answer", "asked", "fresh", "made", "packed", "stamp", "took", "waited_for")

    def __init__(self, answer: Answer, stamp: Hashable, made: float, fresh: float, took: float) -> None:
        self.answer = answer
        self.stamp = stamp
        self.made = made  # when, by the clock
        self.fresh = fresh  # until then it is right enough, whatever changes
        self.waited_for = 0.0  # until then somebody is waiting for a newer one
        self.took = took  # seconds of work
        self.asked = False  # again
        self.packed = False


class Remembered:
    """Answers by a key that names what they are; the least lately used go first.

    What was made under another ``stamp`` is made anew, unless it is known what it is about and that has not
    changed. Of what is about everything: where that comes again within three seconds, as when much is written
    to a library, it is not made more often than so that making it takes a two-hundredth of the time, and
    while it is made for one, others get the one before. Several threads that ask for what is not kept wait
    for the one that makes it.

    Args:
        most: bytes.
        changed: whether some topics have changed since a stamp.
        clock: gives seconds that only rise.
    """

    def __init__(
        self,
        most: int,
        changed: Callable[[Iterable[int], int], bool] = lambda *_: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._changed = changed
        self._clock = clock
        self._new: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._old: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._new_size = self._old_size = 0
        self._lock = Lock()
        self._making: dict[Hashable, tuple[Lock, int]] = {}

    def get(self, key: Hashable, make: Callable[[], bytes | Answer], stamp: Hashable = None) -> bytes:
        """What is kept, or else what ``make`` gives.

        Args:
            key: names what is asked for; without a stamp, all that it is made of, too.
            make: makes it.
            stamp: another when what it is made of may have changed; to be asked before that is read. A
                number, where ``make`` tells what it is about.
        """
        if (known := self._find(key, stamp)) is not None:
            return known.data
        with self._alone(key):
            if (known := self._find(key, stamp)) is not None:
                return known.data
            begun, worked = self._clock(), time.thread_time()
            made = make()
            answer = made if isinstance(made, Answer) else Answer(made)
            self._keep(key, answer, stamp, begun, time.thread_time() - worked)
            return answer.data

    def peek(self, key: Hashable, stamp: Hashable = None) -> Answer | None:
        """What is kept and right enough; None where who asks should ``get`` it."""
        return self._find(key, stamp, waits=False)

    def _find(self, key: Hashable, stamp: Hashable, *, waits: bool = True) -> Answer | None:
        with self._lock:
            home = self._new if key in self._new else self._old
            known = home.get(key)
            if known is None or not (self._is_right(known, stamp) or (not waits and self._is_made(known))):
                return None
            known.asked = True
            home.move_to_end(key)
            answer, packed = known.answer, known.packed
        return answer._replace(data=zlib.decompress(answer.data)) if packed else answer

    def _is_right(self, known: _Kept, stamp: Hashable) -> bool:
        if known.stamp == stamp:
            return True
        about = known.answer.about
        if about is None or not isinstance(stamp, int) or not isinstance(known.stamp, int):
            return known.fresh > self._clock()
        if self._changed(about, known.stamp):
            return False
        known.stamp = stamp
        return True

    def _is_made(self, known: _Kept) -> bool:
        """Whether somebody waits for a newer one of what was right a moment ago; else who asks does."""
        now = self._clock()
        if known.answer.about is not None or now - known.made > 2 * OLDEST:
            return False
        if known.waited_for > now:
            return True
        known.waited_for = now + OLDEST
        return False

    def _keep(self, key: Hashable, answer: Answer, stamp: Hashable, begun: float, took: float) -> None:
        with self._lock:
            now = fresh = self._clock()
            if (before := self._forget(key)) is not None and begun - before.made < OLDEST:
                fresh += min(OLDEST, (now - begun) / SHARE)
            kept = _Kept(answer, stamp, now, fresh, took)
            left = [(key, kept)] if len(answer.data) > self._most * NEW else []
            if not left:
                self._new[key] = kept
                self._new_size += len(answer.data)
            while self._new_size > self._most * NEW:
                gone, kept = self._new.popitem(last=False)
                self._new_size -= len(kept.answer.data)
                if kept.asked or kept.took >= CHEAP:
                    left.append((gone, kept))
        for gone, kept in left:
            self._pack(gone, kept)

    def _pack(self, key: Hashable, kept: _Kept) -> None:
        if len(kept.answer.data) > SMALL:
            kept.answer = kept.answer._replace(data=zlib.compress(kept.answer.data, 1))
            kept.packed = True
        if len(kept.answer.data) > self._most * NEW:
            return
        with self._lock:
            if key in self._new or key in self._old:  # it was made anew meanwhile
                return
            self._old[key] = kept
            self._old_size += len(kept.answer.data)
            while self._old_size > self._most * (1 - NEW):
                self._old_size -= len(self._old.popitem(last=False)[1].answer.data)

    def _forget(self, key: Hashable) -> _Kept | None:
        if (known := self._new.pop(key, None)) is not None:
            self._new_size -= len(known.answer.data)
        elif (known := self._old.pop(key, None)) is not None:
            self._old_size -= len(known.answer.data)
        return known

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
