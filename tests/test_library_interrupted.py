"""Adding that is interrupted, seen, or refused: what it says, and that nothing is lost."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from library_work import QuickEncoder, articles
from web_site import PAGE, Site, site

from rashomon.cli import main, progress
from rashomon.encoder import Encoder
from rashomon.library import LibraryError, add_articles, open_library, verify
from rashomon.library.looking import status

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["site"]

ENCODER: Any = QuickEncoder()
FIELDS = ("url", "outlet", "language", "published", "title", "text")
PROGRAM = """
import sys, time
sys.path[:0] = [{tests!r}]
from library_work import QuickEncoder
from rashomon.cli import main
from rashomon.encoder import Encoder
class Slow(QuickEncoder):
    def encode_and_tag(self, texts):
        print("encoding", file=sys.stderr, flush=True)
        time.sleep(0.2)
        return super().encode_and_tag(texts)
Encoder.open = lambda **_: Slow()
sys.exit(main({words!r}))
"""


def started(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(tests=str(ROOT / "tests"), words=list(words))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def written(path: Path, count: int) -> str:
    lines = [json.dumps({name: getattr(one, name) for name in FIELDS}) for one in articles(count)]
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_to_end_it_finishes_the_batch_and_says_how_to_go_on(
    tmp_path: Path, sign: signal.Signals, code: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    reports, place = written(tmp_path / "reports.jsonl", 400), str(tmp_path / "library")
    process = started("add", "--library", place, reports)
    assert process.stderr
    assert process.stderr.readline() == "encoding\n"
    process.send_signal(sign)
    out, err = process.communicate(timeout=120)
    assert process.returncode == code
    assert "finishing what is at hand" in err
    assert "all that was told above is kept. Run the same command again to go on" in err
    kept = int(out.split()[0])
    assert 0 < kept < 400
    with open_library(place) as library:
        assert status(library).articles == kept
        assert list(verify(library)) == []
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    assert main(["add", "--library", place, reports]) == 0
    assert capsys.readouterr().out == f"{400 - kept} new, 0 changed, {kept} known already.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_asked_twice_it_ends_at_once_and_the_library_is_whole(tmp_path: Path) -> None:
    place = str(tmp_path / "library")
    process = started("add", "--library", place, written(tmp_path / "reports.jsonl", 400))
    assert process.stderr
    process.stderr.readline()
    for _ in range(2):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, "Traceback" in err) == (130, False)
    with open_library(place) as library:
        assert list(verify(library)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_asked_to_end_while_a_host_is_waited_for_it_keeps_what_came(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 50\n")
    for number in range(3):
        site.put(f"/{number}", PAGE.replace(b"Monday", b"Monday the %d." % number))
    words = ["add", "--fetch", "--allow-private", "--library", str(tmp_path / "library")]
    process = started(*words, *(f"{site.url}/{number}" for number in range(3)))
    end = time.monotonic() + 60
    while not site.count("/robots.txt") and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() < end


def test_a_web_address_is_added_only_where_fetching_is_asked_for(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    monkeypatch.setenv("RASHOMON_LIBRARY", str(tmp_path / "library"))
    site.put("/report")
    address = site.url + "/report"
    assert main(["add", address]) == 1
    assert "not fetched unless asked to" in capsys.readouterr().err
    assert main(["add", "--fetch", address]) == 1
    assert "private" in capsys.readouterr().err
    assert site.asked == []
    assert main(["add", "--fetch", "--allow-private", address]) == 0
    assert capsys.readouterr().out == "1 new, 0 changed, 0 known already.\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_rate_share_and_remaining_time_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    monkeypatch.setattr(progress, "_AFTER_SECONDS", -1.0)
    monkeypatch.setattr(progress, "_OFTEN", -1.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    (tmp_path / "folder").mkdir()
    for number in range(2):
        written(tmp_path / "folder" / f"{number}.jsonl", 80 + number)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["add", "--library", str(tmp_path / "library"), str(tmp_path / "folder")]) == 0
    shown = terminal.getvalue()
    assert re.search(r"Adding [1-9]\d* articles, [\d.]+ a second", shown)
    assert re.search(r"\d:\d\d:\d\d", shown), "what remains"


def test_how_much_of_all_files_was_read_is_known(tmp_path: Path) -> None:
    from rashomon.sources.find import bytes_of

    for name, size in (("a.txt", 100), (".hidden", 50), ("README.md", 30), ("b.txt", 300)):
        (tmp_path / name).write_bytes(b"x" * size)
    assert bytes_of([str(tmp_path)]) == 400
    assert bytes_of([str(tmp_path / "a.txt"), str(tmp_path / "none")]) == 100
    assert bytes_of([str(tmp_path), "-"]) is None
    assert bytes_of(["https://outlet.example/"]) is None


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder, and no more rights than anybody has: root gives its own up for a while."""
    if not hasattr(os, "geteuid"):
        pytest.skip("there are no permissions of this kind here")
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()
    try:
        folder.chmod(0o777)
        if user == 0:
            os.seteuid(65534)
        yield folder
    finally:
        os.seteuid(user)
        shutil.rmtree(folder)


def test_a_folder_that_may_only_be_read_says_so() -> None:
    with nobody() as folder:
        closed = folder / "closed"
        closed.mkdir(mode=0o500)
        with pytest.raises(LibraryError, match="permission"):
            open_library(str(closed / "library"), create=True)


def test_a_library_that_may_only_be_read_is_read_and_not_written_to() -> None:
    with nobody() as folder:
        place = folder / "library"
        with open_library(str(place), create=True) as library:
            add_articles(library, articles(4), ENCODER)
        for path in place.iterdir():
            path.chmod(0o400)
        place.chmod(0o500)
        try:
            with open_library(str(place)) as library:
                assert status(library).articles == 4
                with pytest.raises(LibraryError, match="permission"):
                    add_articles(library, articles(8), ENCODER)
        finally:
            place.chmod(0o700)
