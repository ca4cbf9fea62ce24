"""How well articles are split into stories, over pairs of articles that a reader labelled.

Two articles of one story are said to be the same. ``same`` is measured against ``related`` and
``different`` together; ``unsure`` is left out.
"""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.evaluation.score import harmonic, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rashomon.evaluation.gold import Pair
    from rashomon.model import Document


SEED = 1
DRAWS = 2000


class PairScore(Struct, frozen=True, kw_only=True):
    """Counts over pairs: how many there are, are the same, were said to be the same, and both."""

    pairs: int = 0
    same: int = 0
    said: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of the pairs that we put into one story that belong there."""
        return share(self.right, self.said)

    @property
    def recall(self) -> float:
        """The share of the pairs of one event that we put into one story."""
        return share(self.right, self.same)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


def score_pairs(pairs: Iterable[Pair], document: Document) -> PairScore:
    """The counts of these pairs; an article that the document has not is in no story."""
    story_of = {article: story.id for story in document.stories for article in story.articles}
    return count_pairs(pairs, lambda pair: pair.a in story_of and story_of[pair.a] == story_of.get(pair.b))


def count_pairs(pairs: Iterable[Pair], together: Callable[[Pair], bool]) -> PairScore:
    """The counts of these pairs, where ``together`` tells which are in one story."""
    labelled = same = said = right = 0
    for pair in pairs:
        if pair.label == "unsure":
            continue
        is_said = together(pair)
        labelled += 1
        same += pair.label == "same"
        said += is_said
        right += is_said and pair.label == "same"
    return PairScore(pairs=labelled, same=same, said=said, right=right)


def connected(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """The pairs in groups that have no article in common."""
    group_of: dict[str, list[Pair]] = {}
    articles: dict[int, list[str]] = {}
    for pair in pairs:
        ours, theirs = group_of.setdefault(pair.a, []), group_of.setdefault(pair.b, [])
        articles.setdefault(id(ours), [pair.a])
        articles.setdefault(id(theirs), [pair.b])
        if ours is not theirs:
            ours += theirs
            for article in articles.pop(id(theirs)):
                group_of[article] = ours
                articles[id(ours)].append(article)
        ours.append(pair)
    groups = {id(group): group for group in group_of.values()}
    return [group for group in groups.values() if group]


def interval(pairs: Sequence[Pair], together: Callable[[Pair], bool]) -> tuple[float, float]:
    """The 95 % interval of F1, by a bootstrap that draws connected pairs together."""
    counts = [count_pairs(group, together) for group in connected(pairs)]
    chance = random.Random(SEED)
    drawn = []
    for _ in range(DRAWS):
        some = chance.choices(counts, k=len(counts))
        said, same, right = (sum(getattr(one, name) for one in some) for name in ("said", "same", "right"))
        drawn.append(harmonic(share(right, said), share(right, same)))
    drawn.sort()
    return drawn[DRAWS // 40], drawn[-DRAWS // 40 - 1]


def bcubed(label: Mapping[str, str], story_of: Mapping[str, object]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga and Baldwin 1998) over articles whose stories a reader labelled."""
    names = sorted(label)
    precision = recall = 0.0
    for name in names:
        ours = {one for one in names if story_of.get(one, one) == story_of.get(name, name)}
        theirs = {one for one in names if label[one] == label[name]}
        precision += len(ours & theirs) / len(ours)
        recall += len(ours & theirs) / len(theirs)
    return share_of(precision, len(names)), share_of(recall, len(names))


def nearness(one: Mapping[str, object], other: Mapping[str, object]) -> tuple[float, float]:
    """How near two splits of the same articles are: the share of pairs that are together or apart in both,
    and of those together in either, the share that are in both."""
    same = both = either = pairs = 0
    for a, b in combinations(sorted(one), 2):
        first, second = one[a] == one[b], other[a] == other[b]
        pairs += 1
        same += first == second
        both += first and second
        either += first or second
    return share(same, pairs), share(both, either)


def share_of(total: float, count: int) -> float:
    """A mean; 0 of nothing."""
    return total / count if count else 0.0
