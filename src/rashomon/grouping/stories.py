"""Accounts to stories: those that tell of one event come together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from rashomon.grouping.dates import in_order
from rashomon.grouping.furniture import Furniture
from rashomon.grouping.origins.counting import trace_origins
from rashomon.grouping.sketch import Sketch, empty, sketch
from rashomon.grouping.stream.likeness import WEIGHTS
from rashomon.grouping.stream.placing import Stream
from rashomon.model import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.model import Account, ArticleKind

# Less is enough, but not by what is usual anywhere, by which enough + most_off are asked of two articles.
AT_ONCE = msgspec.structs.replace(WEIGHTS, enough_at_arrival=WEIGHTS.enough, most_off=3.0)


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
    named = [_grouped(a, origins.of[one.id], one.kind) for a, one in zip(ordered, made, strict=True)]
    turn = sorted(range(len(made)), key=lambda at: in_order(ordered[at].article))
    groups = [[named[at] for at in members] for members in _in_turn(made, turn, origins.of)]
    groups.sort(key=lambda members: min(in_order(account.article) for account in members))
    return tuple(
        Story(f"s{number}", tuple(members), origins.among(members))
        for number, members in enumerate(groups, 1)
    )


def _in_turn(made: Sequence[Sketch], turn: Sequence[int], origins: Mapping[str, str]) -> list[list[int]]:
    """The stories that a stream makes of sketches that come in this turn. One that stays alone is of the
    story of what it copies."""
    stream = Stream(AT_ONCE)
    stream.add_all([made[at] for at in turn])
    place = {one.id: at for at, one in enumerate(made)}
    split = {story: [place[name] for name in members] for story, members in stream.stories.items()}
    first: dict[str, str] = {}
    for name in (made[at].id for at in turn):
        story = stream.story_of(name) or ""
        source = first.setdefault(origins[name], story)
        if source != story and len(split[story]) == 1:
            split[source] += split.pop(story)
    return [sorted(members) for members in split.values()]


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
