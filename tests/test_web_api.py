"""The API: what its document says it is, and what it promises to programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest
from library_work import QuickEncoder, articles
from web_work import SCRIPT, add_more, client, hostile, make_library

from rashomon.comparing.checking.checked import Check
from rashomon.encoder import Encoder
from rashomon.library import open_library
from rashomon.library.dossiers import story_document
from rashomon.library.exporting import CLAIM_COLUMNS
from rashomon.library.looking import list_stories
from rashomon.model import Document
from rashomon.report.json import schema
from rashomon.web.api.document import document
from rashomon.web.operations import OPERATIONS

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def told(web: TestClient, path: str, **query: object) -> Any:
    answer = web.get(f"/api/1/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def wrong(answer: Any, status: int) -> Any:
    """What a problem says; each is of the type that RFC 9457 names."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


def test_a_story_is_the_document_of_the_contract(web: TestClient, location: str) -> None:
    with open_library(location) as library, library.reading() as connection:
        for row in list_stories(connection):
            answer = web.get(f"/api/1/stories/{row.id}")
            jsonschema.validate(answer.json(), schema())
            found = msgspec.json.decode(answer.content, type=Document)
            assert found == story_document(connection, row.id)


def test_a_story_that_is_still_to_be_compared_is_compared_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    place = make_library(tmp_path)
    with client(place) as web:
        story = told(web, "stories", articles=2)["stories"][0]["id"]
        before = web.get(f"/api/1/stories/{story}")
        with open_library(place) as library, library.writing() as connection:
            connection.exec_driver_sql("UPDATE stories SET stale = 1")
        after = web.get(f"/api/1/stories/{story}")
    assert after.json() == before.json()
    assert after.headers["etag"] != before.headers["etag"]


def test_tables_and_the_report_are_the_same_story(web: TestClient) -> None:
    story = told(web, "stories")["stories"][0]["id"]
    rows = list(csv.DictReader(io.StringIO(web.get(f"/api/1/stories/{story}/claims.csv").text)))
    claims = told(web, f"stories/{story}")["stories"][0]["claims"]
    assert tuple(rows[0]) == CLAIM_COLUMNS
    assert len(rows) == sum(len(claim["evidence"]) for claim in claims)
    assert web.get(f"/api/1/stories/{story}/figures.csv").text.startswith("story,claim,verdict,type,value")
    report = web.get(f"/api/1/stories/{story}/report.html")
    assert report.headers["content-type"] == "text/html; charset=utf-8"
    assert report.headers["content-disposition"] == f'attachment; filename="{story}.html"'


def test_what_a_client_holds_is_not_sent_again_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    place = make_library(tmp_path, articles(4))
    with client(place) as web:
        story = told(web, "stories")["stories"][0]["id"]
        name = told(web, f"stories/{story}")["articles"][0]["id"]
        paths = [
            *("status", "stories", "search?q=ferry", "entities?name=Norhaven", "languages", "openapi.json"),
            *(f"stories/{story}", f"stories/{story}/claims.csv", f"articles/{name}"),
        ]
        tags = {path: web.get(f"/api/1/{path}").headers["etag"] for path in paths}
        for path, tag in tags.items():
            for held in (tag, f'"other", W/{tag}', "*"):
                again = web.get(f"/api/1/{path}", headers={"if-none-match": held})
                assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
            assert web.get(f"/api/1/{path}", headers={"if-none-match": '"other"'}).status_code == 200
        add_more(place, articles(8)[4:])
        changed = {path for path, tag in tags.items() if web.get(f"/api/1/{path}").headers["etag"] != tag}
    assert {"status", "stories", "search?q=ferry"} <= changed
    assert not changed & {"openapi.json", f"articles/{name}"}


def test_paging_loses_and_doubles_nothing_while_articles_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    every = articles(60)
    place = make_library(tmp_path, every[:30])
    with client(place) as web:
        there = {story["id"] for story in told(web, "stories", limit=200)["stories"]}
        seen: list[str] = []
        after: dict[str, str] = {}
        batches = iter([every[30:40], every[40:50], every[50:]])
        while True:
            page = told(web, "stories", limit=2, **after)
            seen += [story["id"] for story in page["stories"]]
            if page["next"] is None:
                break
            after = {"after": page["next"]}
            add_more(place, next(batches, []))
    assert len(there) > 6
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


@pytest.mark.parametrize("order", ["founded", "latest"])
def test_pages_put_together_are_the_list(web: TestClient, order: str) -> None:
    whole = told(web, "stories", limit=200, order=order)["stories"]
    seen: list[Any] = []
    after: dict[str, str] = {}
    while True:
        page = told(web, "stories", limit=1, order=order, **after)
        seen += page["stories"]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == whole


def test_stories_are_chosen_by_what_is_asked(web: TestClient) -> None:
    every = told(web, "stories")["stories"]
    assert told(web, "stories", language="zh")["stories"]
    assert not told(web, "stories", language="sw")["stories"]
    assert not told(web, "stories", outlet="Nobody")["stories"]
    assert told(web, "stories", since="2023-03-02")["stories"] != every
    assert not told(web, "stories", until="2001-01-01")["stories"]
    assert {one["id"] for one in told(web, "stories", verdict="differ")["stories"]} == {
        one["id"] for one in every if one["differing"]
    }
    assert all(one["articles"] > 3 for one in told(web, "stories", articles=4)["stories"])


