"""How statements are aligned, claims found and articles put into stories: rows of a table, and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rashomon.evaluation.align import AlignResult
    from rashomon.evaluation.claims import ClaimScore
    from rashomon.evaluation.pairs import PairScore
    from rashomon.evaluation.run import ClaimResult, PairResult

Row = tuple[str, dict[str, str]]
"""A story, or a kind of pairs, and its figures by their names."""

ALL = "ALL"
CLAIM_NOTE = "differ: the verdict 'differ'; length: mean evidence in code points"
_PAIR_NOTE = "same: pairs of one event; said: pairs put into one story; right: both"


def claim_rows(result: ClaimResult) -> list[Row]:
    """A row for each story, and one for all."""
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
        for name, score in [*rows, (ALL, result.all)]
    ]


def claim_measures(result: ClaimResult) -> object:
    """Every count and measure of claims, for JSON."""
    return {
        "measure": "claims",
        "stories": [{"story": story.story, **_with_measures(story.score)} for story in result.stories],
        "all": _with_measures(result.all),
    }


def pair_rows(result: PairResult) -> list[Row]:
    """A row for each kind of pairs and way of putting articles into stories."""
    rows = [
        ("one language", result.one_language),
        ("across languages", result.across_languages),
        (ALL, result.all),
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


def pair_note(result: PairResult) -> str:
    """What stands below: what columns mean, intervals, and what was fitted."""
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


def pair_measures(result: PairResult) -> object:
    """Every count and measure of pairs, for JSON."""
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
        measures["arriving"] = pair_measures(result.arriving)
    if result.nearness:
        measures["nearness"] = [round(part, 4) for part in result.nearness]
    if result.fitted:
        f1 = {one.how: round(one.all.f1, 4) for one in result.fitted.measured}
        measures["fitted"] = msgspec.to_builtins(result.fitted) | {"f1": f1}
    return measures


def align_rows(result: AlignResult) -> list[Row]:
    """A row for each story, and for what is left out in turn."""
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


def align_note(result: AlignResult) -> str:
    """The weights that are best on all."""
    return "best on all: " + ", ".join(
        f"{k} {v:g}" for k, v in msgspec.structs.asdict(result.weights).items()
    )


def align_measures(result: AlignResult) -> object:
    """Every count and measure of aligning, for JSON."""
    rows = [
        {"row": name, **msgspec.structs.asdict(s), "p": s.p, "r": s.r, "f1": s.f1}
        for name, s in result.rows.items()
    ]
    return {"measure": "align", "weights": result.weights, "rows": rows}


def _with_measures(score: ClaimScore | PairScore) -> dict[str, int | float]:
    measures = [name for name, kind in vars(type(score)).items() if isinstance(kind, property)]
    counts: dict[str, int | float] = {name: getattr(score, name) for name in score.__struct_fields__}
    return counts | {name: round(getattr(score, name), 4) for name in measures}
