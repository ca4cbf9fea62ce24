"""Where in a line names may stand.

A stretch begins with a chunk that holds a capital or a word with which a phrase of the language begins. It
goes on with others and with words that names may have inside. All other words are passed over: what a stretch
holds depends on nothing else in its line but whether a word joins it behind, and whether it opens a sentence.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rashomon.language.chunks import Remembered
from rashomon.language.rules import load
from rashomon.reading.names.words import GAPS, phrases, small_in, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_LINK, _BEGINS, _TAIL, _BREAKS_AFTER, _BREAKS_BEFORE, _UPPER, _STOPPED = (1 << n for n in range(7))
OPENING, JOINED = 1, 2  # what the first character of a stretch's key tells


class Found(NamedTuple):
    """A stretch of a line: where its first word begins, and its key."""

    start: int
    key: str


class Edges(NamedTuple):
    """The marks before a chunk's first word and behind its last."""

    head: str
    tail: str


class Chunks(Struct, frozen=True):
    """What chunks of a language are: ``code`` in one character, ``edges`` of those that hold a word, None of
    others. ``stretch`` finds in the codes of a line where a name may stand."""

    code: Remembered[str]
    edges: Remembered[Edges | None]
    small: Callable[[str], tuple[str, ...]]
    stretch: re.Pattern[str]

    def codes(self, chunks: Sequence[str]) -> str:
        """A character for each chunk."""
        return "".join(map(self.code.__getitem__, chunks))

    def small_forms(self, lines: Iterable[Sequence[str]]) -> frozenset[str]:
        """The forms of the words without a capital."""
        return frozenset(chain.from_iterable(map(self.small, set(chain.from_iterable(lines)))))

    def stretches(self, chunks: Sequence[str], codes: str, start: int) -> Iterator[Found]:
        """The stretches of a line that begins at ``start``, in order."""
        at = 0
        for match in self.stretch.finditer(codes):
            first, last = match.span()
            start += sum(map(len, chunks[at:first])) + first - at
            at = first
            text = chunks[first] if last - first == 1 else " ".join(chunks[first:last])
            begin, end = 0, len(text)
            opening = joined = 0
            if codes[first] in _WITH_HEAD:
                begin = len(_edges(self.edges, chunks[first]).head)
                opening = OPENING if self._opens(chunks, first) else 0
            elif first == 0 or (codes[first - 1] in _WITH_TAIL and self._opens(chunks, first)):
                opening = OPENING
            if codes[last - 1] in _WITH_TAIL:
                end -= len(_edges(self.edges, chunks[last - 1]).tail)
                joined = JOINED if last < len(chunks) and self._joins(chunks, last) else 0
            elif last < len(chunks) and codes[last] not in _WITH_HEAD:
                joined = JOINED
            yield Found(start + begin, f"{opening | joined}{text[begin:end]}")

    def _opens(self, chunks: Sequence[str], at: int) -> bool:
        gap = self._gap(chunks, at)
        return gap is None or GAPS[gap][0]

    def _joins(self, chunks: Sequence[str], at: int) -> bool:
        return GAPS[self._gap(chunks, at) or ""][1]

    def _gap(self, chunks: Sequence[str], at: int) -> str | None:
        """What lies between the first word of a chunk and the word before; None where none is before."""
        gap = _edges(self.edges, chunks[at]).head
        while at:
            at -= 1
            before = self.edges[chunks[at]]
            if before is not None:
                return f"{before.tail} {gap}"
            gap = f"{chunks[at]} {gap}"
        return None


def _edges(edges: Remembered[Edges | None], chunk: str) -> Edges:
    return edges[chunk] or Edges("", chunk)


@cache
def chunks_in(language: str) -> Chunks:
    """What chunks are in a language."""
    rules, table = load(language).names, phrases(language)
    links = {form for all_ in table.values() for phrase in all_ for form in phrase.forms}
    links |= rules.particles | rules.joiners | rules.elisions
    links |= {word for pair in rules.organisation_words if " " in pair for word in pair.split(" ")}

    def code(chunk: str) -> str:
        words = words_of(chunk, 0, len(chunk), language)
        if not words:
            return chr(_LINK | _TAIL)
        head, tail = chunk[: words[0].start], chunk[words[-1].end :]
        upper = any(word.text.isupper() for word in words)
        told = _UPPER | _BEGINS | _LINK if upper else 0
        told |= _BEGINS | _LINK if any(word.capital or word.form in table for word in words) else 0
        told |= _LINK if head == "." or any(word.form in links for word in words) else 0
        told |= _TAIL if tail else 0
        told |= _BREAKS_AFTER if _breaks(tail + " ") else 0
        told |= _BREAKS_BEFORE if _breaks(" " + head) else 0
        return chr(told | (_STOPPED if tail.lstrip()[:1] in (".", "…", ";") else 0))

    def edges(chunk: str) -> Edges | None:
        words = words_of(chunk, 0, len(chunk), language)
        return Edges(chunk[: words[0].start], chunk[words[-1].end :]) if words else None

    small = small_in(language).__getitem__
    return Chunks(Remembered(code), Remembered(edges), small, _pattern(syllables=rules.syllables))


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


_WITH_TAIL = frozenset(_codes(lambda told: told & _TAIL))
_WITH_HEAD = frozenset(_codes(lambda told: told & _BREAKS_BEFORE))
STOPPED = frozenset(_codes(lambda told: told & _STOPPED))
