"""What protects a served library, each promise by itself."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from library_work import QuickEncoder
from web_work import BASE, client

from rashomon.encoder import Encoder
from rashomon.web.access import COOKIE, TRIES, WINDOW, Access, local_path
from rashomon.web.operations import reading
from rashomon.web.problems import RefusedError
from rashomon.web.safety import HEADERS, Safety, is_loopback
from rashomon.web.settings import Settings
from rashomon.web.view.reader import languages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

TOKEN = "a token of the tests"


@pytest.fixture
def guarded(location: str) -> Iterator[TestClient]:
    with client(location, token=TOKEN) as opened:
        yield opened


def test_each_answer_carries_the_headers(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    held = web.get("/api/1/status").headers["etag"]
    found = [
        web.get("/api/1/status"),
        web.get("/api/1/status", headers={"if-none-match": held}),
        web.get("/api/1/stories/none"),
        web.post("/api/1/status"),
        web.get("/api/1/stories?limit=0"),
        web.get("/no-page"),
        web.get("/api/1/status", headers={"host": "evil.example"}),
    ]
    assert [one.status_code for one in found] == [200, 304, 404, 405, 422, 404, 421]
    for answer in found:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in answer.headers


def test_nothing_inline_runs_and_nothing_is_loaded_from_elsewhere() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *(("localhost:8765", 200), ("127.0.0.1", 200), ("[::1]:8765", 200), ("LOCALHOST.", 200)),
        *(("evil.example", 421), ("127.0.0.1.evil.example", 421), ("192.0.2.1", 421), ("", 421)),
        *(("localhost@evil.example", 421), ("[", 421), ("localhost:8765 evil", 421)),
    ],
)
def test_another_name_of_this_machine_is_not_answered(web: TestClient, host: str, status: int) -> None:
    assert web.get("/api/1/status", headers={"host": host}).status_code == status


def test_names_can_be_allowed_and_addresses_need_no_name(location: str) -> None:
    with client(location, host="0.0.0.0", token=TOKEN, hosts=("News.example",)) as opened:
        shown = {"authorization": f"Bearer {TOKEN}"}
        known = ("news.example", "192.0.2.1:8765", "[2001:db8::1]", "evil.example")
        statuses = [
            opened.get("/api/1/status", headers={**shown, "host": host}).status_code for host in known
        ]
    assert statuses == [200, 200, 200, 421]


def test_another_site_can_neither_send_nor_take_in(web: TestClient) -> None:
    body = {"json": {"text": "Ten people died."}}
    assert web.post("/api/1/check", headers={"origin": "https://evil.example"}, **body).status_code == 403
    assert web.post("/api/1/check", headers={"origin": "null"}, **body).status_code == 403
    assert web.post("/api/1/check", headers={"sec-fetch-site": "cross-site"}, **body).status_code == 403
    assert web.post("/api/1/check", headers={"origin": BASE}, **body).status_code == 200
    taken_in = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert web.get("/api/1/status", headers=taken_in).status_code == 403
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert web.get("/api/1/status", headers=followed).status_code == 200


def test_what_is_too_large_is_refused(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    with client(location, body=1_000, query=200, headers=2_000) as web:
        assert web.get("/api/1/search", params={"q": "x" * 200}).status_code == 414
        assert web.get("/api/1/status", headers={"x-long": "x" * 2_000}).status_code == 431
        assert web.post("/api/1/check", json={"text": "x" * 1_000}).status_code == 413
        in_parts = iter([b"x" * 600, b"x" * 600])
        plain = {"content-type": "text/plain"}
        assert web.post("/api/1/check", content=in_parts, headers=plain).status_code == 413


def test_a_body_that_never_ends_is_given_up() -> None:
    async def app(_: Any, receive: Any, __: Any) -> None:
        await receive()

    async def never() -> Any:
        await anyio.sleep_forever()

    assert status_of(Safety(app, Settings(seconds=0.05)), never) == 408


def test_too_much_at_once_is_refused_and_the_rest_goes_on() -> None:
    async def run() -> list[int]:
        waiting = anyio.Event()

        async def app(_: Any, __: Any, send: Any) -> None:
            await waiting.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})

        safety = Safety(app, Settings(together=2))
        statuses: list[int] = []
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(ask, safety, nothing, statuses)
            await anyio.wait_all_tasks_blocked()
            waiting.set()
        return statuses

    assert anyio.run(run) == [503, 200, 200]


def test_a_fault_tells_nothing_of_itself(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr(reading.looking, "status", fail)
    answer = web.get("/api/1/status?")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text


def test_without_the_token_nothing_is_shown(guarded: TestClient) -> None:
    shown = guarded.get("/api/1/stories")
    assert shown.status_code == 401
    assert shown.headers["www-authenticate"] == "Bearer"
    page = guarded.get("/story/s0")
    assert page.status_code == 401
    assert '<form method="post" action="/login">' in page.text
    assert 'value="/story/s0"' in page.text
    assert guarded.get("/api/1/stories", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_form_opens_a_session_that_scripts_cannot_read(guarded: TestClient) -> None:
    wrong = guarded.post("/login", data={"token": "no", "next": "/x"})
    assert wrong.status_code == 401
    right = guarded.post("/login", data={"token": TOKEN, "next": "/api/1/status"}, follow_redirects=False)
    assert (right.status_code, right.headers["location"]) == (303, "/api/1/status")
    kept = right.headers["set-cookie"].lower()
    assert "httponly" in kept
    assert "samesite=strict" in kept
    assert TOKEN not in kept
    assert guarded.get("/api/1/status").status_code == 200
    assert guarded.get("/logout").status_code != 303
    guarded.post("/logout")
    guarded.cookies.set(COOKIE, kept.partition("=")[2].partition(";")[0])
    assert guarded.get("/api/1/status").status_code == 401


def test_after_a_few_wrong_tokens_even_the_right_one_must_wait() -> None:
    now = 0.0

    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    access = Safety(Access(app, TOKEN, clock=lambda: now), Settings(token=TOKEN))

    def shown(token: str, address: str = "192.0.2.1") -> int:
        return status_of(access, nothing, token=token, address=address)

    assert [shown("wrong") for _ in range(TRIES)] == [401] * TRIES
    assert shown(TOKEN) == 429
    assert shown(TOKEN, "192.0.2.2") == 200
    now = WINDOW + 1
    assert shown(TOKEN) == 200
    for number in range(200):
        shown("wrong", f"198.51.100.{number}")
    assert shown(TOKEN) == 429


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil", "", "/a\r\nb", "\\\\e"]
)
def test_the_form_leads_nowhere_else(path: str) -> None:
    assert local_path(path) == "/"
    assert local_path("/story/s1?x=//y") == "/story/s1?x=//y"


def test_asking_changes_nothing(location: str, web: TestClient) -> None:
    def rows() -> list[object]:
        with sqlite3.connect(f"{location}/library.sqlite") as connection:
            return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "words')]

    before = rows()
    story = web.get("/api/1/stories").json()["stories"][0]["id"]
    for path in ("status", f"stories/{story}", f"stories/{story}/report.html", "search?q=ferry", "changes"):
        assert web.get(f"/api/1/{path}").status_code == 200
    assert web.post("/api/1/check", json={"text": "A ferry sank."}).status_code == 200
    assert rows() == before


@pytest.mark.parametrize(
    ("host", "known"),
    [
        *(("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True)),
        *(("0.0.0.0", False), ("::", False), ("192.168.1.1", False), ("evil.example", False)),
    ],
)
def test_what_only_this_machine_can_reach_is_known(host: str, known: bool) -> None:
    assert is_loopback(host) is known


def test_a_lost_library_is_told_and_comes_back(location: str, web: TestClient, tmp_path: Path) -> None:
    def gone(*_: object, **__: object) -> None:
        from rashomon.library import LibraryError

        raise LibraryError("library: the server has gone")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "list_page", gone)
        lost = web.get("/api/1/stories?limit=3")
    assert lost.status_code == 503
    assert "has gone" in lost.json()["detail"]
    assert web.get("/api/1/stories?limit=3").status_code == 200


def status_of(app: Any, receive: Any, *, token: str = "", address: str = "127.0.0.1") -> int:
    statuses: list[int] = []
    anyio.run(ask, app, receive, statuses, token, address)
    return statuses[0]


async def ask(
    app: Any, receive: Any, statuses: list[int], token: str = "", address: str = "127.0.0.1"
) -> None:
    headers = [(b"host", b"localhost")]
    if token:
        headers.append((b"authorization", f"Bearer {token}".encode()))

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/api/1/x",
        "raw_path": b"/api/1/x",
        "query_string": b"",
        "headers": headers,
        "client": (address, 1),
        "scheme": "http",
        "server": ("localhost", 8765),
        "root_path": "",
        "http_version": "1.1",
        "app": None,
    }
    try:
        await app(scope, receive, send)
    except RefusedError as error:
        statuses.append(error.status)


async def nothing() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


def test_whoever_is_refused_is_told_why_in_their_language(location: str) -> None:
    english: dict[str, str] = {}
    for language in sorted(languages(), key=lambda code: code != "en"):
        asked = {"Accept-Language": language}
        known = {**asked, "Authorization": f"Bearer {TOKEN}"}
        with client(location, token=TOKEN, query=200) as web:
            told = {
                "login": web.get("/story/s1", headers=asked),
                "long": web.get(f"/?q={'x' * 300}", headers=asked),
                "host": web.get("/", headers={**asked, "Host": "evil.example"}),
                "site": web.get("/", headers={**asked, "Sec-Fetch-Site": "cross-site"}),
                "large": web.post("/check", headers=known, data={"text": "x" * 1_000_001}),
                "missing": web.get("/story/none", headers=known),
            }
        assert {name: page.status_code for name, page in told.items()} == {
            "login": 401, "long": 414, "host": 421, "site": 403, "large": 413, "missing": 404,
        }  # fmt: skip
        for name, page in told.items():
            assert f'<html lang="{language}"' in page.text
            main = page.text.partition("<main")[2].partition("</main>")[0]
            assert main != english.setdefault(name, main) or language == "en"
            assert "s1" not in page.text.replace("/story/s1", "")
