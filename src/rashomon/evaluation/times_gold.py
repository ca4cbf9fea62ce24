"""Texts with marked times: JSON Lines, and specifications of Recognizers-Text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.gold import GoldError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNRESOLVED = "not resolved"
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
