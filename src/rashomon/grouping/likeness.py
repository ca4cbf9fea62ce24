"""How much two accounts look like accounts of one event.

Four things are added up: how much closer their vectors are than those of other articles, the names that they
share, the numbers that they share, and the days between them. Cosines of the encoder are high for any two
articles, higher within a language than across, and higher where a batch has one subject. So a cosine is
centred on what each article has with the articles of the other's language, and told in units of their spread.
What a small batch cannot show of that is taken from ``Weights``, whose figures count as so many articles.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from rashomon.grouping.dates import day_of
from rashomon.grouping.runs import furniture
from rashomon.reading.names.spelling import normalise, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    from rashomon.model import Account, Mention

    Matrix = NDArray[float64]


class Weights(Struct, frozen=True, kw_only=True):
    """Chosen on the labelled pairs and the gold stories, as batches of 2 to 270 articles.

    How they do is in docs/evaluation.md; ``rashomon evaluate pairs`` prints it.
    """

    lead: int = 8  # statements at the start of an article whose mean is its vector
    same_language: float = 0.95  # mean cosine of articles of different events in one language
    across_languages: float = 0.917
    spread: float = 0.2  # standard deviation of such cosines, once centred
    articles: float = 20.0  # as how many articles these three figures count
    names: float = 2.5  # where all names are shared
    shortest_name: int = 3  # consonants
    background: float = 20.0  # articles outside the batch, where the rarity of a name is counted
    number: float = 0.15  # for a number shared, by how rare it is
    most_numbers: float = 0.45
    smallest_number: float = 12.0
    day: float = 0.25  # taken off for each day between two articles
    most_days: float = 15.0
    pair: float = 0.62  # the likeness from which on two articles alone tell of one event
    crowd: float = 0.475  # more than that, for each time that the batch is 2.7 times as large


WEIGHTS = Weights()


def likeness(accounts: Sequence[Account], weights: Weights = WEIGHTS) -> Matrix:
    """The likeness of each account to each other one.

    Returns:
        float64, shape (n, n), symmetric. 0 is about what articles of different events have, and the unit is
        their standard deviation. The diagonal has no meaning.
    """
    languages = [account.article.language.split("-")[0] for account in accounts]
    same = np.array([[one == other for other in languages] for one in languages])
    expected = np.where(same, weights.same_language, weights.across_languages)
    centred = _centred(_cosines(accounts, expected, weights.lead), expected, languages, weights.articles)
    alike = _standardised(centred, languages, weights)
    alike += weights.names * _shared_names(accounts, weights)
    alike += _shared_numbers(accounts, weights)
    days = [day_of(account.article) for account in accounts]
    return alike - weights.day * _days_apart(days, weights.most_days)


def enough(articles: int, weights: Weights = WEIGHTS) -> float:
    """The likeness from which on accounts tell of one event, in a batch of so many articles.

    Someone who gives two articles most often gives two of one event; of hundreds, most pairs are of two.
    """
    return weights.pair + weights.crowd * math.log(max(articles, 2) / 2)


def _cosines(accounts: Sequence[Account], expected: Matrix, lead: int) -> Matrix:
    """Cosines of the articles' vectors; what is expected, where an article has none."""
    cosines = expected.copy()
    vectors = {index: vector for index, vector in enumerate(_vectors(accounts, lead)) if vector is not None}
    if vectors:
        rows = np.array(list(vectors.values()), dtype=np.float64)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        cosines[np.ix_(list(vectors), list(vectors))] = rows @ rows.T
    return cosines


def _vectors(accounts: Sequence[Account], lead: int) -> Iterator[Matrix | None]:
    """The mean vector of each account's first statements, page furniture left out."""
    said = [_statements(account) for account in accounts]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, statements in enumerate(said):
        for statement in set(statements):
            holders[statement].append(index)
    ignored = furniture(holders, {index: day_of(account.article) for index, account in enumerate(accounts)})
    for account, statements in zip(accounts, said, strict=True):
        pairs = zip(account.encodings, statements, strict=False)
        kept = [encoding for encoding, said_so in pairs if said_so not in ignored] or list(account.encodings)
        first = [encoding.vector for encoding in kept[:lead]]
        yield np.mean(first, axis=0, dtype=np.float64) if first else None


def _statements(account: Account) -> list[str]:
    return [account.article.text[said.start : said.end] for said in account.statements]


