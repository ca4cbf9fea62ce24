"""The claims of a story as its page shows them: what parts, what agrees, what one alone says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from rashomon.report.agreed import agreed
from rashomon.report.groups import Side, alike, is_development, sides
from rashomon.report.view import is_sure
from rashomon.report.words import one_line
from rashomon.web.view.accounts import Account, Place, accounts, anchors, words_anchor
from rashomon.web.view.amounts import value_words
from rashomon.web.view.citing import citation
from rashomon.web.view.differences import quoted, side_words, subject
from rashomon.web.view.marks import Words, evidence_words, isolated, words
from rashomon.web.view.moments import order
from rashomon.web.view.partners import address, tellers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Claim, Evidence, Value
    from rashomon.report.groups import Family
    from rashomon.report.view import View
    from rashomon.web.view.reader import Reader

MOST_CHIPS = 6  # things agreed on that are shown at once
MOST_WORDS = 16  # accounts of a claim whose words are shown at first


class Quote(Struct, frozen=True):
    """Words, and all who have just them."""

    words: Words
    places: tuple[Place, ...]


class Row(Struct, frozen=True):
    """One account of a difference: the value it gives, when it told it, and its words."""

    place: Place
    value: str
    side: int
    words: Words | None


class SideShown(Struct, frozen=True):
    """A value on which accounts part, and how many stand behind it."""

    value: str
    origins: int
    articles: int
    places: tuple[Place, ...]


class ClaimShown(Struct, frozen=True, kw_only=True):
    """A claim ready for the page. ``lead`` is the statement that shows it; ``behind`` stand on much the same
    words. Of one that differs there are ``sides`` and ``rows``, of others ``quotes``. ``letters``
    are those of the accounts that tell it."""

    id: str
    anchor: str
    number: int
    verdict: str
    sure: bool
    origins: int
    articles: int
    lead: Words
    lead_place: Place | None
    citation: str
    quotes: tuple[Quote, ...] = ()
    letters: str = ""
    agreed: tuple[str, ...] = ()
    according: Markup = Markup()
    subject: Markup = Markup()
    development: bool = False
    denying: str = ""
    sides: tuple[SideShown, ...] = ()
    rows: tuple[Row, ...] = ()
    behind: tuple[ClaimShown, ...] = ()
    foreseen: bool = False
    cut: int = 0
    beside: str = ""


class Shower:
    """Makes claims of one story ready for one reader; ``base`` is the address of the story's page.

    Of a claim that very many tell, the words of ``MOST_WORDS`` are shown, unless ``whole`` is true.
    """

    def __init__(self, reader: Reader, shown: View, base: str, *, whole: bool = False) -> None:
        self.reader, self.shown, self.base = reader, shown, base
        self.most = None if whole else MOST_WORDS
        self.accounts = accounts(reader, shown)
        self.anchors = anchors(shown)
        self.languages = {name: source.article.language for name, source in shown.sources.items()}
        self._made: dict[str, ClaimShown] = {}

    def family(self, family: Family) -> ClaimShown:
        """A claim with those behind it."""
        behind = tuple(self.claim(claim) for claim in family.behind)
        return replace(self.claim(family.head), behind=behind)

    def claim(self, claim: Claim) -> ClaimShown:
        """One claim; it may stand in several places of a page."""
        if claim.id not in self._made:
            self._made[claim.id] = self._claim(claim)
        return self._made[claim.id]

    def _claim(self, claim: Claim) -> ClaimShown:
        lead = self.lead(claim)
        told = {item.article for item in claim.evidence}
        differs = claim.verdict == "differ"
        parts = sides(claim) if differs else ()
        rows = self.rows(claim, parts)
        together = tellers(self.shown, claim, parts) if self.base else []
        quotes = () if differs else self.quotes(claim, lead)
        return ClaimShown(
            id=claim.id,
            anchor=self.anchors[claim.id],
            number=self.shown.numbers[claim.id],
            verdict=claim.verdict,
            sure=is_sure(claim),
            origins=claim.origins,
            articles=len(told),
            lead=evidence_words(lead, self.languages.get(lead.article, ""), claim)
            if lead
            else words(claim.text, claim.language),
            lead_place=self.place(lead.article, lead.start, lead.end) if lead else None,
            citation=citation(self.reader, self.shown, claim, f"{self.base}#{self.anchors[claim.id]}"),
            quotes=quotes[: self.most],
            letters=" ".join(sorted(one.letter for name, one in self.accounts.items() if name in told)),
            agreed=self.agreed(claim, lead) if claim.verdict == "agree" else (),
            according=self.according(claim),
            subject=subject(self.reader, claim) if differs else Markup(),
            development=is_development(claim),
            denying=quoted(claim) if differs else "",
            sides=tuple(self.side(side) for side in parts if side.values),
            rows=rows[: self.most],
            foreseen=claim.id in self.shown.foreseen,
            beside=address(together, self.anchors[claim.id]) if together else "",
            cut=max(0, max(len(rows), len(quotes)) - self.most) if self.most else 0,
        )

    def place(self, article: str, start: int, end: int) -> Place | None:
        """Whose words these are, and the link to them; None of an article that the document lacks."""
        known = self.accounts.get(article)
        return known if known is None else Place(known, f"{known.page}#{words_anchor(start, end)}")

    def lead(self, claim: Claim) -> Evidence | None:
        """The statement that shows a claim: one in the reader's language, else the clearest."""
        mine = [
            e
            for e in claim.evidence
            if self.languages.get(e.article, "").split("-")[0] == self.reader.language
        ]
        same = [item for item in claim.evidence if item.quote == claim.text]
        return next(iter([*(item for item in same if item in mine), *mine, *same, *claim.evidence]), None)

    def quotes(self, claim: Claim, lead: Evidence | None) -> tuple[Quote, ...]:
        """The words of all accounts, each once."""
        made = []
        for group in alike(claim.evidence, lead.quote if lead else ""):
            language = self.languages.get(group[0].article, "")
            made.append(Quote(evidence_words(group[0], language, claim), self._places(group)))
        return tuple(made)

    def agreed(self, claim: Claim, lead: Evidence | None) -> tuple[str, ...]:
        """On what the accounts agree; what is counted, as the shown statement has it."""
        things = []
        for thing in agreed(self.shown, claim)[:MOST_CHIPS]:
            own = [value.of for value in thing.values if value.of and lead and value.article == lead.article]
            counted = (
                own[0] if own and thing.values[0].type == "quantity" and not thing.values[0].unit else ""
            )
            things.append(f"{value_words(self.reader, thing.values[0])} {one_line(counted or '')}".strip())
        return tuple(dict.fromkeys(things))

    def according(self, claim: Claim) -> Markup:
        """Whom the articles name as the source."""
        named = []
        for one in claim.attributions:
            entity = self.shown.entities.get(one.entity or "")
            named.append(isolated(entity.name if entity else one.text))
        if not named:
            return Markup()
        return self.reader.say("claim.according", names=self.reader.listed(dict.fromkeys(named)))

    def side(self, side: Side) -> SideShown:
        """A value and who gives it."""
        told = list(dict.fromkeys([value.article for value in side.values]))
        places = [self.place(v.article, v.start, v.end) for v in _first_of_each(side.values)]
        return SideShown(
            side_words(self.reader, side),
            self.shown.origins(told),
            len(told),
            tuple(place for place in places if place),
        )

    def rows(self, claim: Claim, parts: Sequence[Side]) -> tuple[Row, ...]:
        """Each account of a difference, in the order of telling; those that give no value come last."""
        made = []
        seen: set[Evidence] = set()
        for number, side in enumerate(parts):
            valued = {value.article: value for value in side.values}
            evidence = {item.article: item for item in side.evidence}
            for article in dict.fromkeys([*evidence, *valued]):
                item, value = evidence.get(article), valued.get(article)
                place = self.place(article, *_span(item, value))
                if place is None:
                    continue
                if item:
                    seen.add(item)
                said = item and evidence_words(item, self.languages[article], claim, side.values)
                made.append(Row(place, side_words(self.reader, side), number, said or None))
        untold = [item for item in claim.evidence if claim.verdict == "differ" and item not in seen]
        made += [
            Row(place, "", -1, evidence_words(item, self.languages[item.article], claim))
            for item in untold
            if (place := self.place(item.article, item.start, item.end))
        ]
        return tuple(sorted(made, key=_telling))

    def _places(self, group: Sequence[Evidence]) -> tuple[Place, ...]:
        found = (self.place(item.article, item.start, item.end) for item in group)
        return tuple(place for place in found if place)


def _telling(row: Row) -> tuple[bool, str, str]:
    return row.side < 0, order(row.place.account.told), row.place.account.letter


def _first_of_each(values: Sequence[Value]) -> list[Value]:
    return list({value.article: value for value in reversed(values)}.values())[::-1]


def _span(item: Evidence | None, value: Value | None) -> tuple[int, int]:
    one = item or value
    return (one.start, one.end) if one else (0, 0)


def support(shown: View, claim: Claim) -> dict[str, int]:
    """Of each article that tells a claim the number of its side; -1 where it gives no side's value."""
    found = {item.article: -1 for item in claim.evidence}
    for number, side in enumerate(sides(claim) if claim.verdict == "differ" else ()):
        found |= {value.article: number for value in side.values}
        found |= {item.article: number for item in side.evidence}
    return {article: number for article, number in found.items() if article in shown.sources}


__all__ = ["Account", "ClaimShown", "Quote", "Row", "Shower", "SideShown", "support"]
