"""A progress bar, and the encoder that is opened under it."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bar

    from rashomon.encoder import Encoder

_AFTER_SECONDS = 2.0


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
        self._wanted = not quiet and sys.stderr.isatty()
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._what = ""

    def __enter__(self) -> Progress:
        return self

    def show(self, what: str, share: float) -> None:
        """Say what is being done, and how much of it is done (0 to 1)."""
        if not self._wanted or time.monotonic() - self._start < _AFTER_SECONDS:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
        if what != self._what:
            for task in self._bar.task_ids:
                self._bar.remove_task(task)
            self._bar.add_task(click.unstyle(what), total=1.0)
            self._what = what
        self._bar.update(self._bar.task_ids[-1], completed=share)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
