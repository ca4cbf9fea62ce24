"""Gold for numbers: the test specifications of Recognizers-Text, and sentences with their quantities."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.evaluation.gold import GoldError

if TYPE_CHECKING:
    from pathlib import Path


class GoldQuantity(Struct, frozen=True, kw_only=True):
    """A quantity that a reader marked: its span in the text, in code points, and what it says."""

    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool = False
    unit: str | None = None
    of: str | None = None
    whole: float | None = None
    text: str | None = None


class GoldSentence(Struct, frozen=True, kw_only=True):
    """A text with its quantities."""

    language: str
    text: str
    quantities: tuple[GoldQuantity, ...]


class GoldNumber(Struct, frozen=True, order=True):
    """A number's span, in code points, and its value."""

    start: int
    end: int
    value: float


class SpecCase(Struct, frozen=True):
    """An input of a specification with its numbers; ``left_out`` says why it is not measured."""

    text: str
    numbers: tuple[GoldNumber, ...]
    left_out: str | None


class _Rule(Struct, frozen=True):
    why: str
    pattern: str
    languages: frozenset[str] | None = None


class _LeftOut(Struct, frozen=True):
    folders: dict[str, str]
    no_quote: str
    rules: tuple[_Rule, ...]


class _Resolution(Struct, frozen=True):
    value: str


class _SpecResult(Struct, frozen=True):
    text: str = msgspec.field(name="Text")
    resolution: _Resolution = msgspec.field(name="Resolution")
    start: int | None = msgspec.field(name="Start", default=None)
    end: int | None = msgspec.field(name="End", default=None)


class _SpecCase(Struct, frozen=True):
    text: str = msgspec.field(name="Input")
    results: tuple[_SpecResult, ...] = msgspec.field(name="Results", default=())


def read_sentences(path: Path) -> list[GoldSentence]:
    """The sentences of a JSON Lines file.

    Raises:
        GoldError: the file cannot be read, or a line is no sentence with its quantities.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error
    found: list[GoldSentence] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            sentence = msgspec.json.decode(line, type=GoldSentence)
        except msgspec.DecodeError as error:
            raise GoldError(f"{path}:{number}: {error}") from error
        for q in sentence.quantities:
            if not 0 <= q.start < q.end <= len(sentence.text):
                raise GoldError(f"{path}:{number}: a quantity from {q.start} to {q.end} is not in the text")
        found.append(sentence)
    if not found:
        raise GoldError(f"{path}: no sentences in it; give lines of language, text and quantities")
    return found


def read_specs(folder: Path) -> dict[str, list[SpecCase]]:
    """The cases of each language's ``NumberModel.json``, by language code.

    Raises:
        GoldError: the folder holds no such file, or one that cannot be read.
    """
    known = _left_out()
    found: dict[str, list[SpecCase]] = {}
    for name, language in sorted(known.folders.items()):
        path = folder / name / "NumberModel.json"
        if not path.is_file():
            continue
        try:
            cases = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), type=list[_SpecCase])
        except (OSError, msgspec.DecodeError) as error:
            raise GoldError(f"{path}: {error}") from error
        found[language] = [_case(case, language) for case in cases]
    if not found:
        raise GoldError(
            f"{folder}: no NumberModel.json in its folders; give specifications of Recognizers-Text"
        )
    return found


def _case(case: _SpecCase, language: str) -> SpecCase:
    known = _left_out()
    for rule in known.rules:
        if (rule.languages is None or language in rule.languages) and re.search(rule.pattern, case.text):
            return SpecCase(case.text, (), rule.why)
    numbers = [_number(case.text, result) for result in case.results]
    if any(number is None for number in numbers):
        return SpecCase(case.text, (), known.no_quote)
    return SpecCase(case.text, tuple(number for number in numbers if number is not None), None)


def _number(text: str, result: _SpecResult) -> GoldNumber | None:
    """A result as a span of the input; ends are inclusive in some lines and exclusive in others."""
    try:
        value = float(result.resolution.value.replace(",", "."))
    except ValueError:
        return None
    if result.start is None or result.end is None:
        return None
    end = result.start + len(result.text)
    quoted = text[result.start : end]
    return GoldNumber(result.start, end, value) if _plain(quoted) == _plain(result.text) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@cache
def _left_out() -> _LeftOut:
    data = files("rashomon.evaluation") / "numbers_left_out.toml"
    return msgspec.toml.decode(data.read_text("utf-8"), type=_LeftOut)
