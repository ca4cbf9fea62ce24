"""Whom two accounts name for the same part: "the captain, Paul Mercier" against "the captain, Henri Lasalle".

Most names that only one of two statements has are another spelling of a name that the other has, or one more
person. So each side must have one person of its own whom the other article never names, in full, no word of
one name may be like one of the other, and both statements must say the same around them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rashomon.comparing.differences.slots import rest_alike, spans_alike
from rashomon.comparing.names.same_person import core_words, same_surname, script_of_name
from rashomon.reading.names.letters import simplified

if TYPE_CHECKING:
    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Mention

SAME_PART = 0.47  # least mean nearest cosine of what both tell beside the names
OTHER_NAME = 0.55  # most cosine of two names that are not one, by their tokens
FEWEST = 6  # words of a statement; a signature has fewer
WORD = re.compile(r"(?<![\w@#])[^\W\d_]{2,}")


def parting_names(one: Said, other: Said, figures: Figures, states: States) -> tuple[Mention, Mention] | None:
    """The names of two persons on whom two statements part, or None."""
    mine, its = figures.persons[one.place], figures.persons[other.place]
    own, theirs = mine.keys() - its.keys(), its.keys() - mine.keys()
    if len(own) != 1 or len(theirs) != 1:
        return None
    (key,), (its_key,) = own, theirs
    if key in figures.named.get(other.statement.article, ()) or its_key in figures.named.get(
        one.statement.article, ()
    ):
        return None
    first, second = mine[key], its[its_key]
    if not _are_others(first, one, second, other):
        return None
    spans = [
        (m.start - s.statement.start, m.end - s.statement.start) for m, s in ((first, one), (second, other))
    ]
    rest = [len(WORD.findall(said.text)) for said in (one, other)]
    if min(rest) < FEWEST or spans_alike(one, spans[0], other, spans[1], states) >= OTHER_NAME:
        return None
    alike = rest_alike(one, spans[0], other, spans[1], states)
    return (first, second) if alike >= SAME_PART else None


def _are_others(one: Mention, said: Said, other: Mention, its: Said) -> bool:
    """True for two full names in one script that have no word alike."""
    words = core_words(one.name, said.account.article.language)
    its_words = core_words(other.name, its.account.article.language)
    if min(len(words), len(its_words)) < 2 or script_of_name(words) != script_of_name(its_words):
        return False
    return not any(
        simplified(word)[:1] == simplified(its_word)[:1] and same_surname(word, its_word)
        for word in words
        for its_word in its_words
    )
