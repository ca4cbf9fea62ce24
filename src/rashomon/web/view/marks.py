"""Foreign words as HTML: escaped, in their own language and direction, with what matters in them marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from rashomon.report.accounts import AGREED, GIVEN, PARTING
from rashomon.report.markup import Mark, marked
from rashomon.report.words import harmless, one_line, right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Claim, Evidence, Value

LONGEST = 1_200  # code points of a quoted statement that are shown at once


class Words(Struct, frozen=True):
    """Foreign words ready to stand on a page: ``html`` within ``lang`` and ``dir``."""

    html: Markup
    lang: str
    dir: str


def words(text: str, language: str | None, marks: Sequence[Mark] = ()) -> Words:
    """Words in their language, with marks in them; very long ones are cut, and say so by "…"."""
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    inside = [mark for mark in marks if mark.end <= LONGEST - 1 or mark.end <= len(text) <= LONGEST]
    html = Markup(marked(shown, inside)) if inside else Markup.escape(one_line(shown))
    return Words(html, *tongue(text, language))


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
