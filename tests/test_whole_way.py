"""From files to a dossier: what holds whatever the articles say."""

import json
import random
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from rashomon.comparing.document import make_document
from rashomon.encoder import Encoder
from rashomon.model import Article, Document
from rashomon.report.json import dumps, schema
from rashomon.sources import find_articles

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


@pytest.fixture(scope="module")
def examples(encoder: Encoder) -> Document:
    return make_document(articles(EXAMPLES), encoder, together=False)


def articles(*paths: Path) -> list[Article]:
    return [found for found in find_articles([str(path) for path in paths]) if isinstance(found, Article)]


def spans(story):
    for claim in story["claims"]:
        yield from ((e["article"], e["start"], e["end"], e["quote"]) for e in claim["evidence"])
        yield from ((v["article"], v["start"], v["end"], v["text"]) for v in claim["values"])
    for kind in ("times", "quantities", "quotations"):
        yield from ((m["article"], m["start"], m["end"], m["text"]) for m in story[kind])


def test_the_examples_make_valid_json_whose_spans_quote_the_texts(examples):
    document = json.loads(dumps(examples))
    jsonschema.validate(document, schema())
    texts = {article["id"]: article["text"] for article in document["articles"]}
    checked = 0
    for story in document["stories"]:
        for article, start, end, quote in spans(story):
            assert texts[article][start:end] == quote
            checked += 1
    assert checked > 300


def test_the_order_of_articles_does_not_change_a_byte(encoder, examples):
    shuffled = articles(EXAMPLES)
    random.Random(3).shuffle(shuffled)
    assert dumps(make_document(shuffled, encoder, together=False)) == dumps(examples)


def test_the_examples_are_two_stories(examples):
    sizes = sorted(len(story.articles) for story in examples.stories)
    assert sizes == [2, len(examples.articles) - 2]


def test_the_copied_wire_report_is_one_origin(examples):
    story = max(examples.stories, key=lambda story: len(story.articles))
    assert story.origins == len(story.articles) - 1


def test_the_two_tolls_of_the_examples_are_a_difference(examples):
    story = max(examples.stories, key=lambda story: len(story.articles))
    tolls = [c.difference for c in story.claims if c.difference and c.difference.on == "quantity"]
    assert tolls


@pytest.mark.parametrize(
    "text", ["Rain.", "🙂" * 50 + " A ship sank.", "a" * 5000, "<script>alert(1)</script> A ship."]
)
def test_one_article_makes_a_dossier(encoder, text):
    (story,) = make_document([Article(id="a", text=text)], encoder, together=True).stories
    assert {claim.verdict for claim in story.claims} <= {"single"}


def test_no_article_makes_no_story(encoder):
    assert make_document([], encoder, together=True).stories == ()


@pytest.fixture(scope="module")
def seeds_story(shared, encoder):
    """The dossier of the two reports from which the project started."""
    seeds = sorted((shared / "seeds").glob("report-*.txt"))
    (story,) = make_document(articles(*seeds), encoder, together=True).stories
    return story


def test_the_hour_is_understood_from_both(seeds_story):
    values = {(time.article, time.text): time.value for time in seeds_story.times}
    assert values["report-en", "2200 GMT"].endswith("T22:00Z")
    assert values["report-en", "midnight Monday Libyan time"].endswith("T22:00Z")
    assert any(v == "XXXX-10-31T22:00Z" for (article, _), v in values.items() if article == "report-vi")


def test_no_year_is_invented(seeds_story):
    assert all(time.value.startswith(("XXXX", "P", "R/P")) for time in seeds_story.times)


def test_eight_of_the_28_and_8_are_one_figure(seeds_story):
    agreed = [
        {value.text for value in claim.values if value.type == "quantity" and value.agrees}
        for claim in seeds_story.claims
    ]
    assert any(any("eight" in text for text in texts) and "8" in texts for texts in agreed)


def test_what_is_counted_is_said(seeds_story):
    counted = {(q.low, q.approximate): q.of or "" for q in seeds_story.quantities}
    assert "sorties" in counted[9600.0, False]
    assert "targets" in counted[5900.0, True]


def test_people_are_told_apart_and_joined(seeds_story):
    people = [{name.text for name in e.names} for e in seeds_story.entities if e.type == "person"]
    qaddafi = next(names for names in people if "Muammar Qaddafi" in names)
    assert {"Muammar Gaddafi", "Qaddafi", "Gaddafi"} <= qaddafi
    assert not any("Saif" in name for name in qaddafi)
    assert any({"Anders Fogh Rasmussen", "Anders Fox Rasmussen"} <= names for names in people)


def test_the_first_visits_are_paired_and_differ_on_scope(seeds_story):
    (claim,) = [claim for claim in seeds_story.claims if claim.verdict == "differ"]
    assert claim.difference.on == "scope"
    assert {e.article for e in claim.evidence} == {"report-en", "report-vi"}


def test_with_the_day_of_publication_dates_are_whole(shared, encoder):
    seeds = articles(*sorted((shared / "seeds").glob("report-*.txt")))
    dated = [replace(article, published="2011-10-31") for article in seeds]
    (story,) = make_document(dated, encoder, together=True).stories
    values = {time.text: time.value for time in story.times}
    assert values["Oct. 20"] == "2011-10-20"
    assert values["2200 GMT"] == "2011-10-31T22:00Z"
    assert values["March"] == "2011-03"
