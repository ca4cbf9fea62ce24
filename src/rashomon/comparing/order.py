"""What matters comes first: the order of claims, and the statement that each is shown by."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Claim, Value

SHORT, LONG = 40, 200  # code points between which a statement is clear at a glance
DIFFERS = 0.7  # as much as twice as many origins
VALUES = 0.3
CENTRAL = 0.5
MOST_VALUES = 4


def in_order(claims: Sequence[Claim], places: Mapping[tuple[str, int], float]) -> list[Claim]:
    """Claims by how much they matter: how many origins tell them, where they part, how early they are told.

    Args:
        claims: the claims of several statements.
        places: where each statement stands in its article, from 0 (first) to 1, by (article id, start).
    """

    def weight(claim: Claim) -> float:
        early = [1 - places.get((piece.article, piece.start), 1.0) for piece in claim.evidence]
        weight = math.log(claim.origins) + sum(early) / len(early)
        weight += DIFFERS * (claim.verdict == "differ")
        return weight + VALUES * any(value.agrees for value in claim.values)

    def key(claim: Claim) -> tuple[bool, float, float, list[tuple[str, int, int]]]:
        evidence = [(piece.article, piece.start, piece.end) for piece in claim.evidence]
        return claim.origins < 2, -weight(claim), -claim.score, evidence

    return sorted(claims, key=key)


def places_of(said: Sequence[Said]) -> dict[tuple[str, int], float]:
    """Where each statement stands in its article, from 0 (first) to 1, by (article id, start)."""
    found = {}
    for one in said:
        statements = one.account.statements
        first = one.statement.start - statements[0].start
        found[one.statement.article, one.statement.start] = first / max(statements[-1].end, 1)
    return found


def clearest(
    members: Sequence[Said], central: int, values: Sequence[Value], reader: str | None = None
) -> Said:
    """The statement that a claim is shown by: in the reader's language, with what is agreed on, and short.

    Args:
        members: the statements of a claim.
        central: the place of the one that is nearest to all others.
        values: the claim's values.
        reader: the language of who reads, as BCP 47; where no statement is in it, any may be shown.
    """
    own = [said for said in members if in_reader(said.account.article.language, reader)]
    agreed_by: defaultdict[str, list[Value]] = defaultdict(list)
    for value in values:
        if value.agrees:
            agreed_by[value.article].append(value)

    def clear(said: Said) -> tuple[float, int]:
        start, end = said.statement.start, said.statement.end
        given = agreed_by[said.statement.article]
        agreed = {value.value for value in given if start <= value.start < end}
        length = end - start
        fit = min(1.0, length / SHORT) * min(1.0, LONG / max(length, 1))
        share = min(len(agreed), MOST_VALUES) / MOST_VALUES
        return fit + share + CENTRAL * (said.place == central), -said.place

    return max(own or members, key=clear)


def in_reader(language: str, reader: str | None) -> bool:
    """Whether a language is the reader's, whatever its script or region."""
    return reader is not None and _base(language) == _base(reader)


def _base(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
