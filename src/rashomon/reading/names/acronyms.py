"""Acronyms, and the names of organisations that they stand for."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rashomon.language.rules import load
from rashomon.reading.names.spelling import normalise
from rashomon.reading.names.words import Word, form, is_acronym, words_of_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rashomon.language.reading_rules import NameRules
    from rashomon.reading.names.candidate import Name

_LONGEST_EXPANSION = 12  # words


def expansions(text: str, words: Sequence[Word], rules: NameRules) -> Iterator[tuple[int, int]]:
    """Names that an acronym in brackets follows: (first word, end). They begin at the nearest word of an
    organisation to the left, or where the initials fit (after Schwartz and Hearst 2003)."""
    bracket = text.find("(", words[0].end, words[-1].start) if words else -1
    while bracket >= 0:
        i = bisect_right(words, bracket, key=_start)
        bracket = text.find("(", bracket + 1, words[-1].start)
        if text[words[i].end : words[i].end + 1] != ")" or not is_acronym(words[i].text):
            continue
        if text[words[i - 1].end : words[i].start].strip() != "(":
            continue
        first = _expansion_start(words, i, rules)
        if first is not None:
            yield first, i


def _start(word: Word) -> int:
    return word.start


def _expansion_start(words: Sequence[Word], end: int, rules: NameRules) -> int | None:
    letters = form(words[end].text)
    lowest = end - 1
    while lowest > 0 and end - lowest < _LONGEST_EXPANSION and words[lowest].joined:
        lowest -= 1
    for first in range(end - 1, lowest - 1, -1):
        if not words[first].capital:
            continue
        initials = "".join(w.form[0] for w in words[first:end])
        capitals = "".join(w.form[0] for w in words[first:end] if w.capital)
        if letters in (initials, capitals) and end - first > 1:
            return first
    for first in range(lowest, end - 1):
        two = f"{words[first].form} {words[first + 1].form}"
        if words[first].capital and {words[first].form, two} & rules.organisation_words:
            return first
    return None


def name_acronyms(names: Sequence[Name], language: str) -> None:
    """Acronyms of three letters and more are organisations; names whose initials they are get their keys."""
    spelled: dict[str, Name] = {}
    for name in names:
        if len(name.core) > 1 and name.type == "organisation":
            for letters in _initials(name.name, language):
                spelled.setdefault(letters, name)
    seen = {form(n.name) for n in names if is_acronym(n.name)} | set(spelled)
    short: dict[str, str] = {}
    for name in names:
        letters = form(name.name)
        single = len(name.core) == 1 and name.type in (None, "organisation")
        if (
            name.key is None
            and single
            and 2 < len(letters) < 7
            and (is_acronym(name.name) or letters in seen)
        ):
            name.type, name.key = "organisation", f"organisation:{letters}"
        if name.key and name.type == "organisation" and len(name.core) == 1 and len(letters) > 2:
            short[letters] = name.key
    for name in names:
        if name.key is None and name.type == "organisation":
            name.key = next((short[a] for a in _initials(name.name, language) if a in short), None)


@lru_cache(maxsize=16384)
def _initials(name: str, language: str) -> tuple[str, ...]:
    """The initials of an organisation's name: of the words with capitals, of all but joiners, of all."""
    words = words_of_name(name, language)
    large = "".join(w.form[0] for w in words if w.capital)
    small = load(language).names.joiners | load(language).names.elisions
    content = "".join(w.form[0] for w in words if w.form not in small)
    return tuple(
        letters for letters in (large, content, "".join(w.form[0] for w in words)) if len(letters) > 2
    )


def name_organisations(text: str, names: Sequence[Name]) -> None:
    """An organisation that an acronym in brackets follows, or the other way round, has the acronym's key."""
    for name, after in pairwise(names):
        both = {name.type, after.type} <= {"organisation", None} and (name.type or after.type)
        if both and text[name.end : after.start].strip() == "(" and text[after.end : after.end + 1] == ")":
            short, long = (after, name) if len(after.name) < len(name.name) else (name, after)
            if is_acronym(short.name) and long.key is None:
                short.key = short.key or f"organisation:{form(short.name)}"
                long.key = short.key
    known = {n.core: n.key for n in names if n.type == "organisation" and n.key}
    for name in names:
        if name.type == "organisation" and name.key is None:
            name.key = known.get(name.core) or f"organisation:{normalise(name.name)}"
