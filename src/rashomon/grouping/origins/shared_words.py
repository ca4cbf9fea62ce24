"""By which words articles are one witness: where these stand in each of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rashomon.grouping.origins.runs import FURNITURE_DAYS, among, in_several
from rashomon.model import Passage, Sharing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import bool_, int64, uint64
    from numpy.typing import NDArray

    from rashomon.grouping.origins.retold import Link
    from rashomon.grouping.origins.runs import Words
    from rashomon.model import Account

SHOWN = 6  # words in a row of copies that are shown; shorter runs are chance
TAKEN = 20  # words in a row, quoted speech apart, that two reporters hardly ever put alike
ONE_SOURCE = 0.7  # the share of such words that one origin told first


def copied_words(
    accounts: Sequence[Account], words: Sequence[Words], places: Sequence[int], ignored: NDArray[uint64]
) -> Iterator[Passage]:
    """The words of copies that stand in another of them; those of one copy, where they are many the same."""
    if not places:
        return
    shared = in_several([words[place].distinct for place in places])
    shared = shared[~among(shared, ignored)]
    for place in places:
        covered = words[place].spread(among(words[place].runs, shared))
        for first, last in _stretches(covered):
            if last - first >= SHOWN:
                yield _passage(accounts[place], words[place], first, last)


def told_words(accounts: Sequence[Account], link: Link) -> Iterator[Passage]:
    """The statements by which two articles tell one report."""
    for pair in link.chain.pairs if link.chain else ():
        for place, at in zip((link.one, link.other), pair, strict=True):
            said = accounts[place].statements[at]
            yield Passage(said.article, said.start, said.end)


def taken_over(
    accounts: Sequence[Account],
    days: Sequence[int | None],
    words: Sequence[Words],
    names: Sequence[str],
    ignored: NDArray[uint64],
) -> list[Sharing]:
    """Passages that an article has word for word from an earlier one of another origin.

    Args:
        accounts: the accounts of a batch, the earliest first.
        days: the day each was published.
        words: the words of each.
        names: the origin of each.
        ignored: the runs that are page furniture, sorted.

    Returns:
        list[Sharing]: one for each passage that was taken over, with all who have it. It counts for the
        origin of the article that had it first.
    """
    runs, first_with = _first_holders(words, ignored)
    found: defaultdict[int, list[dict[Passage, None]]] = defaultdict(list)
    kept: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for place, (account, own) in enumerate(zip(accounts, words, strict=True)):
        key = id(own), names[place]  # the same words may be read once for many articles
        if key not in kept:
            kept[key] = list(_foreign(account, own, names[place], names, runs, first_with))
        for first, last, source in kept[key]:
            first_told = _where(words[source], own.runs[first : max(first + 1, last - 3)])
            if first_told[1] - first_told[0] >= ONE_SOURCE * (last - first) and _soon(
                days[source], days[place]
            ):
                theirs = _passage(accounts[source], words[source], *first_told)
                _add(found[source], theirs, _passage(account, own, first, last))
    return [
        Sharing(
            why="passage",
            articles=tuple(sorted({passage.article for passage in group})),
            origin=names[source],
            passages=tuple(sorted(group, key=lambda p: (p.article, p.start, p.end))),
        )
        for source, groups in sorted(found.items())
        for group in groups
    ]


def _foreign(
    account: Account,
    own: Words,
    origin: str,
    names: Sequence[str],
    runs: NDArray[uint64],
    first_with: NDArray[int64],
) -> Iterator[tuple[int, int, int]]:
    """The ranges of words that another origin told first, and the place of its article."""
    if not len(runs) or not len(own.starts):
        return
    sources = np.where(among(own.runs, runs), first_with[np.searchsorted(runs, own.runs) % len(runs)], -1)
    told = {place: names[place] != origin for place in np.unique(sources).tolist() if place >= 0}
    foreign = np.isin(sources, [place for place, is_other in told.items() if is_other])
    spoken = np.cumsum(np.concatenate([[0], ~_quoted(account, own.starts)]))
    for first, last in _stretches(own.spread(foreign)) if foreign.any() else ():
        if spoken[last] - spoken[first] >= TAKEN:
            inside = slice(first, last)
            source = _one_source(sources[inside][foreign[inside]].tolist(), names)
            if source is not None:
                yield first, last, source


def _first_holders(
    words: Sequence[Words], ignored: NDArray[uint64]
) -> tuple[NDArray[uint64], NDArray[int64]]:
    """The runs that several articles hold, sorted, and the earliest article of each."""
    several = in_several([one.distinct for one in words])
    several = several[~among(several, ignored)]
    first = np.full(len(several), -1, dtype=np.int64)
    for place in reversed(range(len(words))):
        runs = words[place].distinct
        first[np.searchsorted(several, runs[among(runs, several)])] = place
    return several, first


def _one_source(sources: list[int], names: Sequence[str]) -> int | None:
    """The article that told most of some words first, where one origin told nearly all of them."""
    origin, count = Counter(names[source] for source in sources).most_common(1)[0]
    if count < ONE_SOURCE * len(sources):
        return None
    return Counter(source for source in sources if names[source] == origin).most_common(1)[0][0]


def _where(words: Words, runs: NDArray[uint64]) -> tuple[int, int]:
    """The range in which an article has most of some runs in a row."""
    stretches = _stretches(words.spread(among(words.runs, np.sort(runs))))
    return max(stretches, key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))


def _soon(one: int | None, other: int | None) -> bool:
    """Whether two days are near enough for news to be taken over; later it is a page's furniture."""
    return one is None or other is None or abs(one - other) <= FURNITURE_DAYS


def _add(groups: list[dict[Passage, None]], theirs: Passage, own: Passage) -> None:
    """Put a passage with those that were taken over from the same place."""
    known = next((group for group in groups if any(_meet(theirs, passage) for passage in group)), None)
    if known is None:
        groups.append({theirs: None, own: None})
    else:
        known[own] = None


def _meet(one: Passage, other: Passage) -> bool:
    """Whether two passages share half of the shorter one."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return one.article == other.article and 2 * common >= min(one.end - one.start, other.end - other.start)


def _passage(account: Account, words: Words, first: int, last: int) -> Passage:
    return Passage(account.article.id, int(words.starts[first]), int(words.ends[last - 1]))


def _stretches(covered: NDArray[bool_]) -> list[tuple[int, int]]:
    """The ranges in which all words are covered."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], covered.astype(np.int8), [0]])))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2).tolist()]


def _quoted(account: Account, starts: NDArray[int64]) -> NDArray[bool_]:
    """Which words stand in direct quotations: whoever was there may quote them alike."""
    inside = np.zeros(len(starts), dtype=np.bool_)
    for quotation in account.quotations:
        if quotation.direct:
            low, high = np.searchsorted(starts, [quotation.start, quotation.end])
            inside[low:high] = True
    return inside
