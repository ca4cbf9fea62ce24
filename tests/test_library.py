"""The library: nothing is read twice, lost or doubled, and everything is found again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from conftest import ROOT
from library_server import Server
from library_work import QuickEncoder, articles

from rashomon.library import (
    Filters,
    Library,
    LibraryError,
    add_articles,
    open_library,
    remove_articles,
    verify,
)
from rashomon.library import search as look
from rashomon.library.dossiers import story_document
from rashomon.library.feeds import feed_states, keep_feed_states
from rashomon.library.identity import canonical
from rashomon.library.looking import find_article, find_entity, list_stories, status, versions_of
from rashomon.library.packing import pack_said, pack_vectors, unpack, unpack_said
from rashomon.library.states import pack_states
from rashomon.library.tables import metadata
from rashomon.library.tokens import tokens
from rashomon.library.vectors import near, sort_cells
from rashomon.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENCODER: Any = QuickEncoder()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of one's own on loopback; skips where there is none."""
    made = Server(tmp_path_factory.mktemp("server"))
    made.start()
    yield made.url
    made.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new library may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "library")
    url: str = request.getfixturevalue("server")
    from sqlalchemy import create_engine

    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engine.dispose()
    return url


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    with open_library(place, create=True) as opened:
        yield opened


def encode(text: str) -> Any:
    return ENCODER.encode([text])[0].vector


