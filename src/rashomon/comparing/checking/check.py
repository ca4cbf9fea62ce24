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

from rashomon.comparing.checking.bearing import Given, Side, tokens_in
from rashomon.comparing.checking.checked import CheckedStatement
from rashomon.comparing.checking.testimony import RELATED, Part, Reports, Told
from rashomon.comparing.names.entities import merge_entities
from rashomon.comparing.values.coverage import cover, tokens_of
from rashomon.comparing.values.stated import said_by, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from rashomon.comparing.checking.bearing import Read
    from rashomon.comparing.checking.checked import CheckVerdict
    from rashomon.comparing.checking.testimony import Borne
    from rashomon.comparing.values.coverage import Cover
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Account, Entity, Mention, Value

SHOWN = 3  # related statements that are shown
PART = 25  # code points of the shortest part of a statement that is checked by itself
PART_CJK = 8
QUESTION = re.compile(r"[?？؟;\u037e][\"'”’»)\]]*\s*$")
WORD = re.compile(r"[\u2e80-\u9fff]|[^\W_\u2e80-\u9fff]+")
WORDS = 2
LONG_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff]{4,}")
PART_END = re.compile(r"[,;:،؛，；、]\s*")


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
    reports = Reports(sides, *_bounds(tokens.said))
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
    reports: Reports,
    named: Mapping[tuple[str, str], Entity],
) -> CheckedStatement:
    said = side.said
    given = tuple(_given(side, values, named))
    whole = Part(side, np.ones(len(side.states), bool), given, tuple(_long_words(side, given)))

    def made(verdict: CheckVerdict, **more: object) -> CheckedStatement:
        at = said.statement
        return CheckedStatement(id=name, start=at.start, end=at.end, quote=said.text, verdict=verdict, **more)  # type: ignore[arg-type]

    if len(side.states) < 2 or QUESTION.search(said.text) or _says_nothing(side):
        return made("nothing")
    told = Told(reports, held)
    borne = told.bearing(whole)
    parts = _parts(whole)
    together = False
    against = [found for part in parts for found in told.against(part)] if parts else told.against(whole)
    if not borne and parts:
        by_part = [told.bearing(part) for part in parts]
        if all(by_part):
            common = set.intersection(*({reports.origin(b.places[0]) for b in found} for found in by_part))
            together = not common
            borne = [
                b for found in by_part for b in found if not common or reports.origin(b.places[0]) in common
            ]
    origins = {reports.origin(one.places[0]) for one in borne}
    against = [one for one in against if one[0] not in {place for b in borne for place in b.places}]
    origins_against = {reports.origin(place) for place, _ in against} - origins
    against = [one for one in against if reports.origin(one[0]) in origins_against]
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
        supported_by=tuple(reports.evidence(at) for at in _places(borne)),
        contradicted_by=tuple(found for _, found in against),
        related=tuple(reports.evidence(at) for at in related) if verdict == "unsupported" else (),
        values=tuple(value for value, _ in checked),
    )


def _says_nothing(side: Side) -> bool:
    """True where beside names there is at most one word: a credit, a label, a heading."""
    said = side.said
    first, named = said.statement.start, [(m.start, m.end) for m in said.mentions]
    words = [
        match
        for match in WORD.finditer(said.text)
        if not any(start <= first + match.start() < end for start, end in named)
    ]
    return len(words) < WORDS


def _long_words(side: Side, given: Sequence[Given]) -> Iterator[NDArray[np.bool_]]:
    """The tokens of each long word that is no value or name."""
    first = side.said.statement.start
    values = np.zeros(len(side.states), bool)
    for one in given:
        values |= one.tokens
    for match in LONG_WORD.finditer(side.said.text):
        tokens = tokens_in(side, first + match.start(), first + match.end()) & ~values
        if tokens.any():
            yield tokens


def _places(borne: Sequence[Borne]) -> list[int]:
    """The statements that bear something out, each once, the surest first."""
    ordered = sorted(borne, key=lambda one: (-one.share, one.places))
    return list(dict.fromkeys(place for one in ordered for place in one.places))


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


def _parts(whole: Part) -> list[Part]:
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
        parts.append(Part(whole.side, tokens, given, whole.words))
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
