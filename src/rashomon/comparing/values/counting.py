"""What a figure counts, as far as comparing must know: the killed are never held against the injured.

The likeness of token states tells people from money, but hardly the missing from the dead: measured on pairs
of figures of the examples it ranks them no better than chance (docs/evaluation.md). So the class of a count
is read from the words beside it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.wording import find_phrase, one_of
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Quantity

AFTER, BEFORE = 60, 120  # code points; the words that class a figure mostly follow it
CLAUSE = re.compile(r"[,;:.،؛。，；：、()«»“”]|\s[-–—]\s")
CROWD = "protesting"
PART_BEFORE, PART_AFTER = 20, 12  # code points around a figure in which "other" or "including" stands


class _Words(Struct, frozen=True):
    """The patterns of a language: of each class, of people, of people of any kind, of crowds."""

    counts: dict[str, re.Pattern[str]]
    people: re.Pattern[str]
    persons: re.Pattern[str]
    crowds: re.Pattern[str]


def count_class(said: Said, quantity: Quantity) -> str | None:
    """The class of a count of people ("killed", "injured", …) by the nearest words of its clause, or None.

    The words after the figure are asked first, up to the next figure or the clause's end, then those before,
    then those behind an aside ("74 people, says the ministry, were killed"); for a statement's first figure
    the nearer word counts ("killed 32 people and injured 140"). Only a figure that none of them classes is
    that of a crowd. A noun that is none for people ("20,000 dinars for the families of the dead") has no
    class.
    """
    if quantity.unit is not None:
        return None
    words = _patterns(said.account.article.language)
    parts, before = _around(said, quantity)
    crowd = _is_crowd_noun(said, quantity, words)
    if crowd or _of_people(quantity, words):
        left_out = not quantity.of and not parts[0].strip() and len(parts) > 1  # "and 5,000, injured"
        after = min(_nearest(words.counts, parts[1] if left_out else parts[0]), default=None)
        ahead = min(_nearest(words.counts, before, from_end=True), default=None)
        nearest = after or ahead
        if after and ahead and not any(q.start < quantity.start for q in said.quantities):
            nearest = min(after, ahead)
        nearest = nearest or min(_nearest(words.counts, "".join(parts[2:3])), default=None)
        if nearest:
            return nearest[1]
    else:
        return None
    return CROWD if words.crowds.search(parts[0]) or words.crowds.search(before) else None


def is_part(said: Said, quantity: Quantity) -> bool:
    """True for a figure beside words that make it one of several, or a part of another: "five others"."""
    parts = load(said.account.article.language).compare.parts
    start, end = quantity.start - said.statement.start, quantity.end - said.statement.start
    clause = CLAUSE.split(said.text[max(start - PART_BEFORE, 0) : start])
    beside = clause[-1].strip() or (clause[-2] if len(clause) > 1 else "")
    near = (beside, CLAUSE.split(said.text[end : end + PART_AFTER])[0])
    return quantity.whole is not None or any(find_phrase(text, parts) for text in near)


def counts_people(said: Said, quantity: Quantity) -> bool:
    """True for a figure that counts people, of any kind or of one: "passengers"."""
    return bool(quantity.of) and _of_people(quantity, _patterns(said.account.article.language))


def names_its_class(said: Said, quantity: Quantity) -> bool:
    """True for a figure whose noun classes it: "four dead", not "four people" who died."""
    counts = _patterns(said.account.article.language).counts.values()
    return any(pattern.search(quantity.of or "") for pattern in counts)


def counts_persons(said: Said, quantity: Quantity) -> bool:
    """True for a figure that counts people of any kind: "74 people", "74 dead", not "24 policemen"."""
    if not quantity.of:
        return True
    words = _patterns(said.account.article.language)
    return any(pattern.search(quantity.of) for pattern in (words.persons, *words.counts.values()))


def _of_people(quantity: Quantity, words: _Words) -> bool:
    noun = quantity.of
    return not noun or any(pattern.search(noun) for pattern in (words.people, *words.counts.values()))


def _is_crowd_noun(said: Said, quantity: Quantity, words: _Words) -> bool:
    """True for "protesters", and for a people: "thousands of Egyptians"."""
    noun = quantity.of or ""
    demonyms = load(said.account.article.language).names.demonyms
    return bool(words.crowds.search(noun) or find_phrase(noun, demonyms))


def _around(said: Said, quantity: Quantity) -> tuple[list[str], str]:
    """The clauses after a figure, up to the next one, and the clause before it."""
    first, text = said.statement.start, said.text
    start, end = quantity.start - first, quantity.end - first
    others = [(q.start - first, q.end - first) for q in said.quantities if q.start != quantity.start]
    after = text[end : min([end + AFTER, *(s for s, _ in others if s >= end)])]
    before = text[max([start - BEFORE, 0, *(e for _, e in others if e <= start)]) : start]
    return CLAUSE.split(after), CLAUSE.split(before)[-1]


def _nearest(
    words: dict[str, re.Pattern[str]], text: str, *, from_end: bool = False
) -> Iterator[tuple[int, str]]:
    """How far from a text's start, or end, the first word of each class stands that it holds."""
    for name, pattern in words.items():
        spans = [match.span() for match in pattern.finditer(text)]
        if spans:
            yield (len(text) - spans[-1][1] if from_end else spans[0][0]), name


@cache
def _patterns(language: str) -> _Words:
    rules = load(language).compare
    counts = {name: _beginnings(words) for name, words in sorted(rules.counts.items())}
    return _Words(counts, _beginnings(rules.people), _beginnings(rules.persons), _beginnings(rules.crowds))


def _beginnings(words: Iterable[str]) -> re.Pattern[str]:
    """Words that begin so."""
    return re.compile(one_of(sorted(words), re.escape), re.IGNORECASE)
