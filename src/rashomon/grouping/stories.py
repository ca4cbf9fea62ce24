"""Accounts to stories: those that tell of one event come together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rashomon.grouping.cluster import cluster
from rashomon.grouping.dates import in_order
from rashomon.grouping.furniture import Furniture
from rashomon.grouping.likeness import WEIGHTS, likeness
from rashomon.grouping.origins import trace_origins
from rashomon.grouping.sketch import Sketch, empty, sketch
from rashomon.grouping.stream import Stream
from rashomon.model import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Account, ArticleKind

BATCH = 2000  # from more articles than these on, they are taken one after the other
COPIES = 10.0  # copies of one report tell of one event, whatever else speaks against it


def group(accounts: Sequence[Account]) -> tuple[Story, ...]:
    """Split accounts into stories, and give each article its origin.

    Args:
        accounts: each article with an id of its own; their order does not matter.

    Returns:
        tuple[Story, ...]: "s1", "s2", … by the earliest article of each, undated ones last.
    """
    if not accounts:
        return ()
    ordered = sorted(accounts, key=lambda account: account.article.id)
    origins = trace_origins(ordered)
    made = sketches(ordered)
    split = (
        _batch(made, [origins.of[one.id] for one in made]) if len(made) <= BATCH else _in_turn(ordered, made)
    )
    named = [_grouped(a, origins.of[one.id], one.kind) for a, one in zip(ordered, made, strict=True)]
    groups = [[named[at] for at in members] for members in split]
    groups.sort(key=lambda members: min(in_order(account.article) for account in members))
    return tuple(
        Story(f"s{number}", tuple(members), origins.among(members))
        for number, members in enumerate(groups, 1)
    )


def _batch(made: Sequence[Sketch], origins: Sequence[str]) -> list[list[int]]:
    alike = likeness(made)
    names = np.array(origins)
    copies = names[:, None] == names[None, :]
    alike[copies] = np.maximum(alike[copies], COPIES)
    return cluster(alike, WEIGHTS.enough)


def _in_turn(ordered: Sequence[Account], made: Sequence[Sketch]) -> list[list[int]]:
    """The stories of so many accounts that not each can be compared with each other one."""
    stream, place = Stream(), {one.id: at for at, one in enumerate(made)}
    stream.add_all([made[at] for at in sorted(place.values(), key=lambda at: in_order(ordered[at].article))])
    return [sorted(place[name] for name in members) for members in stream.stories.values()]


def without_states(account: Account) -> Account:
    """An account without its token states, which take most of its memory and which grouping does not need."""
    encodings = tuple(
        msgspec.structs.replace(encoding, states=encoding.states[:0], offsets=encoding.offsets[:0])
        for encoding in account.encodings
    )
    return msgspec.structs.replace(account, encodings=encodings)


def sketches(accounts: Sequence[Account]) -> list[Sketch]:
    """What grouping keeps of the accounts of a batch, without what is page furniture in it."""
    memory = Furniture()
    for account in accounts:
        memory.remember(account)
    made = [sketch(account, memory.places(account)) for account in accounts]
    size = max((len(one.lead) for one in made), default=0)
    return [one if len(one.lead) else empty(one, size) for one in made]


def one_story(accounts: Sequence[Account]) -> Story:
    """All accounts as one story, each article with its origin."""
    origins = trace_origins(accounts)
    ordered = sorted(accounts, key=lambda account: account.article.id)
    named = tuple(_grouped(account, origins.of[account.article.id]) for account in ordered)
    return Story("s1", named, origins.among(named))


def _grouped(account: Account, origin: str, kind: ArticleKind | None = None) -> Account:
    article = msgspec.structs.replace(account.article, origin=origin, kind=kind)
    return msgspec.structs.replace(account, article=article)
