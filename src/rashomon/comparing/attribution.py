"""Whom the articles name as the source of a claim: three reports of one ministry's word are one source.

A statement has a source where a quotation, direct or reported ("according to …" too), gives most of its words
to a speaker. Speakers are told apart by who they are; where no name says it, by what they are called.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from rashomon.language.text import fold
from rashomon.model import Attribution, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rashomon.model import Account, Entity, Evidence, Quotation

COVERED = (
    0.5  # the share of a statement's code points, those that name the speaker aside, that are given to one
)
TELLING = 5  # code points of a word that tells, in Latin letters; shorter ones are articles and the like
SHORTEST_NAME = 3  # code points of an entity's name that is looked for among the words for a speaker


class Speakers:
    """The quotations of a story, and who speaks in each."""

    def __init__(self, accounts: Sequence[Account], entities: Mapping[tuple[str, str], Entity]) -> None:
        self._entities = entities
        self._quotations: dict[str, list[Quotation]] = {}
        self._starts: dict[str, list[int]] = {}  # where the first of each quotation and those after it starts
        self._named: dict[str, list[tuple[str, Entity]]] = {}
        for account in accounts:
            told = [quotation for quotation in account.quotations if quotation.speaker_text]
            if told:
                name = account.article.id
                self._quotations[name] = sorted(told, key=lambda q: (q.end, q.start))
                starts = accumulate((q.start for q in reversed(self._quotations[name])), min)
                self._starts[name] = [*starts][::-1]
                self._named[name] = _names(account, entities)

    def of(self, evidence: Sequence[Evidence]) -> tuple[Attribution, ...]:
        """Whom some statements are attributed to, the one that most articles name first."""
        found: defaultdict[str, list[tuple[str, Entity | None, Passage]]] = defaultdict(list)
        for piece in evidence:
            for quotation in self._over(piece):
                words = " ".join((quotation.speaker_text or "").split())
                entity = self._speaker(quotation)
                place = Passage(quotation.article, quotation.start, quotation.end)
                found[entity.id if entity else f" {_folded(words)}"].append((words, entity, place))
        ranked = sorted(found.values(), key=lambda told: -len({place.article for _, _, place in told}))
        return tuple(_attribution(told) for told in ranked)

    def _over(self, piece: Evidence) -> Iterator[Quotation]:
        """The quotations that most of a statement's words stand in."""
        quotations = self._quotations.get(piece.article, [])
        for at in range(bisect_left(quotations, piece.start, key=lambda q: q.end), len(quotations)):
            if self._starts[piece.article][at] >= piece.end:
                break
            if gives_most_of(quotations[at], piece):
                yield quotations[at]

    def _speaker(self, quotation: Quotation) -> Entity | None:
        """The entity that speaks: the one that was read, else the only body that the words for it name.

        A place that is named beside a body does not speak: "the coast guard of Telmara".
        """
        words = _folded(quotation.speaker_text or "")
        entity = self._entities.get((quotation.article, quotation.speaker or ""))
        if entity and (entity.type != "place" or any(_folded(n.text) == words for n in entity.names)):
            return entity
        named = {
            entity.id: entity
            for name, entity in self._named[quotation.article]
            if entity.type == "organisation" and (_holds(words, name) or _is_short_for(words, name))
        }
        return next(iter(named.values())) if len(named) == 1 else None


def _holds(words: str, name: str) -> bool:
    return f" {name} " in f" {words} "


def _is_short_for(words: str, name: str) -> bool:
    """Whether words name a body by a part of its name: "the ministry"."""
    telling = [word for word in words.split() if len(word) >= TELLING]
    return bool(telling) and all(word in name.split() for word in telling)


def gives_most_of(quotation: Quotation, piece: Evidence) -> bool:
    """Whether words given to a speaker are most of a statement; those that name the speaker don't count."""
    common = min(quotation.end, piece.end) - max(quotation.start, piece.start)
    naming = len(quotation.speaker_text or "")
    return common > 0 and common >= COVERED * (piece.end - piece.start - naming)


def _names(account: Account, entities: Mapping[tuple[str, str], Entity]) -> list[tuple[str, Entity]]:
    """The names of an article's entities, folded, each once."""
    found = {}
    for mention in account.mentions:
        entity, name = entities.get((mention.article, mention.key)), _folded(mention.name)
        if entity is not None and len(name) >= SHORTEST_NAME:
            found[name] = entity
    return list(found.items())


def _attribution(told: Sequence[tuple[str, Entity | None, Passage]]) -> Attribution:
    words, entity, _ = told[0]
    return Attribution(
        text=entity.name if entity else words,
        entity=entity.id if entity else None,
        evidence=tuple(sorted({p for _, _, p in told}, key=lambda p: (p.article, p.start, p.end))),
    )


def _folded(words: str) -> str:
    return " ".join(fold(words).split())
