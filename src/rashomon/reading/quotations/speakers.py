"""Who speaks: the words beside a verb of speech that name the speaker, and the mention among them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.reading.quotations.words import SpeechWords, Word, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Mention
    from rashomon.reading.quotations.marks import Quoted

STOPS = frozenset(',，、;；:：—–()（）،؛。!！?？…\n“”„«»"「」【】[]')
"""Characters that end a phrase. A full stop does not: abbreviations have one."""

COMMAS = frozenset(",，،")
_PLAIN_GAPS = frozenset((" ", "", "-", "’", "'"))
_IN_NUMBERS = frozenset(",.")
BRACKETS = (("(", ")"), ("（", "）"), ("[", "]"))
UNITS = frozenset("%‰°€$£¥")
DASHES = frozenset("—–")
LONGEST = 12
"""Words that name a speaker; of a longer phrase only the name is taken. Ideographs count a half."""

LONGEST_NAME = 16
"""Characters between marks that may be the name of a ship or of a newspaper."""

FURTHEST = 60
"""How far, in words, a phrase is followed."""

EXTENSION = 5
"""Within how many words after a comma a name belongs to the phrase before ("the spokesman, X")."""

RANK = {"person": 0, "organisation": 1, "place": 2}


class Speaker(Struct, frozen=True):
    """The words that name a speaker; ``plausible`` if they hold a name, a pronoun or a noun that speaks."""

    start: int | None = None
    end: int | None = None
    mention: Mention | None = None
    pronoun: bool = False
    plausible: bool = False


class Clause:
    """The words of one sentence (or of a part of one), with what is quoted and who is named in it."""

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        mentions: Sequence[Mention],
        quoted: Sequence[Quoted],
        lexicon: SpeechWords,
    ) -> None:
        self.text = text
        self.words = words
        self.mentions = mentions
        self.lexicon = lexicon
        self.quoted = quoted
        self._starts = [w.start for w in words]
        self._mention_starts = [m.start for m in mentions]
        self._quoted_starts = [q.outer_start for q in quoted]

    def is_quoted(self, i: int) -> bool:
        """Whether word ``i`` stands between quotation marks."""
        if i >= len(self.words):
            return False
        at = self.words[i].start
        n = bisect_left(self._quoted_starts, at) - 1
        return n >= 0 and at < self.quoted[n].outer_end

    def begins_with_speech(self, i: int) -> bool:
        """Whether word ``i`` stands between marks that hold more than a name."""
        n = bisect_left(self._quoted_starts, self.words[i].start) - 1
        return self.is_quoted(i) and self.quoted[n].end - self.quoted[n].start > LONGEST_NAME

    def name_at(self, i: int) -> int:
        """The word after a short name between marks that begins with word ``i``; ``i`` without one."""
        if 0 < i < len(self.words) and self.is_quoted(i) and not self.is_quoted(i - 1):
            q = self.quoted[bisect_left(self._quoted_starts, self.words[i].start) - 1]
            if q.start == self.words[i].start and q.end - q.start <= 2 * LONGEST_NAME:
                return self.index_at(q.end)
        return i

    def between(self, i: int) -> str:
        """The characters between word ``i`` and the one before (or after the last)."""
        if not self.words or i <= 0:
            return ""
        if i >= len(self.words):
            return self.text[self.words[-1].end : self.words[-1].end + 1]
        gap = self.text[self.words[i - 1].end : self.words[i].start]
        if gap in _IN_NUMBERS and self.words[i - 1].form[-1].isdigit() and self.words[i].form[0].isdigit():
            return ""
        return gap

    def is_parted(self, i: int) -> bool:
        """Whether a comma, a dash or the like stands before word ``i``."""
        gap = self.between(i)
        return gap not in _PLAIN_GAPS and (not STOPS.isdisjoint(gap) or "--" in gap or " - " in gap)

    def index_at(self, position: int) -> int:
        """The first word that starts at or after the position."""
        return bisect_left(self._starts, position)

    def next_stop(self, i: int) -> int:
        """The end of the phrase that begins at word ``i``: the next word after a comma or the like."""
        j = i + 1
        while j < len(self.words) and j - i < FURTHEST and not self.is_parted(j):
            j += 1
        return min(j, len(self.words)) if i < len(self.words) else len(self.words)

    def phrase_start(self, end: int) -> int:
        """The first word of the phrase that ends before word ``end``."""
        start = end - 1
        while start > 0 and end - start < FURTHEST and not self.is_parted(start):
            start -= 1
        return max(start, 0)

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions that overlap the words from ``start`` to ``end``."""
        if start >= end or not self.words:
            return []
        low, high = self.words[start].start, self.words[end - 1].end
        n = bisect_left(self._mention_starts, low)
        found = []
        for m in self.mentions[max(0, n - 2) :]:
            if m.start >= high:
                break
            if m.end > low:
                found.append(m)
        return found

    def with_marks(self, start: int, end: int) -> tuple[int, int]:
        """The span widened over quotation marks that it cuts at its edges, and over its closing bracket."""
        for q in self.quoted:
            if q.outer_start < start <= q.start:
                start = q.outer_start
            if q.end <= end < q.outer_end:
                end = q.outer_end
        for opening, closing in BRACKETS:
            opened = self.text.rfind(opening, start, end) > self.text.rfind(closing, start, end)
            if opened and self.text[end : end + 1] == closing:
                end += 1
        while self.text[end : end + 1] in UNITS:
            end += 1
        return start, end

    def speaker(self, start: int, end: int, first: bool) -> Speaker:
        """The words from ``start`` to ``end`` as a speaker; of several names the ``first`` or the last."""
        mention = named_in(self, start, end, first)
        lexicon, words = self.lexicon, self.words
        pronoun = mention is None and bool(lexicon.pronouns.at(words, start))
        plausible = mention is not None or pronoun or lexicon.speakers.among(words, start, end)
        low, high = words[start].start, words[end - 1].end
        if mention is not None:
            low, high = min(low, mention.start), max(high, mention.end)
            if size(words[start:end]) > LONGEST:
                low, high = mention.start, mention.end
        return Speaker(low, high, mention, pronoun, plausible)


def named_in(clause: Clause, start: int, end: int, first: bool) -> Mention | None:
    """The mention that best names a speaker: a person before an organisation before a place."""
    found = clause.mentions_in(start, end)
    if not found:
        return None
    best = min(RANK[m.type] for m in found)
    ranked = [m for m in found if RANK[m.type] == best]
    return ranked[0] if first else ranked[-1]


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
