"""How well numbers are read, over sentences of our own and specifications where they are at hand."""

import json
from pathlib import Path

import pytest

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.numbers import evaluate, measures

SENTENCES = Path(__file__).parent / "numbers"
# F1 of exact spans, bounds and units, 2026-11-22, less 0.05 for what reading times may take.
FLOORS = {
    "ar": 0.88, "de": 0.93, "en": 0.88, "es": 0.90, "fr": 0.91, "it": 0.92, "pt": 0.91, "ru": 0.89,
    "vi": 0.93, "zh": 0.86,
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_quantities_of_news_are_read(language: str) -> None:
    score = evaluate(SENTENCES / f"{language}.jsonl").all
    print(f"{language}: p {score.p:.3f} r {score.r:.3f} f1 {score.f1:.3f} noun {score.noun:.3f}")
    assert score.cases >= 30
    assert score.f1 >= FLOORS[language]


def test_the_numbers_of_specifications_are_read(shared: Path) -> None:
    result = evaluate(shared / "temporal")
    for language, score in result.languages.items():
        print(f"{language}: f1 {score.f1:.3f}, {score.left_out} of {score.cases} left out")
        assert score.f1 >= 0.9  # 2026-11-22
    printed = measures(result)
    assert set(printed["languages"]["en"]) >= {"p", "r", "f1"}  # type: ignore[index,arg-type]
    assert sum(result.left_out.values()) == result.all.left_out


def test_gold_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps({"language": "en", "text": "5", "quantities": [{"start": 0}]}), "utf-8")
    for path in (bad, tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(GoldError):
            evaluate(path)
