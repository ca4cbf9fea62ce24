"""Which persons, organisations and places of a story are one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rashomon.comparing.names.joining import KNOWN, How, join, likely_pairs
from rashomon.comparing.names.name_keys import keys, writings
from rashomon.comparing.names.organisations import meaning
from rashomon.comparing.names.same_name import (
    initials,
    is_spelled_out,
    lacks_country,
    letters_of_key,
    other_organisation,
    proper_words,
    same_organisation,
    same_place,
    wording,
)
from rashomon.comparing.names.same_person import (
    ALIKE,
    ALIKE_ALONE,
    core_words,
    given_first,
    how_surely,
    is_family_first,
    same_in_any_order,
    same_person,
    same_surname,
    surely_others,
)
from rashomon.language.rules import load
from rashomon.reading.names.letters import simplified
from rashomon.reading.names.spelling import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.comparing.names.joining import Named

_PLACES = KNOWN[:2]


def group_persons(named: Sequence[Named]) -> list[list[Named]]:
    """Full names that are one person's, with the surnames that are surely his or hers."""
    full = join([one for one in named if len(one.core) > 1], _FULL)
    return _with_surnames(full, [one for one in named if len(one.core) == 1])


def group_organisations(named: Sequence[Named]) -> list[list[Named]]:
    """Names that are one organisation's; those without a country join the one that has the rest."""
    return _with_countries(join(named, _ORGANISATIONS))


def group_places(named: Sequence[Named]) -> list[list[Named]]:
    """Names that are one place's."""
    return join(named, _PLACE)


def same_names_of_types(some: Sequence[Named], others: Sequence[Named]) -> list[Named]:
    """Those of some names, of two words or more, that are written like one of others."""
    words, of_others = (sorted({one.core for one in named}) for named in (some, others))
    all_ = [*words, *of_others]
    pairs = likely_pairs(all_, keys, writings, ALIKE, len(words))
    found = {
        all_[i]
        for (i, j), alike in pairs.items()
        if len(all_[i]) == len(all_[j]) and same_person(all_[i], all_[j], alike)
    }
    return [one for one in some if one.core in found]


def _with_countries(groups: list[list[Named]]) -> list[list[Named]]:
    """A name without its country joins the one organisation of the story that has the rest of its name."""
    abroad: dict[int, list[tuple[int, Named]]] = defaultdict(list)
    for j, group in enumerate(groups):
        for one in group:
            told = meaning(one.name, one.language)
            if len(told.codes) == 1:
                abroad[len(told.concepts)].append((j, one))
    joined: dict[int, int] = {}
    for i, group in enumerate(groups):
        whose = {
            j
            for one in group
            if not (told := meaning(one.name, one.language)).codes
            for j, other in abroad[len(told.concepts)]
            if lacks_country(one.name, one.language, other.name, other.language)
        }
        if len(whose) == 1:
            joined[i] = whose.pop()
    kept = {i: list(group) for i, group in enumerate(groups) if i not in joined}
    for i, j in sorted(joined.items()):
        kept.setdefault(j, []).extend(groups[i])
    return list(kept.values())


def _one_person(one: Named, other: Named, alike: bool) -> bool:
    return same_in_any_order(one.core, one.language, other.core, other.language, alike)


def _strength(one: Named, other: Named) -> float:
    return how_surely(one.core, one.language, other.core, other.language)


def _two_persons(one: Named, other: Named) -> bool:
    return surely_others(one.core, other.core)


def _writings(one: Named) -> list[tuple[str, ...]]:
    turned = writings(given_first(one.core)) if is_family_first(one.language) else []
    return [*writings(one.core), *turned]


def _words_and_order(one: Named) -> tuple[object, ...]:
    """All that tells which person a name means."""
    given = load(one.language).names.given_names
    return one.core, is_family_first(one.language), tuple(word in given for word in one.core)


def _one_organisation(one: Named, other: Named, _: bool) -> bool:
    if one.body and other.body:
        return one.body == other.body
    if is_spelled_out(one.key, other.name, other.language) or is_spelled_out(
        other.key, one.name, one.language
    ):
        return True
    return same_organisation(one.name, one.language, other.name, other.language)


def _two_organisations(one: Named, other: Named) -> bool:
    if one.body and other.body:
        return one.body != other.body
    return other_organisation(one.name, one.language, other.name, other.language)


