"""An article as quotations are looked for in it: its sentences' words, names and marks, each found once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from rashomon.language.chunks import chunks_of
from rashomon.reading.quotations.clauses import COMMAS, Clause, Speaker
from rashomon.reading.quotations.marks import Quoted, quoted_spans
from rashomon.reading.quotations.words import TextWords, speech_words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, Mention, Sentence
    from rashomon.reading.quotations.words import Word

LONGEST_TITLE = 3
"""Words of a title that stands for a name; more tell of somebody else."""

SHORTEST_COMPOUND = 6
"""Letters of a title that may be the end of another one ("Verkehrsminister")."""

NEAR_NAME = 40
"""Characters before and after a name in which its title is looked for."""

LONGEST_SENTENCE = 20_000
"""How many characters of a sentence are looked at for speakers; longer lines are no prose."""

MOST_QUOTED = 5_000
"""How many words between marks of an article are looked at; the rest counts as not quoted."""

MOST_IN_SENTENCE = 40
"""A sentence with more marks is no prose: what it quotes is given to nobody."""


class Passage:
    """An article's text with its sentences, mentions, and words between quotation marks, all in order."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> None:
        self.article = article
        self.text = article.text
        self.sentences = sentences
        self.lexicon = speech_words(article.language)
        self._starts = [s.start for s in sentences]
        self._mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._mention_starts = [m.start for m in self._mentions]
        self._text_words = TextWords(self.text)
        self._words: dict[int, list[Word]] = {}
        quoted = [q for q in quoted_spans(self.text) if self.sentence_at(q.start) is not None]
        self.quote(quoted[:MOST_QUOTED])
        self._reporting = self._find_reporting()
        self._titles: dict[str, frozenset[str]] | None = None
        self.narrated: dict[int, Speaker | None] = {}

    def quote(self, quoted: list[Quoted]) -> None:
        """From now on these are the words between marks, in order."""
        self.quoted = quoted
        self._quoted_starts = [q.outer_start for q in quoted]
        self._quoted_ends = [q.outer_end for q in quoted]

    def words(self, n: int) -> list[Word]:
        """The words of sentence ``n``, as far as they are looked at."""
        if n not in self._words:
            sentence = self.sentences[n]
            end = min(sentence.end, sentence.start + LONGEST_SENTENCE)
            self._words[n] = self._text_words.between(sentence.start, end)
        return self._words[n]

    def may_report(self, n: int) -> bool:
        """Whether sentence ``n`` can hold reported speech: a quick look."""
        if self._reporting is not None:
            return n in self._reporting
        sentence = self.sentences[n]
        return self.lexicon.may_report(self._text_words, sentence.start, sentence.end)

    def _find_reporting(self) -> frozenset[int] | None:
        """The sentences that can hold reported speech, by one look at all; None where each wants its own."""
        if self._text_words.lowered is None or not self.lexicon.is_spaced:
            return None
        texts, firsts = chunks_of(self.text, tuple(self.sentences))
        return frozenset([bisect_right(firsts, i) - 1 for i in self.lexicon.reporting(texts)])

    def may_hold_speech(self, start: int, end: int) -> bool:
        """Whether a part of the text can hold a verb of speech: a quick look."""
        n = self.sentence_at(start)
        if n is not None and end <= self.sentences[n].end and not self.may_report(n):
            return False
        return self.lexicon.may_report(self._text_words, start, end)

    def words_between(self, start: int, end: int) -> list[Word]:
        """The words of a part of the text."""
        return self._text_words.between(start, end)

    def sentence_at(self, position: int) -> int | None:
        """The sentence that holds the position, or None."""
        n = bisect_right(self._starts, position) - 1
        return n if n >= 0 and position < self.sentences[n].end else None

    def last_sentence(self, end: int) -> int:
        """The sentence in which words end."""
        return max(0, bisect_right(self._starts, max(0, end - 1)) - 1)

    def mentions_from(self, start: int, most: int) -> list[Mention]:
        """The first mentions that start at or after a position, ``most`` of them at most."""
        n = bisect_left(self._mention_starts, start)
        return self._mentions[n : n + most]

    def is_quoted(self, position: int) -> bool:
        """Whether a position stands between quotation marks."""
        n = bisect_right(self._quoted_starts, position) - 1
        return n >= 0 and position < self.quoted[n].outer_end

    def entitled(self, start: int, end: int) -> str | None:
        """The key of the only person whom the article gives the title that stands there: "the mayor"."""
        found = words(self.text[start:end])
        speaks, indefinite = self.lexicon.speakers, self.lexicon.indefinites
        if not found or len(found) > LONGEST_TITLE or indefinite.at(found, 0):
            return None
        told = [w.form for i, w in enumerate(found) if speaks.at(found, i) == 1]
        if len(told) != 1:
            return None
        before = self.words_between(max(0, start - NEAR_NAME), start)
        if indefinite.before(before, len(before)):
            return None
        if self._titles is None:
            self._titles = self._find_titles()
        (title,) = told
        keys = self._titles.get(title, frozenset())
        if not keys and len(title) >= SHORTEST_COMPOUND:
            ending = [found for compound, found in self._titles.items() if compound.endswith(title)]
            keys = frozenset().union(*ending)
        return next(iter(keys)) if len(keys) == 1 else None

    def _find_titles(self) -> dict[str, frozenset[str]]:
        """The nouns right before persons' names, and in what follows them between commas."""
        titles: dict[str, set[str]] = {}
        for m in [m for m in self._mentions if m.type == "person"]:
            forms = list(self.lexicon.titles[m.text])
            before = self.text[max(0, m.start - NEAR_NAME) : m.start]
            if before[-1:].isspace() and (chunk := before.split()[-1:]):
                last = words(chunk[0])[-1:]
                if last and last[0].end == len(chunk[0]):
                    forms.append(last[0].form)
            if self.text[m.end : m.end + 1] in COMMAS:
                ends = [self.text.find(c, m.end + 1, m.end + NEAR_NAME) for c in COMMAS]
                stop = min((end for end in ends if end > 0), default=m.end)
                after = self.words_between(m.end, stop)
                forms += [word.form for word in after if self.lexicon.speakers.at((word,), 0)]
            for form in forms:
                titles.setdefault(form, set()).add(m.key)
        return {title: frozenset(keys) for title, keys in titles.items()}

    def is_crowded(self, n: int) -> bool:
        """Whether sentence ``n`` holds so many marks that it is no prose."""
        sentence = self.sentences[n]
        first = bisect_left(self._quoted_starts, sentence.start)
        return bisect_left(self._quoted_starts, sentence.end, first) - first > MOST_IN_SENTENCE

    def clause(self, found: Sequence[Word], start: int, end: int, *, marks: bool = True) -> Clause:
        """The words as a clause, with the mentions and quotations between ``start`` and ``end``.

        Without ``marks`` no word counts as quoted.
        """
        if not found:
            return Clause(self.text, (), (), (), self.lexicon)
        start, end = max(start, found[0].start), min(end, found[-1].end)
        low = bisect_left(self._mention_starts, start)
        high = bisect_left(self._mention_starts, end)
        named = [m for m in self._mentions[max(0, low - 4) : high] if m.end > start]
        if not marks:
            return Clause(self.text, found, named, (), self.lexicon)
        first = bisect_right(self._quoted_ends, start)
        last = bisect_left(self._quoted_starts, end)
        return Clause(self.text, found, named, self.quoted[first:last], self.lexicon)
