"""What an organisation's name says in any language: which concepts, which countries, and what is left.

"Ministry of Defence of Russia", "russisches Verteidigungsministerium" and "Минобороны России" say ministry,
defence and the country RU. The words of concepts are in the language files (``names.concepts``), countries
are CLDR's, with the adjectives that begin like them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rashomon.comparing.names.countries import bare, country, country_of_words
from rashomon.language.rules import load
from rashomon.reading.names.letters import letters, simplified
from rashomon.reading.names.words import form, phrase_at, phrases, territories, words_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.reading.names.words import Phrase, Word

_SHORTEST_REST = 4  # letters of a compound's second word
_LINK = 2  # letters that may join the words of a compound
_LONGEST_WORD = 8  # characters of a word in a script without spaces
_UNSPACED = frozenset({"han", "kana"})


class Meaning(Struct, frozen=True):
    """What a name says: for each word of a concept the concepts that it may be, countries and known bodies by
    their codes, and the words that are neither."""

    concepts: tuple[frozenset[str], ...]
    codes: frozenset[str]
    words: tuple[str, ...]


class _Lexicon(NamedTuple):
    """Concepts by exact forms (words of a phrase joined by a space; several for "МИД"), by beginnings and by
    endings, and by beginnings that count only before another concept ("мин" of "Минобороны")."""

    exact: dict[str, tuple[frozenset[str], ...]]
    beginnings: dict[str, frozenset[str]]
    endings: dict[str, frozenset[str]]
    shortened: dict[str, frozenset[str]]
    longest: int


@lru_cache(maxsize=8192)
def meaning(name: str, language: str) -> Meaning:
    """What the name of an organisation says in its language."""
    script, _ = letters(name)
    unspaced = script in _UNSPACED
    parts = list(_unspaced(name, language) if unspaced else _spaced(name, language))
    if len(parts) == 1 and not unspaced and _is_proper(name, parts[0], language):
        parts = [words_of_name(name, language)[0].form]
    return Meaning(
        tuple(sorted((part for part in parts if isinstance(part, frozenset) and part), key=sorted)),
        frozenset(part[1:] for part in parts if isinstance(part, str) and part[0] == "@"),
        tuple(part for part in parts if isinstance(part, str) and part[0] != "@"),
    )


def _is_proper(name: str, part: str | frozenset[str], language: str) -> bool:
    """Whether one word that would say one thing is a name by itself ("Greens", "al-Ahly")."""
    words = words_of_name(name, language)
    return len(words) == 1 and (isinstance(part, frozenset) or not _part(words, 0, phrases(language)))


def same_concepts(one: Meaning, other: Meaning) -> bool:
    """Whether the words of concepts can be put in pairs that share a concept each."""
    return len(one.concepts) == len(other.concepts) and _pair_up(one.concepts, other.concepts)


def _pair_up(one: tuple[frozenset[str], ...], other: tuple[frozenset[str], ...]) -> bool:
    if not one:
        return True
    return any(
        one[0] & theirs and _pair_up(one[1:], other[:i] + other[i + 1 :]) for i, theirs in enumerate(other)
    )


def _spaced(name: str, language: str) -> Iterator[str | frozenset[str]]:
    """The parts of a name: countries and bodies ("@RU"), sets of concepts, other words."""
    rules, table, lexicon = load(language).names, phrases(language), _lexicon(language)
    words, at = words_of_name(name, language), 0
    small = rules.joiners | rules.particles | rules.elisions
    while at < len(words):
        phrase = _part(words, at, table)
        length, concepts = _phrase(tuple(word.form for word in words[at:]), lexicon, rules.clitics)
        if phrase and len(phrase.forms) >= length:
            yield f"@{phrase.value}"
            at += len(phrase.forms)
            continue
        abroad = country_of_words(tuple(word.form for word in words[at:]), language)
        if abroad and abroad[0] >= length:
            yield f"@{abroad[1]}"
            at += abroad[0]
            continue
        word = bare(words[at].form, rules.clitics)
        begins = length == 1 and len(words) > 1 and word not in lexicon.exact
        code = country(word, language) if begins or not length else None
        if code and words[at].form not in small:
            yield f"@{code}"
        elif length:
            yield from concepts
        elif words[at].form not in small:
            yield word
        at += length or 1


def _part(words: Sequence[Word], at: int, table: dict[str, tuple[Phrase, ...]]) -> Phrase | None:
    """The longest country or known body that begins here and is not the whole of a longer name."""
    for phrase in table.get(words[at].form, ()):
        whole = phrase.kind == "body" and not phrase.upper and len(phrase.forms) == len(words)
        if not whole and phrase.kind != "title" and phrase_at(words, at, {words[at].form: (phrase,)}):
            return phrase
    return None


def _phrase(
    forms: tuple[str, ...], lexicon: _Lexicon, clitics: frozenset[str]
) -> tuple[int, list[frozenset[str]]]:
    """How many words from the first on are words of concepts, and of which."""
    for length in range(min(len(forms), lexicon.longest), 0, -1):
        said = " ".join(forms[:length])
        for text in dict.fromkeys((said, " ".join(bare(word, clitics) for word in forms[:length]))):
            if text in lexicon.exact:
                return length, list(lexicon.exact[text])
    for word in dict.fromkeys((forms[0], bare(forms[0], clitics))):
        if concepts := _compound(word, lexicon):
            return 1, concepts
    return 0, []


def _compound(word: str, lexicon: _Lexicon) -> list[frozenset[str]]:
    """The concepts of a word that begins with one, and of what follows it within the word."""
    for end in range(len(word), 1, -1):
        concepts = lexicon.beginnings.get(word[:end])
        if concepts is None:
            continue
        rest = word[end:]
        for link in range(_LINK + 1):
            if len(rest) - link >= 3 and rest[link:] in lexicon.exact:
                return [concepts, *lexicon.exact[rest[link:]]]
            if len(rest) - link >= _SHORTEST_REST and (more := _compound(rest[link:], lexicon)):
                return [concepts, *more]
        for ending, ends in lexicon.endings.items():
            if rest.endswith(ending):
                return [concepts, ends]
        return [concepts]
    for beginning, concepts in lexicon.shortened.items():
        rest = word[len(beginning) :]
        if word.startswith(beginning) and rest != word and (more := _compound(rest, lexicon)):
            return [concepts, *more]
    return [ends for ending, ends in lexicon.endings.items() if word.endswith(ending)][:1]


def _unspaced(name: str, language: str) -> Iterator[str | frozenset[str]]:
    """The parts of a name in a script without spaces, the longest known word first."""
    text, lexicon, codes = simplified(name), _lexicon(language), _codes(language)
    at, left = 0, ""
    while at < len(text):
        for end in range(min(len(text), at + _LONGEST_WORD), at, -1):
            known = text[at:end]
            found: Sequence[str | frozenset[str]] = lexicon.exact.get(known, ())
            if known in codes:
                found = [f"@{codes[known]}"]
            if found:
                break
        else:
            left += text[at]
            at += 1
            continue
        if left.strip():
            yield left
        left = ""
        yield from found
        at = end
    if left.strip():
        yield left


@cache
def _lexicon(language: str) -> _Lexicon:
    exact: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    endings: dict[str, set[str]] = {}
    shortened: dict[str, set[str]] = {}
    several: dict[str, tuple[frozenset[str], ...]] = {}
    for concept, entries in sorted(load(language).names.concepts.items()):
        for entry in entries:
            words = entry.strip("*+").replace("-", " ").replace("'", " ").split()
            plain = " ".join(form(word) for word in words)
            if " " in concept:
                several[plain] = tuple(frozenset({one}) for one in concept.split())
                continue
            if entry.startswith("*"):
                endings.setdefault(plain, set()).add(concept)
                continue
            if entry.endswith("+"):
                shortened.setdefault(plain, set()).add(concept)
                continue
            exact.setdefault(plain, set()).add(concept)
            if entry.endswith("*"):
                beginnings.setdefault(plain, set()).add(concept)

    def frozen(table: dict[str, set[str]]) -> dict[str, frozenset[str]]:
        return {word: frozenset(concepts - _SAID_OR_NOT) for word, concepts in table.items()}

    longest = max((entry.count(" ") + 1 for entry in exact), default=1)
    single = {word: (concepts,) for word, concepts in frozen(exact).items()}
    return _Lexicon(single | several, frozen(beginnings), frozen(endings), frozen(shortened), longest)


_SAID_OR_NOT = frozenset({"states", "countries", "nations", "small"})
"""Concepts that tell nothing: "Arab League" and "League of Arab States"."""


@cache
def _codes(language: str) -> dict[str, str]:
    rules = load(language).names
    known = {name: code for code, names in sorted(rules.bodies.items()) for name in names}
    known |= {name: code for code, names in sorted(rules.territories.items()) for name in names}
    return known | {name: code for code, name in territories(language)}
