"""What a careful reader found in reports of one event, and which pairs of reports tell of one event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
from msgspec import Struct

from rashomon.model import Article, Verdict

if TYPE_CHECKING:
    from pathlib import Path

Label = Literal["same", "related", "different", "unsure"]
T = TypeVar("T")


class GoldError(Exception):
    """A gold file that cannot be used; its text says which file, where and why."""


class GoldArticle(Struct, frozen=True, kw_only=True):
    """A report. Its text is given, or stands in ``file``, a path seen from the gold file's folder."""

    id: str
    lang: str = "und"
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    text: str | None = None
    file: str | None = None


class GoldEvidence(Struct, frozen=True):
    """Words of a report, exactly as it has them; their first place in the text counts."""

    article: str
    quote: str


class GoldValue(Struct, frozen=True):
    """A value that a report gives for a claim, in free wording around a number, a date or a duration."""

    article: str
    value: str | int | float


class GoldClaim(Struct, frozen=True, kw_only=True):
    """A fact, where each report tells it, and what they make of it together."""

    id: str
    verdict: Verdict
    evidence: tuple[GoldEvidence, ...]
    claim: str = ""
    values: tuple[GoldValue, ...] | None = None


class Gold(Struct, frozen=True, kw_only=True):
    """One event: its reports and the facts in them."""

    story: str
    articles: tuple[GoldArticle, ...]
    claims: tuple[GoldClaim, ...]
    event: str = ""


class Pair(Struct, frozen=True, kw_only=True):
    """Two reports, and whether they tell of the same event. ``cross`` is set across languages."""

    a: str
    b: str
    label: Label
    cross: bool


def load_gold(path: Path) -> Gold:
    """A gold story, with every report's text in it.

    Args:
        path: a JSON file. Files that it names are looked for in its folder and are read as UTF-8.

    Raises:
        GoldError: the file, or one that it names, cannot be read or has not this shape.
    """
    gold = _decode(_read(path), Gold, str(path))
    articles = tuple(_with_text(article, path) for article in gold.articles)
    return msgspec.structs.replace(gold, articles=articles)


def load_pairs(path: Path) -> tuple[Pair, ...]:
    """Labelled pairs from a JSON file. Raises GoldError where it cannot be read or has not this shape."""
    return _decode(_read(path), tuple[Pair, ...], str(path))


def load_articles(path: Path) -> tuple[Article, ...]:
    """The reports of a JSON Lines file. Raises GoldError where it cannot be read or has not this shape."""
    lines = _read(path).splitlines()
    return tuple(
        _decode(line, Article, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip()
    )


def articles_of(gold: Gold) -> tuple[Article, ...]:
    """The reports of a gold story as articles, with the language and the day that it gives."""
    return tuple(
        Article(
            id=article.id,
            path=article.file,
            outlet=article.outlet,
            language=article.lang,
            published=article.published,
            title=article.title,
            text=article.text or "",
        )
        for article in gold.articles
    )


def _with_text(article: GoldArticle, path: Path) -> GoldArticle:
    if article.text is not None:
        return article
    if article.file is None:
        raise GoldError(f"{path}: article {article.id} has neither a text nor a file")
    beside = path.parent / article.file
    try:
        return msgspec.structs.replace(article, text=_read(beside).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise GoldError(f"{beside}: not UTF-8 ({error.reason} at byte {error.start})") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from None


def _decode(data: bytes, shape: type[T], where: str) -> T:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise GoldError(f"{where}: {error}") from None
