"""Which articles copy one another: they share one origin, and count as one witness.

Two articles share an origin where half of the shorter one's runs of four words stand in the other. Runs of
words ("shingles") and their containment are Broder's measure of copied text (1997,
https://doi.org/10.1109/SEQUEN.1997.666900), here exact, over all articles of a batch. A copy of a copy shares
the origin too. A translation is not found to be a copy yet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, combinations
from typing import TYPE_CHECKING

from rashomon.grouping.dates import day_of
from rashomon.grouping.runs import furniture, runs_of, statement_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.grouping.runs import Run
    from rashomon.model import Account

COPIED = 0.5  # the share of the shorter article's runs that the other has as well
FEWEST_RUNS = 8  # a shorter article must stand in the other word for word


def find_origins(accounts: Sequence[Account]) -> dict[str, str]:
    """The origin of each article, by article id.

    Args:
        accounts: the accounts of a batch, each article with an id of its own.

    Returns:
        dict[str, str]: origins "o1", "o2", … in the order of the articles' ids; copies share one.
    """
    ordered = sorted(accounts, key=lambda account: account.article.id)
    held = [_runs(account) for account in ordered]
    first_with: dict[frozenset[Run], int] = {}
    links = [(first_with.setdefault(runs, index), index) for index, runs in enumerate(held)]
    days = {index: day_of(account.article) for index, account in enumerate(ordered)}
    links += _near_copies({index: runs for runs, index in first_with.items()}, days)
    leader = _leaders(len(ordered), links)
    number = {first: f"o{n}" for n, first in enumerate(sorted(set(leader)), 1)}
    return {account.article.id: number[first] for account, first in zip(ordered, leader, strict=True)}


def _runs(account: Account) -> frozenset[Run]:
    """The runs of an account's statements, across their borders; its bare text where it has no words."""
    said = tuple(chain.from_iterable(statement_words(account)))
    return runs_of(said) or frozenset({(account.article.text.strip(),)})


def _near_copies(
    held: Mapping[int, frozenset[Run]], days: Mapping[int, int | None]
) -> Iterable[tuple[int, int]]:
    holders: defaultdict[Run, list[int]] = defaultdict(list)
    for index, runs in held.items():
        for run in runs:
            holders[run].append(index)
    ignored = furniture(holders, days)
    size = {index: len(runs - ignored) for index, runs in held.items()}
    shared: Counter[tuple[int, int]] = Counter()
    for run, indexes in holders.items():
        if run not in ignored:
            shared.update(combinations(indexes, 2))
    for (one, other), count in sorted(shared.items()):
        shorter = min(size[one], size[other])
        if count >= COPIED * shorter and (shorter >= FEWEST_RUNS or count == shorter):
            yield one, other


def _leaders(size: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """The lowest index that each index is linked to, directly or through others."""
    leader = list(range(size))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for one, other in links:
        low, high = sorted((find(one), find(other)))
        leader[high] = low
    return [find(index) for index in range(size)]
