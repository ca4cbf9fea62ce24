"""The examples tell of two events: grouping must find both, across nine languages."""

from __future__ import annotations

import io

import pytest
from conftest import ROOT

from rashomon.encoder import Encoder
from rashomon.grouping import group
from rashomon.model import Account, Article
from rashomon.reading import read
from rashomon.sources import Defaults, find_articles


@pytest.fixture(scope="module")
def examples() -> list[Account]:
    found = find_articles([str(ROOT / "examples")], defaults=Defaults(), stdin=io.BytesIO())
    encoder = Encoder.open()
    return [read(article, encoder) for article in found if isinstance(article, Article)]


def folder(account: Account) -> str:
    return (account.article.path or "").split("examples/")[1].split("/")[0]


def test_the_examples_are_two_stories(examples: list[Account]) -> None:
    stories = group([account for account in examples if "README" not in (account.article.path or "")])
    assert [{folder(account) for account in story.accounts} for story in stories] == [
        {"ferry-collision"},
        {"other-day"},
    ]


def test_the_copied_wire_report_of_the_examples_is_one_origin(examples: list[Account]) -> None:
    origin = {account.article.outlet: account.article.origin for account in group(examples)[0].accounts}
    assert origin["Meridian Wire"] == origin["The Northern Ledger"]
    assert len(set(origin.values())) == len(origin) - 1


def test_any_two_reports_of_the_ferry_are_rarely_told_apart(examples: list[Account]) -> None:
    ferry = sorted((a for a in examples if folder(a) == "ferry-collision"), key=lambda a: a.article.id)
    pairs = [(one, other) for i, one in enumerate(ferry) for other in ferry[i + 1 :]]
    together = sum(len(group(pair)) == 1 for pair in pairs)
    print(f"{together} of {len(pairs)} pairs together")
    assert together >= 0.9 * len(pairs)  # 22 November 2026: floor, not aim
