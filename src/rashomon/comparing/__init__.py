"""A story to a dossier: statements aligned, values compared, verdicts, the timeline."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from rashomon.comparing.aligning import align
from rashomon.comparing.aligning.align import align_statements, centred_states, pairs_of
from rashomon.comparing.attribution import Speakers
from rashomon.comparing.claims import cover
from rashomon.comparing.differences.find import LOOSEST, find_difference, find_loose
from rashomon.comparing.names.entities import merge_entities
from rashomon.comparing.order import clearest, in_order, in_reader, places_of
from rashomon.comparing.timeline import make_timeline
from rashomon.comparing.values.figures import figures_of
from rashomon.comparing.values.marking import Marker
from rashomon.comparing.values.stated import Said, said_by, values_of
from rashomon.comparing.witnesses import taken_over
from rashomon.model import Claim, Dossier, Evidence, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.claims import Group
    from rashomon.model import Account, Difference, Entity, Quotation, Story, Value

__all__ = ["compare"]

ENGLISH = "en"  # what names are shown in, unless the reader is known to read another language


def compare(story: Story, reader: str | None = None) -> Dossier:
    """What the accounts of a story agree on, where they differ and what only one says.

    The result does not depend on the order of the accounts.

    Args:
        story: the accounts, and which of their articles are one witness.
        reader: the language of who reads, as BCP 47: claims are shown by statements in it, where some are.
    """
    accounts = sorted(story.accounts, key=lambda account: account.article.id)
    entities, entity_of = merge_entities(accounts, reader or ENGLISH)
    by_id = {entity.id: entity for entity in entities}
    named = {key: by_id[entity] for key, entity in entity_of.items()}
    claims = _claims(accounts, named, taken_over(accounts, story.shared), reader)
    return Dossier(
        id=story.id,
        title=_title(accounts, claims, reader),
        languages=tuple(sorted({account.article.language for account in accounts})),
        articles=tuple(account.article.id for account in accounts),
        origins=len({account.article.origin for account in accounts}),
        claims=claims,
        entities=entities,
        times=tuple(time for account in accounts for time in account.times),
        quantities=tuple(quantity for account in accounts for quantity in account.quantities),
        quotations=tuple(_quotation(q, entity_of) for account in accounts for q in account.quotations),
        timeline=make_timeline(claims, accounts),
        shared=story.shared,
    )


def _claims(
    accounts: Sequence[Account],
    entities: Mapping[tuple[str, str], Entity],
    origins: Mapping[tuple[str, int], str],
    reader: str | None,
) -> tuple[Claim, ...]:
    """The claims of several statements, those that matter most first; then those of one statement."""
    said = said_by(accounts, origins)
    speakers = Speakers(accounts, entities)
    values = [values_of(one, entities) for one in said]
    together: list[Claim] = []
    aligned: set[int] = set()
    if len(accounts) > 1:
        together, aligned = _together(accounts, said, values, entities, speakers, reader)
    alone = [
        _claim([one], None, tuple(values[one.place]), None, speakers, reader)
        for one in said
        if one.place not in aligned and not _is_title(one)
    ]
    return tuple(msgspec.structs.replace(claim, id=f"c{n}") for n, claim in enumerate([*together, *alone], 1))


def _together(
    accounts: Sequence[Account],
    said: Sequence[Said],
    values: Sequence[Sequence[Value]],
    entities: Mapping[tuple[str, str], Entity],
    speakers: Speakers,
    reader: str | None,
) -> tuple[list[Claim], set[int]]:
    """The claims of several statements, and the places of these."""
    alignment = align_statements(accounts)
    states = centred_states(alignment)
    pairs = pairs_of(alignment, LOOSEST)
    figures = figures_of(said, entities)
    marker = Marker(states, figures)
    partings = {
        group: find_difference([said[place] for place in group.members], states, figures)
        for group in cover(alignment)
    }
    together = []
    for group, parting in {**partings, **find_loose(pairs, partings, said, states, figures)}.items():
        members = [said[place] for place in group.members]
        agreed = marker.mark([values[member.place] for member in members], members)
        difference = parting.difference if parting else None
        together.append(_claim(members, group, agreed, difference, speakers, reader))
    return in_order(together, places_of(said)), {place for group in partings for place in group.members}


def _is_title(said: Said) -> bool:
    """True for an article's own title, which stands over the article and is told again in its words."""
    return len(said.account.statements) > 1 and said.text == said.account.article.title


def _claim(
    members: Sequence[Said],
    group: Group | None,
    values: tuple[Value, ...],
    difference: Difference | None,
    speakers: Speakers,
    reader: str | None,
) -> Claim:
    origins = len({member.origin for member in members})
    verdict: Verdict = "single" if origins < 2 else "differ" if difference else "agree"
    text = clearest(members, group.central if group else members[0].place, values, reader)
    evidence = tuple(
        Evidence(m.statement.article, m.statement.start, m.statement.end, m.text) for m in members
    )
    return Claim(
        id="",
        text=text.text,
        language=text.account.article.language,
        verdict=verdict,
        origins=origins,
        score=round(align.score(group.strength), 4) if group else 1.0,
        evidence=evidence,
        values=values,
        difference=difference if verdict == "differ" else None,
        attributions=speakers.of(evidence),
    )


def _title(accounts: Sequence[Account], claims: Sequence[Claim], reader: str | None) -> str:
    """The title of the article that shares most claims with others, rather in the reader's language.

    Of equals it is the earliest.
    """
    shared = Counter(e.article for claim in claims if claim.origins > 1 for e in claim.evidence)
    ranked = sorted(accounts, key=lambda a: (-shared[a.article.id], a.article.published or "~", a.article.id))
    ranked.sort(key=lambda account: not in_reader(account.article.language, reader))
    titles = [account.article.title for account in ranked if account.article.title]
    if titles:
        return titles[0]
    first = [a.article.text[a.statements[0].start : a.statements[0].end] for a in ranked if a.statements]
    return first[0] if first else ranked[0].article.id


def _quotation(quotation: Quotation, entity_of: Mapping[tuple[str, str], str]) -> Quotation:
    """A quotation with its speaker as an entity of the story."""
    speaker = entity_of.get((quotation.article, quotation.speaker)) if quotation.speaker else None
    return msgspec.structs.replace(quotation, speaker=speaker)
