"""How well articles are split into stories, over pairs of articles that a reader labelled.

Two articles of one story are said to be the same. ``same`` is measured against ``related`` and
``different`` together; ``unsure`` is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.evaluation.score import harmonic, share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.evaluation.gold import Pair
    from rashomon.model import Document


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
    labelled = same = said = right = 0
    for pair in pairs:
        if pair.label == "unsure":
            continue
        together = pair.a in story_of and story_of[pair.a] == story_of.get(pair.b)
        labelled += 1
        same += pair.label == "same"
        said += together
        right += together and pair.label == "same"
    return PairScore(pairs=labelled, same=same, said=said, right=right)
