"""The articles that new ones are compared with: the last so many, in one table whose rows are used in turn.

Articles are taken in blocks, in which nearly all is done at once. Which article stands near which is known
before any of a block finds its story, but for those that turn out to be copies, which nothing is compared
with. What all articles of a language have in common, and the cells in which near ones are sought, are
brought up to date at the ends of rounds, that fall after the same articles whatever the blocks are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.stream import kin
from rashomon.grouping.stream.block import NEAREST, NOTHING, UNLIKE, Arrival, Block, copies, nearest_of, twin
from rashomon.grouping.stream.cluster import cluster
from rashomon.grouping.stream.homes import Homes
from rashomon.grouping.stream.neighbours import MOST, WIDTH, Nearest, Neighbours, projection, whole
from rashomon.grouping.stream.quick import Quick, functions
from rashomon.grouping.stream.rows import BLOCK, LANGUAGES, Rows, in_8_bits
from rashomon.grouping.stream.usual import Usuals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.sketch import Sketch
    from rashomon.grouping.stream.likeness import Flags, Matrix, Weights
    from rashomon.grouping.stream.neighbours import Numbers, Whole
    from rashomon.grouping.stream.rows import Seen

ACTIVE = 65_536
SHARE = 16  # of all that came: a round has so many articles, up to a block
AS_MANY = 20.0  # articles that it takes to believe half of a language's mean subject


class Active:
    """Sketches by the number of their arrival."""

    def __init__(self, dimension: int, weights: Weights, most: int = ACTIVE) -> None:
        self.most = most
        self.longest = min(BLOCK, max(1, most // 2))  # of a round
        self.weights = weights
        self.admitted = 0  # the next number
        self.arrived = 0  # with those that turned out to be copies
        self.begun = 0  # the first number of this round
        self.ends = 1  # how many have arrived when this round ends
        self.languages: dict[str, int] = {}
        self.subjects = np.zeros((LANGUAGES, WIDTH))
        self.held = np.zeros(LANGUAGES)
        self.common = np.zeros((LANGUAGES, WIDTH))
        self.neighbours = Neighbours()
        self._hold(Rows(BLOCK + min(64, most), dimension, most))
        self.places = np.zeros((len(self.rows), WIDTH), dtype=np.float32)

    def _hold(self, rows: Rows) -> None:
        self.rows = rows
        self.usuals = Usuals(rows, self.weights)
        self.homes = Homes(rows)
        self.quick: Quick | None = None

    def quicken(self) -> None:
        """From the next block on do what is compiled, if anything is."""
        made = functions()
        self.quick = None if made is None else Quick(made, self.rows, self.weights)

    @property
    def count(self) -> int:
        """How many were kept."""
        return self.rows.count

    @property
    def room(self) -> int:
        """How many articles a block may have now."""
        return self.ends - self.arrived

    @property
    def oldest(self) -> int:
        """The lowest number that new articles are compared with."""
        return max(0, self.begun + self.longest - self.most)

    def meet(self, sketches: Sequence[Sketch]) -> list[int]:
        """The languages of articles that come next, as numbers."""
        return [self._language(sketch.language) for sketch in sketches]

    def look(self, sketches: Sequence[Sketch], languages: Sequence[int]) -> Block:
        """Look at articles that come one after the other, not more than there is room for.

        The articles before have to be admitted, and where nothing is compiled to have found their stories.
        """
        count = len(sketches)
        self.usuals.begin()
        subjects = self.rows.put(sketches, languages)
        exact, scales = in_8_bits(subjects)
        subjects = (exact.astype(np.float32) @ projection(subjects.shape[1])) * (scales / MOST)[:, None]
        places = whole((subjects - self.common[languages]).astype(np.float32))
        parts, nears, ends, mated = [], [], [0], []
        among = (places @ places.T).astype(np.int32)
        for at, (numbers, near) in enumerate(self._nearest(places)):
            least = near.min() if len(near) == NEAREST else -np.inf
            mates = np.flatnonzero(among[at, :at] >= least)
            order = np.argsort(numbers)
            numbers, near = numbers[order], near[order]
            rows = np.concatenate([self.rows.at(numbers), mates])
            parts.append((np.full(len(rows), at), rows, np.concatenate([numbers, -1 - mates])))
            nears += [near, among[at, mates]]
            ends.append(ends[-1] + len(rows))
            mated.append(len(mates) > 0)
        ones, others, names = (np.concatenate(values) for values in zip(*parts, strict=True))
        quick = self.quick
        if quick:
            seen = quick.seen(range(count), ends, others, names)
        else:
            seen = self.usuals.seen(ones, others, names, *self.rows.compare(range(count), ends, others))
        twins = np.flatnonzero(copies(seen))[::-1]
        copied = np.full(count, NOTHING)
        copied[ones[twins]] = names[twins]
        usual = self.usuals.of(ones, others, seen)
        settles = ~np.array(mated) if quick is None else np.zeros(count, dtype=np.bool_)
        kept = np.flatnonzero((seen.general > UNLIKE) & settles[ones])
        settled = usual.only(kept)
        self.usuals.learn(ones[kept], others[kept], settled)
        return Block(
            np.full(count, NOTHING),
            subjects,
            places,
            seen,
            np.concatenate(nears),
            ends,
            mated,
            copied.tolist(),
            self.oldest,
            usual,
            kept,
            [0, *np.cumsum(np.bincount(ones[kept], minlength=count)).tolist()],
            self.usuals.likeness(ones[kept], others[kept], seen.only(kept), settled),
        )

    def admit(self, block: Block) -> None:
        """Give numbers to a block's articles but the copies, so that others are compared with them; ends the
        round where all of it have come. Those before have found their stories."""
        for at in range(len(block.numbers)):
            block.copied[at] = twin(block, at)
            if block.copied[at] == NOTHING:
                block.numbers[at] = self.admitted
                self.admitted += 1
        while self.rows.are_too_few(self.admitted):
            self._grow()
        kept = np.flatnonzero(block.numbers != NOTHING)
        rows = self.rows.at(block.numbers[kept])
        self.rows.hold(kept, rows)
        self.places[rows] = block.places[kept]
        for at, language in zip(kept.tolist(), self.rows.facts[kept, 1].tolist(), strict=True):
            self.subjects[language] += block.subjects[at]
            self.held[language] += 1
        self.arrived += len(block.numbers)
        if self.arrived == self.ends:
            self._end()

    def add(self, block: Block, at: int) -> Arrival:
        """A block's article is kept from now on."""
        number = self.count
        self.rows.count += 1
        if self.quick:
            return Arrival(number, *self.quick.arrive(block, at))
        close, counted, like = self._arrive(block, at, number)
        enough = like >= self.weights.enough_at_arrival
        able = np.flatnonzero(enough | (close.general + close.extra >= self.weights.many))
        able = able[np.argsort(-close.general[able], kind="stable")]
        stories = self.rows.story[self.rows.at(close.numbers[able])]
        return Arrival(number, close, counted, like, stories, enough[able])

    def _arrive(self, block: Block, at: int, number: int) -> tuple[Seen, Flags, Matrix]:
        row = self.rows.row(number)
        self.rows.move(at, row)
        if block.mates[at]:
            places, numbers = nearest_of(block, at)
            may = np.flatnonzero(block.seen.general[places] > UNLIKE)
            places, numbers = places[may], numbers[may]
            close = block.seen.only(places)._replace(numbers=numbers)
            usual = block.usual.only(places)._replace(rows=self.rows.at(numbers))
            self.usuals.learn(np.full(len(numbers), row), usual.rows, usual)
            clean = False
        else:
            part = slice(block.close_ends[at], block.close_ends[at + 1])
            close, usual = block.seen.only(block.close[part]), block.usual.only(block.close[part])
            clean = self.usuals.are_as_before(usual.rows)
        self.usuals.show(usual)
        return close, usual.counted, block.like[part] if clean else self.likeness(number, close)

    def _end(self) -> None:
        numbers = np.arange(self.begun, self.admitted)
        self.neighbours.add(numbers, self.places[self.rows.at(numbers)], self.oldest)
        self.common = self.subjects / (self.held + AS_MANY)[:, None]
        self.begun = self.admitted
        self.ends = self.arrived + min(max(1, self.arrived // SHARE), self.longest)

    def compare(self, number: int, numbers: Numbers) -> Seen:
        """What an article has with those of these numbers."""
        at = self.rows.row(number)
        others = self.rows.at(numbers)
        if self.quick:
            return self.quick.seen([at], [0, len(others)], others, numbers)
        likes = self.rows.compare([at], [0, len(others)], others)
        return self.usuals.seen(np.full(len(others), at), others, numbers, *likes)

    def likeness(self, number: int, seen: Seen) -> Matrix:
        """The likeness of an article to others, by what is usual now."""
        return self.usuals.likeness(np.array([self.rows.row(number)]), self.rows.at(seen.numbers), seen)

    def link(self, number: int, seen: Seen, counted: Flags) -> None:
        """Keep a new article's likenesses; see ``Rows.link``."""
        if self.quick:
            self.quick.link(self.rows.row(number), seen, counted)
        else:
            self.rows.link(number, seen, counted)

    def clusters(self, numbers: Numbers) -> list[list[int]]:
        """The places of those of these, which rise, that are of one event."""
        if self.quick:
            return self.quick.clusters(numbers)
        return cluster(kin.alike(self.rows, numbers, self.weights), self.weights)

    def _nearest(self, places: NDArray[float32]) -> list[tuple[Numbers, Whole]]:
        """The nearest of those that came before the block: from the cells, and of this round."""
        quick = self.quick
        nearest = quick.nearest(len(places)) if quick else Nearest(len(places), NEAREST)
        self.neighbours.look(places, nearest, self.oldest)
        fresh = np.arange(self.begun, self.admitted)
        if len(fresh):
            near = self.places[self.rows.at(fresh)] @ places.T
            nearest.add(np.arange(len(places)), fresh, near.astype(np.int32))
        return nearest.found()

    def _grow(self) -> None:
        self.rows.grow()
        self.usuals.grow()
        places = np.zeros((len(self.rows), WIDTH), dtype=np.float32)
        places[: len(self.places)] = self.places
        self.places = places

    def _language(self, code: str) -> int:
        language = self.languages.setdefault(code, min(len(self.languages), LANGUAGES - 1))
        self.rows.widen(language + 1)
        return language

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything, as arrays by name."""
        cells = [cell.since(self.oldest)[0] for cell in self.neighbours.cells]
        names = json.dumps(list(self.languages)).encode()
        arrays = {
            **self.rows.arrays(),
            "subjects": self.subjects,
            "held": self.held,
            "common": self.common,
            "places": self.places[self.rows.kept].astype(np.int8),
            "cells": np.array([len(cell) for cell in cells]),
            "numbers": np.concatenate(cells),
            "languages": np.frombuffer(names, dtype=np.uint8),
            "spoken": np.array(list(self.languages.values())),
            "counts": np.array(
                [self.most, self.count, self.arrived, self.begun, self.ends, self.neighbours.parted]
            ),
        }
        if self.neighbours.centres is not None:
            arrays["centres"] = self.neighbours.centres
        return arrays

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], weights: Weights) -> Active:
        """What was kept as arrays."""
        most, count, *counts, parted = arrays["counts"].tolist()
        rows = Rows.of(arrays, most, count)
        active = cls(rows.dimension, weights, most)
        active._hold(rows)
        active.places = np.zeros((len(rows), WIDTH), dtype=np.float32)
        active.places[rows.kept] = arrays["places"]
        active.admitted = count
        active.arrived, active.begun, active.ends = counts
        active.subjects, active.held, active.common = (
            arrays[name].copy() for name in ("subjects", "held", "common")
        )
        names = json.loads(bytes(arrays["languages"]))
        active.languages = dict(zip(names, arrays["spoken"].tolist(), strict=True))
        numbers = arrays["numbers"]
        vectors = active.places[rows.at(numbers)]
        centres = arrays["centres"].copy() if "centres" in arrays else None
        active.neighbours = Neighbours.of(arrays["cells"].tolist(), numbers, vectors, centres)
        active.neighbours.parted = parted
        return active
