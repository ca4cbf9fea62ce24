"""What the reports tell of one statement of a text: which words bear it out, which are at odds with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.comparing.checking.bearing import Given, Side, bears, tokens_in
from rashomon.comparing.checking.checked import CheckedValue, Contradiction
from rashomon.comparing.differences.denying import is_about, says_otherwise, surely_denies
from rashomon.comparing.values.counting import count_class
from rashomon.comparing.values.stated import name_value, quantity_value, time_value
from rashomon.model import Evidence, Quantity, Time, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from rashomon.comparing.checking.bearing import Bears, Read
    from rashomon.comparing.values.coverage import Cover
    from rashomon.model import ValueType

# The share of a statement's tokens that a report's words must hold to bear it out, by how many figures and
# times they share: set where real reports, read by hand, tell the same fact and not merely of the same.
SUPPORTED = (0.45, 0.4, 0.35)
SUPPORTED_WORDS = 0.5  # the same where it has no value and no name
WITH_NEXT = 0.05  # more where the words stand in two statements near each other
# The same, the value aside, to give another value for the same fact: real reports say much that is near.
OTHER: dict[ValueType, float] = {"quantity": 0.45, "time": 0.5, "name": 0.5, "place": 0.55}
OTHER_YEAR = 0.42
OTHER_COUNT = 0.38  # the same for another count of the killed, the injured, …, and for measures and money
# Mean nearest cosine of the clause that gives the other value, that aside, to the text.
ON_IT: dict[ValueType, float] = {"quantity": 0.0, "time": 0.4, "name": 0.45, "place": 0.45}
DENIED = 0.4  # the same to deny it
FOUND = 0.03  # mean gain of a word's tokens from which it stands in a statement
RELATED = 0.18
NEAR = 2  # statements before and after that may name what a statement speaks of
DAY = re.compile(r"\d{4}-\d\d-\d\d")


# "Three were arrested" is denied by "nobody was arrested", which has no figure.
_DENIED_BESIDE: dict[ValueType, frozenset[Bears]] = {"quantity": frozenset({"borne", "weaker", "untold"})}


class Reports(Struct, frozen=True, eq=False):
    """The reports' statements made ready; ``first`` and ``last`` bound those of each one's article."""

    sides: tuple[Side, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    def near(self, place: int) -> list[int]:
        """The statements of the same article around one."""
        low, high = max(self.first[place], place - NEAR), min(self.last[place], place + NEAR)
        return [other for other in range(low, high + 1) if other != place]

    def origin(self, place: int) -> str:
        """Whose words a statement is."""
        said = self.sides[place].said
        return said.origin or said.account.article.id

    def evidence(self, place: int) -> Evidence:
        """A statement's article, span and words."""
        said = self.sides[place].said
        return Evidence(said.statement.article, said.statement.start, said.statement.end, said.text)


class Part(Struct, frozen=True, eq=False):
    """A statement of the text, or a part of one, with its values and the tokens of each of its long words."""

    side: Side
    tokens: NDArray[bool_]
    given: tuple[Given, ...]
    words: tuple[NDArray[bool_], ...] = ()

    @property
    def enough(self) -> float:
        """The share of its tokens that must be found; a figure that is found too says much."""
        figures = sum(given.value.type in ("quantity", "time") for given in self.given)
        return SUPPORTED[min(figures, len(SUPPORTED) - 1)] if self.given else SUPPORTED_WORDS


class Borne(Struct, frozen=True, eq=False):
    """Statements of one article that bear a part out together."""

    places: tuple[int, ...]
    share: float

    def surer_than(self, other: Borne) -> bool:
        """One statement that has it all is surer than two."""
        return (-len(self.places), self.share) > (-len(other.places), other.share)


