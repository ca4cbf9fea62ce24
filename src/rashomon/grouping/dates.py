"""When an article was published, as something to count and to order with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.model import Article


def day_of(article: Article) -> int | None:
    """The day an article was published, as a count of days; None where it is not known."""
    try:
        return date.fromisoformat((article.published or "")[:10]).toordinal()
    except ValueError:
        return None


def in_order(article: Article) -> tuple[bool, str, str]:
    """A key that sorts articles by when they were published, undated ones last, then by id.

    A day without a clock stands at its start; a clock without a zone is read as UTC.
    """
    try:
        moment = datetime.fromisoformat(article.published or "")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (False, moment.astimezone(UTC).isoformat(), article.id)
    except (ValueError, OverflowError):
        return (True, "", article.id)
