"""Reported speech whose source stands beside it: "according to X, …"; and words that are told as such."""

from __future__ import annotations

from msgspec import Struct

from rashomon.reading.quotations.clauses import STOPS, Clause, Speaker, named_in
from rashomon.reading.quotations.words import size

LONGEST_SOURCE = 12
"""Words of a source between "according to" and its comma; longer ones end where the name ends."""

FEWEST_WORDS = 3
"""Words of a clause that count as words given to somebody; twice as many single ideographs."""

AROUND_WORDS = 4
"""Words before a comma that make a clause of their own, which a following "X said" can report."""


class Reported(Struct, frozen=True, gc=False):
    """Words given to a speaker without marks; ``same`` if it is who spoke before in the sentence."""

    start: int
    end: int
    speaker: Speaker
    same: bool = False


def according(clause: Clause, i: int) -> Reported | None:
    """ "According to X, …" and "…, according to X"."""
    lexicon, words = clause.lexicon, clause.words
    length = lexicon.according.at(words, i)
    if not length:
        return None
    after = i + length
    while step := lexicon.asides.at(words, after) or lexicon.verbs.at(words, after):
        if lexicon.speakers.at(words, after) >= step:
            break  # a report, not "reports"
        after += step
    if lexicon.not_speakers.at(words, after):
        return None
    stop = clause.next_stop(after)
    if STOPS & set(clause.between(after)):
        stop = after
    source_end = stop
    for j in range(after, stop):
        verb = lexicon.verbs.at(words, j)
        if verb and j > after:
            source_end, stop = j, j + verb
            break
    if stop == source_end and (called := clause.name_at(stop)) > stop:
        source_end = stop = called  # the newspaper “X”
    name = named_in(clause, after, min(source_end, after + LONGEST_SOURCE), first=True)
    further = clause.next_stop(stop)
    if stop == source_end and further < len(words) and further - stop <= 5:
        # "According to the minister, X, …": an insertion that is a person's name belongs to the source.
        inserted = named_in(clause, stop, further, first=True)
        if inserted is not None and inserted.type == "person" and inserted.start == words[stop].start:
            source_end = stop = further
    initial = _opens_sentence(clause, i)
    if initial and (stop == len(words) or source_end - after > LONGEST_SOURCE):
        if name is None or clause.index_at(name.start) - after > 4:
            near = range(after, min(after + 4, stop))
            head = next((j for j in near if lexicon.speakers.at(words, j)), None)
            if head is None or lexicon.subject == "before":
                return None
            source_end = stop = head + lexicon.speakers.at(words, head)
        else:
            source_end = stop = clause.index_at(name.end)
    source_end = min(source_end, after + LONGEST_SOURCE)
    carries_pronoun = lexicon.pronouns.among(words, i, after)
    if source_end == after and not carries_pronoun:
        return None
    speaker = clause.speaker(after, source_end, first=True) if source_end > after else Speaker(pronoun=True)
    if not speaker.plausible and not carries_pronoun:
        return None
    if not initial:
        before = words_told(clause, 0, i, speaker)
        if before is not None and i >= AROUND_WORDS:
            return before
    return words_told(clause, stop, len(words), speaker)


def source_after(clause: Clause, i: int) -> Reported | None:
    """ "…, X according" and "X according …": what tells the source stands behind it."""
    lexicon, words = clause.lexicon, clause.words
    length = lexicon.according_after.at(words, i)
    if not length or i == 0:
        return None
    start = _skip_lead_ins(clause, clause.phrase_start(i))
    if start >= i or i - start > LONGEST_SOURCE:
        return None
    speaker = clause.speaker(start, i, first=True)
    if not speaker.plausible:
        return None
    before = words_told(clause, 0, start, speaker) if start >= AROUND_WORDS else None
    return before or words_told(clause, i + length, len(words), speaker)


def tagged(clause: Clause, i: int) -> Reported | None:
    """ "…, so X": a word that stands between what is told and who told it, at the end of the sentence."""
    words = clause.words
    begin = i + clause.lexicon.tags.at(words, i)
    if not i < begin < len(words) or i < AROUND_WORDS or clause.is_quoted(i - 1):
        return None
    if not STOPS & set(clause.between(i)) or clause.next_stop(begin) < len(words):
        return None
    lexicon, at = clause.lexicon, words[begin].start
    opens = clause.text[at : at + 1].isupper() or any(
        some.at(words, begin) for some in (lexicon.relatives, lexicon.indefinites)
    )
    if not opens or lexicon.that.at(words, begin):
        return None  # "so that", "so tired was he"
    speaker = clause.speaker(begin, len(words), first=True)
    short = len(words) - begin <= LONGEST_SOURCE
    return words_told(clause, 0, i, speaker) if short and speaker.plausible else None


def _skip_lead_ins(clause: Clause, at: int) -> int:
    while step := clause.lexicon.lead_ins.at(clause.words, at):
        at += step
    return at


def _opens_sentence(clause: Clause, i: int) -> bool:
    """Whether nothing but words such as "but" stands before."""
    at = 0
    while at < i and (step := clause.lexicon.lead_ins.at(clause.words, at)):
        at += step
    return at >= i


def words_told(clause: Clause, begin: int, end: int, speaker: Speaker) -> Reported | None:
    """The words from ``begin`` to ``end`` as reported speech, if they are enough and not all quoted."""
    while begin < end and begin == 0 and (step := clause.lexicon.lead_ins.at(clause.words, begin)):
        begin += step
        break
    if size(clause.words[begin:end]) < FEWEST_WORDS:
        return None
    if all(clause.is_quoted(i) for i in range(begin, end)):
        return None
    start, stop = clause.words[begin].start, clause.words[end - 1].end
    return Reported(*clause.with_marks(start, stop), speaker)
