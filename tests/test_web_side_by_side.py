"""Accounts side by side: which passages stand beside one another, what parts them, and what a reader is told
where nothing can be laid side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_example import ARTICLES, example
from test_web_pages import Page
from web_work import client, hostile, make_library

from rashomon.library import open_library
from rashomon.library.looking import list_stories
from rashomon.report.view import view
from rashomon.web.view.beside import show
from rashomon.web.view.claims import Shower
from rashomon.web.view.left_out import left_out
from rashomon.web.view.partners import address
from rashomon.web.view.reader import Reader, languages
from rashomon.web.view.rows import joined_rows, only_of

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from rashomon.web.view.rows import Row

ENGLISH = Reader("en", "en-001")
CLAIMS = example().stories[0].claims


def rows(*chosen: str) -> list[Row]:
    return joined_rows(only_of(CLAIMS, chosen), chosen)


def places(found: list[Row], article: str) -> list[int]:
    return [item.start for row in found for item in row.evidence if item.article == article]


@pytest.fixture(scope="module")
def stories(location: str) -> list[list[str]]:
    """The ids of each story's articles, the stories of most articles first."""
    with open_library(location) as library, library.reading() as connection:
        names = [row.id for row in list_stories(connection)]
        found = connection.exec_driver_sql("select id, story from articles order by id").all()
    of_each = [[row[0] for row in found if row[1] == name] for name in names]
    return sorted(of_each, key=lambda ids: (-len(ids), ids))


@given(st.lists(st.sampled_from(sorted(ARTICLES)), min_size=2, max_size=4, unique=True))
def test_every_statement_of_each_account_is_shown(chosen: list[str]) -> None:
    found = rows(*chosen)
    shown = {item for row in found for item in row.evidence}
    assert shown == {item for claim in CLAIMS for item in claim.evidence if item.article in chosen}
    assert {item.article for item in shown} == set(chosen)


@given(st.lists(st.sampled_from(sorted(ARTICLES)), min_size=2, max_size=4, unique=True))
def test_the_first_account_is_read_in_its_own_order(chosen: list[str]) -> None:
    first = [row.evidence[0].start for row in rows(*chosen) if row.evidence[0].article == chosen[0]]
    assert first == sorted(first)


@given(st.lists(st.sampled_from(sorted(ARTICLES)), min_size=2, max_size=4, unique=True))
def test_what_one_alone_tells_stands_after_what_it_told_before(chosen: list[str]) -> None:
    found = rows(*chosen)
    for at, row in enumerate(found):
        if not row.claims:
            (item,) = row.evidence
            before = [one.start for two in found[:at] for one in two.evidence if one.article == item.article]
            earlier = [s for s in places(found, item.article) if s < item.start]
            assert not earlier or before


def test_accounts_that_give_one_figure_agree_whatever_others_tell() -> None:
    agreeing = next(c for c in only_of(CLAIMS, ("mina", "wanbao")) if c.id == "c2")
    assert agreeing.verdict == "agree"
    parting = next(c for c in only_of(CLAIMS, ("faro", "wanbao")) if c.id == "c2")
    assert parting.verdict == "differ"
    assert parting.difference is not None
    assert {value.article for value in parting.difference.values} == {"faro", "wanbao"}


def test_a_claim_that_one_of_them_tells_is_single() -> None:
    left = {claim.id: claim.verdict for claim in only_of(CLAIMS, ("post", "wanbao"))}
    assert left["c3"] == left["c4"] == left["c5"] == left["c7"] == "single"
    assert "c6" not in left


def test_what_parts_stands_above_the_passages_with_the_values_in_them() -> None:
    shown = show(ENGLISH, example(), ("faro", "post"))
    parting = next(row for row in shown.rows if row.kind == "differ")
    told = next(one for one in parting.told if one.line)
    assert told.line is not None
    assert told.line.sides == ("4", "6")
    assert 'class="value parting"' in parting.cells[0][0].words.html
    assert 'class="value parting"' in parting.cells[1][0].words.html
    assert told.numbers[0].page.startswith("/story/s1#claim-")


def test_others_that_differ_are_told_where_those_shown_agree() -> None:
    shown = show(ENGLISH, example(), ("mina", "wanbao"))
    told = [one for row in shown.rows for one in row.told if one.others_differ]
    assert told
    assert {row.kind for row in shown.rows if any(one.line for one in row.told)} <= {"differ"}


def test_copies_are_told_to_be_one_origin() -> None:
    assert show(ENGLISH, example(), ("post", "ledger")).origins == 1
    assert show(ENGLISH, example(), ("post", "faro")).origins == 2


@pytest.mark.parametrize("language", languages())
def test_each_passage_runs_in_its_own_language_and_direction(language: str) -> None:
    shown = show(Reader(language, language), example(), ("post", "mina", "wanbao"))
    for row in shown.rows:
        for cell, (lang, direction) in zip(
            row.cells, [("en", "ltr"), ("ar", "rtl"), ("zh", "ltr")], strict=True
        ):
            assert {(one.words.lang, one.words.dir) for one in cell} <= {(lang, direction)}


