"""Two to four accounts of one story side by side: what they tell alike in one row, what one alone tells in
its place."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.accounts import AGREED, GIVEN, PARTING
from rashomon.report.groups import is_development
from rashomon.report.markup import Mark
from rashomon.report.view import is_sure, view
from rashomon.web.view.accounts import Account, article_page, story_page, words_anchor
from rashomon.web.view.bylines import story_title, titled
from rashomon.web.view.claims import Shower
from rashomon.web.view.differences import Line, line
from rashomon.web.view.marks import Words, words
from rashomon.web.view.partners import FEWEST, address
from rashomon.web.view.rows import joined_rows, only_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Claim, Document, Evidence, Value
    from rashomon.web.view.reader import Reader
    from rashomon.web.view.rows import Row

MOST_AGREED = 8  # things that are named above a row
CHOICES = 60  # accounts that can be chosen from


class Passage(Struct, frozen=True):
    """A statement of one account. ``again`` is true where it stands in a row before, too."""

    words: Words
    href: str
    start: int
    again: bool = False


class Number(Struct, frozen=True):
    """A claim: its number and place on the story's page; ``page`` is empty where there is none."""

    anchor: str
    page: str
    number: int
    verdict: str


class Told(Struct, frozen=True):
    """On what claims of a row are: a difference in one line, or what their accounts agree on.

    ``others_differ`` is the page of a claim on which accounts part that are not looked at.
    """

    numbers: tuple[Number, ...]
    line: Line | None = None
    development: bool = False
    agreed: tuple[str, ...] = ()
    sure: bool = True
    others_differ: Number | None = None


class RowShown(Struct, frozen=True):
    """Passages beside one another, a cell for each account: told alike (``differ``, ``agree``, ``perhaps``),
    or each by one account alone (``single``)."""

    id: str
    kind: str
    cells: tuple[tuple[Passage, ...], ...]
    told: tuple[Told, ...] = ()


class Choice(Struct, frozen=True):
    """An account that can be chosen, and whether it is."""

    account: Account
    chosen: bool


class BesideShown(Struct, frozen=True, kw_only=True):
    """Everything on the page. ``first`` are addresses that read the same accounts in another one's order."""

    story: str
    title: Words
    accounts: tuple[Account, ...]
    first: tuple[str, ...]
    origins: int
    rows: tuple[RowShown, ...]
    counts: dict[str, int]
    alone: tuple[int, ...]
    choices: tuple[Choice, ...]
    more: int


def show(reader: Reader, document: Document, chosen: Sequence[str], *, kept: bool = True) -> BesideShown:
    """Some accounts of a document's story, in the order of the first of them.

    Args:
        reader: who reads.
        document: the story, or what comparing the accounts made of them.
        chosen: ids of its articles; with fewer than two there are no rows, only what can be chosen.
        kept: whether the story is one of the library, which has a page.
    """
    shown = view(document, document.stories[0])
    page = story_page(document.stories[0].id) if kept else ""
    shower = Shower(reader, shown, page)
    made: list[RowShown] = []
    if len(chosen) >= FEWEST:
        rows = joined_rows(only_of(shown.story.claims, chosen), chosen)
        made = _rows(shower, rows, chosen, page)
    columns = tuple(shower.accounts[article] for article in chosen)
    return BesideShown(
        story=page,
        title=story_title(reader, document.stories[0].title, [titled(one) for one in document.articles]),
        accounts=columns,
        first=tuple(address([one, *(other for other in chosen if other != one)]) for one in chosen),
        origins=len({account.origin for account in columns}),
        rows=tuple(made),
        counts={kind: sum(row.kind == kind for row in made) for kind in ("differ", "agree", "perhaps")},
        alone=tuple(
            sum(len(row.cells[at]) for row in made if row.kind == "single") for at in range(len(chosen))
        ),
        choices=choices(shower, chosen),
        more=max(0, len(shower.accounts) - CHOICES),
    )


