"""Questions that come together are encoded together, and none waits for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest
from library_work import QuickEncoder, articles
from starlette.testclient import TestClient
from web_work import BASE, add_more, make_library

from rashomon.library import LibraryError
from rashomon.web.abreast import Abreast
from rashomon.web.app import make_app
from rashomon.web.desk import Desk
from rashomon.web.questions import LONGEST, TOGETHER, Questions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Spy(QuickEncoder):
    """Remembers what it was given at once."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> list:
        self.given.append(list(texts))
        return super().encode(texts)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    with_spy = Desk.open(make_library(tmp_path))
    with_spy._encoder = Spy()  # type: ignore[assignment]
    yield with_spy
    with_spy.close()


def ask_together(desk: Desk, texts: Sequence[str]) -> None:
    async def ask() -> None:
        questions = Questions(desk)
        async with anyio.create_task_group() as group:
            for text in texts:
                group.start_soon(questions.ready, text)

    anyio.run(ask)


def test_questions_that_come_together_are_encoded_together_and_each_once(desk: Desk) -> None:
    texts = [f"ferry {number % 20}" for number in range(60)]
    ask_together(desk, texts)
    given = desk._encoder.given
    assert sorted(one for some in given for one in some) == sorted(set(texts))
    assert max(map(len, given)) == TOGETHER
    assert len(given) <= 4
    assert all(desk.knows(text) for text in texts)


def test_a_long_text_and_none_wait_for_nobody(desk: Desk) -> None:
    ask_together(desk, ["", "x" * (LONGEST + 1)])
    assert desk._encoder.given == []


def test_where_there_is_no_encoder_nobody_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise LibraryError("no weights")

    monkeypatch.setattr(desk, "_opened", refuse)
    ask_together(desk, ["ferry", "port", "ferry"])
    assert not desk.knows("ferry")


def test_a_search_by_a_program_or_a_page_finds_its_vector_made(desk: Desk) -> None:
    with TestClient(make_app(desk), base_url=BASE) as client:
        assert client.get("/api/1/search", params={"q": "a collision"}).json()["meaning"] is True
        assert client.get("/search", params={"q": "a collision at sea"}).status_code == 200
        assert client.get("/", params={"q": "a collision off a port"}).status_code == 200
        assert client.get("/api/1/search", params={"q": "only words", "meaning": "false"}).status_code == 200
    given = [one for some in desk._encoder.given for one in some]
    assert given == ["a collision", "a collision at sea", "a collision off a port"]


def test_what_was_written_is_looked_up_once_for_all_that_ask(desk: Desk) -> None:
    looked: list[int] = []
    look, desk.look = desk.look, lambda: looked.append(1) or look()  # type: ignore[method-assign]

    async def ask() -> None:
        abreast = Abreast(desk)
        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(abreast.now)

    anyio.run(ask)
    assert len(looked) == 1
    assert desk.seen() is not None
    add_more(desk.library.location, articles(12)[10:])
    assert desk.seen() is None
    anyio.run(ask)
    assert len(looked) == 2
