"""How well numbers and quantities are found, against Recognizers-Text's cases and sentences marked by hand.

On the specifications of Recognizers-Text the reader of numbers is measured, which finds numerals and their
values: what is no quantity of news (ordinals, "one", model names) is filtered in a later step that these
cases, being no news, cannot measure. On sentences the quantities are measured as an account has them, with
what reading times has taken away.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct

from rashomon.evaluation.number_gold import GoldNumber, read_sentences, read_specs
from rashomon.evaluation.score import Score, harmonic, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rashomon.evaluation.number_gold import GoldQuantity, GoldSentence, SpecCase
    from rashomon.model import Quantity

_CLOSE = 1e-6


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


G = TypeVar("G", bound=_Span)
S = TypeVar("S", bound=_Span)


class NumberScore(Score, frozen=True, kw_only=True):
    """Counts over one language.

    ``right`` has exactly the gold's span and value (bounds, approximation and unit too, where it is a
    quantity), ``spans`` its span, ``touched`` a part of its span, ``values`` a part of it and its value.
    ``of`` counts gold quantities with a counted noun, ``of_right`` those of which ours shares a word.
    """

    cases: int = 0
    left_out: int = 0
    spans: int = 0
    touched: int = 0
    values: int = 0
    of: int = 0
    of_right: int = 0

    @property
    def span_f1(self) -> float:
        """The same for spans alone."""
        return harmonic(share(self.spans, self.ours), share(self.spans, self.gold))

    @property
    def relaxed_f1(self) -> float:
        """The same for spans that overlap."""
        return harmonic(share(self.touched, self.ours), share(self.touched, self.gold))

    @property
    def value(self) -> float:
        """The share of overlapping spans that have the right value."""
        return share(self.values, self.touched)

    @property
    def noun(self) -> float:
        """The share of counted nouns of which ours has a word."""
        return share(self.of_right, self.of)


class NumberResult(Struct, frozen=True):
    """The counts of each language, all of them added up, and why what was left out was.

    ``measured`` is "numbers" or "quantities".
    """

    measured: str
    languages: dict[str, NumberScore]
    all: NumberScore
    left_out: dict[str, int]


def evaluate(path: Path) -> NumberResult:
    """Score what is read in a folder of Recognizers-Text's specifications or a file of marked sentences.

    Raises:
        GoldError: the gold cannot be used.
    """
    return _of_specs(read_specs(path)) if path.is_dir() else _of_sentences(read_sentences(path))


def measures(result: NumberResult) -> dict[str, object]:
    """The measures as one object for JSON: p, r, f1 and the counts, by language and of all."""
    return (
        {"measure": result.measured}
        | _measures(result.all)
        | {
            "languages": {language: _measures(score) for language, score in result.languages.items()},
            "why_left_out": result.left_out,
        }
    )


def rows(result: NumberResult) -> list[tuple[str, dict[str, str]]]:
    """The measures by language and of all, for a table."""
    named = [*result.languages.items(), ("ALL", result.all)]
    return [(name, _figures(score, result.measured)) for name, score in named]


def note(result: NumberResult) -> str:
    """What the columns of the table are."""
    if result.measured == "quantities":
        return "right: exact span, bounds and unit; relaxed: spans that overlap; value: of these, right ones"
    return "right: exact span and value; " + "; ".join(
        f"{count} left out: {why}" for why, count in result.left_out.items()
    )


def _figures(score: NumberScore, measured: str) -> dict[str, str]:
    counts = {name: f"{getattr(score, name)}" for name in ("cases", "gold", "ours", "right")}
    shares = {"P": score.p, "R": score.r, "F1": score.f1, "span F1": score.span_f1}
    if measured == "quantities":
        shares |= {"relaxed F1": score.relaxed_f1, "value": score.value, "noun": score.noun}
    else:
        counts["left out"] = f"{score.left_out}"
    return counts | {name: f"{value:.3f}" for name, value in shares.items()}


def _measures(score: NumberScore) -> dict[str, object]:
    names = ("p", "r", "f1", "span_f1", "relaxed_f1", "value", "noun")
    values: dict[str, object] = {name: round(getattr(score, name), 4) for name in names}
    return values | {name: getattr(score, name) for name in score.__struct_fields__}


def _of_specs(specs: dict[str, list[SpecCase]]) -> NumberResult:
    from rashomon.reading.quantities.numerals import find_numbers

    scores: dict[str, NumberScore] = {}
    why: Counter[str] = Counter()
    for language, cases in specs.items():
        score = NumberScore(cases=len(cases))
        for case in cases:
            if case.left_out is not None:
                why[case.left_out] += 1
                score += NumberScore(left_out=1)
                continue
            ours = [GoldNumber(n.start, n.end, n.value) for n in find_numbers(case.text, language)]
            score += _score(
                _counting(case.numbers, case.text, language),
                _counting(ours, case.text, language),
                _same_number,
            )
        scores[language] = score
    return _result("numbers", scores, dict(sorted(why.items())))


def _counting(numbers: Sequence[GoldNumber], text: str, language: str) -> list[GoldNumber]:
    """The numbers without articles that may be "one": the gold has some of them and others not."""
    from rashomon.language import load

    ones = load(language).numbers.ones
    return [
        n
        for n in numbers
        if n.value != 1 or text[n.start : n.end].lower() not in ones or text.strip() == text[n.start : n.end]
    ]


def _of_sentences(sentences: Sequence[GoldSentence]) -> NumberResult:
    from rashomon.model import Article
    from rashomon.reading.quantities.find import find_quantities
    from rashomon.reading.sentences import split_sentences
    from rashomon.reading.times.find import find_times

    scores: dict[str, NumberScore] = {}
    for sentence in sentences:
        article = Article(id="gold", language=sentence.language, text=sentence.text)
        parts = split_sentences(article)
        ours = find_quantities(article, parts, (), find_times(article, parts))
        score = _score(sentence.quantities, ours, _same_quantity) + _nouns(sentence.quantities, ours)
        before = scores.get(sentence.language, NumberScore())
        scores[sentence.language] = before + score + NumberScore(cases=1)
    return _result("quantities", dict(sorted(scores.items())), {})


def _result(measured: str, scores: dict[str, NumberScore], why: dict[str, int]) -> NumberResult:
    return NumberResult(measured, scores, sum(scores.values(), NumberScore()), why)


def _score(gold: Sequence[G], ours: Sequence[S], same: Callable[[G, S], bool]) -> NumberScore:
    right = spans = touched = values = 0
    free = list(ours)
    for wanted in gold:
        best = _best(wanted, free)
        if best is None:
            continue
        free.remove(best)
        exact = (best.start, best.end) == (wanted.start, wanted.end)
        equal = same(wanted, best)
        touched, values, spans = touched + 1, values + equal, spans + exact
        right += exact and equal
    return NumberScore(
        gold=len(gold), ours=len(ours), right=right, spans=spans, touched=touched, values=values
    )


def _best(wanted: _Span, free: Iterable[S]) -> S | None:
    """The one of ours that shares most with a span, and least with what is around it."""
    best: S | None = None
    most = (0, 0)
    for one in free:
        shared = min(one.end, wanted.end) - max(one.start, wanted.start)
        rank = (shared, one.start - one.end)
        if shared > 0 and (best is None or rank > most):
            best, most = one, rank
    return best


def _same_number(wanted: GoldNumber, ours: GoldNumber) -> bool:
    return math.isclose(wanted.value, ours.value, rel_tol=_CLOSE, abs_tol=1e-15)


def _same_quantity(wanted: GoldQuantity, ours: Quantity) -> bool:
    return (
        _same_bound(wanted.low, ours.low)
        and _same_bound(wanted.high, ours.high)
        and wanted.approximate == ours.approximate
        and wanted.unit == ours.unit
    )


def _same_bound(wanted: float | None, ours: float | None) -> bool:
    if wanted is None or ours is None:
        return wanted is ours
    return math.isclose(wanted, ours, rel_tol=_CLOSE)


def _nouns(gold: Sequence[GoldQuantity], ours: Sequence[Quantity]) -> NumberScore:
    of = right = 0
    for wanted in gold:
        if wanted.of is None:
            continue
        of += 1
        same = [q for q in ours if q.start < wanted.end and wanted.start < q.end and q.of]
        right += any(_shares_word(wanted.of, q.of or "") for q in same)
    return NumberScore(of=of, of_right=right)


def _shares_word(one: str, other: str) -> bool:
    return bool(set(one.lower().split()) & set(other.lower().split())) or one in other or other in one
