"""Who did it, by two accounts: "was shot down by rebels" against "a été abattu par l'armée".

Who acts is a kind of actors (army, police, rebels …, by the words of the language files) or an organisation
by its name. It counts where it stands first, behind a word such as "by", or where the statement says whose
doing it was ("blamed", "claimed responsibility"); who only tells of it is not meant.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.differences.slots import rest_alike
from rashomon.comparing.names.same_name import other_organisation, says_no_more
from rashomon.comparing.wording import find_phrase, has_unspaced, is_unspaced, one_of
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.differences.slots import Span
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said

SAME_ACT = 0.47  # least mean nearest cosine of what both tell beside who did it
BEFORE, BEHIND = 24, 16  # code points beside an actor in which a word such as "by" stands
FIRST_WORDS, FIRST_CJK = 2, 4  # words, or characters, before an actor that stands first
CLASHES = frozenset(
    frozenset(pair)
    for pair in (
        ("army", "police"),
        ("army", "rebels"),
        ("army", "protesters"),
        ("army", "gangs"),
        ("police", "rebels"),
        ("police", "protesters"),
        ("police", "gangs"),
        ("rebels", "protesters"),
        ("forces", "rebels"),
        ("forces", "protesters"),
        ("forces", "gangs"),
    )
)
"""Kinds of actors of whom one is not the other; a militia may be called a gang."""


class Actor(Struct, frozen=True):
    """Who acts: a span of the statement, and its kind or the id and name of an organisation."""

    start: int
    end: int
    kind: str | None = None
    entity: str | None = None
    name: str = ""


def tells_an_actor(said: Said) -> bool:
    """True for a statement with a word for one who acts, or an organisation's name."""
    return bool(_words(said.text, said.account.article.language)) or any(
        mention.type == "organisation" for mention in said.mentions
    )


def kinds_of_actors(said: Said) -> frozenset[str]:
    """The kinds of actors that a statement has words for."""
    return frozenset(kind for _, _, kind in _words(said.text, said.account.article.language))


def parting_actors(one: Said, other: Said, figures: Figures, states: States) -> tuple[Span, Span] | None:
    """Who did it by each of two statements, as spans of them, where both cannot be true; or None."""
    mine, its = _actors(one, figures), _actors(other, figures)
    mine, its = _but_speakers(one, mine), _but_speakers(other, its)
    first, second = _only_agent(one, mine), _only_agent(other, its)
    if first is None or second is None:
        return None
    if not _clash(first, one, second, other):
        return None
    if _is_among(first, its) or _is_among(second, mine):
        return None
    spans = (first.start, first.end), (second.start, second.end)
    alike = rest_alike(one, spans[0], other, spans[1], states)
    return spans if alike >= SAME_ACT else None


def _clash(one: Actor, said: Said, other: Actor, its: Said) -> bool:
    if one.kind and other.kind:
        return frozenset((one.kind, other.kind)) in CLASHES
    if one.entity is None or other.entity is None or one.entity == other.entity:
        return False
    languages = said.account.article.language, its.account.article.language
    if says_no_more(one.name, languages[0], other.name, languages[1]):
        return False
    return other_organisation(one.name, languages[0], other.name, languages[1])


def _is_among(actor: Actor, actors: Iterable[Actor]) -> bool:
    return any(
        (actor.kind is not None and actor.kind == one.kind)
        or (actor.entity is not None and actor.entity == one.entity)
        for one in actors
    )


def _actors(said: Said, figures: Figures) -> list[Actor]:
    """All who may act in a statement, whether they do or not."""
    first = said.statement.start
    told = _words(said.text, said.account.article.language)
    mentions = [
        (m.start - first, m.end - first, m)
        for m in said.mentions
        if not any(a <= m.start - first and m.end - first <= b for a, b, _ in told)  # "the Army"
    ]
    named = [
        Actor(start, end, entity=figures.keys.get((m.article, m.key)), name=m.name)
        for start, end, m in mentions
        if m.type == "organisation"
    ]
    words = [
        Actor(start, end, kind=kind)
        for start, end, kind in told
        if not any(start < its_end and its_start < end for its_start, its_end, _ in mentions)
    ]
    return sorted(named + words, key=lambda actor: (actor.start, actor.end, actor.kind or ""))


def _but_speakers(said: Said, actors: Iterable[Actor]) -> list[Actor]:
    """The actors that no words of the statement are given to."""
    speakers = [
        q.speaker_text
        for q in said.account.quotations
        if q.speaker_text and q.start < said.statement.end and q.end > said.statement.start
    ]
    return [a for a in actors if not any(said.text[a.start : a.end] in speaker for speaker in speakers)]


def _only_agent(said: Said, actors: Iterable[Actor]) -> Actor | None:
    """The one who did it, where the statement says so of just one."""
    language, text = said.account.article.language, said.text
    charged = find_phrase(text, load(language).compare.charges) is not None
    agents = [actor for actor in actors if charged or _acts(text, actor.start, actor.end, language)]
    return agents[0] if len(agents) == 1 else None


@lru_cache(maxsize=8_192)
def _acts(text: str, start: int, end: int, language: str) -> bool:
    """True for one who stands first, or beside a word that says who did it."""
    rules = load(language).compare
    before = text[:start]
    length, most = (
        (len(before.strip()), FIRST_CJK) if has_unspaced(text) else (len(before.split()), FIRST_WORDS)
    )
    if length <= most:
        return True
    marked = find_phrase(_last_words(before[-BEFORE:]), rules.agents)
    behind = find_phrase(text[end : end + BEHIND], rules.agents_after)
    return bool(marked or behind or text[start:end].casefold().endswith(rules.agent_endings))


def _last_words(text: str) -> str:
    """The last words before an actor, three at most, that no clause ends between."""
    clause = re.split(r"[,;:.،؛。，；：]", text)[-1]
    return clause if has_unspaced(clause) else " ".join(clause.split()[-3:])


@lru_cache(maxsize=8_192)
def _words(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """The spans of the words for kinds of actors, whole words, the longer of two that overlap."""
    found = [
        (match.start(), match.end(), kind)
        for kind, pattern in _patterns(language).items()
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda one: (one[0] - one[1], one))
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in found:
        if not any(start < its_end and its_start < end for its_start, its_end, _ in kept):
            kept.append((start, end, kind))
    return tuple(sorted(kept))


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    return {
        kind: re.compile(one_of(sorted(words), _to_its_end), re.IGNORECASE)
        for kind, words in sorted(load(language).compare.actors.items())
    }


def _to_its_end(beginning: str) -> str:
    return re.escape(beginning) if is_unspaced(beginning) else rf"{re.escape(beginning)}\w*"
