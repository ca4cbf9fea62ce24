"""Mentions of several articles and languages joined into entities.

A wrong merge is worse than a missed one: what is doubtful stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rashomon.comparing.names.bodies import known_body
from rashomon.comparing.names.joined import (
    group_organisations,
    group_persons,
    group_places,
    same_names_of_types,
)
from rashomon.comparing.names.joining import KNOWN, Named
from rashomon.comparing.names.roles import part_namesakes
from rashomon.comparing.names.same_person import core_words
from rashomon.model import Entity, EntityMention, EntityName
from rashomon.reading.names.letters import script_of
from rashomon.reading.names.words import is_acronym

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rashomon.model import Account, EntityType, Mention

_BODY = KNOWN[2]
_MOST_CANDIDATES = 5
_BRACKETS = frozenset({("(", ")"), ("（", "）")})
_GROUPED: tuple[tuple[EntityType, Callable[[Sequence[Named]], list[list[Named]]]], ...] = (
    ("person", group_persons),
    ("organisation", group_organisations),
    ("place", group_places),
)


def merge_entities(
    accounts: Sequence[Account], reader: str = "en"
) -> tuple[tuple[Entity, ...], dict[tuple[str, str], str]]:
    """The entities that the accounts of a story name.

    Persons are one where first and last names are spellings of one name and middle names don't part them; a
    surname alone joins the one person of the story who bears it. Organisations are one by acronym,
    expansion, or cognate words; places by country, GeoNames id or name.

    Args:
        accounts: the accounts of one story, in any order.
        reader: the language of who reads the names (BCP 47). All that we show is in English, so names are
            shown in it where an article has them.

    Returns:
        The entities, those with the most mentions first, with ids "e1", "e2", …; and the entity's id by
        article id and mention key.
    """
    named = _retyped(_named(accounts))
    groups: list[list[Named]] = []
    for type_, in_groups in _GROUPED:
        groups += in_groups([one for one in named if one.type == type_])
    groups = part_namesakes(groups, {account.article.id: account.article.text for account in accounts})
    made = [(_entity(group, reader), group) for group in groups]
    made.sort(
        key=lambda pair: (-len(pair[0].mentions), pair[0].name, pair[0].type, pair[0].mentions[0].article)
    )
    entities: list[Entity] = []
    entity_of: dict[tuple[str, str], str] = {}
    for number, (entity, group) in enumerate(made, 1):
        entities.append(replace(entity, id=f"e{number}"))
        entity_of.update({(one.article, m.key): f"e{number}" for one in group for m in one.mentions})
    return tuple(entities), entity_of


def _named(accounts: Sequence[Account]) -> list[Named]:
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    language = {account.article.id: account.article.language for account in accounts}
    for account in sorted(accounts, key=lambda account: account.article.id):
        for mention in account.mentions:
            found[account.article.id, mention.key].append(mention)
    all_ = []
    glossed = {key: other for account in accounts for key, other in _glosses(account)}
    for (article, key), mentions in sorted(found.items()):
        counts = Counter(mention.name for mention in mentions)
        name = min(
            counts, key=lambda n: (is_acronym(n), -len(core_words(n, language[article])), -counts[n], n)
        )
        core = core_words(name, language[article])
        type_ = mentions[0].type
        body = _body(key, name, language[article]) if type_ == "organisation" else None
        shared = glossed.get((article, key), key)
        all_.append(Named(article, language[article], shared, type_, name, core, body, tuple(mentions)))
    return sorted(all_, key=lambda one: one.rank)


def _glosses(account: Account) -> Iterator[tuple[tuple[str, str], str]]:
    """Keys of names that stand in brackets behind a name in another script, and the key of that."""
    text = account.article.text
    mentions = sorted(account.mentions, key=lambda mention: mention.start)
    for one, other in pairwise(mentions):
        opened, closed = text[one.end : other.start].strip(), text[other.end : other.end + 1]
        if (opened, closed) in _BRACKETS and one.type == other.type and one.key != other.key:
            scripts = {next(filter(None, map(script_of, name)), "") for name in (one.name, other.name)}
            if len(scripts) == 2 and not one.key.startswith(KNOWN) and not other.key.startswith(KNOWN):
                yield (account.article.id, other.key), one.key


def _body(key: str, name: str, language: str) -> str | None:
    if key.startswith(_BODY):
        return key.removeprefix(_BODY)
    return (known_body(name, language) or "").casefold() or None


def _retyped(named: list[Named]) -> list[Named]:
    """A name that another article's words show to be a place's is one here, where only capitals spoke."""
    places = [one for one in named if one.type == "place" and len(one.core) > 1]
    full = [
        one
        for one in named
        if one.type == "person"
        and len(one.core) > 1
        and all(len(core_words(mention.name, one.language)) > 1 for mention in one.mentions)
    ]
    wrong = {(one.article, one.key) for one in same_names_of_types(full, places)}
    return [replace(one, type="place") if (one.article, one.key) in wrong else one for one in named]


def _entity(group: Sequence[Named], reader: str) -> Entity:
    counts: Counter[tuple[str, str]] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for one in group:
        for mention in one.mentions:
            counts[mention.name, one.language] += 1
            articles[mention.name].add(one.article)
    mentions = [mention for one in group for mention in one.mentions]
    place = next((m for m in mentions if m.country), None)
    possible = {c.geonames: c for m in mentions for c in m.candidates} if place is None else {}
    likeliest = sorted(possible.values(), key=lambda c: (-c.population, c.geonames))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Entity(
        id="",
        type=group[0].type,
        name=_best_name(group, articles, reader),
        country=place.country if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        names=tuple(EntityName(text, language, count) for (text, language), count in ordered),
        mentions=tuple(
            EntityMention(m.article, m.start, m.end)
            for m in sorted(mentions, key=lambda m: (m.article, m.start))
        ),
        geonames=place.geonames if place else None,
        candidates=tuple(likeliest[:_MOST_CANDIDATES]),
    )


def _best_name(group: Sequence[Named], articles: dict[str, set[str]], reader: str) -> str:
    """The form to show: the commonest full one in the reader's language, else one in Latin letters.

    An acronym is no full form, nor is a person's name of one word; "NATO" is still clearer to a reader than a
    full form in another language, "Rasmussen" is not.
    """
    count = Counter(mention.name for one in group for mention in one.mentions)
    language = {mention.name: one.language for one in group for mention in one.mentions}
    read = {mention.name for one in group if one.language == reader for mention in one.mentions}
    is_person = group[0].type == "person"

    def rank(name: str) -> tuple[object, ...]:
        words = len(core_words(name, language[name]))
        full = words > 1 if is_person else not is_acronym(name)
        foreign = name not in read
        return (
            not _is_latin(name),
            *((not full, foreign) if is_person else (foreign, not full)),
            -len(articles[name]),
            not name.isascii() and not is_person,
            -count[name],
            -words,
            name,
        )

    return min(count, key=rank)


def _is_latin(name: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or not c.isalpha() for c in name)
