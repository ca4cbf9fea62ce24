"""Speech that a narrator breaks into: "— We left, — said X. — It was late." and « A, dit X, B »."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.quotations.clauses import COMMAS, Speaker
from rashomon.reading.quotations.marks import Quoted, paragraphs
from rashomon.reading.quotations.speakers import after_verb, before_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rashomon.reading.quotations.passage import Passage
    from rashomon.reading.quotations.words import Word

DASHES = "—–―"
HYPHEN = "-"
LONGEST = 16
"""Words of what a narrator inserts."""

FEWEST_WORDS = 2
"""Words of speech after a dash."""

LONGEST_INITIAL = 2
"""Letters before a full stop that may be an initial or a title."""

LONGEST_SPEECH = 5_000
"""Characters; longer speech is not searched for what a narrator inserts."""

_DASHED_LINE = re.compile(rf"(?:\A|\n)[^\S\n]*[{DASHES}{HYPHEN}]")
_ENDS = frozenset(".!?…。！？؟")
_EDGES = " \t\u00a0\u202f,،，" + DASHES + HYPHEN


class Spoken(Struct, frozen=True):
    """Speech in parts, with whoever the narrator names between them."""

    parts: tuple[Quoted, ...]
    speaker: Speaker | None


def break_up(passage: Passage) -> None:
    """Take what a narrator inserts out of the speech; ``narrated`` then tells who speaks, by start."""
    told = [(q, _in_marks(passage, q)) for q in passage.quoted]
    spoken = list(_after_dashes(passage))
    broken = [found for _, found in told if found is not None]
    if not spoken and not broken:
        return
    dashed = [(found.parts[0].start, found.parts[-1].end) for found in spoken]
    kept = [q for q, found in told if found is None]
    kept = [q for q in kept if not any(start < q.end and q.start < end for start, end in dashed)]
    for found in [*spoken, *broken]:
        passage.narrated.update((part.outer_start, found.speaker) for part in found.parts)
        kept += found.parts
    passage.quote(sorted(kept, key=lambda q: (q.outer_start, q.outer_end)))


def _in_marks(passage: Passage, q: Quoted) -> Spoken | None:
    """Words between marks that a narrator breaks into, in parts; None where nobody does."""
    if q.end - q.start > LONGEST_SPEECH or not passage.may_hold_speech(q.start, q.end):
        return None
    found = _broken(passage, q.start, q.end)
    if found is None:
        return None
    first, *others = found.parts
    if not others:
        return None
    first = Quoted(first.start, first.end, q.outer_start, first.outer_end, q.goes_on)
    last = Quoted(others[-1].start, others[-1].end, others[-1].outer_start, q.outer_end)
    return Spoken((first, *others[:-1], last), found.speaker)


def _after_dashes(passage: Passage) -> Iterator[Spoken]:
    """The speech of paragraphs that begin with a dash and in which a narrator names the speaker."""
    text = passage.text
    if _DASHED_LINE.search(text) is None:
        return
    for start, end in paragraphs(text):
        mark, after = text[start], text[start + 1 : start + 2]
        if not (mark in DASHES or (mark == HYPHEN and after == " ")) or end - start > LONGEST_SPEECH:
            continue
        if all(passage.sentence_at(start + n) is None for n in range(3)):
            continue
        if passage.may_hold_speech(start, end):
            found = _broken(passage, start + 1, end)
            if found is not None:
                yield found


def _broken(passage: Passage, start: int, end: int) -> Spoken | None:
    words = passage.words_between(start, end)
    parts: list[Quoted] = []
    speaker: Speaker | None = None
    at, speaks = start, True
    i = 0
    while i < len(words):
        length = passage.lexicon.verb_at(words, i)
        found = _incise(passage, words, i, length) if length else None
        if found is None:
            i += 1
            continue
        first, last, who, goes_on = found
        if speaks:
            _add(passage, parts, at, words[first - 1].end, words[first].start)
        speaker = speaker or who
        at = words[last - 1].end
        speaks = goes_on
        if not goes_on:
            break
        i = last
    if speaker is None:
        return None
    if speaks:
        _add(passage, parts, at, end, end)
    return Spoken(tuple(parts), speaker) if parts else None


def _incise(
    passage: Passage, words: list[Word], verb: int, length: int
) -> tuple[int, int, Speaker, bool] | None:
    """The words that a narrator inserts about word ``verb``: first and last, the speaker, and whether speech
    goes on behind them."""
    text, lexicon = passage.text, passage.lexicon
    first = verb
    while first > 0 and not _gap(text, words, first):
        if verb - first > LONGEST // 2:
            return None
        first -= 1
    if first < 1:
        return None
    gap = _gap(text, words, first)
    dashed = _has_dash(gap)
    last = verb + length
    while last < len(words) and last - first <= LONGEST:
        between = text[words[last - 1].end : words[last].start]
        stops = set(between.strip()) & _ENDS
        if stops == {"."} and words[last - 1].end - words[last - 1].start <= LONGEST_INITIAL:
            stops = set()  # "M. X"
        if stops or _has_dash(between) or (not dashed and set(between) & COMMAS):
            break
        last += 1
    if last - first > LONGEST:
        return None
    behind = text[words[last - 1].end : words[last].start] if last < len(words) else ""
    inside = words[first:last]
    clause = passage.clause(inside, inside[0].start, inside[-1].end, marks=False)
    at = verb - first
    leading = _only_asides(passage, inside, at)
    who = after_verb(clause, at + length, len(inside)) if leading else before_verb(clause, at)
    if leading and who is None and "-" in words[verb].form:
        who = Speaker(pronoun=True, plausible=True)  # "dit-elle"
    if not dashed:
        # Between commas only a verb before its subject tells of a narrator.
        if not leading or lexicon.subject_of_quote == "before" or who is None or not who.plausible:
            return None
        if who.mention is None and not who.pronoun and len(inside) > LONGEST // 2:
            return None
    if who is None and not leading:
        return None
    goes_on = _has_dash(behind) or not dashed
    return first, last, who or Speaker(pronoun=lexicon.drops_subject), goes_on


def _only_asides(passage: Passage, inside: list[Word], verb: int) -> bool:
    """Whether nothing but auxiliaries and the like stands before the verb."""
    at = 0
    while at < verb:
        step = passage.lexicon.asides.at(inside, at)
        if not step:
            return False
        at += step
    return True


def _gap(text: str, words: list[Word], i: int) -> str:
    """What parts word ``i`` from the one before, if it ends a clause; else nothing."""
    gap = text[words[i - 1].end : words[i].start]
    return gap if _has_dash(gap) or set(gap) & COMMAS or set(gap) & _ENDS else ""


def _has_dash(gap: str) -> bool:
    return any(dash in gap for dash in DASHES) or " - " in gap


def _add(passage: Passage, parts: list[Quoted], start: int, end: int, limit: int) -> None:
    """Add the words as a part, with the sign that ends them."""
    text = passage.text
    while end < limit and (text[end] in _ENDS or text[end] in "»”)") and text[end] not in _EDGES:
        end += 1
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGES + (".;:" if parts else "")))
    end = start + len(text[start:end].rstrip(_EDGES))
    if start < end and len(passage.words_between(start, end)) >= (1 if parts else FEWEST_WORDS):
        parts.append(Quoted(start, end, start, end))
