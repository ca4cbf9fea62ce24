"""Other clusterings are laid beside ours over the same pairs."""

from __future__ import annotations

from test_grouping_stories import account

from rashomon.evaluation.gold import Pair
from rashomon.evaluation.grouping import METHODS, compare, stream_over
from rashomon.grouping.stories import sketches

ACCOUNTS = [account(f"a{n}", n % 4, "en" if n < 4 else "vi", "2024-05-02") for n in range(8)]
PAIRS = [
    Pair(a=f"a{n}", b=f"a{m}", label="same" if n % 4 == m % 4 else "different", cross=n < 4 <= m)
    for n in range(8)
    for m in range(n + 1, 8)
]


def test_each_method_finds_plain_events_or_says_why_it_was_skipped() -> None:
    for name in METHODS:
        result = compare(name, sketches(ACCOUNTS), PAIRS)
        assert result.skipped or result.all.pairs == len(PAIRS)
    assert compare("Rashomon, at once", sketches(ACCOUNTS), PAIRS).all.f1 == 1.0


def test_a_pair_counts_as_it_is_when_the_later_article_has_come() -> None:
    together, at_last = stream_over(ACCOUNTS, sketches(ACCOUNTS), PAIRS)
    assert set(together) == {(pair.a, pair.b) for pair in PAIRS}
    assert together["a0", "a4"]
    assert not together["a0", "a1"]
    assert at_last["a0"] == at_last["a4"]
