"""Articles are encoded together, and each gives what it gives alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import rashomon.reading
from rashomon.encoder import Encoder, NameTag
from rashomon.model import Article
from rashomon.reading import read, read_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Encoding

SHARED = "The mayor of Lund, Anna Berg, closed the bridge on Monday."
ARTICLES = [
    Article(id="a", language="en", text=f"Bridge closed\n\n{SHARED} Nobody was hurt."),
    Article(id="b", language="en", text=f"{SHARED} Repairs will take seven months, she said."),
    Article(
        id="c", language="de", text="Die Brücke in Lund ist seit Montag gesperrt. Verletzt wurde niemand."
    ),
    Article(id="d", text=""),
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.open()


class Counting:
    """An encoder that writes down what it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.given: list[str] = []

    def encode_and_tag(self, texts: Sequence[str]) -> list[tuple[Encoding, tuple[NameTag, ...]]]:
        self.given += texts
        return self._encoder.encode_and_tag(texts)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return self._encoder.encode(texts)


@pytest.mark.parametrize("a_pass", [1, 100, 60_000])
def test_an_article_gives_the_same_whatever_it_is_read_with(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, a_pass: int
) -> None:
    monkeypatch.setattr(rashomon.reading, "CODE_POINTS_A_PASS", a_pass)
    together = list(read_all(ARTICLES, encoder))
    for article, account in zip(ARTICLES, together, strict=True):
        alone = read(article, encoder)
        for part in ("article", "sentences", "statements", "mentions", "times", "quantities", "quotations"):
            assert getattr(account, part) == getattr(alone, part)
        for ours, other in zip(account.encodings, alone.encodings, strict=True):
            assert np.array_equal(ours.vector, other.vector)
            assert np.array_equal(ours.states, other.states)


def test_a_sentence_of_two_articles_is_encoded_once(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rashomon.reading, "CODE_POINTS_A_PASS", 1)
    counting = Counting(encoder)
    list(read_all(ARTICLES, counting))  # type: ignore[arg-type]
    assert counting.given.count(SHARED) == 1
