"""The example reports hold what their README promises."""

import json
import unicodedata
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
FERRY = EXAMPLES / "ferry-collision"
SCRIPTS = ("LATIN", "ARABIC", "CYRILLIC", "CJK")


def front_matter(path: Path) -> dict[str, str]:
    """What stands between the two lines of dashes, and the body under the key ``text``."""
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    return {**dict(line.split(": ", 1) for line in head.splitlines()), "text": body.strip()}


def written_reports(folder: Path) -> list[dict[str, str]]:
    """The reports of the folder's text and JSON Lines files."""
    plain = [front_matter(path) for path in sorted(folder.glob("*.txt"))]
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return plain + [json.loads(line) for line in lines]


def script(text: str) -> str:
    """The script that most letters of the text are written in."""
    names = [unicodedata.name(c, "") for c in text if c.isalpha()]
    return max(SCRIPTS, key=lambda s: sum(name.startswith(s) for name in names))


@pytest.mark.parametrize("report", written_reports(FERRY), ids=lambda r: r["outlet"])
def test_every_report_is_complete(report):
    assert {"url", "outlet", "published", "language", "title"} <= set(report)
    assert ".example/" in report["url"]
    assert 600 <= len(report["text"]) <= 2000


def test_many_outlets_languages_and_scripts_tell_of_one_event():
    reports = written_reports(FERRY)
    assert len({r["outlet"] for r in reports}) >= 10
    assert len({r["language"] for r in reports}) >= 9
    assert {script(r["text"]) for r in reports} == set(SCRIPTS)


def test_a_page_and_another_event_are_there_too():
    page = (FERRY / "coastline-post.html").read_text("utf-8")
    assert "og:site_name" in page
    assert "<nav" in page
    assert len({r["outlet"] for r in written_reports(EXAMPLES / "other-day")}) == 2


def test_the_copy_repeats_the_wire_report():
    wire = front_matter(FERRY / "meridian-wire.txt")["text"].splitlines()
    copy = front_matter(FERRY / "northern-ledger.txt")["text"].splitlines()
    assert sum(line in copy for line in wire if line) >= 3


def gold_texts(shared: Path) -> list[str]:
    """The texts of all reports in the gold data."""
    stories = [json.loads(p.read_text("utf-8")) for p in sorted((shared / "gold" / "stories").glob("*.json"))]
    pairs = (shared / "gold" / "pairs.articles.jsonl").read_text("utf-8").splitlines()
    seeds = [p.read_text("utf-8") for p in sorted((shared / "seeds").glob("*.txt"))]
    return (
        seeds + [a["text"] for s in stories for a in s["articles"]] + [json.loads(p)["text"] for p in pairs]
    )


def test_no_text_of_the_gold_data_is_in_the_examples(shared):
    """No run of 40 characters of a report that belongs to its publisher is copied."""
    theirs = gold_texts(shared)
    assert len(theirs) > 200
    windows = {text[i : i + 40] for text in theirs for i in range(len(text) - 40)}
    for path in sorted(p for p in EXAMPLES.rglob("*") if p.is_file()):
        ours = path.read_text("utf-8")
        assert not any(ours[i : i + 40] in windows for i in range(len(ours) - 39)), path.name
