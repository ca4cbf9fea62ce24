"""The articles that new ones are compared with, and what is usual among them."""

from __future__ import annotations

from bisect import insort
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.likeness import Shelf, standing

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.grouping.likeness import Standing, Weights
    from rashomon.grouping.sketch import Sketch

SAMPLE = 64  # articles of a language that show what is usual


class Active:
    """Sketches by id, the nearest of them, and a sample of each language."""

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._ids: list[str] = []
        self._subjects: NDArray[float32] = np.zeros((0, 0), dtype=np.float32)
        self._samples: dict[str, Sample] = {}
        self._standings: dict[tuple[str, str], tuple[int, Standing]] = {}

    def __len__(self) -> int:
        return len(self._sketches)

    def __contains__(self, name: str) -> bool:
        return name in self._sketches

    def __getitem__(self, name: str) -> Sketch:
        return self._sketches[name]

    def add(self, sketch: Sketch) -> None:
        """Take in a sketch, also as one of its language's sample where it falls into it."""
        count = len(self._ids)
        if count >= len(self._subjects):
            larger = np.zeros((max(64, 2 * count), len(sketch.lead)), dtype=np.float32)
            larger[:count] = self._subjects[:count] if count else 0
            self._subjects = larger
        self._subjects[count] = sketch.subject
        self._ids.append(sketch.id)
        self._sketches[sketch.id] = sketch
        self._samples.setdefault(sketch.language, Sample()).add(sketch)

    def nearest(self, sketch: Sketch, most: int) -> list[Sketch]:
        """The sketches whose subject is nearest, at most so many, in the order in which they came."""
        close = self._subjects[: len(self._ids)] @ sketch.subject if self._ids else np.zeros(0)
        places = np.arange(len(close))
        if len(close) > most:
            places = np.sort(np.argpartition(-close, most)[:most])
        return [self._sketches[self._ids[place]] for place in places.tolist()]

    def standing(self, sketch: Sketch, language: str, weights: Weights) -> Standing:
        """What a sketch usually has with others of a language; kept until the sample is twice as large."""
        sample = self._samples.get(language)
        stage = sample.stage if sample else 0
        kept = self._standings.get((sketch.id, language))
        if kept is not None and kept[0] == stage:
            return kept[1]
        lead = told = np.zeros(0)
        if sample and stage:
            others, shelf = sample.shelf()
            lead, told = shelf.compare(sketch)
            lead, told = (values[[name != sketch.id for name in others]] for values in (lead, told))
        found = standing(lead, told, sketch.language == language, weights)
        self._standings[sketch.id, language] = (stage, found)
        return found


class Sample:
    """Sketches of one language drawn by a hash of their ids, so that the draw is the same in any order."""

    def __init__(self) -> None:
        self._drawn: list[tuple[bytes, str, Sketch]] = []
        self._shelf: tuple[list[str], Shelf] | None = None
        self.stage = 0
        """How often the sample has become twice as large."""

    def add(self, sketch: Sketch) -> None:
        """Take in a sketch where its hash is among the lowest."""
        key = blake2b(sketch.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if len(self._drawn) == SAMPLE and key >= self._drawn[-1][0]:
            return
        insort(self._drawn, (key, sketch.id, sketch), key=lambda drawn: drawn[:2])
        del self._drawn[SAMPLE:]
        stage = len(self._drawn).bit_length()
        if stage != self.stage:
            self.stage, self._shelf = stage, None

    def shelf(self) -> tuple[list[str], Shelf]:
        """The sample as it was when it last became twice as large: ids, and sketches side by side."""
        if self._shelf is None:
            self._shelf = [name for _, name, _ in self._drawn], Shelf([one for *_, one in self._drawn])
        return self._shelf
