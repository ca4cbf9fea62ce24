"""Results as a table for people and as JSON for programs, from the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from rashomon.evaluation.run import ClaimResult, PairResult

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from rashomon.evaluation.claims import ClaimScore
    from rashomon.evaluation.pairs import PairScore

_ALL = "ALL"


def show(result: ClaimResult | PairResult, console: Console) -> None:
    """Print a result as a table."""
    console.print(_claim_table(result) if isinstance(result, ClaimResult) else _pair_table(result))


def to_json(result: ClaimResult | PairResult) -> bytes:
    """A result as JSON: every count, and the measures that follow from them."""
    if isinstance(result, ClaimResult):
        data: object = {
            "measure": "claims",
            "stories": [{"story": story.story, **_with_measures(story.score)} for story in result.stories],
            "all": _with_measures(result.all),
        }
    else:
        data = {
            "measure": "pairs",
            "one_language": _with_measures(result.one_language),
            "across_languages": _with_measures(result.across_languages),
            "all": _with_measures(result.all),
        }
    return msgspec.json.format(msgspec.json.encode(data), indent=2)


def _with_measures(score: ClaimScore | PairScore) -> dict[str, int | float]:
    measures = [name for name, kind in vars(type(score)).items() if isinstance(kind, property)]
    counts: dict[str, int | float] = {name: getattr(score, name) for name in score.__struct_fields__}
    return counts | {name: round(getattr(score, name), 4) for name in measures}


def _claim_table(result: ClaimResult) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(caption="differ: the verdict 'differ'; length: mean evidence in code points")
    table.add_column("story", overflow="fold")
    for name in ("align P", "R", "F1", "claims", "verdicts", "differ P", "R", "F1", "values", "length"):
        table.add_column(name, justify="right", no_wrap=True)
    rows = [(story.story, story.score) for story in result.stories]
    for name, score in [*rows, (_ALL, result.all)]:
        table.add_row(
            Text(name),
            f"{score.precision:.2f}",
            f"{score.recall:.2f}",
            f"{score.f1:.3f}",
            f"{score.found_claims}/{score.gold_claims}",
            f"{score.right_verdicts}",
            f"{score.differ_precision:.2f}",
            f"{score.differ_recall:.2f}",
            f"{score.differ_f1:.3f}",
            f"{score.found_values}/{score.gold_values}",
            f"{score.mean_evidence:.0f}",
            style="bold" if name == _ALL else "",
        )
    return table


def _pair_table(result: PairResult) -> Table:
    from rich.table import Table

    table = Table(caption="same: pairs of one event; said: pairs put into one story; right: both")
    table.add_column("pairs of articles")
    for name in ("pairs", "same", "said", "right", "P", "R", "F1"):
        table.add_column(name, justify="right", no_wrap=True)
    rows = (
        ("one language", result.one_language),
        ("across languages", result.across_languages),
        (_ALL, result.all),
    )
    for name, score in rows:
        counts = (score.pairs, score.same, score.said, score.right)
        table.add_row(
            name,
            *(str(count) for count in counts),
            f"{score.precision:.2f}",
            f"{score.recall:.2f}",
            f"{score.f1:.3f}",
            style="bold" if name == _ALL else "",
        )
    return table
