"""What grouping keeps of an account: the vectors of its first statements and lead, and its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.grouping.dates import day_of
from rashomon.grouping.kinds import kind_of
from rashomon.grouping.vectors import centre, unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy import float32
    from numpy.typing import NDArray

    from rashomon.model import Account, ArticleKind

    Vectors = NDArray[float32]

STATEMENTS = 12
HEAD = [0, 1, 2]  # statements that the lead tells
FIGURES = 8
SMALLEST = 4  # figures below are in every report


class Sketch(Struct, frozen=True, eq=False):
    """An account as grouping sees it.

    ``told`` holds the vectors of its first statements, relative to what vectors of any text have in common
    (float32, shape (at most 12, dimension)); ``lead`` that of its first lines as one passage (float32, shape
    (dimension,)). Rows are of unit length; an account that says nothing has a row of zeros. ``figures`` are
    the first whole figures that it gives, each once; days count as in ``date.toordinal``.
    An article that is no news of one event has a ``kind`` and, so that it is like no other, rows of zeros.
    """

    id: str
    language: str
    day: int | None
    told: Vectors
    lead: Vectors
    figures: tuple[int, ...] = ()
    kind: ArticleKind | None = None

    @property
    def subject(self) -> Vectors:
        """One vector of unit length, near to that of whatever is likely to be alike (float32)."""
        return unit(unit(self.told.mean(axis=0)) + unit(self.lead - centre(len(self.lead))))


def sketch(account: Account, furniture: Collection[int] = ()) -> Sketch:
    """What grouping keeps of an account.

    Args:
        furniture: the places of the statements that are page furniture, which are left out.
    """
    every = range(len(account.encodings))
    told = ([at for at in every if at not in furniture] or list(every))[:STATEMENTS]
    kind = kind_of(account, furniture)
    known = (account.article.id, _language(account), day_of(account.article))
    if kind is not None or not told:
        size = len(account.encodings[0].vector) if told else 0 if account.lead is None else len(account.lead)
        return Sketch(*known, *_nothing(size), kind=kind)
    vectors = np.array([account.encodings[at].vector for at in told], dtype=np.float32)
    lead = account.lead
    if lead is None or told[: len(HEAD)] != HEAD[: len(told)]:
        lead = vectors[: len(HEAD) + 1].mean(axis=0)
    told_vectors = unit(vectors - centre(vectors.shape[1]))
    return Sketch(*known, told_vectors, unit(lead.astype(np.float32)), _figures(account, told))


def empty(one: Sketch, dimension: int) -> Sketch:
    """A sketch of an account that says nothing, as wide as others."""
    told, lead = _nothing(dimension)
    return Sketch(one.id, one.language, one.day, told, lead, one.figures, one.kind)


def _figures(account: Account, told: Sequence[int]) -> tuple[int, ...]:
    """The first figures that an account gives of anything in these statements."""
    spans = [(account.statements[at].start, account.statements[at].end) for at in told]
    given: dict[int, None] = {}
    for quantity in account.quantities:
        if any(start <= quantity.start < end for start, end in spans):
            for bound in (quantity.low, quantity.high):
                if bound is not None and SMALLEST <= bound < 2**31:
                    given[round(bound)] = None
    return tuple(given)[:FIGURES]


def _language(account: Account) -> str:
    return account.article.language.split("-")[0]


def _nothing(dimension: int) -> tuple[Vectors, Vectors]:
    return np.zeros((1, dimension), dtype=np.float32), np.zeros(dimension, dtype=np.float32)