def test_changes_are_followed_from_where_one_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    place = make_library(tmp_path, articles(4))
    with client(place) as web:
        first = told(web, "changes")
        assert told(web, "changes", after=first["next"]) == {"changes": [], "next": first["next"]}
        add_more(place, articles(8)[4:])
        then = told(web, "changes", after=first["next"])
        whole = told(web, "changes")
    assert then["changes"]
    assert whole["changes"] == first["changes"] + then["changes"]


def test_an_article_is_found_by_its_id_and_its_address(web: TestClient) -> None:
    hit = told(web, "search", q="ferry")["hits"][0]
    one = told(web, f"articles/{hit['article']['id']}")
    assert one["text"][hit["start"] : hit["end"]] == hit["quote"]
    assert told(web, "articles", url=one["article"]["url"]) == one
    wrong(web.get("/api/1/articles", params={"url": "https://outlet.example/none"}), 404)


def test_search_says_whether_it_went_by_meaning(
    web: TestClient, location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(web, "search", q="ferry")["meaning"] is True
    assert told(web, "search", q="ferry", meaning="false")["meaning"] is False
    other = QuickEncoder()
    other.name = "another/1"
    monkeypatch.setattr(Encoder, "open", lambda **_: other)
    with client(location) as opened:
        assert told(opened, "search", q="ferry")["meaning"] is False
        problem = wrong(opened.post("/api/1/check", json={"text": "Ten died."}), 503)
        assert "was made with the encoder quick/1" in problem["detail"]


def test_a_text_is_checked_as_json_and_as_plain_text(web: TestClient) -> None:
    text = "A ferry and a cargo ship collided off Norhaven 0 on Monday."
    answer = web.post("/api/1/check", json={"text": text, "published": "2023-03-02"})
    made = msgspec.json.decode(answer.content, type=Check)
    assert made.text.text == text
    assert made.articles
    assert [text[one.start : one.end] for one in made.statements] == [one.quote for one in made.statements]
    plain = web.post("/api/1/check", content=text.encode(), headers={"content-type": "text/plain"})
    assert len(plain.json()["statements"]) == len(made.statements)
    story = told(web, "stories")["stories"][0]
    only = web.post("/api/1/check", json={"text": text, "stories": [story["id"]]}).json()
    assert len(only["articles"]) == story["articles"]


def test_what_is_wrong_is_told_in_one_way(web: TestClient, tmp_path: Path) -> None:
    get, post = web.get, web.post
    assert wrong(get("/api/1/none"), 404)["detail"] == "There is nothing here."
    assert wrong(get("/api/1/stories/s999"), 404)["detail"] == "No story s999."
    assert wrong(get("/api/2/stories"), 404)
    assert post("/api/1/stories").headers["allow"] == "GET, HEAD"
    wrong(post("/api/1/stories"), 405)
    wrong(web.delete("/api/1/stories/s0"), 405)
    problem = wrong(get("/api/1/stories", params={"limit": 0}), 422)
    assert problem["errors"] == [{"where": "limit", "why": "Expected `int` >= 1"}]
    assert wrong(get("/api/1/stories?colour=red"), 422)["errors"][0]["where"] == "colour"
    assert wrong(get("/api/1/stories?limit=1&limit=2"), 422)["errors"][0]["where"] == "limit"
    assert wrong(get("/api/1/search"), 422)
    assert wrong(get("/api/1/search", params={"q": "a\0b"}), 422)
    assert wrong(get("/api/1/stories", params={"after": "none"}), 422)["errors"][0]["where"] == "after"
    wrong(post("/api/1/check", content=b"{", headers={"content-type": "application/json"}), 400)
    wrong(post("/api/1/check", content=b"\xff", headers={"content-type": "text/plain"}), 400)
    wrong(post("/api/1/check", content=b"x", headers={"content-type": "text/html"}), 415)
    deep = b"[" * 200_000
    wrong(post("/api/1/check", content=deep, headers={"content-type": "application/json"}), 400)
    wrong(post("/api/1/check", json={"text": ""}), 422)
    wrong(post("/api/1/check", json={"text": "x" * 20_001}), 422)
    wrong(post("/api/1/check", json={"text": "Ten died.", "stories": ["s999"]}), 404)
    with client(make_library(tmp_path, [])) as empty:
        wrong(empty.post("/api/1/check", json={"text": "Ten people died."}), 409)


def test_a_hostile_library_comes_through_as_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    with client(make_library(tmp_path, hostile())) as web:
        stories = [one["id"] for one in told(web, "stories")["stories"]]
        paths = ["stories", "search?q=ferry", "entities?name=Norhaven", "changes", "status"]
        paths += [f"stories/{one}" for one in stories]
        for path in paths:
            answer = web.get(f"/api/1/{path}")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"
        for story in stories:
            page = web.get(f"/api/1/stories/{story}/report.html").text
            assert SCRIPT not in page
            assert 'href="javascript:' not in page
            rows = csv.DictReader(io.StringIO(web.get(f"/api/1/stories/{story}/claims.csv").text))
            assert not any(str(value).startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_the_document_tells_of_each_operation_and_each_route_is_one(web: TestClient) -> None:
    made = told(web, "openapi.json")
    assert made == msgspec.json.decode(msgspec.json.encode(document(secured=False)))
    assert made["openapi"].startswith("3.1")
    told_of = {(path, method) for path, item in made["paths"].items() for method in item}
    assert told_of == {(one.path, one.method.lower()) for one in OPERATIONS}
    for item in made["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert {"200", "422", "503", "default"} <= set(operation["responses"])
            for parameter in operation["parameters"]:
                jsonschema.Draft202012Validator.check_schema(parameter["schema"])
    for one in made["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(one)
    assert "security" not in made
    assert document(secured=True)["security"] == [{"token": []}]
