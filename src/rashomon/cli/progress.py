"""A progress bar, and the encoder that is opened under it."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from rich.progress import Progress as Bar

    from rashomon.encoder import Encoder
    from rashomon.library import Added

_AFTER_SECONDS = 2.0
_OFTEN = 0.2
_AHEAD = 256  # so many articles, or fewer, are read ahead of those that are added


encoder_option = click.option(
    "--encoder",
    metavar="NAME|PATH",
    envvar="RASHOMON_ENCODER",
    help="Another model of the encoder's family: its folder, or its name on the Hugging Face hub.",
)


def open_encoder(progress: Progress, model: str | None = None) -> Encoder:
    from rashomon.encoder import Encoder, WeightsError

    try:
        return Encoder.open(model=model, progress=progress.show)
    except WeightsError as error:
        raise click.ClickException(str(error)) from None


class Progress:
    """A bar on standard error, where that is a terminal and the work takes longer than a moment."""

    def __init__(self, quiet: bool) -> None:
        self.wanted = not quiet and sys.stderr.isatty()
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._what = ""

    def __enter__(self) -> Progress:
        return self

    def show(self, what: str, share: float | None, detail: str = "") -> None:
        """Say what is being done, and how much of it is done (0 to 1; None: nobody knows).

        ``detail`` may change while it is being done; the time that remains is told from how fast it went.
        """
        if not self.wanted or time.monotonic() - self._start < _AFTER_SECONDS:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
        text = click.unstyle(f"{what} {detail}".rstrip())
        if what != self._what:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(text, total=1.0)
            self._what = what
        total = None if share is None else 1.0
        self._bar.update(self._bar.task_ids[-1], description=text, total=total, completed=share or 0.0)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


class Adding:
    """How far an adding has come: articles a second, and which share of the inputs' bytes was read."""

    def __init__(self, progress: Progress, paths: Sequence[str]) -> None:
        from rashomon.sources.find import bytes_of

        self._progress = progress
        self._total = bytes_of(paths) if progress.wanted else None
        self._before = 0.0  # bytes of the files that were read
        self._file = ""
        self._share = 0.0
        self._found = 0
        self._handled = 0
        self._count = 0
        self._begun = time.monotonic()
        self._shown = 0.0

    def read(self, file: str, share: float) -> None:
        """One thing more was found in this file, and so much of the file was read."""
        self._found += 1
        if file != self._file:
            self._before += _size(self._file)
            self._file = file
        self._share = share
        if self._progress.wanted and time.monotonic() - self._shown > _OFTEN:
            self._show()

    def added(self, done: Added) -> None:
        """So much was added."""
        self._count = done.new + done.changed
        self._handled = self._count + done.known
        self._show()

    def compared(self, done: int, total: int) -> None:
        """So many stories were compared anew, of so many."""
        self._progress.show("Comparing", done / max(total, 1), f"{total:,} stories")

    def _show(self) -> None:
        self._shown = time.monotonic()
        rate = self._count / max(self._shown - self._begun, 1e-6)
        share = None
        if self._total:
            read = (self._before + self._share * _size(self._file)) / self._total
            handled = max(self._handled, self._found - _AHEAD)
            share = min(1.0, read * handled / max(self._found, 1))
        self._progress.show("Adding", share, f"{self._count:,} articles, {rate:.1f} a second")


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size if file else 0
    except (OSError, ValueError):
        return 0
