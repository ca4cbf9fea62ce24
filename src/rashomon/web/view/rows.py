"""Which passages of some accounts stand beside one another, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.report.groups import sides
from rashomon.report.words import one_line
from rashomon.web.view.differences import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Claim, Difference, Evidence, Value


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
        difference = _difference(part, chosen) if several else None
        verdict = "differ" if difference else "agree" if several else "single"
        kept.append(msgspec.structs.replace(part, verdict=verdict, difference=difference))
    return kept


def joined_rows(claims: Sequence[Claim], chosen: Sequence[str]) -> list[Row]:
    """The passages of some accounts in the order of the first of them.

    What the others tell besides stands where they tell it: after the last of their words before that stand in
    a row already. A statement that serves several claims may stand in several rows.

    Args:
        claims: as ``only_of`` leaves them.
        chosen: the accounts' article ids; each claim stands by the first statement of the first that tells it.
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
    kinds = {(value.type, value.article) for value in own if value.agrees}
    return tuple(
        msgspec.structs.replace(
            value,
            agrees=value.agrees
            and any(kind == value.type and article != value.article for kind, article in kinds),
        )
        for value in own
    )


def _difference(claim: Claim, chosen: Sequence[str]) -> Difference | None:
    """The difference of a claim where it parts these accounts too."""
    difference = claim.difference
    if difference is None:
        return None
    if not difference.values:  # words that deny or bound: they part those who say them from those who do not
        said = quoted(claim)
        saying = {item.article for item in claim.evidence if said and said in one_line(item.quote)}
        telling = {item.article for item in claim.evidence} - saying
        return difference if (saying and telling) or not said else None
    values = tuple(value for value in difference.values if value.article in chosen)
    part = msgspec.structs.replace(difference, values=values)
    parted = [side for side in sides(msgspec.structs.replace(claim, difference=part)) if side.values]
    return part if len(parted) > 1 and len({value.article for value in values}) > 1 else None
