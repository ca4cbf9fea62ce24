"""Whether two names, perhaps of two languages and scripts, are names of one organisation or place."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest

from rashomon.comparing.names.organisations import meaning, same_concepts
from rashomon.comparing.names.same_person import core_words, script_of_name
from rashomon.language.rules import load
from rashomon.reading.names.letters import simplified
from rashomon.reading.names.likeness import likeness
from rashomon.reading.names.spelling import distance, same_word, sound
from rashomon.reading.names.words import is_acronym, words_of_name

_SHORTEST_COGNATE = 4  # letters
_BRAND, _LEAST = 0.25, 5.0  # how alike two names of words that say nothing must be


def is_spelled_out(key: str, name: str, language: str) -> bool:
    """Whether an organisation's key is an acronym of three letters or more: the name's initials."""
    letters = letters_of_key(key)
    return bool(letters) and letters in initials(name, language)


def letters_of_key(key: str) -> str:
    """The acronym that an organisation's key is, or ""."""
    letters = key.removeprefix("organisation:").lstrip("=")
    return "" if len(letters) < 3 or " " in letters else letters


@lru_cache(maxsize=8192)
def initials(name: str, language: str) -> tuple[str, ...]:
    """The initials of a name of three words or more: of all words, and of all but small ones."""
    words = [w for w in words_of_name(name, language) if w.text[0].isalpha()]
    if len(words) < 3 or is_acronym(name):
        return ()
    small = load(language).names.joiners
    return "".join(w.form[0] for w in words), "".join(w.form[0] for w in words if w.form not in small)


def wording(name: str, language: str) -> str:
    """What names of cognate words have in common: with what sound each word begins."""
    return " ".join((sound(word) or word)[0] for word in _content(name, language))


def same_organisation(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether two names of organisations say the same: concepts, countries, and words that sound alike.

    Where a word of one is not known, its words must be cognates of the other's, two or more in one order.
    """
    if simplified(one) == simplified(other):
        return True
    mine, theirs = meaning(one, language), meaning(other, other_language)
    if not mine.concepts and not theirs.concepts and not mine.codes and not theirs.codes:
        alike = _same_word_for_word(mine.words, theirs.words)
        return alike or _cognates(one, language, other, other_language)
    if mine.codes == theirs.codes and same_concepts(mine, theirs):
        if mine.words or theirs.words:
            return _same_word_for_word(mine.words, theirs.words)
        return len(mine.concepts) + len(mine.codes) > 1
    known = not mine.words and not theirs.words
    return not known and mine.codes == theirs.codes and _cognates(one, language, other, other_language)


def other_organisation(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether two names that are not the same are surely two organisations': all but acronyms and brands."""
    mine, theirs = meaning(one, language), meaning(other, other_language)
    if is_acronym(one) or is_acronym(other):
        return False
    return bool(mine.concepts or mine.codes) and bool(theirs.concepts or theirs.codes)


def says_no_more(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether one name may be a shorter one for the other: "the commission" for a commission of inquiry."""
    mine, theirs = meaning(one, language), meaning(other, other_language)
    if mine.codes and theirs.codes and mine.codes != theirs.codes:
        return False
    if mine.words and theirs.words and language == other_language:
        return False
    shorter, longer = sorted((mine, theirs), key=lambda said: len(said.concepts))
    return bool(shorter.concepts) and all(
        any(concepts & more for more in longer.concepts) for concepts in shorter.concepts
    )


def lacks_country(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether a name says all that the other says, three concepts or more, except for its country."""
    mine, theirs = meaning(one, language), meaning(other, other_language)
    return (
        len(mine.concepts) > 2
        and not mine.codes
        and len(theirs.codes) == 1
        and not mine.words
        and not theirs.words
        and same_concepts(mine, theirs)
    )


def _same_word_for_word(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of words that say nothing are one name in two writings."""
    if not one or not other:
        return False
    if len(one) == len(other) and all(same_word(a, b) for a, b in zip(one, other, strict=True)):
        return sum(map(len, one)) > 3
    told = likeness(one, other) if script_of_name(one) != script_of_name(other) else None
    return told is not None and told.whole >= _BRAND and told.total >= _LEAST and told.weakest >= 0


def _cognates(one: str, language: str, other: str, other_language: str) -> bool:
    mine = _content(one, language)
    theirs = _content(other, other_language)
    return (
        len(mine) > 1
        and len(mine) == len(theirs)
        and all(_cognate(a, b) for a, b in zip(mine, theirs, strict=True))
    )


def _content(name: str, language: str) -> tuple[str, ...]:
    rules = load(language).names
    words = words_of_name(name, language)
    small = rules.joiners | rules.particles | rules.elisions
    return tuple(w.form for w in words if w.form not in small)


def _cognate(one: str, other: str) -> bool:
    """Same beginnings, and the rest differs little: "nacional" and "nazionale", never "inner" and "outer"."""
    if one == other:
        return True
    a, b = sound(one), sound(other)
    longer = max(len(a), len(b))
    if min(len(a), len(b)) < _SHORTEST_COGNATE or a[0] != b[0]:
        return False
    common = next((i for i, (x, y) in enumerate(zip_longest(a, b)) if x != y), longer)
    return common * 5 >= longer * 3 or distance(a, b) * 4 <= longer


def same_place(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether two names of places have the same words once "square" or "river" is left out."""
    mine, theirs = proper_words(one, language), proper_words(other, other_language)
    return (
        bool(mine)
        and len(mine) == len(theirs)
        and all(same_word(a, b) for a, b in zip(mine, theirs, strict=True))
    )


def proper_words(name: str, language: str) -> tuple[str, ...]:
    """The words of a place's name without those like "square"."""
    rules = load(language).names
    return tuple(form for form in core_words(name, language) if form not in rules.place_words | rules.joiners)
