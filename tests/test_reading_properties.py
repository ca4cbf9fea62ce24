"""What holds for every reader and any text: spans quote it, nothing around it matters, nothing fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.language import codes
from rashomon.model import Article
from rashomon.reading.furniture import find_boilerplate, find_title
from rashomon.reading.names.find import find_mentions
from rashomon.reading.quantities.find import find_quantities
from rashomon.reading.quotations.find import find_quotations
from rashomon.reading.sentences import split_sentences
from rashomon.reading.statements import make_statements
from rashomon.reading.times.find import find_times

if TYPE_CHECKING:
    from rashomon.model import Mention, Quantity, Quotation, Time

PIECES = (
    "Ana Brodd said that 34 people died on Monday, 31 October 2011.",
    "“We left at 6 p.m.,” she said. “It was dark.”",
    "— Мы ушли, — сказал Олег Дымов. — Было 3,5 тыс. человек.",
    "«No fue así», dijo ayer Lucía Ferrer; unos 2.000 vecinos.",
    "Selon la police, deux tiers des 28 pays…",
    "据路透社报道,3万5千人于10月20日离开利比亚。",
    "قالت الوزيرة إن ٢٠ شخصا قتلوا يوم الاثنين",
    "ông Nam nói rằng hơn 5 nghìn người đến Hà Nội",
    "\n",
    "\n\n",
    "\u2028",
    "\u202e",
    "\u200f",
    "e\u0301\u0327",
    "🌉",
    "\U000e0041",
    "İ",
    "ß",
    "\x00",
    "(",
    "«",
    "'",
    "9",
    "٣",
    "五",
    "½",
    "%",
    "www.",
    "@",
)
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), ANY), max_size=8).map(" ".join)
LANGUAGE = st.sampled_from((*codes(), "und", "ja", "pt-BR", "xx-no-such"))
PUBLISHED = st.sampled_from((None, "2011-11-01", "2024-02-30", "2024-05-03T10:00:00+05:30", "soon"))


def read(text: str, language: str, published: str | None) -> tuple[object, ...]:
    """All that the readers tell of a text without the encoder."""
    plain = Article(id="a", language=language, text=text, published=published)
    boilerplate = find_boilerplate(plain)
    title = find_title(plain, boilerplate)
    article = Article(id="a", language=language, text=text, published=published, boilerplate=boilerplate)
    sentences = split_sentences(article)
    times = find_times(article, sentences)
    mentions = find_mentions(article, sentences)
    quantities = find_quantities(article, sentences, [(time.start, time.end) for time in times])
    return (
        boilerplate,
        title,
        sentences,
        make_statements(article, sentences),
        times,
        mentions,
        quantities,
        find_quotations(article, sentences, mentions),
    )


@given(TEXT, LANGUAGE, PUBLISHED)
@settings(max_examples=60, deadline=None)
def test_no_text_fails_and_every_span_quotes_it(text: str, language: str, published: str | None) -> None:
    boilerplate, _, sentences, statements, *readings = read(text, language, published)
    for start, end in boilerplate:  # type: ignore[attr-defined]
        assert 0 <= start < end <= len(text)
    for spans in (sentences, statements):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)  # type: ignore[attr-defined]
    found: Time | Mention | Quantity | Quotation
    for reading in readings:
        for found in reading:  # type: ignore[attr-defined]
            assert found.text == text[found.start : found.end] != ""


@given(st.lists(st.tuples(TEXT, LANGUAGE), min_size=2, max_size=4))
@settings(max_examples=20, deadline=None)
def test_an_article_is_read_the_same_whatever_is_read_before_and_after_it(
    batch: list[tuple[str, str]],
) -> None:
    alone = [read(text, language, "2011-11-01") for text, language in batch]
    turned = [read(text, language, "2011-11-01") for text, language in reversed(batch)]
    assert alone == turned[::-1]


@pytest.mark.parametrize("language", [*codes(), "und"])
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_of_anything_is_read(language: str, piece: str) -> None:
    read(piece * (600 // len(piece)), language, "2011-11-01")
