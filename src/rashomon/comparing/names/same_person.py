"""Whether two names, perhaps of two scripts, are names of one person."""

from __future__ import annotations

from functools import cache, lru_cache

import icu

from rashomon.language.rules import load
from rashomon.language.text import fold as romanise
from rashomon.language.text import locale
from rashomon.reading.names.letters import letters, pinyin, simplified
from rashomon.reading.names.likeness import Likeness, likeness
from rashomon.reading.names.readings import (
    in_hangul,
    is_read_in_japanese,
    is_read_in_korean,
    is_read_in_vietnamese,
)
from rashomon.reading.names.spelling import distance, same_word, sound
from rashomon.reading.names.words import words_of_name

LONG_SURNAME = 7  # letters

# How alike two names must be, as a whole and in the word that fits worst; and below what they are others.
# Fitted on half of tests/entities, by pairs whose names have all their words.
_SAME_SCRIPT = (0.6, 0.4)
_OTHER_SCRIPT = ((0.15, 0.0), (0.27, -0.25))
_LEAST = 5.0
_CHINESE = (0.5, 0.35)
_SHORT = 3  # letters
WITHOUT_VOWELS = frozenset({"arabic", "hebrew"})  # what such a script writes of vowels, tells
_SPELLED_ALIKE = frozenset({"han"})  # scripts that write one name with the same characters
_WITH_WORDS = frozenset({"latin", "cyrillic", "arabic", "hebrew", "greek"})  # written with spaces
_ALONE, _LEAST_ALONE = 0.3, 5.0
_OTHERS, _OTHERS_SAME_SCRIPT = -0.5, 0.0
ALIKE = {"whole": _OTHER_SCRIPT[0][0], "whole_in_one_script": _SAME_SCRIPT[0], "total": _LEAST}
ALIKE_ALONE = {"whole": _ALONE, "whole_in_one_script": _SAME_SCRIPT[0], "total": _LEAST_ALONE}
"""What ``same_person`` and ``same_surname`` ask for at least, of names that share none of ``keys``."""


@lru_cache(maxsize=4096)
def core_words(name: str, language: str) -> tuple[str, ...]:
    """The forms of a name's words without the particles of its language."""
    rules = load(language).names
    forms = tuple(word.form for word in words_of_name(name, language))
    return tuple(form for form in forms if form not in rules.particles) or forms


def same_in_any_order(
    one: tuple[str, ...],
    language: str,
    other: tuple[str, ...],
    other_language: str,
    alike: bool = True,
) -> bool:
    """Whether two full names are one person's, whichever of its words a language puts first."""
    if same_person(one, other, alike):
        return True
    mine, theirs = is_family_first(language), is_family_first(other_language)
    if mine or theirs:
        return (mine and same_person(given_first(one), other, alike)) or (
            theirs and same_person(one, given_first(other), alike)
        )
    if sorted(one) != sorted(other) or len(one) != 2:
        return False
    given = load(language).names.given_names | load(other_language).names.given_names
    return not given.issuperset(one)


def how_surely(one: tuple[str, ...], language: str, other: tuple[str, ...], other_language: str) -> float:
    """How surely two names that are one person's are: 1 where words tell, else how alike letters are."""
    if script_of_name(one) == script_of_name(other) or _same_words(*sorted((one, other), key=len)):
        return 1.0
    mine = given_first(one) if is_family_first(language) else one
    theirs = given_first(other) if is_family_first(other_language) else other
    told = (likeness(one, other), likeness(mine, other), likeness(one, theirs))
    return round(max((likely.whole for likely in told if likely), default=0.0), 3)


@cache
def is_family_first(language: str) -> bool:
    """Whether a language writes family names before given ones, as CLDR's person names tell of it."""
    orders = icu.ResourceBundle("", locale(language)).get("personNames").get("nameOrderLocales")
    lists = [orders.get(i) for i in range(orders.getSize())]
    said = {
        told.get(i).getString()
        for told in lists
        if told.getKey() == "surnameFirst"
        for i in range(told.getSize())
    }
    return language.split("-")[0] in said


