"""The answer to each operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import select

from rashomon import __version__
from rashomon.library import Filters, LibraryError, search, tables
from rashomon.library import looking
from rashomon.library.exporting import CLAIM_COLUMNS, FIGURE_COLUMNS, claim_rows, csv_lines, figure_rows
from rashomon.model import Document
from rashomon.web.api import given
from rashomon.web.api.cursors import cursor_of, place_of
from rashomon.web.api.listing import Chosen, Place, list_page
from rashomon.web.api.operations import Made
from rashomon.web.checking import Draft, NothingToHoldError, check_text
from rashomon.web.problems import Invalid, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    from rashomon.web.api import asked
    from rashomon.web.desk import Desk


class _Change(Struct, frozen=True, array_like=True):
    number: Annotated[int, Meta(ge=0, lt=2**63)]


def stories(desk: Desk, of: asked.OfStories) -> Made:
    after = place_of(of.after, Place) if of.after else None
    if after and after.order != of.order:
        wrong = Invalid("after", f"a cursor of the order {after.order!r}")
        raise RefusedError(422, "The cursor is none of this list.", errors=(wrong,))
    chosen = Chosen(
        language=of.language,
        outlet=of.outlet,
        since=_day(of.since),
        until=_day(of.until),
        entity=of.entity,
        verdict=of.verdict,
        at_least=of.articles,
    )

    def look() -> given.StoryPage:
        with desk.connection() as connection:
            found, end = list_page(connection, chosen, order=of.order, after=after, most=of.limit)
        return given.StoryPage(stories=tuple(found), next=end and cursor_of(end))

    return _kept(desk, of, look)


def story(desk: Desk, of: asked.OneStory) -> Made:
    stamp, make, at_once = _document(desk, of.story)
    return Made(stamp=stamp, make=make, heavy=not at_once)


def claims(desk: Desk, of: asked.OneStory) -> Made:
    return _table(desk, of, "claims", lambda d: csv_lines([d], claim_rows, CLAIM_COLUMNS))


def figures(desk: Desk, of: asked.OneStory) -> Made:
    return _table(desk, of, "figures", lambda d: csv_lines([d], figure_rows, FIGURE_COLUMNS))


def report(desk: Desk, of: asked.OneStory) -> Made:
    from rashomon.report.page import render

    stamp, make, _ = _document(desk, of.story)

    def page() -> bytes:
        document = msgspec.json.decode(make(), type=Document)
        return render(document).encode("utf-8", "replace")

    kept = lambda: desk.answers.get((of.story, stamp, "report"), page)  # noqa: E731
    return Made(stamp=f"{stamp}-report", make=kept, heavy=True, file=f"{of.story}.html")
