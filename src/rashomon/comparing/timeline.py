"""Which claim tells of which time."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rashomon.model import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Claim

DATE = re.compile(r"[0-9X]{4}(-[0-9X]{2}){0,2}(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?~?")


def make_timeline(claims: Sequence[Claim]) -> tuple[TimelineEntry, ...]:
    """The claims that give a date, by that date; those whose date is wholly unknown are left out."""
    by_date: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        when = _when(claim)
        if when is not None:
            by_date[when].append(claim.id)
    return tuple(TimelineEntry(when, tuple(by_date[when])) for when in sorted(by_date, key=_sortable))


def _when(claim: Claim) -> str | None:
    """The date of a claim: rather one that several origins give, the most precise, the first of several."""
    dated = [value for value in claim.values if value.type == "time" and DATE.fullmatch(value.value)]
    agreed = [value.value for value in dated if value.agrees]
    known = [when for when in agreed or [value.value for value in dated] if re.search(r"\d", when)]
    return max(known, key=lambda when: sum(c.isdigit() for c in when), default=None)


def _sortable(when: str) -> tuple[str, str]:
    """Unknown years come first; within a year the less precise date comes before the days in it."""
    return when.replace("X", " "), when
