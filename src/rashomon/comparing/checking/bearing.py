"""What a report's statement makes of one value of a text: borne out, less firm, another, or not told."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct

from rashomon.comparing.names.same_person import script_of_name
from rashomon.comparing.values.agreement import OF_WITHIN, times_agree
from rashomon.comparing.values.counting import count_class
from rashomon.comparing.values.coverage import FLOOR
from rashomon.comparing.values.stated import VAGUE, quantities_compatible
from rashomon.language import load
from rashomon.model import Mention, Quantity, Time
from rashomon.reading.quantities.convert import in_unit
from rashomon.reading.times.edtf_points import length_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy import bool_, float32
    from numpy.typing import NDArray

    from rashomon.comparing.values.stated import Said
    from rashomon.model import Value

Bears = Literal["borne", "weaker", "other", "untold"]
Read = Quantity | Time | Mention
_RANK: dict[Bears, int] = {"untold": 0, "other": 1, "weaker": 2, "borne": 3}

COUNTS_ALIKE = 0.33  # cosine of two figures with what they count, as in ``agreement``
SAME_NUMBER = 0.1  # the same where the numbers are equal and none of the small ones
SMALL = 12
FAR = 20  # times as many
MAYBE_SAME_NAME = 0.45  # from here on two names may be spellings of one
SAME_NAME = 0.55  # cosine of the tokens of two spellings of a name


class Given(Struct, frozen=True, eq=False):
    """A value of a text: what was read, as it is shown, and which tokens of its statement tell it."""

    value: Value
    read: Read
    tokens: NDArray[bool_]
    entity: str | None = None

    @property
    def kind(self) -> str:
        """The type of the entity, empty for a figure or a time."""
        return self.read.type if isinstance(self.read, Mention) else ""


class Side(Struct, frozen=True, eq=False):
    """A statement with its token states, of length 1, and the entities that it names."""

    said: Said
    states: NDArray[float32]
    entities: Mapping[str, Mention]


def bears(given: Given, mine: Side, report: Side, near: Sequence[Side]) -> tuple[Bears, Read | None]:
    """What a statement of a report makes of a value, and what it gives for it.

    Args:
        given: the value.
        mine: the statement of the text that gives it.
        report: the statement of the report.
        near: the statements of the report around it, which may name whom and when it speaks of.
    """
    if isinstance(given.read, Quantity):
        return _best(_quantities(given.read, mine, report))
    if isinstance(given.read, Time):
        found = _best(_times(given.read, mine.said, report.said))
        if found[0] == "untold" and given.read.type == "date":
            nearby = [_best(_times(given.read, mine.said, side.said)) for side in near]
            return next((told for told in nearby if told[0] == "borne"), found)
        return found
    return _name(given, mine, report, near)


def _best(told: Iterable[tuple[Bears, Read]]) -> tuple[Bears, Read | None]:
    nothing: tuple[Bears, Read | None] = ("untold", None)
    return max(told, key=lambda one: _RANK[one[0]], default=nothing)


def _quantities(quantity: Quantity, mine: Side, report: Side) -> Iterator[tuple[Bears, Read]]:
    own, given = mine.said.quantities, report.said.quantities
    summed = any(_is_sum(q, given) for q in own) or any(_is_sum(q, own) for q in given)
    for theirs in given:
        told = in_unit(theirs, quantity.unit)
        if told is None:
            continue
        if quantities_compatible(quantity, told):
            if _counts_the_same(quantity, theirs, mine, report, _needed(quantity, told)):
                yield ("weaker" if is_firmer(quantity, theirs) else "borne"), theirs
        elif (
            not (summed or _is_vague(quantity) or _is_vague(told))
            and _is_part(quantity, mine) == _is_part(theirs, report)
            and _is_near(quantity, told)
            and all(q.low != theirs.low for q in own)
            and _counts_the_same(quantity, theirs, mine, report, COUNTS_ALIKE)
        ):
            yield "other", theirs


def _is_near(one: Quantity, other: Quantity) -> bool:
    """False for figures so far apart that they count other things: what each is given, and what all are."""
    low, high = sorted(figure.low or figure.high or 0 for figure in (one, other))
    return low > 0 and high <= FAR * low


def _is_vague(quantity: Quantity) -> bool:
    """True for an order of magnitude: "thousands"."""
    low, high = quantity.low, quantity.high
    return low is not None and high is not None and low > 0 and high >= VAGUE * low


def _is_part(quantity: Quantity, side: Side) -> bool:
    """True for a part of others: "two of the injured"."""
    article = side.said.account.article
    after = article.text[quantity.end : quantity.end + OF_WITHIN].lstrip().casefold()
    links = load(article.language).numbers.part_of
    return quantity.whole is not None or any(after.startswith(f"{link} ") for link in links)


def _is_sum(one: Quantity, parts: Sequence[Quantity]) -> bool:
    """True where a figure is the sum of two others: 336 people of 312 passengers and 24 crew."""
    figures = [part.low for part in parts if part.low is not None and part.unit == one.unit]
    return any(a + b == one.low for a, b in combinations(figures, 2))


def _needed(one: Quantity, other: Quantity) -> float:
    """How much alike what two figures count must be: a rare number that stands on both sides says much."""
    same = one.low == other.low and one.high == other.high and (one.low or one.high or 0) > SMALL
    return SAME_NUMBER if same else COUNTS_ALIKE


def _counts_the_same(one: Quantity, other: Quantity, mine: Side, report: Side, least: float) -> bool:
    classes = count_class(mine.said, one), count_class(report.said, other)
    if classes[0] and classes[1]:
        return classes[0] == classes[1]
    return float(_direction(mine, one) @ _direction(report, other)) >= least


def is_firmer(one: Quantity, other: Quantity) -> bool:
    """True where a figure says more than another that it agrees with: "40" of "about 40" or "at least 40"."""
    if one.approximate or one.low is None or one.high is None:
        return False
    loose = other.approximate or other.low is None or other.high is None or other.high > other.low
    return loose and one.unit == other.unit


def _times(time: Time, text: Said, report: Said) -> Iterator[tuple[Bears, Read]]:
    mine = _known(time)
    others = [other for other in text.times if other is not time]
    for theirs in report.times:
        told = _known(theirs)
        if not mine & told or time.text.casefold() == theirs.text.casefold():
            if mine and time.text.casefold() == theirs.text.casefold():
                yield "borne", theirs
        elif not times_agree(time, theirs):
            alike = mine == told or "clock" in mine & told
            if alike and "span" not in mine and not any(times_agree(t, theirs) for t in others):
                yield "other", theirs
        elif _clocks_agree(time, theirs):
            yield ("borne" if mine <= told else "weaker"), theirs


def _known(time: Time) -> frozenset[str]:
    """Which parts of a time its value gives: year, month, day, clock, or its length; none of a span."""
    if length_of(time.value) is not None:
        return frozenset({"length"})
    date, _, clock = time.value.partition("T")
    if "/" in time.value:
        return frozenset({"span"})
    parts = zip(("year", "month", "day"), date.split("-"), strict=False)
    return frozenset({name for name, part in parts if part.isdigit()} | ({"clock"} if clock else set()))


def _clocks_agree(one: Time, other: Time) -> bool:
    """False for clock times of which one lacks its zone, and whose words don't tell the same hour.

    "4:40" fits 0140 GMT somewhere on earth, and so does "5:40": the words must have it.
    """
    if "T" not in one.value or "T" not in other.value or one.value[-1:] == other.value[-1:] == "Z":
        return True
    told = [re.findall(r"\d+", f"{time.text} {time.value.partition('T')[2]}") for time in (one, other)]
    numbers = [
        {int(number) for part in parts for number in (part, part[:-2], part[-2:]) if number} for parts in told
    ]
    clock = re.match(r"(\d\d):(\d\d)", one.value.partition("T")[2])
    return clock is None or {int(clock[1]), int(clock[2])} <= numbers[1]


def _name(given: Given, mine: Side, report: Side, near: Sequence[Side]) -> tuple[Bears, Read | None]:
    """A place may be named shortly before; a person or body only where the statement names no other."""
    if is_named(given, mine, report):
        return "borne", report.entities.get(given.entity or "")
    others = [mention for entity, mention in report.entities.items() if entity not in mine.entities]
    same = [mention for mention in others if mention.type == given.kind]
    before = [side for side in near if side.said.place < report.said.place]
    free = given.kind == "place" or all(mention.type == "place" for mention in others)
    if free and any(is_named(given, mine, side) for side in before):
        return "borne", None
    if given.kind == "place":
        known = [mention for mention in same if mention.country]
        country = given.read.country if isinstance(given.read, Mention) else None
        elsewhere = len(known) == 1 and country is not None and known[0].country != country
        return ("other", known[0]) if elsewhere else ("untold", None)
    nearest = [mention for mention in same if _in_its_place(given, mine, report, mention)]
    return ("other", nearest[0]) if nearest and given.kind == "person" else ("untold", None)


def is_named(given: Given, mine: Side, report: Side) -> bool:
    """True where a statement has a name: the same entity, the same letters, or tokens that stand for it."""
    if given.entity in report.entities or any(
        name.casefold() in report.said.text.casefold() for name in (given.value.value, given.value.text)
    ):
        return True
    tokens = mine.states[given.tokens]
    if not len(tokens) or not len(report.states):
        return False
    cosine = tokens @ report.states.T
    return float(cosine.max(axis=1).mean()) >= SAME_NAME and not _is_anothers(given, report, cosine)


def _is_anothers(given: Given, report: Side, cosine: NDArray[float32]) -> bool:
    """True where what a name is nearest to is the full name of somebody else: of a brother, of a father."""
    if " " not in given.value.text.strip():
        return False
    return any(
        entity != given.entity
        and mention.type == given.kind
        and " " in mention.text.strip()
        and float(_inside(report, mention.start, mention.end)[cosine.argmax(axis=1)].mean()) > 0.5
        for entity, mention in report.entities.items()
    )


def _in_its_place(given: Given, mine: Side, report: Side, mention: Mention) -> bool:
    """True where the tokens of another name are what a name's tokens are nearest to."""
    tokens = mine.states[given.tokens]
    if not len(tokens) or not len(report.states):
        return False
    inside = _inside(report, mention.start, mention.end)
    cosine = tokens @ report.states.T
    nearest = float(cosine.max(axis=1).mean())
    # Across scripts letters tell little, and what lies near may be the same name spelled otherwise.
    words = [tuple(text.casefold().split()) for text in (given.value.text, mention.text)]
    least = SAME_NAME if script_of_name(words[0]) == script_of_name(words[1]) else MAYBE_SAME_NAME
    another = not set(words[0]) & set(words[1]) and FLOOR < nearest < least
    return another and bool(inside[cosine.argmax(axis=1)].mean() > 0.5)


def _inside(side: Side, start: int, end: int) -> NDArray[bool_]:
    offsets = side.said.encoding.offsets + side.said.statement.start
    inside: NDArray[bool_] = (offsets[:, 0] < end) & (offsets[:, 1] > start)
    return inside


def _direction(side: Side, quantity: Quantity) -> NDArray[float32]:
    """The direction of a figure and the noun that it counts among the token states, of length 1."""
    end = quantity.end
    if quantity.of:
        text = side.said.account.article.text
        at = text.find(quantity.of, quantity.start, quantity.end + OF_WITHIN + len(quantity.of))
        end = max(end, at + len(quantity.of))
    total: NDArray[float32] = side.states[_inside(side, quantity.start, end)].sum(axis=0)
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-6))


def tokens_in(side: Side, start: int, end: int) -> NDArray[bool_]:
    """Which tokens of a statement stand in a range of its article."""
    return _inside(side, start, end)
