"""Run the program on the reports of gold files and score what it makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.claims import ClaimScore, score_claims
from rashomon.evaluation.gold import articles_of, load_articles, load_gold, load_pairs
from rashomon.evaluation.pairs import PairScore, bcubed, count_pairs, interval, score_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from rashomon.encoder import Encoder
    from rashomon.evaluation.gold import Pair
    from rashomon.model import Account, Document


class StoryResult(Struct, frozen=True):
    """The counts of one gold story."""

    story: str
    score: ClaimScore


class ClaimResult(Struct, frozen=True):
    """The counts of each gold story, and all of them added up."""

    stories: tuple[StoryResult, ...]
    all: ClaimScore


class PairResult(Struct, frozen=True):
    """The counts over pairs in one language, over pairs across languages, and over all of them.

    ``interval`` is the 95 % interval of F1 over all, ``bcubed`` precision and recall over articles.
    ``arriving`` holds the same of a stream: what it says of a pair when the later of the two has come.
    """

    one_language: PairScore
    across_languages: PairScore
    all: PairScore
    interval: tuple[float, float] | None = None
    bcubed: tuple[float, float] | None = None
    arriving: PairResult | None = None


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
    """Split the articles beside a file of pairs into stories, at once and one by one, and score both.

    Args:
        pairs_path: labelled pairs; beside ``pairs.json`` stands ``pairs.articles.jsonl`` with the articles.

    Raises:
        GoldError: a file cannot be used.
    """
    from rashomon.evaluation.grouping import in_stories, stream_over
    from rashomon.grouping import group
    from rashomon.grouping.stories import sketches

    pairs, accounts = load_accounts(pairs_path, encoder)
    story_of = in_stories(group(accounts))
    at_arrival, at_last = stream_over(accounts, sketches(accounts), pairs)
    batch = _pair_result(pairs, lambda pair: story_of[pair.a] == story_of[pair.b], story_of)
    arriving = _pair_result(pairs, lambda pair: at_arrival[pair.a, pair.b], at_last)
    return msgspec.structs.replace(batch, arriving=arriving)


def load_accounts(pairs_path: Path, encoder: Encoder) -> tuple[list[Pair], list[Account]]:
    """Pairs whose articles are known, and the accounts of the articles beside them, by their ids."""
    from rashomon.grouping import without_states
    from rashomon.reading import read_all

    articles = load_articles(pairs_path.with_name(f"{pairs_path.stem}.articles.jsonl"))
    known = {article.id for article in articles}
    pairs = [pair for pair in load_pairs(pairs_path) if pair.a in known and pair.b in known]
    ordered = sorted(articles, key=lambda article: article.id)
    return pairs, [without_states(account) for account in read_all(ordered, encoder)]


def _pair_result(
    pairs: Sequence[Pair], together: Callable[[Pair], bool], story_of: Mapping[str, object]
) -> PairResult:
    return PairResult(
        one_language=count_pairs((pair for pair in pairs if not pair.cross), together),
        across_languages=count_pairs((pair for pair in pairs if pair.cross), together),
        all=count_pairs(pairs, together),
        interval=interval([pair for pair in pairs if pair.label != "unsure"], together),
        bcubed=bcubed(pairs, story_of),
    )


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
