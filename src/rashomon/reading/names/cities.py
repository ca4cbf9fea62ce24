"""Which names of an article are a city's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.reading.names.places import Place, resolve
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.words import is_acronym

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.language.reading_rules import NameRules
    from rashomon.model import Article
    from rashomon.reading.names.candidate import Name

# Inhabitants from which a capital alone tells a city: where its country is named, and where it is not.
_TOWN, _CITY = 50_000, 500_000
_NEAR, _MOST_WORDS = 40, 3  # characters and words before a name in which a word of places is looked for


def find_cities(article: Article, names: Sequence[Name], rules: NameRules, countries: Counter[str]) -> None:
    """Cities: told by a word before one of their mentions, or by their size and their country's name."""
    surnames = {n.core[-1] for n in names if n.type == "person"}
    surnames |= {n.core[-1] for n in names if n.type is None and len(n.core) > 1}
    open_ = [n for n in names if n.key is None and n.type in (None, "place") and len(n.core) < 5]
    places = resolve([n.name for n in open_], countries)
    if rules.case_endings:
        places = [
            place or (_uninflected(n.name, rules, countries) if n.type == "place" else None)
            for n, place in zip(open_, places, strict=True)
        ]
    located = {n.core for n in open_ if _is_located(article.text, n.start, rules)}
    sure = located | {n.core for n in open_ if not n.span.doubtful}
    for name, place in zip(open_, places, strict=True):
        is_surname = len(name.core) == 1 and (name.core[0] in surnames or name.core[0] in rules.given_names)
        if place is None or is_acronym(name.name) or set(name.core) & rules.not_names:
            likely = False
        elif name.core in located:
            likely = True
        else:
            big = place.population >= (_TOWN if countries[place.country or ""] else _CITY)
            likely = big and not is_surname and name.core in sure
        if name.type == "place" or likely:
            name.type, name.place = "place", place
    told = {n.core for n in open_ if len(n.core) > 1 and _is_inside(article.text, n.start, rules)}
    told -= {n.core for n in names if n.type == "person"}
    alone = {n.core[0] for n in names if len(n.core) == 1}
    told = {core for core in told if core[-1] not in alone and core[0] not in rules.given_names}
    for name in open_:
        of_place = name.core in told or (len(name.core) > 1 and not rules.place_words.isdisjoint(name.core))
        if name.type is None and of_place and rules.organisation_words.isdisjoint(name.core):
            name.type = "place"
        if name.type == "place":
            name.key = f"place:{name.place.key}" if name.place else f"place:{normalise(name.name)}"


def _uninflected(name: str, rules: NameRules, countries: Counter[str]) -> Place | None:
    """The largest city of which a name may be a case ("Москву")."""
    endings = [end for end in sorted(rules.case_endings) if name.endswith(end) and len(name) - len(end) > 2]
    lists = [name.removesuffix(end) + new for end in endings for new in rules.case_endings[end]]
    found = [place for place in resolve(lists, countries) if place]
    return max(found, key=lambda place: (place.population, place.key), default=None)


def _is_located(text: str, start: int, rules: NameRules) -> bool:
    """Whether a word that stands before places stands before the span.

    One letter ("à", "a") is no sign: it stands before persons as well.
    """
    before = _before(text, start)
    locatives, lasts = _sure_locatives(rules.locatives, rules.particles)
    return bool(before) and before[-1] in lasts and not locatives.isdisjoint(_phrases(before))


@cache
def _sure_locatives(
    locatives: AbstractSet[str], particles: AbstractSet[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The words and phrases that stand before places, and their last words."""
    sure = frozenset(word for word in locatives - particles if len(word) > 1)
    return sure, frozenset(word.rsplit(" ", 1)[-1] for word in sure)


def _is_inside(text: str, start: int, rules: NameRules) -> bool:
    """Whether "in", or a place word ("the island of", "đảo"), stands before the span."""
    before = _before(text, start)
    if before and before[-1] in rules.joiners and len(before) > 1:
        return before[-2] in rules.place_words and before[-2] not in rules.not_names
    said = _phrases(before)
    if not rules.inside.isdisjoint(said):
        return True
    return any(words in rules.place_words and words not in rules.not_names for words in said)


def _before(text: str, start: int) -> list[str]:
    """The last three words before a place in a text, folded."""
    return text[max(0, start - _NEAR) : start].casefold().rsplit(None, _MOST_WORDS)[-_MOST_WORDS:]


def _phrases(words: Sequence[str]) -> list[str]:
    """The words as phrases that end where they end."""
    return [" ".join(words[-count:]) for count in range(1, _MOST_WORDS + 1)]
