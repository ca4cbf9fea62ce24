"""The words of a story's statements as directions, and how rare each is in the story.

A statement that stands word for word in several articles is held once (a node), so that copies cost nothing
and change no weight. Each word is the mean direction of its pieces, relative to the mean token of its
language in the story. Marks of punctuation are left out.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import icu
import numpy as np
from msgspec import Struct, structs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, int16, intp, uint8
    from numpy.typing import NDArray

    from rashomon.model import Account, Encoding

    Means = dict[str, NDArray[float32]]

NEAR = 0.35  # cosine above which another statement is said to hold a word
SAMPLE = 256, 128  # statements against which the rarity of words is measured, in a small and a large story
VARIED = 4_000  # statements from which the directions are taken
CHUNK = 64  # statements whose words are made at a time
COMPARED = 1_024  # words that are compared with the sample at a time
FULL = 32_767  # what stands for 1 where words are kept as integers
_LETTERS = 65_536  # characters whose kind is remembered
_WORD, _PIECES = 1, 2


class Node(Struct, frozen=True, eq=False):
    """A statement that stands in one article or, word for word, in several.

    ``places`` and ``articles`` count from 0 in the story, in order; its home is the first of its articles.
    """

    text: str
    language: str
    encoding: Encoding
    places: tuple[int, ...]
    articles: tuple[int, ...]


class Words(Struct, frozen=True, eq=False):
    """The words of all nodes, one after another.

    ``matrix`` (float32, shape (n, d)) has rows of length 1; of a large story they are whole numbers (int16)
    of FULL, which take half the memory. Node i has rows ``starts[i]`` to ``starts[i + 1]``; ``weight``
    (float32, shape (n,)) is the root of how rare a word is, 0 to 1.
    """

    matrix: NDArray[float32 | int16]
    starts: NDArray[intp]
    homes: NDArray[intp]
    weight: NDArray[float32]

    def lengths(self) -> NDArray[intp]:
        """How many words each node has."""
        return np.diff(self.starts)

    @property
    def scale(self) -> np.float32:
        """What makes the length of a row 1."""
        return np.float32(1 / FULL if self.matrix.dtype == np.int16 else 1)

    def rows(self, at: NDArray[intp] | slice) -> NDArray[float32]:
        """Some rows, of length 1."""
        rows = self.matrix[at].astype(np.float32, copy=False)
        return rows * self.scale if self.matrix.dtype == np.int16 else rows


def find_nodes(accounts: Sequence[Account]) -> list[Node]:
    """The distinct statements of a story, in the order of their first places."""
    found: dict[tuple[str, str], tuple[Encoding, list[int], list[int]]] = {}
    place = 0
    for number, account in enumerate(accounts):
        for statement, encoding in zip(account.statements, account.encodings, strict=True):
            text = account.article.text[statement.start : statement.end]
            _, places, articles = found.setdefault((account.article.language, text), (encoding, [], []))
            places.append(place)
            articles.append(number)
            place += 1
    return [
        Node(text, language, encoding, tuple(places), tuple(dict.fromkeys(articles)))
        for (language, text), (encoding, places, articles) in found.items()
    ]


def members_of(nodes: Sequence[Node]) -> dict[int, NDArray[intp]]:
    """The nodes of each article, by its number; in order, each once."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        for article in node.articles:
            members[article].append(number)
    return {article: np.array(sorted(set(held)), np.intp) for article, held in members.items()}


def language_means(nodes: Sequence[Node]) -> Means:
    """The mean token state of each language of a story."""
    total: defaultdict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(1))
    count: defaultdict[str, int] = defaultdict(int)
    for node in nodes:
        if len(node.encoding.states):
            total[node.language] = total[node.language] + node.encoding.states.sum(axis=0, dtype=np.float64)
            count[node.language] += len(node.encoding.states)
    return {language: (total[language] / count[language]).astype(np.float32) for language in total}


def words_of(nodes: Sequence[Node], means: Means, dimensions: int | None = None) -> Words:
    """The words of a story's nodes, with their rarity.

    Args:
        nodes: see ``find_nodes``.
        means: see ``language_means``.
        dimensions: keep only so many directions, those in which the tokens vary most.
    """
    axes = _axes(nodes, means, dimensions) if dimensions else None
    parts, lengths = [], []
    for first in range(0, len(nodes), CHUNK):
        chunk = nodes[first : first + CHUNK]
        matrix, counts = _chunk(chunk, means, axes)
        parts.append(np.rint(matrix * np.float32(FULL)).astype(np.int16) if dimensions else matrix)
        lengths.append(counts)
    held = [part for part in parts if len(part)]
    matrix = np.concatenate(held) if held else np.zeros((0, 1), np.float32)
    starts = np.cumsum(np.concatenate([np.zeros(1, np.intp), *lengths]))
    homes = np.array([node.articles[0] for node in nodes], np.intp)
    words = Words(matrix, starts, homes, np.zeros(len(matrix), np.float32))
    return structs.replace(words, weight=np.sqrt(_rarity(nodes, words, SAMPLE[bool(dimensions)])))


def _axes(nodes: Sequence[Node], means: Means, dimensions: int) -> NDArray[float32] | None:
    """The directions in which the tokens vary most (principal components): float32, shape (d, dimensions)."""
    total = np.zeros((0, 0), np.float32)
    sample = [node for node in _sample(nodes, VARIED) if len(node.encoding.states)]
    for first in range(0, len(sample), CHUNK):
        chunk = sample[first : first + CHUNK]
        states = unit(np.concatenate([node.encoding.states - means[node.language] for node in chunk]))
        total = states.T @ states + (total if len(total) else 0)
    if not len(total):
        return None
    _, vectors = np.linalg.eigh(total.astype(np.float64))
    return np.ascontiguousarray(vectors[:, ::-1][:, :dimensions], np.float32)


