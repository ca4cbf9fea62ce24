"""Which articles tell one report anew: translations, and what two edited of one agency's report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from rashomon.grouping.origins.credits import credited
from rashomon.grouping.origins.translations import chain, likely_pairs, statements_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.grouping.origins.copies import Pair
    from rashomon.grouping.origins.translations import Chain, Statements
    from rashomon.model import Account

ALIKE = 0.2  # the share of the shorter article's runs from which on two articles of one agency are one report
AGENCY_DAYS = 2  # two articles of one agency's report are published within


class Link(Struct, frozen=True):
    """Two articles, by place, that are one witness, or may be, and why; ``chain`` where statements say so."""

    one: int
    other: int
    why: Literal["copy", "agency", "translation"]
    agency: str | None = None
    certain: bool = True
    chain: Chain | None = None


def find_retold(
    accounts: Sequence[Account], days: Sequence[int | None], leaders: Sequence[int], near: Sequence[Pair]
) -> Iterator[Link]:
    """The articles that tell one report anew.

    Args:
        accounts: the accounts of a batch.
        days: the day each was published.
        leaders: for each the first of those that copy it; only these are compared.
        near: pairs that share some words, but are no copies.
    """
    agencies: dict[int, frozenset[str]] = {}

    def common_agency(one: int, other: int) -> str | None:
        """The agency that both credit, of one that they credit about the same day."""
        first, second = days[one], days[other]
        if first is not None and second is not None and abs(first - second) > AGENCY_DAYS:
            return None
        for place in (one, other):
            if place not in agencies:
                agencies[place] = credited(accounts[place].article)
        return min(agencies[one] & agencies[other], default=None)

    for pair in near:
        if pair.share >= ALIKE and leaders[pair.one] != leaders[pair.other]:
            agency = common_agency(pair.one, pair.other)
            if agency:
                yield Link(pair.one, pair.other, "agency", agency)
    own = sorted(set(leaders))
    kept: dict[int, Statements | None] = {}
    for a, b in likely_pairs([accounts[place] for place in own], [days[place] for place in own]):
        one, other = own[a], own[b]
        for place in (one, other):
            if place not in kept:
                kept[place] = statements_of(accounts[place])
        first, second = kept[one], kept[other]
        if first is None or second is None:
            continue
        found = chain(first, second)
        agency = common_agency(one, other) if found.is_one_report() else None
        if found.is_translation():
            yield Link(one, other, "translation", agency, chain=found)
        elif agency:
            yield Link(one, other, "agency", agency, chain=found)
        elif found.may_be_translation():
            yield Link(one, other, "translation", certain=False, chain=found)
