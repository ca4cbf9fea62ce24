"""On what accounts part, said in the reader's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.groups import is_development, sides
from rashomon.report.words import cut, one_line
from rashomon.web.view.amounts import value_words
from rashomon.web.view.marks import isolated
from rashomon.web.view.reader import kind_of_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from rashomon.model import Claim, Value
    from rashomon.report.groups import Side
    from rashomon.web.view.reader import Reader

_QUOTED = re.compile("“([^”]*)”")
OF_PEOPLE = ("killed", "missing", "injured", "displaced", "arrested", "rescued", "protesting")
_MEASURED = {"length": "length", "duration": "duration", "concentr": "share", "currency": "currency"}
MOST_SIDES = 5  # in a line
_NOUN = 40  # code points of what is counted


class Line(Struct, frozen=True):
    """A difference in one line: what it is on, the values that part, and what stands between them."""

    subject: Markup
    sides: tuple[str, ...]
    between: str
    more: int = 0


def strongest(claims: Iterable[Claim]) -> Claim | None:
    """The difference that a reader should see first: figures of people before others, contradictions before
    developments, those that most origins tell."""
    differing = [claim for claim in claims if claim.difference]
    return min(differing, key=_rank, default=None)


def _rank(claim: Claim) -> tuple[int, bool, int]:
    kind = claim.difference.kind if claim.difference else None
    rank = OF_PEOPLE.index(kind) if kind in OF_PEOPLE else len(OF_PEOPLE)
    return min(rank, 2), is_development(claim), -claim.origins


def line(reader: Reader, claim: Claim) -> Line:
    """A difference in one line."""
    if not claim.difference or not parts_on_values(claim):
        said = quoted(claim)
        return Line(subject(reader, claim), (f"“{said}”",) if said else (), "")
    given = list(dict.fromkeys(side_words(reader, side) for side in sides(claim)))
    shown = given if len(given) <= MOST_SIDES else [*given[: MOST_SIDES - 1], given[-1]]
    rising = "→" if reader.direction == "ltr" else "←"
    between = rising if is_development(claim) else "≠"
    return Line(subject(reader, claim), tuple(shown), between, len(given) - len(shown))


def subject(reader: Reader, claim: Claim) -> Markup:
    """What accounts part on: "How many were killed", "On which day"."""
    if claim.difference is None:
        return reader.say("difference.words")
    if claim.difference.kind:
        return reader.say(f"difference.{claim.difference.kind}")
    if claim.difference.on == "quantity":
        return _counted(reader, claim.difference.values)
    return reader.say(f"difference.{claim.difference.on}")


def _counted(reader: Reader, values: tuple[Value, ...]) -> Markup:
    units = [value.unit for value in values if value.unit]
    if units:
        return reader.say(f"difference.{_MEASURED.get(kind_of_unit(units[0]), 'measure')}")
    counted = [one_line(value.of) for value in values if value.of]
    if not counted:
        return reader.say("difference.quantity")
    return reader.say("difference.how_many_of", what=isolated(cut(min(counted, key=len), _NOUN)))


def parts_on_values(claim: Claim) -> bool:
    """Whether values part the accounts, and not the words themselves."""
    return any(side.values for side in sides(claim))


def side_words(reader: Reader, side: Side) -> str:
    """The value of a side in words."""
    return value_words(reader, side.values[0]) if side.values else ""


def quoted(claim: Claim) -> str:
    """The words that deny, leave open or bound what is told; "" where there are none."""
    found = _QUOTED.search(claim.difference.why) if claim.difference else None
    return one_line(found[1]) if found else ""
