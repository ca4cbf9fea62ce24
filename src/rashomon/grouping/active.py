"""The articles that new ones are compared with: the last so many, in one table whose rows are used in turn.

What an article usually has with others is kept as sums that grow with each
new article that is compared with it; so a new one costs the same however many there are.

Articles are taken in blocks, in which nearly all is done at once. Which article stands near which is known
before any of a block finds its story, but for those that turn out to be copies, which nothing is compared
with. What all articles of a language have in common, and the cells in which near ones are sought, are
brought up to date at the ends of rounds, that fall after the same articles whatever the blocks are.
"""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.kin import within_stories
from rashomon.grouping.likeness import SUMS, adjusted, general, on_one_subject, score, shared_figures
from rashomon.grouping.neighbours import MOST, WIDTH, Neighbours, first, projection, whole
from rashomon.grouping.rows import LANGUAGES, LINKS, Rows, Seen, in_8_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Flags, Matrix, Weights
    from rashomon.grouping.neighbours import Numbers
    from rashomon.grouping.sketch import Sketch

ACTIVE = 65_536
NEAREST = 32  # articles that a new one is compared with
ROUND = 128  # articles at most; fewer at first, as a share of all
SHARE = 16
UNLIKE = 0.1  # below this score by what is usual anywhere two articles are never of one event
COPY = (0.985, 0.95)  # likenesses of lead and of what is told from which on one is a copy of the other
COPY_DAYS = 1
NOTHING = -(2**62)
LOOKED_AT = 1024  # articles of stories that may be one, the last ones
AS_MANY = 20.0  # articles that it takes to believe half of a language's mean subject


class Block(NamedTuple):
    """Articles that came one after the other, before they find their stories.

    ``places`` has a row for each, as have ``subjects``. ``seen`` is what they have with others, all in one,
    ``near`` how near these are, and ``ends`` says where each one's part begins and ends. A number below
    zero, -1 - n, is that of the block's article n; ``mates`` tells who has such. Of the others, ``copied``
    says what they copy, or NOTHING; ``close`` is what may matter, ``usual`` what that adds, and ``like`` the
    likeness as long as nothing else is added. ``numbers`` are those that were given.
    """

    numbers: Numbers
    subjects: NDArray[float32]
    places: NDArray[float32]
    seen: Seen
    near: NDArray[float32]
    ends: list[int]
    mates: list[bool]
    copied: list[int]
    close: Seen
    close_ends: list[int]
    usual: Usual
    like: Matrix


class Usual(NamedTuple):
    """What pairs add to what is usual for the other: its row, the one's language, and five sums."""

    rows: Numbers
    language: Numbers
    sums: Matrix


