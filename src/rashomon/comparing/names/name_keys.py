"""By what names are looked up that may be one person's: how they are written, and what two must share."""

from __future__ import annotations

from functools import lru_cache

from rashomon.comparing.names.same_person import (
    LONG_SURNAME,
    WITHOUT_VOWELS,
    given_first,
    is_korean,
    script_of_name,
)
from rashomon.language.text import fold as romanise
from rashomon.reading.names.letters import pinyin, simplified
from rashomon.reading.names.readings import (
    in_hangul,
    japanese_sound,
    japanese_starts,
    vietnamese_readings,
)
from rashomon.reading.names.spelling import normalise, skeleton, sound


def writings(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The ways to write a full name that ``same_person`` compares letter by letter."""
    ways = [words]
    if len(words) > 2:
        ways.append((words[0], words[-1]))
    script = script_of_name(words)
    if script == "hangul" and is_korean(words):
        ways.append((words[0][:1], words[0][1:]))
    elif script == "han" and len(words) == 1:
        ways += [(read[:1], read[1:]) for read in in_hangul(words[0])]
    return ways


@lru_cache(maxsize=16384)
def keys(words: tuple[str, ...]) -> frozenset[str]:
    """What two names share that are one person's but for their letters: of such names one at least.

    Keys that begin with ">" or "<" are shared by one name in Chinese characters and one in another script
    (see ``likely_pairs``).
    """
    script, joined = script_of_name(words), "".join(words)
    found = set(_forms(words[0])) if len(words) == 1 else set()
    for order in (words, given_first(words)) if len(words) > 1 else ():
        ends = {*_forms(order[1]), *_forms(order[-1]), *_stems(order[-1])}
        found |= {f"{first} {end}" for first in _forms(order[0]) for end in ends}
    if script == "han" and len(words) > 1:
        return frozenset(found)
    if script == "han":
        found |= {f"h {simplified(joined)}", f">p {''.join(pinyin(joined))}"}
        found |= {f">v {read}" for read in vietnamese_readings(joined)}
        found |= {f">k {read}" for read in in_hangul(joined)}
        found |= {f">j {start}" for start in japanese_starts(joined)}
    elif script == "latin":
        read = [romanise(word) for word in words]
        found |= {f"<p {''.join(read)}", *(f"<v {i} {syllable}" for i, syllable in enumerate(read))}
    elif script == "hangul":
        found.add(f"<k {joined}")
    if script not in WITHOUT_VOWELS and script != "han" and len(words) > 1:
        found |= {f"<j {japanese_sound(''.join(order))[:2]}" for order in (words, (*words[-1:], *words[:-1]))}
    return frozenset(found)


def _forms(word: str) -> tuple[str, str]:
    """What ``same_word`` asks two words to share: the first or the second of these."""
    return f"b{skeleton(word)}", f"w{normalise(word)}"


def _stems(word: str) -> tuple[str, ...]:
    """What ``_misspelled`` asks two words to share: begin or end, for one letter is not in both."""
    heard = sound(word)
    return (f"s{heard[:3]}", f"e{heard[-3:]}") if len(heard) >= LONG_SURNAME else ()
