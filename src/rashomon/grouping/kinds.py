"""Articles that are no news of one event: chronologies, life stories and other background, news in brief.

Such an article is near to many events and tells of none; it is set apart as a story of its own. Precision
comes first: what is set apart wrongly is lost to its story, what is not is only compared in vain. The bounds
were chosen on labelled articles (docs/evaluation.md). No language is known here: only where times stand that
reading found, how far back they go, and how much the lines of an article have to do with one another.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.dates import day_of
from rashomon.grouping.vectors import centre, unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rashomon.model import Account, ArticleKind, Statement

OPENING = 4  # code points before a date that opens a statement
DATED = 5  # different dates that open statements of a chronology
DATED_SHARE = 0.2  # of its statements
RECENT = 3  # days between a time and an article's publication
YEARS = 5  # different past years that a life story names
SPAN = 10  # years that these go back
LINES = 6  # of news in brief
OF_ONE = 0.8  # of its lines are one statement each
UNRELATED = 0.33  # mean cosine of each line to that which is likest it, where it is news in brief
UNRELATED_LIVE = 0.45  # where the lines open with clock times: this shows already that they are apart
MOST = 60  # statements that are held against one another
CLOCKS = 0.5  # of the lines of a live report open with a clock time
_CLOCK = re.compile(r"\W{0,3}\d{1,2}\s?[:.hH]\s?\d{2}\b")
_YEAR = re.compile(r"(\d{4})(-\d\d-\d\d)?")


def kind_of(account: Account, furniture: Collection[int] = ()) -> ArticleKind | None:
    """What an article is where it is no news of one event, and else None.

    Args:
        furniture: the places of the statements that are page furniture, which are not looked at.
    """
    said = [statement for at, statement in enumerate(account.statements) if at not in furniture]
    if len(said) < YEARS:
        return None
    opening, years, recent = _times(account, said)
    if opening >= max(DATED, DATED_SHARE * len(said)):
        return "chronology"
    published = account.article.published
    if published is not None and not recent and published[:4].isdecimal():
        past = {year for year in years if year < int(published[:4])}
        if len(past) >= YEARS and int(published[:4]) - min(past) >= SPAN:
            return "background"
    if len(said) >= LINES:
        text = account.article.text
        clocks = sum(_CLOCK.match(text, one.start, one.end) is not None for one in said)
        live = clocks >= CLOCKS * len(said)
        if _likeness_of_lines(account, furniture) < (UNRELATED_LIVE if live else UNRELATED):
            return "live" if live else "brief"
    return None


def _times(account: Account, said: Sequence[Statement]) -> tuple[int, set[int], bool]:
    """How many dates open statements, which years are named, and whether a day about the publication is."""
    published = day_of(account.article)
    opening: dict[int, str] = {}
    years: set[int] = set()
    recent = False
    starts = np.array([one.start for one in said])
    for time in account.times:
        at = int(np.searchsorted(starts, time.start, side="right")) - 1
        found = _YEAR.match(time.value)
        if found is None or at < 0 or time.start >= said[at].end:
            continue
        years.add(int(found[1]))
        if time.type == "date" and time.start - said[at].start <= OPENING:
            opening.setdefault(said[at].start, found[0])
        if found[2] and published is not None:
            try:
                recent |= abs(date.fromisoformat(found[0]).toordinal() - published) <= RECENT
            except ValueError:
                continue
    return len(set(opening.values())), years, recent


def _likeness_of_lines(account: Account, furniture: Collection[int]) -> float:
    """How much each line has to do with that which is likest it, as a mean cosine; 1 where most lines are
    more than one statement."""
    text = account.article.text
    kept = [at for at in range(len(account.encodings)) if at not in furniture][:MOST]
    if len(kept) < LINES:
        return 1.0
    breaks = sum(
        "\n" in text[account.statements[one].end : account.statements[other].start]
        for one, other in pairwise(kept)
    )
    if breaks < OF_ONE * (len(kept) - 1):
        return 1.0
    vectors = np.array([account.encodings[at].vector for at in kept], dtype=np.float32)
    vectors = unit(vectors - centre(vectors.shape[1]))
    close = vectors @ vectors.T
    np.fill_diagonal(close, -1.0)
    return float(close.max(axis=1).mean())
