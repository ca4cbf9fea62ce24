"""Where in a line names may stand.

A stretch begins with a chunk that holds a capital or a word with which a phrase of the language begins. It
goes on with others and with words that names may have inside. All other words are passed over: what a stretch
holds depends on nothing else in its line but whether a word joins it behind, and whether it opens a sentence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rashomon.language.chunks import END, Remembered
from rashomon.language.rules import load
from rashomon.reading.names.words import GAPS, form, phrases, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LINK, _BEGINS, _TAIL, _BREAKS_AFTER, _BREAKS_BEFORE, _UPPER, _STOPPED = (1 << n for n in range(7))
_EDGES = ',.;:!?…()[]«»“”„"'
_END = chr(1 << 7)
OPENING, JOINED = 1, 2  # what the first character of a stretch's key tells


class Found(NamedTuple):
    """A stretch: the place of its first chunk among all, the marks before its first word, and its key."""

    at: int
    head: str
    key: str


class Kind(NamedTuple):
    """What a chunk is: a code of one character, the forms of its words without a capital, how many words it
    has and how many with a capital, and the marks before its first word and behind its last. One without a
    word is all ``tail``."""

    code: str
    small: tuple[str, ...]
    words: int
    capitals: int
    head: str
    tail: str


class Kinds(Remembered[Kind]):
    """What the chunks of a language are, and where among them names may stand."""

    def __init__(self, language: str) -> None:
        super().__init__(self._kind)
        rules, self._table = load(language).names, phrases(language)
        links = {form for all_ in self._table.values() for phrase in all_ for form in phrase.forms}
        links |= rules.particles | rules.joiners | rules.elisions
        links |= {word for pair in rules.organisation_words if " " in pair for word in pair.split(" ")}
        self._links, self._language = links, language
        self._stretch = _pattern(syllables=rules.syllables)
        self[END] = Kind(_END, (), 0, 0, "\n", "\n")

    def of(self, texts: Iterable[str]) -> list[Kind]:
        """What each chunk is."""
        return list(map(self.__getitem__, texts))

    def _kind(self, text: str) -> Kind:
        bare = text.strip(_EDGES)
        if bare.isalpha():  # as most are: the same, quicker
            head, _, tail = text.partition(bare)
            form_, capital, upper = form(bare), bare[0].isupper(), bare.isupper()
            told = _BEGINS | _LINK if capital or form_ in self._table else _LINK * (form_ in self._links)
            small: tuple[str, ...] = () if capital else (form_,)
            count = 1
        else:
            words = words_of(text, 0, len(text), self._language)
            if not words:
                return Kind(chr(_LINK | _TAIL), (), 0, 0, "", text or " ")
            head, tail = text[: words[0].start], text[words[-1].end :]
            upper = any(word.text.isupper() for word in words)
            begins = any(word.capital or word.form in self._table for word in words)
            told = _BEGINS | _LINK if begins else _LINK * any(word.form in self._links for word in words)
            small = tuple([word.form for word in words if not word.capital])
            count = len(words)
        if upper:
            told |= _UPPER | _BEGINS | _LINK
        if head:
            told |= _BREAKS_BEFORE if _breaks(" " + head) else _LINK
        if tail:
            told |= _TAIL | (_BREAKS_AFTER if _breaks(tail + " ") else 0)
            told |= _STOPPED if tail.lstrip()[:1] in (".", "…", ";") else 0
        return Kind(chr(told), small, count, count - len(small), head, tail)

    def stretches(
        self, texts: Sequence[str], kinds: Sequence[Kind], without: Iterable[tuple[int, int]]
    ) -> Iterator[Found]:
        """The stretches of a text, in order, but for some of its chunks."""
        codes = "".join(map(_code, kinds))
        for first, last in without:
            codes = f"{codes[:first]}{_END * (last - first)}{codes[last:]}"
        for match in self._stretch.finditer(codes):
            first, last = match.span()
            text = texts[first] if last - first == 1 else " ".join(texts[first:last])
            head, tail = kinds[first].head, kinds[last - 1].tail
            flags = 0
            if (head or kinds[first - 1].tail) and GAPS[_gap(texts, kinds, first)][0]:
                flags = OPENING
            if not kinds[last].head and (not tail or GAPS[_gap(texts, kinds, last)][1]):
                flags |= JOINED
            bare = text[len(head) : len(text) - len(tail)] if head or tail else text
            yield _new(Found, (first, head, f"{flags}{bare}"))


_code = itemgetter(0)
_new = tuple.__new__  # quicker than the named tuple's own


def _gap(texts: Sequence[str], kinds: Sequence[Kind], at: int) -> str:
    """What lies between the first word of a chunk and the word, or the line's end, before."""
    gap = kinds[at].head
    while True:
        at -= 1
        if len(kinds[at].tail) < len(texts[at]):
            return f"{kinds[at].tail} {gap}"
        gap = f"{texts[at]} {gap}"


def small_among(kinds: Iterable[Kind]) -> frozenset[str]:
    """The forms of the words without a capital."""
    return frozenset(chain.from_iterable(map(_small, kinds)))


_small = itemgetter(1)


@lru_cache(maxsize=4)
def small_forms(text: str, language: str) -> frozenset[str]:
    """The forms of a text's words that it somewhere writes without a capital."""
    return small_among(kinds_in(language).of(set(text.split())))


@cache
def kinds_in(language: str) -> Kinds:
    """What chunks are in a language."""
    return Kinds(language)


def _breaks(gap: str) -> bool:
    """Whether no name and no title reaches over a gap."""
    _, joined, _, stopped = GAPS[gap]
    return not joined and not stopped


def _codes(is_one: Callable[[int], object]) -> str:
    """The codes that are of a kind."""
    return "".join(chr(told) for told in range(1 << 7) if is_one(told))


def _pattern(*, syllables: bool) -> re.Pattern[str]:
    """A stretch. Where syllables are written apart, any word may follow one of a name."""

    def one(is_one: Callable[[int], object]) -> str:
        return f"[{re.escape(_codes(is_one))}]"

    begins = one(lambda told: told & _BEGINS)
    open_ = one(lambda told: not told & _BREAKS_AFTER)
    link = one(lambda told: told & _LINK and not told & (_UPPER | _BREAKS_BEFORE))
    any_ = one(lambda told: not told & (_LINK | _BREAKS_BEFORE))
    after = one(lambda told: told & _LINK and not told & _BREAKS_AFTER)
    steps = [one(lambda told: told & _UPPER), f"(?<={open_}){link}"]
    steps += [f"(?<={after}){any_}"] if syllables else []
    return re.compile(f"{begins}(?:{'|'.join(steps)})*", re.DOTALL)


STOPPED = frozenset(_codes(lambda told: told & _STOPPED))
