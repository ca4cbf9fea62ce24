"""Whose words a statement is: its article's, or those of the article that told them first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Account, Passage, Sharing

COVERED = 0.6  # the share of a statement, in code points, that was taken over


def taken_over(accounts: Sequence[Account], shared: Sequence[Sharing]) -> dict[tuple[str, int], str]:
    """The origin of each statement that stands in a passage taken over, by (article id, start).

    Args:
        accounts: the accounts of a story.
        shared: which of their articles are one witness; only ``passage`` is looked at.
    """
    passages: defaultdict[str, list[tuple[Passage, str]]] = defaultdict(list)
    for sharing in shared:
        if sharing.why == "passage" and sharing.origin:
            for passage in sharing.passages:
                passages[passage.article].append((passage, sharing.origin))
    return {
        (said.article, said.start): origin
        for account in accounts
        if account.article.id in passages
        for said in account.statements
        for passage, origin in passages[account.article.id]
        if min(said.end, passage.end) - max(said.start, passage.start) >= COVERED * (said.end - said.start)
    }
