"""Run the program on the reports of gold files and score what it makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.claims import ClaimScore, score_claims
from rashomon.evaluation.gold import articles_of, load_gold
from rashomon.evaluation.labelled import load
from rashomon.evaluation.pairs import PairScore, bcubed, count_pairs, interval, nearness, score_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from rashomon.encoder import Encoder
    from rashomon.evaluation.gold import Pair
    from rashomon.evaluation.pair_fit import FitResult
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
    """The counts over pairs in one language, over pairs across languages, and over all of them.

    ``interval`` is the 95 % interval of F1 over all, ``bcubed`` precision and recall over articles.
    ``arriving`` holds the same of a stream: what it says of a pair when the later of the two has come;
    ``nearness`` tells how near its stories are at its end to those made at once.
    """

    one_language: PairScore
    across_languages: PairScore
    all: PairScore
    interval: tuple[float, float] | None = None
    bcubed: tuple[float, float] | None = None
    arriving: PairResult | None = None
    nearness: tuple[float, float] | None = None
    fitted: FitResult | None = None


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


def evaluate_pairs(
    path: Path,
    encoder: Encoder,
    stories: Path | None = None,
    *,
    fit: bool = False,
    also: Sequence[Path] = (),
) -> PairResult:
    """Split labelled articles into stories, at once and one by one, and score both over pairs of them.

    Args:
        path: a labelled set, see ``labelled``.
        stories: the stories of its articles, where the set has only pairs.
        fit: also fit the weights of the likeness on the pairs.
        also: other labelled sets to fit them on.

    Raises:
        GoldError: a file cannot be used.
    """
    from rashomon.evaluation.grouping import arriving, in_stories, stream_over
    from rashomon.evaluation.pair_fit import fit as fit_pairs
    from rashomon.grouping import group

    pairs, accounts, label = load(path, encoder, stories)
    story_of = in_stories(group(accounts))
    at_arrival, at_last = stream_over(arriving(accounts), pairs)
    batch = _pair_result(pairs, lambda pair: story_of[pair.a] == story_of[pair.b], story_of, label)
    streamed = _pair_result(pairs, lambda pair: at_arrival[pair.a, pair.b], at_last, label)
    return msgspec.structs.replace(
        batch,
        arriving=streamed,
        nearness=nearness(story_of, at_last),
        fitted=fit_pairs((pairs, accounts), [load(one, encoder)[:2] for one in also]) if fit else None,
    )


def _pair_result(
    pairs: Sequence[Pair],
    together: Callable[[Pair], bool],
    story_of: Mapping[str, object],
    label: Mapping[str, str],
) -> PairResult:
    return PairResult(
        one_language=count_pairs((pair for pair in pairs if not pair.cross), together),
        across_languages=count_pairs((pair for pair in pairs if pair.cross), together),
        all=count_pairs(pairs, together),
        interval=interval([pair for pair in pairs if pair.label != "unsure"], together),
        bcubed=bcubed(label, story_of),
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
