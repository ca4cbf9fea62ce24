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
from rashomon.evaluation.times import TimeResult
from rashomon.evaluation.times import measures as time_measures
from rashomon.evaluation.times import rows as time_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from rashomon.evaluation.claims import ClaimScore
    from rashomon.evaluation.pairs import PairScore

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

_Row = tuple[str, dict[str, str]]  # a story, or a kind of pairs, and its figures by their names

_ALL = "ALL"
_CLAIM_NOTE = "differ: the verdict 'differ'; length: mean evidence in code points"
_PAIR_NOTE = "same: pairs of one event; said: pairs put into one story; right: both"
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

    rows: Callable[[Any], list[_Row]]
    note: Callable[[Any], str]
    measures: Callable[[Any], object]


def _claim_measures(result: ClaimResult) -> object:
    return {
        "measure": "claims",
        "stories": [{"story": story.story, **_with_measures(story.score)} for story in result.stories],
        "all": _with_measures(result.all),
    }


def _pair_measures(result: PairResult) -> object:
    measures: dict[str, object] = {
        "measure": "pairs",
        "one_language": _with_measures(result.one_language),
        "across_languages": _with_measures(result.across_languages),
        "all": _with_measures(result.all),
    }
    if result.interval and result.bcubed:
        measures["interval"] = [round(bound, 4) for bound in result.interval]
        precision, recall = result.bcubed
        measures["bcubed"] = {"precision": round(precision, 4), "recall": round(recall, 4)}
    if result.arriving:
        measures["arriving"] = _pair_measures(result.arriving)
    if result.nearness:
        measures["nearness"] = [round(part, 4) for part in result.nearness]
    if result.fitted:
        f1 = {one.how: round(one.all.f1, 4) for one in result.fitted.measured}
        measures["fitted"] = msgspec.to_builtins(result.fitted) | {"f1": f1}
    return measures


def _with_measures(score: ClaimScore | PairScore) -> dict[str, int | float]:
    measures = [name for name, kind in vars(type(score)).items() if isinstance(kind, property)]
    counts: dict[str, int | float] = {name: getattr(score, name) for name in score.__struct_fields__}
    return counts | {name: round(getattr(score, name), 4) for name in measures}


def _claim_rows(result: ClaimResult) -> list[_Row]:
    rows = [(story.story, story.score) for story in result.stories]
    return [
        (
            name,
            {
                "align P": f"{score.precision:.2f}",
                "align R": f"{score.recall:.2f}",
                "align F1": f"{score.f1:.3f}",
                "claims": f"{score.found_claims}/{score.gold_claims}",
                "verdicts": f"{score.right_verdicts}",
                "differ P": f"{score.differ_precision:.2f}",
                "differ R": f"{score.differ_recall:.2f}",
                "differ F1": f"{score.differ_f1:.3f}",
                "values": f"{score.found_values}/{score.gold_values}",
                "length": f"{score.mean_evidence:.0f}",
            },
        )
        for name, score in [*rows, (_ALL, result.all)]
    ]


def _pair_note(result: PairResult) -> str:
    note = _PAIR_NOTE
    for name, one in (("at once", result), ("arriving", result.arriving)):
        if one is not None and one.interval and one.bcubed:
            low, high = one.interval
            precision, recall = one.bcubed
            note += f"\n{name}: F1 of all within [{low:.2f}, {high:.2f}] (95 %)"
            note += f", B-cubed P {precision:.2f}, R {recall:.2f}"
    if result.nearness:
        alike, shared = result.nearness
        note += f"\nat once and arriving: {alike:.2%} of pairs of articles alike"
        note += f", {shared:.0%} of those together in either"
    if result.fitted:
        weights = ", ".join(f"{name} {weight:.2f}" for name, weight in result.fitted.weights.items())
        note += f"\nfitted: {weights}; enough {result.fitted.enough:.2f}"
        for way in result.fitted.measured:
            low, high = way.interval
            note += f"\n{way.how}: F1 of all within [{low:.2f}, {high:.2f}] (95 %)"
    return note


def _pair_rows(result: PairResult) -> list[_Row]:
    rows = [
        ("one language", result.one_language),
        ("across languages", result.across_languages),
        (_ALL, result.all),
    ]
    if (stream := result.arriving) is not None:
        rows += [
            ("arriving, one language", stream.one_language),
            ("arriving, across languages", stream.across_languages),
            ("arriving, ALL", stream.all),
        ]
    for one in result.fitted.measured if result.fitted else ():
        rows += [
            (f"{one.how}, one language", one.one_language),
            (f"{one.how}, across", one.across_languages),
            (f"{one.how}, ALL", one.all),
        ]
    return [
        (
            name,
            {
                "pairs": f"{score.pairs}",
                "same": f"{score.same}",
                "said": f"{score.said}",
                "right": f"{score.right}",
                "P": f"{score.precision:.2f}",
                "R": f"{score.recall:.2f}",
                "F1": f"{score.f1:.3f}",
            },
        )
        for name, score in rows
    ]


def _name_rows(result: NameResult) -> list[_Row]:
    rows = [*((SHORT[kind], score) for kind, score in result.by_type.items()), (_ALL, result.all)]
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


def _entity_rows(result: EntityResult) -> list[_Row]:
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
        for name, score in [*result.rows.items(), (_ALL, result.all)]
    ]


def _align_rows(result: AlignResult) -> list[_Row]:
    return [
        (
            name,
            {
                "gold": f"{score.gold}",
                "found": f"{score.found}",
                "ours": f"{score.ours}",
                "right": f"{score.right}",
                "P": f"{score.p:.3f}",
                "R": f"{score.r:.3f}",
                "F1": f"{score.f1:.3f}",
                "interval": "{:.2f}–{:.2f}".format(*score.interval) if score.interval else "",
            },
        )
        for name, score in result.rows.items()
    ]


def _align_note(result: AlignResult) -> str:
    return "best on all: " + ", ".join(
        f"{k} {v:g}" for k, v in msgspec.structs.asdict(result.weights).items()
    )


def _align_measures(result: AlignResult) -> object:
    rows = [
        {"row": name, **msgspec.structs.asdict(s), "p": s.p, "r": s.r, "f1": s.f1}
        for name, s in result.rows.items()
    ]
    return {"measure": "align", "weights": result.weights, "rows": rows}


_VIEWS: dict[type[Struct], _View] = {
    AlignResult: _View(_align_rows, _align_note, _align_measures),
    ClaimResult: _View(_claim_rows, lambda _: _CLAIM_NOTE, _claim_measures),
    PairResult: _View(_pair_rows, _pair_note, _pair_measures),
    GroupingResult: _View(grouping_rows, lambda _: GROUPING_NOTE, grouping_measures),
    NameResult: _View(_name_rows, lambda _: _NAME_NOTE, name_measures),
    EntityResult: _View(_entity_rows, lambda _: _ENTITY_NOTE, entity_measures),
    TimeResult: _View(time_rows, lambda _: _TIME_NOTE, time_measures),
    NumberResult: _View(number_rows, number_note, number_measures),
    QuotationResult: _View(quotation_rows, lambda _: QUOTATION_NOTE, quotation_measures),
    EncoderResult: _View(encoder_rows, encoder_note, lambda result: result),
    CheckResult: _View(check_rows, lambda _: CHECK_NOTE, check_measures),
}


def _table(rows: list[_Row]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("", no_wrap=True)
    for column in rows[0][1]:
        table.add_column(column.replace(" ", "\n"), justify="right", no_wrap=True, vertical="bottom")
    for name, figures in rows:
        table.add_row(_text(name), *figures.values(), style="bold" if name == _ALL else "")
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
