"""What the commands write: to the screen, to files, and to standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console

    from rashomon.model import Document


def check_outputs(outputs: dict[str, str | None], inputs: Sequence[str]) -> None:
    """What can be known to fail is said before the work, not after it."""
    named = [name for name in outputs.values() if name]
    if len({os.path.realpath(name) for name in named}) < len(named):
        raise click.UsageError(f"{' and '.join(outputs)} need two places.")
    for option, name in outputs.items():
        if not name or name == "-":
            continue
        path = Path(name)
        if path.is_dir():
            raise click.UsageError(f"{option}: {name} is a folder.")
        if not path.parent.is_dir():
            raise click.UsageError(f"{option}: there is no folder {path.parent}.")
        if path.exists() and any(given != "-" and _same(path, given) for given in inputs):
            raise click.UsageError(f"{option}: {name} is one of the inputs, and would be overwritten.")


def _same(path: Path, other: str) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False


def write(document: Document, outputs: dict[str, str | None]) -> int:
    """Write what was asked for; returns how many files could not be written, each named."""
    from rashomon.report import json, page

    return write_made(outputs, json=lambda: json.dumps(document), html=lambda: page.render(document))


def write_made(outputs: dict[str, str | None], *, json: Callable[[], bytes], html: Callable[[], str]) -> int:
    """Make and write what was asked for; returns how many files could not be written, each named."""
    failed = 0
    for option, name in outputs.items():
        if not name:
            continue
        data = json() if option == "--json" else html().encode("utf-8", "replace")
        if name == "-":
            print_bytes(data)
            continue
        try:
            write_whole(name, data)
        except OSError as error:
            failed += 1
            say(f"{name}: could not be written: {(error.strerror or str(error)).lower()}")
    return failed


def write_whole(name: str, data: bytes) -> None:
    """Write all of a file or nothing: the old one stays until the new one is complete."""
    write_parts(name, [data])


def write_parts(name: str, parts: Iterable[bytes]) -> None:
    """Write all of a file or nothing, from parts that are made one after the other."""
    given = Path(name)
    if given.exists() and not given.is_file():  # a device or a pipe cannot be replaced
        with given.open("wb") as file:
            file.writelines(parts)
        return
    target = Path(os.path.realpath(name))
    part = target.with_name(f".rashomon-{os.getpid()}.part")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:  # noqa: PTH123
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            part.chmod(target.stat().st_mode & 0o777)
        part.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, name) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def screen() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def print_bytes(data: bytes) -> None:
    with standard_output():
        sys.stdout.buffer.write(data)


@contextlib.contextmanager
def standard_output() -> Iterator[None]:
    """Where writing to standard output fails, say that it was that."""
    try:
        sys.stdout.flush()
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from None


def say(message: str) -> None:
    """One line on standard error, without anything that a terminal would obey."""
    plain = "".join(character if character.isprintable() else "\ufffd" for character in message)
    click.echo(f"rashomon: {plain}", err=True)


def give_up_output() -> None:
    """Let what is still buffered go nowhere, or Python complains of it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
