"""When what the claims tell happened: of the times in a claim's words the one that is its event's own."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.comparing.attribution import gives_most_of
from rashomon.comparing.wording import find_phrase
from rashomon.language import load
from rashomon.model import TimelineEntry
from rashomon.reading.times import edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rashomon.model import Account, Claim, Evidence, Quotation, Value

DATE = re.compile(
    r"(?P<year>[0-9X]{4})(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d)?(?P<zone>Z|[+-]\d\d:\d\d)?)?~?"
)
SEASON = re.compile(r"[0-9X]{4}-2[1-4]")  # springs and winters are often names
NEAR_COMMA = 2  # code points; "…, 31 October, …" has its date to itself
FAR = 370  # days before publication; so long ago is most often what led up to it
_OPEN, _CLOSE = "([（【", ")]）】"
_COMMAS = ",，،、–—"


class _Told(Struct, frozen=True):
    """A time that a statement gives for what it tells."""

    article: str
    when: str
    agrees: bool
    aside: bool
    foreseen: bool


def make_timeline(claims: Sequence[Claim], accounts: Sequence[Account]) -> tuple[TimelineEntry, ...]:
    """The claims by when it happened, those of no known time left out.

    Args:
        claims: the claims of a story, those that matter most first.
        accounts: the accounts of the story.

    Returns:
        tuple[TimelineEntry, ...]: ordered by time. A time that may be several stands after those that it
        may be. Of several claims on the same words an entry has the first.
    """
    known = {account.article.id: account for account in accounts}
    by_date: defaultdict[str, list[Claim]] = defaultdict(list)
    foreseen = set()
    for claim in claims:
        given = _readable_times(claim.values)
        told = [time for piece in claim.evidence for time in _times(piece, given[piece.article], known)]
        dated = [time for time in told if re.search(r"\d", time.when.split("T")[0])]
        if dated:
            backing = _backing(told)
            main = min(dated, key=lambda time: _rank(time, len(backing[time.when])))
            by_date[main.when].append(claim)
            same = [time for time in dated if _compatible(time.when, main.when)]
            if all(time.foreseen for time in same):
                foreseen.add(claim.id)
    entries = []
    for when in sorted(by_date, key=_sortable):
        names = tuple(claim.id for claim in _once(by_date[when]))
        entries.append(TimelineEntry(when, names, tuple(name for name in names if name in foreseen)))
    return tuple(entries)


def _rank(time: _Told, backing: int) -> tuple[bool, bool, bool, int, int]:
    """Rather a time on which origins agree, no aside, that several give as precisely, precise, most told."""
    precise = 2 * sum(letter.isdigit() for letter in time.when) + time.when.endswith("Z")
    return not time.agrees, time.aside, backing < 2, -precise, -backing


def _backing(told: Sequence[_Told]) -> dict[str, set[str]]:
    """The articles that give a time as precise that can be true at once with each."""
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for time in told:
        articles[time.when].add(time.article)
    return {
        when: {
            article
            for other, held in articles.items()
            if ("T" in other) == ("T" in when) and _compatible(other, when)
            for article in held
        }
        for when in articles
    }


_compatible = lru_cache(maxsize=65_536)(edtf.compatible)


def _readable_times(values: Iterable[Value]) -> defaultdict[str, list[Value]]:
    """The times of a claim that name a date, by article; seasons only where they are agreed on."""
    found: defaultdict[str, list[Value]] = defaultdict(list)
    for value in values:
        dated = value.type == "time" and DATE.fullmatch(value.value) and re.search(r"\d", value.value)
        if dated and (value.agrees or not SEASON.match(value.value)):
            found[value.article].append(value)
    return found


def _times(piece: Evidence, values: Iterable[Value], accounts: Mapping[str, Account]) -> Iterator[_Told]:
    """The times, of those that the article gives, that may be those of what a statement tells."""
    account = accounts[piece.article]
    quotations = [q for q in account.quotations if q.start < piece.end and piece.start < q.end]
    inside = [value for value in values if piece.start <= value.start < piece.end]
    for value in inside:
        if _of_saying(value, piece, quotations):
            continue
        beside = any(other is not value and edtf.compatible(other.value, value.value) for other in inside)
        background = _is_background(piece, value, account) and not beside
        aside = _is_aside(piece, value)
        past = _is_long_ago(value.value, account.article.published)
        if not value.agrees and (background or (aside and past)):
            continue
        stamp = value.start == piece.start and "T" in value.value  # the clock of a line of a live report
        yield _Told(
            article=piece.article,
            when=in_utc(value.value),
            agrees=value.agrees,
            aside=background or aside or stamp or past,
            foreseen=not stamp and _is_foreseen(value.value, piece.quote, account),
        )


def _of_saying(value: Value, piece: Evidence, quotations: Iterable[Quotation]) -> bool:
    """Whether a time is that of the saying: it stands beside what was said, which is most of the words."""
    for quotation in quotations:
        if gives_most_of(quotation, piece):
            return not (quotation.start <= value.start < quotation.end)
    return False


def _is_background(piece: Evidence, value: Value, account: Account) -> bool:
    """Whether a time is surely not that of the main act: in parentheses, or after "since …"."""
    before, after = _around(piece, value)
    if any(before.count(o) > before.count(c) and c in after for o, c in zip(_OPEN, _CLOSE, strict=True)):
        return True
    clause = before[_last_comma(before) + 1 :]
    return find_phrase(clause, load(account.article.language).compare.since) is not None


def _is_aside(piece: Evidence, value: Value) -> bool:
    """Whether a time stands between two commas of its statement, with more than itself."""
    before, after = _around(piece, value)
    comma = _last_comma(before)
    return comma >= 0 and any(sign in after for sign in _COMMAS) and len(before) - comma > NEAR_COMMA


def _around(piece: Evidence, value: Value) -> tuple[str, str]:
    return piece.quote[: value.start - piece.start], piece.quote[value.end - piece.start :]


def _last_comma(text: str) -> int:
    return max((text.rfind(sign) for sign in _COMMAS), default=-1)


def _is_long_ago(when: str, published: str | None) -> bool:
    date, told = _moment(when), _moment(published or "")
    return date is not None and told is not None and (told - date).days > FAR


def _is_foreseen(when: str, text: str, account: Account) -> bool:
    """Whether an event was yet to come: its day is after publication, or words of the future tell so."""
    published = account.article.published or ""
    day, told = when.split("T")[0].rstrip("~"), published[:10]
    known = min(len(day), len(told))
    if known and "X" not in day and day[:known] != told[:known]:
        return day > told
    clock, moment = _moment(when), _moment(published)
    if clock and moment and "T" in when and "T" in published:
        return clock > moment
    return find_phrase(text, load(account.article.language).times.future) is not None


def _moment(when: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(when.rstrip("~"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_utc(when: str) -> str:
    """A clock time with an offset in UTC; anything else as it is.

    >>> in_utc("2011-11-01T00:00+02:00")
    '2011-10-31T22:00Z'
    """
    found = DATE.fullmatch(when)
    if found is None or not found["zone"] or found["zone"] == "Z" or "X" in when:
        return when
    try:
        moment = datetime.fromisoformat(when.rstrip("~")).astimezone(UTC)
    except (ValueError, OverflowError):
        return when
    return f"{moment:%Y-%m-%dT%H:%M}Z"


def _once(claims: Sequence[Claim]) -> Iterator[Claim]:
    """Claims of which not half was told before in the same words."""
    told: set[Evidence] = set()
    for claim in claims:
        if 2 * len(told.intersection(claim.evidence)) < len(claim.evidence):
            told.update(claim.evidence)
            yield claim


def _sortable(when: str) -> tuple[str, ...]:
    """What is not known comes after all that it may be."""
    found = DATE.fullmatch(when)
    parts = ("year", "month", "day", "hour", "minute")
    known = [(found[part] or "~").replace("X", "~") for part in parts] if found else ["~"]
    return (*known, when)
