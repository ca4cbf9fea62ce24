"""Whether a wording can begin and end where it does, and is written as its language writes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from rashomon.reading.times.tokens import is_gap
from rashomon.reading.times.zones import abbreviations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rashomon.reading.times.grammar import Grammar
    from rashomon.reading.times.pieces import Piece
    from rashomon.reading.times.tokens import Tokens

_BEFORE_FRACTION = 10  # "1/3" may be a share; a day or month above this may not
_MONEY = frozenset("$€£")
_BEFORE_NUMBERS = frozenset("$€£#@&")
_NUMBER_SIGNS = frozenset(".,:/–-")
_PERCENT = frozenset("%°‰")
ZONES = frozenset(abbreviations()) - {"gmt", "utc"}
"""Abbreviations that are common words in small letters: "est"."""


def can_begin(words: Sequence[str], index: int, spaced: bool) -> bool:
    if index == 0:
        return True
    before = words[index - 1]
    if "0" <= words[index][0] <= "9":
        if before in _BEFORE_NUMBERS or (spaced and (before[-1].isalnum() or before == "_")):
            return False
        if is_gap(before) and index > 1 and words[index - 2] in _MONEY:
            return False
        return not (before in _NUMBER_SIGNS and index > 1 and words[index - 2][-1].isdigit())
    return not spaced or not (before[-1].isalnum() or before == "_")


def can_end(words: Sequence[str], end: int, spaced: bool) -> bool:
    if end >= len(words):
        return True
    after = words[end]
    if words[end - 1][-1].isdigit():
        following = words[end + 1][0] if end + 1 < len(words) else " "
        if after in _PERCENT or (spaced and is_gap(after) and following in _PERCENT):
            return False
        if after in _NUMBER_SIGNS and (
            following.isdigit() or (spaced and after == "-" and following.isalpha())
        ):
            return False
    return not spaced or not (after[0].isalnum() or after == "_")


def is_written_so(
    piece: Piece, names: dict[str, object], tokens: Tokens, first: int, original: str, grammar: Grammar
) -> bool:
    """Names as the language writes them; "1/3" as a date only where it can't be a share."""
    words = tokens.words
    if piece.slashed and piece.day is not None and piece.month is not None and piece.kind == "date":
        plain = re.fullmatch(r"(\d+)/(\d+)", "".join(words[piece.first : piece.last]))
        if plain and int(plain[1]) < int(plain[2]) <= _BEFORE_FRACTION and not plain[1].startswith("0"):
            return grammar.within.before(words, piece.first, first) is not None
    zone_at = names.pop("zone_at", None)
    if zone_at is not None and words[cast("int", zone_at)] in ZONES:
        begin = tokens.starts[cast("int", zone_at)]
        if original[begin].islower():  # "est" is a verb, "EST" a zone
            return False
    if grammar.names == "any":
        return True
    for name, at in names.items():
        index = cast("int", at)
        skipped = piece.start - tokens.starts[piece.first] if index == piece.first else 0
        begin, word = tokens.starts[index] + skipped, words[index]
        capital = original[begin].isupper()
        sure = name == "weekday_at" or piece.has_number
        if grammar.names == "capital" and not capital and (word in grammar.common or not sure):
            return False
        alone = not piece.has_number and not piece.slashed
        if (
            grammar.names == "small"
            and capital
            and alone
            and not _opens(original, begin, tokens.starts[first], piece.end)
        ):
            return False
    return True


def _opens(original: str, at: int, start: int, end: int) -> bool:
    """True where a capital is no sign of a name: at the beginning or after a mark, and no name follows."""
    if original[end : end + 1] == " " and original[end + 1 : end + 3].istitle():
        return False
    before = original[max(0, at - 12) : at].rstrip()
    return at == start or not before or not before[-1].isalpha()


def is_another(words: Sequence[str], end: int, grammar: Grammar) -> bool:
    """True where a.m. or an era follows: the 9 of "Monday 9 a.m." is no day, that of "1433 AH" no year."""
    at = end + 1 if end < len(words) and is_gap(words[end]) else end
    return bool(grammar.halves.all(words, at) or grammar.eras.all(words, at))


def is_whole_day(said: Mapping[str, object], last: str, grammar: Grammar) -> bool:
    """True for "24 heures", a length: clocks show 0, or have a word of their own ("24 Uhr")."""
    return said["kind"] == "clock" and said.get("hour") == 24 and last in grammar.words.units


def is_counted(words: Sequence[str], end: int, grammar: Grammar) -> bool:
    """True where a month or a unit follows: the 15 of "until 15 September" is no hour."""
    return end + 1 < len(words) and is_gap(words[end]) and words[end + 1] in grammar.counted
