"""Claims, evidence and values put together: what is alike once, what parts in sides."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.words import amount, amount_bounds, one_line, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.model import Claim, Evidence, Value


class Side(Struct, frozen=True):
    """One of the accounts that part: the value, the words that give it, and the evidence for that.

    Where the words themselves part, and no value, ``value`` and ``words`` are empty.
    """

    value: str
    words: tuple[str, ...]
    values: tuple[Value, ...]
    evidence: tuple[Evidence, ...]


class Family(Struct, frozen=True):
    """A claim and those behind it that stand on much the same words."""

    head: Claim
    behind: tuple[Claim, ...] = ()


def sides(claim: Claim) -> tuple[Side, ...]:
    """The accounts of a claim that differ, one side per value; one per article where the words part.

    An article joins a side where the claim knows it to give that side's value, and no other side's. Figures
    stand in the order of their size, which says nothing of who is right; those of a development in the order
    in which they were published, others as they are told.
    """
    values = _parting(claim)
    if not values:
        return tuple(Side("", (), (), tuple(group)) for group in alike(claim.evidence))
    groups: dict[tuple[str, str, str], list[Value]] = {}
    for value in values:
        groups.setdefault(_key(value), []).append(value)
    told = {value.article for value in values}
    for article in dict.fromkeys(item.article for item in claim.evidence):
        same = [value for value in claim.values if value.article == article and _key(value) in groups]
        if article not in told and len({_key(value) for value in same}) == 1:
            groups[_key(same[0])].extend(same)
    made = []
    given = list(groups.values())
    if not is_development(claim):
        given.sort(key=lambda group: _size(group[0]))
    for group in given:
        names = {value.article for value in group}
        words = tuple(dict.fromkeys(one_line(value.text) for value in group))
        evidence = tuple(item for item in claim.evidence if item.article in names)
        made.append(Side(normalised(group[0]), words, tuple(group), evidence))
    return tuple(made)


def is_development(claim: Claim) -> bool:
    """True for a claim whose figures rise with each later report, which contradicts nobody."""
    return claim.difference is not None and claim.difference.development


def told_at(side: Side) -> str:
    """When a side's figure was first published, in words; empty where that is not known."""
    times = sorted(value.published for value in side.values if value.published)
    return when(one_line(times[0])) if times else ""


def normalised(value: Value) -> str:
    """A value's normalised form in words."""
    if value.type == "quantity":
        return amount(one_line(value.value), one_line(value.unit or "") or None)
    return when(one_line(value.value)) if value.type == "time" else one_line(value.value)


def alike(evidence: Iterable[Evidence], text: str = "") -> list[tuple[Evidence, ...]]:
    """Evidence in groups of the same words, as copies give them; the words of ``text`` come first."""
    groups: dict[str, list[Evidence]] = {}
    for item in evidence:
        groups.setdefault(one_line(item.quote), []).append(item)
    first = one_line(text)
    return [tuple(group) for words, group in sorted(groups.items(), key=lambda group: group[0] != first)]


def families(claims: Iterable[Claim]) -> tuple[Family, ...]:
    """Claims with those behind them that stand on much the same words.

    A sentence may serve several claims, so that the same words come again and again. A claim goes behind
    an earlier one that holds at least half of its evidence and, where they differ, all of its sides.
    """
    heads: list[tuple[Claim, set[Evidence], list[Claim]]] = []
    for claim in claims:
        own = set(claim.evidence)
        for head, held, behind in heads:
            if 2 * len(own & held) >= len(own) and _parts_no_further(claim, head):
                behind.append(claim)
                break
        else:
            heads.append((claim, own, []))
    return tuple(Family(head, tuple(behind)) for head, _, behind in heads)


def by_article(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims under the article that tells them first; claims without evidence stand under ""."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(claim.evidence[0].article if claim.evidence else "", []).append(claim)
    return groups


def _parting(claim: Claim) -> tuple[Value, ...]:
    """The values that part the accounts of a claim; none where the words themselves part."""
    on_words = claim.difference is None or claim.difference.on in ("polarity", "scope")
    return () if on_words or claim.difference is None else claim.difference.values


def _parts_no_further(claim: Claim, head: Claim) -> bool:
    if claim.difference is None or head.difference is None:
        return claim.difference is head.difference
    if claim.difference.on != head.difference.on:
        return False
    return {_key(value) for value in _parting(claim)} <= {_key(value) for value in _parting(head)}


def _key(value: Value) -> tuple[str, str, str]:
    return value.type, value.value, value.unit or ""


def _size(value: Value) -> tuple[float, float]:
    low, high, _ = amount_bounds(value.value) if value.type == "quantity" else (None, None, False)
    return (-inf if low is None else low), (inf if high is None else high)
