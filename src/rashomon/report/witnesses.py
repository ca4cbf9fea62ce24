"""Who is one witness, and whom the articles name as their source: the sentences that a reader is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.view import some
from rashomon.report.words import count, one_line

if TYPE_CHECKING:
    from rashomon.model import Claim, Passage, Sharing
    from rashomon.report.view import View


class Shared(Struct, frozen=True):
    """Articles that are one witness, in one sentence, and the words of each that say so."""

    why: str
    passages: tuple[Passage, ...]


class Named(Struct, frozen=True):
    """A source that articles name for a claim, and their ids."""

    source: str
    articles: tuple[str, ...]


def shared(shown: View) -> list[Shared]:
    """What makes articles of a story one witness."""
    return [Shared(_why(shown, sharing), sharing.passages) for sharing in shown.story.shared]


def _why(shown: View, sharing: Sharing) -> str:
    letters = [shown.source(article).letter for article in sharing.articles]
    who = some(letters, len(letters))
    agency = one_line(sharing.agency or "")
    if sharing.why == "copy":
        return f"{who} are one origin: much of one stands in another word for word."
    if sharing.why == "passage":
        return f"{who} have some words in common: these count once."
    if sharing.why == "agency":
        if not sharing.certain:
            return f"{who} credit {agency}: they may tell one report, but are counted apart."
        return f"{who} are one origin: they credit {agency} and tell much the same report."
    if not sharing.certain:
        return f"{who} may be translations of one report, but are counted apart."
    return f"{who} are one origin: one tells in another language what the other tells, in the same order."


def sources_named(shown: View, claim: Claim) -> tuple[str, list[Named]]:
    """Whom the articles of a claim name as its source, after a word on how many of them do.

    Where all of several articles name the same one, the word says so: "3 reports, all according to".
    """
    told = {piece.article for piece in claim.evidence}
    named = []
    for attribution in claim.attributions:
        entity = shown.entities.get(attribution.entity or "")
        source = one_line(entity.name if entity else attribution.text)
        articles = tuple(dict.fromkeys(passage.article for passage in attribution.evidence))
        named.append(Named(source, articles))
    if len(told) > 1 and len(named) == 1 and told.issubset(named[0].articles):
        return f"{count(len(told), 'report')}, all according to", named
    return "according to", named
