"""Speech without quotation marks: "X said that …", "according to X, …", "…, said X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.quotations.speakers import STOPS, Clause, Speaker, after_verb, before_verb, named_in
from rashomon.reading.quotations.words import size

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SOURCE = 12
"""Words of a source between "according to" and its comma; longer ones end where the name ends."""

FEWEST_WORDS = 3
"""Words of a clause that count as words given to somebody; twice as many single ideographs."""

AROUND_WORDS = 4
"""Words before a comma that make a clause of their own, which a following "X said" can report."""

LONGEST_SENTENCE = 1000
"""Words of what can be a sentence; longer lines are no prose."""

FURTHEST_THAT = 14
"""How many words after its verb the word "that" is looked for."""


class Reported(Struct, frozen=True):
    """Words given to a speaker without marks; ``same`` if it is who spoke before in the sentence."""

    start: int
    end: int
    speaker: Speaker
    same: bool = False


def reported_speech(clause: Clause, places: Sequence[int]) -> list[Reported]:
    """The speech that one sentence reports, in the order of its words.

    ``places`` are the words at which a verb of speech or "according to" stands (``SpeechWords.speech_at``).
    """
    found: list[Reported] = []
    if len(clause.words) > LONGEST_SENTENCE:
        return found
    last = -1
    for i in places:
        if clause.words[i].start < last or clause.is_quoted(i):
            continue
        reported = (
            _according(clause, i) or _source_after(clause, i) or _around(clause, i) or _after_verb(clause, i)
        )
        if reported is not None:
            found += _cut_at_participles(clause, reported)
            last = max(reported.end, clause.words[i].end)
    return found


def _after_verb(clause: Clause, i: int) -> Reported | None:
    """ "X said that …" and, for verbs that need no such word, "X said …"."""
    lexicon, words = clause.lexicon, clause.words
    length = lexicon.verb_at(words, i)
    if not length:
        return None
    after = i + length
    bare = lexicon.bare_verbs.at(words, i) == length
    that = _find_that(clause, after, 0 if bare else 4)
    if that is not None:
        if _follows_quotation(clause, i):
            return None
        begin, speaker = that[1], _subject(clause, i, after, that[0])
    elif bare and _only(clause, after, ' \t\n\u3000\xa0,，:：“‘«「『"'):
        found = before_verb(clause, i)
        if found is None or not _whole(clause, after) or clause.begins_with_speech(after):
            return None
        if found.start is not None and clause.is_quoted(clause.index_at(found.start) - 1):
            return None  # "…," X said in an interview: the verb belongs to what is quoted
        begin = _skip_weekday(clause, after)
        if participle := lexicon.participles.at(words, after):
            begin = (_find_that(clause, after + participle) or (0, after + participle))[1]
        speaker = found
    else:
        return None
    return _reported(clause, begin, len(words), speaker)


def _subject(clause: Clause, verb: int, after: int, that: int) -> Speaker:
    """Who speaks, before the verb or between it and the word "that"; the language's usual side first."""
    lexicon = clause.lexicon
    later = None
    if that > after and lexicon.subject != "before":
        later = after_verb(clause, after, that)
    if lexicon.subject == "after" and later is not None and later.plausible:
        return later
    earlier = before_verb(clause, verb)
    addressed = bool(lexicon.gaps.at(clause.words, after))
    named = later is not None and later.mention is not None and later.mention.type == "person"
    if later is not None and later.plausible and (named or not addressed):
        return earlier if earlier is not None and earlier.plausible else later
    nobody = Speaker(pronoun=lexicon.drops_subject)
    return earlier or (nobody if addressed else later or nobody)


def _follows_quotation(clause: Clause, verb: int) -> bool:
    """Whether quoted words stand right before the verb (and its auxiliaries), which then belongs to them."""
    while verb > 0 and (step := clause.lexicon.asides.before(clause.words, verb)):
        verb -= step
    return verb > 0 and clause.is_quoted(verb - 1)


def _find_that(clause: Clause, after: int, listeners: int = 4) -> tuple[int, int] | None:
    """Where the word that opens the clause stands, and what follows it.

    Up to ``listeners`` words between, which tell to whom, may be any.
    """
    lexicon, words = clause.lexicon, clause.words
    speaker_may_follow = lexicon.subject != "before"
    i = after
    while i < min(len(words), after + FURTHEST_THAT):
        if i > after and set(clause.between(i)) & set(";:.!?؛؟"):
            return None
        length = lexicon.that.at(words, i)
        if length:
            return i, i + length
        step = lexicon.gaps.at(words, i) or lexicon.asides.at(words, i)
        if step:
            i += step
        elif speaker_may_follow or i - after < listeners:
            if lexicon.verb_at(words, i) and i > after:
                return None
            i += 1
        else:
            return None
    return None


