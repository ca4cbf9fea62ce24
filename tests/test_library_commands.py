"""The commands of the library, run as a user runs them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from library_work import QuickEncoder, articles
from test_sources_archives import page, record

from rashomon.cli import main
from rashomon.encoder import Encoder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> Path:
    """A library that was made by the command."""
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    reports = tmp_path / "reports.jsonl"
    fields = ("url", "outlet", "language", "published", "title", "text")
    lines = [json.dumps({name: getattr(one, name) for name in fields}) for one in articles(8)]
    reports.write_text("\n".join(lines), "utf-8")
    folder = tmp_path / "library"
    monkeypatch.setenv("RASHOMON_LIBRARY", str(folder))
    assert main(["add", str(reports)]) == 0
    assert capsysbinary.readouterr().out == b"8 new, 0 changed, 0 known already.\n"
    assert main(["add", "--json", str(reports)]) == 0
    assert json.loads(capsysbinary.readouterr().out)["known"] == 8
    return folder


def run(capsysbinary: Any, *words: str) -> str:
    assert main(list(words)) == 0
    out: bytes = capsysbinary.readouterr().out
    return out.decode()


def test_what_was_added_is_listed_and_shown(library: Path, capsysbinary: Any) -> None:
    stories = json.loads(run(capsysbinary, "stories", "--json"))
    assert sum(story["articles"] for story in stories) == 8
    name = stories[0]["id"]
    assert name in run(capsysbinary, "stories")
    document = json.loads(run(capsysbinary, "story", name, "--json", "-"))
    one = document["articles"][0]["id"]
    assert "founded" in run(capsysbinary, "story", name)
    assert one in run(capsysbinary, "article", one[:8])
    assert json.loads(run(capsysbinary, "article", one, "--json"))["article"]["id"] == one
    assert json.loads(run(capsysbinary, "status", "--json"))["articles"] == 8
    assert "whole" in run(capsysbinary, "verify")
    assert isinstance(json.loads(run(capsysbinary, "entity", "Norhaven", "--json")), list)


def test_statements_are_found(library: Path, capsysbinary: Any) -> None:
    hits = json.loads(run(capsysbinary, "search", "--json", "--language", "en", "cargo", "ship"))
    assert hits
    assert all("cargo ship" in hit["quote"] for hit in hits)
    assert "cargo" in run(capsysbinary, "search", "--words-only", "cargo")


def test_each_export_is_what_it_says(library: Path, capsysbinary: Any, tmp_path: Path) -> None:
    lines = run(capsysbinary, "export").splitlines()
    assert {json.loads(line)["format"] for line in lines} == {"rashomon.dossier/1"}
    rows = list(csv.DictReader(io.StringIO(run(capsysbinary, "export", "--format", "claims"))))
    assert {row["verdict"] for row in rows} <= {"agree", "differ", "single"}
    run(capsysbinary, "export", "--format", "figures", "--output", str(tmp_path / "figures.csv"))
    assert "value" in (tmp_path / "figures.csv").read_text("utf-8").splitlines()[0]
    linked = run(capsysbinary, "export", "--format", "jsonld").splitlines()
    assert {json.loads(line)["@context"] for line in linked} == {"https://schema.org"}
    feed = ElementTree.fromstring(run(capsysbinary, "export", "--format", "rss"))
    assert len(feed.findall("./channel/item")) == len(lines)
    one = json.loads(lines[0])["stories"][0]["id"]
    feed = ElementTree.fromstring(run(capsysbinary, "export", "--format", "rss", one))
    assert [item.text for item in feed.findall("./channel/item/guid")] == [one]
    for kind in ("jsonl", "parquet"):
        assert main(["export", "--format", kind, "--output", str(tmp_path / "nowhere" / "x")]) == 2
        assert f"there is no folder {tmp_path / 'nowhere'}" in capsysbinary.readouterr().err.decode()


def test_claims_are_exported_as_parquet(library: Path, capsysbinary: Any, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    run(capsysbinary, "export", "--format", "parquet", "--output", str(tmp_path / "claims.parquet"))
    assert "quote" in parquet.read_table(tmp_path / "claims.parquet").column_names


def test_a_file_is_removed_by_its_path(library: Path, capsysbinary: Any, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Harbour closed\n\nThe harbour of Norhaven was closed on Monday.", "utf-8")
    assert "1 new" in run(capsysbinary, "add", str(draft))
    assert "Removed: a" in run(capsysbinary, "remove", str(draft))
    assert json.loads(run(capsysbinary, "status", "--json"))["articles"] == 8
    assert main(["remove", str(tmp_path / "other.txt")]) == 1


def test_a_hostile_title_drives_no_terminal(library: Path, capsysbinary: Any, tmp_path: Path) -> None:
    hostile = "\u202eevil\x1b[31m\x07 \u2066title\x9b2J"
    told = {
        "url": "https://x.example/1",
        "outlet": "\x1b]0;x\x07",
        "title": hostile,
        "text": f"{hostile} sank.",
    }
    reports = tmp_path / "hostile.jsonl"
    reports.write_text(json.dumps(told), "utf-8")
    main(["add", str(reports)])  # tells of what it replaced, too
    capsysbinary.readouterr()
    said = run(capsysbinary, "article", "https://x.example/1")
    said += (
        run(capsysbinary, "stories")
        + run(capsysbinary, "search", "evil")
        + run(capsysbinary, "entity", "evil")
    )
    assert "title" in said
    assert not set(said) & set("\u202e\x1b\x07\u2066\x9b")


def test_what_an_outlet_changed_is_shown_with_the_story(
    library: Path, capsysbinary: Any, tmp_path: Path
) -> None:
    for text in ("The harbour of Norhaven was closed on Monday.", "The harbour of Norhaven opened again."):
        page = tmp_path / "page.txt"
        page.write_text(f"---\nurl: https://port.example/1\n---\nThe harbour\n\nA notice. {text}\n", "utf-8")
        run(capsysbinary, "add", str(page))
    found = json.loads(run(capsysbinary, "article", "https://port.example/1", "--json"))
    told = run(capsysbinary, "story", found["article"]["story"])
    assert "- The harbour of Norhaven was closed on Monday." in told
    assert "+ The harbour of Norhaven opened again." in told


def test_the_service_that_the_docs_give_is_one(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not here")
    told = (ROOT / "docs/library.md").read_text("utf-8")
    lines = told[told.index("    [Unit]") : told.index("    mkdir -p ~/.local")].splitlines()
    unit = tmp_path / "rashomon.service"
    unit.write_text("\n".join(line.strip() for line in lines), "utf-8")
    program = tmp_path / ".local/bin/rashomon"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    places = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [analyze, "--user", "verify", unit], env=os.environ | places, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_removed_is_no_longer_listed(library: Path, capsysbinary: Any) -> None:
    run(capsysbinary, "remove", "https://outlet0.example/0/report")
    assert json.loads(run(capsysbinary, "status", "--json"))["articles"] == 7
    assert main(["article", "https://outlet0.example/0/report"]) == 1


def test_errors_are_one_line(library: Path, capsysbinary: Any) -> None:
    for words in (["story", "s999"], ["article", "nothing"], ["export", "s999"], ["remove", "nothing"]):
        assert main(words) == 1
        assert capsysbinary.readouterr().err.count(b"\n") == 1
    assert main(["status", "--library", "mysql://here/it"]) == 1
    assert b"PostgreSQL" in capsysbinary.readouterr().err


def test_a_crawl_is_added_and_what_is_broken_in_it_named(
    library: Path, capsysbinary: Any, tmp_path: Path
) -> None:
    members = [gzip.compress(record(number, page(number))) for number in range(4)]
    members[2] = members[2][:40] + bytes(9) + members[2][49:]
    (tmp_path / "news.warc.gz").write_bytes(b"".join(members))
    assert main(["add", str(tmp_path / "news.warc.gz")]) == 1
    out, err = capsysbinary.readouterr()
    assert out == b"3 new, 0 changed, 0 known already.\n"
    assert b"broken gzip data" in err
    assert main(["add", "--quiet", str(tmp_path / "news.warc.gz")]) == 1
    assert json.loads(run(capsysbinary, "status", "--json"))["articles"] == 11
