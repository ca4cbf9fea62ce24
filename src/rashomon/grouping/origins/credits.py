"""Which news agencies an article credits: by its outlet, a byline, a dateline or a credit line.

An agency that the text merely speaks of ("he told Reuters") is not credited. Names of agencies and the words
around credits are data: ``data/agencies.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rashomon.model import Article

DATELINE = 70  # code points before the agency's name, at the start of a paragraph
OPENING = 3  # paragraphs at the start in which a dateline or a byline stands
CLOSING = 3  # paragraphs at the end in which a credit line stands
LINE = 60  # code points of a credit line beside the agencies' names
LONGEST_LINE = 160
PHRASE = 40  # code points before an agency's name in which it may be said to be the source
CAPTION = 120  # code points before the end of a paragraph in which it may say that it is a picture's
_PARAGRAPHS = re.compile(r"[^\n]+")
_LETTERS = re.compile(r"[^\W\d_]+")


class _Words(Struct, frozen=True):
    before: tuple[str, ...]
    strong: tuple[str, ...]
    pictures: tuple[str, ...]
    between: tuple[str, ...]


class _Data(Struct, frozen=True):
    agencies: dict[str, tuple[str, ...]]
    words: _Words


class _Patterns(Struct, frozen=True):
    """How credits look. Each has a group ``agency`` that holds the names of one or of several."""

    codes: dict[str, str]
    name: re.Pattern[str]
    dateline: tuple[re.Pattern[str], ...]
    closing: tuple[re.Pattern[str], ...]
    lines: tuple[re.Pattern[str], ...]
    phrase: re.Pattern[str]
    pictures: re.Pattern[str]


def credited(article: Article) -> frozenset[str]:
    """The agencies that an article credits, by the names that ``data/agencies.toml`` gives them."""
    patterns = _patterns()
    found = {patterns.codes[article.outlet]} if article.outlet in patterns.codes else set()
    named = [span for form in patterns.codes if form in article.text for span in _all(form, article.text)]
    if not named:
        return frozenset(found)
    paragraphs = [m.span() for m in _PARAGRAPHS.finditer(article.text)]
    opening = {span for span in paragraphs[: OPENING + 1] if _text(article, span) != article.title}
    closing = {span for span in paragraphs[-CLOSING:] if _text(article, span) != article.title}
    for start, end in sorted(opening | closing):
        if not any(start <= place < end for place in named):
            continue
        paragraph = _text(article, (start, end))
        if (start, end) in opening:
            found |= _agencies(pattern.match(paragraph) for pattern in patterns.dateline)
        if _of_picture(paragraph):
            continue
        if (start, end) in closing:
            found |= _agencies(pattern.search(paragraph) for pattern in patterns.closing)
        if len(paragraph) <= LONGEST_LINE:
            found |= _agencies(pattern.fullmatch(paragraph) for pattern in patterns.lines)
    before = (patterns.phrase.search(article.text, max(0, at - PHRASE), at + LINE) for at in named)
    return frozenset(found | _agencies(before))


def _all(form: str, text: str) -> Iterator[int]:
    """Where a form of a name stands in a text."""
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + len(form))


def _text(article: Article, span: tuple[int, int]) -> str:
    return article.text[slice(*span)].strip()


def _of_picture(paragraph: str) -> bool:
    """Whether the end of a paragraph says that it credits a picture."""
    return bool(_patterns().pictures.search(paragraph, max(0, len(paragraph) - CAPTION)))


def _agencies(matches: Iterable[re.Match[str] | None]) -> set[str]:
    patterns = _patterns()
    return {
        patterns.codes[name.group()]
        for match in matches
        if match is not None
        for name in patterns.name.finditer(match["agency"])
    }


@cache
def _patterns() -> _Patterns:
    raw = (files("rashomon.grouping") / "data" / "agencies.toml").read_text("utf-8")
    data = msgspec.toml.decode(raw, type=_Data)
    codes = {form: code for code, names in data.agencies.items() for form in names}
    codes |= {form.upper(): code for form, code in codes.items() if form.upper() not in codes}
    name = _any(codes)
    between = _any(data.words.between)
    some = rf"{name}(?:\s*(?:[,/&;·-]|{between})+\s*{name})*"
    before = f"(?i:{_any(data.words.before)})"
    inside = r"[^()（）\[\]【】\n]"
    head = rf"(?:(?![!?。！？;；]){inside}){{0,{DATELINE}}}?"
    return _Patterns(
        codes=codes,
        name=re.compile(name),
        dateline=(
            # as in: PARIS, 3 March (AFP) - …; 【新华社3月1日电】…; МОСКВА, 3 марта. /ТАСС/. …
            re.compile(
                rf"{head}[(（\[【/]\s*(?:{before}\s*)?(?P<agency>{some}){inside}{{0,20}}[)）\]】/]"
                r"\s*(?:[-–—―.:,]|(?<=】)|$)"
            ),
            # as in: AFP - …; PARIS, 3 mars, AFP - …
            re.compile(rf"(?:[^\W\d_][^\n.!?()]{{0,{DATELINE}}}[,/.]\s*)?(?P<agency>{some})\s*[-–—―|]\s"),
            # as in: 新华社北京3月14日电 …
            re.compile(rf"(?P<agency>{some})[^\n。，,]{{0,20}}(?:电|電|讯|訊)"),
        ),
        closing=(
            # as in: … (Reuters); … (mit dpa, AFP); … /AFP
            re.compile(rf"[(（\[【]\s*(?:{before}\s*)?(?P<agency>{some})[^\w()（）]*[)）\]】]\W*$"),
            re.compile(
                rf"[.!?…。\"”»]\s*(?:[-–—―/|]+\s*)?(?P<agency>{some})(?:\s+[a-z]{{2,4}}/[a-z/]+)?\W*$"
            ),
        ),
        lines=(
            # as in: Reuters; © AFP 2024; Fuente: EFE
            re.compile(rf"\W*(?:\([cC]\)\s*)?(?:{before}\W*)?(?P<agency>{some})\W*(?:\d{{4}})?\W*"),
            # as in: By Ana Brodd, Reuters; Redacción / EFE; Beirut - AFP
            re.compile(rf"[^\n.!?。:]{{1,{LINE}}}(?:[,/|–—]|\s-\s)\s*(?P<agency>{some})\W*"),
        ),
        phrase=re.compile(rf"(?i:{_any(data.words.strong)})\s*:?\s*(?P<agency>{some})"),
        pictures=re.compile(f"(?i:{_any(data.words.pictures)})"),
    )


def _any(forms: Iterable[str]) -> str:
    """Any of some words as whole words; scripts without spaces between words have no word ends."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return "(?:" + "|".join(_whole(form) for form in ordered) + ")"


def _whole(form: str) -> str:
    words = r"\s+".join(re.escape(word) for word in form.split())
    start = r"(?<![\w])" if form[0].isalnum() and form[0] < "\u2e80" else ""
    end = r"(?![\w])" if form[-1].isalnum() and form[-1] < "\u2e80" else ""
    return f"{start}{words}{end}"
