"""Which articles are one witness: copies, reports of one agency, and translations share an origin.

Forty copies count once. What an article has taken over from another in one passage only is told too: the
passage is one witness' then, though the articles are not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.grouping.dates import day_of, in_order
from rashomon.grouping.origins.copies import find_overlap
from rashomon.grouping.origins.credits import credited
from rashomon.grouping.origins.retold import Link, find_retold
from rashomon.grouping.origins.runs import Reader
from rashomon.grouping.origins.shared_words import copied_words, taken_over, told_words
from rashomon.model import Sharing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import uint64
    from numpy.typing import NDArray

    from rashomon.grouping.origins.runs import Words
    from rashomon.model import Account, Passage


class Origins(Struct, frozen=True):
    """The origin of each article, by its id, and why articles share one."""

    of: dict[str, str]
    shared: tuple[Sharing, ...] = ()

    def among(self, accounts: Sequence[Account]) -> tuple[Sharing, ...]:
        """What some of the articles share, and which may be one witness since they credit one agency."""
        kept = {account.article.id for account in accounts}
        found = []
        for sharing in self.shared:
            articles = tuple(name for name in sharing.articles if name in kept)
            if len(articles) > 1:
                passages = tuple(passage for passage in sharing.passages if passage.article in kept)
                found.append(msgspec.structs.replace(sharing, articles=articles, passages=passages))
        return (*found, *_credit_one_agency(accounts, self.of))


def find_origins(accounts: Sequence[Account]) -> dict[str, str]:
    """The origin of each article, by article id; see ``trace_origins``."""
    return trace_origins(accounts).of


def trace_origins(accounts: Sequence[Account]) -> Origins:
    """Which articles of a batch are one witness, and by which words.

    Args:
        accounts: the accounts of a batch, each article with an id of its own; their order does not matter.

    Returns:
        Origins: origins are "o1", "o2", … in the order of the articles' ids.
    """
    if len(accounts) == 1:
        return Origins(of={accounts[0].article.id: "o1"}, shared=())
    ordered = sorted(accounts, key=lambda account: in_order(account.article))
    reader = Reader()
    words = [reader.read(account) for account in ordered]
    days = [day_of(account.article) for account in ordered]
    overlap = find_overlap(words, days)
    links = [Link(pair.one, pair.other, "copy") for pair in overlap.copies]
    retold = list(find_retold(ordered, days, _leaders(len(ordered), links), overlap.near))
    links += [link for link in retold if link.certain]
    names = _names(ordered, _leaders(len(ordered), links))
    return Origins(
        of={account.article.id: name for account, name in zip(ordered, names, strict=True)},
        shared=(
            *_wholes(ordered, words, names, links, overlap.furniture),
            *taken_over(ordered, days, words, names, overlap.furniture),
            *_perhaps(ordered, names, [link for link in retold if not link.certain]),
        ),
    )


def _names(accounts: Sequence[Account], leaders: Sequence[int]) -> list[str]:
    """The origin's name of each article, numbered in the order of the articles' ids."""
    number: dict[int, str] = {}
    for place in sorted(range(len(accounts)), key=lambda place: accounts[place].article.id):
        number.setdefault(leaders[place], f"o{len(number) + 1}")
    return [number[leader] for leader in leaders]


def _wholes(
    accounts: Sequence[Account],
    words: Sequence[Words],
    names: Sequence[str],
    links: Iterable[Link],
    ignored: NDArray[uint64],
) -> list[Sharing]:
    """The articles of one origin, by why they share it."""
    kinds: defaultdict[tuple[str, str, str | None], list[Link]] = defaultdict(list)
    for link in links:
        kinds[names[link.one], link.why, link.agency].append(link)
    found = []
    for (origin, why, agency), several in kinds.items():
        places = sorted({place for link in several for place in (link.one, link.other)})
        alike = [place for link in several if not link.chain for place in (link.one, link.other)]
        passages = {
            *copied_words(accounts, words, sorted(set(alike)), ignored),
            *(passage for link in several for passage in told_words(accounts, link)),
        }
        found.append(_sharing(accounts, why, places, passages, origin=origin, agency=agency))
    return sorted(found, key=lambda sharing: (sharing.articles, sharing.why, sharing.agency or ""))


def _perhaps(accounts: Sequence[Account], names: Sequence[str], links: Iterable[Link]) -> list[Sharing]:
    """Pairs that may be one witness, where nothing else has made them one."""
    return [
        _sharing(accounts, link.why, [link.one, link.other], told_words(accounts, link), certain=False)
        for link in links
        if names[link.one] != names[link.other]
    ]


def _sharing(
    accounts: Sequence[Account],
    why: str,
    places: Iterable[int],
    passages: Iterable[Passage],
    *,
    origin: str | None = None,
    agency: str | None = None,
    certain: bool = True,
) -> Sharing:
    return Sharing(
        why=why,  # type: ignore[arg-type]
        articles=tuple(sorted(accounts[place].article.id for place in places)),
        origin=origin,
        agency=agency,
        certain=certain,
        passages=tuple(sorted(passages, key=lambda p: (p.article, p.start, p.end))),
    )


def _credit_one_agency(accounts: Sequence[Account], origin: dict[str, str]) -> list[Sharing]:
    """Articles of several origins that credit one agency: their reports may be one, edited beyond telling."""
    if len({origin[account.article.id] for account in accounts}) < 2:
        return []
    crediting: defaultdict[str, list[str]] = defaultdict(list)
    for account in accounts:
        for agency in credited(account.article):
            crediting[agency].append(account.article.id)
    return [
        Sharing(why="agency", articles=tuple(sorted(articles)), agency=agency, certain=False)
        for agency, articles in sorted(crediting.items())
        if len({origin[article] for article in articles}) > 1
    ]


def _leaders(size: int, links: Iterable[Link]) -> list[int]:
    """The lowest place that each place is linked to, directly or through others."""
    leader = list(range(size))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for link in links:
        low, high = sorted((find(link.one), find(link.other)))
        leader[high] = low
    return [find(place) for place in range(size)]
