"""Times in words, counted from another day or of another calendar, and what only looks so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Article, Sentence
from rashomon.reading.times.ahead import state_of
from rashomon.reading.times.find import find_times
from rashomon.reading.times.fold import fold
from rashomon.reading.times.grammar import grammar
from rashomon.reading.times.tokens import tokenise
from rashomon.reading.times.tries import walk

PUBLISHED = "2024-05-15"  # a Wednesday


def told(text: str, language: str) -> list[str]:
    article = Article(id="a", language=language, published=PUBLISHED, text=text)
    return [time.value for time in find_times(article, [Sentence(0, len(text))])]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "The siren sounded at half past seven.", "XXXX-XX-XXT07:30"),
        ("en", "The lights went out at seven thirty p.m. on Tuesday.", "2024-05-14T19:30"),
        ("en", "The dam broke at twenty to three.", "XXXX-XX-XXT02:40"),
        ("en", "The ferry left on Monday at 9.", "2024-05-13T09:00"),
        ("es", "La sirena sonó a las siete y media.", "XXXX-XX-XXT07:30"),
        ("es", "La sirena sonó a las ocho menos diez.", "XXXX-XX-XXT07:50"),
        ("fr", "La sirène a retenti à huit heures et demie.", "XXXX-XX-XXT08:30"),
        ("fr", "La sirène a retenti à huit heures moins dix.", "XXXX-XX-XXT07:50"),
        ("de", "Die Sirene ertönte um halb acht.", "XXXX-XX-XXT07:30"),
        ("it", "La sirena ha suonato alle sette e mezza.", "XXXX-XX-XXT07:30"),
        ("zh", "警报在凌晨2点半响起。", "XXXX-XX-XXT02:30"),
    ],
)
def test_a_clock_time_is_read_in_words(language: str, text: str, value: str) -> None:
    assert told(text, language) == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "She was born on 4 July nineteen eighty-six.", "1986-07-04"),
        ("en", "The talks began on March twenty-second, two thousand and eleven.", "2011-03-22"),
        ("es", "Nació el cuatro de julio de dos mil once.", "2011-07-04"),
        ("fr", "Il est né le quatre juillet deux mille onze.", "2011-07-04"),
        ("de", "Sie begann am fünften März zweitausendelf.", "2011-03-05"),
    ],
)
def test_a_date_is_read_in_words(language: str, text: str, value: str) -> None:
    assert told(text, language) == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "The trial opened two weeks after 13 May 2010.", "2010-05-27"),
        ("en", "The bank failed three days before Christmas 2011.", "2011-12-22"),
        ("en", "The bank failed two weeks and two days ago.", "2024-04-29"),
        ("es", "Un mes después del 25 de enero de 2011 seguían allí.", "2011-02-25"),
        ("de", "Zwei Wochen nach dem 13. Mai 2010 begann der Prozess.", "2010-05-27"),
        ("en", "The shops closed on Black Friday 2010.", "2010-11-26"),
    ],
)
def test_a_day_is_counted_from_another_day(language: str, text: str, value: str) -> None:
    assert told(text, language) == [value]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "The strike lasted half a year.", "P6M"),
        ("en", "The strike lasted one year and a half.", "P1.5Y"),
        ("es", "La huelga duró una hora y media.", "PT1.5H"),
        ("ru", "Забастовка длилась два с половиной года.", "P2.5Y"),
        ("pl", "Strajk trwał dwa i pół roku.", "P2.5Y"),
        ("zh", "罢工持续了三年半。", "P3.5Y"),
    ],
)
def test_a_half_is_part_of_a_length(language: str, text: str, value: str) -> None:
    assert told(text, language) == [value]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bei dem Beben starben 1500 bis 2000 Menschen."),
        ("en", "Between 1500 and 2000 people fled."),
        ("fr", "De 1500 à 2000 personnes ont fui."),
        ("ru", "Погибли от 1500 до 2000 человек."),
        ("ru", "До 15 тыс. человек вышли на улицы."),
        ("ru", "Цены выросли в два с половиной раза."),
        ("zh", "失业率上升了百分之二点五。"),
        ("en", "Police released one night guard."),
        ("en", "The ship was seized by two forty-year-old men."),
        ("it", "Le due squadre e le tre città."),
        ("es", "Hombres de entre 18 y 40 sin permiso."),
        ("fr", "Il est huit, et il est là."),
    ],
)
def test_a_quantity_is_no_time(language: str, text: str) -> None:
    assert told(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("th", "เมื่อวันที่ 20 ตุลาคม 2554 ที่กรุงเทพ", "2011-10-20"),
        ("fa", "در ۲۸ مهر ۱۳۹۰ رخ داد.", "2011-10-20"),
    ],
)
def test_a_date_of_another_calendar_is_told_as_a_gregorian_one(language: str, text: str, value: str) -> None:
    assert told(text, language) == [value]


_WORDS = (
    "the", "in", "last", "next", "two", "three", "of", "at", "half", "past", "may", "4", "2011", "monday",
    "week", "weeks", "ago", "after", "men", ",", ".", "-",
)  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_look_ahead_never_passes_over_a_wording(words: list[str]) -> None:
    found = grammar("en")
    tokens = tokenise(fold(" ".join(words)).text, spaced=True).words
    for index, word in enumerate(tokens):
        if word[0].isdigit() or word not in found.firsts:
            continue
        wordings: list = []
        walk(found.root, tokens, index, None, wordings)
        if wordings:
            assert state_of(found.root, word).fits(tokens, index + 1)
