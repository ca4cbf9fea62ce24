"""The JSON contract: outputs fit the schema, and their spans quote."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_example import example

from rashomon.model import Article, Document, Dossier, MadeBy
from rashomon.report.json import dumps, schema


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_document_fits_the_schema() -> None:
    jsonschema.validate(json.loads(dumps(example())), schema())


def test_a_document_without_articles_fits_the_schema() -> None:
    empty = Document(made_by=MadeBy("0", "e", "t"), articles=(), stories=())
    jsonschema.validate(json.loads(dumps(empty)), schema())


def test_candidates_of_a_place_fit_the_schema() -> None:
    written = json.loads(dumps(example()))
    port = written["stories"][0]["entities"][1]
    city = {"name": "Port Calder", "country": "NZ", "latitude": -41.2, "longitude": 174.7, "population": 9}
    port |= {"geonames": None, "candidates": [{"geonames": 7, **city}]}
    jsonschema.validate(written, schema())
    port["candidates"] = [city]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema())


def test_what_was_written_reads_back_as_the_same_document() -> None:
    assert msgspec.json.decode(dumps(example()), type=Document) == example()


def test_every_span_quotes_its_article() -> None:
    written = json.loads(dumps(example()))
    texts = {article["id"]: article["text"] for article in written["articles"]}
    seen = 0
    for place, words in _quoted(written["stories"]):
        seen += 1
        assert texts[place["article"]][place["start"] : place["end"]] == words
    assert seen > 30


def test_it_is_one_utf8_text_with_a_newline_at_the_end() -> None:
    written = dumps(example())
    assert written.endswith(b"}\n")
    assert "新港晚报" in written.decode("utf-8")


def test_a_field_that_later_versions_add_is_allowed() -> None:
    written = json.loads(dumps(example()))
    written["stories"][0]["claims"][0]["mood"] = "calm"
    jsonschema.validate(written, schema())


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("format",), "rashomon.dossier/2"),
        (("articles", 0, "text"), None),
        (("articles", 0, "boilerplate"), [[1]]),
        (("stories", 0, "claims", 0, "verdict"), "true"),
        (("stories", 0, "claims", 0, "origins"), 0),
        (("stories", 0, "claims", 0, "score"), 1.5),
        (("stories", 0, "claims", 0, "evidence"), []),
        (("stories", 0, "times", 0, "weekday"), 8),
        (("stories", 0, "entities", 0, "type"), "animal"),
    ],
)
def test_what_breaks_the_contract_does_not_fit(path: tuple[str | int, ...], wrong: object) -> None:
    written = json.loads(dumps(example()))
    inner = written
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, schema())


def test_every_field_of_the_types_stands_in_the_schema() -> None:
    defined = schema()["$defs"]
    written = json.loads(dumps(example()))
    story = written["stories"][0]
    for name, made in (
        ("article", written["articles"][0]),
        ("story", story),
        ("claim", story["claims"][0]),
        ("entity", story["entities"][0]),
        ("time", story["times"][0]),
        ("quantity", story["quantities"][0]),
        ("quotation", story["quotations"][0]),
    ):
        assert list(made) == list(defined[name]["properties"]), name


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_is_written_and_its_code_points_are_kept(text: str) -> None:
    article = Article(id="a", text=text, title=text)
    story = Dossier(id="s", title=text, languages=("und",), articles=("a",), origins=1)
    written = dumps(Document(made_by=MadeBy("0", "e", "t"), articles=(article,), stories=(story,)))
    kept = json.loads(written)["articles"][0]["text"]
    assert len(kept) == len(text)
    assert kept == "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


def _quoted(value: object) -> list[tuple[dict[str, object], str]]:
    if isinstance(value, list):
        return [found for inner in value for found in _quoted(inner)]
    if not isinstance(value, dict):
        return []
    words = value.get("quote", value.get("text"))
    own = [(value, words)] if "start" in value and isinstance(words, str) else []
    return own + [found for inner in value.values() for found in _quoted(inner)]


def test_the_example_in_the_docs_fits_the_schema_and_its_spans_quote() -> None:
    page = (Path(__file__).parent.parent / "docs" / "json.md").read_text("utf-8")
    written = json.loads(page.split("```json")[1].split("```")[0])
    jsonschema.validate(written, schema())
    texts = {article["id"]: article["text"] for article in written["articles"]}
    for place, words in _quoted(written["stories"]):
        assert place["end"] - place["start"] == len(words)  # type: ignore[operator]
        if place["article"] in texts:
            assert texts[place["article"]][place["start"] : place["end"]] == words  # type: ignore[index, misc]


def test_every_field_of_the_schema_is_told_in_the_docs() -> None:
    page = (Path(__file__).parent.parent / "docs" / "json.md").read_text("utf-8")
    for name, kind in schema()["$defs"].items():
        for field in kind["properties"]:
            assert f"`{field}`" in page, f"{name}.{field}"
