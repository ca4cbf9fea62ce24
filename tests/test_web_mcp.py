"""The tools for language-model clients, as the client of the official package uses them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import anyio
import jsonschema
import pytest
from library_work import QuickEncoder
from web_work import SCRIPT, hostile, make_library

from rashomon.encoder import Encoder
from rashomon.web.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")
MOST = 150_000  # bytes of an answer


@pytest.fixture
def desk(location: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    opened = Desk.open(location)
    yield opened
    opened.close()


def calls(desk: Desk, *wanted: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of tools; each that is none of an error fits the tool's schema."""
    from rashomon.web.mcp.server import make_server

    async def run() -> list[Any]:
        async with mcp.Client(make_server(desk)) as client:
            schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
            found = [await client.call_tool(name, given) for name, given in wanted]
        for (name, _), result in zip(wanted, found, strict=True):
            assert len(result.content[0].text) < MOST
            if not result.is_error:
                jsonschema.validate(result.structured_content, schemas[name])
        return found

    return anyio.run(run)


def test_a_client_finds_a_story_and_reads_each_line_in_its_article(desk: Desk) -> None:
    (listed,) = calls(desk, ("list_stories", {"limit": 1}))
    story = listed.structured_content["stories"][0]["id"]
    read, found = calls(
        desk, ("read_story", {"story": story}), ("search_statements", {"q": "ferry collided"})
    )
    quoted = [one for claim in read.structured_content["claims"] for one in claim["evidence"]]
    quoted += listed.structured_content["stories"][0]["evidence"]
    quoted += [one["evidence"] for one in found.structured_content["found"]]
    assert quoted
    for one in quoted:
        assert one["source"]["url"].startswith("https://")
        part = {"article": one["source"]["article"], "start": one["start"]}
        (article,) = calls(desk, ("read_article", {**part, "length": one["end"] - one["start"]}))
        assert article.structured_content["text"] == one["quote"]


def test_a_text_is_checked_with_the_words_for_and_against(desk: Desk) -> None:
    (checked,) = calls(
        desk, ("check_text", {"text": "99 people were killed off Norhaven 0, officials said."})
    )
    (statement,) = checked.structured_content["statements"]
    told = [*statement["supported_by"], *(one["evidence"] for one in statement["contradicted_by"])]
    told += statement["related"]
    assert told
    assert all(one["quote"] and one["source"]["url"] for one in told)


def test_every_listed_story_has_words_of_its_articles(desk: Desk) -> None:
    (listed,) = calls(desk, ("list_stories", {"limit": 50}))
    for story in listed.structured_content["stories"]:
        (read,) = calls(desk, ("read_story", {"story": story["id"]}))
        known = {one["article"] for one in read.structured_content["articles"]}
        assert story["evidence"]
        assert {one["source"]["article"] for one in story["evidence"]} <= known


def test_where_accounts_differ_each_side_is_quoted_first() -> None:
    from rashomon.model import Claim, Difference, Evidence, Value
    from rashomon.web.mcp.leading import each_side_first

    told = [
        Evidence(article=name, start=0, end=9, quote=f"{n} died.")
        for name, n in zip("abcd", (3, 3, 3, 5), strict=True)
    ]
    values = tuple(
        Value(article=one.article, start=0, end=1, text=one.quote[0], type="quantity", value=one.quote[0])
        for one in told
    )
    claim = Claim(
        id="c1",
        text="3 died.",
        language="en",
        verdict="differ",
        origins=4,
        score=0.9,
        evidence=tuple(told),
        values=values,
        difference=Difference(on="quantity", why="3 or 5", values=values),
    )
    assert [one.article for one in each_side_first(claim)] == ["a", "d", "b", "c"]


def test_claims_are_read_part_by_part(desk: Desk) -> None:
    (listed,) = calls(desk, ("list_stories", {"limit": 1}))
    story = listed.structured_content["stories"][0]["id"]
    (whole,) = calls(desk, ("read_story", {"story": story, "limit": 25}))
    parts: list[Any] = []
    start: int | None = 0
    while start is not None:
        (part,) = calls(desk, ("read_story", {"story": story, "limit": 2, "start": start}))
        parts += part.structured_content["claims"]
        start = part.structured_content["next"]
    assert parts == whole.structured_content["claims"]


def test_what_is_wrong_is_told_to_the_model(desk: Desk) -> None:
    found = calls(
        desk,
        ("read_story", {"story": "s999"}),
        ("read_story", {}),
        ("search_statements", {"q": "x", "limit": 1000}),
        ("search_statements", {"q": "x", "colour": "red"}),
        ("list_stories", {"after": "bm9uZQ"}),
        ("read_article", {"article": "none"}),
        ("check_text", {"text": "Ten died.", "stories": ["s999"]}),
        ("no_tool", {}),
    )
    assert all(one.is_error for one in found)
    assert [one.content[0].text for one in found[:3]] == [
        "No story s999.",
        "the arguments: Object missing required field `story`",
        "limit: Expected `int` <= 25",
    ]


def test_hostile_articles_come_as_quotations_of_bounded_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Encoder, "open", lambda **_: QuickEncoder())
    desk = Desk.open(make_library(tmp_path, hostile()))
    (listed,) = calls(desk, ("list_stories", {}))
    stories = [one["id"] for one in listed.structured_content["stories"]]
    found = calls(
        desk,
        *(("read_story", {"story": story}) for story in stories),
        ("search_statements", {"q": "ferry"}),
        ("check_text", {"text": f"A ferry sank off Norhaven. {SCRIPT}"}),
        ("find_entity", {"name": "Norhaven"}),
    )
    assert not any(one.is_error for one in found)
    desk.close()


def test_the_command_speaks_the_protocol_and_ends_with_its_client(location: str) -> None:
    parameters = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "rashomon", "mcp", "--library", location],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    async def run() -> Any:
        async with mcp.Client(mcp.stdio_client(parameters)) as client:
            assert client.server_info.name == "rashomon"
            return await client.call_tool("library_status", {})

    assert anyio.run(run).structured_content["articles"] == 10


def test_without_the_package_it_is_told_what_to_install(location: str, tmp_path: Path) -> None:
    (tmp_path / "mcp_types.py").write_text("raise ModuleNotFoundError")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    run = subprocess.run(
        [sys.executable, "-m", "rashomon", "mcp", "--library", location],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "pip install 'rashomon[mcp]'" in run.stderr
