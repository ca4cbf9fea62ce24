"""Foreign words as HTML: escaped, in their own language and direction, with what matters in them marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from rashomon.report.accounts import AGREED, GIVEN, PARTING
from rashomon.report.markup import Mark, marked
from rashomon.report.markup import Markup as Made
from rashomon.report.words import harmless, one_line, right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rashomon.model import Claim, Evidence, Value

LONGEST = 1_200  # code points of a quoted statement that are shown at once
# A browser's time to lay out marks within one block grows with the square of their number.
BLOCK = 10_000  # code points of a text's block at most; it ends with a line where one ends in its latter half
NOTHING = Made()


class Words(Struct, frozen=True):
    """Foreign words ready to stand on a page: ``html`` within ``lang`` and ``dir``."""

    html: Markup
    lang: str
    dir: str


def words(text: str, language: str | None, marks: Sequence[Mark] = ()) -> Words:
    """Words in their language, with marks in them; very long ones are cut, and say so by "…"."""
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    inside = [mark for mark in marks if mark.end <= LONGEST - 1 or mark.end <= len(text) <= LONGEST]
    if not inside:
        return _unmarked(shown, language)
    return Words(Markup(marked(shown, inside)), *tongue(text, language))


@lru_cache(2_048)  # titles stand in many places
def _unmarked(text: str, language: str | None) -> Words:
    return Words(Markup.escape(one_line(text)), *tongue(text, language))


def blocks(text: str, marks: Iterable[Mark]) -> tuple[Markup, ...]:
    """A text of any length with marks in it, as blocks that stand one beneath the other."""
    ends = [*_ends(text)]
    found: list[list[Mark]] = [[] for _ in ends]
    for mark in marks:
        first, last = bisect_right(ends, mark.start), bisect_left(ends, mark.end)
        for at in range(min(first, len(ends) - 1), min(max(first, last), len(ends) - 1) + 1):
            begun = ends[at - 1] if at else 0
            found[at].append(
                Mark(
                    max(mark.start, begun) - begun,
                    min(mark.end, ends[at]) - begun,
                    mark.classes,
                    mark.anchor if at == first else "",
                    mark.after if at == last else NOTHING,
                )
            )
    starts = [0, *ends[:-1]]
    return tuple(
        Markup(marked(text[start:end], inside))
        for start, end, inside in zip(starts, ends, found, strict=True)
    )


def _ends(text: str) -> Iterator[int]:
    begun = 0
    while len(text) - begun > BLOCK:
        middle, most = begun + BLOCK // 2, begun + BLOCK
        line, space = text.find("\n", middle, most), text.rfind(" ", middle, most)
        begun = (line if line >= 0 else space if space >= 0 else most - 1) + 1
        yield begun
    yield len(text)


def tongue(text: str, language: str | None) -> tuple[str, str]:
    """What ``lang`` and ``dir`` of some words are."""
    known = harmless(language) if language and language != "und" else ""
    return known, "rtl" if not text.isascii() and right_to_left(text[:LONGEST]) else "ltr"


def evidence_words(item: Evidence, language: str, claim: Claim, parting: Iterable[Value] = ()) -> Words:
    """The words of some evidence; the values in it are marked: given, agreed on, or parting."""
    values = [
        *((value, AGREED if value.agrees else GIVEN) for value in claim.values),
        *((value, PARTING) for value in parting),
    ]
    marks = [
        Mark(value.start - item.start, value.end - item.start, classes)
        for value, classes in values
        if value.article == item.article and item.start <= value.start < value.end <= item.end
    ]
    return words(item.quote, language, marks)


def isolated(text: object) -> Markup:
    """A foreign name that reorders nothing beside it."""
    return Markup("<bdi>{}</bdi>").format(one_line(str(text)))
