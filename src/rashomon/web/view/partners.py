"""Which accounts are worth reading side by side, and the address where they stand so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rashomon.model import Claim
    from rashomon.report.groups import Side
    from rashomon.report.view import View

FEWEST, MOST = 2, 4


def address(articles: Sequence[str], anchor: str = "") -> str:
    """The address of the page with some accounts side by side."""
    query = urlencode([("articles", article) for article in articles[:MOST]])
    return f"/side-by-side?{query}" + (f"#{anchor}" if anchor else "")


def tellers(shown: View, claim: Claim, parts: Iterable[Side] = ()) -> list[str]:
    """Articles of a claim that show best what it is on: one of each side, then other origins, other languages
    first; empty where one origin tells it alone."""
    told = list(dict.fromkeys(item.article for item in claim.evidence if item.article in shown.sources))
    first = [next((v.article for v in side.values if v.article in told), None) for side in parts]
    chosen = list(dict.fromkeys(article for article in first if article))
    while len(chosen) < MOST:
        origins = {shown.source(one).origin for one in chosen}
        languages = {shown.source(one).article.language for one in chosen}
        left = [one for one in told if shown.source(one).origin not in origins]
        left.sort(key=lambda one: shown.source(one).article.language in languages)
        if not left:
            break
        chosen.append(left[0])
    return chosen[:MOST] if len(chosen) >= FEWEST else []


def nearest(shown: View, article: str) -> list[str]:
    """Articles of other origins that tell most of what an article tells, the nearest first."""
    own = shown.source(article).origin
    shared = Counter(
        other
        for claim in shown.story.claims
        if any(item.article == article for item in claim.evidence)
        for other in {item.article for item in claim.evidence}
        if other in shown.sources and shown.source(other).origin != own
    )
    return sorted(shared, key=lambda other: (-shared[other], other))
