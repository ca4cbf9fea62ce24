"""Words of a sentence, and the phrases of a language's speech rules found among them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, compress, count
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.language.chunks import Remembered
from rashomon.language.rules import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

IDEOGRAPHS = "\u2e80-\u2fff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


# Two ways to write one letter: Romanian commas and cedillas, Turkish capitals of i and ı.
_SAME = str.maketrans({"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț", "İ": "i", "ı": "i"})


class Word(Struct, frozen=True, gc=False):
    """A word, or one character of a script that writes none apart; ``form`` is lower-cased and composed."""

    start: int
    end: int
    form: str


_MARKS = "".join(c for c in map(chr, range(0x300, 0x1B00)) if unicodedata.category(c) in ("Mn", "Mc"))
_SPECIAL = re.compile(rf"[{IDEOGRAPHS}{_MARKS}]")
_MAY_BE_SPECIAL = re.compile("[\u0300-\u1fff\u2e80-\U0010ffff]")  # quicker than all that are
_PLAIN = re.compile(r"(\w+(?:-\w+)*)")
_PIECE = re.compile(r"\w+")


@cache
def _pattern() -> re.Pattern[str]:
    # Python's \w leaves out combining marks, with which Arabic, Indic and decomposed Latin words are written.
    letter = rf"[^\W{IDEOGRAPHS}]"
    return re.compile(rf"([{IDEOGRAPHS}]|{letter}(?:[{_MARKS}]|{letter})*(?:-\w+)*)")


class TextWords:
    """The words of one text, with what is found out once: whether its letters are plain and composed."""

    def __init__(self, text: str) -> None:
        lowered = text.lower()
        composed = len(lowered) == len(text) and unicodedata.is_normalized("NFC", lowered)
        self.lowered = lowered if composed else None
        self._text = text
        special = not text.isascii() and _MAY_BE_SPECIAL.search(text) and _SPECIAL.search(text)
        self._pattern = _pattern() if special else _PLAIN

    def between(self, start: int, end: int) -> list[Word]:
        """The words of a part of the text. An apostrophe parts words, a hyphen does not."""
        # What parts words and the words, by turns: much quicker than a match for each word.
        parts = self._pattern.split((self.lowered or self._text)[start:end])
        ends = list(accumulate(map(len, parts), initial=start))
        forms = parts[1::2] if self.lowered is not None else map(_form, parts[1::2])
        return list(map(Word, ends[1::2], ends[2::2], forms))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words of a short text. An apostrophe parts words, a hyphen does not."""
    return tuple(TextWords(text).between(0, len(text)))


