"""Quotations: words given to a speaker, between quotation marks or reported.

The method is that of rule-based attribution (speech verbs and their neighbourhood, after Pouliquen,
Steinberger and Best, "Automatic detection of quotations in multilingual news", RANLP 2007); every word
comes from the language files.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from rashomon.model import Article, Mention, Quotation, Sentence
from rashomon.reading.quotations.clauses import COMMAS, Clause, Speaker
from rashomon.reading.quotations.incises import break_up
from rashomon.reading.quotations.passage import LONGEST_SENTENCE, Passage
from rashomon.reading.quotations.reported import reported_speech
from rashomon.reading.quotations.scare import is_name, is_no_speech
from rashomon.reading.quotations.speakers import after_verb, before_verb, only_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.reading.quotations.marks import Quoted
    from rashomon.reading.quotations.words import Word

NEAR = 14
"""Within how many words after the closing mark the verb must come."""

FAR = 30
"""Within how many words before the opening mark the verb must come."""

HEADLINE_WORDS = 8
"""Up to so many words before a colon name the speaker without a verb ("Mayor Brodd: …")."""

NAMES_BEFORE = 50
"""How many names before a pronoun are looked at."""


_ENDS = frozenset(";:；：。")  # between words, of a clause


class _Told(Struct, frozen=True, gc=False):
    """Who spoke: the sentence in which the quotation ended, the key and the words of the speaker."""

    sentence: int
    key: str | None
    text: str | None


class _Found(Struct, frozen=True, gc=False):
    start: int
    end: int
    outer_start: int
    direct: bool
    speaker: Speaker | None
    sentence: int
    same: bool = False
    alone: bool = False


def find_quotations(
    article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> tuple[Quotation, ...]:
    """The quotations of an article, ordered by start.

    Direct ones span the words between the marks, reported ones the clause that tells what was said.
    ``speaker_text`` quotes the words that name the speaker, ``speaker`` is the key of the mention among
    them. Both are None where the text names nobody; "he" is followed only to a sentence right before that
    leaves no doubt.
    """
    passage = Passage(article, sentences, mentions)
    break_up(passage)
    found = [direct for q in passage.quoted if (direct := _direct(passage, q)) is not None]
    for n, sentence in enumerate(sentences):
        if passage.may_report(n) and (places := passage.lexicon.speech_at(passage.words(n))):
            clause = passage.clause(passage.words(n), sentence.start, sentence.end)
            found += [
                _Found(r.start, r.end, r.start, False, r.speaker, n, r.same)
                for r in reported_speech(clause, places)
            ]
    return _resolved(passage, found)


def _direct(passage: Passage, q: Quoted) -> _Found | None:
    """The words between marks as a quotation with whoever is named beside them; None for scare quotes."""
    text, sentences = passage.text, passage.sentences
    first = passage.sentence_at(q.outer_start)
    first = passage.sentence_at(q.start) if first is None else first
    last = passage.sentence_at(q.outer_end - 1)
    last = passage.sentence_at(q.end - 1) if last is None else last
    if first is None or last is None:
        return None
    head_start, tail_end = sentences[first].start, sentences[last].end
    if q.outer_start - head_start > LONGEST_SENTENCE or passage.is_crowded(first):
        return None
    if q.outer_start in passage.narrated:
        told = passage.narrated[q.outer_start]
        return _Found(q.start, q.end, q.outer_start, True, told, first, q.goes_on)
    cut = bisect_right(passage.words(first), q.outer_start, key=lambda w: w.end)
    head: Sequence[Word] = passage.words(first)[max(0, cut - FAR * 2) : cut]
    if not head and first > 0 and _follows_colon(text, q):
        head, head_start = passage.words(first - 1)[-FAR * 2 :], sentences[first - 1].start
    cut = bisect_left(passage.words(last), q.outer_end, key=lambda w: w.start)
    tail: Sequence[Word] = passage.words(last)[cut : cut + FAR * 2]
    gap = text[q.outer_end : sentences[last + 1].start] if last + 1 < len(sentences) else "\n"
    if not tail and "\n" not in gap:
        opener = text[sentences[last + 1].start]
        if opener.islower() or opener in "—–-,":
            tail, tail_end = passage.words(last + 1)[: FAR * 2], sentences[last + 1].end
    speaker, beside = _speaker_after(passage.clause(tail, q.outer_end, tail_end), text, q)
    if speaker is None:
        speaker, beside = _speaker_before(passage.clause(head, head_start, q.outer_start), text, q)
    beside = beside and speaker is not None
    if not beside and is_no_speech(text, q, speaker is not None):
        return None
    if beside and is_name(text, q):
        return None
    return _Found(q.start, q.end, q.outer_start, True, speaker, first, q.goes_on, not head and not tail)


def _follows_colon(text: str, q: Quoted) -> bool:
    return text[max(0, q.outer_start - NEAR) : q.outer_start].rstrip()[-1:] in (":", "：")


def _speaker_after(clause: Clause, text: str, q: Quoted) -> tuple[Speaker | None, bool]:
    """Who is named after the closing mark, and whether the verb stands right beside it."""
    lexicon, found = clause.lexicon, clause.words
    looked = 0
    for i in sorted({0, *lexicon.near(found[:NEAR])}) if found else ():
        if any(clause.is_quoted(n) or (n and _ENDS & set(clause.between(n))) for n in range(looked, i + 1)):
            break
        looked = i + 1
        tag = lexicon.tags.at(found, i) or lexicon.according.at(found, i) if i == 0 else 0
        if tag and tag < len(found):
            named = clause.speaker(tag, clause.next_stop(tag), first=True)
            if named.plausible:
                return named, True
        length = lexicon.verb_at(found, i)
        if not length:
            continue
        stop = len(found)
        speaker = None
        between = text[q.outer_end : found[0].start]
        if lexicon.subject_of_quote != "after":
            speaker = before_verb(clause, i) if i else None
            if speaker is not None and speaker.start is not None and clause.index_at(speaker.start) > 0:
                # Words between the closing mark and the subject belong to another clause.
                near = clause.index_at(speaker.start) <= 2
                speaker = speaker if near else None
        if speaker is None and lexicon.subject_of_quote != "before":
            speaker = after_verb(clause, i + length, stop)
        return (speaker or Speaker(pronoun=lexicon.drops_subject)), i <= 6 and "\n" not in between
    return None, False


def _speaker_before(clause: Clause, text: str, q: Quoted) -> tuple[Speaker | None, bool]:
    """Who is named before the opening mark, and whether the verb stands right beside it."""
    lexicon, found = clause.lexicon, clause.words
    count = len(found)
    colon = _follows_colon(text, q)
    first, looked = max(0, count - FAR + 1), count
    for i in [first + n for n in reversed(lexicon.near(found[first:]))]:
        if any(clause.is_quoted(n) for n in range(i, looked)):
            break
        looked = i
        if length := lexicon.participles.at(found, i):
            beside = count - i - length <= 1
            return only_one(clause, i), beside
        source = lexicon.according.at(found, i) or (lexicon.opinions.at(found, i) if i == 0 else 0)
        if source and i + source < count and COMMAS & set(text[found[-1].end : q.outer_start]):
            named = clause.speaker(i + source, count, first=True)
            if named.plausible and clause.next_stop(i + source) == count:
                return named, True
        length = lexicon.verb_at(found, i)
        if not length or any(lexicon.verb_at(found, i - n) > n for n in (1, 2, 3) if i >= n):
            continue
        earlier = before_verb(clause, i) if lexicon.subject != "after" or not i else None
        later = after_verb(clause, i + length, count) if i + length < count else None
        if lexicon.subject == "before":
            later = None
        if lexicon.subject == "after":
            earlier = None if later is not None and later.plausible else before_verb(clause, i)
        if earlier is not None and not earlier.plausible and later is not None and later.plausible:
            earlier = None
        beside = count - i - length <= 1 or colon
        return (earlier or later or Speaker(pronoun=lexicon.drops_subject)), beside
    if colon and count <= HEADLINE_WORDS:
        return only_one(clause, count), bool(found)
    return None, False


def _resolved(passage: Passage, found: list[_Found]) -> tuple[Quotation, ...]:
    """The quotations in order, with pronouns and runs of quotations followed to a name where that is sure."""
    found.sort(key=lambda f: (f.start, -f.end, not f.direct))
    result: list[Quotation] = []
    speakers: list[_Told] = []
    covered = 0
    goes_on: set[int] = set()
    for f in found:
        if not f.direct and f.end <= covered:
            continue
        if f.direct and f.same:
            goes_on.add(f.start)
        named = f.speaker
        text = key = None
        if named is not None and named.start is not None and named.end is not None:
            text = passage.text[named.start : named.end]
        if named is None and f.direct and result and not result[-1].direct and f.end <= result[-1].end:
            key, text = result[-1].speaker, result[-1].speaker_text
        elif named is not None and named.mention is not None:
            key = named.mention.key
        elif named is None or named.start is None or named.pronoun:
            key, before = _from_before(passage, f, named, speakers)
            text = text or before
        elif named.end is not None:
            key = passage.entitled(named.start, named.end)
        result.append(
            Quotation(
                article=passage.article.id,
                start=f.start,
                end=f.end,
                text=passage.text[f.start : f.end],
                direct=f.direct,
                speaker=key,
                speaker_text=text,
            )
        )
        covered = max(covered, f.end)
        speakers.append(_Told(passage.last_sentence(f.end), key, text))
    for i in range(len(result) - 2, -1, -1):
        # Speech of several paragraphs names its speaker at its end.
        now, after = result[i], result[i + 1]
        if now.direct and after.start in goes_on and now.speaker is None and now.speaker_text is None:
            result[i] = replace(now, speaker=after.speaker, speaker_text=after.speaker_text)
    return tuple(result)


def _from_before(
    passage: Passage, f: _Found, named: Speaker | None, speakers: Sequence[_Told]
) -> tuple[str | None, str | None]:
    """The key and the words of the speaker that the sentence before leaves no doubt about."""
    near = [s for s in speakers[-6:] if f.sentence - 1 <= s.sentence <= f.sentence]
    keys = {s.key for s in near if s.key is not None}
    if f.same and speakers:
        return speakers[-1].key, speakers[-1].text
    if named is None:
        # A quotation of its own goes on for the speaker of the quotation right before, in the same paragraph.
        return (near[-1].key, near[-1].text) if f.alone and near and len(keys) <= 1 else (None, None)
    if named.start is None and not named.pronoun:
        return None, None
    first = f.sentence if keys else max(0, f.sentence - 1)
    keys |= {
        m.key
        for m in passage.mentions_from(passage.sentences[first].start, NAMES_BEFORE)
        if m.type == "person" and m.start < f.outer_start and not passage.is_quoted(m.start)
    }
    return (keys.pop(), None) if len(keys) == 1 else (None, None)
