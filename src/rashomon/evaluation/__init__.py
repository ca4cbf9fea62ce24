"""Measures against gold sets: claims, names, entities, and how articles are split into stories."""

from rashomon.evaluation.align import AlignResult, evaluate_align
from rashomon.evaluation.check import CheckResult
from rashomon.evaluation.check import evaluate as evaluate_check
from rashomon.evaluation.claims import ClaimScore, score_claims
from rashomon.evaluation.encoder import EncoderResult
from rashomon.evaluation.encoder import evaluate as evaluate_encoder
from rashomon.evaluation.entities import EntityResult
from rashomon.evaluation.entities import evaluate as evaluate_entities
from rashomon.evaluation.gold import Gold, GoldError, Pair, load_articles, load_gold, load_pairs
from rashomon.evaluation.grouping import GroupingResult
from rashomon.evaluation.grouping import evaluate as evaluate_grouping
from rashomon.evaluation.names import NameResult
from rashomon.evaluation.names import evaluate as evaluate_names
from rashomon.evaluation.numbers import NumberResult
from rashomon.evaluation.numbers import evaluate as evaluate_numbers
from rashomon.evaluation.pairs import PairScore, score_pairs
from rashomon.evaluation.quotations import QuotationResult
from rashomon.evaluation.quotations import evaluate as evaluate_quotations
from rashomon.evaluation.run import (
    ClaimResult,
    PairResult,
    StoryResult,
    evaluate_claims,
    evaluate_pairs,
    result_of_pairs,
    result_of_stories,
)
from rashomon.evaluation.table import show, to_json
from rashomon.evaluation.times import TimeResult
from rashomon.evaluation.times import evaluate as evaluate_times

__all__ = [
    "AlignResult",
    "CheckResult",
    "ClaimResult",
    "ClaimScore",
    "EncoderResult",
    "EntityResult",
    "Gold",
    "GoldError",
    "GroupingResult",
    "NameResult",
    "NumberResult",
    "Pair",
    "PairResult",
    "PairScore",
    "QuotationResult",
    "StoryResult",
    "TimeResult",
    "evaluate_align",
    "evaluate_check",
    "evaluate_claims",
    "evaluate_encoder",
    "evaluate_entities",
    "evaluate_grouping",
    "evaluate_names",
    "evaluate_numbers",
    "evaluate_pairs",
    "evaluate_quotations",
    "evaluate_times",
    "load_articles",
    "load_gold",
    "load_pairs",
    "result_of_pairs",
    "result_of_stories",
    "score_claims",
    "score_pairs",
    "show",
    "to_json",
]
