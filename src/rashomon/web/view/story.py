"""A story ready for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.rows import moments, told_at
from rashomon.report.view import VERDICTS, is_sure, sure, view
from rashomon.report.words import one_line
from rashomon.web.view import facts
from rashomon.web.view.accounts import Account, entity_page
from rashomon.web.view.bylines import story_title, titled
from rashomon.web.view.claims import ClaimShown, Shower, support
from rashomon.web.view.differences import Line, line, strongest
from rashomon.web.view.left_out import LeftOut, left_out
from rashomon.web.view.marks import Words, words
from rashomon.web.view.moments import days, when
from rashomon.web.view.witnesses import Witnesses, witnesses

if TYPE_CHECKING:
    from rashomon.model import Claim, Document
    from rashomon.report.groups import Family
    from rashomon.report.view import View
    from rashomon.web.view.reader import Reader

HAPPENED = 4  # claims that say what happened
MOST = 40  # claims of a verdict, rows of a table that are shown at first
COLUMNS = 40  # sources of the matrix


class Number(Struct, frozen=True):
    """A claim: its verdict, number and anchor."""

    verdict: str
    number: int
    anchor: str


class Moment(Struct, frozen=True):
    """Words that tell of a moment, the claims that they stand for, and whether it lay ahead."""

    words: Words
    claims: tuple[Number, ...]
    foreseen: bool


class Told(Struct, frozen=True):
    """Claims of one moment of the timeline."""

    when: str
    code: str
    claims: tuple[Moment, ...]


class Alone(Struct, frozen=True):
    """What one source alone says."""

    account: Account
    claims: tuple[ClaimShown, ...]


class Cell(Struct, frozen=True):
    """Whether a source tells a claim, and the value that it gives where accounts part."""

    tells: bool
    value: str = ""
    side: int = -1


class Support(Struct, frozen=True):
    """Which source supports which claim: a row of the matrix."""

    claim: ClaimShown
    cells: tuple[Cell, ...]


class StoryShown(Struct, frozen=True, kw_only=True):
    """Everything on a story's page. ``cut`` tells how many claims of each verdict are not shown yet."""

    id: str
    title: Words
    days: str
    where: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    outlets: int
    articles: int
    origins: int
    counts: dict[str, int]
    strongest: Line | None
    strongest_anchor: str
    happened: tuple[ClaimShown, ...]
    differ: tuple[ClaimShown, ...]
    agree: tuple[ClaimShown, ...]
    perhaps: tuple[ClaimShown, ...]
    single: tuple[Alone, ...]
    cut: dict[str, int]
    people: tuple[facts.Who, ...]
    organisations: tuple[facts.Who, ...]
    places: tuple[facts.Who, ...]
    timeline: tuple[Told, ...]
    times: tuple[facts.Fact, ...]
    figures: tuple[facts.Fact, ...]
    said: tuple[facts.Speaker, ...]
    accounts: tuple[Account, ...]
    witnesses: tuple[Witnesses, ...]
    matrix: tuple[Support, ...]
    columns: tuple[Account, ...]
    left_out: tuple[LeftOut, ...]
    made_by: str


def show(reader: Reader, document: Document, base: str, *, whole: bool = False) -> StoryShown:
    """A document's story for a reader.

    Args:
        base: the address of the story's page, for citations.
        whole: show all; else at most ``MOST`` claims of each verdict and rows of each table.
    """
    story = document.stories[0]
    shown = view(document, story)
    shower = Shower(reader, shown, base, whole=whole)
    most = None if whole else MOST
    sure_agree = [family for family in shown.families["agree"] if is_sure(family.head)]
    perhaps = [family for family in shown.families["agree"] if not is_sure(family.head)]
    singles = _alone(shower, most)
    differ = tuple(shower.family(family) for family in shown.families["differ"][:most])
    agree = tuple(shower.family(family) for family in sure_agree[:most])
    part = strongest(family.head for family in shown.families["differ"])
    lengths = {
        "differ": len(shown.families["differ"]),
        "agree": len(sure_agree),
        "perhaps": len(perhaps),
        "single": len(shown.claims["single"]),
    }
    published = sorted(a.published[:10] for a in document.articles if a.published and len(a.published) >= 10)
    spoken = {article.language for article in document.articles}
    columns = [shower.accounts[name] for name in story.articles if name in shower.accounts][:COLUMNS]
    return StoryShown(
        id=story.id,
        title=story_title(reader, story.title, [titled(one) for one in document.articles]),
        days=days(reader, published[0], published[-1]) if published else "",
        where=_where(reader, shown),
        languages=reader.language_names(spoken),
        outlets=len({one_line(a.outlet) for a in document.articles if a.outlet}),
        articles=len(story.articles),
        origins=story.origins,
        counts=lengths | {verdict: sure(shown, verdict) for verdict in VERDICTS},
        strongest=line(reader, part) if part else None,
        strongest_anchor=shower.anchors[part.id] if part else "",
        happened=_happened(shower, sure_agree, perhaps),
        differ=differ,
        agree=agree,
        perhaps=tuple(shower.family(family) for family in perhaps[:most]),
        single=singles,
        cut=_cut(lengths, most),
        people=tuple(facts.who(shower, "person")[:most]),
        organisations=tuple(facts.who(shower, "organisation")[:most]),
        places=tuple(facts.who(shower, "place")[:most]),
        timeline=tuple(_timeline(shower)),
        times=tuple(facts.times(shower)[:most]),
        figures=tuple(facts.figures(shower)[:most]),
        said=tuple(facts.said(shower)[:most]),
        accounts=tuple(shower.accounts.values()),
        witnesses=tuple(witnesses(shower)),
        matrix=_matrix(shower, differ + agree, columns),
        columns=tuple(columns),
        left_out=tuple(left_out(shower, document)),
        made_by=f"Rashomon {document.made_by.rashomon}",
    )


