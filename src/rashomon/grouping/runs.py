"""Runs of words: what articles have in common word for word, and which of it is page furniture.

Reading marks the furniture that one page shows; a batch shows more of it. What stands word for word in
several articles that were published more than a week apart is no copied report: it is the page around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rashomon.language.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rashomon.model import Account

LENGTH = 4  # words in a row
FURNITURE_DAYS = 7
FURNITURE_ARTICLES = 3

Run = tuple[str, ...]
T = TypeVar("T")


def statement_words(account: Account) -> tuple[tuple[str, ...], ...]:
    """The folded words of each statement; of the whole text, where the account has no statement."""
    text, language = account.article.text, account.article.language
    spans = [(said.start, said.end) for said in account.statements] or [(0, len(text))]
    return tuple(
        tuple(fold(part[start:end]) for start, end in words(part, language))
        for part in (text[start:end] for start, end in spans)
    )


def runs_of(said: tuple[str, ...]) -> frozenset[Run]:
    """Every run of words; one run of all the words where they are few, none where there are none."""
    if len(said) < LENGTH:
        return frozenset({said} if said else ())
    return frozenset(said[at : at + LENGTH] for at in range(len(said) - LENGTH + 1))


def furniture(holders: Mapping[T, Iterable[int]], days: Mapping[int, int | None]) -> frozenset[T]:
    """What is page furniture of the runs, or whatever else, that articles hold.

    Args:
        holders: for each run, the articles that hold it.
        days: for each article, the day it was published.
    """
    found = []
    for held, articles in holders.items():
        known = [day for day in (days[article] for article in articles) if day is not None]
        if len(known) >= FURNITURE_ARTICLES and max(known) - min(known) > FURNITURE_DAYS:
            found.append(held)
    return frozenset(found)
