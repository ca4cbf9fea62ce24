"""Quantities made of what was found in a sentence's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon.model import Quantity
from rashomon.reading.quantities.bounds import Bound

if TYPE_CHECKING:
    from rashomon.model import Article
    from rashomon.reading.quantities.amount import Amount
    from rashomon.reading.quantities.tokens import Token


def of_noun(
    article: Article,
    tokens: list[Token],
    part: Amount,
    bound: Bound,
    noun: tuple[int, int],
    whole: Amount,
) -> list[Quantity]:
    """A part and its whole around their noun."""
    of_part = quantity(article, tokens, part._replace(end=whole.end), bound, noun, whole.high)
    plain = Bound(True, True, False, whole.start, whole.end)
    return [of_part, quantity(article, tokens, whole, plain, noun, None)]


def part_and_whole(
    article: Article,
    tokens: list[Token],
    part: tuple[Amount, Bound],
    whole: Amount,
    noun: tuple[int, int] | None,
) -> list[Quantity]:
    found, bound = part
    of_part = quantity(article, tokens, found._replace(end=whole.end), bound, noun, whole.high)
    plain = Bound(True, True, False, whole.start, whole.end)
    return [of_part, quantity(article, tokens, whole, plain, noun, None)]


def quantity(
    article: Article,
    tokens: list[Token],
    found: Amount,
    bound: Bound,
    noun: tuple[int, int] | None,
    whole: float | None,
) -> Quantity:
    start, end = tokens[bound.start].start, tokens[max(found.end, bound.end) - 1].end
    return Quantity(
        article=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        low=found.low if bound.low else None,
        high=found.high if bound.high else None,
        approximate=bound.approximate,
        unit=found.unit,
        of=article.text[tokens[noun[0]].start : tokens[noun[1] - 1].end] if noun else None,
        whole=1.0 if found.first.fraction and whole is None else whole,
    )
