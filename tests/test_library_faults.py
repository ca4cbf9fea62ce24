"""A disk that fills, a locked database, a server that vanishes: told plainly, nothing lost, on it goes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from library_server import Server
from library_work import QuickEncoder, articles, contents

from rashomon.library import LibraryError, add_articles, open_library, opening, search, verify
from rashomon.library.looking import status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rashomon.library import Added

ENCODER: Any = QuickEncoder()
COUNT = 80


def whole(tmp_path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_library(str(tmp_path / "whole"), create=True) as library:
        add_articles(library, articles(COUNT), ENCODER)
        return contents(library)


def goes_on(place: str, expected: dict[str, list[tuple[Any, ...]]]) -> None:
    with open_library(place) as library:
        assert list(verify(library)) == []
        add_articles(library, articles(COUNT), ENCODER)
        assert list(verify(library)) == []
        assert contents(library) == expected


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("vanishing"))
    made.start()
    yield made
    made.stop()


def after_a_batch(work: Callable[[], None]) -> Callable[[Added], None]:
    done = False

    def progress(_: Added) -> None:
        nonlocal done
        if not done:
            done = True
            work()

    return progress


def test_a_server_that_vanishes_is_told_and_what_was_kept_is_there(server: Server, tmp_path: Path) -> None:
    with open_library(server.url, create=True) as library:
        with pytest.raises(LibraryError, match="server has gone") as told:
            add_articles(library, articles(COUNT), ENCODER, progress=after_a_batch(server.stop))
        assert "\n" not in str(told.value)
        with pytest.raises(LibraryError, match="no server answers"):
            add_articles(library, articles(COUNT), ENCODER)
    with pytest.raises(LibraryError, match="no server answers"):
        open_library(server.url)
    server.start()
    with open_library(server.url) as library:
        assert list(verify(library)) == []
        assert 0 < add_articles(library, articles(COUNT), ENCODER).known < COUNT
        assert list(verify(library)) == []
        found = contents(library)
    expected = whole(tmp_path)
    assert {name: len(rows) for name, rows in found.items()} == {n: len(r) for n, r in expected.items()}


def test_words_of_an_older_library_on_a_server_are_counted(server: Server) -> None:
    with open_library(server.url, create=True) as library:
        add_articles(library, articles(8), ENCODER)
        with library.writing() as connection:
            connection.exec_driver_sql("DROP TABLE words_known")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    with open_library(server.url) as library:
        assert list(verify(library)) == []
        assert search(library, "货船", None)
        with library.writing() as connection:
            connection.exec_driver_sql("UPDATE words_known SET doc = doc + 1 WHERE term = 'ferry'")
        assert list(verify(library)) == ["full text: 1 words are counted wrongly"]


def test_a_locked_database_is_told_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_WAIT_SECONDS", 0.2)
    place = tmp_path / "locked"
    with open_library(str(place), create=True) as library:
        other = sqlite3.connect(place / "library.sqlite", isolation_level=None)

        def lock() -> None:
            other.execute("BEGIN IMMEDIATE")

        with pytest.raises(LibraryError, match="another process is writing"):
            add_articles(library, articles(COUNT), ENCODER, progress=after_a_batch(lock))
        other.execute("ROLLBACK")
        other.close()
    goes_on(str(place), whole(tmp_path))


FILLING = """
import sys
sys.path[:0] = [{tests!r}]
from library_work import QuickEncoder, articles
from rashomon.library.looking import status
from rashomon.library import LibraryError, add_articles, open_library
try:
    with open_library({place!r}, create=True) as library:
        add_articles(library, articles({count}), QuickEncoder())
except LibraryError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is made by Linux' tmpfs")
def test_a_disk_that_is_really_full_is_told_and_loses_nothing(tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root may mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=500k", "none", disk], capture_output=True
    ).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        program = FILLING.format(tests=str(ROOT / "tests"), place=str(disk / "it"), count=COUNT)
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert run.returncode == 1
        assert "the disk is full" in run.stderr or "the disk gave an error" in run.stderr
        assert run.stderr.count("\n") == 1
        subprocess.run(["mount", "-o", "remount,size=90m", disk], check=True)
        goes_on(str(disk / "it"), whole(tmp_path))
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_broken_byte_is_told_by_verify(tmp_path: Path) -> None:
    with open_library(str(tmp_path), create=True) as library:
        add_articles(library, articles(4), ENCODER)
    with sqlite3.connect(tmp_path / "library.sqlite") as database:
        (packed,) = database.execute("SELECT vectors FROM versions WHERE number = 1").fetchone()
        database.execute("UPDATE versions SET vectors = ? WHERE number = 1", (packed[:-1] + b"\x05",))
        database.execute("DELETE FROM stories WHERE id = (SELECT story FROM articles WHERE number = 1)")
    with open_library(str(tmp_path)) as library:
        wrong = list(verify(library))
    assert any("not what was written" in one for one in wrong)
    assert any("belongs to no story" in one for one in wrong)


def test_a_missing_library_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="rashomon add"):
        open_library(str(tmp_path / "none"))


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with open_library(str(tmp_path), create=True) as library:
        add_articles(library, articles(8), ENCODER)
        with library.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="disk is full"):
            add_articles(library, articles(140), ENCODER)
        with library.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert list(verify(library)) == []
        add_articles(library, articles(140), ENCODER)
        assert status(library).articles == 140


KILLED = """
import sys
sys.path[:0] = [{tests!r}]
from library_work import QuickEncoder, articles
from rashomon.library import add_articles, open_library
print("begun", flush=True)
with open_library({place!r}, create=True) as library:
    add_articles(library, articles(160), QuickEncoder())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    whole, killed = str(tmp_path / "whole"), str(tmp_path / "killed")
    with open_library(whole, create=True) as library:
        add_articles(library, articles(160), ENCODER)
        expected = contents(library)
    program = KILLED.format(tests=str(ROOT / "tests"), place=killed)
    for moment in (0.02, 0.4, 1.0):
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(moment)
        process.kill()
        process.wait()
        process.stdout.close()
        with open_library(killed, create=True) as library:
            assert list(verify(library)) == []
    with open_library(killed) as library:
        add_articles(library, articles(160), ENCODER)
        assert list(verify(library)) == []
        assert contents(library) == expected
