"""Namesakes told apart by what they do: a footballer is not the minister of the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from rashomon.comparing.names.joining import KNOWN
from rashomon.language.rules import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.comparing.names.joining import Named

_CALLINGS = frozenset({"sport", "arts"})
"""Whom one of these names, the other kinds don't name; but generals and bishops become presidents."""
_FURTHEST = 40  # characters beside a name in which its role stands
_MOST_BEHIND = 4  # words
_BREAK = re.compile(r"[.;:!?。；：！？\n()«»“”„\"]")
_APPOSITION = re.compile(r"\s*[,(，（、]([^,)，）、.;:!?。\n]*)")


def part_namesakes(groups: Sequence[list[Named]], texts: Mapping[str, str]) -> list[list[Named]]:
    """Groups of names, those of persons parted where their roles say that they are several persons.

    Only strong evidence parts: the roles beside the names are of kinds that exclude each other, and the
    articles have nothing else in common but countries, not even through other articles that have the name.

    Args:
        groups: all names of a story's articles, in groups of one entity.
        texts: the text of each article by id.
    """
    common: dict[tuple[str, str], set[int]] | None = None
    parted: list[list[Named]] = []
    for number, group in enumerate(groups):
        kinds = _kinds(group, texts) if group[0].type == "person" else {}
        if not any(_clash(kinds[one], kinds[other]) for one, other in combinations(sorted(kinds), 2)):
            parted.append(group)
            continue
        common = _common(groups) if common is None else common
        parted += _parts(group, number, kinds, common)
    return parted


def _clash(one: set[str], other: set[str]) -> bool:
    return bool((one | other) & _CALLINGS) and not one & other


def _kinds(group: Sequence[Named], texts: Mapping[str, str]) -> dict[str, set[str]]:
    """The kinds of roles that each article gives to a person, of the articles that give any."""
    found: dict[str, set[str]] = defaultdict(set)
    if len({one.article for one in group}) == 1:
        return found
    for one in group:
        for mention in one.mentions:
            text = texts[one.article]
            begin = mention.start + max(0, text[mention.start : mention.end].find(mention.name))
            found[one.article] |= _kinds_beside(text, begin, mention.end, one.language)
    return {article: kinds for article, kinds in found.items() if kinds}


def _kinds_beside(text: str, start: int, end: int, language: str) -> set[str]:
    """The kinds of the role that ends before a name, or that a comma puts behind it.

    Between role and name stands nothing, a comma, or what the role is of ("minister of health").
    """
    rules = load(language).names
    small = rules.joiners | rules.particles
    before = _BREAK.split(text[max(0, start - _FURTHEST) : start])[-1].rstrip(" ,，、")
    before = re.split(r"[,，、]", before)[-1].lower()
    told = _APPOSITION.match(text, end, end + _FURTHEST)
    behind = " ".join(told[1].lower().split()[:_MOST_BEHIND]) if told else ""
    kinds = set()
    for kind, pattern in _patterns(language):
        gaps = (before[role.end() :].split() for role in pattern.finditer(before))
        if any(not gap or gap[0] in small for gap in gaps) or pattern.search(behind):
            kinds.add(kind)
    return kinds


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, _pattern(forms)) for kind, forms in sorted(load(language).names.roles.items()))


def _pattern(forms: Sequence[str]) -> re.Pattern[str]:
    def one(form: str) -> str:
        begin = "" if form.startswith("*") else r"\b"
        return begin + re.escape(form.strip("*")) + (r"\w*" if form.endswith("*") else r"\b")

    return re.compile("|".join(one(form) for form in forms))


def _common(groups: Sequence[Sequence[Named]]) -> dict[tuple[str, str], set[int]]:
    """For each two articles, the groups besides countries that they both name."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        if not any(one.key.startswith(KNOWN[1]) for one in group):
            for pair in combinations(sorted({one.article for one in group}), 2):
                found[pair].add(number)
    return found


def _parts(
    group: Sequence[Named],
    number: int,
    kinds: Mapping[str, set[str]],
    common: Mapping[tuple[str, str], set[int]],
) -> list[list[Named]]:
    """A group parted by articles that have more in common, or whose roles don't exclude each other."""
    articles = list(dict.fromkeys(one.article for one in group))
    part = {article: article for article in articles}
    for one, other in combinations(sorted(articles), 2):
        told = one in kinds and other in kinds
        if common.get((one, other), set()) - {number} or (told and not _clash(kinds[one], kinds[other])):
            old, new = part[other], part[one]
            part = {article: new if where == old else where for article, where in part.items()}
    sizes = {where: sum(w == where for w in part.values()) for where in part.values()}
    told_parts = [where for where in sizes if any(part[article] == where for article in kinds)]
    largest = min(told_parts, key=lambda where: (-sizes[where], where))
    parts: dict[str, list[Named]] = defaultdict(list)
    for name in group:
        where = part[name.article]
        parts[where if where in told_parts else largest].append(name)
    return list(parts.values())
