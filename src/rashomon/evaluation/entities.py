"""How well the spellings of one person or organisation are joined, and those of others kept apart.

A gold file is JSON Lines. A line is an entity with its names by language,
``{"id": "…", "type": "person", "names": {"en": ["…"], "ru": ["…"]}}``, or two entities that are easily taken
for one another, ``{"apart": ["id", "id"]}``. Every name is read as an article of its own that holds nothing
else.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING

import icu
import msgspec
from msgspec import Struct

from rashomon.comparing.names.entities import merge_entities
from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.score import harmonic, share
from rashomon.model import Account, Article, EntityType
from rashomon.reading.names.capitals import NameSpan
from rashomon.reading.names.find import link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

STORIES = "in stories of 40"
"""The row of the measures where the names of 40 entities, neighbours by id, are one story."""
_STORY = 40


class GoldEntity(Struct, frozen=True, kw_only=True):
    """A person or organisation with its names by language."""

    id: str
    type: EntityType
    names: dict[str, tuple[str, ...]]


class GoldNames(Struct, frozen=True):
    """Entities, and the pairs of them that are easily taken for one another."""

    entities: tuple[GoldEntity, ...]
    apart: tuple[tuple[str, str], ...]


class EntityScore(Struct, frozen=True):
    """Counts of pairs of names: of one entity in the gold (same), in ours (said), and in both (right)."""

    same: int = 0
    said: int = 0
    right: int = 0

    def __add__(self, other: EntityScore) -> EntityScore:
        return EntityScore(self.same + other.same, self.said + other.said, self.right + other.right)

    @property
    def p(self) -> float:
        """The share of the pairs that we join whose names are one entity's."""
        return share(self.right, self.said)

    @property
    def r(self) -> float:
        """The share of the pairs of one entity's names that we join."""
        return share(self.right, self.same)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.p, self.r)


class EntityResult(Struct, frozen=True):
    """The counts over all pairs, and by type, by pair of scripts, and where many entities are one story's."""

    entities: int
    apart: int
    rows: dict[str, EntityScore]
    all: EntityScore


class _Given(Struct, frozen=True):
    entity: str
    type: EntityType
    script: str
    account: Account


class _Line(Struct, frozen=True):
    """A line of a gold file as it stands there."""

    id: str = ""
    type: EntityType = "person"
    names: dict[str, tuple[str, ...]] = {}
    apart: tuple[str, str] | None = None


def evaluate(path: Path) -> EntityResult:
    """Whether each two names of one entity are joined, and each two of entities to be kept apart are not.

    Raises:
        GoldError: the file cannot be read, or a line is neither an entity nor a pair.
    """
    return score_entities(read_entities(path))


def read_entities(path: Path) -> GoldNames:
    """The entities of a gold file.

    Raises:
        GoldError: the file cannot be read, or a line is neither an entity nor a pair.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error})") from error
    entities: dict[str, GoldEntity] = {}
    apart = []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            line = msgspec.json.decode(text, type=_Line)
        except msgspec.DecodeError as error:
            raise GoldError(f"{path}:{number}: neither an entity nor a pair ({error})") from error
        if line.apart:
            apart.append(line.apart)
        elif line.id and line.names and line.id not in entities:
            entities[line.id] = GoldEntity(id=line.id, type=line.type, names=line.names)
        else:
            raise GoldError(f"{path}:{number}: an entity needs an id of its own, and names")
    unknown = sorted({one for pair in apart for one in pair} - set(entities))
    if unknown or not entities:
        raise GoldError(f"{path}: no entity {unknown[0]!r}" if unknown else f"{path}: no entities in it")
    return GoldNames(tuple(entities.values()), tuple(apart))


def score_entities(gold: GoldNames) -> EntityResult:
    """The counts of pairs, each pair of names a story of its own; and of 40 entities in one story."""
    given: dict[str, list[_Given]] = {}
    number = 0
    for entity in gold.entities:
        given[entity.id] = []
        for language, names in sorted(entity.names.items()):
            for name in names:
                number += 1
                account = _account(f"n{number:06}", language, name, entity.type)
                given[entity.id].append(_Given(entity.id, entity.type, _script(name), account))
    rows: dict[str, EntityScore] = defaultdict(EntityScore)
    total = EntityScore()
    pairs = [pair for one in given.values() for pair in combinations(one, 2)]
    pairs += [pair for one, other in gold.apart for pair in product(given[one], given[other])]
    for a, b in pairs:
        same, said = a.entity == b.entity, _joins(a.account, b.account)
        score = EntityScore(same, said, same and said)
        total += score
        rows[f"{a.type}s"] += score
        rows[" / ".join(sorted((a.script, b.script)))] += score
    ids = sorted(given)
    for at in range(0, len(ids), _STORY):
        rows[STORIES] += _one_story([one for id_ in ids[at : at + _STORY] for one in given[id_]])
    return EntityResult(len(gold.entities), len(gold.apart), _ordered(rows), total)


def _ordered(rows: dict[str, EntityScore]) -> dict[str, EntityScore]:
    """Types first, then pairs of scripts, those with the most pairs first, then the whole as one story."""
    return dict(
        sorted(rows.items(), key=lambda row: (row[0] == STORIES, "/" in row[0], -row[1].same, row[0]))
    )


def _account(id_: str, language: str, name: str, type_: EntityType) -> Account:
    article = Article(id=id_, language=language, text=name)
    mentions = link(article, [NameSpan(0, len(name), type_)])
    return Account(article=article, sentences=(), statements=(), mentions=mentions)


def _joins(one: Account, other: Account) -> bool:
    return any(
        len({mention.article for mention in entity.mentions}) > 1
        for entity in merge_entities([one, other])[0]
    )


def _one_story(given: Sequence[_Given]) -> EntityScore:
    entity = {one.account.article.id: one.entity for one in given}
    groups = [
        {mention.article for mention in found.mentions}
        for found in merge_entities([one.account for one in given])[0]
    ]
    gold: dict[str, int] = defaultdict(int)
    for one in given:
        gold[one.entity] += 1
    right = 0
    for group in groups:
        held: dict[str, int] = defaultdict(int)
        for article in group:
            held[entity[article]] += 1
        right += _pairs(held.values())
    return EntityScore(_pairs(gold.values()), _pairs(map(len, groups)), right)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _script(name: str) -> str:
    """The script of most letters of a name, as Unicode calls it."""
    counts: dict[str, int] = defaultdict(int)
    for character in name:
        if character.isalpha():
            counts[icu.Script.getScript(character).getName()] += 1
    return min(counts, key=lambda script: (-counts[script], script), default="Common")


def measures(result: EntityResult) -> dict[str, object]:
    """The measures as one object for JSON: p, r, f1, counts, and the same for each row."""
    counts = {"measure": "entities", "entities": result.entities, "apart": result.apart}
    return (
        counts | _measures(result.all) | {"rows": {name: _measures(row) for name, row in result.rows.items()}}
    )


def _measures(score: EntityScore) -> dict[str, object]:
    values = {name: round(getattr(score, name), 4) for name in ("p", "r", "f1")}
    return {**values, "same": score.same, "said": score.said, "right": score.right}
