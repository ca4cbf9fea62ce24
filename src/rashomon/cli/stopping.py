"""Ctrl-C and a service's end, taken as a wish to end: what is at hand is finished first."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from rashomon.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INTERRUPTED = 130
_OF_SIGNAL = 128

T = TypeVar("T")


class Wish:
    """Whether the program was asked to end, and by which signal."""

    def __init__(self) -> None:
        self.signal: int | None = None

    def came(self) -> bool:
        """True from the first signal on."""
        return self.signal is not None

    @property
    def status(self) -> int:
        """The exit status of a program that ended as it was asked to: 130 after Ctrl-C, 143 after SIGTERM."""
        return _OF_SIGNAL + self.signal if self.signal else INTERRUPTED


@contextmanager
def wish_to_end() -> Iterator[Wish]:
    """The first SIGINT or SIGTERM is remembered; the second ends at once."""
    wish = Wish()

    def receive(number: int, _: object) -> None:
        if wish.came():
            raise KeyboardInterrupt
        wish.signal = number
        say("finishing what is at hand; once more to end at once")

    before = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, receive)
    except ValueError:  # only the main thread may ask for signals
        yield wish
        return
    try:
        yield wish
    finally:
        for number, action in before.items():
            signal.signal(number, action)


def ending(found: Iterator[T], stop: Callable[[], bool]) -> Iterator[T]:
    """What comes, until it is wished to end, also while it is waited for."""
    from rashomon.sources import StoppedError

    try:
        for one in found:
            if stop():
                return
            yield one
    except StoppedError:
        return
