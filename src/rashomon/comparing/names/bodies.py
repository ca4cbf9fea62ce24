"""Bodies of public life that the language files know by a code, found by what a name says in its language.

A file needs only what cannot be worked out: its acronyms, and names that say something else. "Организация по
запрещению химического оружия" is known by its concepts, which English data give as well.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rashomon.comparing.names.organisations import Meaning, meaning, same_concepts
from rashomon.language.rules import codes, load
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.words import is_acronym

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST = 4  # letters of a name that is taken from another language's file
_FEWEST = 2  # concepts and countries that tell a body


@lru_cache(maxsize=8192)
def known_body(name: str, language: str) -> str | None:
    """The code of the one body that a name means.

    The files of its language and of those that it borrows from tell; one without a file borrows from all.
    """
    exact, said = _known(language)
    plain = normalise(name)
    if plain in exact:
        return exact[plain]
    here = meaning(name, language)
    if here.words or len(here.concepts) + len(here.codes) < _FEWEST:
        return None
    found = {code for other, code in said.get(_size(here), ()) if same_concepts(here, other)}
    return found.pop() if len(found) == 1 else None


@cache
def _known(
    language: str,
) -> tuple[dict[str, str], dict[tuple[frozenset[str], int], tuple[tuple[Meaning, str], ...]]]:
    """The codes of bodies by name where it has one, and by countries and number of concepts."""
    exact: dict[str, set[str]] = {}
    said: dict[tuple[frozenset[str], int], list[tuple[Meaning, str]]] = {}
    for one, code, name in _names(language):
        if one == language or len(name) >= _SHORTEST:
            exact.setdefault(normalise(name), set()).add(code)
        told = meaning(name, one)
        if not is_acronym(name) and not told.words and len(told.concepts) + len(told.codes) >= _FEWEST:
            said.setdefault(_size(told), []).append((told, code))
    single = {name: min(found) for name, found in exact.items() if len(found) == 1}
    return single, {size: tuple(all_) for size, all_ in said.items()}


def _names(language: str) -> Iterator[tuple[str, str, str]]:
    """Language, code and name of each body."""
    mine = {language, *load(language).names.borrows}
    for one in sorted(mine if language in codes() else {language, *codes()}):
        for code, names in sorted(load(one).names.bodies.items()):
            yield from ((one, code, name) for name in names)


def _size(told: Meaning) -> tuple[frozenset[str], int]:
    return told.codes, len(told.concepts)
