"""How old one person is by two accounts: "Jon Alder, 54," against "Jon Alder (57)".

An age stands right behind the name, set apart by commas or parentheses or beside words of age, or right
before it ("the 54-year-old captain Jon Alder").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.values.stated import value_of
from rashomon.comparing.wording import longest_first
from rashomon.language import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rashomon.comparing.values.figures import Figures
    from rashomon.comparing.values.stated import Said
    from rashomon.model import Mention, Value

OLDEST = 115
BESIDE = 40  # code points beside a name in which its age stands
BETWEEN = 2  # words between an age and the name that it stands before: "captain"


class Age(Struct, frozen=True):
    """A number of years, where it stands, and the words."""

    years: int
    article: str
    start: int
    end: int
    text: str


def parting_ages(one: Said, other: Said, figures: Figures) -> tuple[Value, Value] | None:
    """The ages of one person on which two statements part, or None."""
    mine, its = _ages(one, figures), _ages(other, figures)
    for person in sorted(mine.keys() & its.keys()):
        if mine[person].years != its[person].years:
            return _value(mine[person], one), _value(its[person], other)
    return None


def _value(age: Age, said: Said) -> Value:
    return value_of(age, "quantity", str(age.years), said.account.article.published, unit="year")


def tells_an_age(said: Said) -> bool:
    """True for a statement with an age beside a name."""
    return any(_age_of(mention, said) is not None for mention in said.mentions if mention.type == "person")


def _ages(said: Said, figures: Figures) -> dict[str, Age]:
    """The ages that a statement gives, by the id of the person."""
    found: dict[str, Age] = {}
    for mention in said.mentions:
        key = figures.keys.get((mention.article, mention.key))
        if key is None or mention.type != "person":
            continue
        age = _age_of(mention, said)
        if age is not None:
            found.setdefault(key, age)
    return found


def _age_of(mention: Mention, said: Said) -> Age | None:
    text = said.account.article.text
    behind, before = _patterns(said.account.article.language)
    match = behind.match(text, mention.end, min(mention.end + BESIDE, said.statement.end))
    first = max(mention.start - BESIDE, said.statement.start)
    match = match or before.search(text, first, mention.start)
    if match is None:
        return None
    name = next(name for name, years in match.groupdict().items() if years)
    years = int(match[name])
    if not 0 < years <= OLDEST:
        return None
    return Age(years, mention.article, match.start(name), match.end(name), match[name])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What tells an age right behind a name, and right before one."""
    rules = load(language)
    years = _any(rules.compare.ages)
    words = _any(word.lstrip(", ") for word in rules.numbers.ages)
    words_with_years = _any(word.lstrip(", ") for word in rules.numbers.ages_with_unit)
    opened, closed = r"\s*[,(（،，]\s*", r"\s*(?:[,)）،，.;。]|$)"
    number = r"(?P<{}>\d{{1,3}})(?!\d|[.,]\d)"
    behind = "|".join(
        (
            rf"{opened}{number.format('bare')}{closed}",
            rf"{opened}(?:{words_with_years}\s*)?{number.format('years')}[-\s]*{years}(?!\w)",
            rf"(?:{opened}|\s+){words_with_years}\s*{number.format('had')}[-\s]*{years}(?!\w)",
            rf"(?:{opened}|\s+){words}\s*{number.format('aged')}(?!\w)",
        )
    )
    before = (
        rf"(?<![\d.,]){number.format('before')}[-\s]*{years}(?:的\w{{0,4}}|\s+(?:\w+\s+){{0,{BETWEEN}}})$"
    )
    return re.compile(behind, re.IGNORECASE), re.compile(before, re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    """One of some words, the longest first; their spaces may be hyphens."""
    parts = (
        r"[-\s]+".join(map(re.escape, word.replace("-", " ").split())) for word in longest_first(set(words))
    )
    return f"(?:{'|'.join(parts) or '(?!)'})"