def given_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name with its first word, the family name, at its end."""
    return (*words[1:], *words[:1])


def same_person(one: tuple[str, ...], other: tuple[str, ...], alike: bool = True) -> bool:
    """Whether two full names are one person's: first and last words are the same, middle words don't part.

    A name of two or more words that begins the longer one is the same too. One that ends it is not: a father
    is named at the end of his children's names. Across scripts letters tell that stand for each other, unless
    it is known that the names are not ``alike`` by them.
    """
    if not _same_ends(one, other):
        return False
    short, long = sorted((one, other), key=len)
    if len(short) > 1 and _same_words(short, long):
        return True
    return _fits(one, other, alike) or (
        len(short) > 1 and len(long) > 2 and _fits(short, (long[0], long[-1]), alike)
    )


def _same_words(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) < len(long) and all(same_word(a, b) for a, b in zip(short, long, strict=False)):
        return True
    ends = same_word(short[-1], long[-1]) or _misspelled(short[-1], long[-1])
    if not (ends and same_word(short[0], long[0])):
        return False
    middle, others = short[1:-1], long[1:-1]
    return not middle or any(_alike(a, b) for a in middle for b in others)


def _fits(one: tuple[str, ...], other: tuple[str, ...], alike: bool = True) -> bool:
    """Whether the letters of two names, with all their words, stand for each other."""
    scripts = script_of_name(one), script_of_name(other)
    if scripts[0] == scripts[1] and scripts[0] in _SPELLED_ALIKE:
        return simplified(one[0]) == simplified(other[0]) and len(one) == len(other) == 1
    if scripts[0] == scripts[1] and scripts[0] in WITHOUT_VOWELS:
        return False
    for script, name, spelled in ((scripts[0], one, other), (scripts[1], other, one)):
        if (
            script == "han"
            and len(name) == 1
            and scripts[0] != scripts[1]
            and _is_reading(name[0], spelled, alike)
        ):
            return True
        if (
            script == "hangul"
            and is_korean(name)
            and script_of_name(spelled) in _WITH_WORDS
            and len(spelled) > 1
        ):
            return _fits((name[0][:1], name[0][1:]), spelled, alike)
    if not alike and not _is_in_pinyin(one, other):
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


def _is_in_pinyin(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    han, spelled = (one, other) if script_of_name(one) == "han" else (other, one)
    scripts = script_of_name(han), script_of_name(spelled)
    return scripts == ("han", "latin") and "".join(pinyin(han[0])) == "".join(map(romanise, spelled))


def is_korean(name: tuple[str, ...]) -> bool:
    """Whether a name in hangul is written as Koreans' are: family and given name in one word."""
    return len(name) == 1 and 1 < len(name[0]) <= 4


def _is_reading(name: str, words: tuple[str, ...], alike: bool) -> bool:
    """Whether words are how Koreans, Vietnamese or Japanese read a name in Chinese characters."""
    script = script_of_name(words)
    if script == "hangul" and is_read_in_korean(name, "".join(words)):
        return True
    if script == "latin" and is_read_in_vietnamese(name, words):
        return True
    if script not in WITHOUT_VOWELS and is_read_in_japanese(name, words):
        return True
    if not alike or script not in _WITH_WORDS or len(words) < 2:
        return False
    return any(_fits((read[:1], read[1:]), words) for read in in_hangul(name))


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
    """Whether two full names are plainly two persons', so that no third name may join them.

    Chinese characters of one word tell nothing of that, for they may be read in several languages.
    """
    scripts = script_of_name(one), script_of_name(other)
    if scripts[0] != scripts[1] and any(
        script == "han" and len(name) == 1 for script, name in zip(scripts, (one, other), strict=True)
    ):
        return False
    told = likeness(one, other)
    limit = _OTHERS_SAME_SCRIPT if scripts[0] == scripts[1] else _OTHERS
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


def _misspelled(one: str, other: str) -> bool:
    """Long words that sound alike but for one letter ("Mutassim", "Mutassin")."""
    a, b = sound(one), sound(other)
    return min(len(a), len(b)) >= LONG_SURNAME and a[0] == b[0] and distance(a, b) <= 1


def _alike(one: str, other: str) -> bool:
    """Spellings of one word, an initial of it, or one letter apart."""
    a, b = sound(one), sound(other)
    return same_word(one, other) or (min(len(a), len(b)) == 1 and a[:1] == b[:1]) or distance(a, b) <= 1


def script_of_name(words: tuple[str, ...]) -> str:
    """The script of a name's first letter."""
    return letters(words[0])[0] if words else ""
