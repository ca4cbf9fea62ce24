"""Page furniture that one page does not show: sentences that stand in article after article.

A sentence is furniture where it was told on three days or more, whatever figures stand in it, and where it is
one of several in a row that another article had: the head or the foot of a page around two different reports.
What later articles would show is not known yet; so what comes first of a site is read with its furniture.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec
from msgspec import Struct

from rashomon.grouping.dates import day_of

if TYPE_CHECKING:
    from rashomon.model import Account

DAYS = 3
IN_A_ROW = 5
MOST_OF = 2 / 3  # of an article; what has more in common with another is a copy of it
LEFT = 5  # statements that an article has besides
MOST = 200_000  # sentences that are remembered
LOOKED_AT = 200  # statements of an article
_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))


class Furniture(Struct):
    """The sentences of articles so far, by a hash: how many told each, and the last days, at most three."""

    articles: dict[int, int] = msgspec.field(default_factory=dict)
    days: dict[int, tuple[int, ...]] = msgspec.field(default_factory=dict)

    def take(self, account: Account) -> frozenset[int]:
        """Remember an account's statements, and tell the places of those that are furniture so far."""
        self.remember(account)
        return self.places(account)

    def remember(self, account: Account) -> None:
        """Take in an account's statements."""
        day = day_of(account.article) or 0
        for form in dict.fromkeys(_forms(account)):
            self.articles[form] = self.articles.get(form, 0) + 1
            days = self.days.get(form, ())
            if day not in days:
                self.days[form] = (*days, day)[-DAYS:]
        if len(self.days) > MOST:
            late = list(self.days)[MOST // 2 :]
            self.articles = {form: self.articles[form] for form in late}
            self.days = {form: self.days[form] for form in late}

    def places(self, account: Account) -> frozenset[int]:
        """The places of those statements of an account taken in that are furniture."""
        forms = _forms(account)
        often = {at for at, form in enumerate(forms) if len(self.days.get(form, ())) == DAYS}
        found = often | _in_a_row([self.articles.get(form, 0) > 1 for form in forms])
        return frozenset(found if len(found) < len(forms) else ())


def _in_a_row(known: list[bool]) -> set[int]:
    """The places of those that stand in a row with others, unless they are most of all."""
    found: set[int] = set()
    for is_known, row in groupby(range(len(known)), key=known.__getitem__):
        places = list(row)
        if is_known and len(places) >= IN_A_ROW:
            found.update(places)
    copied = len(found) > MOST_OF * len(known) or len(known) - len(found) < LEFT
    return set() if copied else found


def _forms(account: Account) -> list[int]:
    text = account.article.text
    return [_form(text[said.start : said.end]) for said in account.statements[:LOOKED_AT]]


def _form(text: str) -> int:
    """A hash of a sentence, the same in every process, and whatever its figures and spaces are."""
    return crc32(" ".join(text.lower().translate(_DIGITS).split()).encode("utf-8", "surrogatepass"))
