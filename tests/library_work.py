"""What the tests of the library share: a quick encoder, articles of invented events in several languages."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from rashomon.library.tables import metadata
from rashomon.model import Article, Encoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.encoder import NameTag
    from rashomon.library import Library

DIMENSION = 64
PLACES = ("Norhaven", "Vellmark", "Bandar Suhail", "Kestrel Bay", "Ostrova", "Ilmari", "Quillon", "Tarn")
EVENTS = (
    (
        "en",
        "A ferry and a cargo ship collided off {place} on Monday. {n} people were killed, officials said.",
    ),
    ("fr", "Un traversier et un cargo se sont heurtés lundi au large de {place}. {n} personnes sont mortes."),
    ("zh", "一艘渡轮星期一在{place}附近与货船相撞。有{n}人死亡。"),
    ("th", "เรือข้ามฟากชนกับเรือสินค้านอกชายฝั่ง {place} เมื่อวันจันทร์ มีผู้เสียชีวิต {n} คน"),
)


class QuickEncoder:
    """An encoder whose vectors are made of the words alone: the same words, the same vector."""

    name = "quick/1"
    tagger_name = "quick/names-1"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return [_encoding(text) for text in texts]

    def encode_and_tag(self, texts: Sequence[str]) -> list[tuple[Encoding, tuple[NameTag, ...]]]:
        return [(_encoding(text), ()) for text in texts]


def articles(count: int) -> list[Article]:
    """Articles in several languages, four to an event."""
    made = []
    for number in range(count):
        event, (language, text) = number // 4, EVENTS[number % 4]
        place = f"{PLACES[event % len(PLACES)]} {event}"
        made.append(
            Article(
                id=f"in{number}",
                url=f"https://outlet{number % 4}.example/{event}/report?utm_source=x",
                outlet=f"Outlet {number % 4}",
                language=language,
                published=f"2023-03-{1 + event % 28:02d}",
                title=f"{place} {event}",
                text=text.format(place=place, n=20 + number % 7),
            )
        )
    return made


def _encoding(text: str) -> Encoding:
    words = list(re.finditer(r"\w+", text)) or list(re.finditer(r".+", text, re.DOTALL))
    states = np.array([_state(word[0].lower()) for word in words], np.float32).reshape(-1, DIMENSION)
    vector = states.sum(axis=0)
    offsets = np.array([word.span() for word in words], np.int32).reshape(-1, 2)
    length = max(float(np.linalg.norm(vector)), 1e-9)
    return Encoding(vector=vector / np.float32(length), states=states, offsets=offsets)


def _state(word: str) -> np.ndarray:
    seed = int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "little")
    return np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)


def contents(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but when it was written, and how it is laid out."""
    left_out = {"streams", "cells", "centres"}
    with library.reading() as connection:
        return {
            table.name: sorted(
                (
                    tuple(value for name, value in row._mapping.items() if name != "added")
                    for row in connection.execute(table.select())
                ),
                key=repr,
            )
            for table in metadata.sorted_tables
            if table.name not in left_out
        }