def _around(clause: Clause, i: int) -> Reported | None:
    """ "…, X said on Friday." and "…, said X.": the clause stands before."""
    lexicon, words = clause.lexicon, clause.words
    length = lexicon.verb_at(words, i)
    if not length:
        return None
    begin = i
    while step := lexicon.asides.before(words, begin):
        if set(clause.between(begin)) & set(",，،—–"):
            break
        begin -= step
    verb_first = begin > 0 and bool(set(clause.between(begin)) & set(",，،—–"))
    speaker: Speaker | None
    rest = clause.next_stop(i + length)
    if verb_first and lexicon.subject_of_quote != "before" and begin >= AROUND_WORDS:
        followed = lexicon.that.among(words, i + length, rest)
        if followed or not 0 < rest - i - length <= LONGEST_SOURCE + 4:
            verb_first = False
        else:
            speaker = after_verb(clause, i + length, rest)
            if speaker is not None and speaker.plausible and speaker.end is not None:
                left = clause.index_at(speaker.end)
                if left >= rest or _only_gaps(clause, left, rest):
                    return _reported(clause, 0, begin, speaker)
            verb_first = False
    if not _only_gaps(clause, i + length, rest):
        return None
    speaker = before_verb(clause, i)
    if speaker is None or speaker.start is None:
        return None
    first = clause.index_at(speaker.start)
    if first < AROUND_WORDS or not set(clause.between(first)) & set(",，،—–"):
        return None
    return _reported(clause, 0, first, speaker)


def _according(clause: Clause, i: int) -> Reported | None:
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
        before = _reported(clause, 0, i, speaker)
        if before is not None and i >= AROUND_WORDS:
            return before
    return _reported(clause, stop, len(words), speaker)


def _source_after(clause: Clause, i: int) -> Reported | None:
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
    before = _reported(clause, 0, start, speaker) if start >= AROUND_WORDS else None
    return before or _reported(clause, i + length, len(words), speaker)


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


def _only(clause: Clause, i: int, allowed: str) -> bool:
    """Whether nothing but these characters stands between word ``i`` and the word before."""
    return i < len(clause.words) and not set(clause.between(i)) - set(allowed)


def _whole(clause: Clause, i: int) -> bool:
    """Whether a clause can begin at word ``i``: not where a comma follows its first word."""
    return clause.next_stop(i) - i > 1


def _skip_weekday(clause: Clause, i: int) -> int:
    """Where the clause begins after "said Friday" or "said on Friday"."""
    at = i
    for _ in range(2):
        if step := clause.lexicon.weekdays.at(clause.words, at):
            return at + step
        at += clause.lexicon.gaps.at(clause.words, at)
    return i


def _only_gaps(clause: Clause, start: int, end: int) -> bool:
    """Whether what follows "X said" names nothing but when, where and to whom."""
    if start == end:
        return True
    lexicon, words = clause.lexicon, clause.words
    return end - start <= 8 and bool(lexicon.gaps.at(words, start) or lexicon.asides.at(words, start))


def _reported(clause: Clause, begin: int, end: int, speaker: Speaker) -> Reported | None:
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


def _cut_at_participles(clause: Clause, reported: Reported) -> list[Reported]:
    """The clause parted where the same speaker goes on: "…, adding that …"."""
    first, last = clause.index_at(reported.start), clause.index_at(reported.end)
    for i in clause.lexicon.participles.near(clause.words, first + FEWEST_WORDS, last):
        length = clause.lexicon.participles.at(clause.words, i)
        set_off = length > 1 or bool(set(clause.between(i)) & STOPS)
        if not length or not set_off or clause.is_quoted(i):
            continue
        that = _find_that(clause, i + length)
        begin = that[1] if that is not None else i + length
        left = _reported(clause, first, i, reported.speaker)
        right = _reported(clause, begin, last, reported.speaker)
        if left is not None:
            parts = [left]
            if right is not None:
                parts.append(Reported(right.start, right.end, right.speaker, same=True))
            return parts
    return [reported]
