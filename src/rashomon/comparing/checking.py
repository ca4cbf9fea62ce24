"""A text that somebody wrote, held against reports: what they bear out, contradict, or say nothing of.

A statement is borne out where words of one report hold all of it: its tokens, weighted by how rare they are
in the reports, and each of its values and names. It is contradicted where a report's words hold the rest of
it and give another value, or deny it. All else is unsupported: precision comes first, since a reader who is
told that a sentence is borne out looks no further.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.comparing.bearing import Given, Side, bears, tokens_in
from rashomon.comparing.checked import CheckedStatement, CheckedValue, Contradiction
from rashomon.comparing.coverage import Cover, cover, tokens_of
from rashomon.comparing.denying import says_otherwise, surely_denies
from rashomon.comparing.entities import merge_entities
from rashomon.comparing.values import said_by, values_of
from rashomon.model import Evidence, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy import bool_
    from numpy.typing import NDArray

    from rashomon.comparing.bearing import Bears, Read
    from rashomon.comparing.checked import CheckVerdict
    from rashomon.comparing.values import Said
    from rashomon.model import Account, Entity, Mention, Value

SUPPORTED = 0.33  # share of a statement's tokens that a report's words must hold to bear it out
WITHOUT_VALUES = 0.4  # the same where it has neither a value nor a name
WITH_NEXT = 0.38  # the same where the words stand in two statements near each other
CONTRADICTED = 0.33  # the same, the value aside, to give another value for the same fact
OTHER_NAME = 0.4  # the same for another name
DENIED, DENIED_WITHOUT_VALUES = 0.33, 0.45  # the same to deny it
RELATED = 0.18
NEAR = 2  # statements before and after that may name what a statement speaks of
SHOWN = 3  # related statements that are shown
PART = 25  # code points of the shortest part of a statement that is checked by itself
PART_CJK = 8
QUESTION = re.compile(r"[?？؟;\u037e][\"'”’»)\]]*\s*$")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PART_END = re.compile(r"[,;:،؛，；、]\s*")


class _Reports(Struct, frozen=True, eq=False):
    """The reports' statements made ready; ``first`` and ``last`` bound those of each one's article."""

    sides: tuple[Side, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    def near(self, place: int) -> list[int]:
        """The statements of the same article around one."""
        low, high = max(self.first[place], place - NEAR), min(self.last[place], place + NEAR)
        return [other for other in range(low, high + 1) if other != place]


class _Part(Struct, frozen=True, eq=False):
    """A statement of the text, or a part of one, with its values."""

    side: Side
    tokens: NDArray[bool_]
    given: tuple[Given, ...]


class _Borne(Struct, frozen=True, eq=False):
    """Statements of one article that bear a part out together."""

    places: tuple[int, ...]
    share: float

    def surer_than(self, other: _Borne) -> bool:
        """One statement that has it all is surer than two."""
        return (-len(self.places), self.share) > (-len(other.places), other.share)


def check_statements(text: Account, accounts: Sequence[Account]) -> tuple[CheckedStatement, ...]:
    """What reports make of each statement of a text.

    Args:
        text: the account of the text. Its article's id must be none of the reports'.
        accounts: the reports, each with its origin; their order does not matter.
    """
    accounts = sorted(accounts, key=lambda account: account.article.id)
    entities, entity_of = merge_entities([*accounts, text])
    named = {key: entity for entity in entities for key, held in entity_of.items() if held == entity.id}
    tokens = tokens_of(said_by(accounts))
    bounds = np.append(tokens.starts, len(tokens.matrix))
    sides = tuple(
        _side(said, tokens.matrix[bounds[at] : bounds[at + 1]], named) for at, said in enumerate(tokens.said)
    )
    reports = _Reports(sides, *_bounds(tokens.said))
    centred = tokens.centred(text.encodings, text.article.language)
    checked = []
    for number, (said, states) in enumerate(zip(said_by([text]), centred, strict=True), 1):
        side = _side(said, states, named)
        held = cover(tokens.found(states))
        checked.append(_check(f"t{number}", side, values_of(said, named), held, reports, named))
    return tuple(checked)


def _bounds(said: Sequence[Said]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    articles = [one.statement.article for one in said]
    first = {article: at for at, article in reversed(list(enumerate(articles)))}
    last = {article: at for at, article in enumerate(articles)}
    return tuple(first[article] for article in articles), tuple(last[article] for article in articles)


def _side(said: Said, states: NDArray[np.float32], named: Mapping[tuple[str, str], Entity]) -> Side:
    entities: dict[str, Mention] = {}
    for mention in said.mentions:
        entity = named.get((mention.article, mention.key))
        if entity is not None:
            entities.setdefault(entity.id, mention)
    return Side(said, states, entities)


def _check(
    name: str,
    side: Side,
    values: Sequence[Value],
    held: Cover,
    reports: _Reports,
    named: Mapping[tuple[str, str], Entity],
) -> CheckedStatement:
    said = side.said
    given = tuple(_given(side, values, named))
    whole = _Part(side, np.ones(len(side.states), bool), given)

    def made(verdict: CheckVerdict, **more: object) -> CheckedStatement:
        at = said.statement
        return CheckedStatement(id=name, start=at.start, end=at.end, quote=said.text, verdict=verdict, **more)  # type: ignore[arg-type]

    if len(side.states) < 2 or QUESTION.search(said.text) or not any(map(str.isalpha, said.text)):
        return made("nothing")
    told = _Told(reports, held)
    borne = told.bearing(whole)
    parts = _parts(whole)
    together = False
    against = [found for part in parts for found in told.against(part)] if parts else told.against(whole)
    if not borne and parts:
        by_part = [told.bearing(part) for part in parts]
        if all(by_part):
            common = set.intersection(*({_origin(reports, b.places[0]) for b in found} for found in by_part))
            together = not common
            borne = [
                b for found in by_part for b in found if not common or _origin(reports, b.places[0]) in common
            ]
    origins = {_origin(reports, one.places[0]) for one in borne}
    against = [one for one in against if one[0] not in {place for b in borne for place in b.places}]
    origins_against = {_origin(reports, place) for place, _ in against} - origins
    against = [one for one in against if _origin(reports, one[0]) in origins_against]
    verdict: CheckVerdict = (
        ("disputed" if against else "supported") if borne else "contradicted" if against else "unsupported"
    )
    share = held.each()
    related = [int(at) for at in np.argsort(-share, kind="stable")[:SHOWN] if share[at] >= RELATED]
    checked = told.values(whole)
    return made(
        verdict,
        origins=1 if together else len(origins),
        origins_against=len(origins_against),
        together=together,
        why=told.missing(checked, bool(related)) if verdict == "unsupported" else None,
        supported_by=tuple(_evidence(reports, at) for at in _places(borne)),
        contradicted_by=tuple(found for _, found in against),
        related=tuple(_evidence(reports, at) for at in related) if verdict == "unsupported" else (),
        values=tuple(value for value, _ in checked),
    )


def _places(borne: Sequence[_Borne]) -> list[int]:
    """The statements that bear something out, each once, the surest first."""
    ordered = sorted(borne, key=lambda one: (-one.share, one.places))
    return list(dict.fromkeys(place for one in ordered for place in one.places))


def _origin(reports: _Reports, place: int) -> str:
    said = reports.sides[place].said
    return said.origin or said.account.article.id


def _evidence(reports: _Reports, place: int) -> Evidence:
    said = reports.sides[place].said
    return Evidence(said.statement.article, said.statement.start, said.statement.end, said.text)


def _given(side: Side, values: Sequence[Value], named: Mapping[tuple[str, str], Entity]) -> Iterator[Given]:
    """The values of a statement; a length of time that is read twice counts once, "one" not at all."""
    said = side.said
    quantities = {(q.start, q.end) for q in said.quantities}
    for value in values:
        read: Read
        tokens = tokens_in(side, value.start, value.end)
        if value.type == "quantity":
            read = next(q for q in said.quantities if (q.start, q.end) == (value.start, value.end))
            if read.low == read.high == 1 and read.unit is None:
                continue
            yield Given(value, read, tokens)
        elif value.type == "time":
            read = next(t for t in said.times if (t.start, t.end) == (value.start, value.end))
            if (value.start, value.end) not in quantities and re.search(r"\d", value.value):
                yield Given(value, read, tokens)
        else:
            read = next(m for m in said.mentions if (m.start, m.end) == (value.start, value.end))
            entity = named.get((read.article, read.key))
            yield Given(value, read, tokens, entity.id if entity else None)


class _Told(Struct, frozen=True, eq=False):
    """What the reports tell of one statement of the text."""

    reports: _Reports
    held: Cover

    def bears(self, given: Given, part: _Part, place: int) -> tuple[Bears, Read | None]:
        near = [self.reports.sides[other] for other in self.reports.near(place)]
        return bears(given, part.side, self.reports.sides[place], near)

    def bearing(self, part: _Part) -> list[_Borne]:
        """The statements that bear a part out, the surest of each article."""
        share = self.held.each(part.tokens)
        best: dict[str, _Borne] = {}
        for place in np.flatnonzero(share >= RELATED):
            found = self._borne(part, int(place), float(share[place]))
            article = self.reports.sides[place].said.statement.article
            if found and (article not in best or found.surer_than(best[article])):
                best[article] = found
        return [best[article] for article in sorted(best)]

    def _borne(self, part: _Part, place: int, share: float) -> _Borne | None:
        report = self.reports.sides[place]
        missing = [given for given in part.given if self.bears(given, part, place)[0] != "borne"]
        if says_otherwise(part.side, part.tokens, report):
            return None
        if not missing and share >= (SUPPORTED if part.given else WITHOUT_VALUES):
            return _Borne((place,), share)
        names_another = any(mention.type == "person" for mention in report.entities.values())
        if not part.given or (names_another and any(given.kind == "person" for given in missing)):
            return None
        found = []
        for other in self.reports.near(place):
            both = self.held.by([place, other], part.tokens)
            if both < WITH_NEXT or says_otherwise(part.side, part.tokens, self.reports.sides[other]):
                continue
            states = {given: self.bears(given, part, other)[0] for given in part.given}
            if "other" not in states.values() and all(states[given] == "borne" for given in missing):
                found.append((both, -abs(other - place), other))
        if not found:
            return None
        both, _, other = max(found)
        return _Borne((place, other), both)

    def against(self, part: _Part) -> list[tuple[int, Contradiction]]:
        """The statements that tell a part with another value, or deny it; one an article."""
        found: dict[str, tuple[float, int, Contradiction]] = {}
        for given in part.given:
            rest = part.tokens & ~given.tokens
            if rest.sum() < 2:
                continue
            share = self.held.each(rest)
            least = CONTRADICTED if given.value.type in ("quantity", "time") else OTHER_NAME
            for place in map(int, np.flatnonzero(share >= least)):
                if self._too_early(part, place):
                    continue
                state, other = self.bears(given, part, place)
                if state != "other" or other is None or self._elsewhere(given, part, place, rest):
                    continue
                contradiction = _other_value(self.reports, place, given, other)
                _keep(found, self.reports, float(share[place]), place, contradiction)
        share = self.held.each(part.tokens)
        for place in map(int, np.flatnonzero(share >= (DENIED if part.given else DENIED_WITHOUT_VALUES))):
            report = self.reports.sides[place]
            if surely_denies(part.side, part.tokens, report) and all(
                self.bears(given, part, place)[0] == "borne" for given in part.given
            ):
                _keep(found, self.reports, float(share[place]) + 1, place, _denied(self.reports, place))
        return [(place, contradiction) for _, place, contradiction in (found[a] for a in sorted(found))]

    def _too_early(self, part: _Part, place: int) -> bool:
        """True where a report was published before a day that the text tells of."""
        published = (self.reports.sides[place].said.account.article.published or "9999")[:10]
        days = [g.value.value[:10] for g in part.given if g.value.type == "time" and DAY.match(g.value.value)]
        return any(day > published for day in days)

    def _elsewhere(self, given: Given, part: _Part, place: int, rest: NDArray[bool_]) -> bool:
        """True where the same article bears the value out in other words on the same, or names the place."""
        share = self.held.each(rest)
        first, last = self.reports.first[place], self.reports.last[place]
        least = 0.0 if given.kind in ("place", "organisation") else RELATED
        return any(
            share[other] >= least and self.bears(given, part, other)[0] in ("borne", "weaker")
            for other in range(first, last + 1)
        )

    def values(self, part: _Part) -> list[tuple[CheckedValue, tuple[Read, ...]]]:
        """Each value, with how many origins bear it out beside the same fact, and what is less firm."""
        checked = []
        for given in part.given:
            share = self.held.each(part.tokens & ~given.tokens)
            origins, weaker = set(), []
            for place in map(int, np.flatnonzero(share >= RELATED)):
                state, other = self.bears(given, part, place)
                if state == "borne":
                    origins.add(_origin(self.reports, place))
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
    reports: _Reports,
    share: float,
    place: int,
    contradiction: Contradiction,
) -> None:
    article = reports.sides[place].said.statement.article
    if article not in found or share > found[article][0]:
        found[article] = share, place, contradiction


def _other_value(reports: _Reports, place: int, given: Given, other: Read) -> Contradiction:
    article = reports.sides[place].said.account.article
    of = f" {other.of}" if isinstance(other, Quantity) and other.of and other.of not in other.text else ""
    name = article.outlet or article.id
    return Contradiction(
        evidence=_evidence(reports, place),
        on=given.value.type,
        why=f"{name} says “{other.text}{of}”, not “{given.value.text}”.",
    )


def _denied(reports: _Reports, place: int) -> Contradiction:
    article = reports.sides[place].said.account.article
    why = f"{article.outlet or article.id} denies what the text tells, or tells what it denies."
    return Contradiction(evidence=_evidence(reports, place), on="polarity", why=why)


def _parts(whole: _Part) -> list[_Part]:
    """The parts of a statement that each tell something, cut at commas and at "and"; none where it is one."""
    said = whole.side.said
    text, first = said.text, said.statement.start
    least = PART_CJK if re.search(r"[\u2e80-\u9fff\uac00-\ud7a3]", text) else PART
    cuts = sorted(match.end() for match in _ends(said.account.article.language).finditer(text))
    ends: list[int] = []
    for cut in cuts:
        if cut - (ends[-1] if ends else 0) >= least and len(text) - cut >= least:
            ends.append(cut)
    spans = list(zip([0, *ends], [*ends, len(text)], strict=True))
    if len(spans) < 2:
        return []
    parts = []
    for start, end in spans:
        tokens = tokens_in(whole.side, first + start, first + end)
        given = tuple(g for g in whole.given if first + start <= g.value.start < first + end)
        parts.append(_Part(whole.side, tokens, given))
    return parts if all(part.tokens.sum() > 2 for part in parts) else []


@cache
def _ends(language: str) -> re.Pattern[str]:
    """Where a part of a statement ends: punctuation, and the language's "and", which ICU knows."""
    import icu

    words = str(icu.ListFormatter.createInstance(icu.Locale(language)).format(["\ue000", "\ue001"]))
    between = re.search("\ue000(.+)\ue001", words)
    joiner = between[1].strip() if between else ""
    pattern = PART_END.pattern
    if joiner and joiner[0].isalpha():
        pattern += rf"|\s(?={re.escape(joiner)}\s)" if " " in words else rf"|(?={re.escape(joiner)})"
    return re.compile(pattern)
