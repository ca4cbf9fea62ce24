"""Holding a text against reports: what is borne out, contradicted, or told by none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest
from conftest import ROOT
from rich.console import Console

from rashomon.cli import main
from rashomon.comparing.checking.checked import Check
from rashomon.comparing.differences.denying import denies
from rashomon.comparing.document import make_check
from rashomon.encoder import Encoder
from rashomon.evaluation import evaluate_check
from rashomon.model import Article
from rashomon.report import checked, checked_page
from rashomon.report.json import dumps, schema_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rashomon.comparing.checking.checked import CheckedStatement

BRIDGE = """A footbridge over the Orla in Brenholm collapsed on Monday morning, killing four people, police
said.

Rescuers pulled nineteen people out of the river. Two of them were taken to hospital with broken legs.

The bridge was built in 1931 and was closed for repairs last summer. Mayor Ines Tolberg denied that it had
been unsafe.

The city council has not decided whether to rebuild it. A crane from the harbour lifted the wreck in the
evening.
"""
PUENTE = """Cuatro personas murieron el lunes al derrumbarse una pasarela sobre el río Orla en Brenholm.

Los equipos de rescate sacaron del agua a diecinueve personas. La pasarela fue construida en 1931.

La alcaldesa, Ines Tolberg, negó que fuera insegura.
"""


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.open()


@pytest.fixture(scope="session")
def reports() -> tuple[Article, ...]:
    return (
        Article(id="post", outlet="Post", language="en", published="2031-05-13", text=BRIDGE),
        Article(id="faro", outlet="Faro", language="es", published="2031-05-13", text=PUENTE),
    )


@pytest.fixture(scope="session")
def check(encoder: Encoder, reports: tuple[Article, ...]) -> Callable[..., Check]:
    def check(text: str, language: str = "en") -> Check:
        draft = Article(id="draft", language=language, published="2031-05-14", text=text)
        return make_check(draft, reports, encoder)

    return check


def only(made: Check) -> CheckedStatement:
    (statement,) = made.statements
    return statement


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rescuers pulled nineteen people out of the river."),
        ("en", "The footbridge in Brenholm had been built in 1931."),
        ("es", "La pasarela fue construida en 1931."),
        ("de", "Die Brücke wurde 1931 gebaut."),
        ("fr", "Les sauveteurs ont sorti dix-neuf personnes de la rivière."),
    ],
)
def test_what_a_report_tells_is_borne_out_in_any_language(
    check: Callable[..., Check], language: str, text: str
) -> None:
    statement = only(check(text, language))
    assert statement.verdict == "supported"
    assert statement.origins >= 1
    assert statement.supported_by


@pytest.mark.parametrize(
    ("text", "on", "words"),
    [
        ("Rescuers pulled ninety people out of the river.", "quantity", "nineteen"),
        ("The bridge was built in 1913.", "time", "1931"),
        ("The city council has decided to rebuild the bridge.", "polarity", "denies"),
    ],
)
def test_another_value_or_a_denial_contradicts_and_says_why(
    check: Callable[..., Check], text: str, on: str, words: str
) -> None:
    statement = only(check(text))
    assert statement.verdict == "contradicted"
    assert on in {found.on for found in statement.contradicted_by}
    assert any(words in found.why for found in statement.contradicted_by)


def test_what_no_report_tells_is_not_borne_out(check: Callable[..., Check]) -> None:
    statement = only(check("A dog guarded the shoes of 57 swimmers in Lisbon for three weeks."))
    assert statement.verdict == "unsupported"
    assert statement.why
    assert statement.supported_by == ()


def test_a_figure_that_no_report_gives_is_named(check: Callable[..., Check]) -> None:
    statement = only(check("Rescuers pulled nineteen people and 8,400 crates out of the river."))
    assert statement.verdict != "supported"
    assert [value.origins for value in statement.values if value.value.text == "8,400"] == [0]


def test_a_question_is_nothing_to_check(check: Callable[..., Check]) -> None:
    assert only(check("Was the bridge safe?")).verdict == "nothing"


def test_copies_of_a_report_are_one_origin(encoder: Encoder, reports: tuple[Article, ...]) -> None:
    copy = Article(id="copy", outlet="Copy", language="en", published="2031-05-13", text=BRIDGE)
    draft = Article(id="draft", language="en", text="Rescuers pulled nineteen people out of the river.")
    statement = only(make_check(draft, [reports[0], copy], encoder))
    assert statement.origins == 1
    assert {item.article for item in statement.supported_by} == {"post", "copy"}


def test_the_order_of_reports_and_other_statements_of_the_text_change_nothing(
    encoder: Encoder, reports: tuple[Article, ...], check: Callable[..., Check]
) -> None:
    draft = Article(id="draft", language="en", published="2031-05-14", text="The bridge was built in 1913.")
    assert make_check(draft, reports[::-1], encoder) == make_check(draft, reports, encoder)
    longer = check("The bridge was built in 1913. Snow fell on the hills all night. Nobody knew the song.")
    assert longer.statements[0].verdict == only(check("The bridge was built in 1913.")).verdict


def test_every_span_quotes_its_article(check: Callable[..., Check]) -> None:
    made = check("The bridge was built in 1913. Rescuers pulled nineteen people out of the river.")
    texts = {article.id: article.text for article in (*made.articles, made.text)}
    for statement in made.statements:
        assert made.text.text[statement.start : statement.end] == statement.quote
        contradicting = [found.evidence for found in statement.contradicted_by]
        for item in (*statement.supported_by, *statement.related, *contradicting):
            assert texts[item.article][item.start : item.end] == item.quote


def test_the_json_fits_its_schema(check: Callable[..., Check]) -> None:
    made = check("The bridge was built in 1913. Was it safe? Mayor Ines Tolberg denied that it was unsafe.")
    contract = schema_of(Check)
    jsonschema.Draft202012Validator.check_schema(contract)
    jsonschema.validate(json.loads(dumps(made)), contract)


def test_hostile_text_can_neither_drive_a_terminal_nor_a_page(check: Callable[..., Check]) -> None:
    made = check('The bridge \x1b[31m<script>alert(1)</script>"><img src=x> was built in 1931.')
    console = Console(record=True, width=60, force_terminal=True, color_system=None)
    checked.show(made, console)
    assert "\x1b[31m" not in console.export_text(clear=False)
    page = checked_page.render(made)
    assert "<script" not in page
    assert "<img" not in page
    assert "Content-Security-Policy" in page


def test_an_empty_text_and_one_of_signs_are_no_fault(check: Callable[..., Check]) -> None:
    for text in ("", " \n", "… — !!!", "\u200f\u202e", "7", "?"):
        made = check(text)
        assert all(statement.verdict == "nothing" for statement in made.statements)
        assert checked_page.render(made)


@pytest.mark.parametrize(
    ("language", "text", "denied"),
    [
        ("en", "The captain hasn't been detained", True),
        ("en", "not only the captain was detained", False),
        ("en", "no fewer than 34 died", False),
        ("en", "He did not deny it", False),
        ("fr", "Il n'a pas répondu", True),
        ("ru", "погибли не менее 34 человек", False),
        ("ru", "капитан не задержан", True),
        ("de", "Den Rücktritt lehnte der Minister ab", True),
        ("vi", "bộ trưởng bác bỏ thông tin này", True),
        ("zh", "货船没有回应", True),
        ("zh", "两次无线电呼叫", False),
        ("ar", "لا يزال ١١ شخصاً في عداد المفقودين", False),
        ("ar", "لم ترد السفينة", True),
    ],
)
def test_negations_and_denials_are_known(language: str, text: str, denied: bool) -> None:
    assert denies(text, language) is denied


def test_the_command_says_by_its_status_what_it_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, draft = tmp_path / "post.txt", tmp_path / "draft.txt"
    report.write_text(f"---\nlanguage: en\npublished: 2031-05-13\n---\n{BRIDGE}", "utf-8")
    draft.write_text("---\nlanguage: en\n---\nThe bridge was built in 1913.\n", "utf-8")
    words = ["check", str(draft), "--against", str(tmp_path), "--json", "-"]
    assert main(words) == 0
    made = json.loads(capsys.readouterr().out)
    assert [article["path"] for article in made["articles"]] == [str(report)]
    assert made["statements"][0]["verdict"] == "contradicted"
    assert main([*words, "--fail-on", "contradicted"]) == 3
    assert main(["check", str(draft), "--against", str(draft)]) == 1
    assert "no report" in capsys.readouterr().err
    assert main(["check", "-", "--against", "-"]) == 2


def test_a_text_with_control_characters_is_checked_and_the_status_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, draft = tmp_path / "post.txt", tmp_path / "draft.txt"
    report.write_text(f"---\nlanguage: en\n---\n{BRIDGE}", "utf-8")
    draft.write_text("---\nlanguage: en\n---\nThe bridge was \x1b[31mbuilt in 1931.\n", "utf-8")
    assert main(["check", str(draft), "--against", str(report)]) == 1
    output = capsys.readouterr()
    assert "control characters" in output.err
    assert "built in 1931" in output.out
    assert "\x1b" not in output.out


def test_verdicts_on_our_own_drafts_stay_right(encoder: Encoder) -> None:
    """Floors of 22 November 2026; the figures stand in docs/evaluation.md."""
    result = evaluate_check(sorted((ROOT / "tests" / "check").glob("*.toml")), encoder)
    assert result.statements == 96
    assert result.precision("supported") >= 0.9
    assert result.recall("supported") >= 0.7
    assert result.precision("contradicted") >= 0.8
    assert result.recall("contradicted") >= 0.55
