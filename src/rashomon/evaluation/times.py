"""How well times are found: spans and TIMEX3 values against text marked by hand.

Two kinds of gold are read. JSON Lines: `{language, published, text, timexes: [{start, end, type, value}]}`.
And folders of Recognizers-Text specifications, one a language (`English/DateTimeModel.json`), of which the
types date, time, datetime and duration with a plain value are measured; what else they mark is passed over,
found or not.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.score import harmonic, share
from rashomon.evaluation.times_alike import is_same_by_convention, is_value, same_span
from rashomon.evaluation.times_gold import MarkedText, load_marked, load_specifications
from rashomon.evaluation.timex3 import Timex, timexes
from rashomon.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Reader = Callable[["MarkedText"], Sequence[Timex]]


class Rates(Struct, frozen=True, kw_only=True):
    """Precision, recall and their harmonic mean."""

    p: float
    r: float
    f1: float


class TimeScore(Struct, frozen=True, kw_only=True):
    """Counts over texts.

    ``exact`` have the right span, ``relaxed`` overlap, ``value`` overlap with the right value,
    ``exact_value`` have the right span and value, ``type`` overlap with the right type.
    """

    gold: int = 0
    ours: int = 0
    exact: int = 0
    relaxed: int = 0
    value: int = 0
    exact_value: int = 0
    type: int = 0

    def __add__(self, other: TimeScore) -> TimeScore:
        names = self.__struct_fields__
        return TimeScore(**{name: getattr(self, name) + getattr(other, name) for name in names})

    def rates(self, right: int) -> Rates:
        """The measures of a count of right ones."""
        p, r = share(right, self.ours), share(right, self.gold)
        return Rates(p=p, r=r, f1=harmonic(p, r))


class TimeResult(Struct, frozen=True, kw_only=True):
    """The score of each language and what was passed over, with how often, by reason."""

    languages: dict[str, TimeScore]
    passed: dict[str, int] = {}

    @property
    def all(self) -> TimeScore:
        return sum(self.languages.values(), TimeScore())


def evaluate(path: Path, read: Reader | None = None) -> TimeResult:
    """Score the times that are found in the texts of a file or a folder.

    Args:
        path: a file of JSON Lines, or a folder of specifications.
        read: what finds times; ours by default.
    """
    texts, passed = load_specifications(path) if path.is_dir() else (load_marked(path), Counter[str]())
    scores: dict[str, TimeScore] = {}
    for text in texts:
        found = (read or ours)(text)
        scores[text.language] = scores.get(text.language, TimeScore()) + score(text, found)
    return TimeResult(languages=scores, passed=dict(sorted(passed.items())))


def ours(text: MarkedText) -> list[Timex]:
    """The times that we find in a text."""
    from rashomon.reading.sentences import split_sentences

    article = Article(id="text", language=text.language, published=text.published, text=text.text)
    return timexes(article, split_sentences(article), spoken=text.specified)


def score(text: MarkedText, found: Sequence[Timex]) -> TimeScore:
    """Compare what was found in a text with its gold; each expression is matched once, at most."""
    counted = [
        t
        for t in found
        if any(_overlap(t, (g.start, g.end)) for g in text.timexes)
        or not any(_overlap(t, span) for span in text.passed)
    ]
    left = list(counted)
    exact = relaxed = value = exact_value = kind = 0
    for gold in text.timexes:
        met = [t for t in left if _overlap(t, (gold.start, gold.end))]
        if not met:
            continue
        one = min(met, key=lambda t: abs(t.start - gold.start) + abs(t.end - gold.end))
        left.remove(one)
        exactly = same_span(text, (one.start, one.end), (gold.start, gold.end))
        right = any(is_value(one.value, value) for value in (gold.value, *gold.also))
        right = right or (text.specified and is_same_by_convention(one.value, gold, text.published))
        exact, relaxed, value = exact + exactly, relaxed + 1, value + right
        exact_value, kind = exact_value + (exactly and right), kind + (one.type == gold.type)
    return TimeScore(
        gold=len(text.timexes),
        ours=len(counted),
        exact=exact,
        relaxed=relaxed,
        value=value,
        exact_value=exact_value,
        type=kind,
    )


def _overlap(timex: Timex, span: tuple[int, int]) -> bool:
    return timex.start < span[1] and span[0] < timex.end


def measures(result: TimeResult) -> dict[str, object]:
    """Every count and measure, for JSON."""
    return {
        "measure": "times",
        **_measured(result.all),
        "languages": {code: _measured(one) for code, one in result.languages.items()},
        "passed_over": result.passed,
    }


def _measured(score: TimeScore) -> dict[str, object]:
    def rounded(right: int) -> dict[str, float]:
        return {name: round(rate, 4) for name, rate in msgspec.structs.asdict(score.rates(right)).items()}

    return {
        "gold": score.gold,
        "ours": score.ours,
        "spans": {"strict": rounded(score.exact), "relaxed": rounded(score.relaxed)},
        "values": rounded(score.value),
        "strict_values": rounded(score.exact_value),
        "types": rounded(score.type),
        "value_accuracy": round(share(score.value, score.relaxed), 4),
    }


def rows(result: TimeResult) -> list[tuple[str, dict[str, str]]]:
    """The figures of each language for a table."""
    every = list(result.languages.items())
    return [(name, _row(one)) for name, one in ([*every, ("ALL", result.all)] if len(every) > 1 else every)]


def _row(score: TimeScore) -> dict[str, str]:
    figures = {"gold": f"{score.gold}", "ours": f"{score.ours}"}
    for name, right in (
        ("strict", score.exact),
        ("relaxed", score.relaxed),
        ("value", score.value),
        ("both", score.exact_value),
    ):
        rates = score.rates(right)
        figures |= {
            f"{name} P": f"{rates.p:.2f}",
            f"{name} R": f"{rates.r:.2f}",
            f"{name} F1": f"{rates.f1:.3f}",
        }
    return figures
