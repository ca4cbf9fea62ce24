"""What goes wrong with a database, told for people."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = (
    ("database is locked", "another process is writing to it; try again when that has ended"),
    ("disk is full", "the disk is full; free some room, then run the same command again"),
    ("no space left", "the disk is full; free some room, then run the same command again"),
    ("readonly database", "it may only be read (no permission to write there)"),
    ("permission denied", "no permission to open it"),
    ("unable to open database file", "it cannot be opened (no permission, or the folder is gone)"),
    ("disk i/o error", "the disk gave an error, or is full; see to it, then run the same command again"),
    ("malformed", "the file is broken; `rashomon verify` tells what can be read of it"),
    ("not a database", "its file is no library"),
    ("password authentication failed", "the server did not take the user name or the password"),
    ("does not exist", "the server has no such database or table"),
    ("connection refused", "no server answers there"),
    ("could not translate host name", "there is no such server"),
    ("failed to resolve host", "there is no such server"),
    ("closed the connection", "the server has gone; nothing is lost: run the same command again"),
    ("connection is lost", "the server has gone; nothing is lost: run the same command again"),
    ("terminating connection", "the server has gone; nothing is lost: run the same command again"),
    ("consuming input failed", "the server has gone; nothing is lost: run the same command again"),
)


class LibraryError(Exception):
    """A library that cannot be opened, read or written; its text says why and what to do."""


class LibraryBusyError(LibraryError):
    """Another process is writing to the library."""


@contextmanager
def told_plainly(location: str) -> Iterator[None]:
    """Errors of the database as LibraryError."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        raise LibraryError(f"{location}: {_why(str(error.orig))}") from error
    except PermissionError as error:
        raise LibraryError(f"{location}: no permission to write there") from error
    except OSError as error:
        raise LibraryError(f"{location}: {(error.strerror or str(error)).lower()}") from error


def _why(message: str) -> str:
    lower = message.lower()
    return next((told for sign, told in _WORDS if sign in lower), " ".join(message.split())[:300])
