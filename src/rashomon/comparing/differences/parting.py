"""The figures of two statements that cannot both be true, by what they count.

Two figures of one class need not be at odds: one may be of a part, of another place or day, or somebody's
whom the article quotes beside the figure that it gives itself. A figure that the other article gives too,
anywhere, parts nobody.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from rashomon.comparing.values.agreement import can_be_equal, likeness
from rashomon.comparing.values.counting import CROWD
from rashomon.comparing.values.dating import of_other_times
from rashomon.comparing.values.matching import (
    are_degrees,
    counts_the_same,
    matched,
    may_count_the_same,
    measures_the_same,
    nouns_alike,
    unmatched,
)
from rashomon.comparing.values.stated import is_vague

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.values.figures import Figure, Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Quantity

Parted = tuple["Figure", "Figure"]
"""Two figures that cannot both be true."""
YEAR = re.compile(r"(?<![\dPT:.-])\d{4}(?=-|/|~|$)")
TOLD_END = 3.0  # how many times its bound "more than" may reach to where the article tells more elsewhere
SAID_ALIKE = 0.33  # of two statements, by ``likeness``, whose measures are of the same thing
SAME_YEAR = 0.45  # of two statements that tell of the same year though only one of them names it
SAME_PEOPLE = 0.4  # cosine, by token states, of two nouns for some people: attackers and assaillants
OTHER_CROWD = 50.0  # how many times larger a crowd is that is another
SAME = "same thing"
"""The class of figures that count the same thing by its name, whatever it is."""


def parting_figures(
    one: Said, other: Said, figures: Figures, states: States, *, sure: bool
) -> dict[str, list[Parted]]:
    """The figures of two statements that cannot both be true, by the class of what they count.

    Where one figure of a class stands on both sides, nothing of that class parts them: further figures are
    those of a part, of an earlier hour or of somebody else's account.

    Args:
        one: a statement.
        other: a statement of another article.
        figures: all figures of the story.
        states: the centred token states of each statement, by its place.
        sure: whether the statements surely tell of the same; else their figures must, by day and place.
    """
    mine, its = figures.of_statement[one.place], figures.of_statement[other.place]
    if all(p.kind != q.kind or can_be_equal(p.quantity, q.quantity) for p in mine for q in its):
        return {}
    years = _years(one), _years(other)
    other_year = all(years) and not years[0] & years[1]
    if other_year and not sure:
        return {}
    if other_year and likeness(states[one.place], states[other.place]) < SAME_YEAR:
        return {}
    found: dict[str, list[Parted]] = {}
    for kind in sorted({f.kind for f in mine} & {f.kind for f in its} - {None}, key=str):
        pairs = [(p, q) for p in mine for q in its if p.kind == q.kind == kind and _comparable(p, q, states)]
        pairs = [(p, q) for p, q in pairs if not (p.whole or q.whole)]  # "three of the eleven"
        pairs = [pair for pair in pairs if not _adds_up(*pair, mine, its)]
        _add_parting(found, str(kind), pairs, figures, sure=sure)
    if not found:
        plain = [(p, q) for p in mine for q in its if p.kind is None and q.kind is None]
        plain = [pair for pair in plain if not _adds_up(*pair, mine, its)]
        same = unmatched([(p, q) for p, q in plain if counts_the_same(p, q, states)])
        if not same and sure:
            same = _measured_alike(one, other, plain, states)
        if same and _without_figures(one.text) != _without_figures(other.text):
            _add_parting(found, SAME, same, figures, sure=sure)
    return found


def _adds_up(one: Figure, other: Figure, mine: Sequence[Figure], its: Sequence[Figure]) -> bool:
    """True where one is a part and the other the sum: "312 passengers and 24 crew", "336 people"."""
    for part, total, beside in ((one, other, mine), (other, one, its)):
        of, whole = part.quantity, total.quantity
        if of.low is None or whole.low is None or whole.low != whole.high:
            continue
        rest = {f.quantity.low for f in beside if f is not part and f.quantity.unit == of.unit}
        if whole.low > of.low and whole.low - of.low in rest:
            return True
    return False


def _measured_alike(
    one: Said, other: Said, plain: Sequence[tuple[Figure, Figure]], states: States
) -> list[tuple[Figure, Figure]]:
    """The plain figures of two statements that say much the same, by what is measured or counted."""
    measures = [(p, q) for p, q in plain if measures_the_same(p, q)]
    on_both = {_number(p) for p, _ in plain} & {_number(q) for _, q in plain}
    counts = [pair for pair in plain if may_count_the_same(*pair) and not on_both & set(map(_number, pair))]
    degrees = [(p, q) for p, q in plain if are_degrees(p, q)]
    if not (unmatched(measures) or unmatched(counts) or degrees):
        return []
    if likeness(states[one.place], states[other.place]) < SAID_ALIKE:
        return []
    return matched(measures, states) or matched(counts, states) or degrees


def _number(figure: Figure) -> tuple[float | None, float | None, str | None]:
    return figure.quantity.low, figure.quantity.high, figure.quantity.unit


def _add_parting(
    found: dict[str, list[Parted]],
    kind: str,
    pairs: Sequence[tuple[Figure, Figure]],
    figures: Figures,
    *,
    sure: bool,
) -> None:
    if any(can_be_equal(p.quantity, q.quantity) for p, q in pairs):
        return
    if any(_told(p, q, figures) or _told(q, p, figures) for p, q in pairs):
        return
    for p, q in pairs:
        if not _is_of_a_part(p, q) and _same_scope(p, q, sure=sure):
            found.setdefault(kind, []).append((p, q))


def _is_of_a_part(one: Figure, other: Figure) -> bool:
    """True where a figure is one of several; not for two parts of one whole: "27 of 34", "31 of the 34"."""
    if one.quantity.whole is not None and one.quantity.whole == other.quantity.whole:
        return False
    return one.part or other.part


def _comparable(one: Figure, other: Figure, states: States) -> bool:
    """False where one counts people of any kind and the other some of them ("policemen"), or both others.

    Crowds of quite another size are other crowds, or one that is only called for ("a million man march").
    """
    if one.kind != CROWD:
        if one.persons != other.persons:
            return _more_than_all(*((other, one) if one.persons else (one, other)))
        if one.persons:
            return True
        return bool(one.quantity.of and other.quantity.of) and nouns_alike(one, other, states) >= SAME_PEOPLE
    low, high = sorted(figure.quantity.low or figure.quantity.high or 0.0 for figure in (one, other))
    return high <= OTHER_CROWD * low


def _more_than_all(some: Figure, people: Figure) -> bool:
    """True for more people of some kind than there are said to be of any: they are no part of these."""
    low, high = some.quantity.low, people.quantity.high
    return low is not None and high is not None and low > high and not people.quantity.approximate


def _same_scope(one: Figure, other: Figure, *, sure: bool) -> bool:
    """False where two figures are of other days or places, or may be where that is not sure."""
    if one.kind is not None or (one.days and other.days):  # sums stand beside terms: "between 2016 and 2019"
        undated = (other if one.days else one).said.account
        told = (time.value for time in undated.times)
        if of_other_times(one.days, other.days, undated.article.published, told):
            return False
    if one.places and other.places:
        shared = one.places & other.places or one.countries & other.countries
        # A place that GeoNames does not have may be the other's under another spelling.
        if not shared and not (sure and not (one.known and other.known)):
            return False
    elif not sure and one.kind not in (CROWD, None) and (one.places or other.places):
        return False
    return sure or bool(one.days) == bool(other.days)


def _told(figure: Figure, against: Figure, figures: Figures) -> bool:
    """True where the other article gives a figure too, in another statement.

    Its "tens of thousands" beside "60,000" gives nothing else.
    """
    article = against.said.statement.article
    bounds = (against.quantity.low, against.quantity.high)
    return any(
        held.said.place != against.said.place
        and (held.quantity.low, held.quantity.high) != bounds
        and can_be_equal(figure.quantity, _closely(held), TOLD_END)
        and not (is_vague(held.quantity) and can_be_equal(against.quantity, held.quantity))
        for held in figures.of_article.get((article, figure.kind), ())
    )


def _closely(figure: Figure) -> Quantity:
    """A figure as it is told; of no known class it may well count another thing, so "about" gives no room."""
    quantity = figure.quantity
    if figure.kind is None and quantity.low == quantity.high:
        return msgspec.structs.replace(quantity, approximate=False)
    return quantity


@lru_cache(maxsize=8_192)
def _without_figures(text: str) -> str:
    """The words of a statement; what differs in nothing but its figures is page furniture ("9 comments")."""
    return " ".join(word for word in text.split() if not any(letter.isdigit() for letter in word))


def _years(said: Said) -> set[str]:
    """The years that a statement tells of: those it names, else the year of its article."""
    named = {year for time in said.times for year in _years_in(time.value)}
    published = said.account.article.published
    return named or ({published[:4]} if published else set())


@lru_cache(maxsize=8_192)
def _years_in(value: str) -> tuple[str, ...]:
    return tuple(YEAR.findall(value))
