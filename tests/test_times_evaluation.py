"""Measuring times: TIMEX3 values of what we read, and counts against marked text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.times import evaluate, measures, score
from rashomon.evaluation.times_gold import load_marked
from rashomon.evaluation.timex3 import Timex, canonical, timexes
from rashomon.model import Article, Sentence

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = "2011-11-03"  # a Thursday
# Overlapping spans and right values, F1, on the sentences in tests/times, 22 November 2026: a floor.
FLOORS = {"en": (0.95, 0.88), "de": (0.94, 0.88), "es": (0.94, 0.84), "fr": (0.90, 0.75), "zh": (0.95, 0.92)}
# The same on one article each in tests/times/articles, marked before anything was read in them.
ARTICLES = {
    "en": 0.92,
    "de": 0.89,
    "fr": 0.87,
    "es": 0.93,
    "it": 0.87,
    "pt": 0.72,
    "vi": 0.89,
    "ar": 0.94,
    "ru": 0.88,
}


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "Profit rose in the third quarter.", "2011-Q3"),
        ("en", "It fell last week.", "2011-W43"),
        ("en", "It fell on Friday morning.", "2011-10-28TMO"),
        ("en", "It began in the 1990s.", "199"),
        ("en", "It is shut every Monday.", "XXXX-WXX-1"),
        ("en", "He has recently resigned.", "PAST_REF"),
        ("en", "It opened in the summer of 2010.", "2010-SU"),
        ("en", "It lasted three decades.", "P3DE"),
        ("en", "It took several months.", "PXM"),
        ("en", "The gates close at 9.30 p.m. on 4 May 2011.", "2011-05-04T21:30"),
        ("de", "Im ersten Halbjahr stieg der Gewinn.", "2011-H1"),
        ("de", "Am Freitagabend brannte es.", "2011-10-28TEV"),
        ("fr", "Au XIXe siècle, le port était grand.", "18"),
        ("es", "En los años noventa emigraron.", "199"),
        ("zh", "今年上半年，出口下降。", "2011-H1"),
    ],
)
def test_a_value_is_given_as_timex3_has_it(language: str, text: str, value: str) -> None:
    article = Article(id="a", language=language, published=PUBLISHED, text=text)
    assert value in [t.value for t in timexes(article, [Sentence(0, len(text))])]


def test_an_interval_is_two_expressions() -> None:
    text = "It was shut from March to June 2011."
    article = Article(id="a", language="en", text=text)
    found = timexes(article, [Sentence(0, len(text))])
    assert [(text[t.start : t.end], t.value) for t in found] == [
        ("March", "2011-03"),
        ("June 2011", "2011-06"),
    ]


def test_values_that_differ_in_writing_alone_are_one() -> None:
    assert canonical("T14:00:00") == canonical("T14:00") == "T14"
    assert canonical("T14:05:00") == "T14:05"
    assert canonical("PT0.5H") == canonical("PT30M")
    assert canonical("P1W") != canonical("P7D")


def test_each_expression_is_matched_once(tmp_path: Path) -> None:
    line = {
        "language": "en",
        "text": "a b c",
        "timexes": [{"start": 0, "end": 3, "type": "DATE", "value": "2011"}],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    (text,) = load_marked(path)
    counted = score(text, [Timex(0, 1, "DATE", "2010"), Timex(2, 3, "DATE", "2011")])
    assert (counted.gold, counted.ours, counted.relaxed, counted.exact, counted.value) == (1, 2, 1, 0, 0)


def test_gold_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"language": "en", "text": "x", "timexes": [{"start": 0, "end": 9}]}\n', "utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: 0:9"):
        evaluate(path)
    with pytest.raises(GoldError, match="holds no"):
        evaluate(tmp_path)


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_news_sentences_are_read_no_worse_than_before(language: str) -> None:
    result = evaluate(ROOT / "tests" / "times" / f"{language}.jsonl")
    relaxed, value = (result.all.rates(n).f1 for n in (result.all.relaxed, result.all.value))
    assert (relaxed, value) >= FLOORS[language]
    assert relaxed >= FLOORS[language][0]
    assert value >= FLOORS[language][1]
    assert measures(result)["languages"]


@pytest.mark.parametrize(
    ("ours", "gold", "same"),
    [
        ("PXW", "P3W", True),
        ("P2W", "P3W", False),
        ("2018-09", "2018-09-05", True),  # published on 5 July
        ("2018-09", "2018-09-06", False),
        ("P1Y3M", "P1.25Y", True),
        ("P7D", "P1W", False),
    ],
)
def test_a_value_of_a_specification_is_compared_by_both_conventions(ours: str, gold: str, same: bool) -> None:
    from rashomon.evaluation.times_alike import is_same_by_convention
    from rashomon.evaluation.times_gold import GoldTimex

    timex = GoldTimex(start=0, end=1, value=gold)
    assert is_same_by_convention(ours, timex, "2018-07-05") is same


def test_function_words_at_the_edges_of_a_span_are_left_aside_in_specifications_alone() -> None:
    from rashomon.evaluation.times_alike import same_span
    from rashomon.evaluation.times_gold import MarkedText

    text = "Nos vemos a las 9 a.m. del lunes"
    marked = MarkedText(language="es", text=text, specified=True)
    assert same_span(marked, (10, 22), (16, 21))
    assert not same_span(marked, (10, 22), (16, 32))
    assert not same_span(MarkedText(language="es", text=text), (10, 22), (16, 21))


@pytest.mark.parametrize(
    ("language", "relaxed", "value"),
    [
        ("en", 0.95, 0.91),
        ("de", 0.93, 0.86),
        ("fr", 0.91, 0.81),
        ("es", 0.95, 0.88),
        ("it", 0.96, 0.86),
        ("pt", 0.94, 0.84),
    ],
)
def test_articles_of_business_and_of_courts_are_read(language: str, relaxed: float, value: float) -> None:
    found = evaluate(ROOT / "tests" / "times" / "more_articles" / f"{language}.jsonl").all
    assert found.rates(found.relaxed).f1 >= relaxed
    assert found.rates(found.value).f1 >= value


@pytest.mark.parametrize("language", ARTICLES)
def test_articles_marked_beforehand_are_read(language: str) -> None:
    found = evaluate(ROOT / "tests" / "times" / "articles" / f"{language}.jsonl").all
    assert found.rates(found.relaxed).f1 >= 0.92
    assert found.rates(found.value).f1 >= ARTICLES[language]
