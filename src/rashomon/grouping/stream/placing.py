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
from functools import partial
from io import BytesIO
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from rashomon.grouping.furniture import Furniture
from rashomon.grouping.sketch import sketch
from rashomon.grouping.stream.active import ACTIVE, Active
from rashomon.grouping.stream.block import NOTHING
from rashomon.grouping.stream.kept import Kept
from rashomon.grouping.stream.kin import anywhere, one_story
from rashomon.grouping.stream.likeness import WEIGHTS, Weights
from rashomon.grouping.stream.members import Change, Members
from rashomon.grouping.stream.packed import arrays_of, forms, head_of, pack
from rashomon.grouping.stream.products import in_background
from rashomon.grouping.stream.quick import PAYS
from rashomon.grouping.stream.rows import joined
from rashomon.grouping.stream.silence import Silence

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from rashomon.grouping.sketch import Sketch
    from rashomon.grouping.stream.block import Arrival, Block
    from rashomon.grouping.stream.neighbours import Numbers
    from rashomon.model import Account

PART = 2**22  # bytes
REACHED = 4  # stories at most that an article is held against, the likest
ANEW = frozenset({4, 6, 9, 14, 24, 48, 96, 192, 384})  # sizes at which a story is clustered anew


class Part(NamedTuple):
    """Accounts that are taken in at once: where they start, by their ids those that are new, of which some
    have told something, and what gives these as a block."""

    sketches: Sequence[Sketch]
    start: int
    new: dict[str, Sketch]
    told: Sequence[Sketch]
    block: Callable[[], Block | None]


