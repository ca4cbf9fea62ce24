"""The pieces of times in a text: the words that say a day, a clock time, a zone, a length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from rashomon.reading.times.ahead import state_of
from rashomon.reading.times.cores import near_cores
from rashomon.reading.times.pieces import Piece
from rashomon.reading.times.said import is_on_calendar, what_is_said
from rashomon.reading.times.tokens import is_gap
from rashomon.reading.times.tries import walk
from rashomon.reading.times.zones import abbreviations

if TYPE_CHECKING:
    from rashomon.reading.times.grammar import Grammar, Rule
    from rashomon.reading.times.tokens import Tokens
    from rashomon.reading.times.tries import Found

_BEFORE_FRACTION = 10  # "1/3" may be a share; a day or month above this may not
_LONG_SENTENCE = 200  # tokens
_CONTEXT = 40  # tokens to look back or ahead
_MONEY = frozenset("$€£")
_BEFORE_NUMBERS = frozenset("$€£#@&")
_NUMBER_SIGNS = frozenset(".,:/–-")
_PERCENT = frozenset("%°‰")
_ZONES = frozenset(abbreviations()) - {"gmt", "utc"}


def scan(tokens: Tokens, first: int, last: int, original: str, found: Grammar, code: str) -> list[Piece]:
    """The pieces between two tokens, left to right, the longest first, none overlapping.

    ``original`` is the text as it was written, character for character.
    """
    words, firsts = tokens.words, found.firsts
    if found.cores.isdisjoint(words[first:last]):
        return []
    places = [index for index in range(first, last) if words[index] in firsts]
    if found.prefixes:
        attached = [i for i in range(first, last) if words[i][0] in found.prefixes and words[i][1:] in firsts]
        places = sorted({*places, *attached})
    if last - first > _LONG_SENTENCE:
        places = near_cores(words, places, first, last, found.cores)
    if not places:
        return []
    pieces: list[Piece] = []
    if last < len(words):
        words = words[:last]
    taken = first
    for index in places:
        if index < taken:
            continue
        if "0" <= words[index][0] <= "9" and not _can_begin(words, index, found.words.spaced):
            continue
        if words[index] in firsts:
            if not _can_go_on(tokens, index, original, found) and not (
                pieces and _follows(pieces[-1], words, index)
            ):
                continue
            piece = _longest(tokens, words, index, first, original, found, code, pieces)
        else:
            piece = _attached(tokens, words, index, first, original, found, code)
        while piece is not None:
            pieces.append(piece)
            taken = piece.last
            piece = _place_after(tokens, words, first, original, found, code, pieces)
    return [p for p in pieces if p.kind != "ignore"]


def _can_go_on(tokens: Tokens, index: int, original: str, grammar: Grammar) -> bool:
    """False where the next tokens show that no wording begins here."""
    word = tokens.words[index]
    if "0" <= word[0] <= "9":
        return grammar.begin.fits(tokens.words, index)
    small = word in _ZONES and original[tokens.starts[index]].islower()
    name = f"{word} " if small else word
    known = grammar.states.get(name)
    if known is None:
        known = state_of(grammar.root, word, "zone" if small else "")
        grammar.states[name] = known
    return known.fits(tokens.words, index + 1)


def _place_after(
    tokens: Tokens,
    words: list[str],
    first: int,
    original: str,
    grammar: Grammar,
    code: str,
    pieces: list[Piece],
) -> Piece | None:
    """The zone of a place that nothing but a space and one sign part from the piece before."""
    after = pieces[-1].last
    for index in range(after, min(after + 3, len(words))):
        if words[index] in grammar.firsts:
            return None
        if words[index][0].isalnum():
            return _longest(tokens, words, index, first, original, grammar, code, pieces)
    return None


def _follows(piece: Piece, words: list[str], index: int) -> bool:
    """True right after a piece, but for a space and one sign."""
    return piece.last <= index <= piece.last + 2 and not any(
        word[0].isalnum() for word in words[piece.last : index]
    )


def _longest(
    tokens: Tokens,
    words: list[str],
    index: int,
    first: int,
    original: str,
    grammar: Grammar,
    code: str,
    pieces: list[Piece],
) -> Piece | None:
    found: list[Found] = []
    walk(grammar.root, words, index, None, found)
    if pieces and grammar.places.slots and _follows(pieces[-1], words, index):
        walk(grammar.places, words, index, None, found)
    if not found or not _can_begin(words, index, grammar.words.spaced):
        return None
    return _best(found, tokens, words, (index, 0), first, original, grammar, code)


def _attached(
    tokens: Tokens, words: list[str], index: int, first: int, original: str, grammar: Grammar, code: str
) -> Piece | None:
    """A piece whose first word has a letter written onto its front."""
    found: list[Found] = []
    ahead = [words[index][1:], *words[index + 1 : index + _CONTEXT]]
    walk(grammar.root, ahead, 0, None, found)
    moved = [(end + index, rule, got) for end, rule, got in found]
    return _best(moved, tokens, words, (index, 1), first, original, grammar, code)


def _best(
    found: list[Found],
    tokens: Tokens,
    words: list[str],
    begin: tuple[int, int],
    first: int,
    original: str,
    grammar: Grammar,
    code: str,
) -> Piece | None:
    """The longest of what was found that says something possible; of equals the first rule's."""
    index, skipped = begin
    spaced = grammar.words.spaced
    for end, rule, got in sorted(found, key=lambda f: (-f[0], cast("Rule", f[1]).order)):
        if end <= index or not _can_end(words, end, spaced):
            continue
        rule = cast("Rule", rule)
        if rule.kind == "date" and words[end - 1].isdecimal() and _is_another(words, end, grammar):
            continue
        said = what_is_said(rule, got, code, index if skipped else 0)
        if said is None:
            continue
        bare = said["kind"] == "clock" and "minute" not in said and words[end - 1].isdecimal()
        if bare and _is_counted(words, end, grammar):
            continue
        place = {
            "start": tokens.starts[index] + skipped,
            "end": tokens.end(end - 1),
            "first": index,
            "last": end,
        }
        if said["kind"] != "ignore" and not is_on_calendar(said):
            # "30 February" is no time, nor are its parts.
            return Piece(kind="ignore", **place)  # type: ignore[arg-type]
        second = said.pop("second_at", None)
        if isinstance(second, int):
            said["apart"] = _apart(words, index, second, tokens, grammar)
        says_day = (said.get("unit") == "day" and "shift" in said) or "weekday" in said
        if said["kind"] == "date" and says_day and "period" not in said:
            said |= _part_of_day(words[index:end], grammar)
        names: dict[str, object] = {
            key: said.pop(key) for key in ("month_at", "weekday_at", "zone_at") if key in said
        }
        piece = Piece(**place, **said)  # type: ignore[arg-type]
        if _is_written_so(piece, names, tokens, first, original, grammar):
            return piece
    return None


