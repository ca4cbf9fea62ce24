"""The words of a sentence with what is quoted and who is named among them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
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


class Speaker(Struct, frozen=True, gc=False):
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
        # Found when first asked for: where words begin, and before which a comma or the like stands.
        self._starts: list[int] | None = None
        self._parted: list[int] | None = None
        self._mention_starts = [m.start for m in mentions]
        self._quoted_starts = [q.outer_start for q in quoted]

    def _find_starts(self) -> list[int]:
        self._starts = [word.start for word in self.words]
        return self._starts

    def _find_parted(self) -> list[int]:
        text = self.text
        gaps = [(i, text[a.end : b.start]) for i, (a, b) in enumerate(pairwise(self.words), 1)]
        self._parted = [i for i, gap in gaps if gap not in _PLAIN_GAPS and self.is_parted(i)]
        return self._parted

    def is_quoted(self, i: int) -> bool:
        """Whether word ``i`` stands between quotation marks."""
        if not self.quoted or i >= len(self.words):
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
        return bisect_left(self._find_starts() if self._starts is None else self._starts, position)

    def next_stop(self, i: int) -> int:
        """The end of the phrase that begins at word ``i``: the next word after a comma or the like."""
        count, parted = len(self.words), self._find_parted() if self._parted is None else self._parted
        n = bisect_right(parted, i)
        return min(parted[n] if n < len(parted) else count, i + FURTHEST, count) if i < count else count

    def phrase_start(self, end: int) -> int:
        """The first word of the phrase that ends before word ``end``."""
        parted = self._find_parted() if self._parted is None else self._parted
        n = bisect_left(parted, end)
        return max(parted[n - 1] if n else 0, end - FURTHEST, 0)

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
