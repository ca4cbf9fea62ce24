"""The commands. ``main`` runs one, and loads it only when Ctrl-C is taken care of."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # to load typing takes longer than to press Ctrl-C
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

__all__ = ["main"]

_INTERRUPTED = 130


class _Interrupts:
    """Ctrl-C, remembered: a library that is being loaded may turn the exception into another."""

    def __init__(self) -> None:
        self.came = False

    def receive(self, _signal: int, _frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status. No traceback reaches the user.

    With ``RASHOMON_TRACEBACK=1`` in the environment a fault of the program itself shows its traceback.
    """
    interrupts = _Interrupts()
    # NumPy's threads wait for work by turning in circles, on cores that the encoder needs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored
            _on_interrupt(interrupts.receive)
        from rashomon.cli.run import run

        return run(arguments, interrupted=lambda: interrupts.came)
    except KeyboardInterrupt:
        _on_interrupt(signal.SIG_IGN)  # a second one, while Python ends, would show a traceback
        if sys.stderr:
            print("rashomon: interrupted", file=sys.stderr)
        return _INTERRUPTED


def _on_interrupt(action: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    try:
        signal.signal(signal.SIGINT, action)
    except ValueError:  # only the main thread may ask for signals
        return
