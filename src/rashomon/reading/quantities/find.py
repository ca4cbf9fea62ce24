"""Quantities: numbers with their bounds, their unit and what they count."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from rashomon.reading.quantities.calendars import foreign_dates
from rashomon.reading.quantities.candidates import candidates
from rashomon.reading.quantities.lengths import is_length, with_lengths
from rashomon.reading.quantities.sentence import finder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, Quantity, Sentence, Time

_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter|t\.co/)\S+|\S+@\S+\.\w+|[@#]\w+")
_PHONE = re.compile(
    r"\+\d[\d ().-]{7,20}\d|\(\d{2,4}\) ?\d[\d .-]{5,20}\d"
    r"|(?<!\d)\d{2,4}(?:[-. ]\d{2,4}){3,6}(?!\d)|(?<!\d)\d{3}[-.]\d{3}[-.]\d{4}(?!\d)"
    r"|(?<!\d)0\d{1,4}[-. ]\d{3,8}(?:[-. ]\d{2,8}){0,4}(?!\d)|(?<!\d)\d \d{3} \d{3}-\d{2}-\d{2}(?!\d)"
    r"|(?<!\d)1[89]00[ .-]\d{4,6}(?!\d)"
)
_MANY_DIGITS = re.compile(r"\d[-. )]{1,2}\(?\d")


def find_quantities(
    article: Article,
    sentences: Sequence[Sentence],
    taken: Sequence[tuple[int, int]],
    times: Sequence[Time] = (),
) -> tuple[Quantity, ...]:
    """The quantities of an article, ordered by where they begin.

    A quantity's span holds its number with bounds and unit ("more than 30 percent"), not the counted noun,
    which is its ``of``. A part of a whole ("eight of the 28 member states") gives two quantities. Money of
    which the words don't tell the currency has no unit, and its name as ``of`` ("20,000 *dinars*"). An age
    has the unit ``year``. Ordinals, years, scores, labels ("article 7", "F-16"), telephone numbers,
    addresses and "one" as a mere article or pronoun give none.

    Args:
        article: the report.
        sentences: where quantities are looked for.
        taken: spans of times, in which none is looked for.
        times: times, of which those that tell how long something lasted ("more than 40 years") are quantities
            too; their spans count as taken.
    """
    text = article.text
    lengths = [time for time in times if is_length(time)]
    look, reader = candidates(article.language), finder(article.language)
    spans = sorted((time.start, time.end) for time in lengths)
    elsewhere = {*taken, *((t.start, t.end) for t in times), *_addresses(text)}
    elsewhere.update(foreign_dates(text, article.language))
    blocked = sorted(elsewhere)
    passed = sorted(elsewhere.difference(spans)) if spans else blocked
    found = [
        q
        for start, end in look.windows(text, sentences, passed)
        for q in reader.find(
            article,
            start,
            end,
            _near(blocked, text, start, end),
            _inside(spans, start, end),
        )
    ]
    found = with_lengths(found, lengths) if lengths else found
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def _addresses(text: str) -> list[tuple[int, int]]:
    slashed = "/" in text and ("://" in text or "t.co/" in text)
    if slashed or "@" in text or "#" in text or "www." in text or ".twitter" in text:
        return [m.span() for m in _ADDRESS.finditer(text)]
    return []


def _near(blocked: list[tuple[int, int]], text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans between two places in which no quantity is looked for, telephone numbers included."""
    first = bisect_left(blocked, (start, 0))
    while first and blocked[first - 1][1] > start:
        first -= 1
    last = bisect_left(blocked, (end, 0))
    if _MANY_DIGITS.search(text, start, end) is None:
        return blocked[first:last]
    phones = [m.span() for m in _PHONE.finditer(text, start, end)]
    return sorted([*blocked[first:last], *phones]) if phones else blocked[first:last]


def _inside(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans that begin between two places."""
    return spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))] if spans else spans