def test_accounts_stand_side_by_side_without_a_script(web: TestClient, stories: list[list[str]]) -> None:
    for chosen in (stories[0], stories[0][::-1], [*stories[0], stories[1][0], stories[2][0]]):
        answer = web.get(address(chosen))
        page = Page(answer.text)
        assert answer.status_code == 200
        assert page.wrong == page.open == []
        ids = page.values("id")
        assert len(ids) == len(set(ids))
        links = [one for one in page.values("href") if one.startswith("/article/")]
        assert [one for one in links if "#" not in one] == [f"/article/{name}" for name in chosen]
        assert all(web.get(one.split("#")[0]).status_code == 200 for one in set(links))
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[:2] == [1, 2]


def test_a_link_to_a_claim_leads_to_its_row(web: TestClient, stories: list[list[str]]) -> None:
    page = Page(web.get(address(stories[0])).text)
    claims = {one.split("#")[1] for one in page.values("href") if one.startswith("/story/") and "#" in one}
    assert claims
    assert claims <= set(page.values("id"))


def test_a_language_leaves_out_what_no_article_in_it_may_tell() -> None:
    document = example()
    shower = Shower(ENGLISH, view(document, document.stories[0]), "/story/s1")
    found = {one.code: one for one in left_out(shower, document)}
    assert next(iter(found)) == "en"  # the reader's own comes first
    missing = {code: {gap.claim.id for gap in one.missing} for code, one in found.items()}
    # Words of "c4" stand in "c2" too, which all tell: they may tell it.
    assert missing == {"en": {"c7"}, "es": {"c7"}, "ar": {"c3"}, "zh": {"c3"}}
    assert [claim.id for claim in found["es"].alone] == ["c6"]
    assert {place.account.letter for place in found["en"].missing[0].places} == {"D", "E"}


def test_two_to_four_can_be_chosen(web: TestClient, stories: list[list[str]]) -> None:
    assert "Choose two accounts at least." in web.get(address(stories[0][:1])).text
    query = "&".join(f"articles={name}" for story in stories[:4] for name in story)
    assert "At most four accounts" in web.get(f"/side-by-side?{query}").text
    twice = web.get(f"/side-by-side?articles={stories[0][0]}&articles={stories[0][0]}")
    assert "Choose two accounts at least." in twice.text
    assert "Open a story" in web.get("/side-by-side").text
    page = Page(web.get(address(stories[0][:1])).text)
    boxes = [found for tag, found in page.tags if tag == "input" and found.get("type") == "checkbox"]
    assert sorted(one["value"] or "" for one in boxes) == stories[0]
    assert [one["value"] for one in boxes if "checked" in one] == [stories[0][0]]


def test_accounts_of_two_stories_are_compared_there_and_then(
    web: TestClient, stories: list[list[str]]
) -> None:
    answer = web.get(address([stories[0][0], stories[1][0]]))
    assert answer.status_code == 200
    assert "different stories" in answer.text
    assert not [one for one in Page(answer.text).values("href") if one.startswith("/story/")]


def test_what_is_not_there_is_told(web: TestClient) -> None:
    assert web.get("/side-by-side?articles=nothing&articles=never").status_code == 404
    assert web.get("/side-by-side?story=s999").status_code == 404
    assert web.get("/side-by-side?articles=%00&articles=%FF").status_code == 404


def test_hostile_accounts_do_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    harmful = make_library(tmp_path_factory.mktemp("harmful"), hostile())
    with open_library(harmful) as library, library.reading() as connection:
        names = [row[0] for row in connection.exec_driver_sql("select id from articles")]
    with client(harmful) as opened:
        answer = opened.get(address(names))
        page = Page(answer.text)
        assert answer.status_code == 200
        assert page.wrong == page.open == []
        assert "<script>alert" not in answer.text
        assert "\u202e" not in answer.text
        assert not [one for one in page.values("href") if one.startswith(("javascript:", "data:"))]


def test_a_citation_has_those_who_give_one_value_together() -> None:
    document = example()
    shower = Shower(ENGLISH, view(document, document.stories[0]), "https://here.example/story/s1")
    parting = next(claim for claim in document.stories[0].claims if claim.id == "c2")
    lines = shower.claim(parting).citation.split("\n")
    four, six = lines.index("4:"), lines.index("6:")
    assert four < six
    assert any("El Faro de Soler" in one for one in lines[six:])
    assert not any("El Faro de Soler" in one for one in lines[four:six])
    copies = next(one for one in lines if "[the same words in " in one)
    assert "Harbour Post, " in copies
    assert copies.endswith("[the same words in Calder Ledger]")
    assert lines[-1].startswith("https://here.example/story/s1#claim-")
