"""Countries in the words of a name: their names in any case, and the adjectives that begin like them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rashomon.comparing.wording import longest_first
from rashomon.language.rules import load
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.words import form, territories, words_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARTICLES = ("ال", "لل")
_SHORTEST, _LONG = 3, 8  # letters
_ENDING, _LONG_ENDING, _CUT = 5, 7, 2  # letters that an adjective adds, and that a case takes away


@lru_cache(maxsize=8192)
def country(word: str, language: str) -> str | None:
    """The country whose name a word begins like: "Russian", "égyptienne", "сирийская", "الليبي"."""
    plain = normalise(word).replace("-", "")
    whole: list[tuple[int, float, str]] = []
    part: list[tuple[int, float, str]] = []
    for name, code in _single_names(language).get(plain[:_SHORTEST], ()):
        common = _common(plain, name)
        added = len(plain) - common
        if common == len(name) and added <= (_LONG_ENDING if len(name) >= _LONG else _ENDING):
            whole.append((common, 1.0, code))
        elif (
            common >= 4
            and (common >= 0.55 * len(name) or (common > 5 and 2 * common >= len(name)))
            and added <= min(common + 2, 7)
        ) or (common == len(name) - 1 and common >= _SHORTEST and added <= _CUT):
            part.append((common, common / len(name), code))
    for found in (whole, part):
        if found:
            most = max(found)[:2]
            codes = {code for *fit, code in found if tuple(fit) == most}
            return codes.pop() if len(codes) == 1 else None
    return None


@lru_cache(maxsize=8192)
def country_of_words(words: tuple[str, ...], language: str) -> tuple[int, str] | None:
    """How many words from the first on say a country whose name has several, in any case and order.

    "South Sudanese" and "Южного Судана" are SS, "nord-coréenne" is KP.

    Returns:
        The number of words and the ISO 3166-1 alpha-2 code, or None.
    """
    small, clitics = _small(language), load(language).names.clitics
    for names in _long_names(language).get(normalise(bare(words[0], clitics))[:_SHORTEST], ()):
        said: list[str] = []
        length = 0
        while length < len(words) and len(said) < len(names[0]):
            if words[length] not in small:
                said.append(normalise(bare(words[length], clitics)))
            length += 1
        if len(said) == len(names[0]) and _fit(tuple(said), names[0]):
            return length, names[1]
    return None


def bare(word: str, clitics: frozenset[str]) -> str:
    """A word without what is written onto its front: clitics, and the Arabic article."""
    for clitic in longest_first(clitics):
        if word.startswith(f"{clitic}ال") and len(word) > len(clitic) + 4:
            word = word[len(clitic) :]
            break
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 1:
            return form(word[len(article) :])
    return word


def _fit(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each word said is a form of a word of the name, each of another."""
    if not said:
        return True
    return any(
        _is_form(said[0], word) and _fit(said[1:], name[:i] + name[i + 1 :]) for i, word in enumerate(name)
    )


def _is_form(word: str, name: str) -> bool:
    common = _common(word, name)
    return common >= _SHORTEST and len(name) - common <= _CUT and len(word) - common <= 4


def _common(one: str, other: str) -> int:
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    return common


@cache
def _small(language: str) -> frozenset[str]:
    rules = load(language).names
    return rules.joiners | rules.particles | rules.elisions


def _names(language: str) -> Iterator[tuple[str, str]]:
    """Codes and names of countries in the language and those that it borrows from."""
    for one in (language, *sorted(load(language).names.borrows)):
        yield from territories(one)
        yield from ((code, n) for code, ns in load(one).names.territories.items() for n in ns)


@cache
def _single_names(language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Names of one word by their first letters."""
    names = [(normalise(bare(name, frozenset())), code) for code, name in _names(language)]
    for code, words in load(language).names.adjectives.items():
        names += [(normalise(word).replace("-", ""), code) for word in words]
    found: dict[str, set[tuple[str, str]]] = {}
    for name, code in names:
        if name.isalpha() and len(name) >= _SHORTEST:
            found.setdefault(name[:_SHORTEST], set()).add((name, code))
    return {first: tuple(sorted(all_)) for first, all_ in found.items()}


@cache
def _long_names(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Names of several words by the first letters of any of them, those of most words first."""
    small = _small(language)
    found: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for code, name in _names(language):
        forms = (word.form for word in words_of_name(name, language) if word.form not in small)
        words = tuple(normalise(bare(word, frozenset())) for word in forms)
        if len(words) > 1 and all(len(word) >= _SHORTEST for word in words):
            for word in words:
                found.setdefault(word[:_SHORTEST], set()).add((words, code))
    return {first: tuple(sorted(all_, key=lambda one: (-len(one[0]), one))) for first, all_ in found.items()}
