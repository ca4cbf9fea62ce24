"""Aligned pairs to claims."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rashomon.comparing.aligning.align import THRESHOLD, Alignment, Pair
from rashomon.comparing.aligning.tokens import Node
from rashomon.comparing.claims import Group
from rashomon.comparing.claims import cover as cover_alignment
from rashomon.model import Encoding

NOTHING = Encoding(np.zeros(1, np.float32), np.zeros((0, 1), np.float32), np.zeros((0, 2), np.int32))

PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda p: p[0] < p[1]),
    st.floats(THRESHOLD, 9, width=32),
    max_size=30,
).map(lambda found: [Pair(one, other, strength) for (one, other), strength in sorted(found.items())])


def cover(pairs: list[Pair]) -> list[Group]:
    """The claims of some statements of an article each, of which only these pairs were measured."""
    nodes = tuple(Node(f"{n}", "en", NOTHING, (n,), (n,)) for n in range(13))
    one, other = (np.array([pair[at] for pair in pairs_as_tuples(pairs)], np.intp) for at in (0, 1))
    strength = np.array([pair.strength for pair in pairs], np.float32)
    return cover_alignment(Alignment(nodes, one, other, strength))


def pairs_as_tuples(pairs: list[Pair]) -> list[tuple[int, int]]:
    return [(pair.one, pair.other) for pair in pairs]


def test_three_statements_that_all_align_are_one_claim():
    groups = cover([Pair(0, 1, 2.0), Pair(0, 2, 3.0), Pair(1, 2, 1.5)])
    assert [(group.members, group.strength, group.central) for group in groups] == [((0, 1, 2), 1.5, 0)]


def test_a_chain_is_not_closed_into_one_claim():
    assert [group.members for group in cover([Pair(0, 1, 2.0), Pair(1, 2, 2.0)])] == [(0, 1), (1, 2)]


def test_a_third_report_helps_a_weak_pair():
    groups = cover([Pair(0, 1, 3.0), Pair(0, 2, 2.0), Pair(1, 2, 0.5)])
    assert [(group.members, group.strength) for group in groups] == [((0, 1, 2), 0.5)]


def test_a_weak_pair_alone_is_no_claim():
    assert cover([Pair(0, 1, 0.3)]) == []


@given(PAIRS)
def test_claims_cover_every_pair_and_hold_no_other(pairs):
    aligned = {(pair.one, pair.other) for pair in pairs}
    covered = {
        (one, other)
        for group in cover(pairs)
        for one in group.members
        for other in group.members
        if one < other
    }
    assert covered == aligned


@given(PAIRS, st.randoms())
def test_the_order_of_pairs_does_not_matter(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert cover(shuffled) == cover(pairs)
