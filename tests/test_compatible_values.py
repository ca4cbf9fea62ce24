"""Which figures can be true at once."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.comparing.values.agreement import can_be_equal
from rashomon.comparing.values.stated import quantities_compatible
from rashomon.model import Quantity
from rashomon.reading.quantities.convert import in_unit

NUMBERS = st.floats(min_value=0, max_value=1e9, allow_nan=False).map(lambda value: float(round(value)))
UNITS = st.sampled_from(
    ["mile", "kilometer", "meter", "kilogram", "pound", "celsius", "fahrenheit", "hectare"]
)


def figure(low: float | None, high: float | None = None, **more: object) -> Quantity:
    return Quantity(article="r", start=0, end=1, text="x", low=low, high=high, **more)  # type: ignore[arg-type]


@st.composite
def figures(draw: st.DrawFn) -> Quantity:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    kind = draw(st.sampled_from(["exact", "range", "at least", "at most"]))
    bounds = {"exact": (low, low), "range": (low, high), "at least": (low, None), "at most": (None, high)}
    return figure(*bounds[kind], approximate=draw(st.booleans()))


@given(figures(), figures())
def test_what_can_be_true_at_once_does_not_depend_on_who_says_it(one, other):
    assert quantities_compatible(one, other) == quantities_compatible(other, one)


@given(figures())
def test_a_figure_agrees_with_itself(one):
    assert quantities_compatible(one, one)


@given(st.integers(min_value=101, max_value=10**9))
def test_a_figure_agrees_with_its_rounding_to_two_digits(value):
    step = 10 ** (len(str(value)) - 2)
    rounded = float((value + step // 2) // step * step)
    assert quantities_compatible(figure(value, value), figure(rounded, rounded))


@given(NUMBERS, UNITS, UNITS)
def test_a_measure_agrees_with_itself_in_another_unit(value, unit, other):
    measure = figure(value, value, unit=unit)
    converted = in_unit(measure, other)
    if converted is not None:
        assert can_be_equal(measure, converted)


@pytest.mark.parametrize(
    ("one", "other", "compatible"),
    [
        ((32, 32), (33, 33), False),
        ((30, None), (32, 32), True),
        ((30, None), (33, 33), True),
        ((27, None), (34, 34), False),
        ((578, 578), (600, 600), True),
        ((578, 578), (700, 700), False),
        ((20, 30), (25, 25), True),
        ((None, 45), (41, 41), True),
    ],
)
def test_figures_as_fact_checkers_read_them(one, other, compatible):
    assert quantities_compatible(figure(*one), figure(*other)) is compatible


@pytest.mark.parametrize(
    ("one", "other", "compatible"),
    [
        ((1_000, 10_000), (10_000, 100_000), False),  # thousands, tens of thousands
        ((100, 1_000), (638, 638), True),  # hundreds
        ((200, 2_000), (2_000, 2_000), False),  # several hundred
        ((20, 200), (14, None), True),  # several dozen, at least 14
    ],
)
def test_an_order_of_magnitude_ends_before_the_next(one, other, compatible):
    magnitude = figure(*one, approximate=True)
    given_one = figure(*other, approximate=other[1] is not None and other[1] >= 4 * other[0])
    assert quantities_compatible(magnitude, given_one) is compatible
    assert quantities_compatible(given_one, magnitude) is compatible


@given(figures())
def test_no_figure_is_too_large_or_too_small_to_be_compared(one):
    for extreme in (0.0, 1e-12, 1e300, math.inf):
        assert quantities_compatible(one, figure(extreme, extreme)) in (True, False)