class Stream:
    """The stories so far.

    Args:
        active: with how many articles new ones are compared.
    """

    def __init__(self, weights: Weights = WEIGHTS, active: int = ACTIVE) -> None:
        self._weights = weights
        self._most = active
        self._active: Active | None = None
        self._known = Members()
        self._furniture = Furniture()
        self._taken = 0  # articles, since it was made or loaded

    @property
    def stories(self) -> Mapping[str, tuple[str, ...]]:
        """The articles of each story, by its id, in the order in which they came."""
        return {f"s{story}": tuple(members) for story, members in self._known.members.items()}

    def story_of(self, article: str) -> str | None:
        """The story of an article, or None where it was never added."""
        story = self._known.story_of.get(article)
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
        part = self._next(sketches, 0, ())
        while part.sketches:
            block = part.block()
            if block is not None and self._active is not None:
                self._active.admit(block)
            end = part.start + len(part.sketches)
            following = self._next(sketches, end, part.new)
            changes += self._place_all(part, block)
            part = following
        return changes

    def _next(self, sketches: Sequence[Sketch], start: int, before: Container[str]) -> Part:
        """So many accounts as one round has room for. Where Numba is at work they are looked at while those
        ``before``, which are admitted, find their stories; else when that is done."""
        end = start + (1 if self._active is None else self._active.room)
        part = sketches[start:end]
        known = self._known.story_of
        new = {one.id: one for one in reversed(part) if one.id not in known and one.id not in before}
        told = [one for one in part if one is new.get(one.id) and one.told.any()]
        if not told:
            return Part(part, start, new, (), lambda: None)
        if self._active is None:
            self._active = Active(len(told[0].lead), self._weights, self._most)
            self._known.homes = self._active.homes
        self._taken += len(told)
        if self._taken > PAYS >= self._taken - len(told):
            self._active.quicken()
        look = partial(self._active.look, told, self._active.meet(told))
        meanwhile = before and self._active.quick is not None
        return Part(part, start, new, told, in_background(look) if meanwhile else look)

    def _place_all(self, part: Part, block: Block | None) -> list[tuple[Change, ...]]:
        changes: list[tuple[Change, ...]] = []
        at = 0
        for one in part.sketches:
            if one is not part.new.get(one.id):
                changes.append(())
            elif block is None or at == len(part.told) or one is not part.told[at]:  # it says nothing
                changes.append((self._known.found(one.id, None),))
            else:
                changes.append(self._end(one, self._place(block, at, one.id)))
                at += 1
        return changes

    def _end(self, sketch: Sketch, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The changes that an article caused, and the stories that ended as it came."""
        story = self._known.story_of[sketch.id]
        self._known.silence.hear(story, sketch.day, new=changes[0].what == "founded")
        ended = [one for one in self._known.left if self._known.silence.forget(one)]
        self._known.left.clear()
        ended += self._known.silence.pass_day(sketch.day)
        return *changes, *(Change(what="ended", story=f"s{one}", article=sketch.id) for one in ended)

    def _place(self, block: Block, at: int, article: str) -> tuple[Change, ...]:
        """Find the story of a block's article."""
        active = self._active
        assert active is not None
        if block.copied[at] != NOTHING:
            return (self._known.copy(article, block.copied[at]),)
        self._known.forget(active.count - self._most)
        arrival = active.add(block, at)
        stories = self._within_reach(arrival)
        if not stories:
            active.link(arrival.number, arrival.close, arrival.counted)
            return (self._known.found(article, arrival.number),)
        return tuple(self._settle(article, block.oldest, arrival, stories))

    def _within_reach(self, arrival: Arrival) -> dict[int, bool]:
        """The stories that an article may be of, by the likest of what is near to it; and whether any of that
        is like enough by what is usual."""
        found: dict[int, bool] = {}
        for story, enough in zip(arrival.stories.tolist(), arrival.enough.tolist(), strict=True):
            if enough or len(self._known.shown.get(story, ())) > 1:
                found[story] = found.get(story, False) or enough
        return dict(sorted(list(found.items())[:REACHED]))

    def save(self) -> bytes:
        """All that a stream needs to go on where this one stands."""
        file = BytesIO()
        file.writelines(self.parts())
        return file.getvalue()

    def parts(self, size: int = PART) -> Iterator[bytes]:
        """What ``save`` gives, in parts of so many bytes, so that memory is not taken twice."""
        arrays = {} if self._active is None else self._active.arrays()
        kept = Kept(
            weights=self._weights,
            most=self._most,
            active=forms(arrays),
            members=self._known.members,
            shown=self._known.shown,
            held=self._known.held,
            founded=self._known.founded,
            days=self._known.silence.days,
            last=self._known.silence.last,
            furniture=self._furniture,
        )
        yield from pack(msgspec.msgpack.encode(kept), arrays, size)

    @classmethod
    def load(cls, kept: bytes) -> Stream:
        """The stream that was saved. Raises ValueError where the bytes are none."""
        try:
            found = msgspec.msgpack.decode(head_of(kept), type=Kept)
            arrays = arrays_of(kept, found.active)
        except (msgspec.MsgspecError, TypeError, ValueError) as error:
            raise ValueError(f"no saved stream: {error}") from None
        stream = cls(found.weights, found.most)
        stream._known.members, stream._known.shown = found.members, found.shown
        stream._known.held, stream._known.founded = found.held, found.founded
        stream._known.silence = Silence(found.days, found.last)
        stream._furniture = found.furniture
        stream._known.story_of = {one: story for story, members in found.members.items() for one in members}
        if arrays:
            stream._active = Active.of(arrays, found.weights)
            stream._known.homes = stream._active.homes
        return stream

    def _settle(
        self, article: str, oldest: int, arrival: Arrival, stories: Mapping[int, bool]
    ) -> list[Change]:
        """Join one of these stories, or cluster them anew."""
        active, weights = self._active, self._weights
        assert active is not None
        number, close, counted, like, *_ = arrival
        shown = {story: self._known.showing(story, oldest) for story in stories}
        place = {one: at for at, one in enumerate(close.numbers.tolist())}
        missing = sorted(one for standing in shown.values() for one in standing if one not in place)
        if missing:
            more = active.compare(number, np.array(missing))
            close, like = joined([close, more]), np.append(like, active.likeness(number, more))
            place |= {one: at for at, one in enumerate(missing, len(place))}
        active.link(number, close, counted)
        usually, plainly = like.tolist(), anywhere(close).tolist()
        reached: dict[int, bool] = {}
        for story, standing in shown.items():
            # What is usual for those that are not near was learned without this article.
            much = [usually[place[one]] for one in standing] if stories[story] else []
            is_one = one_story(much, [plainly[place[one]] for one in standing], weights)
            if is_one or max(much, default=-inf) >= weights.enough_at_arrival:
                reached[story] = is_one
        if not reached:
            return [self._known.found(article, number)]
        [(story, is_one), *others] = reached.items()
        if is_one and not others and len(self._known.members[story]) + 1 not in ANEW:
            self._known.put(article, number, story)
            return [Change(what="joined", story=f"s{story}", article=article)]
        numbers = np.array([*sorted(one for story in reached for one in shown[story]), number])
        return self._rename(article, numbers, active.clusters(numbers))

    def _rename(self, article: str, numbers: Numbers, clusters: Sequence[Sequence[int]]) -> list[Change]:
        """Give each cluster the id of the story that most of it comes from, and move what changed."""
        new = len(numbers) - 1
        assert self._active is not None
        rows = self._active.rows
        of = rows.story[rows.at(numbers[:-1])].tolist()
        changes: list[Change] = []
        name: dict[int, int] = {}
        for at in sorted(range(len(clusters)), key=lambda at: (-len(clusters[at]), clusters[at][0])):
            votes = Counter(of[member] for member in clusters[at] if member != new)
            free = [
                story for story in sorted(votes, key=lambda s: (-votes[s], s)) if story not in name.values()
            ]
            name[at] = free[0] if free else self._known.new()
        home = next(story for at, story in name.items() if new in clusters[at])
        founded = home not in self._known.members
        self._known.put(article, int(numbers[new]), home)
        changes.append(Change(what="founded" if founded else "joined", story=f"s{home}", article=article))
        kept = set(name.values())
        for at, story in sorted(name.items(), key=lambda item: item[1]):
            for before in sorted({of[member] for member in clusters[at] if member != new} - {story}):
                if before not in kept and before in self._known.members:
                    self._known.merge(before, story)
                    changes.append(
                        Change(what="merged", story=f"s{story}", other=f"s{before}", article=article)
                    )
                elif before in self._known.members:
                    gone = [m for m in clusters[at] if m != new and of[m] == before]
                    self._known.part(numbers[gone].tolist(), before, story)
                    changes.append(
                        Change(what="split", story=f"s{before}", other=f"s{story}", article=article)
                    )
        return changes
