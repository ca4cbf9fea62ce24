"""What checking a text against reports says, as frozen types: the contract ``rashomon.check/1``."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rashomon.model import Article, DifferenceOn, Evidence, MadeBy, Value  # noqa: TC001 (msgspec needs them)

FORMAT = "rashomon.check/1"

CheckVerdict = Literal["supported", "contradicted", "disputed", "unsupported", "nothing"]


class CheckedValue(Struct, frozen=True, kw_only=True):
    """A value of a statement, and how many origins bear it out beside the same fact."""

    value: Value
    origins: int = 0


class Contradiction(Struct, frozen=True, kw_only=True):
    """Words of a report that are at odds with a statement: on what, and why in one plain sentence.

    ``values``: what the report gives, then what the statement gives instead; none where one denies the other.
    """

    evidence: Evidence
    on: DifferenceOn
    why: str
    values: tuple[Value, ...] = ()


class CheckedStatement(Struct, frozen=True, kw_only=True):
    """One statement of a text and what the reports make of it.

    ``supported``: a report tells all of it, every value and name. ``contradicted``: a report tells the same
    fact and is at odds with it. ``disputed``: reports do both. ``unsupported``: neither; ``related`` holds
    what comes nearest and ``why`` says what is not borne out. ``nothing``: a question, or no words.
    ``origins`` counts those that bear it out, ``origins_against`` those that contradict it. ``together`` is
    true where no report has all of it, but each of its parts stands in one.
    """

    id: str
    start: int
    end: int
    quote: str
    verdict: CheckVerdict
    origins: int = 0
    origins_against: int = 0
    together: bool = False
    why: str | None = None
    supported_by: tuple[Evidence, ...] = ()
    contradicted_by: tuple[Contradiction, ...] = ()
    related: tuple[Evidence, ...] = ()
    values: tuple[CheckedValue, ...] = ()


class Check(Struct, frozen=True, kw_only=True):
    """A text, the reports that it was held against, and what they make of each of its statements."""

    format: str = FORMAT
    made_by: MadeBy
    text: Article
    articles: tuple[Article, ...]
    origins: int
    statements: tuple[CheckedStatement, ...]
