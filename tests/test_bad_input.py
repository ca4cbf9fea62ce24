"""Bad input: a clear line says which and why, the rest is read, and no traceback is ever seen."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from rashomon.cli import main
from rashomon.encoder import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GOOD = "Bridge falls\n\nThe bridge at Ostrava fell on Monday. Twelve people were hurt, the mayor said.\n"
COMMAND = [sys.executable, "-m", "rashomon"]


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def ids(self) -> list[str]:
        return [article["id"] for article in json.loads(self.out)["articles"]]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.open()


@pytest.fixture
def run(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """The command, with an encoder that is opened once for all tests."""
    monkeypatch.setattr(Encoder, "open", lambda **_: encoder)

    def run(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "fault in Rashomon" not in err
        return Result(status, out, err)

    return run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" + bytes(range(256)) * 4
BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "mark.txt": (b"\xef\xbb\xbf", "empty"),
    "image.png": (PNG, "not text: a PNG image"),
    "image.txt": (PNG, "not text: a PNG image"),
    "image.jsonl": (PNG, "not text: a PNG image"),
    "noise.bin": (bytes(range(256)) * 40, "not text: binary data"),
    "zeros.txt": (bytes(5000), "not text: binary data"),
    "emoji.txt": ("😀😀 🎉\n".encode(), "no words in it"),
    "digits.txt": (b"12 34 56.\n78\n", "no words in it"),
    "line.txt": (b"word " * 2_000_000, "10,000,000 characters of text, longer than a report is"),
    "letters.txt": (b"x" * 10_000_000, "10,000,000 characters of text, longer than a report is"),
    "line.html": (b"<p>word</p>" * 1_000_000, "a page of 11,000,000 characters, longer than a report is"),
    "frames.html": (b"<html><body><img src=a.png></body></html>", "empty"),
    "script.html": (b"<html><script>let words = 1</script></html>", "empty"),
    "feed.xml": (b'<?xml version="1.0"?><rss><channel/></rss>', "a feed without entries"),
    "list.json": (b"[1]", "not a JSON object"),
    "broken.json": (b'{"text": "cut', "not valid JSON"),
    "deep.json": (b"[" * 200_000, "JSON nested too deeply"),
    "titled.json": (b'{"title": "No body"}', "no text (fields: title)"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_report_is_named_and_the_rest_read(
    run: Callable[..., Result], good: Path, tmp_path: Path, name: str
) -> None:
    data, why = BAD[name]
    (tmp_path / name).write_bytes(data)
    result = run("read", "--json", "-", tmp_path / name, good)
    assert result.status == 1
    assert result.ids == ["good"]
    (line,) = result.err.splitlines()
    assert line.startswith(f"rashomon: {(tmp_path / name).as_posix()}")
    assert why in line


SPOILT = {
    "utf8.txt": (GOOD.encode() + "Ít nhất ba người chết.\n".encode() + b"\xff\xfe\n", "could not be decoded"),
    "nul.txt": (GOOD.encode() + b"\0\0 and then.\n", "2 control characters were replaced"),
    "nul.html": (b"<html><body><p>The bridge\0 fell at noon.</p></body></html>", "1 control characters were"),
    "escape.txt": (GOOD.encode() + b"\x1b[31mRed.\n", "1 control characters were replaced"),
    "language.jsonl": (
        b'{"text": "The bridge fell.", "language": "gibberish"}\n',
        "no language that is known",
    ),
    "date.jsonl": (
        b'{"text": "The bridge fell.", "date": "03/04/2011"}\n',
        "day of publication not understood",
    ),
    "nested.html": (
        b"<html><body>" + b"<div>" * 10_000 + b"The bridge fell at noon.",
        "no article was found",
    ),
    "surrogate.jsonl": (b'{"text": "The bridge \\ud83d fell."}\n', "1 control characters were replaced"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_read_and_what_was_changed_is_said(
    run: Callable[..., Result], tmp_path: Path, name: str
) -> None:
    data, why = SPOILT[name]
    (tmp_path / name).write_bytes(data)
    result = run("read", "--json", "-", tmp_path / name)
    assert (result.status, len(result.ids)) == (1, 1)
    (line,) = result.err.splitlines()
    assert name in line
    assert why in line
    assert all(character.isprintable() or character == "\n" for character in result.err)


PAGE = "<html><head><meta charset={}></head><body><p>{}</p></body></html>"
MARKUP = "<script>alert(1)</script>"
FINE = {
    "utf16.txt": GOOD.encode("utf-16"),
    "latin1.html": PAGE.format("iso-8859-1", "Le pont s'est effondré à l'aube.").encode("latin-1"),
    "sjis.html": PAGE.format("Shift_JIS", "橋が朝に崩落した。12人が負傷した。").encode("shift_jis"),
    "sjis.txt": "橋が朝に崩落した。市長によると、12人が負傷した。".encode("shift_jis"),
    "heading.txt": b"Ferry Ostrava mayor",
    "markup.txt": f"<b>Bridge</b> {MARKUP}\n\n{MARKUP} fell & rose at noon.\n".encode(),
    "markup.jsonl": json.dumps({"title": MARKUP, "text": "</script><img src=x> [bold]Bridge fell."}).encode(),
    "klingon.jsonl": b'{"text": "tlhIngan maH. Qapla.", "language": "tlh"}\n',
    "marks.txt": "\u202e\u2066 Bridge \u200b\u200f falls \ufeff today.\n".encode(),
    "line.txt": b"The bridge fell " * 5_000,
}


@pytest.mark.parametrize("name", FINE)
@pytest.mark.parametrize("output", ["json", "html", "screen"])
def test_odd_but_readable_reports_are_read(
    run: Callable[..., Result], tmp_path: Path, name: str, output: str
) -> None:
    (tmp_path / name).write_bytes(FINE[name])
    options = {"json": ["--json", "-"], "html": ["--quiet", "--html", tmp_path / "out.html"], "screen": []}
    result = run("read", *options[output], tmp_path / name)
    assert (result.status, result.err) == (0, "")
    if output == "html":
        page = (tmp_path / "out.html").read_text()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_missing_paths_and_folders_without_articles_are_named(
    run: Callable[..., Result], good: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder" / "deeper").mkdir(parents=True)
    (tmp_path / "folder" / "README.md").write_text("Nothing here.")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    result = run(
        "read", "--json", "-", "missing.txt", tmp_path / "folder", tmp_path / "gone.txt", good, "a\0b"
    )
    assert (result.status, result.ids) == (1, ["good"])
    assert [line.rpartition(": ")[2] for line in result.err.splitlines()] == [
        "no such file or folder",
        "no articles in this folder",
        "no such file or folder",
        "not a valid path",
    ]


def test_a_broken_line_in_the_middle_is_named_with_its_number(run: Callable[..., Result]) -> None:
    stdin = b'{"text": "The bridge fell."}\n{"text": "The bri\n{"text": "Nobody died."}\n'
    result = run("read", "--json", "-", "-", stdin=stdin)
    assert (result.status, result.ids) == (1, ["stdin-1", "stdin-3"])
    assert result.err.startswith("rashomon: standard input, line 2: not valid JSON")


def test_nothing_to_read_is_said_and_writes_nothing(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    result = run("read", "--json", tmp_path / "out.json", tmp_path / "empty.txt")
    assert result.status == 1
    assert result.err.splitlines()[-1] == "rashomon: nothing to read"
    assert not (tmp_path / "out.json").exists()


def test_a_file_of_200_mb_is_named_without_being_loaded(
    run: Callable[..., Result], good: Path, tmp_path: Path
) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.write(b"The bridge fell.\n" * 4096)
        file.truncate(200_000_000)
    result = run("read", "--json", "-", tmp_path / "large.txt", good)
    assert (result.status, result.ids) == (1, ["good"])
    assert "larger than 20 MB" in result.err


def test_one_article_alone_and_the_same_article_twice(run: Callable[..., Result], good: Path) -> None:
    alone = run("read", "--json", "-", good)
    assert (alone.status, alone.err, alone.ids) == (0, "", ["good"])
    twice = run("read", "--together", "--json", "-", good, good)
    assert (twice.status, twice.err, twice.ids) == (0, "", ["good", "good-2"])
    assert [story["origins"] for story in json.loads(twice.out)["stories"]] == [1]


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may read everything, so that a test of permissions is run as another user."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        yield
        os.seteuid(0)
    else:
        yield


def test_what_may_not_be_read_is_named(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    from rashomon.sources import find_articles

    for name in ("file.txt", "folder/file.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    (tmp_path / "good.txt").write_text(GOOD)
    list(find_articles([str(tmp_path / "good.txt")]))  # loads what another user may not
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(0o755)
    (tmp_path / "file.txt").chmod(0)
    (tmp_path / "folder").chmod(0)
    request.getfixturevalue("nobody")
    found = list(find_articles([str(tmp_path)]))
    assert sorted(getattr(item, "why", "read") for item in found) == ["no permission to read it"] * 2 + [
        "read"
    ]


# What can only be seen from outside


def test_a_full_disk_is_said(run: Callable[..., Result], good: Path) -> None:
    result = run("read", "--quiet", "--json", "/dev/full", good)
    assert (result.status, result.out) == (1, "")
    assert result.err == "rashomon: /dev/full: could not be written: no space left on device\n"


def test_a_full_disk_leaves_the_old_file_and_no_part_of_the_new(
    run: Callable[..., Result], good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "out.json").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    result = run("read", "--json", tmp_path / "out.json", "--html", tmp_path / "out.html", good)
    assert result.status == 1
    assert "could not be written: no space left on device" in result.err
    assert "Bridge falls" in result.out, "what can be shown is shown"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.txt", "out.json"]
    assert (tmp_path / "out.json").read_text() == "old"


def test_standard_output_on_a_full_disk_is_said(good: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [*COMMAND, "read", good], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (1, "rashomon: standard output: no space left on device\n")


def test_a_closed_pipe_ends_the_command_quietly(good: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "read", good], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        assert (command.stderr.read(), command.wait()) == (b"", 1)


def test_ctrl_c_ends_the_command_and_leaves_no_file(tmp_path: Path) -> None:
    arguments = ["read", "--json", str(tmp_path / "out.json"), "-"]
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdin
        assert command.stderr
        watchdog = threading.Timer(60, command.kill)
        watchdog.start()
        command.stdin.write(b'{"text": "The bridge fell."}\n{broken\n')
        command.stdin.flush()
        assert b"line 2" in command.stderr.readline(), "the command is at work"
        time.sleep(0.1)
        command.send_signal(signal.SIGINT)
        assert command.stderr.read().strip() == b"rashomon: interrupted"
        assert command.wait() == 130
        watchdog.cancel()
    assert not list(tmp_path.iterdir())


def test_what_was_closed_before_the_start_is_no_fault(good: Path, tmp_path: Path) -> None:
    code = "import sys; sys.stdin = sys.stdout = sys.stderr = None; import rashomon.cli; rashomon.cli.main()"
    arguments = ["read", "--json", tmp_path / "out.json", good]
    assert subprocess.run([sys.executable, "-c", code, *arguments], check=False).returncode == 0
    assert json.loads((tmp_path / "out.json").read_bytes())["articles"]


def test_a_pipe_can_be_named_as_a_file(good: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "read", "--quiet", "--json", "/dev/stdout", good], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["articles"]
