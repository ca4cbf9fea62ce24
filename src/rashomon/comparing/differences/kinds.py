"""What else than figures two statements may part on, one finder for each kind of difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.differences.actors import parting_actors, tells_an_actor
from rashomon.comparing.differences.ages import parting_ages, tells_an_age
from rashomon.comparing.differences.causes import parting_causes, tells_a_cause
from rashomon.comparing.differences.doubts import denied, doubted, speaks_of
from rashomon.comparing.differences.negating import negates, parting_negation
from rashomon.comparing.differences.readings import tells_a_first
from rashomon.comparing.differences.sentences import name_of, on_words
from rashomon.comparing.differences.when import (
    parting_clocks,
    parting_periods,
    parting_times,
    tells_a_period,
    tells_a_time,
)
from rashomon.comparing.differences.where import parting_places
from rashomon.comparing.differences.who import parting_names
from rashomon.comparing.values.agreement import direction
from rashomon.comparing.values.stated import name_value, time_value
from rashomon.comparing.wording import find_phrase
from rashomon.language import load
from rashomon.model import Difference

if TYPE_CHECKING:
    from collections.abc import Callable

    from rashomon.comparing.aligning.align import States
    from rashomon.comparing.differences.slots import Span
    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import DifferenceKind, Time

SAME_FIRST = 0.3  # cosine, by token states, of two words for "first" that rank the same thing


class Finder(Struct, frozen=True):
    """How a kind of difference is found, what marks the statements that may part on it, and how many of two
    must be marked. ``loose`` ones need no two statements that surely tell of the same."""

    find: Callable[[Said, Said, Figures, States], Difference | None]
    marks: Callable[[Said, Figures], object]
    wanted: int = 2
    loose: bool = False


def _on_time(one: Said, other: Said, figures: Figures, states: States) -> Difference | None:
    days, clocks = parting_times(one, other, figures, states), parting_clocks(one, other, states)
    times = days or clocks
    if times is None:
        return None
    return _of_times(
        "On which day" if days else "At what time", one, other, times, "day" if days else "clock"
    )


def _on_period(one: Said, other: Said, _: Figures, states: States) -> Difference | None:
    times = parting_periods(one, other, states)
    return _of_times("When", one, other, times, None) if times else None


def _of_times(
    subject: str, one: Said, other: Said, times: tuple[Time, Time], kind: DifferenceKind | None
) -> Difference:
    given = sorted(zip((one, other), times, strict=True), key=lambda both: both[1].value)
    return Difference(
        on="time",
        why=on_words(subject, [(said, time.text) for said, time in given]),
        values=tuple(time_value(time, said.account.article.published) for said, time in given),
        kind=kind,
    )


def _on_place(one: Said, other: Said, figures: Figures, states: States) -> Difference | None:
    places = parting_places(one, other, figures, states)
    if places is None:
        return None
    given = list(zip((one, other), places, strict=True))
    return Difference(
        on="place",
        why=on_words("Where", [(said, mention.text) for said, (mention, _) in given]),
        values=tuple(
            name_value(mention, entity, said.account.article.published) for said, (mention, entity) in given
        ),
    )


def _on_name(one: Said, other: Said, figures: Figures, states: States) -> Difference | None:
    names = parting_names(one, other, figures, states)
    if names is None:
        return None
    given = list(zip((one, other), names, strict=True))
    return Difference(
        on="name",
        why=on_words("Who", [(said, mention.text) for said, mention in given]),
        values=tuple(name_value(mention, None, said.account.article.published) for said, mention in given),
    )


def _on_age(one: Said, other: Said, figures: Figures, _: States) -> Difference | None:
    ages = parting_ages(one, other, figures)
    if ages is None:
        return None
    given = list(zip((one, other), ages, strict=True))
    return Difference(
        on="quantity",
        why=on_words("How old", [(said, age.text) for said, age in given]),
        values=ages,
        kind="age",
    )


def _on_cause(one: Said, other: Said, figures: Figures, states: States) -> Difference | None:
    spans = parting_causes(one, other, figures, states)
    return Difference(on="cause", why=_on_spans("Why", one, other, spans)) if spans else None


def _on_actor(one: Said, other: Said, figures: Figures, states: States) -> Difference | None:
    spans = parting_actors(one, other, figures, states)
    return Difference(on="actor", why=_on_spans("Who did it", one, other, spans)) if spans else None


def _on_spans(subject: str, one: Said, other: Said, spans: tuple[Span, Span]) -> str:
    given = zip((one, other), spans, strict=True)
    return on_words(subject, [(said, " ".join(said.text[a:b].split())) for said, (a, b) in given])


def _on_denial(one: Said, other: Said, _: Figures, states: States) -> Difference | None:
    found = denied(one, other, states)
    if found is None:
        return None
    return _denial(*found, one, other)


def _on_negation(one: Said, other: Said, _: Figures, states: States) -> Difference | None:
    side = parting_negation(one, other, states)
    return _denial(side, side.text, one, other) if side else None


def _denial(side: Said, words: str, one: Said, other: Said) -> Difference:
    told = other if side is one else one
    why = f"{name_of(told)} tells what is denied in {name_of(side)}: “{words}”."
    return Difference(on="polarity", why=why, kind="denied")


def _on_doubt(one: Said, other: Said, _: Figures, states: States) -> Difference | None:
    found = doubted(one, other, states)
    if found is None:
        return None
    side, words = found
    told = other if side is one else one
    why = f"{name_of(told)} tells what {name_of(side)} leaves open: “{words}”."
    return Difference(on="polarity", why=why, kind="open")


def _on_scope(one: Said, other: Said, _: Figures, states: States) -> Difference | None:
    """A first that one side bounds in time, or to a person, and the other does not."""
    firsts = [
        find_phrase(side.text, load(side.account.article.language).compare.firsts) for side in (one, other)
    ]
    if firsts[0] is None or firsts[1] is None:
        return None
    if float(direction(one, states, *firsts[0]) @ direction(other, states, *firsts[1])) < SAME_FIRST:
        return None
    bounds = [
        find_phrase(side.text, load(side.account.article.language).compare.since) for side in (one, other)
    ]
    if (bounds[0] is None) == (bounds[1] is None):
        return None
    bounded, unbounded = (one, other) if bounds[0] is not None else (other, one)
    if any(time.type in ("duration", "interval") for time in unbounded.times):
        return None
    start = next(bound[0] for bound in bounds if bound is not None)
    first = bounded.text[start:].rstrip(".")
    why = (
        f"The first “{first}” ({name_of(bounded)}) against a first without that bound ({name_of(unbounded)})."
    )
    published = bounded.account.article.published
    since = tuple(
        time_value(t, published) for t in bounded.times if t.start >= bounded.statement.start + start
    )
    return Difference(on="scope", why=why, values=since)


FINDERS = (
    Finder(_on_place, lambda said, figures: figures.places.get(said.place)),
    Finder(_on_time, lambda said, _: tells_a_time(said), loose=True),
    Finder(_on_period, lambda said, _: tells_a_period(said)),
    Finder(_on_denial, lambda said, _: speaks_of(said, "denials"), wanted=1),
    Finder(_on_doubt, lambda said, _: speaks_of(said, "doubts"), wanted=1),
    Finder(_on_scope, lambda said, _: tells_a_first(said)),
    Finder(_on_negation, lambda said, _: negates(said), wanted=1),
    Finder(_on_age, lambda said, _: tells_an_age(said)),
    Finder(_on_cause, lambda said, _: tells_a_cause(said)),
    Finder(_on_actor, lambda said, _: tells_an_actor(said)),
    Finder(_on_name, lambda said, figures: figures.persons.get(said.place)),
)
"""All kinds but figures, in the order in which they are looked for."""


def marks_of(said: Said, figures: Figures) -> frozenset[int]:
    """The numbers of the finders that a statement has the marks of; worked out once for each."""
    known = figures.marked.get(said.place)
    if known is None:
        known = frozenset(n for n, finder in enumerate(FINDERS) if finder.marks(said, figures))
        figures.marked[said.place] = known
    return known
