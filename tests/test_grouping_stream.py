"""Accounts one by one find their stories, whatever comes when."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_grouping_stories import account

from rashomon.grouping.sketch import Sketch
from rashomon.grouping.stories import sketches
from rashomon.grouping.stream.neighbours import PARTED, WIDTH, Nearest, Neighbours, whole
from rashomon.grouping.stream.placing import Stream

drawn_articles = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["en", "vi", "und", "pt-BR"]),
        st.sampled_from([None, "1970-01-01", "2024-05-02", "2024-05-04T10:00:00+07:00", "2099-12-31"]),
    ),
    min_size=2,
    max_size=24,
)


def drawn(articles: list[tuple[int, str, str | None]]) -> list[Sketch]:
    return sketches([account(f"a{n}", *article) for n, article in enumerate(articles)])


def run(given: list[Sketch]) -> Stream:
    stream = Stream()
    for one in given:
        stream.add(one)
    return stream


def test_reports_of_two_events_found_two_stories_and_join_them() -> None:
    stream = Stream()
    told = [
        (0, "en", "2024-05-02"),
        (1, "en", "2024-05-02"),
        (0, "vi", "2024-05-02"),
        (1, "vi", "2024-05-03"),
    ]
    changes = [stream.add(one) for one in drawn(told)]
    assert [(c.what, c.story, c.article) for (c,) in changes] == [
        ("founded", "s1", "a0"),
        ("founded", "s2", "a1"),
        ("joined", "s1", "a2"),
        ("joined", "s2", "a3"),
    ]
    assert stream.stories == {"s1": ("a0", "a2"), "s2": ("a1", "a3")}
    assert (stream.story_of("a3"), stream.story_of("never added")) == ("s2", None)


@settings(max_examples=30)
@given(drawn_articles)
def test_every_article_is_in_one_story_and_the_changes_tell_how(
    articles: list[tuple[int, str, str | None]],
) -> None:
    stream, told = Stream(), {}
    for one in drawn(articles):
        changes = stream.add(one)
        assert changes[0].what in ("founded", "joined")
        told[one.id] = changes[0].story
    members = [article for held in stream.stories.values() for article in held]
    assert sorted(members) == sorted(told)
    assert all(article in stream.stories[stream.story_of(article) or ""] for article in told)


@settings(max_examples=30)
@given(drawn_articles, st.integers(0, 24))
def test_a_restart_in_the_middle_changes_nothing(
    articles: list[tuple[int, str, str | None]], cut: int
) -> None:
    given = drawn(articles)
    first = run(given[:cut])
    second = Stream.load(first.save())
    for one in given[cut:]:
        assert second.add(one) == first.add(one)
    assert second.stories == first.stories == run(given).stories
    assert second.save() == first.save()


@settings(max_examples=30)
@given(drawn_articles)
def test_an_article_that_comes_twice_changes_nothing(articles: list[tuple[int, str, str | None]]) -> None:
    given = drawn(articles)
    once, twice = run(given), Stream()
    for one in given:
        twice.add(one)
        assert twice.add(one) == ()
    assert once.stories == twice.stories


def test_ten_thousand_copies_are_of_one_story_and_leave_the_others_as_they_were() -> None:
    first, other, late = drawn([(0, "en", "2024-05-02"), (1, "en", "2024-05-02"), (1, "vi", "2024-05-02")])
    stream = run([first, other])
    stream.add_all(
        [Sketch(f"copy {n}", first.language, first.day, first.told, first.lead) for n in range(10_000)]
    )
    stream.add(late)
    assert {len(members) for members in stream.stories.values()} == {10_001, 2}


def test_what_leaves_the_last_articles_keeps_its_story() -> None:
    given = drawn([(n % 30, "en", "2024-05-02") for n in range(90)])
    stream = Stream(active=16)
    for one in given:
        stream.add(one)
    assert sum(map(len, stream.stories.values())) == 90
    assert Stream.load(stream.save()).stories == stream.stories


def test_articles_that_say_nothing_are_stories_of_their_own() -> None:
    nothing = sketches([account("a", 0)])[0]
    empty = [Sketch(f"e{n}", "und", None, nothing.told * 0, nothing.lead * 0) for n in range(3)]
    assert len(run([*empty, nothing]).stories) == 4


def test_bytes_that_are_no_stream_are_refused() -> None:
    with pytest.raises(ValueError, match="no saved stream"):
        Stream.load(b"something else")


def test_neighbours_are_nearly_all_found_once_they_are_parted() -> None:
    import numpy as np

    drawn_numbers = np.random.default_rng(1)
    subjects = drawn_numbers.normal(size=(300, WIDTH))
    vectors = subjects[drawn_numbers.integers(0, 300, PARTED + 500)] + 0.5 * drawn_numbers.normal(
        size=(PARTED + 500, WIDTH)
    )
    vectors = whole(vectors)
    held = Neighbours()
    for start in range(0, len(vectors), 128):
        held.add(np.arange(start, min(start + 128, len(vectors))), vectors[start : start + 128])
    shares = []
    for number in range(0, PARTED, 200):
        mine = Nearest(1, 32)
        held.look(vectors[number : number + 1], mine, 0)
        exact = set(np.argsort(-(vectors @ vectors[number]))[:10].tolist())
        shares.append(len(exact & set(mine.found()[0][0].tolist())) / 10)
    assert np.mean(shares) > 0.9
    late = Nearest(1, 5)
    held.look(vectors[:1], late, oldest=4000)
    assert late.found()[0][0].min() >= 4000
