"""Quantities: numbers with what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.model import Article, Quantity, Sentence


def find_quantities(
    article: Article, sentences: Sequence[Sentence], taken: Sequence[tuple[int, int]]
) -> tuple[Quantity, ...]:
    """The quantities of an article."""
    del article, sentences, taken
    return ()
