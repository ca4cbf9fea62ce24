"""How quotations are scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from rashomon.evaluation import GoldError
from rashomon.evaluation.quotations import GoldQuotation, GoldText, load, score
from rashomon.model import Account, Article, Quotation

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "“We go,” Lund said. He added that nobody would stay."


def account(*found: tuple[str, bool, str | None]) -> Account:
    quotations = tuple(
        Quotation(
            article="a",
            start=TEXT.index(text),
            end=TEXT.index(text) + len(text),
            text=text,
            direct=direct,
            speaker_text=speaker,
        )
        for text, direct, speaker in found
    )
    article = Article(id="a", language="en", text=TEXT)
    return Account(article=article, sentences=(), statements=(), quotations=quotations)


def test_spans_directness_and_speakers_are_counted_apart() -> None:
    gold = GoldText("en", TEXT, (GoldQuotation(1, 7, True, "Lund"), GoldQuotation(34, 51, False, "Lund")))
    found = score(gold, account(("We go,", True, "Lund"), ("would stay", False, "He")))
    assert (found.gold, found.ours, found.found, found.right, found.exact, found.direct) == (2, 2, 2, 2, 1, 2)
    assert (found.named, found.given, found.right_speakers) == (2, 1, 1)
    assert score(gold, account()).f1 == 0


def test_a_line_that_is_no_gold_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"language": "en", "text": "x", "quotations": [{"start": 0, "end": 9, "direct": true}]}\n'
    )
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: "):
        load(path)


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "it", "pt", "ru", "vi", "zh"])
def test_each_language_has_25_texts_with_speakers_that_the_text_names(language: str) -> None:
    texts = load(ROOT / "tests" / "quotations" / f"{language}.jsonl")
    assert len(texts) >= 25
    told = [(text, q) for text in texts for q in text.quotations if q.speaker]
    assert all(q.speaker.lower() in text.text.lower() for text, q in told if q.speaker)
