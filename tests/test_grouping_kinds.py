"""Articles that are no news of one event are stories of their own, and lost to nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from rashomon.encoder import Encoder
from rashomon.evaluation.gold import load_articles
from rashomon.grouping import Stream, group
from rashomon.grouping.furniture import Furniture
from rashomon.grouping.kinds import kind_of
from rashomon.model import Account, Article, Encoding, Statement, Time
from rashomon.reading import read_all

SIZE = 24


def account(id_: str, lines: list[str], times: dict[str, str], *, alike: bool = True) -> Account:
    """An account with a statement for each line, and times where their words stand."""
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    own = np.eye(SIZE, dtype=np.float32)
    vectors = [own[0] if alike else own[at] for at in range(len(lines))]
    nothing = np.zeros((0, SIZE), np.float32), np.zeros((0, 2), np.int32)
    return Account(
        article=Article(id=id_, text=text, language="en", published="2024-05-20"),
        sentences=(),
        statements=tuple(
            Statement(id_, start, start + len(line)) for start, line in zip(starts, lines, strict=True)
        ),
        times=tuple(
            Time(
                article=id_, start=text.index(word), end=text.index(word) + 1, text="", type="date", value=day
            )
            for word, day in times.items()
        ),
        encodings=tuple(Encoding(vector, *nothing) for vector in vectors),
        lead=own[0],
    )


DAYS = {f"May {day}": f"2024-05-{day}" for day in range(10, 17)}
CHRONOLOGY = account("a", [f"{day}: the water rose again." for day in DAYS], DAYS)
NEWS = account("b", ["The water rose on May 18.", *["It had risen before."] * 6], {"May 18": "2024-05-18"})
LIFE = account(
    "c",
    [f"She moved again in {year}." for year in range(1950, 1956)],
    {f"{y}": f"{y}" for y in range(1950, 1956)},
)
BRIEF = account("d", [f"Something of its own, number {n}." for n in range(8)], {}, alike=False)
LIVE = account("e", [f"1{n}:05 Something of its own." for n in range(8)], {}, alike=False)


@pytest.mark.parametrize(
    ("one", "kind"),
    [(CHRONOLOGY, "chronology"), (NEWS, None), (LIFE, "background"), (BRIEF, "brief"), (LIVE, "live")],
)
def test_what_is_no_news_of_one_event_is_told_by_its_times_and_lines(one: Account, kind: str | None) -> None:
    assert kind_of(one) == kind


def test_it_is_a_story_of_its_own_that_is_marked() -> None:
    stories = group([CHRONOLOGY, NEWS, LIFE])
    assert sorted(len(story.accounts) for story in stories) == [1, 1, 1]
    assert {a.article.id: a.article.kind for story in stories for a in story.accounts} == {
        "a": "chronology",
        "b": None,
        "c": "background",
    }
    stream = Stream()
    for one in (CHRONOLOGY, NEWS, LIFE):
        stream.add(stream.sketch(one))
    assert len(stream.stories) == 3


def test_the_head_that_two_pages_share_is_furniture_and_a_copy_is_not() -> None:
    head = [f"Part {n} of the site" for n in "abcdefg"]
    first, second = (
        account(name, [*head, *(f"{name} tells {n}" for n in "hijklmn")], {}) for name in ("one", "two")
    )
    memory = Furniture()
    assert memory.take(first) == frozenset()
    assert memory.take(second) == frozenset(range(7))
    assert memory.take(account("copy", first.article.text.split("\n"), {})) == frozenset()


def test_what_stands_on_three_days_is_furniture_whatever_its_figures() -> None:
    memory = Furniture()
    found = []
    for day in (1, 2, 3):
        lines = [f"Read by {day * 17} people", f"News {'xyz'[day - 1]}"]
        one = account("a", lines, {})
        article = Article(id=f"a{day}", text=one.article.text, language="en", published=f"2024-05-0{day}")
        found.append(memory.take(Account(article=article, sentences=(), statements=one.statements)))
    assert found == [frozenset(), frozenset(), frozenset({0})]


def test_kinds_of_42_articles_in_twelve_languages() -> None:
    path = Path(__file__).parent / "events" / "kinds.jsonl"
    news = {one.id: one.news for one in map(_LABELLED.decode, path.read_bytes().splitlines())}
    found = {a.article.id: kind_of(a) for a in read_all(load_articles(path), Encoder.open())}
    assert [name for name, kind in found.items() if kind and news[name]] == []  # precision comes first
    right = sum(kind is not None for name, kind in found.items() if not news[name])
    assert right >= 18  # of 25; 22 November 2026


class _Labelled(msgspec.Struct):
    id: str
    news: bool


_LABELLED = msgspec.json.Decoder(_Labelled)
