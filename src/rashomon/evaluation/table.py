"""Results as a table for people and as JSON for programs, from the same figures."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import Struct

from rashomon.evaluation.align import AlignResult
from rashomon.evaluation.check import NOTE as CHECK_NOTE
from rashomon.evaluation.check import CheckResult
from rashomon.evaluation.check import measures as check_measures
from rashomon.evaluation.check import rows as check_rows
from rashomon.evaluation.encoder import EncoderResult
from rashomon.evaluation.encoder import note as encoder_note
from rashomon.evaluation.encoder import rows as encoder_rows
from rashomon.evaluation.entities import EntityResult
from rashomon.evaluation.entities import measures as entity_measures
from rashomon.evaluation.grouping import NOTE as GROUPING_NOTE
from rashomon.evaluation.grouping import GroupingResult
from rashomon.evaluation.grouping import measures as grouping_measures
from rashomon.evaluation.grouping import rows as grouping_rows
from rashomon.evaluation.names import SHORT, NameResult
from rashomon.evaluation.names import measures as name_measures
from rashomon.evaluation.numbers import NumberResult
from rashomon.evaluation.numbers import measures as number_measures
from rashomon.evaluation.numbers import note as number_note
from rashomon.evaluation.numbers import rows as number_rows
from rashomon.evaluation.quotations import NOTE as QUOTATION_NOTE
from rashomon.evaluation.quotations import QuotationResult
from rashomon.evaluation.quotations import measures as quotation_measures
from rashomon.evaluation.quotations import rows as quotation_rows
from rashomon.evaluation.run import ClaimResult, PairResult
from rashomon.evaluation.story_rows import (
    ALL,
    CLAIM_NOTE,
    Row,
    align_measures,
    align_note,
    align_rows,
    claim_measures,
    claim_rows,
    pair_measures,
    pair_note,
    pair_rows,
)
from rashomon.evaluation.times import TimeResult
from rashomon.evaluation.times import measures as time_measures
from rashomon.evaluation.times import rows as time_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    Result = (
        ClaimResult
        | AlignResult
        | PairResult
        | GroupingResult
        | NameResult
        | EntityResult
        | NumberResult
        | TimeResult
        | QuotationResult
        | EncoderResult
        | CheckResult
    )


_NAME_NOTE = "gold: names that a reader marked; right: ours with exactly their span and type"
_ENTITY_NOTE = "same: pairs of names of one entity; said: pairs that are joined; right: both"
_TIME_NOTE = "relaxed: overlapping spans; value: of these the right TIMEX3 value; both: exact span and that"
_WIDEST = 10_000
_INDENT = "  "


def show(result: Result, console: Console) -> None:
    """Print a result as a table, or as lines where a terminal is too narrow for it.

    What is no terminal gets the whole table, whatever its width.
    """
    from rich.measure import Measurement

    view = _VIEWS[type(result)]
    rows, note = view.rows(result), view.note(result)
    table = _table(rows)
    given = console.width
    needed = Measurement.get(console, console.options.update(max_width=_WIDEST), table).maximum
    if console.is_terminal and needed > given:
        for name, figures in rows:
            console.print(_text(name), style="bold")
            for line in _lines(figures, given):
                console.print(_text(line))
    else:
        console.width = max(given, needed, len(note))
        console.print(table)
    console.print(_text(note))
    console.width = given


def to_json(result: Result) -> bytes:
    """A result as JSON: every count, and the measures that follow from them."""
    return msgspec.json.format(msgspec.json.encode(_VIEWS[type(result)].measures(result)), indent=2)


class _View(NamedTuple):
    """How one kind of result is shown: rows for people, a note below them, and measures for programs."""

    rows: Callable[[Any], list[Row]]
    note: Callable[[Any], str]
    measures: Callable[[Any], object]


def _name_rows(result: NameResult) -> list[Row]:
    rows = [*((SHORT[kind], score) for kind, score in result.by_type.items()), (ALL, result.all)]
    return [
        (
            name,
            {
                "gold": f"{score.gold}",
                "ours": f"{score.ours}",
                "right": f"{score.right}",
                "P": f"{score.p:.3f}",
                "R": f"{score.r:.3f}",
                "F1": f"{score.f1:.3f}",
            },
        )
        for name, score in rows
    ]


def _entity_rows(result: EntityResult) -> list[Row]:
    return [
        (
            name,
            {
                "same": f"{score.same}",
                "said": f"{score.said}",
                "right": f"{score.right}",
                "P": f"{score.p:.3f}",
                "R": f"{score.r:.3f}",
                "F1": f"{score.f1:.3f}",
            },
        )
        for name, score in [*result.rows.items(), (ALL, result.all)]
    ]


_VIEWS: dict[type[Struct], _View] = {
    AlignResult: _View(align_rows, align_note, align_measures),
    ClaimResult: _View(claim_rows, lambda _: CLAIM_NOTE, claim_measures),
    PairResult: _View(pair_rows, pair_note, pair_measures),
    GroupingResult: _View(grouping_rows, lambda _: GROUPING_NOTE, grouping_measures),
    NameResult: _View(_name_rows, lambda _: _NAME_NOTE, name_measures),
    EntityResult: _View(_entity_rows, lambda _: _ENTITY_NOTE, entity_measures),
    TimeResult: _View(time_rows, lambda _: _TIME_NOTE, time_measures),
    NumberResult: _View(number_rows, number_note, number_measures),
    QuotationResult: _View(quotation_rows, lambda _: QUOTATION_NOTE, quotation_measures),
    EncoderResult: _View(encoder_rows, encoder_note, lambda result: result),
    CheckResult: _View(check_rows, lambda _: CHECK_NOTE, check_measures),
}


def _table(rows: list[Row]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    for column in rows[0][1]:
        table.add_column(column.replace(" ", "\n"), justify="right", no_wrap=True, vertical="bottom")
    for name, figures in rows:
        table.add_row(_text(name), *figures.values(), style="bold" if name == ALL else "")
    return table


def _lines(figures: dict[str, str], width: int) -> list[str]:
    """The figures as running text, each beside its name; what is said of one thing is named once."""
    told: list[str] = []
    thing = ""
    for name, value in figures.items():
        first, _, measure = name.partition(" ")
        if measure and first == thing:
            told[-1] += f" {measure} {value}"
        else:
            told.append(f"{name} {value}")
        thing = first
    unbroken = (words.replace(" ", "\N{NO-BREAK SPACE}") for words in told)
    lines = textwrap.wrap(", ".join(unbroken), width - len(_INDENT))
    return [_INDENT + line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _text(words: str) -> Text:
    from rich.text import Text

    return Text(words)
