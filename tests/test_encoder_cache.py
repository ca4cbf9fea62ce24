"""The built graph is kept, checked, and never in the way."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from rashomon.encoder import Encoder
from rashomon.encoder.cache import cache_folder, cached

OPEN = (
    "from rashomon.encoder import Encoder; print(Encoder.open().encode(['a bridge'])[0].vector[:4].tolist())"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def never() -> bytes:
    raise AssertionError("built although it was kept")


def test_what_was_built_is_kept(folder: Path) -> None:
    assert cached("graph", lambda: b"built") == b"built"
    assert cached("graph", never) == b"built"
    assert [path.name for path in folder.iterdir()] == ["graph"]


@pytest.mark.parametrize(("kept", "added"), [(0, b""), (10, b""), (-1, b""), (-1, b"?"), (None, b"?")])
def test_a_broken_file_is_built_anew(folder: Path, kept: int | None, added: bytes) -> None:
    cached("graph", lambda: b"built")
    path = folder / "graph"
    path.write_bytes(path.read_bytes()[:kept] + added)
    assert cached("graph", lambda: b"built again") == b"built again"
    assert cached("graph", never) == b"built again"


def test_a_folder_that_cannot_be_written_is_named_and_worked_without(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.warns(RuntimeWarning, match="can't be written.*RASHOMON_CACHE"):
        assert cached("graph", lambda: b"built") == b"built"


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.warns(RuntimeWarning, match="No space left"):
        assert cached("graph", lambda: b"built") == b"built"
    assert list(folder.iterdir()) == []


def test_the_folder_is_the_users_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_CACHE", "/named")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    assert cache_folder() == Path("/named")
    monkeypatch.delenv("RASHOMON_CACHE")
    assert cache_folder() == Path("/xdg/rashomon")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert "rashomon" in cache_folder().parts


def test_two_processes_may_start_at_once(folder: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", OPEN], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    printed = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert printed[0] == printed[1]
    # One graph, and the probe that tells which of its two forms this processor wants.
    assert len(list(folder.iterdir())) == 2


def test_the_first_build_tells_how_far_it_is(folder: Path) -> None:
    told: list[float] = []

    def progress(what: str, share: float) -> None:
        told.append(share)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first = Encoder.open(progress=progress)
    assert told == sorted(told)
    assert told[-1] == 1.0
    told.clear()
    assert Encoder.open(progress=progress).name == first.name
    assert told == []
