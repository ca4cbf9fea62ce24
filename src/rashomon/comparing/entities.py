"""Mentions of several articles and languages joined into entities.

A wrong merge is worse than a missed one: what is doubtful stays apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from rashomon.comparing.bodies import known_body
from rashomon.comparing.same_name import (
    is_spelled_out,
    lacks_country,
    other_organisation,
    same_organisation,
    same_place,
)
from rashomon.comparing.same_person import (
    core_words,
    same_in_any_order,
    same_person,
    same_surname,
    surely_others,
)
from rashomon.model import Entity, EntityMention, EntityName
from rashomon.reading.names.words import is_acronym

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rashomon.model import Account, EntityType, Mention

_KNOWN = ("place:city:", "place:territory:", "organisation:=")  # keys that tell which one is meant
_BODY = _KNOWN[2]
_MOST_CANDIDATES = 5
_TYPES: tuple[EntityType, ...] = ("person", "organisation", "place")


class _Named(Struct, frozen=True):
    """What one article names by one key. ``core``: the words of its fullest name, particles aside.

    ``body``: the code of an organisation that the language files know."""

    article: str
    language: str
    key: str
    type: EntityType
    name: str
    core: tuple[str, ...]
    body: str | None
    mentions: tuple[Mention, ...]

    @property
    def rank(self) -> tuple[object, ...]:
        """An order that is the same whatever order the accounts come in: the fullest and commonest first."""
        return (-len(self.core), -len(self.mentions), self.name, self.article, self.key)


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
    groups: list[list[_Named]] = []
    for type_ in _TYPES:
        groups += _groups(type_, [one for one in named if one.type == type_])
    made = [(_entity(group, reader), group) for group in groups]
    made.sort(
        key=lambda pair: (-len(pair[0].mentions), pair[0].name, pair[0].type, pair[0].mentions[0].article)
    )
    entities: list[Entity] = []
    entity_of: dict[tuple[str, str], str] = {}
    for number, (entity, group) in enumerate(made, 1):
        entities.append(replace(entity, id=f"e{number}"))
        entity_of.update({(one.article, one.key): f"e{number}" for one in group})
    return tuple(entities), entity_of


def _named(accounts: Sequence[Account]) -> list[_Named]:
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    language = {account.article.id: account.article.language for account in accounts}
    for account in sorted(accounts, key=lambda account: account.article.id):
        for mention in account.mentions:
            found[account.article.id, mention.key].append(mention)
    all_ = []
    for (article, key), mentions in sorted(found.items()):
        counts = Counter(mention.name for mention in mentions)
        name = min(
            counts, key=lambda n: (is_acronym(n), -len(core_words(n, language[article])), -counts[n], n)
        )
        core = core_words(name, language[article])
        type_ = mentions[0].type
        body = _body(key, name, language[article]) if type_ == "organisation" else None
        all_.append(_Named(article, language[article], key, type_, name, core, body, tuple(mentions)))
    return sorted(all_, key=lambda one: one.rank)


def _retyped(named: list[_Named]) -> list[_Named]:
    """A name that another article's words show to be a place's is one here, where only capitals spoke."""
    places = [one for one in named if one.type == "place" and len(one.core) > 1]
    full = [one for one in named if one.type == "person" and len(one.core) > 1]
    wrong = {
        (one.article, one.key)
        for one in full
        if all(len(core_words(mention.name, one.language)) > 1 for mention in one.mentions)
        and any(len(one.core) == len(place.core) and same_person(one.core, place.core) for place in places)
    }
    return [replace(one, type="place") if (one.article, one.key) in wrong else one for one in named]


def _groups(type_: EntityType, named: Sequence[_Named]) -> list[list[_Named]]:
    if type_ == "person":
        full = _joined([one for one in named if len(one.core) > 1], _one_person, _two_persons)
        return _with_surnames(full, [one for one in named if len(one.core) == 1])
    if type_ == "organisation":
        return _with_countries(_joined(named, _one_organisation, _two_organisations))
    return _joined(named, _one_place, None)


def _with_countries(groups: list[list[_Named]]) -> list[list[_Named]]:
    """A name without its country joins the one organisation of the story that has the rest of its name."""
    joined: dict[int, int] = {}
    for i, group in enumerate(groups):
        whose = [
            j
            for j, other in enumerate(groups)
            if any(lacks_country(a.name, a.language, b.name, b.language) for a in group for b in other)
        ]
        if len(whose) == 1:
            joined[i] = whose[0]
    kept = {i: list(group) for i, group in enumerate(groups) if i not in joined}
    for i, j in sorted(joined.items()):
        kept.setdefault(j, []).extend(groups[i])
    return list(kept.values())


def _joined(
    named: Sequence[_Named],
    same: Callable[[_Named, _Named], bool],
    others: Callable[[_Named, _Named], bool] | None,
) -> list[list[_Named]]:
    """Groups that pairs of the same join, unless two in them are surely others: no chain joins those.

    Without ``others`` each is the same as each other in a group. Names that are told alike are one from the
    start, so that their number costs little.
    """
    alike: dict[object, list[_Named]] = defaultdict(list)
    for one in named:
        alike[one.key if one.key.startswith(_KNOWN) else (one.core, one.name, one.language)].append(one)
    firsts = [ones[0] for ones in alike.values()]
    pairs = [
        (i, j)
        for j in range(len(firsts))
        for i in range(j)
        if firsts[i].key == firsts[j].key or same(firsts[i], firsts[j])
    ]
    joined = set(pairs)
    members = {i: [i] for i in range(len(firsts))}
    root = list(range(len(firsts)))
    for i, j in pairs:
        a, b = sorted((root[i], root[j]))
        if a == b or any(
            _parted(firsts, joined, others, *sorted((x, y))) for x in members[a] for y in members[b]
        ):
            continue
        members[a] += members.pop(b)
        for x in members[a]:
            root[x] = a
    groups = [[one for i in sorted(group) for one in list(alike.values())[i]] for group in members.values()]
    return [sorted(group, key=lambda one: one.rank) for group in groups]


def _parted(
    firsts: Sequence[_Named],
    joined: set[tuple[int, int]],
    others: Callable[[_Named, _Named], bool] | None,
    i: int,
    j: int,
) -> bool:
    return (i, j) not in joined and (others is None or others(firsts[i], firsts[j]))


def _one_person(one: _Named, other: _Named) -> bool:
    return same_in_any_order(one.core, one.language, other.core, other.language)


def _two_persons(one: _Named, other: _Named) -> bool:
    return surely_others(one.core, other.core)


def _body(key: str, name: str, language: str) -> str | None:
    return (
        key.removeprefix(_BODY)
        if key.startswith(_BODY)
        else (known_body(name, language) or "").casefold() or None
    )


def _one_organisation(one: _Named, other: _Named) -> bool:
    if one.body and other.body:
        return one.body == other.body
    if is_spelled_out(one.key, other.name, other.language) or is_spelled_out(
        other.key, one.name, one.language
    ):
        return True
    return same_organisation(one.name, one.language, other.name, other.language)


def _two_organisations(one: _Named, other: _Named) -> bool:
    if one.body and other.body:
        return one.body != other.body
    return other_organisation(one.name, one.language, other.name, other.language)


def _one_place(one: _Named, other: _Named) -> bool:
    known = _KNOWN[:2]
    if one.key.startswith(known) or other.key.startswith(known):
        return one.key == other.key
    return same_place(one.name, one.language, other.name, other.language)


def _with_surnames(full: list[list[_Named]], single: Sequence[_Named]) -> list[list[_Named]]:
    """A name of one word joins the one person of the story who bears it as surname, or else as first name.

    Of several who bear a surname it joins the one whom other articles call by the surname alone.
    """
    groups = [list(group) for group in full]
    alone: list[_Named] = []
    for one in single:
        word = one.core[0]
        bearers = [
            i for i, group in enumerate(full) if any(same_person((word,), other.core) for other in group)
        ]
        if len(bearers) != 1:
            bearers = [
                i
                for i, group in enumerate(full)
                if any(same_surname(other.core[-1], word) for other in group)
            ]
        if len(bearers) > 1:
            bearers = [i for i in bearers if _is_called(full[i], word)]
        if not bearers:
            bearers = [
                i for i, group in enumerate(full) if any(same_surname(other.core[0], word) for other in group)
            ]
        if len(bearers) == 1:
            groups[bearers[0]].append(one)
        else:
            alone.append(one)
    return groups + _joined(alone, lambda one, other: same_surname(one.core[0], other.core[0]), None)


def _is_called(group: Sequence[_Named], surname: str) -> bool:
    return any(
        len(core := core_words(mention.name, one.language)) == 1 and same_surname(core[0], surname)
        for one in group
        for mention in one.mentions
    )


def _entity(group: Sequence[_Named], reader: str) -> Entity:
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


def _best_name(group: Sequence[_Named], articles: dict[str, set[str]], reader: str) -> str:
    """The form to show: the commonest full one in the reader's language, else one in Latin letters.

    An acronym is no full form, nor is a person's name of one word.
    """
    count = Counter(mention.name for one in group for mention in one.mentions)
    language = {mention.name: one.language for one in group for mention in one.mentions}
    read = {mention.name for one in group if one.language == reader for mention in one.mentions}
    is_person = group[0].type == "person"

    def rank(name: str) -> tuple[object, ...]:
        words = len(core_words(name, language[name]))
        full = words > 1 if is_person else not is_acronym(name)
        return (
            not _is_latin(name),
            not full,
            name not in read,
            -len(articles[name]),
            not name.isascii() and not is_person,
            -count[name],
            -words,
            name,
        )

    return min(count, key=rank)


def _is_latin(name: str) -> bool:
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or not c.isalpha() for c in name)
