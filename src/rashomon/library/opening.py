"""A library opened: its database, its schema, and the one who may write."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from rashomon.library import tables
from rashomon.library.errors import LibraryBusyError, LibraryError, told_plainly
from rashomon.library.words_lite import LiteWords
from rashomon.library.words_server import ServerWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

FILE = "library.sqlite"
NEWEST = "0005"
_WAIT_SECONDS = 10
_ADVISORY = 0x7261_7368  # what writers of a PostgreSQL library lock


class Library:
    """An open library. Any number of processes may read it while one writes.

    ``location`` is its folder or URL without a password; ``engine`` is SQLAlchemy's.
    """

    def __init__(self, engine: Engine, location: str, folder: Path | None) -> None:
        self.engine = engine
        self.location = location
        self.folder = folder
        self.words = LiteWords() if folder else ServerWords()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the library: what others write meanwhile is not seen."""
        with told_plainly(self.location), self.engine.connect() as connection:
            if not self.folder:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        with told_plainly(self.location), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Nobody else writes meanwhile. Raises LibraryError where somebody does."""
        lock = _lock_folder(self.folder) if self.folder else _lock_server(self.engine, self.location)
        with lock as got:
            if not got:
                raise LibraryBusyError(
                    f"{self.location}: another process is writing to it; wait until it has ended"
                )
            yield

    def fact(self, name: str) -> str | None:
        """What holds for the whole library, such as its "encoder"; None where it was never set."""
        with self.reading() as connection:
            return connection.execute(
                select(tables.facts.c.value).where(tables.facts.c.name == name)
            ).scalar()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def default_location() -> str:
    """``RASHOMON_LIBRARY``, or a folder among the user's data."""
    if chosen := os.environ.get("RASHOMON_LIBRARY"):
        return chosen
    if xdg := os.environ.get("XDG_DATA_HOME"):
        return str(Path(xdg) / "rashomon" / "library")
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return str(
            Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "rashomon" / "library"
        )
    if sys.platform == "darwin":
        return str(home / "Library" / "Application Support" / "rashomon" / "library")
    return str(home / ".local" / "share" / "rashomon" / "library")


def open_library(location: str | None = None, *, create: bool = False) -> Library:
    """Open a library, and bring one of an earlier version up to this one.

    Args:
        location: a folder, or the URL of a PostgreSQL database; ``default_location`` where None.
        create: make it where there is none.

    Raises:
        LibraryError: there is none, or it cannot be opened.
    """
    location = location or default_location()
    if "://" in location:
        engine, shown, folder = _server(location)
    else:
        folder = Path(location).expanduser()
        shown = str(folder)
        if not (folder / FILE).is_file():
            if not create:
                raise LibraryError(f"{shown}: there is no library yet; `rashomon add` makes one")
            with told_plainly(shown):
                folder.mkdir(parents=True, exist_ok=True)
        engine = _sqlite(folder / FILE)
    library = Library(engine, shown, folder)
    try:
        with told_plainly(shown):
            _bring_up(library, create)
    except BaseException:
        engine.dispose()
        raise
    return library


def _sqlite(path: Path) -> Engine:
    if _is_closed(path):
        # SQLite would make files beside it even to read. Where none are there, nobody writes.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
            poolclass=QueuePool,
        )
    else:
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where SQLAlchemy says, below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
            try:
                cursor.execute(f"PRAGMA {pragma}")
            except Exception as error:
                if "readonly" not in str(error):
                    raise
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_closed(path: Path) -> bool:
    """Whether a database may only be read, and nobody has it open to write."""
    effective = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    may_write = os.access(path.parent, os.W_OK, **effective)
    return path.is_file() and not may_write and not path.with_name(f"{path.name}-wal").exists()


def _server(location: str) -> tuple[Engine, str, None]:
    try:
        url = make_url(location)
    except ArgumentError:
        raise LibraryError(f"{location}: neither a folder nor the URL of a database") from None
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise LibraryError(f"{url.render_as_string()}: a library is a folder, or a database of PostgreSQL")
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"))
    except (ModuleNotFoundError, NoSuchModuleError):
        raise LibraryError("PostgreSQL needs psycopg: pip install 'rashomon[postgres]'") from None

    @event.listens_for(engine, "before_cursor_execute")
    def prepare(_: object, cursor: Any, *__: object) -> None:
        cursor.format = 1  # binary: vectors as hexadecimal digits would be twice as long

    return engine, url.render_as_string(), None


def _bring_up(library: Library, create: bool) -> None:
    with library.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            found = None
        else:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found == NEWEST:
        return
    if found is None and not create:
        raise LibraryError(f"{library.location}: there is no library yet; `rashomon add` makes one")
    from rashomon.library.migrating import migrate

    with library.only_writer():
        migrate(library, found)


@contextmanager
def _lock_folder(folder: Path) -> Iterator[bool]:
    """A lock that ends with its process, however that ends."""
    with told_plainly(str(folder)):
        file = (folder / "writer.lock").open("a")
    with file:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


@contextmanager
def _lock_server(engine: Engine, location: str) -> Iterator[bool]:
    with told_plainly(location):
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    with connection:
        with told_plainly(location):
            got = bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_ADVISORY})").scalar())
        try:
            yield got
        finally:
            if got:
                with suppress(DBAPIError):  # where the server has gone, the lock has too
                    connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_ADVISORY})")
