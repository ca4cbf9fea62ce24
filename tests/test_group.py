"""``rashomon group``: stories without claims, as a list, as JSON and as a picture."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from lxml import etree
from rich.console import Console

from rashomon.cli import main
from rashomon.model import Article, Document, Dossier, MadeBy
from rashomon.report import json as report_json
from rashomon.report import stories, stories_picture

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("group")
    files = folder / "stories.json", folder / "stories.svg"
    examples = [str(ROOT / "examples" / name) for name in ("other-day", "ferry-collision/meridian-wire.txt")]
    assert main(["group", *examples, "--json", str(files[0]), "--svg", str(files[1]), "--quiet"]) == 0
    return files


def test_the_json_fits_the_contract_and_has_no_claims(outputs: tuple[Path, Path]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(outputs[0].read_bytes())
    jsonschema.validate(document, report_json.schema())
    assert sorted(len(story["articles"]) for story in document["stories"]) == [1, 2]
    assert all(story["claims"] == [] for story in document["stories"])
    assert all(article["origin"] for article in document["articles"])


def test_the_picture_has_a_dot_for_every_article(outputs: tuple[Path, Path]) -> None:
    picture = etree.parse(str(outputs[1]))
    assert sum(dot.get("r") == "5" and len(dot) == 1 for dot in picture.iter(f"{SVG}circle")) == 3


def test_hostile_titles_and_dates_make_a_sound_picture() -> None:
    articles = tuple(
        Article(id=f"<{n}>", text="</svg>\x1b[2J\x00", title="a\ud800 & <b>", published=day)
        for n, day in enumerate([None, "1970-01-01", "2099-12-31T10:00Z", "0001-01-01", "soon"])
    )
    story = Dossier(
        id="s1", title="<script>\u202e", languages=("und",), articles=tuple(a.id for a in articles), origins=5
    )
    made = MadeBy(rashomon="0", encoder="e", tagger="t")
    drawn = stories_picture.render(Document(made_by=made, articles=articles, stories=(story,)))
    assert len(etree.fromstring(drawn.encode()).findall(f"{SVG}circle")) == 6


def test_what_is_no_news_of_one_event_is_listed_apart_with_its_kind() -> None:
    articles = tuple(
        Article(id=name, text="", title=f"Title of {name}", kind=kind)
        for name, kind in (("a", None), ("b", "brief"), ("c", "live"))
    )
    told = tuple(
        Dossier(id=f"s{n}", title="", languages=("und",), articles=(a.id,), origins=1)
        for n, a in enumerate(articles)
    )
    console = Console(file=StringIO(), width=100)
    stories.show(
        Document(made_by=MadeBy(rashomon="0", encoder="e", tagger="t"), articles=articles, stories=told),
        console,
    )
    news, _, apart = console.file.getvalue().partition("No news of one event")  # type: ignore[attr-defined]
    assert "Title of a" in news
    assert "Title of b" not in news
    assert "und, news in brief" in apart
    assert "und, live report" in apart


def test_nothing_to_read_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["group", str(tmp_path)]) == 1
    assert "nothing to read" in capsys.readouterr().err
