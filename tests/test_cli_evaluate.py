"""The tables of ``rashomon evaluate``: whole at any width."""

from __future__ import annotations

import io

from rich.console import Console

from rashomon.evaluation import show
from rashomon.evaluation.claims import ClaimScore
from rashomon.evaluation.run import StoryResult, result_of_stories

STORY = "a-bridge-falls-at-noon-in-ostrava"
FIGURES = ("1.00", "0.50", "0.667", "7/9", "21/34", "137")


def shown(width: int, *, terminal: bool) -> list[str]:
    score = ClaimScore(
        gold_claims=9,
        found_claims=7,
        right_verdicts=5,
        gold_pairs=16,
        found_pairs=8,
        our_pairs=8,
        right_pairs=8,
        gold_values=34,
        found_values=21,
        evidence=1,
        evidence_length=137,
    )
    screen = io.StringIO()
    console = Console(file=screen, width=width, force_terminal=terminal, color_system=None)
    show(result_of_stories([StoryResult(STORY, score)]), console)
    assert console.width == width
    return [line.rstrip() for line in screen.getvalue().splitlines()]


def test_what_is_no_terminal_gets_the_whole_table() -> None:
    assert shown(20, terminal=False) == shown(140, terminal=False)
    (row,) = [line for line in shown(20, terminal=False) if line.startswith(STORY)]
    assert all(figure in row.split() for figure in FIGURES)


def test_a_narrow_terminal_gets_lines_with_every_figure() -> None:
    for width in (80, 40):
        lines = shown(width, terminal=True)
        assert STORY in lines
        assert all(len(line) <= width for line in lines)
        assert all(figure in " ".join(lines) for figure in FIGURES)
    assert any(
        line.startswith("  align P 1.00 R 0.50 F1 0.667, claims 7/9") for line in shown(80, terminal=True)
    )
