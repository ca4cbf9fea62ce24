"""The time of telling: a toll that rises from report to report is a development, not a contradiction."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from rashomon.comparing.values.agreement import can_be_equal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Quantity

RISING = frozenset({"killed", "injured", "arrested", "rescued", "displaced"})
"""Counts of what has happened: they only rise as more becomes known."""


def in_order_of_telling(
    kind: str, given: Sequence[tuple[Said, Quantity]]
) -> list[tuple[Said, Quantity]] | None:
    """Figures of a rising count in the order in which they were told; None where that does not explain them.

    It does where every article has its time of publication, each later one gives more, and those of one time
    give the same.
    """
    published = [said.account.article.published for said, _ in given]
    if kind not in RISING or not all(published):
        return None
    moments = [_moment(when) for when in published if when]
    known = [moment for moment in moments if moment]
    if len(known) < len(given):
        return None
    to_the_day = any(len(when) <= 10 for when in published if when)
    keys = [(m.date().isoformat() if to_the_day else m.isoformat()) for m in known]
    ordered = sorted(zip(keys, given, strict=True), key=lambda one: (one[0], *_size(one[1])))
    for (when, (_, one)), (later, (_, other)) in pairwise(ordered):
        same = can_be_equal(one, other)
        if when == later and not same:
            return None
        if when < later and not same and (other.low or 0) < (one.low or 0):
            return None
    return [figure for _, figure in ordered] if keys and min(keys) < max(keys) else None


def is_before(one: str | None, other: str | None) -> bool:
    """True where one time of publication surely lies before another."""
    if not one or not other:
        return False
    if min(len(one), len(other)) <= 10:
        return one[:10] < other[:10]
    moments = _moment(one), _moment(other)
    return moments[0] is not None and moments[1] is not None and moments[0] < moments[1]


def _size(given: tuple[Said, Quantity]) -> tuple[float, str, int]:
    quantity = given[1]
    return quantity.low or 0.0, quantity.article, quantity.start


def _moment(published: str) -> datetime | None:
    """A date or a date-time as a moment; what has no zone is taken for UTC."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