def _organisation_keys(one: Named) -> Iterator[str]:
    told = meaning(one.name, one.language)
    yield f"h {simplified(one.name)}"
    if one.body:
        yield f"b {one.body}"
    if letters := letters_of_key(one.key):
        yield f"a {letters}"
    yield from (f"a {letters}" for letters in initials(one.name, one.language))
    if told.concepts or told.codes:
        yield f"m {len(told.concepts)} {sorted(told.codes)}"
    yield f"w {[skeleton(word) for word in told.words]}"
    yield f"c {wording(one.name, one.language)}"


def _organisation_words(one: Named) -> list[tuple[str, ...]]:
    told = meaning(one.name, one.language)
    return [] if told.concepts or told.codes or not told.words else [told.words]


def _one_place(one: Named, other: Named, _: bool) -> bool:
    if one.key.startswith(_PLACES) or other.key.startswith(_PLACES):
        return one.key == other.key
    return same_place(one.name, one.language, other.name, other.language)


def _place_keys(one: Named) -> list[str]:
    return [" ".join(skeleton(word) for word in proper_words(one.name, one.language))]


_FULL = How(
    _one_person, lambda one: keys(one.core), _two_persons, _writings, ALIKE, _words_and_order, _strength
)
_ALONE = How(
    lambda one, other, _: same_surname(one.core[0], other.core[0]),
    lambda one: keys(one.core),
    None,
    lambda one: [one.core],
    ALIKE_ALONE,
    lambda one: one.core,
)
_ORGANISATIONS = How(_one_organisation, _organisation_keys, _two_organisations, _organisation_words, ALIKE)
_PLACE = How(_one_place, _place_keys)


class _Bearers:
    """Which groups of full names bear a name of one word: as a whole, as surname, or as first name."""

    def __init__(self, full: Sequence[Sequence[Named]], words: Sequence[str]) -> None:
        cores: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for i, group in enumerate(full):
            for one in group:
                for core in (one.core, one.core[-1:], one.core[:1]):
                    cores[core].add(i)
        self._groups = cores
        self._names: dict[str, list[tuple[tuple[str, ...], bool]]] = defaultdict(list)
        known = sorted(cores)
        all_ = [*((word,) for word in words), *known]
        for (i, j), alike in likely_pairs(all_, keys, writings, ALIKE, len(words)).items():
            self._names[words[i]].append((all_[j], alike))
        self._full = full

    def whole(self, word: str) -> list[int]:
        """The groups of which a full name is the word in another script."""
        found = {
            i
            for core, alike in self._names[word]
            if len(core) > 1 and same_person((word,), core, alike)
            for i in self._groups[core]
        }
        return sorted(found)

    def by(self, word: str, at: int) -> list[int]:
        """The groups with a name whose first (0) or last (-1) word is the word."""
        alike = {core[0] for core, _ in self._names[word] if len(core) == 1 and same_surname(core[0], word)}
        likely_ = {i for one in alike for i in self._groups[one,]}
        return sorted(i for i in likely_ if any(one.core[at] in alike for one in self._full[i]))


def _with_surnames(full: list[list[Named]], single: Sequence[Named]) -> list[list[Named]]:
    """A name of one word joins the one person of the story who bears it as surname, or else as first name.

    Of several who bear a surname it joins the one whom other articles call by the surname alone. What an
    article gives in brackets in another script is the same name everywhere.
    """
    groups = [list(group) for group in full]
    glossed = {(one.article, one.key): i for i, group in enumerate(full) for one in group}
    told = {one.core[0]: glossed[one.article, one.key] for one in single if (one.article, one.key) in glossed}
    bearers = _Bearers(full, sorted({one.core[0] for one in single}))
    whose = {
        word: told[word] if word in told else _bearer(bearers, full, word)
        for word in {o.core[0] for o in single}
    }
    alone: list[Named] = []
    for one in single:
        bearer = whose[one.core[0]]
        (alone if bearer is None else groups[bearer]).append(one)
    return groups + join(alone, _ALONE)


def _bearer(bearers: _Bearers, full: Sequence[Sequence[Named]], word: str) -> int | None:
    """The one group that bears a word."""
    found = bearers.whole(word)
    if len(found) != 1:
        found = bearers.by(word, -1)
    if len(found) > 1:
        found = [i for i in found if _is_called(full[i], word)]
    found = found or bearers.by(word, 0)
    return found[0] if len(found) == 1 else None


def _is_called(group: Sequence[Named], surname: str) -> bool:
    return any(
        len(core := core_words(mention.name, one.language)) == 1 and same_surname(core[0], surname)
        for one in group
        for mention in one.mentions
    )