def choices(shower: Shower, chosen: Sequence[str] = ()) -> tuple[Choice, ...]:
    """The accounts of a story as they can be chosen: those that are chosen, then others."""
    every = sorted(shower.accounts.values(), key=lambda account: account.article not in chosen)[:CHOICES]
    order = {article: at for at, article in enumerate(shower.accounts)}
    every.sort(key=lambda account: order[account.article])
    return tuple(Choice(account, account.article in chosen) for account in every)


def _rows(shower: Shower, rows: Sequence[Row], chosen: Sequence[str], page: str) -> list[RowShown]:
    """Rows as they are shown: those that one account alone tells, one after the other, are one row."""
    seen: set[Evidence] = set()
    made: list[RowShown] = []
    for joined, group in groupby(rows, key=lambda row: bool(row.claims)):
        for same in ([one] for one in group) if joined else [list(group)]:
            claims = same[0].claims
            told = [item for row in same for item in row.evidence]
            cells = tuple(
                tuple(_passage(shower, item, claims, seen) for item in told if item.article == article)
                for article in chosen
            )
            seen.update(told)
            made.append(RowShown(f"row-{len(made) + 1}", _kind(claims), cells, _told(shower, claims, page)))
    return made


def _kind(claims: Sequence[Claim]) -> str:
    if any(claim.verdict == "differ" for claim in claims):
        return "differ"
    if any(is_sure(claim) for claim in claims):
        return "agree"
    return "perhaps" if claims else "single"


def _told(shower: Shower, claims: Sequence[Claim], page: str) -> tuple[Told, ...]:
    """What the claims of a row are on: the same difference once, what is agreed on in one line."""
    differing: dict[tuple[str, tuple[str, ...]], list[Claim]] = {}
    agreeing = [claim for claim in claims if claim.verdict != "differ"]
    lines: dict[tuple[str, tuple[str, ...]], Line] = {}
    for claim in claims:
        if claim.verdict == "differ":
            made = line(shower.reader, claim)
            key = (made.subject.striptags(), made.sides)
            lines.setdefault(key, made)
            differing.setdefault(key, []).append(claim)
    told = [
        Told(tuple(_number(shower, one, page) for one in same), lines[key], is_development(same[0]))
        for key, same in differing.items()
    ]
    if agreeing:
        things = dict.fromkeys(
            thing for claim in agreeing for thing in shower.agreed(claim, shower.lead(claim))
        )
        apart = {claim.id for claim in shower.shown.claims["differ"]}
        others = next((claim for claim in agreeing if claim.id in apart), None)
        told.append(
            Told(
                tuple(_number(shower, one, page) for one in agreeing),
                agreed=tuple(things)[:MOST_AGREED],
                sure=any(is_sure(claim) for claim in agreeing),
                others_differ=_number(shower, others, page) if others else None,
            )
        )
    return tuple(told)


def _number(shower: Shower, claim: Claim, page: str) -> Number:
    anchor = shower.anchors[claim.id]
    at = f"{page}#{anchor}" if page else ""
    return Number(anchor, at, shower.shown.numbers[claim.id], claim.verdict)


def _passage(shower: Shower, item: Evidence, claims: Sequence[Claim], seen: set[Evidence]) -> Passage:
    values: list[tuple[Value, tuple[str, ...]]] = []
    for claim in claims:
        values += [(value, AGREED if value.agrees else GIVEN) for value in claim.values]
        values += [(value, PARTING) for value in (claim.difference.values if claim.difference else ())]
    marks = [
        Mark(value.start - item.start, value.end - item.start, classes)
        for value, classes in values
        if value.article == item.article and item.start <= value.start < value.end <= item.end
    ]
    told = words(item.quote, shower.languages.get(item.article, ""), marks)
    href = f"{article_page(item.article)}#{words_anchor(item.start, item.end)}"
    return Passage(told, href, item.start, item in seen)