def _sample(nodes: Sequence[Node], most: int) -> list[Node]:
    """At most so many nodes, in order: those of the least digests, so that other texts change few of them."""
    if len(nodes) <= most:
        return list(nodes)
    chosen = sorted(range(len(nodes)), key=lambda i: (_digest(nodes[i]), i))[:most]
    return [nodes[i] for i in sorted(chosen)]


def _digest(node: Node) -> bytes:
    return blake2b(node.text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _chunk(
    nodes: Sequence[Node], means: Means, axes: NDArray[float32] | None
) -> tuple[NDArray[float32], NDArray[intp]]:
    """The words of some nodes, and how many each has."""
    languages = sorted(means)
    groups, counts = _groups(nodes)
    kept = groups >= 0
    if not kept.any():
        return np.zeros((0, 1), np.float32), counts
    told = [node for node in nodes if len(node.encoding.offsets)]
    states = np.concatenate([node.encoding.states for node in told]).astype(np.float32, copy=False)
    spoken = np.repeat(
        [languages.index(node.language) for node in told], [len(node.encoding.offsets) for node in told]
    )
    centres = np.stack([means[language] for language in languages])
    if axes is not None:
        states, centres = states @ axes, centres @ axes
    pieces = unit(states[kept] - centres[spoken[kept]])
    starts = np.flatnonzero(np.diff(groups[kept], prepend=-1))
    return unit(np.add.reduceat(pieces, starts, axis=0)), counts


def _groups(nodes: Sequence[Node]) -> tuple[NDArray[intp], NDArray[intp]]:
    """The word that each token is a piece of, counted from 0 over all nodes; -1 for marks and blanks.

    Where a script has no blanks between words each piece stands for itself. And how many words each node has.
    """
    tokens = np.array([len(node.encoding.offsets) for node in nodes], np.intp)
    if not tokens.any():
        return np.full(0, -1, np.intp), np.zeros(len(nodes), np.intp)
    kinds = _kinds("\n".join([*(node.text for node in nodes), ""]))
    runs = np.cumsum(np.diff(kinds, prepend=kinds[:1]) != 0)
    firsts = np.cumsum([0, *(len(node.text) + 1 for node in nodes)])[:-1]
    last = np.concatenate([node.encoding.offsets[:, 1] for node in nodes if len(node.encoding.offsets)]) - 1
    at = np.clip(last + np.repeat(firsts, tokens), 0, len(kinds) - 1)
    inside = (kinds[at] > 0) & (last >= 0)
    own_word = (kinds[at] == _PIECES) | (np.diff(runs[at], prepend=-1) != 0)
    previous = np.concatenate([[False], inside[:-1]])
    begun = np.cumsum(inside & (own_word | ~previous))
    until = np.concatenate([[0], begun])[np.cumsum(tokens)]
    return np.where(inside, begun - 1, -1).astype(np.intp), np.diff(until, prepend=0).astype(np.intp)


def _kinds(text: str) -> NDArray[uint8]:
    """What each character of a text is part of: a word, a run of pieces, or (0) neither."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    given = np.flatnonzero(np.bincount(letters))
    kinds = np.zeros(given[-1] + 1, np.uint8)
    kinds[given] = [_kind(chr(letter)) for letter in given.tolist()]
    return kinds[letters]


@lru_cache(maxsize=_LETTERS)
def _kind(letter: str) -> int:
    if _unspaced().contains(letter):
        return _PIECES
    return _WORD if letter.isalnum() else 0


@cache
def _unspaced() -> icu.UnicodeSet:
    """The characters of scripts that have no blanks between words."""
    return icu.UnicodeSet("[[:LineBreak=Complex_Context:][:Ideographic:][:Script=Hira:][:Script=Kana:]]")


def _rarity(nodes: Sequence[Node], words: Words, most: int) -> NDArray[float32]:
    """How rare each word is in the story, 0 to 1: by the share of other articles' statements with it.

    Args:
        nodes: the distinct statements.
        words: their words, not weighed yet.
        most: how many statements are looked at.
    """
    homes, lengths = words.homes, words.lengths()
    rarity = np.zeros(len(words.matrix), np.float32)
    order = {id(node): i for i, node in enumerate(nodes)}
    sample = np.array([i for n in _sample(nodes, most) if lengths[i := order[id(n)]]], np.intp)
    if not len(sample):
        return rarity
    # The longest first, and of all the first words, then the second ones, so that whole blocks are compared.
    sample = sample[np.argsort(-lengths[sample], kind="stable")]
    turns = [words.starts[sample[lengths[sample] > turn]] + turn for turn in range(lengths[sample[0]])]
    held_by = words.rows(np.concatenate(turns))
    home = np.repeat(homes, lengths)
    for first in range(0, len(rarity), COMPARED):
        part = slice(first, first + COMPARED)
        cosine = held_by @ words.rows(part).T
        nearest, done = cosine[: len(sample)], len(sample)
        for turn in turns[1:]:
            block = nearest[: len(turn)]
            np.maximum(block, cosine[done : done + len(turn)], out=block)
            done += len(turn)
        other = homes[sample][:, None] != home[part][None, :]
        held = ((nearest > NEAR) & other).sum(axis=0)
        others = np.maximum(other.sum(axis=0), 1)
        rarity[part] = 1 - np.log(np.maximum(held, 1)) / np.log(others + 1)
    return rarity


def unit(states: NDArray[float32]) -> NDArray[float32]:
    """Rows of length 1."""
    length = np.linalg.norm(states, axis=1, keepdims=True)
    unit: NDArray[float32] = states / np.maximum(length, 1e-6)
    return unit