def _is_another(words: list[str], end: int, grammar: Grammar) -> bool:
    """True where a.m. or an era follows: the 9 of "Monday 9 a.m." is no day, that of "1433 AH" no year."""
    at = end + 1 if end < len(words) and is_gap(words[end]) else end
    return bool(grammar.halves.all(words, at) or grammar.eras.all(words, at))


def _is_counted(words: list[str], end: int, grammar: Grammar) -> bool:
    """True where a month or a unit follows: the 15 of "until 15 September" is no hour."""
    return end + 1 < len(words) and is_gap(words[end]) and words[end + 1] in grammar.counted


def _apart(
    words: list[str], index: int, second: int, tokens: Tokens, grammar: Grammar
) -> tuple[int, int] | None:
    """Where the first of two dates ends and the second begins: "18" and "19 June" of "18 and 19 June"."""
    if any(range_.inside.all(words, index) for range_ in grammar.ranges):
        return None
    for at in range(second - 1, index, -1):
        if grammar.also.all(words, at) and is_gap(words[at - 1]):
            return tokens.end(at - 2), tokens.starts[second]
    return None


def _part_of_day(words: list[str], grammar: Grammar) -> dict[str, object]:
    """The part of day that stands among the words of a day: "last night"."""
    for at in range(len(words)):
        found = grammar.day_parts.all(words, at)
        if found:
            return {"period": found[-1][1]}
    return {}


def _can_begin(words: list[str], index: int, spaced: bool) -> bool:
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


def _can_end(words: list[str], end: int, spaced: bool) -> bool:
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


def _is_written_so(
    piece: Piece, names: dict[str, object], tokens: Tokens, first: int, original: str, grammar: Grammar
) -> bool:
    """Names as the language writes them; "1/3" as a date only where it can't be a share."""
    words = tokens.words
    if piece.slashed and piece.day is not None and piece.month is not None and piece.kind == "date":
        plain = re.fullmatch(r"(\d+)/(\d+)", "".join(words[piece.first : piece.last]))
        if plain and int(plain[1]) < int(plain[2]) <= _BEFORE_FRACTION and not plain[1].startswith("0"):
            return grammar.within.before(words, piece.first, first) is not None
    zone_at = names.pop("zone_at", None)
    if zone_at is not None and words[cast("int", zone_at)] in _ZONES:
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
