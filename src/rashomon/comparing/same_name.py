"""Whether two names, perhaps of two languages and scripts, are names of one person, organisation or place."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest

from rashomon.comparing.organisations import meaning, same_concepts
from rashomon.language.rules import load
from rashomon.language.text import fold as romanise
from rashomon.reading.names.letters import letters, pinyin, simplified
from rashomon.reading.names.likeness import Likeness, likeness
from rashomon.reading.names.spelling import distance, same_word, sound
from rashomon.reading.names.words import is_acronym, words_of_name

_SHORTEST_COGNATE = 4  # letters
_LONG_SURNAME = 7  # letters

# How alike two names must be, as a whole and in the word that fits worst; and below what they are others.
# Fitted on half of tests/entities, by pairs whose names have all their words.
_SAME_SCRIPT = (0.6, 0.4)
_OTHER_SCRIPT = ((0.15, 0.0), (0.27, -0.25))
_LEAST = 5.0
_CHINESE = (0.5, 0.35)
_SHORT = 3  # letters
_WITHOUT_VOWELS = frozenset({"arabic", "hebrew"})  # what such a script writes of vowels, tells
_SPELLED_ALIKE = frozenset({"han"})  # scripts that write one name with the same characters
_ALONE, _LEAST_ALONE = 0.3, 5.0
_BRAND = 0.25
_OTHERS, _OTHERS_SAME_SCRIPT = -0.5, 0.0


@lru_cache(maxsize=4096)
def core_words(name: str, language: str) -> tuple[str, ...]:
    """The forms of a name's words without the particles of its language."""
    rules = load(language).names
    forms = tuple(word.form for word in words_of_name(name, language))
    return tuple(form for form in forms if form not in rules.particles) or forms


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names are one person's: first and last words are the same, middle words don't part.

    A name of two or more words that begins the longer one is the same too. One that ends it is not: a father
    is named at the end of his children's names. Across scripts letters tell that stand for each other.
    """
    if not _same_ends(one, other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) > 1 and _same_words(short, long):
        return True
    return _fits(one, other) or (len(short) > 1 and len(long) > 2 and _fits(short, (long[0], long[-1])))


def _same_words(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) < len(long) and all(same_word(a, b) for a, b in zip(short, long, strict=False)):
        return True
    ends = same_word(short[-1], long[-1]) or _misspelled(short[-1], long[-1])
    if not (ends and same_word(short[0], long[0])):
        return False
    middle, others = short[1:-1], long[1:-1]
    return not middle or any(_alike(a, b) for a in middle for b in others)


def _fits(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the letters of two names, with all their words, stand for each other."""
    scripts = script_of_name(one), script_of_name(other)
    if scripts[0] == scripts[1] and scripts[0] in _SPELLED_ALIKE:
        return simplified(one[0]) == simplified(other[0]) and len(one) == len(other) == 1
    if scripts[0] == scripts[1] and scripts[0] in _WITHOUT_VOWELS:
        return False
    told = likeness(one, other)
    if told is None:
        return False
    if "han" in scripts and len(one) + len(other) > 2 > min(len(one), len(other)):
        return _fits_chinese(one, other, told)
    if scripts[0] == scripts[1]:
        if len(one) == len(other) and not all(_short_alike(a, b) for a, b in zip(one, other, strict=True)):
            return False
        whole, weakest = _SAME_SCRIPT
        return told.whole >= whole and told.weakest >= weakest
    fits = any(told.whole >= whole and told.weakest >= weakest for whole, weakest in _OTHER_SCRIPT)
    return fits and told.total >= _LEAST


def _short_alike(one: str, other: str) -> bool:
    """Whether two words of one script may be one: short ones only where they sound the same."""
    a, b = sound(one), sound(other)
    return a == b or min(len(a), len(b)) > _SHORT


def _fits_chinese(one: tuple[str, ...], other: tuple[str, ...], told: Likeness) -> bool:
    """Whether a Chinese name without a dot is that of several words: syllables are few, so each must fit."""
    han, spelled = (one, other) if script_of_name(one) == "han" else (other, one)
    if script_of_name(spelled) == "latin":
        return "".join(pinyin(han[0])) == "".join(romanise(word) for word in spelled)
    whole, weakest = _CHINESE
    return told.whole >= whole and told.weakest >= weakest


def _same_ends(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether first and last words in Latin letters end alike: "Petrova" is not "Petrov".

    Where cases have endings, as in Cyrillic, they may belong to the same name.
    """
    if not one or not other or script_of_name(one) != "latin" or script_of_name(other) != "latin":
        return True
    return all(_end_alike(romanise(a), romanise(b)) for a, b in ((one[0], other[0]), (one[-1], other[-1])))


def _end_alike(one: str, other: str) -> bool:
    a, b = one.rstrip("h")[-1:], other.rstrip("h")[-1:]
    return a == b or ("a" not in (a, b) and not ("o" in (a, b) and {a, b} <= set("aeiouy")))


def surely_others(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names are plainly two persons', so that no third name may join them."""
    told = likeness(one, other)
    limit = _OTHERS_SAME_SCRIPT if script_of_name(one) == script_of_name(other) else _OTHERS
    return told is None or told.weakest < limit


def same_surname(one: str, other: str) -> bool:
    """Whether two single words are spellings of one name, in one script or two."""
    script = script_of_name((one,))
    if script == script_of_name((other,)):
        return simplified(one) == simplified(other) if script in _SPELLED_ALIKE else same_word(one, other)
    if same_word(one, other) and script not in _SPELLED_ALIKE:
        return True
    told = likeness((one,), (other,))
    return told is not None and told.whole >= _ALONE and told.total >= _LEAST_ALONE


def script_of_name(words: tuple[str, ...]) -> str:
    """The script of a name's first letter."""
    return letters(words[0])[0] if words else ""


def _misspelled(one: str, other: str) -> bool:
    """Long words that sound alike but for one letter ("Mutassim", "Mutassin")."""
    a, b = sound(one), sound(other)
    return min(len(a), len(b)) >= _LONG_SURNAME and a[0] == b[0] and distance(a, b) <= 1


def _alike(one: str, other: str) -> bool:
    """Spellings of one word, an initial of it, or one letter apart."""
    a, b = sound(one), sound(other)
    return same_word(one, other) or (min(len(a), len(b)) == 1 and a[:1] == b[:1]) or distance(a, b) <= 1


def is_spelled_out(key: str, name: str, language: str) -> bool:
    """Whether an organisation's key is an acronym of three letters or more: the name's initials."""
    letters = key.removeprefix("organisation:").lstrip("=")
    if len(letters) < 3 or " " in letters or is_acronym(name):
        return False
    rules = load(language).names
    words = [w for w in words_of_name(name, language) if w.text[0].isalpha()]
    small = rules.joiners
    initials = ("".join(w.form[0] for w in words), "".join(w.form[0] for w in words if w.form not in small))
    return len(words) > 2 and letters in initials


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
    mine, theirs = _proper(one, language), _proper(other, other_language)
    return (
        bool(mine)
        and len(mine) == len(theirs)
        and all(same_word(a, b) for a, b in zip(mine, theirs, strict=True))
    )


def _proper(name: str, language: str) -> tuple[str, ...]:
    rules = load(language).names
    return tuple(form for form in core_words(name, language) if form not in rules.place_words | rules.joiners)