def contents(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but when it was written, and how it is laid out."""
    left_out = {"streams", "cells", "centres"}
    with library.reading() as connection:
        return {
            table.name: sorted(
                (
                    tuple(value for name, value in row._mapping.items() if name != "added")
                    for row in connection.execute(table.select())
                ),
                key=repr,
            )
            for table in metadata.sorted_tables
            if table.name not in left_out
        }


def test_adding_again_changes_nothing(library: Library) -> None:
    first = add_articles(library, articles(12), ENCODER)
    before = contents(library)
    again = add_articles(library, articles(12), ENCODER)
    assert (first.new, first.waiting) == (12, 0)
    assert (again.new, again.changed, again.known) == (0, 0, 12)
    assert contents(library) == before
    assert list(verify(library)) == []


def test_a_changed_article_is_a_new_version_and_both_are_kept(library: Library) -> None:
    one, *others = articles(4)
    add_articles(library, [one, *others], ENCODER)
    changed = msgspec.structs.replace(one, text=one.text + " The captain was arrested.")
    assert add_articles(library, [changed], ENCODER).changed == 1
    with library.reading() as connection:
        row, said = find_article(connection, one.url or "")
        versions = versions_of(connection, row.id)
        assert said.article.text == changed.text
        assert [version.new for version in versions] == [(), ("The captain was arrested.",)]
        document = story_document(connection, row.story)
    assert any("arrested" in article.text for article in document.articles)
    assert [hit.article.id for hit in look(library, "captain arrested", None)] == [row.id]
    assert list(verify(library)) == []


def test_words_are_found_in_languages_without_spaces(library: Library) -> None:
    add_articles(library, articles(8), ENCODER)
    assert {hit.article.language for hit in look(library, "货船", None)} == {"zh"}
    assert {hit.article.language for hit in look(library, "ผู้เสียชีวิต", None)} == {"th"}
    assert {hit.article.language for hit in look(library, "heurtes", None)} == {"fr"}


def test_a_rare_word_tells_more_than_a_common_one(library: Library) -> None:
    told = {
        1: ["the", "storm"],
        2: ["the", "the", "the"],
        3: ["the", "sea"],
        4: ["a", "bus"],
        5: ["the", "bus"],
    }
    with library.writing() as connection:
        for number, words in told.items():
            library.words.add(connection, [(number, words)])
        found = library.words.find(connection, ["the", "storm", "abroad"], 10, len(told))
        connection.rollback()
    assert next(iter(found)) == 1
    assert set(found) == {1, 2, 3, 5}
    assert 1 > found[1] > 2 * found[2] > 0


def test_filters_leave_what_they_say(library: Library) -> None:
    add_articles(library, articles(16), ENCODER)
    hits = look(library, "ferry Norhaven", encode, filters=Filters(language="en", outlet="Outlet 0"), most=50)
    assert hits
    assert {(hit.article.language, hit.article.outlet) for hit in hits} == {("en", "Outlet 0")}
    day = look(library, "ferry", encode, filters=Filters(since=738_585, until=738_585), most=50)
    assert len({hit.article.published for hit in day}) <= 1
    agreeing = look(library, "ferry", encode, filters=Filters(verdict="agree"))
    assert {hit.verdict for hit in agreeing} <= {"agree"}


def test_what_is_quoted_stands_there(library: Library) -> None:
    add_articles(library, articles(8), ENCODER)
    for hit in look(library, "people killed 货船", encode, most=50):
        with library.reading() as connection:
            _, said = find_article(connection, hit.article.id)
        assert said.article.text[hit.start : hit.end] == hit.quote


def test_what_is_removed_is_gone_and_can_come_back(library: Library) -> None:
    add_articles(library, articles(8), ENCODER)
    with library.reading() as connection:
        row, said = find_article(connection, articles(8)[0].url or "")
    remove_articles(library, [row.id])
    assert list(verify(library)) == []
    with library.reading() as connection:
        assert status(library).articles == 7
        with pytest.raises(LibraryError, match="no article"):
            find_article(connection, row.id)
    assert row.id not in {hit.article.id for hit in look(library, said.article.text, encode, most=50)}
    assert add_articles(library, articles(8), ENCODER).new == 1
    assert list(verify(library)) == []


def test_stories_and_entities_are_listed(library: Library) -> None:
    add_articles(library, articles(12), ENCODER)
    with library.reading() as connection:
        listed = list_stories(connection)
        assert sum(story.articles for story in listed) == 12
        assert find_entity(connection, "nobody of this name") == []


def test_only_one_writes_and_others_read_meanwhile(library: Library, place: str) -> None:
    add_articles(library, articles(4), ENCODER)
    with open_library(place) as second:
        with library.only_writer(), pytest.raises(LibraryError, match="another process is writing"):
            add_articles(second, articles(8), ENCODER)
        with library.writing():
            assert status(second).articles == 4
        assert add_articles(second, articles(8), ENCODER).new == 4


def test_vectors_sorted_into_cells_are_found_as_before(library: Library) -> None:
    add_articles(library, articles(80), ENCODER)
    wanted = encode(articles(80)[40].text.split(".")[0])
    with library.reading() as connection:
        before = near(connection, wanted, 3)
    sort_cells(library, ENCODER.dimension, most=10)
    with library.reading() as connection:
        after = near(connection, wanted, 3)
    assert after.versions[0] == before.versions[0]
    assert list(verify(library)) == []


def test_stopped_between_batches_it_goes_on_to_the_same(library: Library, tmp_path: Path) -> None:
    asked = iter([False, True, True])
    some = add_articles(library, articles(140), ENCODER, stop=lambda: next(asked, True))
    assert some.stopped
    assert 0 < some.new < 140
    assert list(verify(library)) == []
    add_articles(library, articles(140), ENCODER)
    with open_library(str(tmp_path / "at once"), create=True) as other:
        add_articles(other, articles(140), ENCODER)
        if library.folder:
            assert contents(library) == contents(other)
        assert status(library).articles == status(other).articles == 140


def test_states_of_feeds_are_kept(library: Library) -> None:
    keep_feed_states(library, {"https://a.example/feed": "1", "https://b.example/feed": "2"})
    keep_feed_states(library, {"https://a.example/feed": "3"})
    assert feed_states(library) == {"https://a.example/feed": "3", "https://b.example/feed": "2"}


def test_another_encoder_is_refused(library: Library) -> None:
    add_articles(library, articles(1), ENCODER)
    other: Any = QuickEncoder()
    other.name = "other"
    with pytest.raises(LibraryError, match="begin another library"):
        add_articles(library, articles(2), other)


def test_what_a_database_cannot_hold_is_replaced(library: Library) -> None:
    odd = msgspec.structs.replace(articles(1)[0], text="A lone \ud800 and a \0 were told of in the report.")
    add_articles(library, [odd], ENCODER)
    with library.reading() as connection:
        _, said = find_article(connection, odd.url or "")
    assert said.article.text == "A lone \ufffd and a \ufffd were told of in the report."


def test_an_account_comes_back_as_it_was_but_for_eight_bits() -> None:
    account = read(articles(1)[0], ENCODER)
    back = unpack(
        unpack_said(pack_said(account)),
        pack_vectors(account),
        pack_states(account, ENCODER.name),
        ENCODER.dimension,
    )
    assert (back.article, back.statements, back.times) == (account.article, account.statements, account.times)
    for one, other in zip(account.encodings, back.encodings, strict=True):
        assert one.vector @ other.vector > 0.999
        assert (one.offsets == other.offsets).all()
        assert abs(one.states - other.states).max() < 0.05


def test_one_address_in_many_writings_is_one() -> None:
    assert canonical("https://www.Example.org:443/a/?utm_source=x&b=2&a=1#top") == "example.org/a?a=1&b=2"
    assert canonical("http://example.org/a?a=1&b=2") == "example.org/a?a=1&b=2"
    assert canonical("not an address") is None


def test_words_are_looked_up_without_case_and_accents() -> None:
    assert tokens("Đức, ĐỨC!", "vi") == ["duc", "duc"]
    assert tokens("Каддафи", "ru") == tokens("КАДДАФИ", "und")


def test_a_broken_byte_is_told_by_verify(tmp_path: Path) -> None:
    with open_library(str(tmp_path), create=True) as library:
        add_articles(library, articles(4), ENCODER)
    with sqlite3.connect(tmp_path / "library.sqlite") as database:
        (packed,) = database.execute("SELECT vectors FROM versions WHERE number = 1").fetchone()
        database.execute("UPDATE versions SET vectors = ? WHERE number = 1", (packed[:-1] + b"\x05",))
        database.execute("DELETE FROM stories WHERE id = (SELECT story FROM articles WHERE number = 1)")
    with open_library(str(tmp_path)) as library:
        wrong = list(verify(library))
    assert any("not what was written" in one for one in wrong)
    assert any("belongs to no story" in one for one in wrong)


def test_a_library_of_a_later_version_is_refused(tmp_path: Path) -> None:
    open_library(str(tmp_path), create=True).close()
    with sqlite3.connect(tmp_path / "library.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="later version"):
        open_library(str(tmp_path))


def test_the_schema_is_what_the_tables_say(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_library(str(tmp_path), create=True) as library, library.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        found = [one for one in compare_metadata(context, metadata) if "words" not in repr(one)]
    assert found == []


def test_a_missing_library_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="rashomon add"):
        open_library(str(tmp_path / "none"))


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    with open_library(str(tmp_path), create=True) as library:
        add_articles(library, articles(8), ENCODER)
        with library.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LibraryError, match="disk is full"):
            add_articles(library, articles(140), ENCODER)
        with library.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert list(verify(library)) == []
        add_articles(library, articles(140), ENCODER)
        assert status(library).articles == 140


KILLED = """
import sys
sys.path[:0] = [{tests!r}]
from library_work import QuickEncoder, articles
from rashomon.library import add_articles, open_library
print("begun", flush=True)
with open_library({place!r}, create=True) as library:
    add_articles(library, articles(160), QuickEncoder())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    whole, killed = str(tmp_path / "whole"), str(tmp_path / "killed")
    with open_library(whole, create=True) as library:
        add_articles(library, articles(160), ENCODER)
        expected = contents(library)
    program = KILLED.format(tests=str(ROOT / "tests"), place=killed)
    for moment in (0.02, 0.4, 1.0):
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, env=dict(os.environ)
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(moment)
        process.kill()
        process.wait()
        process.stdout.close()
        with open_library(killed, create=True) as library:
            assert list(verify(library)) == []
    with open_library(killed) as library:
        add_articles(library, articles(160), ENCODER)
        assert list(verify(library)) == []
        assert contents(library) == expected
