"""Which passages of some accounts stand beside one another, and in which order."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.report.groups import sides
from rashomon.report.words import amount_bounds, one_line
from rashomon.web.view.differences import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Claim, Difference, Evidence, Value

FEWEST = 2  # values, and accounts that give them, which part


class Row(Struct, frozen=True):
    """Statements that tell alike, by which claims; without claims, one that its account alone tells."""

    evidence: tuple[Evidence, ...]
    claims: tuple[Claim, ...] = ()


def only_of(claims: Iterable[Claim], chosen: Sequence[str]) -> list[Claim]:
    """What is left of claims where only some accounts are looked at.

    Their verdict is that of these accounts: those that tell one value agree, whatever others tell. A claim of
    one account alone is ``single``.
    """
    kept = []
    for claim in claims:
        evidence = tuple(item for item in claim.evidence if item.article in chosen)
        if not evidence:
            continue
        several = len({item.article for item in evidence}) > 1
        values = _values(claim.values, chosen)
        part = msgspec.structs.replace(claim, evidence=evidence, values=values)
        difference = _difference(part, claim) if several else None
        verdict = "differ" if difference else "agree" if several else "single"
        kept.append(msgspec.structs.replace(part, verdict=verdict, difference=difference))
    return kept


def joined_rows(claims: Sequence[Claim], chosen: Sequence[str]) -> list[Row]:
    """The passages of some accounts in the order of the first of them.

    What the others tell besides stands where they tell it: after the last of their words before that stand in
    a row already. A statement that serves several claims may stand in several rows.

    Args:
        claims: as ``only_of`` leaves them.
        chosen: the accounts' article ids; a claim stands by the first statement of the first that tells it.
    """
    order = {article: at for at, article in enumerate(chosen)}
    homes: dict[Evidence, list[Claim]] = {}
    for claim in claims:
        if claim.verdict != "single":
            homes.setdefault(min(claim.evidence, key=lambda item: _place(item, order)), []).append(claim)
    held = {item for found in homes.values() for claim in found for item in claim.evidence}
    rows: list[Row] = []
    for article in chosen:
        for item in _told_by(claims, article):
            if item in homes:
                row = _row(homes[item], order)
            elif item not in held:
                row = Row((item,))
            else:
                continue
            at = len(rows) if article == chosen[0] else _after(rows, item)
            rows.insert(at, row)
    return rows


def _row(claims: Sequence[Claim], order: dict[str, int]) -> Row:
    evidence = {item for claim in claims for item in claim.evidence}
    return Row(tuple(sorted(evidence, key=lambda item: _place(item, order))), tuple(claims))


def _place(item: Evidence, order: dict[str, int]) -> tuple[int, int, int]:
    return order[item.article], item.start, item.end


def _told_by(claims: Iterable[Claim], article: str) -> list[Evidence]:
    told = {item for claim in claims for item in claim.evidence if item.article == article}
    return sorted(told, key=lambda item: (item.start, item.end))


def _after(rows: Sequence[Row], item: Evidence) -> int:
    """Behind the row with the last of the same account's words before these."""
    before = [
        (own.start, own.end, at)
        for at, row in enumerate(rows)
        if (own := next((one for one in row.evidence if one.article == item.article), None))
        and (own.start, own.end) < (item.start, item.end)
    ]
    return max(before)[2] + 1 if before else 0


def _values(values: Iterable[Value], chosen: Sequence[str]) -> tuple[Value, ...]:
    """The values that these accounts give; they agree where two of these do."""
    own = [value for value in values if value.article in chosen]
    return tuple(
        msgspec.structs.replace(value, agrees=value.agrees and any(_agree(value, other) for other in own))
        for value in own
    )


def _agree(one: Value, other: Value) -> bool:
    """Whether values of two accounts are much the same; both agree with somebody already."""
    if one.article == other.article or one.type != other.type or not other.agrees:
        return False
    if one.type != "quantity":
        return True
    if one.unit != other.unit:
        return False
    low, high = _bounds(one)
    least, most = _bounds(other)
    return low <= most and least <= high


def _bounds(value: Value) -> tuple[float, float]:
    """Of a figure that is open to one side, the bound that is told: "at least 27" is not "at least 34"."""
    low, high, _ = amount_bounds(value.value)
    given = [bound for bound in (low, high) if bound is not None]
    return (min(given), max(given)) if given else (inf, -inf)


def _difference(claim: Claim, whole: Claim) -> Difference | None:
    """The difference of a claim where it parts the accounts of a part of it too."""
    difference = claim.difference
    if difference is None:
        return None
    told = {item.article for item in claim.evidence}
    if not difference.values:  # words that deny or bound: they part those who say them from those who do not
        said = quoted(claim)
        saying = {item.article for item in claim.evidence if said and said in one_line(item.quote)}
        return difference if not said or (saying and told - saying) else None
    # Who joins a side is known of the whole claim alone: the side's value may be another's words.
    parted = [tuple(value for value in side.values if value.article in told) for side in sides(whole)]
    parted = [values for values in parted if values]
    if len(parted) < FEWEST or len({value.article for values in parted for value in values}) < FEWEST:
        return None
    return msgspec.structs.replace(difference, values=tuple(value for values in parted for value in values))
