"""Adding to a library beside the encoder alone, which is given the same texts in the same passes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from rashomon.library import add_articles, open_library
from rashomon.library.looking import status

if TYPE_CHECKING:
    from pathlib import Path

    from rashomon.model import Article


def size_of(folder: Path) -> int:
    """The bytes of a closed library."""
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


class Watched:
    """An encoder that remembers what it was given, and in which passes."""

    def __init__(self, encoder) -> None:  # type: ignore[no-untyped-def]
        self._encoder = encoder
        self.name, self.tagger_name = encoder.name, encoder.tagger_name
        self.dimension = encoder.dimension
        self.given: list[tuple[str, list[str]]] = []

    def encode(self, texts: list[str]):  # type: ignore[no-untyped-def]
        self.given.append(("encode", list(texts)))
        return self._encoder.encode(texts)

    def encode_and_tag(self, texts: list[str]):  # type: ignore[no-untyped-def]
        self.given.append(("encode_and_tag", list(texts)))
        return self._encoder.encode_and_tag(texts)


def clocks() -> np.ndarray:
    """Seconds by the clock, and of all cores."""
    return np.array([time.perf_counter(), time.process_time()])


def add(found: list[Article], folder: Path, rounds: int) -> dict[str, object]:
    """Add articles: how long, how long the encoder alone takes for the same texts, and bytes an article."""
    from rashomon.encoder import Encoder
    from rashomon.reading import read_all

    encoder = Encoder.open()
    list(read_all(found[:: max(1, len(found) // 24)], encoder))  # opens what is opened once
    adding, comparing, alone = (np.zeros(2) for _ in range(3))
    for turn in range(rounds):
        watched, at = Watched(encoder), {}
        with open_library(str(folder / str(turn)), create=True) as library:
            begun = clocks()
            done = add_articles(
                library,
                found,
                watched,
                progress=lambda _, at=at: at.update(kept=clocks()),
            )
            comparing += clocks() - at["kept"]
            adding += at["kept"] - begun
            told = status(library)
        size = size_of(folder / str(turn))
        begun = clocks()
        for how, texts in watched.given:
            getattr(encoder, how)(texts)
        alone += clocks() - begun
    parts = {"kept": adding, "kept and compared": adding + comparing, "encoder alone": alone}
    return {
        **msgspec.to_builtins(done),
        "stories": told.stories,
        "characters": sum(len(one.text) for one in found),
        **{
            f"{name}, seconds by the clock": round(float(part[0]) / rounds, 1) for name, part in parts.items()
        },
        **{
            f"{name}, seconds of all cores": round(float(part[1]) / rounds, 1) for name, part in parts.items()
        },
        "encoder alone / kept, by the clock": round(float(alone[0] / adding[0]), 3),
        "encoder alone / kept, of all cores": round(float(alone[1] / adding[1]), 3),
        "the same with comparing, of all cores": round(float(alone[1] / (adding + comparing)[1]), 3),
        "bytes an article": size // max(told.articles, 1),
    }
