"""How well statements align is measured as it is said to be."""

from pathlib import Path

import pytest

from rashomon.encoder import Encoder
from rashomon.evaluation.align import evaluate_align

STORIES = sorted((Path(__file__).parent / "stories").glob("*.json"))[:1]


@pytest.fixture(scope="module")
def rows():
    return evaluate_align(STORIES, Encoder.open(), fit=False).rows


def test_a_row_for_each_story_for_all_and_for_each_part_left_out(rows):
    assert len(rows) >= len(STORIES) + 2
    assert {"ALL", "fitted on all", "without names", "without values", "without margins"} <= rows.keys()


def test_what_is_found_and_right_is_part_of_what_there_is(rows):
    for score in rows.values():
        assert 0 <= score.found <= score.gold
        assert 0 <= score.right <= score.ours
        assert 0 <= score.f1 <= 1


def test_all_is_the_sum_of_the_stories_and_stands_in_its_interval(rows):
    stories = list(rows.values())[: len(STORIES)]
    assert rows["ALL"].gold == sum(score.gold for score in stories)
    assert rows["ALL"].right == sum(score.right for score in stories)
    low, high = rows["ALL"].interval
    assert low - 1e-4 <= rows["ALL"].f1 <= high + 1e-4  # the ends are rounded


def test_weights_fitted_on_all_are_no_worse_than_held_out_ones(rows):
    assert rows["fitted on all"].f1 >= rows["ALL"].f1
