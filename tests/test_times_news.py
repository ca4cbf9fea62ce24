"""Times as news of many days tell them: ages, the day before, ends of spans, lengths like clocks."""

from __future__ import annotations

import pytest

from rashomon.evaluation.timex3 import timexes
from rashomon.model import Article, Sentence
from rashomon.reading.times.find import find_times


def _read(language: str, published: str, text: str) -> list[tuple[str, str]]:
    article = Article(id="a", language=language, published=published, text=text)
    return [(t.text, t.value) for t in find_times(article, [Sentence(0, len(text))])]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "The 19-year-old pupil ran"), ("de", "Die 54-jährige Frau lief"), ("es", "Tiene 61 años")],
)
def test_an_age_is_measured_and_is_no_time_of_the_story(language: str, text: str) -> None:
    article = Article(id="a", language=language, published="2024-05-05", text=text)
    assert [t.type for t in timexes(article, [Sentence(0, len(text))])] == ["DURATION"]
    assert _read(language, "2024-05-05", text) == []


@pytest.mark.parametrize(
    ("language", "published", "text", "value"),
    [
        ("en", "2023-09-07", "Talks will resume on Monday, after those held the previous day", "2023-09-06"),
        ("en", "2023-09-07", "The firm had until Dec. 31 to pay", "../2023-12-31"),
        ("en", "2017-05-16", "A vigil is planned for this Saturday", "2017-05-20"),
        ("fr", "2020-01-30", "Une grève de 24 heures", "PT24H"),
        ("es", "2018-10-09", "El lunes 14 años de cárcel pidió el fiscal", "P14Y"),
        ("it", "2020-05-06", "Morì quarant'anni fa", "1980"),
        ("uk", "2020-05-06", "Вибори відбудуться через рік", "2021"),
    ],
)
def test_what_news_say_of_days_is_resolved(language: str, published: str, text: str, value: str) -> None:
    assert _read(language, published, text)[-1][1] == value
