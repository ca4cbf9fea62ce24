"""Two accounts passage by passage: what both tell, what parts them, what only one says, in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.comparing import compare
from rashomon.model import (
    Article,
    Claim,
    Difference,
    Evidence,
    MadeBy,
    Story,
    Value,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Account

FORMAT = "rashomon.comparison/1"


class Passage(Struct, frozen=True, kw_only=True):
    """A statement of one account, and those of the other that tell of the same fact.

    ``evidence`` holds the first account's words before the other's; where ``verdict`` is ``single``, those of
    one account alone. ``score`` is that of the weakest link between them, 0 to 1; 1 where there is one.
    """

    id: str
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]
    values: tuple[Value, ...] = ()
    differences: tuple[Difference, ...] = ()


class Comparison(Struct, frozen=True, kw_only=True):
    """Two articles and their passages. ``origins`` is 1 where one copies the other, or both one report."""

    format: str = FORMAT
    made_by: MadeBy
    articles: tuple[Article, Article]
    origins: int
    passages: tuple[Passage, ...]


def compare_passages(one: Account, other: Account) -> tuple[Passage, ...]:
    """The passages of two accounts, in the order of the first.

    What only the other says stands where it says it: after the last of its words before that are told by
    both. Copies of one report are compared like any two accounts.

    Args:
        one, other: accounts of articles with ids of their own; their origins are not looked at.
    """
    first, second = one.article.id, other.article.id
    accounts = tuple(_alone(account) for account in sorted((one, other), key=lambda a: a.article.id))
    claims = compare(Story("s1", accounts)).claims
    both = [claim for claim in claims if len({item.article for item in claim.evidence}) > 1]
    mine: dict[Evidence, list[Claim]] = {item: [] for item in _told_by(claims, first)}
    for claim in both:
        mine[next(item for item in claim.evidence if item.article == first)].append(claim)
    held = {item for claims_ in mine.values() for claim in claims_ for item in claim.evidence}
    passages = [
        (_passage(item, mine[item], second), _place(mine[item], second))
        for item in mine
        if mine[item] or item not in held
    ]
    for item in _told_by(claims, second):
        if item not in held:
            at = _after(passages, item)
            passages.insert(at, (_passage(item, [], second, _values(claims, item)), (item.start, item.end)))
    return tuple(
        msgspec.structs.replace(passage, id=f"p{number}") for number, (passage, _) in enumerate(passages, 1)
    )


def _alone(account: Account) -> Account:
    article = msgspec.structs.replace(account.article, origin=account.article.id)
    return msgspec.structs.replace(account, article=article)


def _told_by(claims: Iterable[Claim], article: str) -> list[Evidence]:
    """The statements of an article, in its order."""
    told = {item for claim in claims for item in claim.evidence if item.article == article}
    return sorted(told, key=lambda item: (item.start, item.end))


def _values(claims: Iterable[Claim], item: Evidence) -> tuple[Value, ...]:
    found = {
        (value.start, value.end, value.type): value
        for claim in claims
        for value in claim.values
        if value.article == item.article and item.start <= value.start and value.end <= item.end
    }
    return tuple(found[key] for key in sorted(found))


def _place(claims: Sequence[Claim], article: str) -> tuple[int, int] | None:
    """Where in the other account a passage stands; None for one that it lacks."""
    told = _told_by(claims, article)
    return (told[0].start, told[0].end) if told else None


def _after(passages: Sequence[tuple[Passage, tuple[int, int] | None]], item: Evidence) -> int:
    """Behind the passage with the last of the other account's words before these."""
    before = [
        (place, at)
        for at, (_, place) in enumerate(passages)
        if place is not None and place < (item.start, item.end)
    ]
    return max(before)[1] + 1 if before else 0


def _passage(item: Evidence, claims: Sequence[Claim], other: str, values: tuple[Value, ...] = ()) -> Passage:
    told = [item]
    for article in (item.article, other):
        told += [more for more in _told_by(claims, article) if more not in told]
    agreed: dict[tuple[str, int, int, str], Value] = {}
    for value in [*values, *(value for claim in claims for value in claim.values)]:
        key = value.article, value.start, value.end, value.type
        if key not in agreed or value.agrees:
            agreed[key] = value
    differences = tuple(dict.fromkeys(claim.difference for claim in claims if claim.difference))
    order = (item.article, other)
    verdict: Verdict = "differ" if differences else "agree" if claims else "single"
    return Passage(
        id="",
        verdict=verdict,
        score=min((claim.score for claim in claims), default=1.0),
        evidence=tuple(told),
        values=tuple(agreed[key] for key in sorted(agreed, key=lambda key: (order.index(key[0]), *key[1:]))),
        differences=differences,
    )
