"""Dates, numbers and names of languages are written for who reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.report.reader import shown_in
from rashomon.report.words import country_name, language_name, number, when


@pytest.mark.parametrize(
    ("reader", "date", "size", "language"),
    [
        (None, "31 October 2011", "9,600.5", "Vietnamese"),
        ("vi", "31 tháng 10, 2011", "9.600,5", "Tiếng Việt"),
        ("de", "31. Oktober 2011", "9.600,5", "Vietnamesisch"),
        ("zh", "2011年10月31日", "9,600.5", "越南语"),
        ("th", "31 ตุลาคม 2011", "9,600.5", "เวียดนาม"),
    ],
)
def test_the_reader_sees_dates_numbers_and_languages_as_cldr_has_them(
    reader: str | None, date: str, size: str, language: str
) -> None:
    with shown_in(reader):
        assert when("2011-10-31") == date
        assert number(9600.5) == size
        assert language_name("vi") == language
    assert when("2011-10-31") == "31 October 2011"


def test_what_is_not_known_stays_unknown_in_any_language() -> None:
    with shown_in("es"):
        assert when("XXXX-10-31T22:00Z") == "31 de octubre, 22:00 UTC"
        assert when("2011-10") == "octubre de 2011"
        assert country_name("DE") == "Alemania"


@given(st.from_regex(r"[0-9X]{4}-[0-9X]{2}-[0-9X]{2}(T[0-9]{2}:[0-9]{2}Z)?", fullmatch=True))
def test_any_value_can_be_shown(value: str) -> None:
    with shown_in("fa"):
        assert when(value)
