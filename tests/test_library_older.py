"""A library of the first schema opens, is as it was, and goes on; token states come back from both forms."""

from __future__ import annotations

import lzma
import sqlite3
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from library_work import QuickEncoder, articles
from sqlalchemy import func, insert, select, update

from rashomon.library import LibraryError, add_articles, open_library, search, tables, verify
from rashomon.library.looking import list_stories, status
from rashomon.library.refreshing import refresh_stories
from rashomon.library.states import pack_states, unpack_states
from rashomon.library.tables import metadata
from rashomon.model import Account, Article, Encoding

if TYPE_CHECKING:
    from pathlib import Path

PACKAGED = "multilingual-e5-small/int8"


def test_a_library_of_the_first_schema_opens_and_goes_on(tmp_path: Path) -> None:
    kept = ROOT / "tests/libraries/schema-0001.sqlite.xz"
    (tmp_path / "library.sqlite").write_bytes(lzma.decompress(kept.read_bytes()))
    encoder: Any = QuickEncoder()
    with open_library(str(tmp_path)) as library:
        assert list(verify(library)) == []
        assert status(library).articles == 8
        assert search(library, "货船", None)
        assert {hit.article.language for hit in search(library, "killed", None)} == {"en"}
        assert add_articles(library, articles(12), encoder).new == 4
        assert list(verify(library)) == []
        with library.reading() as connection:
            assert sum(story.articles for story in list_stories(connection)) == 12


def test_what_another_version_grouped_is_grouped_anew(tmp_path: Path) -> None:
    encoder: Any = QuickEncoder()
    with open_library(str(tmp_path), create=True) as library:
        add_articles(library, articles(8), encoder)
        with library.reading() as connection:
            before = {story.id: story.articles for story in list_stories(connection)}
        with library.writing() as connection:
            last = connection.execute(select(func.max(tables.articles.c.number))).scalar()
            connection.execute(insert(tables.streams), {"upto": last, "part": 0, "packed": b"an older form"})
            connection.execute(update(tables.articles).values(story="s1"))
            refresh_stories(connection, before)
        assert add_articles(library, articles(8), encoder).known == 8
        with library.reading() as connection:
            assert {story.id: story.articles for story in list_stories(connection)} == before
        assert list(verify(library)) == []
        assert add_articles(library, articles(12), encoder).new == 4
        assert list(verify(library)) == []


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


def account_of(rows: list[np.ndarray]) -> Account:
    encodings = tuple(
        Encoding(
            vector=np.ones(384, np.float32) / np.float32(384**0.5),
            states=states,
            offsets=np.stack([np.arange(len(states)), np.arange(len(states)) + 1], axis=1).astype(np.int32),
        )
        for states in rows
    )
    return Account(article=Article(id="a", text=""), sentences=(), statements=(), encodings=encodings)


@given(st.lists(st.integers(0, 9), max_size=5), st.integers(0, 9), st.booleans())
@settings(max_examples=40)
def test_states_come_back_with_their_spans(counts: list[int], seed: int, small: bool) -> None:
    chance = np.random.default_rng(seed)
    rows = [chance.standard_normal((count, 384)).astype(np.float32) for count in counts]
    account = account_of(rows)
    packed = pack_states(account, PACKAGED if small else "another")
    if not counts:
        assert packed == b""
        return
    back = unpack_states(packed, len(counts), 384)
    for encoding, (states, offsets) in zip(account.encodings, back, strict=True):
        assert states.shape == encoding.states.shape
        assert (offsets == encoding.offsets).all()
    with pytest.raises(ValueError, match="broken"):
        unpack_states(packed, len(counts) + 1, 384)


def test_small_states_are_near_to_what_they_were() -> None:
    from rashomon.encoder import Encoder

    text = "Ten people were hurt when a bus left the road near the lake, the police said on Monday."
    other = "Am Montag ist ein Bus am See von der Straße abgekommen; zehn Menschen wurden verletzt."
    encoder = Encoder.open()
    states = [encoding.states for encoding in encoder.encode([text, other])]
    packed = pack_states(account_of(states), encoder.name)
    tokens = sum(len(one) for one in states)
    assert len(packed) < 2 * 384 + 110 * tokens + 200
    back = [one for one, _ in unpack_states(packed, 2, 384)]
    mean = np.concatenate(states).mean(axis=0)
    before, after = np.concatenate(states) - mean, np.concatenate(back) - mean
    cosine = (before * after).sum(axis=1)
    cosine /= np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    assert cosine.mean() > 0.85
