"""Articles whose stories a reader labelled, from whatever they are kept in.

- ``pairs.json``: labelled pairs; beside it stands ``pairs.articles.jsonl`` with the articles.
- a JSON Lines file of articles that have a ``story`` each, as ``subject.event``: two of one story are the
  same, two of one subject related; others are not paired.
- a folder of gold stories: each is one story, and stories of the same weeks are held against one another.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from rashomon.evaluation.gold import Pair, articles_of, load_articles, load_gold, load_pairs
from rashomon.grouping.dates import day_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from rashomon.encoder import Encoder
    from rashomon.model import Account, Article

WEEKS = 15  # days between articles of two stories that are held against one another


class Labelled(NamedTuple):
    """Accounts by their articles' ids, pairs of them, and the stories of those that have a label."""

    pairs: list[Pair]
    accounts: list[Account]
    stories: Mapping[str, str]


class _Story(Struct, frozen=True):
    id: str
    story: str


def load(path: Path, encoder: Encoder, stories: Path | None = None) -> Labelled:
    """Read a labelled set.

    Args:
        stories: a JSON object with the story of each article, by its id, where the set itself has only pairs.

    Raises:
        GoldError: a file cannot be used.
    """
    if path.is_dir():
        articles, label = _of_gold(path)
        pairs = _paired(articles, label, _near)
    elif path.suffix == ".jsonl":
        articles = list(load_articles(path))
        label = {
            one.id: one.story
            for one in (msgspec.json.decode(line, type=_Story) for line in path.read_bytes().splitlines())
        }
        pairs = _paired(
            articles, label, lambda one, other: _subject(label[one.id]) == _subject(label[other.id])
        )
    else:
        articles = list(load_articles(path.with_name(f"{path.stem}.articles.jsonl")))
        known = {article.id for article in articles}
        pairs = [pair for pair in load_pairs(path) if pair.a in known and pair.b in known]
        label = from_pairs(pairs)
    if stories is not None:
        label = msgspec.json.decode(stories.read_bytes(), type=dict[str, str])
    return Labelled(pairs, _read(articles, encoder), label)


def from_pairs(pairs: Iterable[Pair]) -> dict[str, str]:
    """The stories that pairs of one event make when each article's are put together."""
    label: dict[str, str] = {}
    for pair in pairs:
        if pair.label == "same":
            ours, theirs = label.setdefault(pair.a, pair.a), label.setdefault(pair.b, pair.b)
            label |= {name: ours for name, story in label.items() if story == theirs}
    return label


def _read(articles: Iterable[Article], encoder: Encoder) -> list[Account]:
    from rashomon.grouping import without_states
    from rashomon.reading import read_all

    ordered = sorted(articles, key=lambda article: article.id)
    return [without_states(account) for account in read_all(ordered, encoder)]


def _of_gold(folder: Path) -> tuple[list[Article], dict[str, str]]:
    articles: list[Article] = []
    label: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        gold = load_gold(path)
        for article in articles_of(gold):
            articles.append(msgspec.structs.replace(article, id=f"{gold.story}/{article.id}"))
            label[articles[-1].id] = gold.story
    return articles, label


def _paired(
    articles: Iterable[Article], label: Mapping[str, str], related: Callable[[Article, Article], bool]
) -> list[Pair]:
    return [
        Pair(
            a=one.id,
            b=other.id,
            label="same" if label[one.id] == label[other.id] else "related",
            cross=one.language.split("-")[0] != other.language.split("-")[0],
        )
        for one, other in combinations(articles, 2)
        if label[one.id] == label[other.id] or related(one, other)
    ]


def _near(one: Article, other: Article) -> bool:
    day, other_day = day_of(one), day_of(other)
    return day is None or other_day is None or abs(day - other_day) <= WEEKS


def _subject(story: str) -> str:
    return story.partition(".")[0]