class Active:
    """Sketches by the number of their arrival."""

    def __init__(self, dimension: int, weights: Weights, most: int = ACTIVE) -> None:
        self.most = most
        self.longest = min(ROUND, max(1, most // 2))  # of a round
        self.weights = weights
        self.count = 0
        self.arrived = 0  # with those that turned out to be copies
        self.begun = 0  # the first number of this round
        self.ends = 1  # how many have arrived when this round ends
        self.languages: dict[str, int] = {}
        self.subjects = np.zeros((LANGUAGES, WIDTH))
        self.held = np.zeros(LANGUAGES)
        self.common = np.zeros((LANGUAGES, WIDTH))
        self.neighbours = Neighbours()
        self.rows = Rows(ROUND + min(64, most), dimension)
        self.places = np.zeros((len(self.rows), WIDTH), dtype=np.float32)
        self._waiting: list[Usual] = []
        self._touched = np.zeros(len(self.rows), dtype=np.bool_)

    @property
    def room(self) -> int:
        """How many articles a block may have now."""
        return self.ends - self.arrived

    @property
    def oldest(self) -> int:
        """The lowest number that new articles are compared with."""
        return max(0, self.begun + self.longest - self.most)

    def row(self, number: int) -> int:
        """Where an article stands. The first rows are those of the block that is being taken in."""
        return ROUND + number % self.most

    def take(self, sketches: Sequence[Sketch]) -> Block:
        """Look at articles that come one after the other, not more than there is room for."""
        for at, sketch in enumerate(sketches):
            self.rows.put(at, sketch, self._language(sketch.language))
        count = len(sketches)
        subjects = np.stack([sketch.subject for sketch in sketches])
        exact, scales = in_8_bits(subjects)
        subjects = (exact.astype(np.float32) @ projection(subjects.shape[1])) * (scales / MOST)[:, None]
        places = whole((subjects - self.common[self.rows.language[:count]]).astype(np.float32))
        parts, nears, ends, mated = [], [], [0], []
        among = places @ places.T
        for at, (numbers, near) in enumerate(self._nearest(places)):
            least = near[-1] if len(near) == NEAREST else -np.inf
            mates = np.flatnonzero(among[at, :at] >= least)
            order = np.argsort(numbers)
            numbers, near = numbers[order], near[order]
            rows = np.concatenate([ROUND + numbers % self.most, mates])
            parts.append((np.full(len(rows), at), rows, np.concatenate([numbers, -1 - mates])))
            nears += [near, among[at, mates]]
            ends.append(ends[-1] + len(rows))
            mated.append(len(mates) > 0)
        ones, others, names = (np.concatenate(values) for values in zip(*parts, strict=True))
        likes = [
            self.rows.compare(at, others[start:end]) if end > start else (np.zeros(0), np.zeros(0))
            for at, (start, end) in enumerate(pairwise(ends))
        ]
        lead, told = (np.concatenate(values) for values in zip(*likes, strict=True))
        seen = self._seen(ones, others, names, lead, told)
        twins = np.flatnonzero(copies(seen))[::-1]
        copied = np.full(count, NOTHING)
        copied[ones[twins]] = names[twins]
        kept = np.flatnonzero((seen.general > UNLIKE) & ~np.array(mated)[ones])
        close, ones, others = seen.only(kept), ones[kept], others[kept]
        usual = self._usual(ones, others, close)
        self._learn(ones, others, usual)
        return Block(
            np.full(count, NOTHING),
            subjects,
            places,
            seen,
            np.concatenate(nears),
            ends,
            mated,
            copied.tolist(),
            close,
            [0, *np.cumsum(np.bincount(ones, minlength=count)).tolist()],
            usual,
            self._likeness(ones, others, close, usual),
        )

    def twin(self, block: Block, at: int) -> int:
        """The number of what a block's article copies, or NOTHING."""
        if not block.mates[at]:
            return block.copied[at]
        seen = self._of(block, at)
        found = seen.numbers[copies(seen)]
        return int(found[0]) if len(found) else NOTHING

    def add(self, block: Block, at: int) -> tuple[int, Seen, Matrix]:
        """Keep a block's article; returns its number, what it has with those that may matter, and how much
        it is like each."""
        number = self.count
        if number >= len(self.rows) - ROUND and len(self.rows) - ROUND < self.most:
            self._grow()
        row = self.row(number)
        self.rows.move(at, row)
        self.places[row] = block.places[at]
        language = self.rows.facts[at, 1]
        self.subjects[language] += block.subjects[at]
        self.held[language] += 1
        self.count += 1
        if block.mates[at]:
            close = self._of(block, at)
            close = close.only(np.flatnonzero(close.general > UNLIKE))
            ones, others = np.full(len(close.numbers), row), ROUND + close.numbers % self.most
            usual = self._usual(ones, others, close)
            self._learn(ones, others, usual)
            clean = False
        else:
            part = slice(block.close_ends[at], block.close_ends[at + 1])
            close, usual = block.close.only(part), Usual._make(values[part] for values in block.usual)
            clean = not self._touched[usual.rows].any()
        block.numbers[at] = number
        self._waiting.append(usual)
        self._touched[usual.rows] = True
        return number, close, block.like[part] if clean else self.likeness(number, close)

    def _of(self, block: Block, at: int) -> Seen:
        """What a block's article has with those nearest to it, of which some are of the same block."""
        part = slice(block.ends[at], block.ends[at + 1])
        seen = block.seen.only(part)
        mates = seen.numbers < 0
        numbers = np.where(mates, block.numbers[np.where(mates, -1 - seen.numbers, 0)], seen.numbers)
        real = np.flatnonzero(numbers != NOTHING)
        kept, _ = first(numbers[real], block.near[part][real], NEAREST)
        return seen._replace(numbers=numbers).only(real[np.searchsorted(numbers[real], np.sort(kept))])

    def done(self, arrived: int) -> None:
        """So many articles were taken; ends the round where all of it have come."""
        self._settle()
        self.arrived += arrived
        if self.arrived < self.ends:
            return
        numbers = np.arange(self.begun, self.count)
        self.neighbours.add(numbers, self.places[ROUND + numbers % self.most], self.oldest)
        self.common = self.subjects / (self.held + AS_MANY)[:, None]
        self.begun = self.count
        self.ends = self.arrived + min(max(1, self.arrived // SHARE), self.longest)

    def compare(self, at: int, numbers: Numbers) -> Seen:
        """What the block's article has with those of these numbers."""
        others = ROUND + numbers % self.most
        return self._seen(np.full(len(others), at), others, numbers, *self.rows.compare(at, others))

    def link(self, number: int, seen: Seen, learned: int) -> None:
        """Keep a new article's likenesses, of which the first so many showed what is usual."""
        row, most = self.row(number), min(LINKS, len(seen.numbers))
        self.rows.learned[row] = learned
        self.rows.linked[row, :most] = seen.numbers[:most]
        self.rows.links[row, :most, 0] = seen.lead[:most]
        self.rows.links[row, :most, 1] = seen.told[:most]
        self.rows.links[row, :most, 2] = seen.figures[:most]

    def join(self, number: int, story: int) -> None:
        """An article is of a story: what its articles show each other is no longer usual elsewhere."""
        self.rows.story[self.row(number)] = story
        self._own(np.array([self.row(number)]))

    def of_story(self, story: int) -> Numbers:
        """The rows of a story's articles."""
        return np.flatnonzero(self.rows.story == story)

    def part(self, rows: Numbers, into: int) -> None:
        """Articles are now of another story, which no longer has what it had before."""
        self.rows.story[rows] = into

    def settle_own(self, stories: Sequence[int]) -> None:
        """Find anew what the articles of these stories show those of their own."""
        rows = self._of_stories(stories)
        self.rows.own[rows] = 0
        self._own(rows)

    def _of_stories(self, stories: Sequence[int]) -> Numbers:
        found = np.zeros(len(self.rows), dtype=np.bool_)
        for story in stories:
            found |= self.rows.story == story
        return np.flatnonzero(found)

    def _own(self, rows: Numbers) -> None:
        """Add what these rows' links show articles of the same story."""
        ones, two, usual = self._linked(rows)
        same = self.rows.story[ones] == self.rows.story[two]
        ones, two, usual = ones[same], two[same], usual[same]
        np.add.at(self.rows.own, (ones, self.rows.language[two]), usual)
        np.add.at(self.rows.own, (two, self.rows.language[ones]), usual)

    def _linked(self, rows: Numbers) -> tuple[Numbers, Numbers, Matrix]:
        """The links of these rows that showed what is usual: from which row, to which, and what it added."""
        linked = self.rows.linked[rows]
        one, slot = np.nonzero(
            (linked >= max(0, self.count - self.most)) & (np.arange(LINKS) < self.rows.learned[rows, None])
        )
        ones, two = rows[one], ROUND + linked[one, slot] % self.most
        seen = self._held(ones, two, self.rows.links[ones, slot].astype(np.float64))
        return ones, two, self._usual(ones, two, seen).sums

    def _held(self, ones: Numbers, others: Numbers, held: Matrix) -> Seen:
        same, apart = self.rows.relation(ones, others)
        lead, told, figures = held.T
        return Seen(others, lead, told, same, apart, figures, general(lead, told, same, self.weights))

    def likeness(self, number: int, seen: Seen) -> Matrix:
        """The likeness of an article to others, by what is usual now."""
        self._settle()
        return self._likeness(np.array([self.row(number)]), ROUND + seen.numbers % self.most, seen)

    def matrix(self, numbers: Numbers) -> Matrix:
        """The likeness of each two of these. Two that were never compared have less than any of them."""
        self._settle()
        count = len(numbers)
        order = np.argsort(numbers)
        rows = ROUND + numbers % self.most
        linked = self.rows.linked[rows]
        place = np.minimum(np.searchsorted(numbers, linked, sorter=order), count - 1)
        one, slot = np.nonzero((numbers[order[place]] == linked) & (linked >= 0))
        other = order[place[one, slot]]
        links, known = np.zeros((count, count, 3)), np.eye(count, dtype=np.bool_)
        links[one, other] = links[other, one] = self.rows.links[rows[one], slot]
        known[one, other] = known[other, one] = True
        flat = self._held(np.repeat(rows, count), np.tile(rows, count), links.reshape(-1, 3))
        seen = Seen._make(values.reshape(count, count) for values in flat)
        stories, cell = self.rows.story[rows], (rows[:, None], self.rows.language[rows][None])
        sums = self.rows.sums[cell].astype(np.float64)
        elsewhere = sums - self.rows.own[cell] - self._of_other(rows, stories)
        return within_stories(seen, known, sums, elsewhere, stories, self.weights)

    def _of_other(self, rows: Numbers, stories: Numbers) -> Matrix:
        """What the other's story, if it is not their own, showed each of these rows of what is usual in the
        other's language: shape (n, n, 5)."""
        names, story = np.unique(stories, return_inverse=True)
        languages, language = np.unique(self.rows.language[rows], return_inverse=True)
        part = np.zeros((len(rows), len(names), len(languages), SUMS))
        held = np.zeros(0, dtype=np.int64)
        if (names >= 0).sum() > 1:
            held = self._of_stories(names[names >= 0].tolist())
            held = held[np.argsort((held - ROUND - self.count) % self.most)[-LOOKED_AT:]]
        ones, two, usual = self._linked(np.union1d(held, rows))
        place = np.full(len(self.rows), -1)
        place[rows] = np.arange(len(rows))
        for one, other in ((ones, two), (two, ones)):
            theirs, tongue = self.rows.story[other], self.rows.language[other]
            kept = (place[one] >= 0) & np.isin(theirs, names) & np.isin(tongue, languages)
            kept &= (theirs != self.rows.story[one]) | (theirs < 0)
            at = np.searchsorted(names, theirs[kept]), np.searchsorted(languages, tongue[kept])
            np.add.at(part, (place[one[kept]], *at), usual[kept])
        return part[:, story, language]

    def _usual(self, ones: Numbers, others: Numbers, seen: Seen) -> Usual:
        lead, told = seen.lead, seen.told
        counted = on_one_subject(seen.general, seen.apart, self.weights)
        sums = np.stack([np.ones_like(lead), lead, lead * lead, told, told * told], axis=1)
        return Usual(others, self.rows.facts[ones, 1], sums * counted[:, None])

    def _learn(self, ones: Numbers, others: Numbers, usual: Usual) -> None:
        """Add to what is usual for articles that are new."""
        np.add.at(self.rows.sums, (ones, self.rows.facts[others, 1]), usual.sums)

    def _settle(self) -> None:
        """Add what waits to what is usual for those that were there before."""
        if self._waiting:
            rows, language, sums = (np.concatenate(v) for v in zip(*self._waiting, strict=True))
            np.add.at(self.rows.sums, (rows, language), sums)
            self._touched[rows] = False
            self._waiting.clear()

    def _likeness(self, ones: Numbers, others: Numbers, seen: Seen, more: Usual | None = None) -> Matrix:
        """The likeness of each two rows, with what they themselves add where that waits."""
        rows = self.rows
        mine, theirs = rows.facts[ones, 1], rows.facts[others, 1]
        usual = rows.sums[others, mine]
        if more is not None:
            usual = usual + more.sums
        sums = np.stack(np.broadcast_arrays(rows.sums[ones, theirs], usual))
        scores = score(seen.lead, seen.told, seen.same, sums, self.weights).mean(axis=0)
        return adjusted(scores, seen.same, seen.apart, seen.figures, self.weights)

    def _seen(self, ones: Numbers, others: Numbers, numbers: Numbers, lead: Matrix, told: Matrix) -> Seen:
        same, apart = self.rows.relation(ones, others)
        figures = shared_figures(self.rows.figures[ones], self.rows.figures[others])
        return Seen(numbers, lead, told, same, apart, figures, general(lead, told, same, self.weights))

    def _nearest(self, places: NDArray[float32]) -> list[tuple[Numbers, NDArray[float32]]]:
        """The nearest of those that came before the block: from the cells, and of this round."""
        found = self.neighbours.nearest(places, NEAREST, self.oldest)
        fresh = np.arange(self.begun, self.count)
        if not len(fresh):
            return found
        near = places @ self.places[ROUND + fresh % self.most].T
        return [
            first(np.append(numbers, fresh), np.append(close, near[at]), NEAREST)
            for at, (numbers, close) in enumerate(found)
        ]

    def _grow(self) -> None:
        count = ROUND + min(2 * (len(self.rows) - ROUND), self.most)
        self.rows.grow(count)
        places = np.zeros((count, WIDTH), dtype=np.float32)
        places[: len(self.places)] = self.places
        self.places = places
        self._touched = np.append(self._touched, np.zeros(count - len(self._touched), dtype=np.bool_))

    def _language(self, code: str) -> int:
        return self.languages.setdefault(code, min(len(self.languages), LANGUAGES - 1))

    def save(self) -> bytes:
        """Everything, as bytes."""
        cells = [cell.since(self.oldest)[0] for cell in self.neighbours.cells]
        arrays = {
            **self.rows.arrays(),
            "subjects": self.subjects,
            "held": self.held,
            "common": self.common,
            "places": self.places.astype(np.int8),
            "cells": np.array([len(cell) for cell in cells]),
            "numbers": np.concatenate(cells),
            "languages": np.array(list(self.languages.items()), dtype=np.str_).reshape(-1, 2),
            "counts": np.array(
                [self.most, self.count, self.arrived, self.begun, self.ends, self.neighbours.parted]
            ),
        }
        if self.neighbours.centres is not None:
            arrays["centres"] = self.neighbours.centres
        file = BytesIO()
        np.savez(file, **arrays)  # type: ignore[arg-type]
        return file.getvalue()

    @classmethod
    def load(cls, kept: bytes, weights: Weights) -> Active:
        """What was saved."""
        with np.load(BytesIO(kept)) as arrays:
            rows = Rows.of(arrays)
            most, *counts, parted = arrays["counts"].tolist()
            active = cls(rows.dimension, weights, most)
            active._touched = np.zeros(len(rows), dtype=np.bool_)
            active.rows, active.places = rows, arrays["places"].astype(np.float32)
            active.count, active.arrived, active.begun, active.ends = counts
            active.subjects, active.held, active.common = (
                arrays[name] for name in ("subjects", "held", "common")
            )
            active.languages = {code: int(at) for code, at in arrays["languages"].tolist()}
            numbers = arrays["numbers"]
            vectors = active.places[ROUND + numbers % most]
            active.neighbours = Neighbours.of(
                arrays["cells"].tolist(), numbers, vectors, arrays.get("centres")
            )
            active.neighbours.parted = parted
        return active


def copies(seen: Seen) -> Flags:
    """Which of others an article copies, or is copied by."""
    flags: Flags = (seen.lead >= COPY[0]) & (seen.told >= COPY[1]) & (seen.apart <= COPY_DAYS)
    return flags
