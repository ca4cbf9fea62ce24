"""Accounts one by one, in any order: each finds its story at once.

A new account is compared with the articles nearest to its subject. It joins the story with which it has
enough on average, or founds one. Where several stories are within its reach, or as a story grows, these are
clustered anew from the likenesses that are kept: two stories become one, or one turns out to have been two.
A story keeps its id through both. A copy joins the story of what it copies and changes nothing else.

Only the last articles (``ACTIVE``) are compared with new ones; what stories they made stays. A story ends
when it has been silent for a while, or all its articles have left those; as long as they have not, a late
article still finds it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np
from msgspec import Struct

from rashomon.grouping.active import ACTIVE, NOTHING, Active
from rashomon.grouping.cluster import cluster
from rashomon.grouping.furniture import Furniture
from rashomon.grouping.kin import reaches
from rashomon.grouping.likeness import WEIGHTS, Weights
from rashomon.grouping.rows import joined
from rashomon.grouping.silence import Silence
from rashomon.grouping.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.grouping.active import Block
    from rashomon.grouping.likeness import Matrix
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.rows import Seen
    from rashomon.grouping.sketch import Sketch
    from rashomon.model import Account

SHOWN = 24  # articles stand for a story: the first of them and the last
FIRST = 8
REACHED = 4  # stories at most that an article is held against, the likest
ANEW = frozenset({4, 6, 9, 14, 24, 48, 96, 192, 384})  # sizes at which a story is clustered anew

What = Literal["founded", "joined", "merged", "split", "ended"]


class Change(Struct, frozen=True, kw_only=True):
    """What an account changed: ``story`` was founded or joined by the article, took in the story ``other``
    (merged), gave up articles that are now in ``other`` (split), or had fallen silent (ended)."""

    what: What
    story: str
    article: str
    other: str | None = None


class Kept(Struct, frozen=True, kw_only=True):
    """A stream as it is saved."""

    weights: Weights
    most: int
    active: bytes | None
    members: dict[int, list[str]]
    shown: dict[int, list[int]]
    held: dict[int, list[str]]
    founded: int
    days: list[int]
    last: dict[int, int]
    furniture: Furniture
    format: Literal["rashomon.stream/4"] = "rashomon.stream/4"


class Stream:
    """The stories so far.

    Args:
        active: with how many articles new ones are compared.
    """

    def __init__(self, weights: Weights = WEIGHTS, active: int = ACTIVE) -> None:
        self._weights = weights
        self._most = active
        self._active: Active | None = None
        self._story_of: dict[str, int] = {}
        self._members: dict[int, list[str]] = {}
        self._shown: dict[int, list[int]] = {}
        self._held: dict[int, list[str]] = {}  # an active article and its copies
        self._founded = 0
        self._silence = Silence()
        self._left: list[int] = []  # stories that nothing is compared with any more
        self._furniture = Furniture()

    @property
    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """The articles of each story, by its id, in the order in which they came."""
        return {f"s{story}": tuple(members) for story, members in self._members.items()}

    def story_of(self, article: str) -> str | None:
        """The story of an article, or None where it was never added."""
        story = self._story_of.get(article)
        return None if story is None else f"s{story}"

    def sketch(self, account: Account) -> Sketch:
        """What is kept of a new account, without the page furniture that the accounts so far have shown."""
        return sketch(account, self._furniture.take(account))

    def add(self, sketch: Sketch) -> tuple[Change, ...]:
        """Take in an account and say what it changed. One whose id is known already changes nothing."""
        return self.add_all([sketch])[0]

    def add_all(self, sketches: Sequence[Sketch]) -> list[tuple[Change, ...]]:
        """Take in accounts that come one after the other; the same as ``add`` for each, and quicker."""
        changes: list[tuple[Change, ...]] = []
        at = 0
        while at < len(sketches):
            part = sketches[at : at + (1 if self._active is None else self._active.room)]
            changes += self._take(part)
            at += len(part)
        return changes

    def _take(self, sketches: Sequence[Sketch]) -> list[tuple[Change, ...]]:
        """Take in so many accounts as one round has room for."""
        new = {one.id: one for one in reversed(sketches) if one.id not in self._story_of}
        first = [one is new.get(one.id) for one in sketches]
        telling = [one for one, is_first in zip(sketches, first, strict=True) if is_first and one.told.any()]
        block = None
        if telling:
            if self._active is None:
                self._active = Active(len(telling[0].lead), self._weights, self._most)
            block = self._active.take(telling)
        changes: list[tuple[Change, ...]] = []
        at = 0
        for one, is_first in zip(sketches, first, strict=True):
            if not is_first:
                changes.append(())
            elif block is None or at == len(telling) or one is not telling[at]:  # it says nothing
                changes.append((self._found(one.id, None),))
            else:
                changes.append(self._end(one, self._place(block, at, one.id)))
                at += 1
        if self._active is not None:
            self._active.done(len(telling))
        return changes

    def _end(self, sketch: Sketch, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The changes that an article caused, and the stories that ended as it came."""
        story = self._story_of[sketch.id]
        self._silence.hear(story, sketch.day, new=changes[0].what == "founded")
        ended = [one for one in self._left if self._silence.forget(one)]
        self._left.clear()
        ended += self._silence.pass_day(sketch.day)
        return *changes, *(Change(what="ended", story=f"s{one}", article=sketch.id) for one in ended)

    def _place(self, block: Block, at: int, article: str) -> tuple[Change, ...]:
        """Find the story of a block's article."""
        active = self._active
        assert active is not None
        twin = active.twin(block, at)
        if twin != NOTHING:
            return (self._copy(article, twin),)
        self._forget(active.count - self._most)
        number, close, like = active.add(block, at)
        stories = self._within_reach(close, like)
        if not stories:
            active.link(number, close, len(close.numbers))
            return (self._found(article, number),)
        return tuple(self._settle(article, at, number, stories, close))

    def _within_reach(self, close: Seen, like: Matrix) -> list[int]:
        """The stories that an article may be of, by the likest of what is near to it."""
        of = np.array(self._of(close.numbers), dtype=np.int64)
        sizes = np.array([len(self._shown.get(story, ())) for story in of.tolist()], dtype=np.int64)
        near = (like >= self._weights.enough_at_arrival) | reaches(close, sizes, self._weights)
        likest = np.flatnonzero(near)[np.argsort(-close.general[near], kind="stable")]
        return sorted(list(dict.fromkeys(of[likest].tolist()))[:REACHED])

    def save(self) -> bytes:
        """All that a stream needs to go on where this one stands."""
        return msgspec.msgpack.encode(
            Kept(
                weights=self._weights,
                most=self._most,
                active=None if self._active is None else self._active.save(),
                members=self._members,
                shown=self._shown,
                held=self._held,
                founded=self._founded,
                days=self._silence.days,
                last=self._silence.last,
                furniture=self._furniture,
            )
        )

    @classmethod
    def load(cls, kept: bytes) -> Stream:
        """The stream that was saved. Raises ValueError where the bytes are none."""
        try:
            found = msgspec.msgpack.decode(kept, type=Kept)
        except msgspec.MsgspecError as error:
            raise ValueError(f"no saved stream: {error}") from None
        stream = cls(found.weights, found.most)
        stream._members, stream._shown = found.members, found.shown
        stream._held, stream._founded = found.held, found.founded
        stream._silence = Silence(found.days, found.last)
        stream._furniture = found.furniture
        stream._story_of = {one: story for story, members in found.members.items() for one in members}
        if found.active is not None:
            stream._active = Active.load(found.active, found.weights)
        return stream

    def _settle(
        self, article: str, at: int, number: int, stories: Sequence[int], close: Seen
    ) -> list[Change]:
        """Join one of these stories, or cluster them anew."""
        active, enough = self._active, self._weights.enough_at_arrival
        assert active is not None
        shown = sorted(one for story in stories for one in self._showing(story))
        learned = len(close.numbers)
        missing = np.setdiff1d(shown, close.numbers)
        if len(missing):
            close = joined([close, active.compare(at, missing)])
        active.link(number, close, learned)
        numbers = np.append(np.array(shown, dtype=np.int64), number)
        alike = active.matrix(numbers)
        near = alike[-1, :-1] >= enough
        of = np.array(self._of(numbers[:-1]))
        kept = np.append(np.isin(of, of[near]), True)
        numbers, alike, reached = numbers[kept], alike[np.ix_(kept, kept)], np.unique(of[near])
        if not len(reached):
            return [self._found(article, number)]
        story = int(reached[0])
        if (
            len(reached) == 1
            and len(self._members[story]) + 1 not in ANEW
            and alike[-1, :-1].mean() >= enough
        ):
            self._put(article, number, story)
            return [Change(what="joined", story=f"s{story}", article=article)]
        return self._rename(article, numbers, cluster(alike, enough))

    def _rename(self, article: str, numbers: Numbers, clusters: Sequence[Sequence[int]]) -> list[Change]:
        """Give each cluster the id of the story that most of it comes from, and move what changed."""
        new = len(numbers) - 1
        of = self._of(numbers[:-1])
        changes: list[Change] = []
        name: dict[int, int] = {}
        for at in sorted(range(len(clusters)), key=lambda at: (-len(clusters[at]), clusters[at][0])):
            votes = Counter(of[member] for member in clusters[at] if member != new)
            free = [
                story for story in sorted(votes, key=lambda s: (-votes[s], s)) if story not in name.values()
            ]
            name[at] = free[0] if free else self._new()
        home = next(story for at, story in name.items() if new in clusters[at])
        founded = home not in self._members
        self._put(article, int(numbers[new]), home)
        changes.append(Change(what="founded" if founded else "joined", story=f"s{home}", article=article))
        kept = set(name.values())
        for at, story in sorted(name.items(), key=lambda item: item[1]):
            for before in sorted({of[member] for member in clusters[at] if member != new} - {story}):
                if before not in kept and before in self._members:
                    self._merge(before, story)
                    changes.append(
                        Change(what="merged", story=f"s{story}", other=f"s{before}", article=article)
                    )
                elif before in self._members:
                    gone = [m for m in clusters[at] if m != new and of[m] == before]
                    self._part(numbers[gone].tolist(), before, story)
                    changes.append(
                        Change(what="split", story=f"s{before}", other=f"s{story}", article=article)
                    )
        if len(changes) > 1:
            assert self._active is not None
            self._active.settle_own(sorted({home, *of, *name.values()}))
        return changes

    def _merge(self, story: int, into: int) -> None:
        assert self._active is not None
        self._active.part(self._active.of_story(story), into)
        members = self._members.pop(story)
        self._silence.inherit(into, story)
        self._silence.forget(story)
        self._members.setdefault(into, []).extend(members)
        self._story_of.update(dict.fromkeys(members, into))
        self._show(into, [*self._shown.get(into, ()), *self._shown.pop(story, ())])

    def _part(self, numbers: Sequence[int], story: int, into: int) -> None:
        assert self._active is not None
        self._active.part(np.array([self._active.row(number) for number in numbers]), into)
        gone = [article for number in numbers for article in self._held[number]]
        leaving = set(gone)
        self._members[story] = [one for one in self._members[story] if one not in leaving]
        self._members.setdefault(into, []).extend(gone)
        self._story_of.update(dict.fromkeys(gone, into))
        self._silence.inherit(into, story)
        self._shown[story] = [one for one in self._shown[story] if one not in numbers]
        self._show(into, [*self._shown.get(into, ()), *numbers])
        if not self._members[story]:
            del self._members[story], self._shown[story]
            self._silence.forget(story)

    def _copy(self, article: str, number: int) -> Change:
        story = self._story_of[self._held[number][0]]
        self._held[number].append(article)
        self._members[story].append(article)
        self._story_of[article] = story
        return Change(what="joined", story=f"s{story}", article=article)

    def _found(self, article: str, number: int | None) -> Change:
        story = self._new()
        self._put(article, number, story)
        return Change(what="founded", story=f"s{story}", article=article)

    def _put(self, article: str, number: int | None, story: int) -> None:
        self._story_of[article] = story
        self._members.setdefault(story, []).append(article)
        if number is not None:
            assert self._active is not None
            self._active.join(number, story)
            self._held[number] = [article]
            self._show(story, [*self._shown.get(story, ()), number])

    def _show(self, story: int, numbers: Iterable[int]) -> None:
        listed = sorted(set(numbers))
        self._shown[story] = listed if len(listed) <= SHOWN else listed[:FIRST] + listed[-(SHOWN - FIRST) :]

    def _showing(self, story: int) -> list[int]:
        """The articles that stand for a story and are still compared with new ones."""
        assert self._active is not None
        oldest = self._active.oldest
        shown = self._shown[story] = [one for one in self._shown[story] if one >= oldest]
        return shown

    def _of(self, numbers: Numbers) -> list[int]:
        return [self._story_of[self._held[number][0]] for number in numbers.tolist()]

    def _forget(self, number: int) -> None:
        """Let go of the article whose row the next one takes."""
        held = self._held.pop(number, None)
        if held:
            story = self._story_of[held[0]]
            if story in self._shown and (first := self._shown[story]) and first[0] == number:
                del first[0]
            if not self._shown.get(story, True):
                del self._shown[story]
                self._left.append(story)

    def _new(self) -> int:
        self._founded += 1
        return self._founded
