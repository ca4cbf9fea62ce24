"""Numbers in words, in digits and in both: ICU's own spellings are read back, and what news adds to them."""

import icu
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.language import codes
from rashomon.language.text import locale
from rashomon.model import Article, Quantity
from rashomon.reading.quantities.convert import in_unit
from rashomon.reading.quantities.find import find_quantities
from rashomon.reading.quantities.numerals import find_numbers
from rashomon.reading.sentences import split_sentences

NUMBERS = (*range(2, 130), 200, 243, 301, 999, 1000, 1100, 2043, 5900, 12_345, 100_000, 243_528, 1_200_000)


def values(text: str, language: str) -> list[tuple[str, float]]:
    return [(text[n.start : n.end], n.value) for n in find_numbers(text, language)]


def parts(text: str) -> list[float | None]:
    article = Article(id="a", language="en", text=text)
    return [q.low for q in find_quantities(article, split_sentences(article), [])]


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "it", "pt", "vi", "ru", "zh", "ar"])
def test_what_icu_spells_is_read_back(language: str) -> None:
    speller = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale(language))
    wrong = [
        (number, spelled)
        for number in NUMBERS
        for spelled in [speller.format(number)]
        if values(spelled, language) != [(spelled, number)]
    ]
    print(f"{language}: {len(NUMBERS) - len(wrong)} of {len(NUMBERS)} spelled numbers read; not {wrong[:12]}")
    assert len(wrong) <= 0.05 * len(NUMBERS)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("it", "ventotto", 28),
        ("it", "duecentotré", 203),
        ("it", "centotto", 108),
        ("de", "zweihundertdreiundvierzig", 243),
        ("de", "zweihundertsechsundfuenfzig", 256),
        ("fr", "quatre-vingt-dix", 90),
        ("vi", "hai mươi mốt", 21),
        ("ar", "مئتان وثلاث وأربعون", 243),
        ("ru", "двенадцати", 12),
        ("en", "1.2 million", 1_200_000),
        ("pt", "5,9 mil", 5900),
        ("zh", "3万5千", 35_000),
        ("zh", "十多万", 100_000),
        ("zh", "4.78万亿", 4.78e12),
        ("en", "2 lakh", 200_000),
        ("de", "1,5 Mio.", 1_500_000),
        ("es", "tres mil quinientos millones", 3.5e9),
        ("en", "two million and a half", 2_500_000),
        ("en", "five point two", 5.2),
        ("zh", "二点五", 2.5),
        ("en", "minus 15", -15),
        ("en", "-2.5", -2.5),
    ],
)
def test_words_digits_and_both_make_numbers(language: str, text: str, value: float) -> None:
    assert [v for _, v in values(text, language)] == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "two thirds", 2 / 3),
        ("en", "a quarter", 1 / 4),
        ("fr", "trois cinquièmes", 3 / 5),
        ("es", "un tercio", 1 / 3),
        ("de", "drei Viertel", 3 / 4),
        ("vi", "ba phần tư", 3 / 4),
        ("zh", "三分之二", 2 / 3),
        ("en", "2½", 2.5),
        ("en", "half a million", 500_000),
    ],
)
def test_fractions(language: str, text: str, value: float) -> None:
    assert [v for _, v in values(text, language)] == [pytest.approx(value)]


def test_an_ordinal_is_no_fraction() -> None:
    assert parts("A third man was held after a fifth explosion.") == []
    assert parts("A third of the men were held.") == [pytest.approx(1 / 3)]


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([*codes(), "und", "ja", "hi"]))
def test_no_text_is_too_odd(text: str, language: str) -> None:
    for number in find_numbers(text, language):
        assert 0 <= number.start < number.end <= len(text)


def _measure(low: float, unit: str | None, whole: float | None = None) -> Quantity:
    return Quantity(article="a", start=0, end=1, text="x", low=low, high=low, unit=unit, whole=whole)


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [(10, "mile", "kilometer", 16.09), (0, "celsius", "fahrenheit", 32), (1, "hectare", "acre", 2.471)],
)
def test_measures_are_told_in_other_units(value: float, unit: str, wanted: str, expected: float) -> None:
    converted = in_unit(_measure(value, unit), wanted)
    assert converted is not None
    assert (converted.low, converted.unit) == (pytest.approx(expected, rel=1e-3), wanted)


def test_what_cannot_be_converted_is_not() -> None:
    assert in_unit(_measure(5, "USD"), "EUR") is None
    assert in_unit(_measure(5, "mile"), "kilogram") is None
    assert in_unit(_measure(5, None), "percent") is None
    assert in_unit(_measure(0.5, None, 1), "percent") is not None
