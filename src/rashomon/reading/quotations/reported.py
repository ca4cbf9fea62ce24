"""Speech without quotation marks: "X said that …", "according to X, …", "…, said X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.reading.quotations.clauses import STOPS, Clause, Speaker
from rashomon.reading.quotations.sources import (
    AROUND_WORDS,
    FEWEST_WORDS,
    LONGEST_SOURCE,
    Reported,
    according,
    source_after,
    tagged,
    words_told,
)
from rashomon.reading.quotations.speakers import after_verb, before_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SENTENCE = 1000
"""Words of what can be a sentence; longer lines are no prose."""

MOST_VERBS = 40
"""Verbs of speech in what can be a sentence."""

FURTHEST_THAT = 14
"""How many words after its verb the word "that" is looked for."""


def reported_speech(clause: Clause, places: Sequence[int]) -> list[Reported]:
    """The speech that one sentence reports, in the order of its words.

    ``places`` are the words at which a verb of speech or "according to" stands (``SpeechWords.speech_at``).
    """
    found: list[Reported] = []
    if len(clause.words) > LONGEST_SENTENCE or len(places) > MOST_VERBS:
        return found
    last = -1
    for i in places:
        if clause.words[i].start < last or clause.is_quoted(i):
            continue
        reported = (
            according(clause, i)
            or source_after(clause, i)
            or tagged(clause, i)
            or _ends_at_verb(clause, i)
            or _around(clause, i)
            or _after_verb(clause, i)
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
    return words_told(clause, begin, len(words), speaker)


def _ends_at_verb(clause: Clause, i: int) -> Reported | None:
    """ "X, …": a clause that the ending of its last word tells, right before the verb."""
    lexicon, words = clause.lexicon, clause.words
    if not lexicon.that_endings or not lexicon.verb_at(words, i):
        return None
    end = i
    while step := lexicon.asides.before(words, end):
        end -= step
    if end <= 0 or not words[end - 1].form.endswith(lexicon.that_endings) or clause.is_quoted(end - 1):
        return None
    start = 0
    while step := lexicon.lead_ins.at(words, start):
        start += step
    stop = clause.next_stop(start)
    if not 0 < stop - start <= LONGEST_SOURCE or stop >= end:
        return None
    speaker = clause.speaker(start, stop, first=False)
    return words_told(clause, stop, end, speaker) if speaker.plausible else None


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
                    return words_told(clause, 0, begin, speaker)
            verb_first = False
    if not _only_gaps(clause, i + length, rest):
        return None
    speaker = before_verb(clause, i)
    if speaker is None or speaker.start is None:
        return None
    first = clause.index_at(speaker.start)
    if first < AROUND_WORDS or not set(clause.between(first)) & set(",，،—–"):
        return None
    return words_told(clause, 0, first, speaker)


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
        left = words_told(clause, first, i, reported.speaker)
        right = words_told(clause, begin, last, reported.speaker)
        if left is not None:
            parts = [left]
            if right is not None:
                parts.append(Reported(right.start, right.end, right.speaker, same=True))
            return parts
    return [reported]