def _where(reader: Reader, shown: View) -> tuple[tuple[str, str], ...]:
    places = [entity for entity in shown.story.entities if entity.type == "place"]
    places.sort(key=lambda entity: -len(entity.mentions))
    return tuple((facts.name_for(reader, entity), entity_page(entity.name)) for entity in places[:2])


def _happened(shower: Shower, surely: list[Family], perhaps: list[Family]) -> tuple[ClaimShown, ...]:
    """A few claims that say what happened: what most origins tell, and first; whatever was found of it."""
    claims = [*shower.shown.families["differ"], *surely, *perhaps]
    order = {claim.id: place for place, claim in enumerate(shower.shown.story.claims)}
    ranked = sorted(
        claims,
        key=lambda family: (-family.head.origins, _begun(family.head), order.get(family.head.id, 0)),
    )
    chosen: list[ClaimShown] = []
    seen: set[str] = set()  # a text may say one thing thousands of times
    for family in ranked or shower.shown.families["single"]:
        if family.head.text in seen:
            continue
        seen.add(family.head.text)
        made = shower.claim(family.head)
        if made.lead.html not in {one.lead.html for one in chosen}:
            chosen.append(made)
        if len(chosen) == HAPPENED:
            break
    return tuple(chosen)


def _begun(claim: Claim) -> int:
    """Where the first that is told of a claim starts in its article: reports begin with what matters most."""
    return min((item.start for item in claim.evidence), default=0)


def _alone(shower: Shower, most: int | None) -> tuple[Alone, ...]:
    groups: dict[str, list[ClaimShown]] = {}
    for claim in shower.shown.claims["single"][:most]:
        told = claim.evidence[0].article if claim.evidence else ""
        if told in shower.accounts:
            groups.setdefault(told, []).append(shower.claim(claim))
    return tuple(Alone(shower.accounts[article], tuple(claims)) for article, claims in groups.items())


def _cut(lengths: dict[str, int], most: int | None) -> dict[str, int]:
    return {name: 0 if most is None else max(0, length - most) for name, length in lengths.items()}


def _timeline(shower: Shower) -> list[Told]:
    made = []
    for moment, groups in moments(shower.shown):
        told: dict[tuple[str, str | None, bool], list[Number]] = {}
        for first, *_ in groups:
            same = (*told_at(shower.shown, first, moment), first.id in shower.shown.foreseen)
            number = Number(first.verdict, shower.shown.numbers[first.id], shower.anchors[first.id])
            told.setdefault(same, []).append(number)
        shown = tuple(Moment(words(text, code), tuple(ns), ahead) for (text, code, ahead), ns in told.items())
        made.append(Told(when(shower.reader, moment), moment, shown))
    return made


def _matrix(shower: Shower, claims: tuple[ClaimShown, ...], columns: list[Account]) -> tuple[Support, ...]:
    known = {claim.id: claim for claim in shower.shown.story.claims}
    rows = []
    for claim in claims:
        told = support(shower.shown, known[claim.id])
        cells = []
        for column in columns:
            side = told.get(column.article)
            value = claim.sides[side].value if side is not None and 0 <= side < len(claim.sides) else ""
            cells.append(Cell(side is not None, value, -1 if side is None else side))
        rows.append(Support(claim, tuple(cells)))
    return tuple(rows)
