"""Run a command: whatever happens ends in an exit status and at most one line on standard error."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from rashomon.cli.commands import cli
from rashomon.cli.output import give_up_output, say, standard_output

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FAILED = 1
_MEMORY = "not enough memory; free some, raise this process's limit, or read fewer reports at once"
_SIGNS_OF_LITTLE_MEMORY = (
    "bad_alloc",
    "bad allocation",
    "Failed to allocate memory",
    "Cannot allocate memory",
    "failed to map segment",
    "can't start new thread",
)


def run(arguments: Sequence[str] | None, *, interrupted: Callable[[], bool]) -> int:
    """Run a command and return its exit status. Raises KeyboardInterrupt, and nothing else.

    ``interrupted`` says whether Ctrl-C came: an error after that is no fault of the program.
    """
    sys.stdout = sys.stdout or _nowhere()  # None where it was closed before Python began
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            status = cli.main(arguments, prog_name="rashomon", standalone_mode=False)
        with standard_output():
            pass
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:  # the reader of our output has gone, as "head" does
        give_up_output()
        return _FAILED
    except OSError as error:
        give_up_output()
        if lacks_memory(error):
            say(_MEMORY)
            return _FAILED
        place = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        say(f"{place}{(error.strerror or str(error)).lower()}")
        return _FAILED
    except Exception as error:
        if interrupted():
            raise KeyboardInterrupt from None
        if os.environ.get("RASHOMON_TRACEBACK"):
            raise
        if lacks_memory(error):
            say(_MEMORY)
            return _FAILED
        fault = f"{type(error).__name__}: {error}"
        say(f"a fault in Rashomon itself: {fault} (RASHOMON_TRACEBACK=1 shows where)")
        return _FAILED
    return status if isinstance(status, int) else 0


def lacks_memory(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is that memory ran out; libraries tell it in many ways."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, MemoryError) or any(sign in str(error) for sign in _SIGNS_OF_LITTLE_MEMORY):
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    say(str(message))
