"""What a checked text is shown by: signs, headings and sentences that terminal and page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.report.words import count, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.comparing.checking.checked import CheckedStatement, CheckVerdict, Contradiction

SIGNS: dict[CheckVerdict, str] = {
    "supported": "✓",
    "disputed": "±",
    "contradicted": "≠",
    "unsupported": "?",
    "nothing": "·",
}
HEADINGS: dict[CheckVerdict, str] = {
    "supported": "borne out",
    "disputed": "disputed",
    "contradicted": "contradicted",
    "unsupported": "not borne out",
    "nothing": "nothing to check",
}


def verdict_words(statement: CheckedStatement) -> str:
    """A verdict in words, with the origins behind it: "borne out by 3 origins"."""
    behind, against = count(statement.origins, "origin"), count(statement.origins_against, "origin")
    if statement.together:
        return "borne out in parts, by no report as a whole"
    if statement.verdict == "supported":
        return f"borne out by {behind}"
    if statement.verdict == "disputed":
        return f"borne out by {behind}, contradicted by {against}"
    if statement.verdict == "contradicted":
        return f"contradicted by {against}"
    return HEADINGS[statement.verdict]


def alike_contradictions(found: Iterable[Contradiction]) -> list[tuple[Contradiction, ...]]:
    """Contradictions in groups of the same words, as copies give them."""
    groups: dict[str, list[Contradiction]] = {}
    for one in found:
        groups.setdefault(one_line(one.evidence.quote), []).append(one)
    return [tuple(group) for group in groups.values()]
