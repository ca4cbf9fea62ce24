"""No text takes times long: what is read over and over costs no more than its share, and there is an end."""

from __future__ import annotations

import sys

import pytest

from rashomon.model import Article, Sentence
from rashomon.reading.times.find import find_times
from rashomon.reading.times.scan import MOST_LOOKS


def _calls(text: str, language: str) -> int:
    """How many calls of Python reading a text takes."""
    article = Article(id="a", language=language, published="2024-05-05", text=text)
    count = 0

    def profile(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(profile)
    try:
        find_times(article, [Sentence(0, len(text))])
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("unit", "language"),
    [
        ("月1日", "zh"),
        ("一年", "zh"),
        ("1 ", "en"),
        ("Monday ", "en"),
        ("5 pm, ", "en"),
        ("a la una y ", "es"),
    ],
)
def test_a_text_twice_as_long_takes_twice_as_long(unit: str, language: str) -> None:
    _calls(unit * 10, language)
    assert _calls(unit * 800, language) < 2.2 * _calls(unit * 400, language)


def test_a_text_that_is_nothing_but_times_is_not_read_to_its_end() -> None:
    text = "Monday. " * (MOST_LOOKS + 100)
    article = Article(id="a", language="en", published="2024-05-05", text=text)
    sentences = [Sentence(at, at + 7) for at in range(0, len(text), 8)]
    assert len(find_times(article, sentences)) == MOST_LOOKS
