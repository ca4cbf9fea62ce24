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

    from rashomon.grouping.origins import Origins
    from rashomon.model import Account

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
    groups = _batch(ordered, origins) if len(ordered) <= BATCH else _in_turn(ordered)
    groups.sort(key=lambda members: min(in_order(account.article) for account in members))
    return tuple(_story(f"s{number}", members, origins) for number, members in enumerate(groups, 1))


def _batch(ordered: Sequence[Account], origins: Origins) -> list[list[Account]]:
    alike = likeness(sketches(ordered))
    names = np.array([origins.of[account.article.id] for account in ordered])
    copies = names[:, None] == names[None, :]
    alike[copies] = np.maximum(alike[copies], COPIES)
    return [[ordered[index] for index in members] for members in cluster(alike, WEIGHTS.enough)]


def _in_turn(ordered: Sequence[Account]) -> list[list[Account]]:
    """The stories of so many accounts that not each can be compared with each other one."""
    stream, by_id = Stream(), {account.article.id: account for account in ordered}
    made = {one.id: one for one in sketches(ordered)}
    for account in sorted(ordered, key=lambda account: in_order(account.article)):
        stream.add(made[account.article.id])
    return [[by_id[name] for name in sorted(members)] for members in stream.stories.values()]


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
    return _story("s1", accounts, trace_origins(accounts))


def _story(name: str, accounts: Sequence[Account], origins: Origins) -> Story:
    ordered = sorted(accounts, key=lambda account: account.article.id)
    named = tuple(_with_origin(account, origins.of[account.article.id]) for account in ordered)
    return Story(name, named, origins.among(ordered))


def _with_origin(account: Account, origin: str) -> Account:
    return msgspec.structs.replace(account, article=msgspec.structs.replace(account.article, origin=origin))
