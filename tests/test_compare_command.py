"""Two articles passage by passage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from rich.console import Console

from rashomon.cli import main
from rashomon.comparing.document import make_comparison
from rashomon.comparing.passages import Comparison
from rashomon.encoder import Encoder
from rashomon.model import Article
from rashomon.report import side_by_side, side_by_side_page
from rashomon.report.json import dumps, schema_of

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = """A footbridge over the Orla in Brenholm collapsed on Monday morning, killing four people.

The mayor closed the old theatre for the winter because of a broken boiler.

Rescuers pulled nineteen people out of the river with the help of two fishing boats.
"""
GERMAN = """In Brenholm ist am Montagmorgen eine Fußgängerbrücke über die Orla eingestürzt, sechs Menschen
starben.

Der Turmfalke brütet seit Jahren im Glockenturm der Kirche.

Retter zogen neunzehn Menschen aus dem Fluss, zwei Fischerboote halfen dabei.
"""


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.open()


@pytest.fixture(scope="session")
def comparison(encoder: Encoder) -> Comparison:
    one = Article(id="post", outlet="Post", language="en", published="2031-05-13", text=ENGLISH)
    other = Article(id="bote", outlet="Bote", language="de", published="2031-05-13", text=GERMAN)
    return make_comparison(one, other, encoder)


def shown(comparison: Comparison, width: int) -> str:
    console = Console(record=True, width=width, color_system=None)
    side_by_side.show(comparison, console)
    return console.export_text()


def test_passages_stand_in_the_order_of_the_first_and_those_of_the_other_in_their_place(
    comparison: Comparison,
) -> None:
    found = [[item.quote.split()[0] for item in passage.evidence] for passage in comparison.passages]
    assert found == [["A", "In"], ["Der"], ["The"], ["Rescuers", "Retter"]]
    assert [passage.verdict for passage in comparison.passages] == ["differ", "single", "single", "agree"]


def test_what_parts_them_is_said(comparison: Comparison) -> None:
    (difference,) = comparison.passages[0].differences
    assert difference.on == "quantity"
    assert "four" in difference.why
    assert "sechs" in difference.why


def test_nothing_of_either_article_is_left_out(comparison: Comparison) -> None:
    told = {item.quote for passage in comparison.passages for item in passage.evidence}
    assert len(told) == 6


def test_a_wide_console_has_columns_and_a_narrow_one_has_none(comparison: Comparison) -> None:
    wide = shown(comparison, 100)
    assert any("Rescuers" in line and "Retter" in line for line in wide.splitlines())
    narrow = shown(comparison, 60)
    assert not any("Rescuers" in line and "Retter" in line for line in narrow.splitlines())
    assert "= B Retter" in narrow


def test_copies_are_compared_and_said_to_be_one_witness(encoder: Encoder) -> None:
    one = Article(id="a", language="en", text=ENGLISH)
    other = Article(id="a", language="en", text=ENGLISH)
    made = make_comparison(one, other, encoder)
    assert made.origins == 1
    assert len({article.id for article in made.articles}) == 2
    assert {passage.verdict for passage in made.passages} == {"agree"}
    assert "one witness" in shown(made, 80)


def test_the_json_fits_its_schema(comparison: Comparison) -> None:
    contract = schema_of(Comparison)
    jsonschema.Draft202012Validator.check_schema(contract)
    jsonschema.validate(json.loads(dumps(comparison)), contract)


def test_hostile_text_can_neither_drive_a_terminal_nor_a_page(encoder: Encoder) -> None:
    one = Article(
        id="a", outlet="<b>\x1b]0;x\x07", language="en", text=f"<script>x</script> \x1b[2J {ENGLISH}"
    )
    made = make_comparison(one, Article(id="b", url="javascript:x", language="de", text=GERMAN), encoder)
    page = side_by_side_page.render(made)
    assert "<script" not in page
    assert "<b>" not in page
    assert "javascript:" not in page
    assert "\x1b" not in shown(made, 100)
    assert "\x1b" not in page


def test_articles_without_words_are_no_fault(encoder: Encoder) -> None:
    made = make_comparison(Article(id="a", text=""), Article(id="b", text="\u202e \n"), encoder)
    assert made.passages == ()
    assert "Neither" in shown(made, 40)
    assert side_by_side_page.render(made)


def test_a_file_with_several_articles_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(json.dumps({"id": str(n), "text": ENGLISH}) for n in range(2)), "utf-8")
    one = tmp_path / "one.txt"
    one.write_text(ENGLISH, "utf-8")
    assert main(["compare", str(many), str(one)]) == 1
    assert "holds 2 articles" in capsys.readouterr().err
    assert main(["compare", str(one), str(tmp_path / "none.txt")]) == 1
    assert main(["compare", "-", "-"]) == 2


def test_the_command_writes_what_it_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("en", ENGLISH), ("de", GERMAN)):
        (tmp_path / f"{name}.txt").write_text(f"---\nlanguage: {name}\n---\n{text}", "utf-8")
    page, data = tmp_path / "page.html", tmp_path / "data.json"
    words = [str(tmp_path / "en.txt"), str(tmp_path / "de.txt"), "--html", str(page), "--json", str(data)]
    assert main(["compare", *words, "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(data.read_text("utf-8"))["format"] == "rashomon.comparison/1"
    assert "Retter zogen" in page.read_text("utf-8")
