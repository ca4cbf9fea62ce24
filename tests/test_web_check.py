"""A text that is checked in the browser: what is shown of each statement, and what is refused, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from library_work import QuickEncoder
from test_web_pages import Page
from web_work import BASE, SCRIPT, client, make_library

from rashomon.comparing.checking.checked import Check, CheckedStatement, CheckedValue, Contradiction
from rashomon.encoder import Encoder
from rashomon.model import Article, Evidence, MadeBy, Value
from rashomon.web.checking import MOST_CHARACTERS
from rashomon.web.view.checked import show
from rashomon.web.view.reader import Reader, languages

if TYPE_CHECKING:
    from httpx import Response
    from starlette.testclient import TestClient

DRAFT = "A ferry and a cargo ship collided off Norhaven 0 on Monday. 99 people were killed, it said. Why?"
MINE = "Nine people died. The pier burned. Who knows?"
THEIRS = "Seven people died at the pier."


def post(web: TestClient, text: str | bytes, /, **more: str) -> Response:
    body = urlencode({"text": text, **more})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return web.post("/check", content=body, headers=headers)


def made() -> Check:
    """A check with a statement of each kind."""
    nine = Value(article="text", start=0, end=11, text="Nine people", type="quantity", value="9")
    seven = Value(article="r1", start=0, end=12, text="Seven people", type="quantity", value="7")
    told = Evidence("r1", 0, len(THEIRS), THEIRS)
    report = Article(id="r1", text=THEIRS, language="en", outlet=f"Post {SCRIPT}", origin="o1")
    statements = (
        CheckedStatement(
            id="t1",
            start=0,
            end=17,
            quote=MINE[:17],
            verdict="contradicted",
            origins_against=1,
            contradicted_by=(Contradiction(evidence=told, on="quantity", why="…", values=(seven, nine)),),
            values=(CheckedValue(value=nine),),
        ),
        CheckedStatement(
            id="t2", start=18, end=34, quote=MINE[18:34], verdict="unsupported", related=(told,), why="…"
        ),
        CheckedStatement(id="t3", start=35, end=45, quote=MINE[35:], verdict="nothing"),
    )
    return Check(
        made_by=MadeBy("0", "e", "t"),
        text=Article(id="text", text=MINE, language="en"),
        articles=(report,),
        origins=1,
        statements=statements,
    )


def test_each_statement_has_its_words_and_what_was_found(web: TestClient) -> None:
    answer = post(web, DRAFT)
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.wrong == page.open == []
    quoted = " ".join(page.words.split())
    assert "99 people were killed, it said." in quoted
    assert "Why?" in quoted
    assert len(page.values("id")) == len(set(page.values("id")))
    links = [one for one in page.values("href") if one.startswith("/article/")]
    assert links
    assert all(web.get(one.split("#")[0]).status_code == 200 for one in set(links))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[:3] == [1, 2, 3]


def test_the_summary_counts_every_statement_and_leads_to_the_first_of_each_kind() -> None:
    shown = show(Reader("en", "en-001"), made(), {"r1": "s1"})
    assert [(verdict, count, first) for verdict, _, count, first in shown.counts] == [
        ("contradicted", 1, "t1"),
        ("unsupported", 1, "t2"),
        ("nothing", 1, "t3"),
    ]
    assert [one.account.article for one in shown.reports] == ["r1"]
    assert shown.reports[0].story == "/story/s1"


def test_values_that_part_are_marked_on_both_sides() -> None:
    against = show(Reader("en", "en-001"), made(), {}).statements[0]
    assert '<mark class="value parting">Nine people</mark>' in against.words.html
    (quoted,) = against.against
    assert '<mark class="value parting">Seven people</mark>' in quoted.words.html
    assert quoted.why.striptags() == "Says “Seven people”, not “Nine people”:"
    assert quoted.places[0].href == f"/article/r1#w0-{len(THEIRS)}"


@pytest.mark.parametrize("language", languages())
def test_every_verdict_has_words_in_every_language(language: str) -> None:
    shown = show(Reader(language, language), made(), {})
    assert all(one.found for one in shown.statements)
    assert shown.statements[1].lacking
    assert SCRIPT not in "".join(str(one.against) for one in shown.statements if not one.against)


def test_a_text_can_be_held_against_one_story(web: TestClient) -> None:
    form = Page(web.get("/check").text)
    stories = [found["value"] for tag, found in form.tags if tag == "option" and found.get("dir")]
    assert len(stories) == 2
    page = Page(web.get(f"/check?story={stories[1]}").text)
    chosen = [f["value"] for tag, f in page.tags if tag == "option" and f.get("dir") and "selected" in f]
    assert chosen == [stories[1]]
    answer = post(web, DRAFT, story=str(stories[0]))
    assert answer.status_code == 200
    assert post(web, DRAFT, story="s999").status_code == 404
    assert web.get("/check?story=s999").status_code == 200


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("", 422, "There is no text to check."),
        (" \n\t", 422, "There is no text to check."),
        ("x" * (MOST_CHARACTERS + 1), 413, "The text has 20,001 characters; at most 20,000"),
        (bytes(range(256)) * 4, 422, "does not look like text"),
        ("\x00\x01\x02PNG", 422, "does not look like text"),
    ],
)
def test_what_cannot_be_checked_is_told_above_the_form(
    web: TestClient, text: str | bytes, status: int, said: str
) -> None:
    answer = post(web, text)
    page = Page(answer.text)
    assert answer.status_code == status
    assert said in page.words
    assert "alert" in page.values("role")
    assert page.wrong == page.open == []


def test_a_text_that_is_far_too_long_gets_a_page_too(web: TestClient) -> None:
    answer = post(web, "x" * 1_000_000)
    assert answer.status_code == 413
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "text", ["Ma", "???", "الحادث\u202e وقع", "船が沈んだ。三人が死亡した。", "🌉" * 50, "ا" * 9_000]
)
def test_any_text_in_any_language_gets_an_answer(web: TestClient, text: str) -> None:
    answer = post(web, text)
    assert answer.status_code == 200
    assert Page(answer.text).wrong == []


def test_a_hostile_draft_does_nothing(web: TestClient) -> None:
    answer = post(web, f"{SCRIPT}</textarea><img src=x onerror=alert(1)> 31 people were killed, it said.")
    page = Page(answer.text)
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert page.wrong == page.open == []


def test_a_draft_is_not_kept_by_the_browser(web: TestClient) -> None:
    assert post(web, DRAFT).headers["cache-control"] == "no-store"
    assert post(web, "").headers["cache-control"] == "no-store"


def test_another_site_may_not_check(web: TestClient) -> None:
    body = urlencode({"text": DRAFT})
    form = {"content-type": "application/x-www-form-urlencoded"}
    for site in (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ):
        assert web.post("/check", content=body, headers=form | site).status_code == 403
    own = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert web.post("/check", content=body, headers=form | own).status_code == 200
    assert web.post("/check", content=body, headers=form | {"origin": BASE}).status_code == 200


def test_only_a_form_is_taken(web: TestClient) -> None:
    assert web.post("/check", json={"text": DRAFT}).status_code == 415
    many = "&".join(f"a{n}=1" for n in range(100))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert web.post("/check", content=many, headers=headers).status_code == 400


def test_an_empty_library_says_that_there_is_nothing_to_hold_a_text_against(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    with client(make_library(tmp_path_factory.mktemp("empty"), [])) as opened:
        assert "There is no report here" in post(opened, "Ten people died.").text
