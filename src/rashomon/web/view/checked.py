"""A checked text ready for its page: what bears each statement out, what is at odds with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from rashomon.report.accounts import PARTING
from rashomon.report.checked_words import SIGNS, alike_contradictions
from rashomon.report.groups import alike
from rashomon.report.markup import Mark
from rashomon.report.view import Source, letter
from rashomon.report.words import called, cut, one_line
from rashomon.web.view.accounts import Account, Place, account, story_page, words_anchor
from rashomon.web.view.marks import Words, isolated, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rashomon.comparing.checking.checked import Check, CheckedStatement, CheckVerdict, Contradiction
    from rashomon.model import Evidence, Value
    from rashomon.web.view.reader import Reader

# What a reader has to look into first.
ORDER: tuple[CheckVerdict, ...] = ("contradicted", "disputed", "unsupported", "supported", "nothing")
SHOWN = 3  # reports that are quoted at once for one statement
BORNE, LACKING = ("value", "agreed"), PARTING
NOTHING = Markup()
_VALUE = 80  # code points of a value's words


class Quoted(Struct, frozen=True):
    """Words of reports, and whose they are; ``why`` says what is at odds in them."""

    words: Words
    places: tuple[Place, ...]
    why: Markup = NOTHING


class StatementShown(Struct, frozen=True, kw_only=True):
    """A statement of the text with what reports make of it."""

    id: str
    verdict: CheckVerdict
    sign: str
    words: Words
    found: Markup
    lacking: Markup
    against: tuple[Quoted, ...]
    borne: tuple[Quoted, ...]
    related: tuple[Quoted, ...]


class Report(Struct, frozen=True):
    """A report that the text was held against, and its story's page."""

    account: Account
    story: str


class CheckShown(Struct, frozen=True, kw_only=True):
    """Everything that checking a text gave. ``counts`` has each verdict that was found, and the first of its
    statements; ``reports`` are those that are quoted, ``unquoted`` the others."""

    statements: tuple[StatementShown, ...]
    counts: tuple[tuple[CheckVerdict, str, int, str], ...]  # verdict, sign, how many, the first one's anchor
    reports: tuple[Report, ...]
    unquoted: tuple[Report, ...]
    origins: int
    language: str
    furniture: int


def show(reader: Reader, check: Check, stories: Mapping[str, str]) -> CheckShown:
    """A check for a reader; ``stories`` are those of the reports, by their articles' ids."""
    told = {
        article.id: account(reader, Source(letter(at), called(article), article))
        for at, article in enumerate(check.articles)
    }
    statements = tuple(_statement(reader, check, told, one) for one in check.statements)
    verdicts = [one.verdict for one in statements]
    quoted = {
        place.account.article
        for one in statements
        for found in (*one.against, *one.borne, *one.related)
        for place in found.places
    }
    reports = [
        Report(one, story_page(stories[name]) if name in stories else "") for name, one in told.items()
    ]
    return CheckShown(
        statements=statements,
        counts=tuple(
            (one, SIGNS[one], verdicts.count(one), statements[verdicts.index(one)].id)
            for one in ORDER
            if one in verdicts
        ),
        reports=tuple(one for one in reports if one.account.article in quoted),
        unquoted=tuple(one for one in reports if one.account.article not in quoted),
        origins=check.origins,
        language=reader.language_name(check.text.language),
        furniture=len(check.text.boilerplate),
    )


def _statement(
    reader: Reader, check: Check, told: Mapping[str, Account], one: CheckedStatement
) -> StatementShown:
    languages = {article.id: article.language for article in check.articles}
    judged = one.verdict not in ("nothing", "supported")
    values = [(v.value, BORNE if v.origins else LACKING) for v in one.values] if judged else []

    def quoted(group: Sequence[Evidence], marks: Iterable[Value] = (), why: Markup = NOTHING) -> Quoted:
        first = group[0]
        told_words = _words(
            first.start, first.quote, languages.get(first.article, ""), marks_of(first, marks)
        )
        return Quoted(told_words, tuple(_place(told, item) for item in group if item.article in told), why)

    def marks_of(item: Evidence, parting: Iterable[Value]) -> list[tuple[Value, tuple[str, ...]]]:
        return [(value, PARTING) for value in parting if value.article == item.article]

    return StatementShown(
        id=one.id,
        verdict=one.verdict,
        sign=SIGNS[one.verdict],
        words=_words(one.start, one.quote, check.text.language, values),
        found=_found(reader, one),
        lacking=_lacking(reader, one),
        against=tuple(
            quoted([c.evidence for c in same], same[0].values, _why(reader, check, same[0]))
            for same in alike_contradictions(one.contradicted_by)
        ),
        borne=tuple(quoted(same) for same in alike(one.supported_by)),
        related=tuple(quoted(same) for same in alike(one.related)),
    )


def _words(start: int, quote: str, language: str, values: Iterable[tuple[Value, tuple[str, ...]]]) -> Words:
    marks = [
        Mark(value.start - start, value.end - start, classes)
        for value, classes in values
        if start <= value.start < value.end <= start + len(quote)
    ]
    return words(quote, language, marks)


def _place(told: Mapping[str, Account], item: Evidence) -> Place:
    one = told[item.article]
    return Place(one, f"{one.page}#{words_anchor(item.start, item.end)}")


def _found(reader: Reader, one: CheckedStatement) -> Markup:
    """A verdict in words, with the origins behind it."""
    if one.together:
        return reader.say("check.together")
    borne, against = (reader.say("count.origins", n) for n in (one.origins, one.origins_against))
    return reader.say(f"check.found_{one.verdict}", borne=borne, against=against)


def _lacking(reader: Reader, one: CheckedStatement) -> Markup:
    """What no report bears out."""
    if one.verdict != "unsupported":
        return NOTHING
    if not one.related:
        return reader.say("check.untold")
    lacking = dict.fromkeys(value.value.text for value in one.values if not value.origins)
    if not lacking:
        return reader.say("check.not_all")
    quoted = [Markup("<q>{}</q>").format(isolated(cut(one_line(text), _VALUE))) for text in lacking]
    return reader.say("check.lacking", what=reader.listed(quoted))


def _why(reader: Reader, check: Check, found: Contradiction) -> Markup:
    """On what words of a report are at odds with a statement."""
    theirs = next((value for value in found.values if value.article == found.evidence.article), None)
    mine = next((value for value in found.values if value.article == check.text.id), None)
    if theirs is None or mine is None:
        return reader.say("check.denies")
    said, instead = (isolated(cut(one_line(value.text), _VALUE)) for value in (theirs, mine))
    return reader.say("check.says_instead", said=said, instead=instead)
