"""Text to token ids, and each token back to the characters that it stands for.

The model's Unigram tokenizer (Kudo 2018, https://arxiv.org/abs/1804.10959): the best-scoring way to cut a
word into known pieces, found by Viterbi's method, over a dict of pieces. The same pieces in Hugging Face
``tokenizers`` give the same ids (the tests hold this), but its trie takes 0.8 s of CPU and 280 MB to build
at each start; the dict takes 0.2 s and 50 MB, and most words are found in a cache.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category, is_normalized, normalize

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from rashomon.encoder.weights import Vocabulary

SPACE = "▁"
"""How pieces write the space before a word (U+2581)."""

UNKNOWN_PENALTY = 10.0
"""An unknown character scores this much less than the rarest piece, as in SentencePiece."""

CACHED_WORDS = 1 << 16
CACHED_LENGTH = 24


class Tokens(Struct, frozen=True, eq=False):
    """The tokens of one text: ids (int32, shape (n,)) and spans in code points (int32, shape (n, 2)).

    A token that stands for nothing but white space has an empty span.
    """

    ids: NDArray[int32]
    offsets: NDArray[int32]


class Tokenizer:
    """Cuts text into the pieces of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take over the pieces; 0.2 s of CPU for 250,000 of them."""
        texts = vocabulary.texts()
        self._scores: list[float] = vocabulary.scores.tolist()
        self._ids = dict(zip(texts, range(len(texts)), strict=True))
        self._unknown = vocabulary.unknown
        del self._ids[texts[self._unknown]]
        self._unknown_score = min(self._scores) - UNKNOWN_PENALTY
        self._longest = max(map(len, texts))
        self._normal = vocabulary.normal
        self._mapped = frozenset(map(chr, vocabulary.normal))
        self._cut = lru_cache(CACHED_WORDS)(self._best)

    def tokenize(self, text: str) -> Tokens:
        """The tokens of ``text``, as the model sees it after a space; at least one, if only a space's."""
        text, origin = self._normalise(text)
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for word in text.split(" "):
            word_ids, lengths = self._cut(word) if len(word) <= CACHED_LENGTH else self._best(word)
            ids += word_ids
            # The piece that opens a word begins with the space before it, which its span leaves out.
            end = at
            for length in lengths:
                starts.append(end)
                end += length
                ends.append(end)
            at = end + 1
        offsets = np.array([starts, ends], np.int32).T
        if origin is not None:
            first, last = origin
            empty = offsets[:, 0] == offsets[:, 1]
            offsets = np.stack([first[offsets[:, 0]], last[offsets[:, 1] - 1]], axis=1)
            offsets[empty, 1] = offsets[empty, 0]
        return Tokens(np.array(ids, np.int32), np.ascontiguousarray(offsets))

    def _best(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The ids of the word's best cut, and how many of its characters each covers."""
        word = SPACE + word
        size = len(word)
        known, scores, longest = self._ids.get, self._scores, self._longest
        best = [-1e30] * (size + 1)
        best[0] = 0.0
        piece = [0] * (size + 1)
        back = [0] * (size + 1)
        for start in range(size):
            here = best[start]
            for end in range(start + 1, min(start + longest, size) + 1):
                number = known(word[start:end])
                if number is not None and here + scores[number] > best[end]:
                    best[end] = here + scores[number]
                    piece[end] = number
                    back[end] = start
            if here + self._unknown_score > best[start + 1]:
                best[start + 1] = here + self._unknown_score
                piece[start + 1] = self._unknown
                back[start + 1] = start
        ids: list[int] = []
        lengths: list[int] = []
        end = size
        while end:
            ids.append(piece[end])
            lengths.append(end - back[end])
            end = back[end]
        ids.reverse()
        lengths.reverse()
        lengths[0] -= 1
        return tuple(ids), tuple(lengths)

    def _normalise(self, text: str) -> tuple[str, tuple[NDArray[int32], NDArray[int32]] | None]:
        """The text as the model was taught, and the span in ``text`` of each of its characters.

        No spans where nothing changes. Sequences of a letter and its marks are composed first; then each code
        point takes its place's characters, runs of spaces become one, and spaces at the start go.
        """
        composed = is_normalized("NFC", text)
        if composed and self._mapped.isdisjoint(text) and "  " not in text and not text.startswith(" "):
            return text, None
        out: list[str] = []
        first: list[int] = []
        last: list[int] = []
        previous = " "
        for start, end in _clusters(text) if not composed else _points(text):
            for point in normalize("NFC", text[start:end]) if end - start > 1 else text[start]:
                for char in self._normal.get(ord(point), point):
                    if char != " " or previous != " ":
                        out.append(char)
                        first.append(start)
                        last.append(end)
                        previous = char
        first.append(len(text))
        last.append(len(text))
        return "".join(out), (np.array(first, np.int32), np.array(last, np.int32))


def _points(text: str) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(len(text))]


def _clusters(text: str) -> list[tuple[int, int]]:
    """The spans of letters with the marks (or the Hangul vowels and finals) that follow them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for i, char in enumerate(text):
        if i > start and not ("\u1160" <= char <= "\u11ff" or category(char)[0] == "M"):
            spans.append((start, i))
            start = i
    if text:
        spans.append((start, len(text)))
    return spans
