"""Run the program on the reports of gold files and score what it makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.evaluation.claims import ClaimScore, score_claims
from rashomon.evaluation.gold import articles_of, load_articles, load_gold, load_pairs
from rashomon.evaluation.pairs import PairScore, score_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rashomon.encoder import Encoder
    from rashomon.evaluation.gold import Pair
    from rashomon.model import Document


class StoryResult(Struct, frozen=True):
    """The counts of one gold story."""

    story: str
    score: ClaimScore


class ClaimResult(Struct, frozen=True):
    """The counts of each gold story, and all of them added up."""

    stories: tuple[StoryResult, ...]
    all: ClaimScore


class PairResult(Struct, frozen=True):
    """The counts over pairs in one language, over pairs across languages, and over all of them."""

    one_language: PairScore
    across_languages: PairScore
    all: PairScore


def evaluate_claims(gold_paths: Sequence[Path], encoder: Encoder) -> ClaimResult:
    """Read each gold file's articles as reports of one event, and score the claims that come of it.

    Raises:
        GoldError: a gold file cannot be used.
    """
    from rashomon.comparing.document import make_document

    golds = [load_gold(path) for path in gold_paths]
    return result_of_stories(
        StoryResult(gold.story, score_claims(gold, make_document(articles_of(gold), encoder, together=True)))
        for gold in golds
    )


def evaluate_pairs(pairs_path: Path, encoder: Encoder) -> PairResult:
    """Split the articles beside a file of pairs into stories, and score the split.

    Args:
        pairs_path: labelled pairs; beside ``pairs.json`` stands ``pairs.articles.jsonl`` with the articles.

    Raises:
        GoldError: a file cannot be used.
    """
    from rashomon.comparing.document import make_document

    pairs = load_pairs(pairs_path)
    articles = load_articles(pairs_path.with_name(f"{pairs_path.stem}.articles.jsonl"))
    return result_of_pairs(pairs, make_document(articles, encoder, together=False))


def result_of_stories(stories: Iterable[StoryResult]) -> ClaimResult:
    """Stories with their counts added up."""
    listed = tuple(stories)
    return ClaimResult(listed, sum((story.score for story in listed), ClaimScore()))


def result_of_pairs(pairs: Sequence[Pair], document: Document) -> PairResult:
    """The counts of a split, within and across languages."""
    return PairResult(
        one_language=score_pairs((pair for pair in pairs if not pair.cross), document),
        across_languages=score_pairs((pair for pair in pairs if pair.cross), document),
        all=score_pairs(pairs, document),
    )
