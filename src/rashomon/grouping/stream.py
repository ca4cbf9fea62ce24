"""Accounts one by one, in any order: each finds its story at once.

A new account is compared with the articles nearest to it. The stories that it could belong to are then
clustered anew, with it, as a batch would be: so it joins one, founds one, makes one of two, or shows that one
was two. What an article usually has with others of a language is measured on a sample of the
articles of the days around, one of each story, and again whenever that sample has become twice as large.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct

from rashomon.grouping.active import Active
from rashomon.grouping.cluster import cluster
from rashomon.grouping.likeness import WEIGHTS, Shelf, corrections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.grouping.likeness import Matrix, Standing, Weights
    from rashomon.grouping.sketch import Sketch

NEAREST = 24  # articles that a new one is compared with
SHOWN = 24  # articles of a story that stand for all of it

What = Literal["founded", "joined", "merged", "split"]


class Change(Struct, frozen=True, kw_only=True):
    """What an account changed: ``story`` was founded or joined by the article, took in the story ``other``
    (merged), or gave up the articles that are now in ``other`` (split)."""

    what: What
    story: str
    article: str
    other: str | None = None


class Stream:
    """The stories so far."""

    def __init__(self, weights: Weights = WEIGHTS) -> None:
        self._weights = weights
        self._active = Active()
        self._story_of: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._founded = 0

    @property
    def stories(self) -> dict[str, tuple[str, ...]]:
        """The articles of each story, by its id, in the order in which they came."""
        return {story: tuple(members) for story, members in self._members.items()}

    def story_of(self, article: str) -> str | None:
        """The story of an article, or None where it was never added."""
        return self._story_of.get(article)

    def add(self, sketch: Sketch) -> tuple[Change, ...]:
        """Take in an account and say what it changed. One whose id is known already changes nothing."""
        if sketch.id in self._story_of:
            return ()
        near = self._active.nearest(sketch, NEAREST)
        self._active.add(sketch)
        threshold = self._weights.stream
        stories = self._within_reach(sketch, near, threshold)
        if not stories:
            return (self._found(sketch.id),)
        return tuple(self._cluster_anew(sketch, stories, threshold))

    def _within_reach(self, sketch: Sketch, near: Sequence[Sketch], threshold: float) -> list[str]:
        """The stories that have an article which alone would be enough, in the order of their founding."""
        if not near:
            return []
        alike = self._likeness([sketch], near)[0]
        found = {self._story_of[one.id] for one, like in zip(near, alike, strict=True) if like >= threshold}
        return sorted(found, key=_number)

    def _cluster_anew(self, sketch: Sketch, stories: Sequence[str], threshold: float) -> list[Change]:
        held = [[self._active[name] for name in self._shown(story)] for story in stories]
        sketches = [one for members in held for one in members] + [sketch]
        of = [story for story, members in zip(stories, held, strict=True) for _ in members]
        clusters = cluster(self._likeness(sketches, sketches), threshold)
        return self._settle(sketches, of, clusters)

    def _settle(
        self, sketches: Sequence[Sketch], of: Sequence[str], clusters: Sequence[Sequence[int]]
    ) -> list[Change]:
        """Give each cluster the id of the story that most of it comes from, and move what changed."""
        new = len(sketches) - 1
        changes: list[Change] = []
        taken: dict[str, int] = {}
        by_size = sorted(range(len(clusters)), key=lambda at: (-len(clusters[at]), clusters[at][0]))
        name: dict[int, str] = {}
        for at in by_size:
            votes = Counter(of[member] for member in clusters[at] if member != new)
            ranked = sorted(votes, key=lambda story: (-votes[story], _number(story)))
            best = next((story for story in ranked if story not in taken), None)
            name[at] = best if best is not None else self._new_id()
            taken[name[at]] = at
        article = sketches[new].id
        for at, story in sorted(name.items(), key=lambda item: _number(item[1])):
            members = [sketches[member].id for member in clusters[at] if member != new]
            for member in members:
                before = self._story_of[member]
                if before == story:
                    continue
                whole = not any(other == before for other in name.values())
                moved = list(self._members[before]) if whole else [member]
                changes.append(
                    Change(what="merged", story=story, other=before, article=article)
                    if whole
                    else Change(what="split", story=before, other=story, article=article)
                )
                for one in moved:
                    self._members[before].remove(one)
                    self._put(one, story)
                if not self._members[before]:
                    del self._members[before]
        home = next(story for at, story in name.items() if new in clusters[at])
        founded = home not in self._members
        self._put(article, home)
        changes.insert(0, Change(what="founded" if founded else "joined", story=home, article=article))
        return list(dict.fromkeys(changes))

    def _found(self, article: str) -> Change:
        story = self._new_id()
        self._put(article, story)
        return Change(what="founded", story=story, article=article)

    def _put(self, article: str, story: str) -> None:
        self._story_of[article] = story
        self._members.setdefault(story, []).append(article)

    def _new_id(self) -> str:
        self._founded += 1
        return f"s{self._founded}"

    def _shown(self, story: str) -> list[str]:
        """The articles that stand for a story: the first and the last of those still active."""
        members = [name for name in self._members[story] if name in self._active]
        if len(members) <= SHOWN:
            return members
        return members[: SHOWN // 3] + members[-(SHOWN - SHOWN // 3) :]

    def _likeness(self, ones: Sequence[Sketch], others: Sequence[Sketch]) -> Matrix:
        shelf = Shelf(others)
        scores = np.array([self._scores(one, others, *shelf.compare(one)) for one in ones])
        return scores + corrections(ones, others, self._weights)

    def _scores(self, one: Sketch, others: Sequence[Sketch], lead: Matrix, told: Matrix) -> Matrix:
        mine = [self._standing(one, other.language) for other in others]
        theirs = [self._standing(other, one.language) for other in others]
        return (_score_each(lead, told, mine) + _score_each(lead, told, theirs)) / 2

    def _standing(self, sketch: Sketch, language: str) -> Standing:
        return self._active.standing(sketch, language, self._weights)


def _score_each(lead: Matrix, told: Matrix, usual: Sequence[Standing]) -> Matrix:
    table = np.array([(*one.lead, *one.told) for one in usual])
    scores: Matrix = ((lead - table[:, 0]) / table[:, 1] + (told - table[:, 2]) / table[:, 3]) / 2
    return scores


def _number(story: str) -> int:
    return int(story[1:])
