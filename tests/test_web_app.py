"""The application as a whole: what the commands serve, when, and how they end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from library_work import QuickEncoder
from web_work import client, make_library

from rashomon.cli.commands import cli
from rashomon.cli.demo import examples
from rashomon.encoder import Encoder
from rashomon.library import LibraryError
from rashomon.web.desk import Desk
from rashomon.web.remembered import Answer, Remembered
from rashomon.web.running import ListenError, address_of, listen

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())


def started(*words: str) -> subprocess.Popen[str]:
    run = [sys.executable, "-m", "rashomon", *words]
    return subprocess.Popen(run, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_serve_says_where_it_is_and_ends_when_asked(location: str, end: signal.Signals) -> None:
    server = started("serve", "--library", location, "--port", "0")
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http"))
        with urllib.request.urlopen(f"{address}api/1/status", timeout=20) as answer:
            assert json.load(answer)["articles"] == 10
            assert "server" not in {name.lower() for name in answer.headers}
        server.send_signal(end)
        out, error = server.communicate(timeout=30)
    finally:
        server.kill()
    assert server.returncode == 0
    assert out == "Ended.\n"
    assert error == ""


def test_a_port_that_is_taken_is_told(location: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(cli, ["serve", "--library", location, "--port", port])
    assert result.exit_code == 1
    assert f"port {port} of 127.0.0.1 is taken; choose another by --port" in result.output


def test_a_library_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["serve", "--library", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "there is no library yet; `rashomon add` makes one" in result.output


@pytest.mark.parametrize("words", [["--host", "0.0.0.0"], ["--host", "192.0.2.1"], ["--token", "short"]])
def test_nobody_is_let_in_by_mistake(location: str, words: list[str]) -> None:
    result = CliRunner(env={"RASHOMON_TOKEN": ""}).invoke(cli, ["serve", "--library", location, *words])
    assert result.exit_code == 2
    assert "token" in result.output


def test_an_address_that_cannot_be_listened_to_is_told() -> None:
    with pytest.raises(ListenError, match="no such host"):
        listen("nowhere.invalid", 0)
    with pytest.raises(ListenError, match="no address of this machine"):
        listen("192.0.2.1", 0)
    with listen("127.0.0.1", 0) as listening:
        assert address_of(listening).startswith("http://127.0.0.1:")


def test_the_demo_makes_a_library_and_removes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    served: list[Any] = []

    def serve(desk: Desk, *_: object, **__: object) -> None:
        served.append((desk.library.location, len(list(tmp_path.iterdir()))))
        with desk.connection() as connection:
            served.append(connection.exec_driver_sql("SELECT count(*) FROM articles").scalar())

    monkeypatch.setattr("rashomon.cli.demo.serve_desk", serve)
    assert CliRunner().invoke(cli, ["demo", "--no-open", "--quiet"]).exit_code == 0
    assert served[0][0].startswith(str(tmp_path))
    assert served[0][1] == 1
    assert served[1] > 9
    assert list(tmp_path.iterdir()) == []


def test_the_examples_are_reached_and_go_into_the_package() -> None:
    assert (examples() / "ferry-collision").is_dir()
    lines = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    assert '"examples" = "rashomon/examples_data"' in lines


def test_what_is_written_meanwhile_is_seen_by_the_next_answer(tmp_path: Path) -> None:
    from library_work import articles
    from web_work import add_more

    place = make_library(tmp_path, articles(4))
    with client(place) as web:
        before = web.get("/api/1/status").json()["articles"]
        add_more(place, articles(8)[4:])
        assert web.get("/api/1/status").json()["articles"] == before + 4


def test_many_threads_read_at_once(location: str) -> None:
    desk = Desk.open(location)
    wrong: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(5):
                with desk.connection() as connection:
                    connection.exec_driver_sql("SELECT count(*) FROM articles").scalar_one()
                desk.encode("a ferry")
                desk.look()
                assert desk.document("s1") is not None
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    desk.close()
    assert wrong == []


def test_another_encoder_is_refused_and_words_are_still_found(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = QuickEncoder()
    other.name = "another/1"
    monkeypatch.setattr(Encoder, "open", lambda **_: other)
    desk = Desk.open(location)
    with pytest.raises(LibraryError, match="made with the encoder quick/1"):
        desk.encode("a ferry")
    assert desk.encoding() is None
    desk.close()


def test_answers_are_made_once_and_kept_within_bounds() -> None:
    kept, made = Remembered(4_000), []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.02)
        return os.urandom(500)

    threads = [threading.Thread(target=kept.get, args=("one", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert kept.get("one", make) == kept.get("one", make)
    for number in range(20):
        kept.get(number, make)
    assert kept.get(19, lambda: b"other") != b"other"
    assert kept.get(0, lambda: b"other") == b"other"
    assert kept.get("large", lambda: os.urandom(2_000)) != kept.get("large", lambda: b"again")


def test_pages_and_programs_each_have_their_own_answers(web: Any) -> None:
    assert web.get("/api/1/none").headers["content-type"] == "application/problem+json"
    assert web.get("/none").headers["content-type"] != "application/problem+json"
    assert web.get("/").status_code == 200


def test_a_search_does_not_wait_while_a_text_is_read(location: str) -> None:
    desk = Desk.open(location)
    found: list[object] = []
    with desk.encoder():
        other = threading.Thread(target=lambda: found.append(desk.encode("a ferry")))
        other.start()
        other.join(20)
    desk.close()
    assert len(found) == 1


def test_an_answer_is_right_but_for_a_moment_where_much_is_written() -> None:
    now = [0.0]
    kept, made = Remembered(4_000, clock=lambda: now[0]), []

    def ask(stamp: int) -> int:
        def make() -> bytes:
            now[0] += 0.01
            made.append(stamp)
            return str(stamp).encode()

        return int(kept.get("one", make, stamp))

    assert [ask(1), ask(1), ask(2)] == [1, 1, 2]
    assert ask(3) == 2  # it was made anew a moment ago, and may be as old as 200 times what that takes
    now[0] += 2
    assert ask(3) == 3
    now[0] += 5
    assert [ask(4), ask(5)] == [4, 5]
    assert made == [1, 2, 3, 4, 5]


def test_while_one_waits_for_a_newer_answer_others_get_the_one_before_if_it_is_not_old() -> None:
    now = [0.0]
    kept = Remembered(4_000, clock=lambda: now[0])
    kept.get("one", lambda: b"1", 1)
    assert kept.peek("one", 2) is None  # who asks first is to get it
    assert [kept.peek("one", 2).data, kept.peek("one", 2).data] == [b"1", b"1"]
    assert kept.get("one", lambda: b"2", 2) == b"2"
    assert kept.peek("one", 2).data == b"2"
    now[0] += 60
    assert [kept.peek("one", 3), kept.peek("one", 3)] == [None, None]  # too old for anybody
    kept.get("two", lambda: Answer(b"1", about=(7,)), 1)
    assert [kept.peek("two", 2), kept.peek("two", 2)] == [None, None]  # what it is about has changed
