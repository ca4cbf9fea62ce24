"""Persons: which names are a person's, and which of them name the same one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rashomon.language.rules import load
from rashomon.reading.names.spelling import normalise, same_word
from rashomon.reading.names.words import is_acronym, phrase_at, phrases, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from rashomon.language.rules import NameRules
    from rashomon.model import Article
    from rashomon.reading.names.candidate import Name

_LONGEST = 5  # words, particles aside


def find_persons(article: Article, names: Sequence[Name], rules: NameRules) -> None:
    """Full names first; then a surname joins the full name that the article uses most."""
    small = {word.form for word in words_of(article.text, 0, len(article.text), rules) if not word.capital}
    for name in names:
        if name.type is None and name.key is None and _looks_personal(article, name, rules, small):
            name.type = "person"
    people: list[list[Name]] = []
    given = {n.core[0] for n in names if n.type == "person" and len(n.core) > 1} | rules.given_names
    for name in (n for n in names if n.type == "person" and len(n.core) > 1):
        group = next((g for g in people if _same_full_name(g[0].core, name.core, given)), None)
        if group is None:
            people.append([name])
        else:
            group.append(name)
    ranked = sorted(people, key=lambda g: (-len(g), g[0].start))
    longest = {id(g): max((n.core for n in g), key=len) for g in people}
    for group in people:
        for name in group:
            name.key = f"person:{normalise(' '.join(longest[id(group)]))}"
    barred = rules.organisation_words | rules.place_words | rules.starters | rules.not_names
    single: dict[str, str] = {}
    for name in names:
        if name.key is not None or len(name.core) != 1 or name.type not in (None, "person"):
            continue
        word = name.core[0]
        if name.type is None and (word in barred or (name.span.doubtful and word in small)):
            continue
        owner = next((g for g in ranked if same_word(longest[id(g)][-1], word)), None)
        if owner is None and word not in rules.given_names:
            owners = [g for g in ranked if longest[id(g)][0] == word]
            owner = owners[0] if len(owners) == 1 else None
        if owner is not None:
            name.type, name.key = "person", owner[0].key
        elif name.type == "person":
            name.key = single.setdefault(word, f"person:{normalise(word)}")
    for name in names:
        if name.key is None and name.type is None and len(name.core) == 1 and name.core[0] in single:
            name.type, name.key = "person", single[name.core[0]]


def _looks_personal(article: Article, name: Name, rules: NameRules, small: set[str]) -> bool:
    """Whether two to five words with capitals are a person's name where no title says so."""
    if not 1 < len(name.core) <= _LONGEST:
        return False
    words = words_of(name.name, 0, len(name.name), rules)
    if len(words) == 2 and words[1].hyphened:
        return False
    if any(is_acronym(w.text) for w in words) or len(words[-1].text) == 1:
        return False
    if name.core[0] in rules.given_names:
        return True
    if rules.nouns_capitalised:
        return False
    barred = rules.organisation_words | rules.place_words | rules.demonyms | rules.not_names | rules.starters
    if set(name.core) & (barred | small | _words_of_things(rules.borrows)):
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
