"""Statements by their words and by their meaning, merged: what either finds near its top comes near the top.

Merged by reciprocal ranks (Cormack et al. 2009, https://doi.org/10.1145/1571941.1572114), where an article
that has but the commonest words of the question counts little. Measured by ``benchmarks/searching.py``.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, func, select

from rashomon.library import tables
from rashomon.library.looking import ArticleRow, article_row
from rashomon.library.packing import unpack_said
from rashomon.library.rows import unpack_rows
from rashomon.library.tokens import name_key, tokens
from rashomon.library.vectors import near, nearest_of
from rashomon.library.words import find_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy import float32
    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from rashomon.library.opening import Library
    from rashomon.library.packing import Said

    Place = tuple[int, int]

HELD = 4  # a rank by words counts by this power of how much of the question's rarity an article has
RANKS = 60  # of a rank's weight 1 / (60 + rank), as in the source
DEEP = 100  # hits of each kind are looked at
WIDER = 1_000  # with filters, so that enough are left
FEW = 500  # articles that filters leave, all of whose statements are looked at
_AT_ONCE = 250
_ARTICLES, _VERSIONS, _EVIDENCE = tables.articles, tables.versions, tables.evidence
_TOTAL = select(func.max(_ARTICLES.c.number))
_CURRENT = (
    select(*_ARTICLES.c, _VERSIONS.c.account)
    .join(_VERSIONS, _VERSIONS.c.number == _ARTICLES.c.version)
    .where(_ARTICLES.c.version.in_(bindparam("versions", expanding=True)))
)
_VERDICTS = select(_EVIDENCE.c.version, _EVIDENCE.c.start, _EVIDENCE.c.verdict).where(
    _EVIDENCE.c.version.in_(bindparam("versions", expanding=True))
)


class Filters(Struct, frozen=True, kw_only=True):
    """What hits must be: BCP 47 language, outlet, days of publication (as ``date.toordinal`` counts), an
    entity that the article names, a verdict on the claim that the statement is evidence of."""

    language: str | None = None
    outlet: str | None = None
    since: int | None = None
    until: int | None = None
    entity: str | None = None
    verdict: str | None = None


class Hit(Struct, frozen=True, kw_only=True):
    """A statement that was found: its span and words, its article, and by what ("words", "meaning")."""

    article: ArticleRow
    start: int
    end: int
    quote: str
    by: tuple[str, ...]
    score: float
    verdict: str


def search(
    library: Library,
    words: str,
    encode: Callable[[str], NDArray[float32]] | None,
    *,
    filters: Filters | None = None,
    most: int = 20,
) -> list[Hit]:
    """Statements that tell of something, in any language, the likeliest first; one of each article and place.

    Args:
        library: where to look.
        words: what is looked for.
        encode: the vector of a text by the library's encoder (float32, shape (d,)); None: only words.
        filters: what hits must be.
        most: how many.
    """
    filters = filters or Filters()
    wanted = tokens(words, "und")
    vector = encode(words) if encode and wanted else None
    with library.reading() as connection:
        where = _conditions(filters)
        few = _few(connection, where)
        filtered = bool(where) or filters.verdict is not None
        enough = max(DEEP, 2 * most)
        deep = max(WIDER, enough) if filtered else enough
        total = connection.execute(_TOTAL).scalar() or 0
        by_words = find_words(library.words, connection, wanted, deep, total)
        meant: list[Place] = []
        if vector is not None:
            meant = _by_meaning(connection, vector, few, deep)
        allowed = few
        if where and few is None:
            allowed = _allowed(connection, where, by_words, meant, deep if filters.verdict else enough)
        return _merged(connection, wanted, by_words, meant, allowed, filters, most)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """What the filters ask of articles; the verdict is asked of statements."""
    where: list[ColumnElement[bool]] = []
    if filters.language:
        where.append(_ARTICLES.c.language == filters.language)
    if filters.outlet:
        where.append(_ARTICLES.c.outlet == filters.outlet)
    if filters.since is not None:
        where.append(_ARTICLES.c.day >= filters.since)
    if filters.until is not None:
        where.append(_ARTICLES.c.day <= filters.until)
    if filters.entity:
        key = name_key(filters.entity)
        naming = select(tables.names.c.version).where(tables.names.c.key == key)
        known = select(tables.aliases.c.story).where(tables.aliases.c.key == key)
        where.append(_ARTICLES.c.version.in_(naming) | _ARTICLES.c.story.in_(known))
    return where


def _few(connection: Connection, where: Sequence[ColumnElement[bool]]) -> set[int] | None:
    """The versions that the filters leave where these are few; None where they are many, or all."""
    if not where:
        return None
    found = connection.execute(select(_ARTICLES.c.version).where(*where).limit(FEW + 1)).scalars().all()
    return set(found) if len(found) <= FEW else None


def _allowed(
    connection: Connection,
    where: Sequence[ColumnElement[bool]],
    by_words: Iterable[int],
    meant: Iterable[Place],
    enough: int,
) -> set[int]:
    """Those of the versions found that the filters leave: by their ranks, until there are enough."""
    both = zip_longest(by_words, (version for version, _ in meant))
    order = iter(dict.fromkeys(version for pair in both for version in pair if version is not None))
    left: set[int] = set()
    while len(left) < enough and (some := list(islice(order, _AT_ONCE))):
        among = _ARTICLES.c.version.in_(sorted(some))
        left.update(connection.execute(select(_ARTICLES.c.version).where(among, *where)).scalars())
    return left


def _by_meaning(
    connection: Connection, vector: NDArray[float32], few: set[int] | None, deep: int
) -> list[Place]:
    if few is not None:
        query = select(_VERSIONS.c.number, _VERSIONS.c.statements, _VERSIONS.c.vectors).where(
            _VERSIONS.c.number.in_(sorted(few))
        )
        rows = [
            (row.number, unpack_rows(row.vectors, len(vector))[: row.statements])
            for row in connection.execute(query)
        ]
        found = nearest_of(rows, vector, deep)
    else:
        found = near(connection, vector, deep)
    return list(zip(found.versions.tolist(), found.places.tolist(), strict=True))


def _merged(
    connection: Connection,
    wanted: Sequence[str],
    by_words: Mapping[int, float],
    meant: Sequence[Place],
    allowed: set[int] | None,
    filters: Filters,
    most: int,
) -> list[Hit]:
    kept = [version for version in by_words if allowed is None or version in allowed]
    rank_words = {version: rank for rank, version in enumerate(kept)}
    rank_meant: dict[int, int] = {}
    place_meant: dict[int, int] = {}
    for version, place in meant:
        if version not in rank_meant and (allowed is None or version in allowed):
            rank_meant[version], place_meant[version] = len(rank_meant), place
    score: dict[int, float] = {}
    for version, rank in rank_words.items():
        score[version] = by_words[version] ** HELD / (RANKS + rank + 1)
    for version, rank in rank_meant.items():
        score[version] = score.get(version, 0.0) + 1 / (RANKS + rank + 1)
    ranked = sorted(score, key=lambda version: (-score[version], version))
    hits: list[Hit] = []
    at_once = 50 if filters.verdict else most
    for start in range(0, len(ranked), at_once):
        some = ranked[start : start + at_once]
        rows = connection.execute(_CURRENT, {"versions": some})
        current = {row.version: row for row in rows}
        verdicts = _verdicts(connection, some)
        for version in some:
            if (row := current.get(version)) is None:
                continue  # an earlier version of an article, or one that was removed
            said = unpack_said(row.account)
            best = _best(said, wanted, place_meant.get(version), version in rank_words)
            if best is None:
                continue
            statement = said.statements[best]
            verdict = verdicts.get((version, statement.start), "single")
            if filters.verdict and verdict != filters.verdict:
                continue
            by = ["words"] * (version in rank_words) + ["meaning"] * (version in rank_meant)
            hits.append(
                Hit(
                    article=article_row(row),
                    start=statement.start,
                    end=statement.end,
                    quote=said.article.text[statement.start : statement.end],
                    by=tuple(by),
                    score=round(score[version], 6),
                    verdict=verdict,
                )
            )
            if len(hits) == most:
                return hits
    return hits


def _best(said: Said, wanted: Sequence[str], meant: int | None, by_words: bool) -> int | None:
    """The statement to show: the one nearest in meaning, unless another has more of the words."""
    if not said.statements:
        return None
    if not by_words:
        return meant
    text, words = said.article.text, set(wanted)
    spans = [(one.start, one.end) for one in said.statements]
    if meant is not None and words <= _words_of(text[slice(*spans[meant])], said.article.language):
        return meant
    having = [len(words & _words_of(text[start:end], said.article.language)) for start, end in spans]
    most = max(having)
    if meant is not None and having[meant] == most:
        return meant
    return having.index(most) if most else meant or 0


@lru_cache(maxsize=8_192)
def _words_of(statement: str, language: str) -> frozenset[str]:
    return frozenset(tokens(statement, language))


def _verdicts(connection: Connection, versions: Sequence[int]) -> dict[tuple[int, int], str]:
    """What was found of each statement, by version and start; where claims share it, the strongest."""
    order = {"single": 0, "agree": 1, "differ": 2}
    found: dict[tuple[int, int], str] = {}
    for version, start, verdict in connection.execute(_VERDICTS, {"versions": versions}):
        before = found.get((version, start), "single")
        found[version, start] = max(before, verdict, key=lambda one: order[one])
    return found
