"""What the coverage in each language leaves out of what several origins tell, and what it alone tells.

To say that somebody leaves something out takes care. What may stand in an account in other words, or is told
there of the same thing with another value, is not left out; and what was told only after the last article in
a language could not stand in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.view import is_sure
from rashomon.report.words import amount_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rashomon.model import Claim, Document, Evidence, Quantity
    from rashomon.report.groups import Family
    from rashomon.web.view.accounts import Place
    from rashomon.web.view.claims import ClaimShown, Shower

    _Figure = tuple[float, str | None]

SHOWN = 12  # claims of each kind of which the words are shown


class Missing(Struct, frozen=True):
    """A claim that is left out, and who tells it; ``later``: all after the language's last article."""

    claim: ClaimShown
    places: tuple[Place, ...]
    later: bool


class LeftOut(Struct, frozen=True, kw_only=True):
    """What the coverage in one language leaves out, of how many claims, and what it alone tells.

    ``mine`` is true of the reader's language.
    """

    code: str
    language: str
    articles: int
    missing: tuple[Missing, ...]
    of: int
    alone: tuple[ClaimShown, ...]
    alone_of: int
    mine: bool


def left_out(shower: Shower, document: Document) -> list[LeftOut]:
    """Of each language, where there are several: the reader's first, then what most articles are in."""
    spoken: dict[str, set[str]] = {}
    for article in document.articles:
        spoken.setdefault(article.language, set()).add(article.id)
    if len(spoken) < 2:
        return []
    shown = shower.shown
    claims = shown.story.claims
    several = [
        family
        for family in (*shown.families["differ"], *shown.families["agree"])
        if family.head.verdict == "differ" or is_sure(family.head)
    ]
    order = {claim.id: place for place, claim in enumerate(claims)}
    several.sort(key=lambda family: (-family.head.origins, order[family.head.id]))
    near, figures = _near(claims), _figures(shown.story.quantities)
    days = {article.id: (article.published or "")[:10] for article in document.articles}
    made = []
    for language, own in spoken.items():
        known = {_subject(claim) for claim in claims if _tellers(claim) & own} - {None}
        missing = [
            family
            for family in several
            if _subject(family.head) not in known and not _may_tell(own, family, near, figures)
        ]
        alone = [claim for claim in claims if _tellers(claim) <= own]
        made.append(
            LeftOut(
                code=language,
                language=shower.reader.language_name(language),
                articles=len(own),
                missing=tuple(_missing(shower, family, own, days) for family in missing[:SHOWN]),
                of=len(missing),
                alone=tuple(shower.claim(claim) for claim in alone[:SHOWN]),
                alone_of=len(alone),
                mine=language.split("-")[0] == shower.reader.language,
            )
        )
    return sorted(made, key=lambda one: (not one.mine, -one.articles, -one.of))


def _tellers(claim: Claim) -> set[str]:
    return {item.article for item in claim.evidence}


def _may_tell(
    own: set[str], family: Family, near: Mapping[Evidence, set[str]], figures: Mapping[str, set[_Figure]]
) -> bool:
    """True where words of some articles, or all figures that a claim agrees on, may tell it."""
    if any(near[item] & own for claim in (family.head, *family.behind) for item in claim.evidence):
        return True
    agreed = {
        (bound, value.unit)
        for value in family.head.values
        if value.agrees and value.type == "quantity"
        for bound in amount_bounds(value.value)[:2]
        if bound is not None
    }
    return bool(agreed) and agreed <= {figure for article in own for figure in figures.get(article, ())}


def _figures(quantities: Iterable[Quantity]) -> dict[str, set[_Figure]]:
    """The figures of each article, by their bounds and units."""
    found: dict[str, set[_Figure]] = {}
    for one in quantities:
        bounds = {(bound, one.unit) for bound in (one.low, one.high) if bound is not None}
        found.setdefault(one.article, set()).update(bounds)
    return found


def _near(claims: Iterable[Claim]) -> dict[Evidence, set[str]]:
    """The articles that may tell what a statement tells: those of all its claims, sure and unsure."""
    near: dict[Evidence, set[str]] = {}
    for claim in claims:
        told = _tellers(claim)
        for item in claim.evidence:
            near.setdefault(item, set()).update(told)
    return near


def _subject(claim: Claim) -> str | None:
    """What figures are of, where that is known: who tells another number of killed leaves the killed out of
    nothing."""
    return claim.difference.kind if claim.difference and claim.difference.on in ("quantity", "time") else None


def _missing(shower: Shower, family: Family, own: Iterable[str], days: dict[str, str]) -> Missing:
    claim = family.head
    first: dict[str, Evidence] = {}
    for item in claim.evidence:
        first.setdefault(item.article, item)
    places = (shower.place(item.article, item.start, item.end) for item in first.values())
    mine = [days.get(article, "") for article in own]
    theirs = [days.get(article, "") for article in first]
    later = all((*mine, *theirs)) and max(mine) < min(theirs)
    return Missing(shower.claim(claim), tuple(place for place in places if place), later)
