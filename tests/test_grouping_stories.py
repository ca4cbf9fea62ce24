"""Accounts of one event come together, whatever their languages and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.evaluation.each_other import likeness
from rashomon.grouping import group, one_story
from rashomon.grouping.stories import sketches
from rashomon.grouping.stream.cluster import cluster
from rashomon.grouping.stream.kin import Alike
from rashomon.grouping.stream.likeness import WEIGHTS
from rashomon.model import Account, Article, Encoding, Quantity, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, float64
    from numpy.typing import NDArray

    from rashomon.model import Story

SIZE = 48


def account(
    id_: str, event: int, language: str = "en", published: str | None = None, figures: Sequence[float] = ()
) -> Account:
    """An account whose vectors are made of what all have, its event and a little of its own."""
    own = np.random.default_rng([ord(c) for c in id_]).normal(size=SIZE) / SIZE**0.5
    text = f"Report {id_} in {language}."
    told = Encoding(mixed(0.2, 0.45, event, own), np.zeros((0, SIZE), np.float32), np.zeros((0, 2), np.int32))
    return Account(
        article=Article(id=id_, text=text, language=language, published=published),
        sentences=(),
        statements=(Statement(id_, 0, len(text)),),
        quantities=tuple(Quantity(article=id_, start=0, end=1, text="R", low=n, high=n) for n in figures),
        encodings=(told,),
        lead=mixed(0.78, 0.14, event, own),
    )


def mixed(common: float, shared: float, event: int, own: NDArray[float64]) -> NDArray[float32]:
    vector = own * (1 - common - shared) ** 0.5
    vector[0] += common**0.5
    vector[10 + event] += shared**0.5
    unit: NDArray[float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def ids(stories: Sequence[Story]) -> list[list[str]]:
    return [[a.article.id for a in story.accounts] for story in stories]


def test_two_events_in_two_languages_are_two_stories() -> None:
    accounts = [
        account("a", 0, "en", "2024-05-02"),
        account("b", 0, "vi", "2024-05-02"),
        account("c", 1, "en", "2024-05-01"),
        account("d", 1, "vi", "2024-05-01"),
    ]
    stories = group(accounts)
    assert ids(stories) == [["c", "d"], ["a", "b"]]
    assert [story.id for story in stories] == ["s1", "s2"]


def test_stories_stand_in_the_order_of_their_first_article_undated_ones_last() -> None:
    accounts = [
        account("a", 0, published=None),
        account("b", 1, published="2024-05-02T01:00+03:00"),
        account("c", 2, published="2024-05-01T23:30Z"),
        account("d", 3, published="not a date"),
    ]
    assert ids(group(accounts)) == [["b"], ["c"], ["a"], ["d"]]


def test_events_of_different_weeks_stay_apart() -> None:
    same_day = group([account("a", 0, "en", "2024-05-02"), account("b", 0, "fr", "2024-05-03")])
    far = group([account("a", 0, "en", "2024-05-02"), account("b", 0, "fr", "2024-09-02")])
    assert (len(same_day), len(far)) == (1, 2)


def test_figures_that_both_give_speak_for_one_event() -> None:
    def alike(first: float, second: float) -> float:
        accounts = [account("a", 0, figures=[first]), account("b", 1, "ru", figures=[second])]
        return float(likeness(sketches(accounts))[0, 1])

    assert alike(1_340, 1_340) > alike(14, 14) > alike(1_340, 2_170)
    assert alike(2, 2) == alike(2, 3)  # so small a figure is in every report


def test_one_subject_on_which_many_write_is_not_one_event() -> None:
    def alike(others: int) -> float:
        accounts = [account(f"a{n}", n // 2) for n in range(2 + others)]
        return float(likeness(sketches(accounts))[0, 1])

    assert alike(0) > WEIGHTS.enough
    assert alike(30) > WEIGHTS.enough  # two that tell the same stay together, whatever else is written


def test_copies_are_of_one_story_with_one_origin() -> None:
    text = "The lighthouse of Kesten will be lit again on Sunday, the harbour office said in a short letter."
    first, second = (
        Account(article=Article(id=id_, text=text, language="en", published=day), sentences=(), statements=())
        for id_, day in (("a", "2024-05-02"), ("b", "2024-06-20"))
    )
    (story,) = group([first, second])
    assert [a.article.origin for a in story.accounts] == ["o1", "o1"]


def test_articles_without_a_statement_are_stories_of_their_own() -> None:
    empty = [
        Account(article=Article(id=id_, text=text), sentences=(), statements=())
        for id_, text in (("a", "🔥"), ("b", ""), ("c", "17"))
    ]
    assert len(group([*empty, account("d", 0)])) == 4
    assert group([]) == ()


def test_one_story_keeps_all_accounts_with_their_origins() -> None:
    story = one_story([account("b", 0), account("a", 1)])
    assert [(a.article.id, a.article.origin) for a in story.accounts] == [("a", "o1"), ("b", "o2")]


def test_average_link_joins_no_chain() -> None:
    chain = np.array([[0.0, 3.0, -9.0], [3.0, 0.0, 3.0], [-9.0, 3.0, 0.0]])
    assert cluster(Alike(chain, chain, chain != 0), WEIGHTS) == [[0, 1], [2]]
    assert cluster(Alike(chain[:0, :0], chain[:0, :0], chain[:0, :0] > 0), WEIGHTS) == []


accounts_drawn = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["en", "vi", "und", "pt-BR"]),
        st.sampled_from([None, "2024-05-02", "2024-05-20T10:00:00+07:00"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40)
@given(accounts_drawn, st.data())
def test_the_order_of_articles_does_not_change_the_stories(
    drawn: list[tuple[int, str, str | None]], data: st.DataObject
) -> None:
    accounts = [account(f"a{n}", event, lang, day) for n, (event, lang, day) in enumerate(drawn)]
    stories = group(accounts)
    assert ids(group(data.draw(st.permutations(accounts)))) == ids(stories)
    assert sorted(name for story in ids(stories) for name in story) == [a.article.id for a in accounts]
