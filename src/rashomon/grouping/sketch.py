"""What grouping keeps of an account: the vectors of its first statements and of its lead, and its days."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.grouping.dates import day_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.model import Account

    Vectors = NDArray[float32]

STATEMENTS = 12
DATES = 8


class Sketch(Struct, frozen=True, eq=False):
    """An account as grouping sees it.

    ``told`` holds the vectors of its first statements, relative to what vectors of any text have in common
    (float32, shape (at most 12, dimension)); ``lead`` that of its first lines as one passage (float32, shape
    (dimension,)). Rows are of unit length; an account that says nothing has a row of zeros. ``dates`` are the
    days that it names, rising; days count as in ``date.toordinal``.
    """

    id: str
    language: str
    day: int | None
    told: Vectors
    lead: Vectors
    dates: tuple[int, ...] = ()

    @property
    def subject(self) -> Vectors:
        """One vector of unit length, near to that of whatever is likely to be alike (float32)."""
        return unit(unit(self.told.mean(axis=0)) + unit(self.lead - centre(len(self.lead))))


def sketch(account: Account, furniture: Collection[str] = ()) -> Sketch:
    """What grouping keeps of an account, statements that are page furniture left out."""
    text = account.article.text
    kept = [
        encoding.vector
        for statement, encoding in zip(account.statements, account.encodings, strict=False)
        if text[statement.start : statement.end] not in furniture
    ] or [encoding.vector for encoding in account.encodings]
    if not kept:
        size = 0 if account.lead is None else len(account.lead)
        return Sketch(account.article.id, _language(account), day_of(account.article), *_nothing(size))
    told = np.array(kept[:STATEMENTS], dtype=np.float32)
    lead = told.mean(axis=0) if account.lead is None else account.lead.astype(np.float32)
    told = unit(told - centre(told.shape[1]))
    return Sketch(
        account.article.id, _language(account), day_of(account.article), told, unit(lead), _dates(account)
    )


def empty(one: Sketch, dimension: int) -> Sketch:
    """A sketch of an account that says nothing, as wide as others."""
    told, lead = _nothing(dimension)
    return Sketch(one.id, one.language, one.day, told, lead, one.dates)


def unit(vectors: Vectors) -> Vectors:
    """Vectors at unit length, in their last axis; those without length stay zero."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    scaled: Vectors = np.divide(vectors, np.maximum(length, 1e-9), dtype=np.float32)
    return scaled


@cache
def centre(dimension: int) -> Vectors:
    """The mean vector of a sentence in any language (float32, shape (dimension,)).

    It is known of the packaged encoder; for vectors of another dimension it is zero.
    """
    with files(__package__).joinpath("data", "centre.npy").open("rb") as file:
        mean: Vectors = np.load(file).astype(np.float32)
    return mean if len(mean) == dimension else np.zeros(dimension, dtype=np.float32)


def _dates(account: Account) -> tuple[int, ...]:
    """The first days that an account names."""
    named: dict[int, None] = {}
    for time in account.times:
        try:
            named[date.fromisoformat(time.value[:10]).toordinal()] = None
        except ValueError:
            continue
    return tuple(sorted(list(named)[:DATES]))


def _language(account: Account) -> str:
    return account.article.language.split("-")[0]


def _nothing(dimension: int) -> tuple[Vectors, Vectors]:
    return np.zeros((1, dimension), dtype=np.float32), np.zeros(dimension, dtype=np.float32)
