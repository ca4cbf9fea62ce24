"""How well times are found: spans and TIMEX3 values against text marked by hand.

Two kinds of gold are read. JSON Lines: `{language, published, text, timexes: [{start, end, type, value}]}`.
And folders of Recognizers-Text specifications, one a language (`English/DateTimeModel.json`), of which the
types date, time, datetime and duration with a plain value are measured; what else they mark is passed over,
found or not.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections import Counter
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.score import harmonic, share
from rashomon.evaluation.timex3 import Timex, canonical, timexes
from rashomon.model import Article
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Reader = Callable[["MarkedText"], Sequence[Timex]]

EDGES = "times_edges.toml"
UNSPACED_FROM = "\u3000"
_TO_THE_MINUTE = re.compile(r".+T\d\d:\d\d")
_UNRESOLVED = "not resolved"
_OPEN_WEEK = re.compile(r"XXXX-WXX-(\d)(.*)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
SPECIFICATIONS = "DateTimeModel.json"
PLAIN_TYPES = ("date", "time", "datetime", "duration")
_PLAIN_VALUE = re.compile(
    r"(?:(?:\d{4}|XXXX)-(?:\d\d|XX)-(?:\d\d|XX)|XXXX-WXX-\d)?(?:T\d\d(?::\d\d){0,2})?|P[\dT.YMWDHS]+"
)


class GoldTimex(Struct, frozen=True, kw_only=True):
    """An expression as a reader marked it. ``also`` are further values that are right."""

    start: int
    end: int
    type: str = "DATE"
    value: str = ""
    also: tuple[str, ...] = ()


class MarkedText(Struct, frozen=True, kw_only=True):
    """A text with its expressions of time.

    ``passed`` are spans that are not measured; ``specified`` where it is of a specification, whose
    conventions are brought to ours before they are compared.
    """

    language: str
    published: str | None = None
    text: str
    timexes: tuple[GoldTimex, ...] = ()
    passed: tuple[tuple[int, int], ...] = ()
    specified: bool = False


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
    return timexes(article, split_sentences(article))


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
        same_span = _same_span(text, (one.start, one.end), (gold.start, gold.end))
        right = any(_is_value(one.value, value) for value in (gold.value, *gold.also))
        right = right or (text.specified and _is_same_by_convention(one.value, gold, text.published))
        exact, relaxed, value = exact + same_span, relaxed + 1, value + right
        exact_value, kind = exact_value + (same_span and right), kind + (one.type == gold.type)
    return TimeScore(
        gold=len(text.timexes),
        ours=len(counted),
        exact=exact,
        relaxed=relaxed,
        value=value,
        exact_value=exact_value,
        type=kind,
    )


def _is_value(ours: str, gold: str) -> bool:
    """True for the same value; what a specification leaves open may have any value."""
    ours, gold = canonical(ours), canonical(gold)
    if ours == gold:
        return True
    weekday = _OPEN_WEEK.fullmatch(gold)
    if weekday and (day := _DAY.match(ours)):
        day_of_week = date(int(day[1]), int(day[2]), int(day[3])).isoweekday()
        return day_of_week == int(weekday[1]) and ours[day.end() :] == weekday[2]
    return gold.startswith("XXXX-") and re.fullmatch(gold.replace("X", r"\d"), ours) is not None


def _same_span(text: MarkedText, ours: tuple[int, int], gold: tuple[int, int]) -> bool:
    if ours == gold:
        return True
    return text.specified and _core(text, *ours) == _core(text, *gold)


def _core(text: MarkedText, start: int, end: int) -> tuple[int, int]:
    """A span without function words and marks at its edges, but for the last word."""
    words = [
        (start + m.start(), start + m.end()) for m in _edges(text.language).finditer(text.text[start:end])
    ]
    while words and words[0][0] == start and words[0][1] < end:
        start = words.pop(0)[1]
    return start, start + len(text.text[start:end].rstrip(" .,"))


@cache
def _edges(language: str) -> re.Pattern[str]:
    path = files("rashomon.evaluation").joinpath(EDGES)
    words = tomllib.loads(path.read_text("utf-8")).get(language, [])
    spaced = sorted(re.escape(word) for word in words if word[0] < UNSPACED_FROM)
    others = sorted(re.escape(word) for word in words if word[0] >= UNSPACED_FROM)
    forms = [*([rf"\b(?:{'|'.join(spaced)})\b"] if spaced else []), *others]
    return re.compile(rf"\s*(?:{'|'.join(forms) or '(?!)'})['’]?\s*", re.IGNORECASE)


def _is_same_by_convention(ours: str, gold: GoldTimex, published: str | None) -> bool:
    """True for what is one value by TIMEX3 and by the specifications.

    "Several weeks" is PXW by TIMEX3 and P3W there. "In two months" is a month by TIMEX3 and there the day of
    publication, moved; what is minutes away has seconds there. "One year and a quarter" is P1.25Y or P1Y3M.
    """
    value = gold.value
    if value.startswith("P"):
        if ours.replace("X", "3") == value and "X" in ours:
            return True
        mixed = sum(map(value.count, "WD")), sum(map(ours.count, "WD"))
        return mixed == (0, 0) and ours.startswith("P") and edtf.compatible(ours, value)
    if _TO_THE_MINUTE.fullmatch(ours):
        return any(right.startswith(f"{ours}:") for right in gold.also)
    moved, day = _DAY.fullmatch(value), _DAY.match(published or "")
    if moved is None or day is None:
        return False
    then, now = (date(int(d[1]), int(d[2]), int(d[3])) for d in (moved, day))
    week = then.isocalendar()
    if ours == f"{week.year:04}-W{week.week:02}":
        return then.weekday() == now.weekday()
    last = calendar.monthrange(then.year, then.month)[1]
    return ours in (value[:7], value[:4]) and then.day == min(now.day, last)


def _overlap(timex: Timex, span: tuple[int, int]) -> bool:
    return timex.start < span[1] and span[0] < timex.end


def load_marked(path: Path) -> list[MarkedText]:
    """The texts of a file of JSON Lines."""
    found = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            text = msgspec.json.decode(line, type=MarkedText)
        except msgspec.MsgspecError as error:
            raise GoldError(f"{path}:{number}: {error}") from error
        wrong = next((t for t in text.timexes if not 0 <= t.start < t.end <= len(text.text)), None)
        if wrong is not None:
            raise GoldError(f"{path}:{number}: {wrong.start}:{wrong.end} is no span of the text")
        found.append(text)
    if not found:
        raise GoldError(f"{path}: no texts in it; give JSON Lines of language, published, text and timexes")
    return found


def load_specifications(folder: Path) -> tuple[list[MarkedText], Counter[str]]:
    """The texts of a folder of specifications, and how many expressions are passed over, by reason."""
    codes = _codes_by_name()
    passed: Counter[str] = Counter()
    texts: list[MarkedText] = []
    for path in sorted(folder.glob(f"*/{SPECIFICATIONS}")):
        code = codes.get(path.parent.name.lower())
        if code is None:
            raise GoldError(f"{path}: {path.parent.name} is not the English name of a language that we read")
        try:
            cases = msgspec.json.decode(_text(path))
            texts += [_specified(case, code, passed) for case in cases]
        except (msgspec.MsgspecError, KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{path}: not a specification of Recognizers-Text ({error})") from error
    if not texts:
        raise GoldError(f"{folder}: holds no */{SPECIFICATIONS}")
    return texts, passed


def _specified(case: dict, code: str, passed: Counter[str]) -> MarkedText:  # type: ignore[type-arg]
    text = case["Input"]
    gold: list[GoldTimex] = []
    spans: list[tuple[int, int]] = []
    for start, end, result in _placed(text, case.get("Results") or []):
        kind = (result.get("TypeName") or "no type").removeprefix("datetimeV2.")
        values = (result.get("Resolution") or {}).get("values") or [{}]
        value = values[0].get("timex") or ""
        reason = "" if kind in PLAIN_TYPES else kind
        if not reason and not _PLAIN_VALUE.fullmatch(value or "none"):
            reason = f"{kind} without a plain value"
        if not reason and any(v.get("value") == _UNRESOLVED for v in values):
            reason = f"{kind} that is on no calendar"
        if (
            not reason
            and _reference(case) is None
            and value[:4].isdigit()
            and value[:4] not in text[start:end]
        ):
            reason = f"{kind} without the day that it counts from"
        if reason:
            passed[f"{code} {reason}"] += 1
            spans.append((start, end))
            continue
        also = tuple(
            str(v["value"]).replace(" ", "T") for v in values if v.get("value") and kind != "duration"
        )
        timex = {"duration": "DURATION", "date": "DATE"}.get(kind, "TIME")
        if kind == "time":  # of the day of reference, or of none
            day = (_reference(case) or "")[:10]
            also = (
                *also,
                value.replace("T00", "T24"),
                f"{day}{value}",
                f"XXXX-XX-XX{value}",
                f"{day}{value.replace('T00', 'T24')}",
            )
        gold.append(GoldTimex(start=start, end=end, type=timex, value=value, also=also))
    return MarkedText(
        language=code,
        published=_reference(case),
        text=text,
        timexes=tuple(gold),
        passed=tuple(spans),
        specified=True,
    )


def _reference(case: dict) -> str | None:  # type: ignore[type-arg]
    return (case.get("Context") or {}).get("ReferenceDateTime")


def _placed(text: str, results: list[dict]) -> Iterator[tuple[int, int, dict]]:  # type: ignore[type-arg]
    """Each result with its span; specifications of some languages give words without their place."""
    at = 0
    for result in results:
        start, end = result.get("Start"), result.get("End")
        if start is None or end is None:
            words = result.get("Text") or ""
            start = text.lower().find(words.lower(), at)
            if start < 0:
                continue
            end = start + len(words) - 1
        end += 1
        words = result.get("Text") or ""
        if len(words) + 1 == end - start:  # an end that is not part of it
            end -= 1
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(text[start:end].strip().rstrip(".,"))
        at = end
        if start < end:
            yield start, end, result


def _codes_by_name() -> dict[str, str]:
    from babel import Locale

    from rashomon.language import codes

    return {str(Locale.parse(code).get_display_name("en")).lower(): code for code in codes()}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error


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
