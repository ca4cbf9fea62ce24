"""The articles that new ones are compared with: the last so many, in one table whose rows are used in turn.

What an article usually has with others, and the crowd on its subject, are kept as sums that grow with each
new article that is compared with it; so a new one costs the same however many there are.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rashomon.grouping.likeness import (
    SUMS,
    adjusted,
    crowd_of,
    general,
    in_crowd,
    on_one_subject,
    score,
)
from rashomon.grouping.neighbours import Neighbours, projection
from rashomon.grouping.sketch import DATES, STATEMENTS, unit

if TYPE_CHECKING:
    from typing import Any

    from numpy import float32, int64
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Flags, Matrix, Weights
    from rashomon.grouping.sketch import Sketch

    Numbers = NDArray[int64]

ACTIVE = 65_536
NEAREST = 32  # articles that a new one is compared with
LINKS = 56  # of its likenesses are kept
LANGUAGES = 40  # are told apart
AS_MANY = 20.0  # articles that it takes to believe half of a language's mean subject
SCALE = 127.0  # of a vector's components in 8 bits
NO_DAY = -1
UNLIKE = -0.8  # below this score by what is usual anywhere two articles are never of one event


class Seen(NamedTuple):
    """What a new article has with others: their numbers, both likenesses, the score, the days between."""

    numbers: Numbers
    lead: Matrix
    told: Matrix
    general: Matrix
    apart: Matrix

    def only(self, wanted: Flags) -> Seen:
        """Those of them that are wanted."""
        return Seen(
            self.numbers[wanted],
            self.lead[wanted],
            self.told[wanted],
            self.general[wanted],
            self.apart[wanted],
        )

    def and_also(self, more: Seen) -> Seen:
        """These and others."""
        return Seen(
            np.concatenate([self.numbers, more.numbers]),
            np.concatenate([self.lead, more.lead]),
            np.concatenate([self.told, more.told]),
            np.concatenate([self.general, more.general]),
            np.concatenate([self.apart, more.apart]),
        )


class Active:
    """Sketches by the number of their arrival; number n stands in row n modulo ``most``."""

    def __init__(self, dimension: int, weights: Weights, most: int = ACTIVE) -> None:
        self.most = most
        self.weights = weights
        self.count = 0
        self.languages: dict[str, int] = {}
        self.subjects = np.zeros((LANGUAGES, dimension))
        self.arrived = np.zeros(LANGUAGES)
        self.neighbours = Neighbours()
        self.rows = np.zeros(min(64, most), dtype=_row(dimension))
        self._placed: tuple[Sketch, NDArray[float32], NDArray[float32]] | None = None

    @property
    def oldest(self) -> int:
        """The lowest number that is still here."""
        return max(0, self.count - self.most)

    def add(self, sketch: Sketch) -> int:
        """Take in a sketch; returns its number."""
        number = self.count
        if number >= len(self.rows) and len(self.rows) < self.most:
            room = np.zeros(min(2 * len(self.rows), self.most), dtype=self.rows.dtype)
            room[: len(self.rows)] = self.rows
            self.rows = room
        row = self.rows[number % self.most : number % self.most + 1]
        row[:] = 0
        row["told"][0, : len(sketch.told)] = np.rint(sketch.told * SCALE)
        row["lead"] = np.rint(sketch.lead * SCALE)
        row["said"] = len(sketch.told)
        row["day"] = NO_DAY if sketch.day is None else sketch.day
        row["language"] = self._language(sketch.language)
        row["dates"][0, : len(sketch.dates)] = sketch.dates
        row["linked"] = -1
        subject, place = self._place(sketch)
        self.neighbours.add(number, place)
        self.subjects[row["language"][0]] += subject
        self.arrived[row["language"][0]] += 1
        self._placed = None
        self.count += 1
        return number

    def save(self) -> bytes:
        """Everything, as bytes."""
        cells = self.neighbours.cells
        arrays = {
            "rows": self.rows.view(np.uint8),
            "subjects": self.subjects,
            "arrived": self.arrived,
            "cells": np.array([cell.size for cell in cells]),
            "numbers": np.concatenate([cell.numbers[cell.start : cell.end] for cell in cells]),
            "vectors": np.concatenate([cell.vectors[cell.start : cell.end] for cell in cells]),
            "languages": np.array(list(self.languages.items()), dtype=np.str_).reshape(-1, 2),
            "counts": np.array([self.count, self.most]),
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
            count, most = arrays["counts"].tolist()
            active = cls(arrays["subjects"].shape[1], weights, most)
            active.count = count
            active.rows = arrays["rows"].view(active.rows.dtype)
            active.subjects, active.arrived = arrays["subjects"], arrays["arrived"]
            active.languages = {code: int(at) for code, at in arrays["languages"].tolist()}
            active.neighbours = Neighbours.of(
                arrays["cells"].tolist(), arrays["numbers"], arrays["vectors"], arrays.get("centres")
            )
        return active

    def nearest(self, sketch: Sketch) -> Numbers:
        """The numbers of those whose subject is nearest, rising."""
        return self.neighbours.nearest(self._place(sketch)[1], NEAREST, self.oldest)

    def compare(self, sketch: Sketch, numbers: Numbers) -> Seen:
        """What a sketch has with those of these numbers."""
        rows = self.rows[numbers % self.most]
        told = rows["told"].astype(np.float32).reshape(-1, rows["told"].shape[-1])
        close = (told @ sketch.told.T).reshape(len(rows), STATEMENTS, len(sketch.told))
        mine = close.max(axis=1).sum(axis=1) / len(sketch.told)
        theirs = close.max(axis=2).sum(axis=1) / rows["said"]
        lead = ((rows["lead"].astype(np.float32) @ sketch.lead) / SCALE).astype(np.float64)
        both = ((mine + theirs) / (2 * SCALE)).astype(np.float64)
        apart = np.zeros(len(rows))
        if sketch.day is not None:
            apart = np.where(rows["day"] == NO_DAY, 0.0, np.abs(rows["day"] - float(sketch.day)))
        same = rows["language"] == self._language(sketch.language)
        return Seen(numbers, lead, both, general(lead, both, same, self.weights), apart)

    def note(self, number: int, seen: Seen) -> None:
        """Add to what is usual for a new article and for those that it was compared with."""
        rows, at, to = self.rows, number % self.most, seen.numbers % self.most
        language, others = rows["language"][at], rows["language"][to]
        scores = seen.general + 0.2 * (others != language)
        usual = on_one_subject(scores, seen.apart, self.weights)
        parts = np.stack([np.ones_like(seen.lead), seen.lead, seen.lead**2, seen.told, seen.told**2], axis=1)[
            usual
        ]
        np.add.at(rows["sums"][at], others[usual], parts)
        rows["sums"][to[usual], language] += parts
        crowd = in_crowd(scores, seen.apart, self.weights)
        rows["crowd"][at] += crowd.sum()
        rows["crowd"][to] += crowd

    def link(self, number: int, seen: Seen) -> None:
        """Keep a new article's likenesses, so that they need not be measured again."""
        row = self.rows[number % self.most : number % self.most + 1]
        most = min(LINKS, len(seen.numbers))
        row["linked"][0, :most] = seen.numbers[:most]
        row["links"][0, :most, 0] = seen.lead[:most]
        row["links"][0, :most, 1] = seen.told[:most]

    def likeness(self, ones: Numbers, others: Numbers, lead: Matrix, told: Matrix) -> Matrix:
        """The likeness of each one to the other in its place, by what is usual now."""
        rows, these, those = self.rows, ones % self.most, others % self.most
        mine, theirs = rows["language"][these], rows["language"][those]
        same = mine == theirs
        sums = np.stack([rows["sums"][these, theirs], rows["sums"][those, mine]])
        scores = score(lead, told, same, sums, self.weights).mean(axis=0)
        day, other_day = rows["day"][these], rows["day"][those]
        apart = np.where((day == NO_DAY) | (other_day == NO_DAY), 0.0, np.abs(day - other_day))
        crowd = crowd_of(np.stack([rows["crowd"][these], rows["crowd"][those]]), self.weights).mean(axis=0)
        dates = _shared(rows["dates"][these], rows["dates"][those])
        return adjusted(scores, same, apart, dates, crowd, self.weights)

    def matrix(self, numbers: Numbers) -> Matrix:
        """The likeness of each two of these. Two that were never compared have less than any of them."""
        count = len(numbers)
        order = np.argsort(numbers)
        linked = self.rows["linked"][numbers % self.most]
        place = np.minimum(np.searchsorted(numbers, linked, sorter=order), count - 1)
        one, slot = np.nonzero((numbers[order[place]] == linked) & (linked >= 0))
        other = order[place[one, slot]]
        held = self.rows["links"][numbers[one] % self.most, slot].astype(np.float64)
        like = self.likeness(numbers[one], numbers[other], held[:, 0], held[:, 1])
        full = np.full((count, count), min(float(like.min()), -1.0) if len(like) else -1.0)
        full[one, other] = full[other, one] = like
        return full

    def _place(self, sketch: Sketch) -> tuple[NDArray[float32], NDArray[float32]]:
        """A sketch's subject, and where it lies relative to what its language's have in common so far."""
        if self._placed is not None and self._placed[0] is sketch:
            return self._placed[1:]
        at = self._language(sketch.language)
        subject = sketch.subject
        away = subject - self.subjects[at] / (self.arrived[at] + AS_MANY)
        place = unit(away.astype(np.float32) @ projection(len(away)))
        self._placed = (sketch, subject, place)
        return subject, place

    def _language(self, code: str) -> int:
        return self.languages.setdefault(code, min(len(self.languages), LANGUAGES - 1))


def _row(dimension: int) -> np.dtype[Any]:
    return np.dtype(
        [
            ("told", np.int8, (STATEMENTS, dimension)),
            ("lead", np.int8, (dimension,)),
            ("said", np.int16),
            ("language", np.int16),
            ("day", np.int32),
            ("dates", np.int32, (DATES,)),
            ("sums", np.float32, (LANGUAGES, SUMS)),
            ("crowd", np.float64),
            ("linked", np.int64, (LINKS,)),
            ("links", np.float32, (LINKS, 2)),
            ("story", np.int64),
        ]
    )


def _shared(ones: NDArray[Any], others: NDArray[Any]) -> Matrix:
    named, also = ones > 0, others > 0
    both = ((ones[:, :, None] == others[:, None, :]) & named[:, :, None]).reshape(len(ones), -1).sum(axis=1)
    share: Matrix = both / np.maximum(np.minimum(named.sum(axis=1), also.sum(axis=1)), 1)
    return share