def _form(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFC", word.lower())


def size(found: Sequence[Word]) -> float:
    """How much the words are: an ideograph counts half a word."""
    return len(found) - 0.5 * len([w for w in found if w.form >= "\u2e80" and w.end - w.start == 1])


class Phrases:
    """A set of words and phrases, found from their first or their last word; the longest is taken.

    ``prefixes`` may be written onto a phrase, ``inverted`` after it with a hyphen ("dit-il").
    """

    def __init__(
        self, phrases: Iterable[str], prefixes: Iterable[str] = (), inverted: Iterable[str] = ()
    ) -> None:
        self._inverted = frozenset(inverted)
        split = {tuple(w.form for w in words(phrase)) for phrase in phrases} - {()}
        self.all = sorted(split, key=lambda p: (-len(p), p))
        self._by_first: dict[str, list[tuple[int, set[tuple[str, ...]]]]] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        for prefix in ("", *sorted(prefixes)):
            for parts in self.all:
                known = self._by_first.setdefault(prefix + parts[0], [])
                if not known or known[-1][0] != len(parts):
                    known.append((len(parts), set()))
                known[-1][1].add(parts[1:])
        for parts in self.all:
            self._by_last.setdefault(parts[-1], []).append(parts)

    @property
    def firsts(self) -> frozenset[str]:
        """The words with which a phrase can begin."""
        return frozenset(self._by_first)

    def at(self, sentence: Sequence[Word], i: int) -> int:
        """How many words of the sentence, from ``i`` on, are one of the phrases; 0 where none is."""
        if i < 0 or i >= len(sentence):
            return 0
        form = sentence[i].form
        known = self._by_first.get(form)
        if known is None:
            if not self._inverted or "-" not in form or form.rpartition("-")[2] not in self._inverted:
                return 0
            known = self._by_first.get(form.partition("-")[0], [])
        for length, rests in known:
            if length == 1 or tuple([w.form for w in sentence[i + 1 : i + length]]) in rests:
                return length
        return 0

    def before(self, sentence: Sequence[Word], i: int) -> int:
        """How many words right before ``i`` are one of the phrases; 0 where none is."""
        if not 0 < i <= len(sentence):
            return 0
        for parts in self._by_last.get(sentence[i - 1].form, ()):
            first = i - len(parts)
            if first == i - 1 or (first >= 0 and [w.form for w in sentence[first:i]] == list(parts)):
                return len(parts)
        return 0

    def among(self, sentence: Sequence[Word], start: int, end: int) -> bool:
        """Whether one of the phrases stands between the two places."""
        return any(self.at(sentence, i) for i in self.near(sentence, start, end))

    def near(self, sentence: Sequence[Word], start: int, end: int) -> list[int]:
        """The words between the two places with which a phrase may begin: a quick look."""
        firsts = self._by_first
        return [i for i, word in enumerate(sentence[start:end], start) if word.form in firsts]


class SpeechWords:
    """The speech rules of one language, ready for matching."""

    def __init__(self, code: str) -> None:
        rules = load(code).quotations
        weekdays = _weekdays(code)
        self.verbs = Phrases(rules.verbs | rules.verbs_with_that, rules.prefixes, rules.pronouns)
        self.bare_verbs = Phrases(rules.verbs, rules.prefixes)
        self.participles = Phrases(rules.participles, rules.prefixes)
        self.that = Phrases(rules.that)
        self.that_endings = tuple(sorted(rules.that_endings))
        self.according = Phrases(rules.according, rules.prefixes)
        self.according_after = Phrases(rules.according_after)
        self.tags = Phrases(rules.tags)
        self.opinions = Phrases(rules.opinions)
        self.drops_subject = rules.drops_subject
        self.speakers = Phrases(rules.speakers)
        self.not_speakers = Phrases(rules.not_speakers)
        self.conjunctions = Phrases(rules.conjunctions)
        self.indefinites = Phrases(rules.indefinites)
        self.relatives = Phrases(rules.relatives)
        self.pronouns = Phrases(rules.pronouns)
        self.asides = Phrases(rules.asides | weekdays)
        self.gaps = Phrases(rules.gaps | weekdays)
        self.weekdays = Phrases(weekdays)
        self.lead_ins = Phrases(rules.lead_ins)
        self.unless_after = Phrases(rules.unless_after)
        self.unless_before = Phrases(rules.unless_before)
        self._speech_firsts = (
            self.verbs.firsts | self.according.firsts | self.according_after.firsts | self.tags.firsts
        )
        pieces = {
            prefix + max(_PIECE.findall(phrase.lower()), key=len, default="")
            for phrase in rules.verbs
            | rules.verbs_with_that
            | rules.according
            | rules.according_after
            | rules.tags
            for prefix in ("", *rules.prefixes)
        } - {""}
        unspaced = sorted(piece for piece in pieces if _SPECIAL.match(piece))
        self._pieces = frozenset(pieces)
        self._unspaced = re.compile("|".join(map(re.escape, unspaced))) if unspaced else None
        self.is_spaced = self._unspaced is None
        self._may_report = Remembered(
            lambda chunk: not self._pieces.isdisjoint(_PIECE.findall(chunk.lower()))
        )
        self.titles = Remembered(
            lambda name: tuple([word.form for word in words(name) if self.speakers.at((word,), 0)])
        )
        self._speech = self._speech_firsts | self.participles.firsts | self.opinions.firsts
        self.subject = rules.subject
        self.subject_of_quote = rules.subject_of_quote

    def may_report(self, found: TextWords, start: int, end: int) -> bool:
        """Whether a part of a text can hold a verb of speech or "according to": a quick look, often true."""
        if found.lowered is None:
            return True
        if not self._pieces.isdisjoint(_PIECE.findall(found.lowered, start, end)):
            return True
        return self._unspaced is not None and self._unspaced.search(found.lowered, start, end) is not None

    def reporting(self, chunks: Iterable[str]) -> list[int]:
        """The chunks of a text that can hold a verb of speech or "according to"; see ``may_report``."""
        return list(compress(count(), map(self._may_report.__getitem__, chunks)))

    def near(self, sentence: Sequence[Word]) -> list[int]:
        """The words with which anything may begin that tells of a speaker: a quick look."""
        firsts = self._speech
        return [i for i, word in enumerate(sentence) if word.form in firsts or "-" in word.form]

    def speech_at(self, sentence: Sequence[Word]) -> list[int]:
        """The words at which a verb of speech or "according to" stands."""
        firsts = self._speech_firsts
        near = [i for i, word in enumerate(sentence) if word.form in firsts or "-" in word.form]
        return [
            i
            for i in near
            if self.verb_at(sentence, i)
            or self.according.at(sentence, i)
            or self.according_after.at(sentence, i)
            or self.tags.at(sentence, i)
        ]

    def verb_at(self, sentence: Sequence[Word], i: int) -> int:
        """How many words from ``i`` on are a verb of speech; 0 where none is."""
        length = self.verbs.at(sentence, i)
        if not length or self.unless_after.before(sentence, i):
            return 0
        after = i + length
        return 0 if self.unless_before.at(sentence, after) and not self.that.at(sentence, after) else length


@cache
def speech_words(code: str) -> SpeechWords:
    """The speech rules of a language; without a file of its own it has none."""
    return SpeechWords(code)


def _weekdays(code: str) -> frozenset[str]:
    import icu

    symbols = icu.DateFormatSymbols(icu.Locale(code))
    return frozenset(day.lower() for day in symbols.getWeekdays() if day)
