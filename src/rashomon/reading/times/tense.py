"""Whether a time is to come: the verb nearest to it says so."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.grammar import Tense
    from rashomon.reading.times.pieces import Piece

_CLAUSE_ENDS = frozenset(",;:.!?()–、。")
_LONGEST_CLAUSE = 80  # tokens
_SHORT_CLAUSE = 3  # words; "On Monday, the court will decide"


class Clauses(NamedTuple):
    """The tokens that end the clauses of a sentence, and its verbs: begin, end, if to come."""

    first: int
    last: int
    ends: list[int]
    verbs: list[int]
    after: list[int]
    to_come: list[bool]


def clauses_of(words: Sequence[str], first: int, last: int, tense: Tense) -> Clauses:
    """The clauses and verbs between two tokens.

    Args:
        words: the tokens of the text.
        first: the first token of the sentence.
        last: the token after it.
        tense: the language's words of future and past.
    """
    clauses = Clauses(first, last, [], [], [], [])
    known, endings, at = tense.phrases.begins, tense.future + tense.past, first
    while at < last:
        word = words[at]
        if word in known or (endings and word.endswith(endings)):
            found = _tense_at(words, at, tense)
            if found is not None:
                clauses.verbs.append(at)
                clauses.after.append(found[0])
                clauses.to_come.append(found[1])
                at = found[0]
                continue
        elif word in _CLAUSE_ENDS or (word[0] == "\n" and word.count("\n") > 1):
            clauses.ends.append(at)
        at += 1
    return clauses


def is_to_come(piece: Piece, words: Sequence[str], clauses: Clauses) -> bool | None:
    """True where the nearest verb of a time's clause is one of the future, False of the past, else None."""
    ends, last = clauses.ends, clauses.last
    begin = max(clauses.first, piece.first - _LONGEST_CLAUSE + 1)
    at = bisect_left(ends, piece.first) - 1
    if at >= 0:
        begin = max(begin, ends[at] + 1)
    limit = min(last, piece.last + _LONGEST_CLAUSE)
    stop = _next(ends, piece.last, limit)
    beside = [*words[begin : piece.first], *words[piece.last : stop]] if stop < last else []
    short = len(beside) <= 3 * _SHORT_CLAUSE and sum(w[0].isalnum() for w in beside) < _SHORT_CLAUSE
    if short and stop < last:
        stop = _next(ends, stop + 1, limit)
    before = bisect_right(clauses.after, piece.first) - 1
    behind = bisect_left(clauses.verbs, piece.last)
    near_before = before >= 0 and clauses.verbs[before] >= begin
    near_behind = behind < len(clauses.verbs) and clauses.verbs[behind] < stop
    if near_before and near_behind:
        nearer = clauses.verbs[behind] - piece.last < piece.first - clauses.after[before]
        return clauses.to_come[behind if nearer else before]
    if near_before or near_behind:
        return clauses.to_come[before if near_before else behind]
    return _before_the_insertion(clauses, begin) if short else None


def _before_the_insertion(clauses: Clauses, begin: int) -> bool | None:
    """The tense that a last short clause goes on with: "They will leave, which is late, on Monday".

    The clause right before it may be inserted, so the verb of the one before that counts, else its own.
    """
    ends = [clauses.first, *(end + 1 for end in clauses.ends if end < begin)]
    for start, end in list(pairwise(ends))[-2:]:
        verb = bisect_left(clauses.verbs, start)
        if verb < len(clauses.verbs) and clauses.verbs[verb] < end:
            return clauses.to_come[verb]
    return None


def _next(ends: Sequence[int], at: int, limit: int) -> int:
    """The first end of a clause at a token or behind it, or the limit."""
    found = bisect_left(ends, at)
    return min(ends[found], limit) if found < len(ends) and at < limit else limit


def _tense_at(words: Sequence[str], at: int, tense: Tense) -> tuple[int, bool] | None:
    found = tense.phrases.all(words, at)
    if found:
        return found[-1][0], bool(found[-1][1])
    word = words[at]
    if tense.future and word.endswith(tense.future) and word not in tense.future:
        return at + 1, True
    if tense.past and word.endswith(tense.past) and word not in tense.past:
        return at + 1, False
    return None
