"""Which article a file is, where it has no address: what changed in it is a new version of the same."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from library_work import QuickEncoder, articles

from rashomon.library import Added, Library, add_articles, open_library, remove_articles, verify
from rashomon.library.grouped import Held
from rashomon.library.looking import list_stories, status
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENCODER: Any = QuickEncoder()
REPORT = {
    "en": "A ferry ran aground off the northern cape on Monday. Twelve people were hurt, the harbour said.",
    "zh": "一艘渡轮星期一清晨在北角附近搁浅。港务局说有十二人受伤，其中三人伤势严重。",
    "ar": "جنحت عبارة قبالة الرأس الشمالي فجر الاثنين. وقالت سلطات الميناء إن اثني عشر شخصا أصيبوا بجروح.",
}
MORE = {"en": " Two of them have died since.", "zh": "其中两人后来死亡。", "ar": " وتوفي اثنان منهم لاحقا."}
OTHER = "The council voted against a new road through the old forest after a night of talks. Nobody objected."


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    with open_library(place, create=True) as opened:
        yield opened
        assert list(verify(opened)) == []


def add(library: Library, *paths: Path) -> Added:
    return add_articles(library, find_articles([str(path) for path in paths]), ENCODER)


def counts(added: Added) -> tuple[int, int, int]:
    return added.new, added.changed, added.known


@pytest.mark.parametrize("language", sorted(REPORT))
def test_a_file_that_changed_is_a_new_version(library: Library, tmp_path: Path, language: str) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT[language], "utf-8")
    assert counts(add(library, file)) == (1, 0, 0)
    file.write_text(REPORT[language] + MORE[language], "utf-8")
    assert counts(add(library, file)) == (0, 1, 0)
    assert counts(add(library, file)) == (0, 0, 1)
    assert (status(library).articles, status(library).versions) == (1, 2)


def test_a_name_that_is_used_again_for_another_report_is_another_article(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "draft.txt"
    for text in (REPORT["en"], OTHER):
        file.write_text(text, "utf-8")
        assert counts(add(library, file)) == (1, 0, 0)
    file.write_text(REPORT["en"] + MORE["en"], "utf-8")
    assert counts(add(library, file)) == (0, 1, 0)


def test_a_moved_file_stays_the_same_article(library: Library, tmp_path: Path) -> None:
    file, moved = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_text(REPORT["en"], "utf-8")
    add(library, file)
    file.rename(moved)
    assert counts(add(library, moved)) == (0, 0, 1)
    moved.write_text(REPORT["en"] + MORE["en"], "utf-8")
    assert counts(add(library, moved)) == (0, 1, 0)


def test_a_copy_that_is_changed_is_another_article(library: Library, tmp_path: Path) -> None:
    file, copy = tmp_path / "a.txt", tmp_path / "b.txt"
    for one in (file, copy):
        one.write_text(REPORT["en"], "utf-8")
    assert counts(add(library, file, copy)) == (1, 0, 1)
    copy.write_text(REPORT["en"] + MORE["en"], "utf-8")
    assert counts(add(library, file, copy)) == (1, 0, 1)


def test_files_of_several_articles_tell_nothing_by_their_names(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "reports.jsonl"
    for text in (REPORT["en"], REPORT["en"] + MORE["en"]):
        file.write_text(json.dumps({"text": text}) + "\n" + json.dumps({"text": OTHER}) + "\n", "utf-8")
        assert add(library, file).changed == 0
    assert status(library).articles == 3


def test_a_file_with_an_address_is_known_by_the_address(library: Library, tmp_path: Path) -> None:
    file, other = tmp_path / "a.txt", tmp_path / "b.txt"
    head = "---\nurl: https://outlet.example/ferry\n---\n"
    file.write_text(head + REPORT["en"], "utf-8")
    other.write_text(head + REPORT["en"] + MORE["en"], "utf-8")
    assert counts(add(library, file, other)) == (1, 1, 0)


def test_a_library_of_the_first_schema_opens_and_learns_its_files(tmp_path: Path) -> None:
    file, place = tmp_path / "report.txt", tmp_path / "library"
    file.write_text(REPORT["en"], "utf-8")
    with open_library(str(place), create=True) as library:
        add(library, file)
    with sqlite3.connect(place / "library.sqlite") as database:
        database.execute("DROP INDEX ix_articles_file")
        database.execute("ALTER TABLE articles DROP COLUMN file")
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    with open_library(str(place)) as library:
        assert counts(add(library, file)) == (0, 0, 1)
        file.write_text(REPORT["en"] + MORE["en"], "utf-8")
        assert counts(add(library, file)) == (0, 1, 0)
        assert list(verify(library)) == []


def test_stories_held_in_memory_are_those_of_the_library_whoever_wrote_meanwhile(tmp_path: Path) -> None:
    held = Held()
    some = articles(24)
    with open_library(str(tmp_path / "held"), create=True) as library:
        for start in range(0, 24, 4):
            add_articles(library, some[start : start + 4], ENCODER, held=held)
            if start == 8:
                add_articles(library, some[20:22], ENCODER)  # as another process would
            if start == 12:
                remove_articles(library, [some[0].url or ""])
        assert list(verify(library)) == []
        with library.reading() as connection:
            stories = [(story.id, story.articles) for story in list_stories(connection)]
    with open_library(str(tmp_path / "loaded"), create=True) as library:
        for start in range(0, 24, 4):
            add_articles(library, some[start : start + 4], ENCODER)
            if start == 8:
                add_articles(library, some[20:22], ENCODER)
            if start == 12:
                remove_articles(library, [some[0].url or ""])
        with library.reading() as connection:
            assert [(story.id, story.articles) for story in list_stories(connection)] == stories
