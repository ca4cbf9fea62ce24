"""Whether a time is to come: the verb nearest to it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.grammar import Tense
    from rashomon.reading.times.pieces import Piece

_CLAUSE_ENDS = frozenset(",;:.!?()–、。")
_LONGEST_CLAUSE = 80  # tokens
_SHORT_CLAUSE = 3  # words; "On Monday, the court will decide"


def is_to_come(piece: Piece, words: Sequence[str], first: int, last: int, tense: Tense) -> bool | None:
    """True where the nearest verb of the clause is one of the future, False of the past, None without one.

    Args:
        piece: the time.
        words: the tokens of the text.
        first: the first token of the sentence.
        last: the token after it.
        tense: the language's words of future and past.
    """
    begin = _edge(words, piece.first - 1, max(first - 1, piece.first - _LONGEST_CLAUSE), -1) + 1
    limit = min(last, piece.last + _LONGEST_CLAUSE)
    stop = _edge(words, piece.last, limit, 1)
    beside = [*words[begin : piece.first], *words[piece.last : stop]] if stop < last else []
    if (
        len(beside) <= 3 * _SHORT_CLAUSE
        and stop < last
        and sum(w[0].isalnum() for w in beside) < _SHORT_CLAUSE
    ):
        stop = _edge(words, stop + 1, limit, 1)
    nearest: tuple[int, bool] | None = None
    at = begin
    known, endings = tense.phrases.begins, tense.future + tense.past
    while at < stop:
        if at == piece.first:
            at = piece.last
            continue
        if words[at] not in known and not (endings and words[at].endswith(endings)):
            at += 1
            continue
        found = _tense_at(words, at, tense)
        if found is None:
            at += 1
            continue
        end, future = found
        distance = piece.first - end if end <= piece.first else at - piece.last
        if distance >= 0 and (nearest is None or distance < nearest[0]):
            nearest = distance, future
        at = end
    return None if nearest is None else nearest[1]


def _edge(words: Sequence[str], at: int, limit: int, step: int) -> int:
    """The nearest token that ends a clause, or the limit."""
    while at != limit and (at < limit) == (step > 0):
        word = words[at]
        if word in _CLAUSE_ENDS or (word[0] == "\n" and word.count("\n") > 1):
            return at
        at += step
    return limit


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
