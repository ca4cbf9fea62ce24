"""The commands: what they promise at the prompt."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rashomon import __version__
from rashomon.cli import main
from rashomon.cli.output import write_whole
from rashomon.encoder import Encoder, WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable

HEAVY = ("numpy", "onnx", "onnxruntime", "tokenizers", "icu", "babel", "rich", "trafilatura", "py3langid")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return run


def test_help_and_version_load_nothing_heavy() -> None:
    code = (
        "import sys, time; from rashomon.cli import main; main(['--help']); main(['--version']);"
        f"print([name for name in {HEAVY} if name in sys.modules], time.process_time() < 0.3)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] True"
    assert f"rashomon, version {__version__}" in done.stdout


@pytest.mark.parametrize("words", [[], ["read"], ["languages"], ["evaluate"], ["evaluate", "claims"]])
def test_every_help_shows_an_example(run: Callable[..., tuple[int, str, str]], words: list[str]) -> None:
    for option in ("-h", "--help"):
        status, out, _ = run(*words, option)
        assert status == 0
        assert f"  rashomon {' '.join(words)}" in out


@pytest.mark.parametrize(
    "words",
    [
        ["read"],
        ["nonsense"],
        ["read", "--nonsense", "a.txt"],
        ["read", "--published", "last Monday", "a.txt"],
        ["read", "--published", "03/04/2011", "a.txt"],
        ["read", "--language", "gibberish", "a.txt"],
        ["read", "--json", "no-such-folder/out.json", "a.txt"],
        ["read", "--json", ".", "a.txt"],
        ["read", "--json", "out", "--html", "./out", "a.txt"],
        ["read", "--json", "-", "--html", "-", "a.txt"],
        ["evaluate"],
        ["evaluate", "pairs"],
    ],
)
def test_wrong_usage_is_explained_and_exits_with_2(
    run: Callable[..., tuple[int, str, str]],
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*words)
    assert status == 2
    assert "Usage:" in err + out
    assert "Traceback" not in err


def test_an_input_is_never_overwritten(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("The bridge fell.")
    status, _, err = run("read", "--json", report, report)
    assert (status, report.read_text()) == (2, "The bridge fell.")
    assert "is one of the inputs" in err


def test_languages_are_listed_alike_for_people_and_programs(run: Callable[..., tuple[int, str, str]]) -> None:
    rows = json.loads(run("languages", "--json")[1])
    status, table, _ = run("languages")
    assert status == 0
    assert {row["code"] for row in rows} >= {"en", "vi"}
    for row in rows:
        assert any(line.split()[:2] == [row["code"], row["name"]] for line in table.splitlines())
        assert row["depth"] in {"full", "basic", "cldr"}


def test_a_gold_file_that_cannot_be_used_is_said(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: None)
    (tmp_path / "gold.json").write_text("{}")
    for words in (
        ["claims", tmp_path / "gold.json"],
        ["claims", tmp_path / "none"],
        ["pairs", tmp_path / "none"],
    ):
        status, out, err = run("evaluate", *words)
        assert (status, out) == (1, "")
        assert str(words[1]) in err
        assert len(err.splitlines()) == 1


def test_missing_weights_are_said(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise WeightsError("the weights are not there")

    monkeypatch.setattr(Encoder, "open", broken)
    (tmp_path / "a.txt").write_text("The bridge fell.")
    status, _, err = run("read", tmp_path / "a.txt")
    assert (status, err) == (1, "Error: the weights are not there\n")


def test_a_fault_of_our_own_is_one_line(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(**_: object) -> None:
        raise LookupError("oops")

    monkeypatch.delenv("RASHOMON_TRACEBACK", raising=False)
    monkeypatch.setattr(Encoder, "open", faulty)
    (tmp_path / "a.txt").write_text("The bridge fell.")
    status, _, err = run("read", tmp_path / "a.txt")
    assert status == 1
    assert err.startswith("rashomon: a fault in Rashomon itself: LookupError: oops")


def test_a_file_is_written_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(str(link), b"new")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"new", 0o640)
    assert len(list(tmp_path.iterdir())) == 2


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    old = tmp_path / "out.json"
    old.write_text("old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(str(old), b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.json", "old")]


def test_names_are_measured_for_people_and_programs(run: Callable[..., tuple[int, str, str]]) -> None:
    marked = Path(__file__).parent / "names" / "vi.iob2"
    status, printed, _ = run("evaluate", "names", "--json", str(marked))
    measured = json.loads(printed)
    assert status == 0
    assert set(measured["by_type"]) == {"PER", "ORG", "LOC"}
    assert measured["f1"] > 0.8
    assert f"{measured['f1']:.3f}" in run("evaluate", "names", str(marked))[1]


def test_languages_are_listed_with_their_depth_and_figures(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["languages", "--json"]) == 0
    rows = {row["code"]: row for row in json.loads(capsysbinary.readouterr().out)}
    assert rows["en"]["depth"] == "full"
    assert rows["ja"]["depth"] == "cldr"
    assert (rows["ja"]["words"], rows["ja"]["CLDR alone for"]) == ("0", "all")
    assert all(int(row["words"]) > 1000 for row in rows.values() if row["depth"] != "cldr")
    assert rows["de"]["times"] != "-"
