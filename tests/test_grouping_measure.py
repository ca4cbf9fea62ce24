"""Other clusterings are laid beside ours over the same pairs."""

from __future__ import annotations

from test_grouping_stories import account

from rashomon.evaluation.gold import Pair
from rashomon.evaluation.grouping import METHODS, arriving, compare, stream_over
from rashomon.evaluation.labelled import from_pairs
from rashomon.evaluation.pair_fit import fit
from rashomon.evaluation.pairs import bcubed, nearness
from rashomon.grouping.stories import sketches

ACCOUNTS = [account(f"a{n}", n % 4, "en" if n < 4 else "vi", "2024-05-02") for n in range(8)]
PAIRS = [
    Pair(a=f"a{n}", b=f"a{m}", label="same" if n % 4 == m % 4 else "different", cross=n < 4 <= m)
    for n in range(8)
    for m in range(n + 1, 8)
]


def test_each_method_finds_plain_events_or_says_why_it_was_skipped() -> None:
    for name in METHODS:
        result = compare(name, sketches(ACCOUNTS), PAIRS, from_pairs(PAIRS))
        assert result.skipped or result.all.pairs == len(PAIRS)
    assert compare("Rashomon", sketches(ACCOUNTS), PAIRS, from_pairs(PAIRS)).all.f1 == 1.0


def test_a_pair_counts_as_it_is_when_the_later_article_has_come() -> None:
    together, at_last = stream_over(arriving(ACCOUNTS), PAIRS)
    assert set(together) == {(pair.a, pair.b) for pair in PAIRS}
    assert together["a0", "a4"]
    assert not together["a0", "a1"]
    assert at_last["a0"] == at_last["a4"]


def test_weights_are_fitted_and_measured_on_other_pairs() -> None:
    result = fit((PAIRS, ACCOUNTS), [(PAIRS, ACCOUNTS)])
    assert result.weights["standard score"] == 1
    assert [one.how for one in result.measured] == [
        "pairs alone, fitted on others",
        "arriving, fitted on others",
        "arriving, threshold of others",
        "arriving, fitted on other sets",
    ]
    for one in result.measured:
        assert one.all.pairs == len(PAIRS)
        assert one.interval[0] <= one.interval[1]


def test_b_cubed_and_nearness_of_splits() -> None:
    label = {"a": "x", "b": "x", "c": "y", "d": "y"}
    assert bcubed(label, {"a": 1, "b": 1, "c": 2, "d": 2}) == (1.0, 1.0)
    assert bcubed(label, {"a": 1, "b": 1, "c": 1, "d": 1}) == (0.5, 1.0)
    assert nearness(label, {"a": 1, "b": 1, "c": 2, "d": 3}) == (5 / 6, 0.5)
