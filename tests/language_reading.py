"""What tests of single languages share: a report read without the encoder."""

from __future__ import annotations

from typing import NamedTuple

from rashomon.model import Article
from rashomon.reading.names.find import find_mentions
from rashomon.reading.quantities.find import find_quantities
from rashomon.reading.quotations.find import find_quotations
from rashomon.reading.sentences import split_sentences
from rashomon.reading.times.find import find_times


class Read(NamedTuple):
    """A report's sentences, and its values by their words; ``quantities`` are (low, high, unit, of)."""

    sentences: list[str]
    times: dict[str, str]
    quantities: dict[str, tuple[float | None, float | None, str | None, str | None]]
    countries: dict[str, str | None]
    organisations: set[str]
    speakers: list[tuple[str, str | None]]


def read(language: str, text: str, published: str = "2024-03-14") -> Read:
    """Read a report of a Thursday, and check that every span quotes the text."""
    article = Article(id="a", language=language, published=published, text=text)
    sentences = split_sentences(article)
    times = find_times(article, sentences)
    quantities = find_quantities(article, sentences, [(t.start, t.end) for t in times])
    mentions = find_mentions(article, sentences)
    quotations = find_quotations(article, sentences, mentions)
    for found in (*times, *quantities, *mentions, *quotations):
        assert found.text == text[found.start : found.end]
    return Read(
        [text[s.start : s.end] for s in sentences],
        {t.text: t.value for t in times},
        {q.text: (q.low, q.high, q.unit, q.of) for q in quantities},
        {m.text: m.country for m in mentions if m.type == "place"},
        {m.text for m in mentions if m.type == "organisation"},
        [(q.text, q.speaker_text) for q in quotations],
    )
