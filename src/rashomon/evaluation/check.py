"""How well a text is checked against reports: drafts whose statements a reader labelled.

A file is TOML: ``language``, ``published``, ``against`` (paths of the reports, seen from the file's folder)
and ``[[statements]]`` with ``text``, ``label`` (supported, contradicted, disputed, unsupported or nothing)
and ``kind``, what was done to it. A statement is one sentence.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from rashomon.comparing.checking.checked import CheckVerdict  # noqa: TC001 (msgspec needs it)
from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.score import share
from rashomon.model import Article, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rashomon.encoder import Encoder
    from rashomon.model import Account

VERDICTS: tuple[CheckVerdict, ...] = ("supported", "disputed", "contradicted", "unsupported", "nothing")
NOTE = "rows: as labelled; columns: as found. P and R: of the verdict of the row"


class GoldStatement(Struct, frozen=True, forbid_unknown_fields=True):
    """A statement of a draft, what a reader of the reports makes of it, and what was done to it."""

    text: str
    label: CheckVerdict
    kind: str


class GoldDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """A draft and the reports that it is held against."""

    language: str
    against: tuple[str, ...]
    statements: tuple[GoldStatement, ...]
    published: str | None = None


class CheckResult(Struct, frozen=True):
    """How often each label was found as each verdict, and how many of each kind and language were right."""

    statements: int
    found: dict[str, dict[str, int]]
    kinds: dict[str, tuple[int, int]]
    languages: dict[str, tuple[int, int]]

    def precision(self, verdict: CheckVerdict) -> float:
        """The share of what was found to be so that is labelled so."""
        return share(self.found[verdict][verdict], sum(row[verdict] for row in self.found.values()))

    def recall(self, verdict: CheckVerdict) -> float:
        """The share of what is labelled so that was found to be so."""
        return share(self.found[verdict][verdict], sum(self.found[verdict].values()))


def evaluate(paths: Sequence[Path], encoder: Encoder) -> CheckResult:
    """Check each draft against its reports, and count the verdicts.

    Raises:
        GoldError: a file cannot be used, or holds a statement that is no sentence.
    """
    from rashomon.comparing.checking.check import check_statements
    from rashomon.reading import read

    reports: dict[tuple[str, ...], tuple[Account, ...]] = {}
    pairs: list[tuple[str, GoldStatement, str]] = []
    for path in paths:
        draft = load(path)
        places = tuple(str(path.parent / place) for place in draft.against)
        if places not in reports:
            reports[places] = _read_all(places, encoder, path)
        text = "\n".join(statement.text for statement in draft.statements)
        article = Article(id="draft", language=draft.language, published=draft.published, text=text)
        checked = check_statements(read(article, encoder), reports[places])
        verdicts = {one.quote: one.verdict for one in checked}
        for statement in draft.statements:
            if statement.text not in verdicts:
                raise GoldError(f"{path}: not read as one sentence: {statement.text}")
            pairs.append((draft.language, statement, verdicts[statement.text]))
    return result_of(pairs)


def result_of(pairs: Iterable[tuple[str, GoldStatement, str]]) -> CheckResult:
    """The counts of statements with their languages and the verdicts that were found."""
    listed = list(pairs)
    table = Counter((statement.label, verdict) for _, statement, verdict in listed)
    return CheckResult(
        len(listed),
        {label: {verdict: table[label, verdict] for verdict in VERDICTS} for label in VERDICTS},
        _right((statement.kind, statement.label == verdict) for _, statement, verdict in listed),
        _right((language, statement.label == verdict) for language, statement, verdict in listed),
    )


def load(path: Path) -> GoldDraft:
    """A draft with its labels. Raises GoldError where the file cannot be used."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=GoldDraft)
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: {error}") from None


def rows(result: CheckResult) -> list[tuple[str, dict[str, str]]]:
    """A row for each label: how often it was found as each verdict, precision and recall."""
    made: list[tuple[str, dict[str, str]]] = []
    for label in VERDICTS:
        counts: dict[str, str] = {verdict: str(result.found[label][verdict]) for verdict in VERDICTS}
        measures = {"P": f"{result.precision(label):.2f}", "R": f"{result.recall(label):.2f}"}
        made.append((label, counts | measures))
    return made


def measures(result: CheckResult) -> object:
    """Every count, and what follows from them."""
    right = sum(result.found[label][label] for label in VERDICTS)
    return {
        "measure": "check",
        "statements": result.statements,
        "right": right,
        "found": result.found,
        "precision": {label: round(result.precision(label), 4) for label in VERDICTS},
        "recall": {label: round(result.recall(label), 4) for label in VERDICTS},
        "kinds": {kind: {"right": n, "of": of} for kind, (n, of) in result.kinds.items()},
        "languages": {code: {"right": n, "of": of} for code, (n, of) in result.languages.items()},
    }


def _right(told: Iterable[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for name, right in told:
        n, of = counts.get(name, (0, 0))
        counts[name] = n + right, of + 1
    return {name: counts[name] for name in sorted(counts)}


def _read_all(places: Sequence[str], encoder: Encoder, path: Path) -> tuple[Account, ...]:
    from rashomon.grouping import one_story
    from rashomon.reading import read_all
    from rashomon.sources import Defaults, find_articles

    articles = []
    for found in find_articles(places, defaults=Defaults(), stdin=None):
        if isinstance(found, Unread):
            raise GoldError(f"{path}: {found.where}: {found.why}")
        articles.append(found)
    articles.sort(key=lambda article: article.id)
    return one_story(list(read_all(articles, encoder))).accounts
