"""Values are EDTF, and comparing them knows what is unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.reading.times.edtf import compatible, compose, duration, is_valid, same


@pytest.mark.parametrize(
    "value",
    [
        "2011",
        "2011-10",
        "2011-10-31",
        "XXXX-10-31",
        "XXXX-XX-XX",
        "201X",
        "2011-10-31T22:00Z",
        "2011-10-31T22:00+02:00",
        "XXXX-XX-XXT22:00",
        "P7M",
        "PT1.5H",
        "P2Y3M",
        "R/P1W",
        "2011/2014",
        "XXXX-02/..",
        "../2011-05-05",
        "2011-10-10~",
        "2004-02-29",
        "XXXX-02-29",
    ],
)
def test_valid_values_are_valid(value: str) -> None:
    assert is_valid(value)


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "2011-13",
        "2011-02-30",
        "2011-10-31T25:00",
        "2011-10-31T22:61",
        "P",
        "PT",
        "7M",
        "/",
        "../..",
        "2011-",
        "31/10",
        "20111",
        "2003-02-29",
        "P1",
    ],
)
def test_invalid_values_are_not(value: str) -> None:
    assert not is_valid(value)


def test_values_are_composed_of_what_is_known() -> None:
    assert compose(2011, 10, 31, hour=22, utc=True) == "2011-10-31T22:00Z"
    assert compose(None, 10, 31) == "XXXX-10-31"
    assert compose(None, 3, precision=2) == "XXXX-03"
    assert compose(None) == "XXXX-XX-XX"
    assert duration(7, "month") == "P7M"
    assert duration(1.5, "hour") == "PT1.5H"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2011-10-31", "XXXX-10-31"),  # an unknown digit fits any
        ("XXXX-XX-XX", "2011-10-31"),
        ("2011-10", "2011-10-31"),  # the less precise holds the more precise
        ("2011", "XXXX-10"),
        ("2011-10-31T22:00Z", "2011-11-01T00:00+02:00"),  # zones are converted
        ("XXXX-XX-XXT22:00Z", "2011-10-31T22:00Z"),
        ("2011-10-31T22:00Z", "2011-11-01"),  # a day is that of a place that is not known
        ("2011-10-31T22:00Z", "2011-10-31T18:00"),
        ("2011-10-31T22", "2011-10-31T22:10"),
        ("2011-02/..", "2011-10-31"),  # an interval holds what is inside
        ("XXXX-02/..", "2011-10"),
        ("../2011-10-31", "2011-10-31"),
        ("2011-03/2011-10", "XXXX-05-03"),
        ("2010-12/2011-02", "XXXX-01-15"),
        ("2011-10-24/2011-10-30", "2011-10-29T10:00Z"),
        ("2011-10-10~", "2011-10-12"),
        ("P7D", "P1W"),
        ("P12M", "P1Y"),
        ("PT24H", "P1D"),
        ("201X", "2011-10"),
    ],
)
def test_compatible(a: str, b: str) -> None:
    assert compatible(a, b)
    assert compatible(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2011-10-31", "2011-10-30"),
        ("XXXX-10-31", "2011-11"),
        ("2011-10-31T22:00Z", "2011-10-31T20:00Z"),
        ("2011-10-31T22:00Z", "2011-10-31T22:00+02:00"),
        ("2011-10-31T12:00Z", "2011-11-03"),
        ("2011-10-31T18:00", "2011-10-31T19:00"),
        ("2011-02/..", "2011-01-31"),
        ("../2011-10-30", "2011-10-31"),
        ("2011-03/2011-04", "2011-05-03"),
        ("2011-10-10~", "2011-10-20"),
        ("P7M", "P6M"),
        ("P7M", "2011-07"),
        ("P1D", "R/P1D"),
        ("201X", "2001"),
        ("nonsense", "2011"),
    ],
)
def test_not_compatible(a: str, b: str) -> None:
    assert not compatible(a, b)
    assert not compatible(b, a)


def test_same_needs_the_same_words_about_time_and_something_known() -> None:
    assert same("2011-10-31T22:00Z", "2011-11-01T00:00+02:00")
    assert same("P7D", "P1W")
    assert same("XXXX-10-31", "XXXX-10-31")
    assert not same("XXXX-10-31", "2011-10-31")
    assert not same("XXXX-XX-XX", "XXXX-XX-XX")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-47, 55))
def test_a_moment_is_the_same_in_every_zone(moment: datetime, quarters: int) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    local = moment.astimezone(timezone(timedelta(minutes=15 * quarters)))
    a, b = moment.strftime("%Y-%m-%dT%H:%MZ"), local.isoformat(timespec="minutes")
    assert same(a, b)
    assert compatible(a, b)


@given(
    st.text(alphabet="0123456789X-/T:Z.P~MDYWR+", max_size=25),
    st.text(alphabet="0123456789X-/T:ZP~", max_size=25),
)
def test_comparing_never_fails_and_is_symmetric(a: str, b: str) -> None:
    assert compatible(a, b) == compatible(b, a)
    assert same(a, b) == same(b, a)
    is_valid(a)