def _centred(cosines: Matrix, expected: Matrix, languages: Sequence[str], prior: float) -> Matrix:
    """Cosines after the mean of the partner's language is taken off, as if off the vectors themselves.

    (u - m)·(v - n) = u·v - u·n - v·m + m·n: only means of cosines are needed, so that expected ones can be
    mixed in. The result is again a cosine, of the centred vectors.
    """
    belongs, of = _members(languages)
    with_language = _means(cosines, expected, belongs, prior)
    between = np.array([with_language[rows].mean(axis=0) for rows in belongs])
    between = (between + between.T) / 2
    own = with_language[np.arange(len(of)), of]
    length = np.sqrt(np.maximum(1.0 - 2.0 * own + between[of, of], 0.01))
    crossed = with_language[:, of]
    centred: Matrix = (cosines - crossed - crossed.T + between[np.ix_(of, of)]) / np.outer(length, length)
    return centred


def _standardised(centred: Matrix, languages: Sequence[str], weights: Weights) -> Matrix:
    """Centred cosines as standard scores among those with the partner's language, the mean of both sides'."""
    belongs, of = _members(languages)
    zero, spread = np.zeros_like(centred), np.full_like(centred, weights.spread**2)
    mean = _means(centred, zero, belongs, weights.articles)
    variance = _means(centred**2, spread, belongs, weights.articles) - mean**2
    scores = (centred - mean[:, of]) / np.sqrt(np.maximum(variance, 0.01))[:, of]
    both: Matrix = (scores + scores.T) / 2
    return both


def _members(languages: Sequence[str]) -> tuple[list[list[int]], list[int]]:
    """The articles of each language, and the number of each article's language."""
    names = sorted(set(languages))
    of = [names.index(language) for language in languages]
    return [[index for index, number in enumerate(of) if number == at] for at in range(len(names))], of


def _means(values: Matrix, expected: Matrix, belongs: Sequence[Sequence[int]], prior: float) -> Matrix:
    """Each article's mean over the others of each language; ``expected`` counts as ``prior`` of them."""
    columns = []
    for members in belongs:
        inside = np.zeros(len(values))
        inside[members] = 1.0
        total = values @ inside - np.diag(values) * inside
        columns.append((total + prior * expected[:, members[0]]) / (sum(inside) - inside + prior))
    return np.stack(columns, axis=1)


def _shared_names(accounts: Sequence[Account], weights: Weights) -> Matrix:
    """How much of their names accounts share, 0 to 1: cosines of names counted by how rare they are."""
    counts = [
        Counter(key for m in account.mentions for key in _name_keys(m, weights)) for account in accounts
    ]
    holders = Counter(key for names in counts for key in names)
    column = {key: number for number, key in enumerate(sorted(holders))}
    table = np.zeros((len(accounts), max(1, len(column))))
    everything = len(accounts) + weights.background
    for row, names in zip(table, counts, strict=True):
        for key, count in names.items():
            row[column[key]] = (1.0 + math.log(count)) * math.log(everything / holders[key])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    shared: Matrix = table @ table.T
    return shared


def _name_keys(mention: Mention, weights: Weights) -> Iterator[str]:
    """What the spellings of a name have in common: the consonants of its words, its country."""
    if mention.country:
        yield f"country {mention.country}"
    for word in mention.name.split():
        bones = skeleton(word)
        yield bones if len(bones) >= weights.shortest_name else normalise(word)


def _shared_numbers(accounts: Sequence[Account], weights: Weights) -> Matrix:
    """What the telling numbers that accounts share add to their likeness."""
    told = [_telling_numbers(account, weights) for account in accounts]
    holders: defaultdict[float, list[int]] = defaultdict(list)
    for index, numbers in enumerate(told):
        for number in numbers:
            holders[number].append(index)
    shared = np.zeros((len(accounts), len(accounts)))
    for _, indexes in sorted(holders.items()):
        rarity = math.log((len(accounts) + weights.background) / len(indexes))
        shared[np.ix_(indexes, indexes)] += weights.number * rarity
    return np.minimum(shared, weights.most_numbers)


def _telling_numbers(account: Account, weights: Weights) -> set[float]:
    """Numbers that would hardly be shared by chance: neither small, nor round, nor like a year."""
    bounds = {bound for q in account.quantities for bound in (q.low, q.high) if bound is not None}
    return {
        bound
        for bound in bounds
        if bound >= weights.smallest_number
        and math.isfinite(bound)
        and not _is_round(bound)
        and not _is_year(bound)
    }


def _is_round(number: float) -> bool:
    """Whether a number has one digit other than 0."""
    return len(f"{number:.15e}".split("e")[0].replace(".", "").rstrip("0")) == 1


def _is_year(number: float) -> bool:
    return number.is_integer() and 1900 <= number <= 2100


def _days_apart(days: Sequence[int | None], most: float) -> Matrix:
    """Days between articles, at most ``most``; none where a day is not known."""
    apart = np.zeros((len(days), len(days)))
    for i, one in enumerate(days):
        for j, other in enumerate(days):
            if one is not None and other is not None:
                apart[i, j] = min(abs(one - other), most)
    return apart
