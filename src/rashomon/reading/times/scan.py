"""The pieces of times in a text: the words that say a day, a clock time, a zone, a length."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rashomon.reading.times.ahead import state_of
from rashomon.reading.times.around import (
    ZONES,
    can_begin,
    can_end,
    is_another,
    is_counted,
    is_whole_day,
    is_written_so,
)
from rashomon.reading.times.cores import near_cores
from rashomon.reading.times.pieces import Piece
from rashomon.reading.times.said import is_on_calendar, what_is_said
from rashomon.reading.times.tokens import is_gap
from rashomon.reading.times.tries import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.times.grammar import Grammar, Rule
    from rashomon.reading.times.tokens import Tokens
    from rashomon.reading.times.tries import Found, Node

_BACK = 2  # tokens before a wording that tell whether it can begin
_REACH = 64  # tokens; no wording is longer
MOST_LOOKS = 20_000
"""Wordings are looked for at so many places of an article; one of 300,000 characters has some 4,000."""


class Scanner:
    """Finds the pieces of an article, sentence by sentence.

    ``original`` is the text as it was written, character for character. ``looks`` counts the places where
    wordings were tried: a text that is nothing but the beginnings of times is not read to its end.
    """

    __slots__ = ("_code", "_grammar", "_original", "_tokens", "looks")

    def __init__(self, tokens: Tokens, original: str, grammar: Grammar, code: str) -> None:
        self._tokens, self._original, self._grammar, self._code = tokens, original, grammar, code
        self.looks = 0

    def scan(self, first: int, last: int) -> list[Piece]:
        """The pieces between two tokens, left to right, the longest first, none overlapping."""
        words, grammar = self._tokens.words, self._grammar
        sentence, firsts = words[first:last], grammar.firsts
        if grammar.cores.isdisjoint(sentence):
            return []
        places = [index for index, word in enumerate(sentence, first) if word in firsts]
        if grammar.prefixes:
            fused = [i for i, w in enumerate(sentence, first) if w[0] in grammar.prefixes and w[1:] in firsts]
            places = sorted({*places, *fused})
        places = near_cores(sentence, places, first, grammar.cores)
        pieces: list[Piece] = []
        taken = first
        for index in places:
            if index < taken:
                continue
            if self.looks >= MOST_LOOKS:
                break
            if words[index] in firsts:
                if not self._can_go_on(index) and not (pieces and _follows(pieces[-1], words, index)):
                    continue
                piece = self._longest(index, first, last, pieces)
            else:
                piece = self._best([grammar.root], index, first, last, skipped=1)
            while piece is not None:
                pieces.append(piece)
                taken, piece = self._after(first, last, pieces)
        return [p for p in pieces if p.kind != "ignore"]

    def _can_go_on(self, index: int) -> bool:
        """False where the next tokens show that no wording begins here."""
        words, grammar = self._tokens.words, self._grammar
        word = words[index]
        if "0" <= word[0] <= "9":
            return can_begin(words, index, grammar.words.spaced) and grammar.begin.fits(words, index)
        small = word in ZONES and self._original[self._tokens.starts[index]].islower()
        name = f"{word} " if small else word
        known = grammar.states.get(name)
        if known is None:
            known = grammar.states[name] = state_of(grammar.root, word, "zone" if small else "")
        return known.fits(words, index + 1)

    def _after(self, first: int, last: int, pieces: list[Piece]) -> tuple[int, Piece | None]:
        """The piece that nothing but a space and one sign part from the one before, and where to go on."""
        words, after = self._tokens.words, pieces[-1].last
        for index in range(after, min(after + 3, last)):
            is_word = words[index][0].isalnum()
            if is_word or words[index] in self._grammar.firsts:
                piece = self._longest(index, first, last, pieces)
                if is_word or piece is not None:
                    return index + 1, piece
        return after, None

    def _longest(self, index: int, first: int, last: int, pieces: list[Piece]) -> Piece | None:
        words, grammar = self._tokens.words, self._grammar
        if not can_begin(words, index, grammar.words.spaced):
            return None
        roots = [grammar.root]
        if pieces and grammar.places.slots and _follows(pieces[-1], words, index):
            roots.append(grammar.places)
        return self._best(roots, index, first, last)

    def _best(
        self, roots: Sequence[Node], index: int, first: int, last: int, *, skipped: int = 0
    ) -> Piece | None:
        """The longest wording at a token that says something possible; of equals the first rule's.

        ``skipped`` letters at the front of the token are no part of it.
        """
        self.looks += 1
        grammar, tokens = self._grammar, self._tokens
        moved = max(0, index - _BACK)
        words = tokens.words[moved : min(last, index + _REACH)]
        at = index - moved
        if skipped:
            words[at] = words[at][skipped:]
        found: list[Found] = []
        for root in roots:
            walk(root, words, at, None, found)
        if len(found) > 1:
            found.sort(key=lambda f: (-f[0], cast("Rule", f[1]).order))
        for end, rule, got in found:
            if end <= at or not can_end(words, end, grammar.words.spaced):
                continue
            rule = cast("Rule", rule)
            if rule.kind == "date" and words[end - 1].isdecimal() and is_another(words, end, grammar):
                continue
            said = what_is_said(rule, got, self._code, moved)
            if said is None:
                continue
            bare = said["kind"] == "clock" and "minute" not in said and words[end - 1] in grammar.numerals
            dated = "weekday" in said and "day" in said and "month" not in said
            if (bare or dated) and is_counted(words, end, grammar):
                continue
            if is_whole_day(said, words[end - 1], grammar):
                continue
            last_token = end + moved
            place = {
                "start": tokens.starts[index] + skipped,
                "end": tokens.end(last_token - 1),
                "first": index,
                "last": last_token,
            }
            if said["kind"] != "ignore" and not is_on_calendar(said):
                # "30 February" is no time, nor are its parts.
                return Piece(kind="ignore", **place)  # type: ignore[arg-type]
            second = said.pop("second_at", None)
            if isinstance(second, int):
                said["apart"] = _apart(tokens, index, second, grammar)
            says_day = (said.get("unit") == "day" and "shift" in said) or "weekday" in said
            if said["kind"] == "date" and says_day and "period" not in said:
                said |= _part_of_day(words[at:end], grammar)
            names: dict[str, object] = {
                key: said.pop(key) for key in ("month_at", "weekday_at", "zone_at") if key in said
            }
            piece = Piece(**place, **said)  # type: ignore[arg-type]
            if is_written_so(piece, names, tokens, first, self._original, grammar):
                return piece
        return None


def _follows(piece: Piece, words: Sequence[str], index: int) -> bool:
    """True right after a piece, but for a space and one sign."""
    return piece.last <= index <= piece.last + 2 and not any(
        word[0].isalnum() for word in words[piece.last : index]
    )


def _apart(tokens: Tokens, index: int, second: int, grammar: Grammar) -> tuple[int, int] | None:
    """Where the first of two dates ends and the second begins: "18" and "19 June" of "18 and 19 June"."""
    words = tokens.words
    if any(range_.inside.all(words, index) for range_ in grammar.ranges):
        return None
    for at in range(second - 1, index, -1):
        if grammar.also.all(words, at) and is_gap(words[at - 1]):
            return tokens.end(at - 2), tokens.starts[second]
    return None


def _part_of_day(words: Sequence[str], grammar: Grammar) -> dict[str, object]:
    """The part of day that stands among the words of a day: "last night"."""
    for at in range(len(words)):
        found = grammar.day_parts.all(words, at)
        if found:
            return {"period": found[-1][1]}
    return {}
