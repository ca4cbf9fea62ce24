"""Persons: which names are a person's, and which of them name the same one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.reading.names.spelling import normalise, same_word, skeleton
from rashomon.reading.names.stretches import small_forms
from rashomon.reading.names.words import is_acronym, phrase_at, phrases, words_of_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.language.reading_rules import NameRules
    from rashomon.model import Article
    from rashomon.reading.names.candidate import Name

_LONGEST = 5  # words, particles aside
_MOST_COMPARED = 50  # persons whose last names have the same consonants


def find_persons(article: Article, names: Sequence[Name]) -> None:
    """Full names first; then a surname joins the full name that the article uses most."""
    rules = load(article.language).names
    open_ = [name for name in names if name.type is None and name.key is None]
    small = small_forms(article.text, article.language) if open_ else frozenset()
    for name in open_:
        if _looks_personal(article, name, rules, small):
            name.type = "person"
    people = _people([n for n in names if n.type == "person" and len(n.core) > 1], rules.given_names)
    single: dict[str, str] = {}
    barred = _barred(article.language)
    for name in names:
        if name.key is not None or len(name.core) != 1 or name.type not in (None, "person"):
            continue
        word = name.core[0]
        if name.type is None and (word in barred or (name.span.doubtful and word in small)):
            continue
        owner = people.owner(word, given=word in rules.given_names)
        if owner is not None:
            name.type, name.key = "person", owner
        elif name.type == "person":
            name.key = single.setdefault(word, f"person:{normalise(word)}")
    for name in names:
        if name.key is None and name.type is None and len(name.core) == 1 and name.core[0] in single:
            name.type, name.key = "person", single[name.core[0]]


@cache
def _barred(language: str) -> frozenset[str]:
    """Words that by themselves are no name of a person."""
    rules = load(language).names
    return rules.organisation_words | rules.place_words | rules.starters | rules.not_names


class _People(Struct):
    """The persons whom an article names in full, by the consonants of their last words and by their first
    words, those who are named most before the others."""

    by_last: dict[str, list[tuple[tuple[str, ...], str]]]
    by_first: dict[str, list[str]]

    def owner(self, word: str, *, given: bool) -> str | None:
        """The key of the person whose surname a word is, or else of the only one whose first name it is."""
        if not self.by_last:
            return None
        for longest, key in self.by_last.get(skeleton(word), ())[:_MOST_COMPARED]:
            if same_word(longest[-1], word):
                return key
        keys = () if given else self.by_first.get(word, ())
        return keys[0] if len(keys) == 1 else None


def _people(names: Sequence[Name], given_names: AbstractSet[str]) -> _People:
    """Join full names to persons, and give them their keys."""
    given = {name.core[0] for name in names} | given_names
    groups: dict[str, list[list[Name]]] = {}
    group_of: dict[tuple[str, ...], list[Name]] = {}
    for name in names:
        group = group_of.get(name.core)
        if group is None:
            alike = groups.setdefault(skeleton(name.core[-1]), [])
            near = alike[:_MOST_COMPARED]
            group = next((g for g in near if _same_full_name(g[0].core, name.core, given)), None)
            if group is None:
                group = []
                alike.append(group)
            group_of[name.core] = group
        group.append(name)
    people = _People({}, {})
    ranked = sorted((g for alike in groups.values() for g in alike), key=lambda g: (-len(g), g[0].start))
    for group in ranked:
        longest = max((name.core for name in group), key=len)
        key = f"person:{normalise(' '.join(longest))}"
        for name in group:
            name.key = key
        people.by_last.setdefault(skeleton(longest[-1]), []).append((longest, key))
        people.by_first.setdefault(longest[0], []).append(key)
    return people


def _looks_personal(article: Article, name: Name, rules: NameRules, small: AbstractSet[str]) -> bool:
    """Whether two to five words with capitals are a person's name where no title says so."""
    if not 1 < len(name.core) <= _LONGEST:
        return False
    words = words_of_name(name.name, article.language)
    if len(words) == 2 and words[1].hyphened:
        return False
    if any(is_acronym(w.text) for w in words) or len(words[-1].text) == 1:
        return False
    if name.core[0] in rules.given_names:
        return True
    if rules.nouns_capitalised:
        return False
    core = set(name.core)
    barred = (_barred(article.language), rules.demonyms, small, _words_of_things(rules.borrows))
    if not all(core.isdisjoint(words) for words in barred):
        return False
    table = phrases(article.language)
    return not any(
        (phrase := phrase_at(words, i, table)) and phrase.kind != "title" for i in range(len(words))
    )


@cache
def _words_of_things(languages: AbstractSet[str]) -> frozenset[str]:
    """Long words of organisations and places in other languages ("Tahrir Square")."""
    rules = [load(code).names for code in sorted(languages)]
    return frozenset(w for r in rules for w in r.organisation_words | r.place_words if len(w) > 3)


def _same_full_name(one: tuple[str, ...], other: tuple[str, ...], given: AbstractSet[str]) -> bool:
    """Whether two full names share first and last word, or one is the end of the other.

    Not where the shorter begins with somebody's given name: "Ali Hassan" is no end of "Omar Ali Hassan".
    """
    if same_word(one[0], other[0]) and same_word(one[-1], other[-1]):
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or (short[0] in given and short is not other):
        return False
    return all(same_word(a, b) for a, b in zip(short, long[1:], strict=True))
