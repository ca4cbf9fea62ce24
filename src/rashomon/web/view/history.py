"""What happened to a story since it was founded, ready for its page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from rashomon.web.view.accounts import Place, article_page, story_page
from rashomon.web.view.moments import published

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.library.looking import ChangeRow
    from rashomon.web.view.accounts import Account
    from rashomon.web.view.reader import Reader

MINUTE = len("2024-05-31T12:00")


class Happened(Struct, frozen=True):
    """What happened in one minute, and by which articles; ``elsewhere`` are pages of those that are now in
    another story."""

    told: str
    when: str
    what: Markup
    places: tuple[Place, ...]
    elsewhere: tuple[str, ...]


def history(
    reader: Reader, story: str, changes: Iterable[ChangeRow], accounts: Sequence[Account]
) -> tuple[Happened, ...]:
    """What happened to a story, the newest first; ``changes`` come in the order in which they did."""
    known = {account.article: account for account in accounts}
    made = []
    for (told, what, taker, other), rows in groupby(changes, _alike):
        # What a story ended by is another's: the day alone tells something.
        articles = {} if what == "ended" else dict.fromkeys(row.article for row in rows)
        made.append(
            Happened(
                told=told,
                when=published(reader, told),
                what=_what(reader, story, what, taker, other),
                places=tuple(Place(known[one], article_page(one)) for one in known if one in articles),
                elsewhere=tuple(article_page(one) for one in articles if one not in known),
            )
        )
    return tuple(reversed(made))


def _alike(row: ChangeRow) -> tuple[str, str, str, str]:
    minute = (row.added or "")[:MINUTE]
    return f"{minute}Z" if minute else "", row.what, row.story, row.other or ""


def _what(reader: Reader, story: str, what: str, taker: str, other: str) -> Markup:
    """The words for it; ``other`` became one with ``taker`` (merged) or was made of some of it (split)."""
    if not other:
        return reader.say(f"history.{what}")
    known, other = (what, other) if taker == story else (f"{what}_into", taker)
    link = Markup('<a href="{}"><bdi>{}</bdi></a>').format(story_page(other), other)
    return reader.say(f"history.{known}", story=link)
