"""What a reader filters by, read from an address, and what there is to choose from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec
from msgspec import Struct
from sqlalchemy import func, select

from rashomon.library import Filters
from rashomon.library.tables import articles
from rashomon.web.listing import Chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rashomon.web.desk import Desk
    from rashomon.web.view.reader import Reader

LONGEST = 300  # code points of a parameter
MOST_OUTLETS = 300
VERDICTS = ("differ", "agree", "single")


class Asked(Struct, frozen=True, kw_only=True):
    """The fields of a form as they were sent; what makes no sense is left out."""

    q: str = ""
    language: str = ""
    outlet: str = ""
    since: str = ""
    until: str = ""
    person: str = ""
    place: str = ""
    verdict: str = ""
    told: str = ""

    @property
    def filtered(self) -> bool:
        """Whether anything but words is asked for."""
        return any(getattr(self, name) for name in self.__struct_fields__ if name not in ("q", "told"))

    def address(self, path: str, **more: str) -> str:
        """An address that asks the same, and more."""
        kept = {name: getattr(self, name) for name in self.__struct_fields__ if getattr(self, name)}
        query = urlencode(kept | more)
        return f"{path}?{query}" if query else path

    def chosen(self) -> Chosen:
        """Which stories."""
        return Chosen(
            language=self.language or None,
            outlet=self.outlet or None,
            since=_ordinal(self.since),
            until=_ordinal(self.until),
            entity=self.person or None,
            also=self.place or None,
            verdict=self.verdict or None,
            at_least=1 if self.told == "all" else 2,
        )

    def filters(self) -> Filters:
        """Which statements."""
        return Filters(
            language=self.language or None,
            outlet=self.outlet or None,
            since=_ordinal(self.since),
            until=_ordinal(self.until),
            entity=self.person or self.place or None,
            verdict=self.verdict or None,
        )


class Choices(Struct, frozen=True):
    """Languages with their names and how many articles they have, and outlets, the largest first."""

    languages: tuple[tuple[str, int], ...]
    outlets: tuple[str, ...]
    articles: int


def asked(given: Mapping[str, str]) -> Asked:
    """What an address asks for."""
    fields = {name: _clean(given.get(name, "")) for name in Asked.__struct_fields__}
    for name in ("since", "until"):
        fields[name] = fields[name] if _ordinal(fields[name]) else ""
    if fields["verdict"] not in VERDICTS:
        fields["verdict"] = ""
    return Asked(**fields)


def choices(desk: Desk) -> Choices:
    """What there is in the library to choose from."""

    def make() -> bytes:
        with desk.connection() as connection:
            count = func.count()
            spoken = select(articles.c.language, count).group_by(articles.c.language).order_by(count.desc())
            printed = (
                select(articles.c.outlet)
                .where(articles.c.outlet.is_not(None))
                .group_by(articles.c.outlet)
                .order_by(count.desc(), articles.c.outlet)
                .limit(MOST_OUTLETS)
            )
            languages = tuple((row[0], row[1]) for row in connection.execute(spoken))
            outlets = tuple(connection.execute(printed).scalars())
        return msgspec.json.encode(Choices(languages, outlets, sum(n for _, n in languages)))

    # Some articles more or less change no choice: it is made anew with every thousandth part of the library.
    return msgspec.json.decode(desk.answers.get(("choices", _size(desk)), make), type=Choices)


def named(reader: Reader, found: Choices) -> list[tuple[str, str]]:
    """Languages by code and name, in the order of their names."""
    return sorted(
        ((code, reader.language_name(code)) for code, _ in found.languages), key=lambda one: one[1].casefold()
    )


def _size(desk: Desk) -> tuple[int, int]:
    with desk.connection() as connection:
        last = int(connection.execute(select(func.max(articles.c.number))).scalar() or 0)
    step = max(1, 10 ** (len(str(last)) - 3))
    return last // step, step


def _clean(value: str) -> str:
    return " ".join(value.replace("\x00", "").encode("utf-8", "replace").decode().split())[:LONGEST]


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None