class Told(Struct, frozen=True, eq=False):
    """What the reports tell of one statement of the text."""

    reports: Reports
    held: Cover

    def bears(self, given: Given, part: Part, place: int) -> tuple[Bears, Read | None]:
        near = [self.reports.sides[other] for other in self.reports.near(place)]
        return bears(given, part.side, self.reports.sides[place], near)

    def bearing(self, part: Part) -> list[Borne]:
        """The statements that bear a part out, the surest of each article."""
        share = self.held.each(part.tokens)
        best: dict[str, Borne] = {}
        for place in np.flatnonzero(share >= RELATED):
            found = self._borne(part, int(place), float(share[place]))
            article = self.reports.sides[place].said.statement.article
            if found and (article not in best or found.surer_than(best[article])):
                best[article] = found
        return [best[article] for article in sorted(best)]

    def _borne(self, part: Part, place: int, share: float) -> Borne | None:
        report = self.reports.sides[place]
        missing = [given for given in part.given if self.bears(given, part, place)[0] != "borne"]
        if says_otherwise(part.side, part.tokens, report):
            return None
        if not missing and share >= part.enough and not self._lacks_a_word(part, (place,)):
            return Borne((place,), share)
        names_another = any(mention.type == "person" for mention in report.entities.values())
        if not part.given or (names_another and any(given.kind == "person" for given in missing)):
            return None
        found = []
        for other in self.reports.near(place):
            both = self.held.by([place, other], part.tokens)
            if both < part.enough + WITH_NEXT or says_otherwise(
                part.side, part.tokens, self.reports.sides[other]
            ):
                continue
            states = {given: self.bears(given, part, other)[0] for given in part.given}
            if "other" not in states.values() and all(states[given] == "borne" for given in missing):
                found.append((both, -abs(other - place), other))
        if not found:
            return None
        both, _, other = max(found)
        return Borne((place, other), both)

    def _lacks_a_word(self, part: Part, places: Sequence[int]) -> bool:
        """True where nothing in some statements is near to a long word of the part: it may matter most."""
        gain = self.held.gain[list(places)].max(axis=0)
        return any(
            float(gain[word & part.tokens].mean()) < FOUND
            for word in part.words
            if (word & part.tokens).any()
        )

    def against(self, part: Part) -> list[tuple[int, Contradiction]]:
        """The statements that tell a part with another value, or deny it; one an article."""
        found: dict[str, tuple[float, int, Contradiction]] = {}
        for given in part.given:
            rest = part.tokens & ~given.tokens
            if rest.sum() < 2:
                continue
            share = self.held.each(rest)
            least = self._least(given, part)
            for place in map(int, np.flatnonzero(share >= least)):
                if self._too_early(part, place):
                    continue
                state, other = self.bears(given, part, place)
                if state != "other" or other is None or self._elsewhere(given, part, place, rest):
                    continue
                report = self.reports.sides[place]
                told = tokens_in(report, other.start, other.end)
                if is_about(part.side, part.tokens, report, told) < ON_IT[given.value.type]:
                    continue
                contradiction = _other_value(self.reports, place, given, other)
                _keep(found, self.reports, float(share[place]), place, contradiction)
        share = self.held.each(part.tokens)
        for place in map(int, np.flatnonzero(share >= DENIED)):
            report = self.reports.sides[place]
            if surely_denies(part.side, part.tokens, report) and all(
                self.bears(given, part, place)[0] in _DENIED_BESIDE.get(given.value.type, {"borne"})
                for given in part.given
            ):
                _keep(found, self.reports, float(share[place]) + 1, place, _denied(self.reports, place))
        return [(place, contradiction) for _, place, contradiction in (found[a] for a in sorted(found))]

    def _least(self, given: Given, part: Part) -> float:
        """The share of the rest that a report's words must hold to give another value for the same."""
        counted = isinstance(given.read, Quantity) and count_class(part.side.said, given.read)
        year = isinstance(given.read, Time) and given.read.value.isdigit()
        measured = isinstance(given.read, Quantity) and given.read.unit is not None
        if counted or measured:
            return OTHER_COUNT
        return OTHER_YEAR if year else OTHER[given.value.type]

    def _too_early(self, part: Part, place: int) -> bool:
        """True where a report was published before a day that the text tells of."""
        published = (self.reports.sides[place].said.account.article.published or "9999")[:10]
        days = [g.value.value[:10] for g in part.given if g.value.type == "time" and DAY.match(g.value.value)]
        return any(day > published for day in days)

    def _elsewhere(self, given: Given, part: Part, place: int, rest: NDArray[bool_]) -> bool:
        """True where the same article bears the value out in other words on the same, or names the place."""
        share = self.held.each(rest)
        first, last = self.reports.first[place], self.reports.last[place]
        least = 0.0 if given.kind in ("place", "organisation") else RELATED
        return any(
            share[other] >= least and self.bears(given, part, other)[0] in ("borne", "weaker")
            for other in range(first, last + 1)
        )

    def values(self, part: Part) -> list[tuple[CheckedValue, tuple[Read, ...]]]:
        """Each value, with how many origins bear it out beside the same fact, and what is less firm."""
        checked = []
        for given in part.given:
            share = self.held.each(part.tokens & ~given.tokens)
            origins, weaker = set(), []
            for place in map(int, np.flatnonzero(share >= RELATED)):
                state, other = self.bears(given, part, place)
                if state == "borne":
                    origins.add(self.reports.origin(place))
                elif state == "weaker" and other is not None:
                    weaker.append(other)
            checked.append((CheckedValue(value=given.value, origins=len(origins)), tuple(weaker)))
        return checked

    def missing(self, checked: Sequence[tuple[CheckedValue, tuple[Read, ...]]], related: bool) -> str:
        """What no report bears out, in one plain sentence."""
        if not related:
            return "No report tells of this."
        lacking = [value.value.text for value, weaker in checked if not value.origins and not weaker]
        if lacking:
            return f"No report says {_listed(lacking)} of this."
        for value, weaker in checked:
            if not value.origins and weaker:
                return f"The reports say “{weaker[0].text}”, not “{value.value.text}”."
        return "No report tells all of this."


def _listed(words: Sequence[str]) -> str:
    return " or ".join(f"“{word}”" for word in dict.fromkeys(words))


def _keep(
    found: dict[str, tuple[float, int, Contradiction]],
    reports: Reports,
    share: float,
    place: int,
    contradiction: Contradiction,
) -> None:
    article = reports.sides[place].said.statement.article
    if article not in found or share > found[article][0]:
        found[article] = share, place, contradiction


def _other_value(reports: Reports, place: int, given: Given, other: Read) -> Contradiction:
    article = reports.sides[place].said.account.article
    of = f" {other.of}" if isinstance(other, Quantity) and other.of and other.of not in other.text else ""
    name = article.outlet or article.id
    return Contradiction(
        evidence=reports.evidence(place),
        on=given.value.type,
        why=f"{name} says “{other.text}{of}”, not “{given.value.text}”.",
        values=(_as_value(other), given.value),
    )


def _as_value(read: Read) -> Value:
    """What a report gives, as it stands in a contradiction."""
    if isinstance(read, Quantity):
        return quantity_value(read)
    if isinstance(read, Time):
        return time_value(read)
    return name_value(read)


def _denied(reports: Reports, place: int) -> Contradiction:
    article = reports.sides[place].said.account.article
    why = f"{article.outlet or article.id} denies what the text tells, or tells what it denies."
    return Contradiction(evidence=reports.evidence(place), on="polarity", why=why)
