"""Who speaks: the words beside a verb of speech that name the speaker, and the mention among them."""

from __future__ import annotations

from rashomon.reading.quotations.clauses import (
    COMMAS,
    DASHES,
    EXTENSION,
    FURTHEST,
    LONGEST,
    Clause,
    Speaker,
    named_in,
)
from rashomon.reading.quotations.words import size


def before_verb(clause: Clause, verb: int) -> Speaker | None:
    """The subject that stands before the verb at word ``verb``, or None."""
    lexicon, words = clause.lexicon, clause.words
    end = verb
    while end > 0 and (step := lexicon.asides.before(words, end)) and not COMMAS & set(clause.between(end)):
        end -= step
    if end <= 0 or clause.is_quoted(end - 1):
        return None
    if lexicon.conjunctions.before(words, end):
        # "X condemned it and said": whoever alone is named before in the sentence is the subject of both.
        return only_one(clause, end) or Speaker()
    if DASHES & set(clause.between(end)):
        end = _before_insertion(clause, end)
    start = clause.phrase_start(end)
    if start > 0 and lexicon.relatives.at(words, start):
        # "X, who said that …": X speaks, where it is short enough to be only a name.
        antecedent = clause.phrase_start(start)
        plain = size(words[antecedent:start]) <= LONGEST and not clause.is_quoted(start - 1)
        found = clause.speaker(antecedent, start, first=False) if plain and antecedent < start else Speaker()
        return found if found.plausible else Speaker()
    if COMMAS & set(clause.between(end)) and start > 0 and COMMAS & set(clause.between(start)):
        # "X, who heads Y, said": the subject stands before the apposition, whose name may be the speaker's.
        head = clause.phrase_start(start)
        head = _after_lead_ins(clause, head, start)
        if head < start:
            subject = clause.speaker(head, start, first=False)
            inserted = clause.speaker(start, end, first=False)
            named = subject.mention is not None and subject.mention.type == "person"
            if inserted.mention is not None and inserted.mention.type == "person":
                # An insertion that is nothing but a name is the speaker's: "the minister, X, said".
                named = named and inserted.mention.start > words[start].start
            else:
                named = True
            if not named and inserted.mention is not None:
                return Speaker(subject.start, inserted.end, inserted.mention, False, True)
            if subject.plausible:
                return subject
    return _checked(clause, _after_lead_ins(clause, start, end), end)


def after_verb(clause: Clause, begin: int, end: int) -> Speaker | None:
    """The subject that stands after a verb, somewhere in the words from ``begin`` to ``end``, or None."""
    lexicon, words = clause.lexicon, clause.words
    while begin < end and not named_from(clause, begin):
        step = lexicon.asides.at(words, begin)
        if not step:
            break
        begin += step
    begin = _after_addressee(clause, begin, end)
    if begin >= end or lexicon.that.at(words, begin):
        return None
    if lexicon.drops_subject and lexicon.gaps.at(words, begin) and _is_circumstance(clause, begin, end):
        return Speaker(pronoun=True)
    stop = min(clause.next_stop(begin), end)
    name = named_in(clause, begin, stop, first=True)
    if name is not None and name.type == "person":
        stop = max(begin + 1, clause.index_at(name.end))
    else:
        further = named_in(clause, stop, min(stop + EXTENSION, end, len(words)), first=True)
        follows = stop < end and bool(COMMAS & set(clause.between(stop)))
        if follows and further is not None and further.type == "person":
            named = clause.speaker(begin, clause.index_at(further.end), first=True)
            return Speaker(words[begin].start, further.end, further, False, named.plausible)
        j = begin + 1
        while j < stop and not (lexicon.weekdays.at(words, j) or lexicon.that.at(words, j)):
            j += 1
        stop = j
        while stop > begin + 1 and (step := lexicon.asides.before(words, stop)):
            stop = max(begin + 1, stop - step)
    if lexicon.pronouns.at(words, begin) and name is None and not lexicon.speakers.among(words, begin, stop):
        stop = begin + lexicon.pronouns.at(words, begin)
    return _checked(clause, begin, stop, first=True)


def only_one(clause: Clause, end: int) -> Speaker | None:
    """The only person (or else the only organisation) named before word ``end``, as a speaker."""
    named = [m for m in clause.mentions_in(0, end) if not clause.is_quoted(clause.index_at(m.start))]
    for kind in ("person", "organisation"):
        of_kind = [m for m in named if m.type == kind]
        if len({m.key for m in of_kind}) == 1:
            return Speaker(of_kind[0].start, of_kind[0].end, of_kind[0], False, True)
        if of_kind:
            return None
    return None


def _is_circumstance(clause: Clause, begin: int, end: int) -> bool:
    """Whether the phrase tells only when, where and to whom: each word of it is known to."""
    stop = min(clause.next_stop(begin), end)
    at = begin
    while at < stop:
        step = clause.lexicon.gaps.at(clause.words, at) or clause.lexicon.asides.at(clause.words, at)
        if not step:
            return False
        at += step
    return True


def _after_addressee(clause: Clause, begin: int, end: int) -> int:
    """Where the speaker begins after "to the agency": behind a name that another speaker follows."""
    if not clause.lexicon.gaps.at(clause.words, begin):
        return begin
    stop = min(clause.next_stop(begin), end)
    told = named_in(clause, begin, min(begin + 3, stop), first=True)
    if told is None or told.type == "person" or named_from(clause, begin):
        return begin
    rest = clause.index_at(told.end)
    speaks = rest < stop and clause.speaker(rest, stop, first=True).plausible
    return rest if speaks else begin


def _before_insertion(clause: Clause, end: int) -> int:
    """The end of the phrase before an insertion between dashes that closes before word ``end``."""
    for i in range(end - 1, max(0, end - FURTHEST), -1):
        if DASHES & set(clause.between(i)):
            return i
    return end


def named_from(clause: Clause, i: int) -> bool:
    """Whether a name begins at word ``i``."""
    return any(m.start <= clause.words[i].start for m in clause.mentions_in(i, i + 1))


def _after_lead_ins(clause: Clause, start: int, end: int) -> int:
    while start < end and (step := clause.lexicon.lead_ins.at(clause.words, start)):
        if start + step > end or named_from(clause, start):
            break
        start += step
    return start


def _checked(clause: Clause, start: int, end: int, first: bool = False) -> Speaker | None:
    """The words as a speaker; None where they are none, quoted, or too many without a name."""
    end = min(end, len(clause.words))
    if start >= end or clause.is_quoted(start):
        return None
    speaker = clause.speaker(start, end, first)
    if speaker.mention is None and size(clause.words[start:end]) > LONGEST:
        return None
    return speaker
