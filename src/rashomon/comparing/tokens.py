"""The words of a story's statements as directions, and how rare each is in the story.

A statement that stands word for word in several articles is held once (a node), so that copies cost nothing
and change no weight. Each word is the mean direction of its pieces, relative to the mean token of its
language in the story. Marks of punctuation are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import icu
import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32, intp
    from numpy.typing import NDArray

    from rashomon.model import Account, Encoding

NEAR = 0.35  # cosine above which another statement is said to hold a word
SAMPLE = 256, 128  # statements against which the rarity of words is measured, in a small and a large story
VARIED = 4_000  # statements from which the directions are taken
CHUNK = 1_024  # statements whose words are made at a time


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

    ``matrix`` (float32, of a large story float16, shape (n, d)) has rows of length 1; node i has rows
    ``starts[i]`` to ``starts[i + 1]``; ``weight`` (float32, shape (n,)) is the root of how rare a word is,
    0 to 1.
    """

    matrix: NDArray[float32]
    starts: NDArray[intp]
    homes: NDArray[intp]
    weight: NDArray[float32]

    def lengths(self) -> NDArray[intp]:
        """How many words each node has."""
        return np.diff(self.starts)


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


def language_means(nodes: Sequence[Node]) -> dict[str, NDArray[float32]]:
    """The mean token state of each language of a story."""
    total: defaultdict[str, NDArray[np.float64]] = defaultdict(lambda: np.zeros(1))
    count: defaultdict[str, int] = defaultdict(int)
    for node in nodes:
        if len(node.encoding.states):
            total[node.language] = total[node.language] + node.encoding.states.sum(axis=0, dtype=np.float64)
            count[node.language] += len(node.encoding.states)
    return {language: (total[language] / count[language]).astype(np.float32) for language in total}


def words_of(nodes: Sequence[Node], dimensions: int | None = None) -> Words:
    """The words of a story's nodes, with their rarity.

    Args:
        nodes: see ``find_nodes``.
        dimensions: keep only so many directions, those in which the tokens vary most.
    """
    means = language_means(nodes)
    axes = _axes(nodes, means, dimensions) if dimensions else None
    parts, lengths = [], []
    for first in range(0, len(nodes), CHUNK):
        chunk = nodes[first : first + CHUNK]
        matrix, counts = _chunk(chunk, means, axes)
        parts.append(matrix.astype(np.float16) if dimensions else matrix)
        lengths.append(counts)
    held = [part for part in parts if len(part)]
    matrix = np.concatenate(held) if held else np.zeros((0, 1), np.float32)
    starts = np.concatenate([[0], np.cumsum(np.concatenate([*lengths, np.zeros(0, np.intp)]))]).astype(
        np.intp
    )
    homes = np.array([node.articles[0] for node in nodes], np.intp)
    return Words(
        matrix, starts, homes, np.sqrt(_rarity(nodes, matrix, starts, homes, SAMPLE[bool(dimensions)]))
    )


def _axes(
    nodes: Sequence[Node], means: dict[str, NDArray[float32]], dimensions: int
) -> NDArray[float32] | None:
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
    nodes: Sequence[Node], means: dict[str, NDArray[float32]], axes: NDArray[float32] | None
) -> tuple[NDArray[float32], NDArray[intp]]:
    """The words of some nodes, and how many each has."""
    languages = sorted(means)
    groups, counts = _groups(nodes)
    kept = groups >= 0
    if not kept.any():
        return np.zeros((0, 1), np.float32), counts
    told = [node for node in nodes if len(node.encoding.offsets)]
    states = np.concatenate([node.encoding.states for node in told])[kept].astype(np.float32)
    spoken = np.repeat(
        [languages.index(node.language) for node in told], [len(node.encoding.offsets) for node in told]
    )
    centres = np.stack([means[language] for language in languages])
    if axes is not None:
        states, centres = states @ axes, centres @ axes
    pieces = unit(states - centres[spoken[kept]])
    starts = np.flatnonzero(np.diff(groups[kept], prepend=-1))
    return unit(np.add.reduceat(pieces, starts, axis=0)), counts


def _groups(nodes: Sequence[Node]) -> tuple[NDArray[intp], NDArray[intp]]:
    """The word that each token is a piece of, counted from 0 over all nodes; -1 for marks and blanks.

    Where a script has no blanks between words each piece stands for itself. And how many words each node has.
    """
    firsts = np.cumsum([0, *(len(node.text) + 1 for node in nodes)])[:-1]
    spans = [
        (first + m.start(), first + m.end(), m.lastgroup == "word")
        for first, node in zip(firsts.tolist(), nodes, strict=True)
        for m in _words().finditer(node.text)
    ]
    tokens = np.array([len(node.encoding.offsets) for node in nodes], np.intp)
    if not spans or not tokens.any():
        return np.full(tokens.sum(), -1, np.intp), np.zeros(len(nodes), np.intp)
    starts, ends, whole = (np.array(column) for column in zip(*spans, strict=True))
    last = np.concatenate([node.encoding.offsets[:, 1] for node in nodes if len(node.encoding.offsets)]) - 1
    spoken = last >= 0
    last = last + np.repeat(firsts, tokens)
    at = np.searchsorted(starts, last, side="right") - 1
    inside = (at >= 0) & (last < ends[at]) & spoken
    own_word = ~whole[at] | (np.diff(at, prepend=-1) != 0)
    previous = np.concatenate([[False], inside[:-1]])
    begun = np.cumsum(inside & (own_word | ~previous))
    until = np.concatenate([[0], begun])[np.cumsum(tokens)]
    return np.where(inside, begun - 1, -1).astype(np.intp), np.diff(until, prepend=0).astype(np.intp)


@cache
def _words() -> re.Pattern[str]:
    """Runs of letters and digits, apart where the script has no blanks between words."""
    unspaced = icu.UnicodeSet("[[:LineBreak=Complex_Context:][:Ideographic:][:Script=Hira:][:Script=Kana:]]")
    ranges = "".join(
        f"\\U{ord(unspaced.getRangeStart(i)):08x}-\\U{ord(unspaced.getRangeEnd(i)):08x}"
        for i in range(unspaced.getRangeCount())
    )
    return re.compile(f"(?P<word>[^\\W_{ranges}]+)|(?P<pieces>[{ranges}]+)")


def _rarity(
    nodes: Sequence[Node],
    matrix: NDArray[float32],
    starts: NDArray[intp],
    homes: NDArray[intp],
    most: int,
) -> NDArray[float32]:
    """How rare each word is in the story, 0 to 1: by the share of other articles' statements with it.

    Args:
        nodes: the distinct statements.
        matrix, starts, homes: see ``Words``.
        most: how many statements are looked at.
    """
    rarity = np.zeros(len(matrix), np.float32)
    lengths = np.diff(starts)
    order = {id(node): i for i, node in enumerate(nodes)}
    sample = np.array([i for n in _sample(nodes, most) if lengths[i := order[id(n)]]], np.intp)
    if not len(sample):
        return rarity
    # The longest first, and of all the first words, then the second ones, so that whole blocks are compared.
    sample = sample[np.argsort(-lengths[sample], kind="stable")]
    turns = [starts[sample[lengths[sample] > turn]] + turn for turn in range(lengths[sample[0]])]
    held_by = matrix[np.concatenate(turns)].astype(np.float32)
    home = np.repeat(homes, lengths)
    for first in range(0, len(matrix), CHUNK):
        part = slice(first, first + CHUNK)
        cosine = held_by @ matrix[part].astype(np.float32).T
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
