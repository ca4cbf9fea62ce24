"""What an organisation's name says in any language: which concepts, which countries, and what is left.

"Ministry of Defence of Russia", "russisches Verteidigungsministerium" and "Минобороны России" say ministry,
defence and the country RU. The words of concepts are in the language files (``names.concepts``), countries
are CLDR's, with the adjectives that begin like them.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rashomon.language.rules import load
from rashomon.reading.names.letters import letters, simplified
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.words import form, phrase_at, phrases, territories, words_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.reading.names.words import Phrase, Word

_SHORTEST_REST = 4  # letters of a compound's second word
_LINK = 2  # letters that may join the words of a compound
_LONGEST_WORD = 8  # characters of a word in a script without spaces
_ARTICLES = ("ال", "لل")
_UNSPACED = frozenset({"han", "kana"})


class Meaning(Struct, frozen=True):
    """What a name says: for each word of a concept the concepts that it may be, countries and known bodies by
    their codes, and the words that are neither."""

    concepts: tuple[frozenset[str], ...]
    codes: frozenset[str]
    words: tuple[str, ...]


class _Lexicon(NamedTuple):
    """Concepts by exact forms (words of a phrase joined by a space), by beginnings and by endings, and
    by beginnings that count only before another concept ("мин" of "Минобороны")."""

    exact: dict[str, frozenset[str]]
    beginnings: dict[str, frozenset[str]]
    endings: dict[str, frozenset[str]]
    shortened: dict[str, frozenset[str]]
    longest: int


@lru_cache(maxsize=8192)
def meaning(name: str, language: str) -> Meaning:
    """What the name of an organisation says in its language."""
    script, _ = letters(name)
    parts = list(_unspaced(name, language) if script in _UNSPACED else _spaced(name, language))
    return Meaning(
        tuple(sorted((part for part in parts if isinstance(part, frozenset) and part), key=sorted)),
        frozenset(part[1:] for part in parts if isinstance(part, str) and part[0] == "@"),
        tuple(part for part in parts if isinstance(part, str) and part[0] != "@"),
    )


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
        if length:
            yield from concepts
            at += length
            continue
        word = _bare(words[at].form, rules.clitics)
        code = country(word, language)
        if code:
            yield f"@{code}"
        elif words[at].form not in small:
            yield word
        at += 1


def _part(words: Sequence[Word], at: int, table: dict[str, tuple[Phrase, ...]]) -> Phrase | None:
    """The longest country or known body that begins here and is not the whole of a longer name."""
    for phrase in table.get(words[at].form, ()):
        whole = phrase.kind == "body" and not phrase.upper and len(phrase.forms) == len(words)
        if not whole and phrase.kind != "title" and phrase_at(words, at, {words[at].form: (phrase,)}):
            return phrase
    return None


def _bare(word: str, clitics: frozenset[str]) -> str:
    """A word without what is written onto its front: clitics, and the Arabic article."""
    for clitic in sorted(clitics, key=lambda clitic: (-len(clitic), clitic)):
        if word.startswith(f"{clitic}ال") and len(word) > len(clitic) + 4:
            word = word[len(clitic) :]
            break
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 1:
            return form(word[len(article) :])
    return word


def _phrase(
    forms: tuple[str, ...], lexicon: _Lexicon, clitics: frozenset[str]
) -> tuple[int, list[frozenset[str]]]:
    """How many words from the first on are words of concepts, and of which."""
    for length in range(min(len(forms), lexicon.longest), 0, -1):
        said = " ".join(forms[:length])
        for text in dict.fromkeys((said, " ".join(_bare(word, clitics) for word in forms[:length]))):
            if text in lexicon.exact:
                return length, [lexicon.exact[text]]
    for word in dict.fromkeys((forms[0], _bare(forms[0], clitics))):
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
                return [concepts, lexicon.exact[rest[link:]]]
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
            found: str | frozenset[str] | None = lexicon.exact.get(known)
            if known in codes:
                found = f"@{codes[known]}"
            if found is not None:
                break
        else:
            left += text[at]
            at += 1
            continue
        if left.strip():
            yield left
        left = ""
        yield found or frozenset()
        at = end
    if left.strip():
        yield left


@cache
def _lexicon(language: str) -> _Lexicon:
    exact: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    endings: dict[str, set[str]] = {}
    shortened: dict[str, set[str]] = {}
    for concept, entries in sorted(load(language).names.concepts.items()):
        for entry in entries:
            words = entry.strip("*+").replace("-", " ").replace("'", " ").split()
            plain = " ".join(form(word) for word in words)
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
    return _Lexicon(frozen(exact), frozen(beginnings), frozen(endings), frozen(shortened), longest)


_SAID_OR_NOT = frozenset({"states", "countries", "nations", "small"})
"""Concepts that tell nothing: "Arab League" and "League of Arab States"."""


@cache
def _codes(language: str) -> dict[str, str]:
    rules = load(language).names
    known = {name: code for code, names in sorted(rules.bodies.items()) for name in names}
    known |= {name: code for code, names in sorted(rules.territories.items()) for name in names}
    return known | {name: code for code, name in territories(language)}


@cache
def _single_names(language: str) -> tuple[tuple[str, str], ...]:
    """Countries' names of one word, in the language and those that it borrows from."""
    names = []
    for one in (language, *sorted(load(language).names.borrows)):
        rules = load(one).names
        all_ = [*territories(one), *((code, n) for code, ns in rules.territories.items() for n in ns)]
        names += [(normalise(_bare(name, frozenset())), code) for code, name in all_]
    return tuple(sorted({(name, code) for name, code in names if name.isalpha() and len(name) > 2}))


@lru_cache(maxsize=8192)
def country(word: str, language: str) -> str | None:
    """The country whose name a word begins like: "Russian", "égyptienne", "сирийская", "الليبي"."""
    plain = normalise(word)
    whole: list[tuple[int, float, str]] = []
    part: list[tuple[int, float, str]] = []
    for name, code in _single_names(language):
        common = 0
        for a, b in zip(plain, name, strict=False):
            if a != b:
                break
            common += 1
        if common == len(name) and len(plain) - common <= 5:
            whole.append((common, 1.0, code))
        elif (common >= 4 and common >= 0.55 * len(name) and len(plain) - common <= min(common + 2, 7)) or (
            common == len(name) - 1 and common >= 3 and len(plain) - common <= 2
        ):
            part.append((common, common / len(name), code))
    for found in (whole, part):
        if found:
            most = max(found)[:2]
            codes = {code for *fit, code in found if tuple(fit) == most}
            return codes.pop() if len(codes) == 1 else None
    return None
