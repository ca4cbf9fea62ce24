"""Runs of words: what articles have in common word for word, and which of it is page furniture.

Reading marks the furniture that one page shows; a batch shows more of it. What stands word for word in
several articles that were published more than a week apart is no copied report: it is the page around them.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec import Struct

from rashomon.language.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy import int64, uint64
    from numpy.typing import NDArray

    from rashomon.model import Account

LENGTH = 4  # words in a row
FURNITURE_DAYS = 7
FURNITURE_ARTICLES = 3
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no word is lost when hashes wrap around

T = TypeVar("T")


class Words(Struct, frozen=True, eq=False):
    """The words of an article's statements and the runs that begin at them.

    ``starts`` and ``ends`` (int64, shape (n,)) are their spans in the article's text; ``runs`` (uint64, shape
    (max(n - 3, 1),)) are hashes of four words in a row, of all where they are fewer, or of the bare text
    where it has none; ``distinct`` has each of them once, sorted.
    """

    starts: NDArray[int64]
    ends: NDArray[int64]
    runs: NDArray[uint64]
    distinct: NDArray[uint64]

    def spread(self, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which words belong to a run that is held, by which runs are: bool, shape (n,)."""
        covered = np.zeros(len(self.starts), dtype=np.bool_)
        for offset in range(min(LENGTH, len(covered))):
            covered[offset : offset + len(held)] |= held[: len(covered) - offset]
        return covered


class Reader:
    """Reads the words of accounts; what was read before is not broken into words again."""

    def __init__(self) -> None:
        self._hashes: dict[str, int] = {}
        self._read: dict[tuple[str, str, tuple[tuple[int, int], ...]], Words] = {}
        self._statements: dict[tuple[str, str], tuple[NDArray[int64], NDArray[int64], NDArray[uint64]]] = {}

    def read(self, account: Account) -> Words:
        """The words of an account's statements, across their borders; of its text, where it has none."""
        text, language = account.article.text, account.article.language
        spans = tuple((said.start, said.end) for said in account.statements) or ((0, len(text)),)
        found = self._read.get((text, language, spans))
        if found is None:
            found = self._read[text, language, spans] = self._join(text, language, spans)
        return found

    def _join(self, text: str, language: str, spans: tuple[tuple[int, int], ...]) -> Words:
        parts = [(start, self._words(text[start:end], language)) for start, end in spans]
        starts = np.concatenate([start + part[0] for start, part in parts])
        ends = np.concatenate([start + part[1] for start, part in parts])
        hashes = np.concatenate([part[2] for _, part in parts])
        if not len(hashes):
            digest = blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=8).digest()
            runs = np.array([int.from_bytes(digest, "little")], dtype=np.uint64)
            return Words(starts, ends, runs, runs)
        length = min(LENGTH, len(hashes))
        runs = np.zeros(len(hashes) - length + 1, dtype=np.uint64)
        for offset in range(length):
            runs = (runs ^ hashes[offset : offset + len(runs)]) * _FACTOR
        return Words(starts, ends, runs, np.unique(runs))

    def _words(self, text: str, language: str) -> tuple[NDArray[int64], NDArray[int64], NDArray[uint64]]:
        found = self._statements.get((text, language))
        if found is None:
            spans = np.array(words(text, language), dtype=np.int64).reshape(-1, 2)
            hashes = [self._hash(text[start:end]) for start, end in spans.tolist()]
            found = spans[:, 0], spans[:, 1], np.array(hashes, dtype=np.uint64)
            self._statements[text, language] = found
        return found

    def _hash(self, word: str) -> int:
        """A hash of the folded word, the same in every process."""
        found = self._hashes.get(word)
        if found is None:
            digest = blake2b(fold(word).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            found = self._hashes[word] = int.from_bytes(digest, "big")
        return found


def among(runs: NDArray[uint64], known: NDArray[uint64]) -> NDArray[np.bool_]:
    """Which runs are among some that are sorted: bool, of the shape of ``runs``."""
    if not len(known):
        return np.zeros(len(runs), dtype=np.bool_)
    places = np.minimum(np.searchsorted(known, runs), len(known) - 1)
    found: NDArray[np.bool_] = known[places] == runs
    return found


def in_several(runs: Sequence[NDArray[uint64]]) -> NDArray[uint64]:
    """The runs, sorted, that more than one article has, of the distinct runs of each."""
    every = np.sort(np.concatenate([*runs, np.empty(0, dtype=np.uint64)]))
    found: NDArray[uint64] = np.unique(every[1:][every[1:] == every[:-1]])
    return found


def furniture_runs(runs: Sequence[NDArray[uint64]], days: Sequence[int | None]) -> NDArray[uint64]:
    """The runs that are page furniture, sorted, of the distinct runs of each article and its day."""
    dated = [(held, day) for held, day in zip(runs, days, strict=True) if day is not None]
    if len(dated) < FURNITURE_ARTICLES:
        return np.empty(0, dtype=np.uint64)
    every = np.concatenate([held for held, _ in dated])
    when = np.repeat([day for _, day in dated], [len(held) for held, _ in dated])
    order = np.argsort(every, kind="stable")
    every, when = every[order], when[order]
    first = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]]))
    count = np.diff(np.append(first, len(every)))
    apart = np.maximum.reduceat(when, first) - np.minimum.reduceat(when, first)
    found: NDArray[uint64] = every[first][(count >= FURNITURE_ARTICLES) & (apart > FURNITURE_DAYS)]
    return found


def furniture(holders: Mapping[T, Iterable[int]], days: Mapping[int, int | None]) -> frozenset[T]:
    """What is page furniture of whatever articles hold.

    Args:
        holders: for each thing, the articles that hold it.
        days: for each article, the day it was published.
    """
    found = []
    for held, articles in holders.items():
        known = [day for day in (days[article] for article in articles) if day is not None]
        if len(known) >= FURNITURE_ARTICLES and max(known) - min(known) > FURNITURE_DAYS:
            found.append(held)
    return frozenset(found)
