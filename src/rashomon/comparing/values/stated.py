"""The values that a statement gives: how many, when, where and who, normalised to be held side by side."""

from __future__ import annotations

import math
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from msgspec import Struct

from rashomon.model import Mention, Quantity, Time, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.model import Account, Encoding, Entity, Statement

_Found = TypeVar("_Found", Quantity, Time, Mention)
_start = attrgetter("start")


class Words(Protocol):
    """A span of an article, quoted."""

    @property
    def article(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


# "About 5,900" may be 5,500; "more than 30" fits 33, but "at least 27" is at odds with 34, and "more than
# 250" with 578: so read those who annotated the gold stories.
ABOUT = 0.1
OPEN_END = 1.2
ROUNDED_FROM, ROUNDED_OFF = 100, 0.07  # the least number that is rounded without saying so, and how far
VAGUE = 4  # how many times its low bound the high bound of an order of magnitude is at least


class Said(Struct, frozen=True, eq=False):
    """One statement of an account, by its place in the story, with everything found inside its span.

    ``origin`` is whose words they are: the article's origin, or that of the article they were taken from.
    """

    place: int
    account: Account
    statement: Statement
    encoding: Encoding
    quantities: tuple[Quantity, ...]
    times: tuple[Time, ...]
    mentions: tuple[Mention, ...]
    origin: str | None = None

    @property
    def text(self) -> str:
        """The statement's words."""
        return self.account.article.text[self.statement.start : self.statement.end]


def said_by(accounts: Iterable[Account], origins: Mapping[tuple[str, int], str] | None = None) -> list[Said]:
    """Every statement of the accounts with what it says; its index is its place.

    Args:
        accounts: the accounts of a story.
        origins: the origin of each statement that was taken from another article, by (article id, start).
    """
    found: list[Said] = []
    for account in accounts:
        quantities = sorted(account.quantities, key=_start)
        times, mentions = sorted(account.times, key=_start), sorted(account.mentions, key=_start)
        for statement, encoding in zip(account.statements, account.encodings, strict=True):
            found.append(
                Said(
                    place=len(found),
                    account=account,
                    statement=statement,
                    encoding=encoding,
                    quantities=_inside(quantities, statement),
                    times=_inside(times, statement),
                    mentions=_inside(mentions, statement),
                    origin=(origins or {}).get((statement.article, statement.start), account.article.origin),
                )
            )
    return found


def _inside(found: Sequence[_Found], statement: Statement) -> tuple[_Found, ...]:
    """Those of a statement, of all of an article by their starts."""
    first = bisect_left(found, statement.start, key=_start)
    last = bisect_left(found, statement.end, lo=first, key=_start)
    return tuple(one for one in found[first:last] if one.end <= statement.end)


def values_of(said: Said, entities: Mapping[tuple[str, str], Entity]) -> list[Value]:
    """All values of a statement, by their places in the text.

    Args:
        said: the statement.
        entities: the entity of each (article id, mention key).
    """
    published = said.account.article.published
    values = [quantity_value(quantity, published) for quantity in said.quantities]
    values += [time_value(time, published) for time in said.times]
    for mention in said.mentions:
        entity = entities.get((mention.article, mention.key))
        if entity is not None:
            values.append(name_value(mention, entity, published))
    return sorted(values, key=lambda value: (value.start, value.end, value.type))


def quantity_value(quantity: Quantity, published: str | None = None) -> Value:
    """A quantity as a value: ``8``, ``~5900``, ``>=30``, ``<=5`` or ``20..30``."""
    return value_of(quantity, "quantity", _bounds(quantity), published, unit=quantity.unit, of=quantity.of)


def time_value(time: Time, published: str | None = None) -> Value:
    """A time as a value, in EDTF."""
    return value_of(time, "time", time.value, published)


def name_value(mention: Mention, entity: Entity | None = None, published: str | None = None) -> Value:
    """A name as a value: what its entity is called, or its own article has it."""
    named = entity or mention
    return value_of(mention, "place" if named.type == "place" else "name", named.name, published)


def value_of(
    read: Words,
    type_: Literal["quantity", "time", "place", "name"],
    value: str,
    published: str | None,
    *,
    unit: str | None = None,
    of: str | None = None,
) -> Value:
    """Words of an article as a value."""
    return Value(
        article=read.article,
        start=read.start,
        end=read.end,
        text=read.text,
        type=type_,
        value=value,
        unit=unit,
        of=of,
        published=published,
    )


def _bounds(quantity: Quantity) -> str:
    about = "~" if quantity.approximate else ""
    low, high = quantity.low, quantity.high
    if low is not None and low == high:
        return f"{about}{low:.12g}"
    if low is not None and high is not None:
        return f"{about}{low:.12g}..{high:.12g}"
    if low is not None:
        return f">={low:.12g}"
    return f"<={high:.12g}" if high is not None else "?"


def quantities_compatible(one: Quantity, other: Quantity, open_end: float = OPEN_END) -> bool:
    """True where both figures can be true of one count: their ranges touch, or one is the other rounded.

    An order of magnitude ("thousands") ends before the next one; beside it "at least 14" has no end. Else an
    open end is taken to be meant closely: to ``open_end`` times the bound.
    """
    if is_vague(one) or is_vague(other):
        open_end = math.inf
    low_one, high_one = _range(one, open_end)
    low_other, high_other = _range(other, open_end)
    if is_vague(one) != is_vague(other):
        vague, exact = ((low_one, high_one), (low_other, high_other))
        if is_vague(other):
            vague, exact = exact, vague
        return exact[0] < vague[1] and vague[0] <= exact[1]
    if is_vague(one):
        return low_one < high_other and low_other < high_one
    touching = low_one <= high_other and low_other <= high_one
    return touching or _is_rounded(one, other) or _is_rounded(other, one)


def _is_rounded(round_one: Quantity, exact: Quantity) -> bool:
    """True for 600 beside 578: as many zeros at its end as were rounded off, and little lost."""
    low = round_one.low
    if low is None or low != round_one.high or low < ROUNDED_FROM or not float(low).is_integer():
        return False
    digits = str(int(low))
    step: int = 10 ** (len(digits) - len(digits.rstrip("0")))
    value = exact.low
    if step == 1 or value is None or value != exact.high or value % step == 0:
        return False
    return abs(value - low) <= min(step / 2, ROUNDED_OFF * low)


def is_vague(quantity: Quantity) -> bool:
    """True for an order of magnitude: "thousands"."""
    low, high = quantity.low, quantity.high
    return quantity.approximate and low is not None and high is not None and high >= VAGUE * low > 0


def _range(quantity: Quantity, open_end: float) -> tuple[float, float]:
    low, high = quantity.low, quantity.high
    if low is None:
        low = high / open_end if high is not None and high > 0 else 0.0
    if high is None:
        high = low * open_end if low else low
    if is_vague(quantity):
        return low, min(high, 10.0 ** (math.floor(math.log10(low) + 1e-9) + 1))
    if quantity.approximate:
        low, high = low - abs(low) * ABOUT, high + abs(high) * ABOUT
    return low, high
