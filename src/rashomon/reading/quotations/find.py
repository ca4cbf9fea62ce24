"""Quotations: words given to a speaker, between quotation marks or reported.

The method is that of rule-based attribution (speech verbs and their neighbourhood, after Pouliquen,
Steinberger and Best, "Automatic detection of quotations in multilingual news", RANLP 2007); every word
comes from the language files.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.model import Article, Mention, Quotation, Sentence
from rashomon.reading.quotations.marks import Quoted, quoted_spans
from rashomon.reading.quotations.reported import reported_speech
from rashomon.reading.quotations.scare import is_name, is_no_speech
from rashomon.reading.quotations.speakers import Clause, Speaker, after_verb, before_verb, only_one
from rashomon.reading.quotations.words import SpeechWords, Word, speech_words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 14
"""Within how many words after the closing mark the verb must come."""

FAR = 30
"""Within how many words before the opening mark the verb must come."""

LONGEST_SENTENCE = 20_000
"""How many characters of a sentence are looked at for speakers; longer lines are no prose."""

HEADLINE_WORDS = 8
"""Up to so many words before a colon name the speaker without a verb ("Mayor Brodd: …")."""

NAMES_BEFORE = 50
"""How many names before a pronoun are looked at."""


class _Found(Struct, frozen=True):
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
    text = article.text
    lexicon = speech_words(article.language)
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    quoted = [q for q in quoted_spans(text) if _sentence_at(sentences, q.start) is not None]
    found: list[_Found] = []
    all_words = [words(text, s.start, min(s.end, s.start + LONGEST_SENTENCE)) for s in sentences]
    for q in quoted:
        direct = _direct(text, q, sentences, all_words, ordered, quoted, lexicon)
        if direct is not None:
            found.append(direct)
    for n, sentence in enumerate(sentences):
        clause = _clause(text, all_words[n], ordered, quoted, lexicon, sentence.start, sentence.end)
        found += [
            _Found(r.start, r.end, r.start, False, r.speaker, n, r.same) for r in reported_speech(clause)
        ]
    return _resolved(article, found, sentences, ordered, quoted)


def _direct(
    text: str,
    q: Quoted,
    sentences: Sequence[Sentence],
    all_words: Sequence[list[Word]],
    mentions: Sequence[Mention],
    quoted: Sequence[Quoted],
    lexicon: SpeechWords,
) -> _Found | None:
    """The words between marks as a quotation with whoever is named beside them; None for scare quotes."""
    first = _sentence_at(sentences, q.outer_start)
    first = _sentence_at(sentences, q.start) if first is None else first
    last = _sentence_at(sentences, q.outer_end - 1)
    last = _sentence_at(sentences, q.end - 1) if last is None else last
    if first is None or last is None:
        return None
    head_start, tail_end = sentences[first].start, sentences[last].end
    if q.outer_start - head_start > LONGEST_SENTENCE:
        return None
    cut = bisect_right(all_words[first], q.outer_start, key=lambda w: w.end)
    head = all_words[first][max(0, cut - FAR * 2) : cut]
    if not head and first > 0 and text[: q.outer_start].rstrip()[-1:] in (":", "："):
        head, head_start = all_words[first - 1][-FAR * 2 :], sentences[first - 1].start
    cut = bisect_left(all_words[last], q.outer_end, key=lambda w: w.start)
    tail = all_words[last][cut : cut + FAR * 2]
    gap = text[q.outer_end : sentences[last + 1].start] if last + 1 < len(sentences) else "\n"
    if not tail and "\n" not in gap:
        opener = text[sentences[last + 1].start :][:1]
        if opener.islower() or opener in "—–-,":
            tail, tail_end = all_words[last + 1][: FAR * 2], sentences[last + 1].end
    after = _clause(text, tail, mentions, quoted, lexicon, q.outer_end, tail_end)
    before = _clause(text, head, mentions, quoted, lexicon, head_start, q.outer_start)
    speaker, beside = _speaker_after(after, text, q)
    if speaker is None:
        speaker, beside = _speaker_before(before, text, q)
    beside = beside and speaker is not None
    if not beside and is_no_speech(text, q, speaker is not None):
        return None
    if beside and is_name(text, q):
        return None
    return _Found(q.start, q.end, q.outer_start, True, speaker, first, q.goes_on, not head and not tail)


def _speaker_after(clause: Clause, text: str, q: Quoted) -> tuple[Speaker | None, bool]:
    """Who is named after the closing mark, and whether the verb stands right beside it."""
    lexicon, found = clause.lexicon, clause.words
    for i in range(min(len(found), NEAR)):
        if clause.is_quoted(i) or (i and set(clause.between(i)) & set(";:；：。")):
            break
        length = lexicon.verb_at(found, i)
        if not length:
            continue
        stop = len(found)
        speaker = None
        between = text[q.outer_end : found[0].start]
        if lexicon.subject_of_quote != "after":
            speaker = before_verb(clause, i)
            if speaker is not None and speaker.start is not None and clause.index_at(speaker.start) > 0:
                # Words between the closing mark and the subject belong to another clause.
                near = clause.index_at(speaker.start) <= 2
                speaker = speaker if near else None
        if speaker is None and lexicon.subject_of_quote != "before":
            speaker = after_verb(clause, i + length, stop)
        return (speaker or Speaker()), i <= 6 and "\n" not in between
    return None, False


def _speaker_before(clause: Clause, text: str, q: Quoted) -> tuple[Speaker | None, bool]:
    """Who is named before the opening mark, and whether the verb stands right beside it."""
    lexicon, found = clause.lexicon, clause.words
    count = len(found)
    colon = text[: q.outer_start].rstrip()[-1:] in (":", "：")
    for i in range(count - 1, max(-1, count - FAR), -1):
        if clause.is_quoted(i):
            break
        if length := lexicon.participles.at(found, i):
            beside = count - i - length <= 1
            return only_one(clause, i), beside
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
        return (earlier or later or Speaker()), beside
    if colon and count <= HEADLINE_WORDS:
        return only_one(clause, count), bool(found)
    return None, False


def _resolved(
    article: Article,
    found: list[_Found],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    quoted: Sequence[Quoted],
) -> tuple[Quotation, ...]:
    """The quotations in order, with pronouns and runs of quotations followed to a name where that is sure."""
    found.sort(key=lambda f: (f.start, -f.end, not f.direct))
    result: list[Quotation] = []
    speakers: list[tuple[int, int, str | None, str | None]] = []
    covered = 0
    for f in found:
        if not f.direct and f.end <= covered:
            continue
        named = f.speaker
        last = _last_sentence(sentences, f.end)
        words_ = text = None
        key: str | None = None
        if named is not None and named.start is not None and named.end is not None:
            text = article.text[named.start : named.end]
        if named is None and f.direct and result and not result[-1].direct and f.end <= result[-1].end:
            key, text = result[-1].speaker, result[-1].speaker_text
        elif named is not None and named.mention is not None:
            key = named.mention.key
        elif named is None or named.start is None or named.pronoun:
            key, words_ = _from_before(f, named, speakers, sentences, mentions, quoted)
            text = text or words_
        result.append(
            Quotation(
                article=article.id,
                start=f.start,
                end=f.end,
                text=article.text[f.start : f.end],
                direct=f.direct,
                speaker=key,
                speaker_text=text,
            )
        )
        covered = max(covered, f.end)
        speakers.append((f.sentence, last, key, text))
    return tuple(result)


def _from_before(
    f: _Found,
    named: Speaker | None,
    speakers: Sequence[tuple[int, int, str | None, str | None]],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    quoted: Sequence[Quoted],
) -> tuple[str | None, str | None]:
    """The key and the words of the speaker that the sentence before leaves no doubt about."""
    near = [s for s in speakers[-6:] if f.sentence - 1 <= s[1] <= f.sentence]
    keys = {s[2] for s in near if s[2] is not None}
    if f.same and speakers:
        return speakers[-1][2], speakers[-1][3]
    if named is None:
        # A quotation of its own goes on for the speaker of the quotation right before, in the same paragraph.
        return (near[-1][2], near[-1][3]) if f.alone and near and len(keys) <= 1 else (None, None)
    if named.start is None and not named.pronoun:
        return None, None
    here = sentences[f.sentence].start
    low = here if keys else sentences[max(0, f.sentence - 1)].start
    keys |= {
        m.key
        for m in mentions[bisect_left(mentions, low, key=lambda m: m.start) :][:NAMES_BEFORE]
        if m.type == "person" and m.start < f.outer_start and not _within(quoted, m.start)
    }
    return (keys.pop(), None) if len(keys) == 1 else (None, None)


def _within(quoted: Sequence[Quoted], position: int) -> bool:
    n = bisect_right(quoted, position, key=lambda q: q.outer_start) - 1
    return n >= 0 and position < quoted[n].outer_end


def _last_sentence(sentences: Sequence[Sentence], end: int) -> int:
    return max(0, bisect_right(sentences, max(0, end - 1), key=lambda s: s.start) - 1)


def _sentence_at(sentences: Sequence[Sentence], position: int) -> int | None:
    """The sentence that holds the position, or None."""
    n = bisect_right(sentences, position, key=lambda s: s.start) - 1
    return n if n >= 0 and position < sentences[n].end else None


def _clause(
    text: str,
    found: Sequence[Word],
    mentions: Sequence[Mention],
    quoted: Sequence[Quoted],
    lexicon: SpeechWords,
    start: int,
    end: int,
) -> Clause:
    """The words as a clause, with the mentions and quotations between ``start`` and ``end``."""
    if not found:
        return Clause(text, (), (), (), lexicon)
    start, end = max(start, found[0].start), min(end, found[-1].end)
    low = bisect_left(mentions, start, key=lambda m: m.start)
    high = bisect_left(mentions, end, key=lambda m: m.start)
    named = [m for m in mentions[max(0, low - 4) : high] if m.end > start]
    first = bisect_right(quoted, start, key=lambda q: q.outer_end)
    last = bisect_left(quoted, end, key=lambda q: q.outer_start)
    return Clause(text, found, named, quoted[first:last], lexicon)
